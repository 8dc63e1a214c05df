"""Says what stood around a token in a pasted text, in a small fixed vocabulary, and the name it stood under."""

from __future__ import annotations

import re

HEADER = "Authorization header"
BEARER = "Bearer prefix"
DPOP = "DPoP prefix"
SCHEME = "scheme of the Authorization header"
QUOTES = "quotes"
PUNCTUATION = "punctuation"
NAME = "the name before it"
LINE_BREAKS = "line breaks"
STRING_PIECES = "pieces of a string"
INVISIBLE = "invisible characters"
COLOURS = "colour codes"
PERCENT = "percent encoding"
BACKSLASHES = "backslashes"
ENTITIES = "HTML entities"
BASE64 = "base64 encoding"
ANSWER = "JSON answer"
JSON = "JSON"
CALLBACK = "callback address"
ADDRESS = "address"
FORM = "form data"
CURL = "cURL command"
HAR = "HAR file"
COOKIE = "cookie"
COOKIE_PARTS = "parts of a cookie"
TEXT = "surrounding text"

_BEFORE = 160
_NEAR = 30
_NAME_AT_END = re.compile(r"[A-Za-z_][\w.$-]{0,60}\Z", re.IGNORECASE)
_LONGEST_NAME = 61
_GIVEN_AT_END = re.compile(
    r"""["'`\]]{0,2}\s{0,8}(?:=>|:=|[:=])\s{0,8}(?:[>|][+-]?\s{1,20})?[bBfFrRuU]?[("'`\[{<]{0,4}"""
    r"""(?:(?:Bearer|DPoP|JWT|Token)[ \t]{1,8})?\Z""",
    re.IGNORECASE,
)
"""What stands between a name and its value; none of it can be a part of the name, so the two are looked for apart."""

_PAIR = re.compile(
    r"""["'](?:name|key)["']\s{0,20}:\s{0,20}["']([^"']{1,60})["']\s{0,20},\s{0,20}["']value["']\s{0,20}:\s{0,20}["']"""
    r"""(?:(?:Bearer|DPoP)[ \t]{1,8})?\Z""",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"""<([A-Za-z_][\w:.-]{0,60})(?:\s[^<>]{0,120})?>\s{0,20}\Z""")
_INPUT = re.compile(r"""name=["']([\w.-]{1,60})["'][^<>]{0,80}value=["']\Z""", re.IGNORECASE)
_NAMES_SOMETHING = re.compile(
    r"""(?:[:=>]|(?i:bearer|dpop|jwt|token)|[>|][+-])[bBfFrRuU]?[\s"'`(\[{<]{0,24}\Z"""
)
_SCHEMES = (
    (BEARER, re.compile(r"(?i)\bbearer[ \t:]{1,20}\Z")),
    (DPOP, re.compile(r"(?i)\bdpop[ \t:]{1,20}\Z")),
)
_IN_HEADER = re.compile(
    r"(?i)\bauthorization[\"'`\s:=>,{}\]]{1,40}(?:value[\"'`\s:=]{1,20})?(?:[a-z]{1,12}[ \t]{1,20})?\Z"
)
_IN_COOKIE = re.compile(r"(?i)\bcookie[\"'`\s:=>,{}\]]{1,40}(?:value[\"'`\s:=]{1,20})?[^\r\n]{0,100}\Z")
_IN_ADDRESS = re.compile(r"[?#&][\w.-]{1,60}=\Z")
_IN_FORM = re.compile(r"(?:\A|[&\s\"'])[\w.-]{1,60}=\Z")
_CURL = re.compile(r"(?:\A|[\n$>;|&(])\s{0,20}curl(?:\.exe)?\s")
_MEMBER = re.compile(r"""["']([\w.$-]{1,60})["']\s{0,20}:\s{0,20}["']\Z""")
_TOKEN_NAME = re.compile(r"(?:access|id|refresh|mfa)_?token\b", re.IGNORECASE)
_STRINGS = re.compile(r"""["'`]\s{0,200}[+.&\\]?\s{0,200}["'`]""")
_LETTER = re.compile(r"[A-Za-z0-9]")
_QUOTES = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb()[]<>{}"
_MARKS = ((LINE_BREAKS, "\n"), (COLOURS, "\x1b"), (PERCENT, "%"), (BACKSLASHES, "\\"), (ENTITIES, "&"))


def field_before(text: str, start: int) -> str | None:
    """Return the name under which something stands at `start`: of a member, parameter, header, cookie or element."""
    before = text[max(0, start - _BEFORE) : start]
    if not _NAMES_SOMETHING.search(before[-_NEAR:]):
        return None
    lower = before.lower()
    for pattern, sign in ((_PAIR, "value"), (_INPUT, "value"), (_ELEMENT, "<")):
        if sign in lower and (match := pattern.search(before)):
            return match[1]
    return _name_given(before)


def _name_given(before: str) -> str | None:
    """Return the name at the end of a text, before an equals sign or a colon and what may stand behind it."""
    given = _GIVEN_AT_END.search(before)
    if given is None:
        return None
    name = _NAME_AT_END.search(before, max(0, given.start() - _LONGEST_NAME), given.start())
    return name[0] if name else None


def around(text: str, start: int, end: int) -> tuple[str, ...]:
    """Say what stands around the characters `start` to `end`, outermost first.

    `text` is plain, and may hold NULs where something was taken away.
    """
    before = text[max(0, start - _BEFORE) : start].replace("\0", "")
    after = text[end : end + 8].replace("\0", "")
    said = []
    if start and _CURL.search(text, 0, start):
        said.append(CURL)
    if '"entries"' in text and '"log"' in text:
        said.append(HAR)
    said += _place(before, before_all=start <= _BEFORE)
    said += [word for word, pattern in _SCHEMES if pattern.search(before)]
    if before[-1:] and before[-1] in _QUOTES and after[:1] and after[0] in _QUOTES:
        said.append(QUOTES)
    if not said and (_LETTER.search(text, 0, start) or _LETTER.search(text, end)):
        said.append(TEXT)
    elif not said and (before.strip() or after.strip()):
        said.append(PUNCTUATION)
    return tuple(said)


def _place(before: str, *, before_all: bool) -> list[str]:
    """Name the one thing that a token stands in: a header, a cookie, an address, a form, JSON."""
    if _IN_HEADER.search(before):
        return [HEADER]
    if _IN_COOKIE.search(before):
        return [COOKIE]
    if match := _IN_ADDRESS.search(before):
        if "://" not in before and before_all:
            return [FORM]
        return [CALLBACK if _TOKEN_NAME.match(before, match.start() + 1) else ADDRESS]
    if _IN_FORM.search(before):
        return [NAME if before_all and "&" not in before else FORM]
    if match := _MEMBER.search(before):
        return [ANSWER if _TOKEN_NAME.match(match[1]) else JSON]
    return [NAME] if _name_given(before) else []


def inside(pasted: str, token: str) -> tuple[str, ...]:
    """Say what had to be taken out of a token: `pasted` is how it stood in the text."""
    if pasted == token:
        return ()
    said = [word for word, mark in _MARKS if mark in pasted]
    if _STRINGS.search(pasted):
        said = [STRING_PIECES]
    return tuple(said) or (INVISIBLE,)
