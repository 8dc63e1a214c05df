"""Says in which part of an exchange a string of a HAR file stands, and under which name a place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from jotlens.cases.model import Part
from jotlens.tokens.surroundings import field_before

_MOST_QUOTES = 64
_MOST_LISTS = 64
_CLOSE = 512
_LONGEST_NAME = 200
_LISTS = frozenset({b"headers", b"cookies", b"queryString", b"params"})
_NAMED_BEHIND = re.compile(rb'[^"]*+"\s{0,40},\s{0,40}"name"\s{0,40}:\s{0,40}"((?:[^"\\]|\\.){0,200})"')
_PARAMETER = re.compile(r"(?:.*[?#&;\s\"'{,/])?([A-Za-z_][\w.\[\]-]{0,60})=", re.DOTALL)
_COOKIE = re.compile(r"(?:.*[;,\s\"'])?([^\s;=\"',]{1,120})=", re.DOTALL)


@dataclass(frozen=True, slots=True)
class StringPlace:
    """The part of an exchange in which a string stands, the header whose value it is, and a name inside it."""

    part: Part
    header: str | None = None
    name: str | None = None


def string_place(window: bytes, start: int, here: int, around: bytes | None, *, answers: bool) -> StringPlace:
    """Return where a byte in a string of an exchange stands; `start` is where the exchange's request begins.

    `around` is what stands before the byte in a body that was encoded.
    """
    opening = _opening_quote(window, start, here)
    if opening is None:
        return _body(window[max(here - _CLOSE, start) : here], around, answers=answers)
    name, name_at = _member_of(window, start, opening)
    inside = window[max(opening + 1, here - _CLOSE) : here]
    match name:
        case b"value":
            key = _pair_name(window, start, name_at, here)
            return _value(window, start, opening, key, inside, answers=answers)
        case b"url" if not answers:
            return StringPlace(Part.REQUEST_ADDRESS, None, _parameter(inside))
        case b"redirectURL":
            return StringPlace(Part.REDIRECT, None, _parameter(inside))
        case b"text":
            return _body(inside, around, answers=answers)
        case _:
            return StringPlace(Part.OTHER, None, _plain(name) or None)


def _opening_quote(window: bytes, start: int, here: int) -> int | None:
    """Return where the string around a place begins; None where so many escaped quotes lie between that it is a body."""
    place = here
    for _ in range(_MOST_QUOTES):
        place = window.rfind(b'"', start, place)
        if place < 0:
            return None
        escapes = place - len(window[max(place - 16, 0) : place].rstrip(b"\\")) - max(place - 16, 0)
        if not escapes % 2:
            return place
    return None


def _member_of(window: bytes, start: int, place: int) -> tuple[bytes, int]:
    """Return the name of the member whose value begins at a place, and where that name's string begins."""
    close = window.rfind(b'"', start, place)
    between = window[close + 1 : place] if 0 <= close >= place - _LONGEST_NAME else b""
    if between != b":" and between.strip() != b":":
        return b"", place
    opening = window.rfind(b'"', start, close)
    return (window[opening + 1 : close], opening) if 0 <= opening >= close - _LONGEST_NAME else (b"", place)


def _pair_name(window: bytes, start: int, before: int, here: int) -> str:
    """Return the name that stands beside a value, before it or behind it."""
    close = window.rfind(b'"', start, before)
    if close >= 0 and window[close + 1 : before].strip() == b",":
        opening = _opening_quote(window, start, close)
        if opening is not None and _member_of(window, start, opening)[0] == b"name":
            return _plain(window[opening + 1 : close])
    match = _NAMED_BEHIND.match(window, here)
    return _plain(match[1]) if match else ""


def _value(window: bytes, start: int, opening: int, key: str, inside: bytes, *, answers: bool) -> StringPlace:
    match _list_around(window, start, opening):
        case b"headers":
            return _header(key, inside, answers=answers)
        case b"cookies":
            return StringPlace(Part.RESPONSE_COOKIE if answers else Part.REQUEST_COOKIE, None, key)
        case b"queryString":
            return StringPlace(Part.REQUEST_ADDRESS, None, key)
        case b"params":
            return StringPlace(Part.REQUEST_BODY, None, key)
        case _:
            return StringPlace(Part.OTHER, None, key or None)


def _list_around(window: bytes, start: int, place: int) -> bytes:
    """Return the name of the list that a place stands in."""
    for _ in range(_MOST_LISTS):
        place = window.rfind(b"[", start, place)
        if place < 0:
            break
        name, _ = _member_of(window, start, place)
        if name in _LISTS:
            return name
    return b""


def _header(key: str, inside: bytes, *, answers: bool) -> StringPlace:
    header = key.lower()
    if header in {"cookie", "set-cookie"}:
        cookie = _COOKIE.fullmatch(_plain(inside))
        part = Part.RESPONSE_COOKIE if answers else Part.REQUEST_COOKIE
        return StringPlace(part, header, cookie[1] if cookie else None)
    part = Part.RESPONSE_HEADER if answers else Part.REQUEST_HEADER
    return StringPlace(part, header, _parameter(inside))


def _body(inside: bytes, around: bytes | None, *, answers: bool) -> StringPlace:
    part = Part.RESPONSE_BODY if answers else Part.REQUEST_BODY
    text = _plain(inside if around is None else around).replace('\\"', '"')
    return StringPlace(part, None, _parameter_in(text) or field_before(text, len(text)))


def _parameter(inside: bytes) -> str | None:
    return _parameter_in(_plain(inside))


def _parameter_in(text: str) -> str | None:
    """Return the name of the parameter whose value begins at the end of a text, as it is or percent-encoded."""
    match = _PARAMETER.fullmatch(text)
    if match is None and text.endswith(("3D", "3d")):
        match = _PARAMETER.fullmatch(unquote(unquote(text)))
    return match[1] if match else None


def _plain(data: bytes) -> str:
    return data.decode("utf-8", "replace")
