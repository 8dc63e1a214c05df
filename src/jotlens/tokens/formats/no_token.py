"""Says what a text is that holds no token: an empty one, a word sent by mistake, a key, decoded claims, prose ..."""

from __future__ import annotations

import re
from dataclasses import replace

from jotlens.tokens.formats.format_table import known_text, known_word, named
from jotlens.tokens.formats.json_without_token import describe_json
from jotlens.tokens.model import TokenFormat

LONGEST = 1 << 20
"""A longer text (characters) is not looked into."""

_LONGEST_STAND_IN = 300
_SCHEME = re.compile(
    r"""(?i)\A["'`]*(?:(?:(?:proxy-)?authorization|[?&#]?[\w.-]{0,40}(?:token|jwt))["'`]?\s*[:=]\s*)?"""
    r"""["'`]*((?:(?:bearer|dpop)(?:[\s:]+|\Z))*)"""
)
_NOTHING = {
    *("undefined", "null", "nil", "none", "nonetype", "nan", "(null)", "true", "false"),
    *("[object object]", "[object promise]", "object object", "promise { <pending> }"),
}
"""How programs print a value that is not there, or that is no text; in lower case."""

_PLACEHOLDER = re.compile(
    r"\{\{[\w .$|-]{1,80}\}\}|\$\{[\w .$:-]{1,80}\}|\$\{?[A-Z][A-Z0-9_]{2,60}\}?|%[A-Z][A-Z0-9_]{2,60}%"
    r"|(?i:[<\[{][\w .-]{0,40}(?:token|jwt|secret|key)[\w .-]{0,40}[>\]}])"
    r"|(?i:(?:your|my|insert|put|paste|enter|add)[-_ ][\w -]{0,30}(?:token|jwt|secret|key)[\w -]{0,12})"
    r"|(?i:(?:access|id|refresh|bearer|auth|jwt)[-_ ]?token)"
)
_SHORTENED = re.compile(r"ey[\w-]{0,40}(?:\.{3,}|…)[\w.-]{0,60}|ey[\w.-]{0,200}…[\w.-]{0,60}", re.ASCII)
_MASKED = re.compile(r"[*•●·]{3,}|(?i:[<\[(]?(?:redacted|masked|filtered|hidden|removed)[>\])]?)|[xX]{6,}")

_FILE_HEADS = ("\x89PNG", "\ufffdPNG", "‰PNG", "%PDF-", "GIF87a", "GIF89a", "PK\x03\x04", "\x7fELF")
_UNREADABLE = re.compile("[\0\ufffd\ud800-\udfff]")
_WORD = re.compile(r"[!-~]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def describe_none(text: str) -> TokenFormat:
    """Say what a text is that holds no token; never raises, and does not look into more than 1 MiB."""
    if len(text) > LONGEST:
        return _filled("too-big", size=f"{len(text):,}")
    if _is_binary(text):
        return named("none", "binary")
    start = next((at for at, sign in enumerate(text) if sign.isprintable() and not sign.isspace()), None)
    if start is None:
        return named("none", "empty")
    body = text[start:].rstrip()
    return (
        stand_in(body)
        or _known(text, start, body)
        or named("none", "prose" if _is_prose(body) else "not-a-token")
    )


def stand_in(text: str) -> TokenFormat | None:
    """Recognise what stands where a token should: `undefined`, `{{access_token}}`, `eyJ...`, `***`; or None."""
    if len(text) > _LONGEST_STAND_IN:
        return None
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :].strip(" \t\r\n\"'`,;") if scheme else text
    if rest.lower() in _NOTHING:
        return named("none", "word-instead")
    if not rest and scheme and scheme[1]:
        return named("none", "bearer-alone")
    for pattern, format_id in ((_PLACEHOLDER, "placeholder"), (_SHORTENED, "shortened"), (_MASKED, "masked")):
        if pattern.fullmatch(rest):
            return named("none", format_id)
    return None


def _known(text: str, start: int, body: str) -> TokenFormat | None:
    """Try keys before JSON, as a key may stand in JSON; then JSON, words and other texts."""
    form = known_text(body)
    if form is not None and form.id.startswith("key-"):
        return form
    found = describe_json(body)
    if found is not None and found.fault_at is not None:
        line, column = _place(text, start + found.fault_at)
        return _filled(found.id, line=line, column=column)
    if found is not None:
        return named("none", found.id)
    return form or (known_word(body) if _WORD.fullmatch(body) else None)


def _is_binary(text: str) -> bool:
    if text.lstrip("\ufeff").startswith(_FILE_HEADS) or "JFIF" in text[:32] or "\0\0" in text[:4096]:
        return True
    head = text[:4096]
    return len(_UNREADABLE.findall(head)) > max(4, len(head) // 20)


def _is_prose(text: str) -> bool:
    return len(text.split(None, 3)) > 2 and len(_LETTERS.findall(text[:4096])) > 2


def _place(text: str, position: int) -> tuple[str, str]:
    """Return line and column of a character, both from 1."""
    position = min(position, len(text))
    before = text[:position]
    return str(before.count("\n") + 1), str(position - before.rfind("\n"))


def _filled(format_id: str, **values: str) -> TokenFormat:
    form = named("none", format_id)
    explanation = form.explanation
    for name, value in values.items():
        explanation = explanation.replace(f"{{{name}}}", value)
    return replace(form, explanation=explanation)
