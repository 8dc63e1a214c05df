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
_MEMBER = re.compile(rb'"([A-Za-z_]\w{0,40})"\s{0,40}:\s{0,40}\Z')
_NAMED = re.compile(rb'"name"\s{0,40}:\s{0,40}"((?:[^"\\]|\\.){0,200})"\s{0,40},\s{0,40}\Z')
_NAMED_BEHIND = re.compile(rb'[^"]*+"\s{0,40},\s{0,40}"name"\s{0,40}:\s{0,40}"((?:[^"\\]|\\.){0,200})"')
_LIST = re.compile(rb'"(headers|cookies|queryString|params)"\s{0,40}:\s{0,40}\Z')
_PARAMETER = re.compile(r"(?:\A|[?#&;\s\"'{,/])([A-Za-z_][\w.\[\]-]{0,60})=\Z")
_COOKIE = re.compile(r"(?:\A|[;,\s\"'])([^\s;=\"',]{1,120})=\Z")


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
    member = _MEMBER.search(window, max(opening - 120, start), opening)
    name = member[1] if member else b""
    inside = window[max(opening + 1, here - _CLOSE) : here]
    match name:
        case b"value":
            key = _pair_name(window, member.start() if member else opening, here)
            return _value(window, start, opening, key, inside, answers=answers)
        case b"url" if not answers:
            return StringPlace(Part.REQUEST_ADDRESS, None, _parameter(inside))
        case b"redirectURL":
            return StringPlace(Part.REDIRECT, None, _parameter(inside))
        case b"text":
            return _body(inside, around, answers=answers)
        case _:
            return StringPlace(Part.OTHER, None, name.decode() or None)


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


def _pair_name(window: bytes, before: int, here: int) -> str:
    """Return the name that stands beside a value, before it or behind it."""
    match = _NAMED.search(window, max(before - 300, 0), before) or _NAMED_BEHIND.match(window, here)
    return match[1].decode("utf-8", "replace") if match else ""


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
        match = _LIST.search(window, max(place - 80, 0), place)
        if match:
            return match[1]
    return b""


def _header(key: str, inside: bytes, *, answers: bool) -> StringPlace:
    header = key.lower()
    if header in {"cookie", "set-cookie"}:
        cookie = _COOKIE.search(_plain(inside))
        part = Part.RESPONSE_COOKIE if answers else Part.REQUEST_COOKIE
        return StringPlace(part, header, cookie[1] if cookie else None)
    part = Part.RESPONSE_HEADER if answers else Part.REQUEST_HEADER
    return StringPlace(part, header, _parameter(inside))


def _body(inside: bytes, around: bytes | None, *, answers: bool) -> StringPlace:
    part = Part.RESPONSE_BODY if answers else Part.REQUEST_BODY
    text = _plain(inside if around is None else around).replace('\\"', '"')
    parameter = _parameter_in(text)
    return StringPlace(part, None, parameter or field_before(text, len(text)))


def _parameter(inside: bytes) -> str | None:
    return _parameter_in(_plain(inside))


def _parameter_in(text: str) -> str | None:
    match = _PARAMETER.search(text) or (_PARAMETER.search(unquote(unquote(text))) if "%" in text else None)
    return match[1] if match else None


def _plain(data: bytes) -> str:
    return data.decode("utf-8", "replace")
