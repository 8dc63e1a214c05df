"""Finds what stands under the name of a token: in an answer, an address, a header, a cookie in several parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from jotlens.tokens.compact_search import Passage
from jotlens.tokens.model import TokenAnswer
from jotlens.tokens.plain_text import unescaped
from jotlens.tokens.steady import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = (
    "access_token|refresh_token|id_token|mfa_token|subject_token|actor_token|id_token_hint"
    "|accessToken|refreshToken|idToken"
)
_MEMBER = re.compile(
    rf"[\"'](?P<name>{_NAMES})[\"'][ \t\r\n]*+(?::|=>)[ \t\r\n]*+[\"']([^\"'\s]{{8,}}+)[\"']"
)
_PARAMETER = re.compile(
    rf"(?:(?<=[?&#\s\"'(])|\A)(?P<name>{_NAMES})=([A-Za-z0-9._~+/|:*=%-]{{8,}}+)(?=[&\s\"'<>#;,)]|\Z)"
)
_HEADER = re.compile(
    r"[Aa](?:uthorization|UTHORIZATION)[\"'`\s:=>,{}\]]{1,40}+(?:[\"']?value[\"'`\s:=]{1,20}+)?"
    r"(?i:bearer|dpop)[ \t]{1,20}+[\"']?([A-Za-z0-9._~+/|:*=-]{8,}+)"
)
_MEMBER_HEAD = re.compile(rf"[\"'](?:{_NAMES})[\"']")
_PARAMETER_HEAD = re.compile(rf"(?:{_NAMES})=")
_HEADER_HEAD = re.compile("[Aa](?:uthorization|UTHORIZATION)")
_NO_VALUE = re.compile(
    r"(?i)[a-z_-]{1,23}|[a-z_]+(?:\.[a-z_]+)+|(?:x|\*|\.)+|.*(?:\.\.\.|\u2026|\$\{|\{\{|<|>|%s|\*\*\*|redacted|filtered|your[_-]).*"
)

_COOKIE_PART = re.compile(
    r"[._-]([0-9]{1,2})(?:=|[\"']\s{0,20}[,:]\s{0,20}(?:[\"']value[\"']\s{0,20}:\s{0,20})?[\"']|\t)"
    r"([A-Za-z0-9_.~-]{8,}+)"
)
_FIRST_PARTS = tuple(f"{mark}0{equals}" for mark in "._-" for equals in "=\"'\t")
_COOKIE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_MOST_COOKIE_PARTS = 256
_LONGEST_COOKIE_NAME = 80

_ANSWERED = re.compile(r"[\"'](?:access_token|id_token)[\"'][ \t\r\n]*+:")
_CALLED_BACK = re.compile(r"(?:(?<=[?&#\s\"'(])|\A)(?:access_token|id_token)=")
_MEMBER_END = re.compile(r"[{}]")
_ADDRESS_END = re.compile(r"[\s\"'<>]")
_BESIDE = ("token_type", "expires_in", "scope")
_MEMBER_OF = {
    name: re.compile(
        rf"[\"']{name}[\"']\s{{0,20}}:\s{{0,20}}(?:[\"']([^\"'\n]{{0,4000}})[\"']|([^\s\"',{{}}]{{1,40}}))"
    )
    for name in _BESIDE
}
_PARAMETER_OF = {name: re.compile(rf"(?:\A|&){name}=([^&]{{1,4000}})") for name in _BESIDE}


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value and the name it stands under."""

    passage: Passage
    name: str


@dataclass(frozen=True, slots=True)
class SplitCookie:
    """A cookie that was too long for one: its name, its joined value, and where its parts stand."""

    name: str
    value: str
    spans: tuple[tuple[int, int], ...]


def named_values(text: str) -> Iterator[NamedValue]:
    """Yield the values of token members, token parameters and Authorization headers, each value once; no placeholders."""
    seen: set[str] = set()
    for pattern, head, sign in (
        (_MEMBER, _MEMBER_HEAD, "oken"),
        (_PARAMETER, _PARAMETER_HEAD, "oken="),
        (_HEADER, _HEADER_HEAD, "uthorization"),
    ):
        if sign not in text and sign.upper() not in text:
            continue
        for match in matches(pattern, head, text):
            value, end = match[match.lastindex or 0], match.end(match.lastindex or 0)
            if value not in seen and value.isascii() and not _NO_VALUE.fullmatch(value):
                seen.add(value)
                name = "Authorization" if pattern is _HEADER else match["name"]
                yield NamedValue(Passage(value, end - len(value), end), name)


def split_cookies(text: str) -> Iterator[SplitCookie]:
    """Yield cookies that were set in numbered parts (`name.0`, `name.1` …), joined."""
    if not any(sign in text for sign in _FIRST_PARTS):
        return
    open_parts: dict[str, list[re.Match[str]]] = {}
    for match in islice(_COOKIE_PART.finditer(text), _MOST_COOKIE_PARTS):
        name = _COOKIE_NAME.search(text, max(0, match.start() - _LONGEST_COOKIE_NAME), match.start())
        if name is None:
            continue
        parts = open_parts.setdefault(name[0], [])
        if match[1] == "0":
            yield from _joined(name[0], parts)
            parts[:] = [match]
        elif parts and int(match[1]) == len(parts):
            parts.append(match)
    for cookie_name, parts in open_parts.items():
        yield from _joined(cookie_name, parts)


def _joined(name: str, parts: list[re.Match[str]]) -> Iterator[SplitCookie]:
    if len(parts) > 1:
        value = "".join(part[2] for part in parts)
        yield SplitCookie(name.rstrip("._-"), value, tuple(part.span(2) for part in parts))


def token_answer(text: str) -> TokenAnswer | None:
    """Return what an answer or a callback address says beside its tokens (RFC 6749 sections 4.2.2 and 5.1).

    None when the text is neither, or holds several of them.
    """
    if "oken" not in text:
        return None
    members = [match.start() for match in islice(_ANSWERED.finditer(text), 3)]
    if members:
        start, stop = text.rfind("{", 0, members[0]) + 1, _MEMBER_END.search(text, members[-1])
        if "{" in text[members[0] : members[-1]]:
            return None
        return _answer(text[start : stop.start() if stop else len(text)], _MEMBER_OF)
    if "oken=" not in text:
        return None
    parameters = [match.start() for match in islice(_CALLED_BACK.finditer(text), 3)]
    if not parameters:
        return None
    start = max(text.rfind(mark, 0, parameters[0]) for mark in "#?\n \"'") + 1
    stop = _ADDRESS_END.search(text, parameters[-1])
    address = text[start : stop.start() if stop else len(text)]
    return None if _ADDRESS_END.search(address) else _answer(address, _PARAMETER_OF)


def _answer(text: str, patterns: dict[str, re.Pattern[str]]) -> TokenAnswer | None:
    said = {}
    for name, pattern in patterns.items():
        if match := pattern.search(text):
            said[name] = unescaped(match[match.lastindex or 0]).replace("\0", "").strip()
    if not said:
        return None
    expires_in, scope = said.get("expires_in", ""), said.get("scope")
    seconds = int(expires_in) if re.fullmatch(r"[0-9]{1,15}", expires_in) else None
    if scope and patterns is _PARAMETER_OF:
        scope = scope.replace("+", " ")
    return TokenAnswer(said.get("token_type"), seconds, scope)
