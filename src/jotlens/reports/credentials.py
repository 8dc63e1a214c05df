"""Finds credentials in any text: lines of headers, what stands behind its scheme, the user of a cURL command."""

from __future__ import annotations

import re

from jotlens.reports.changes import Changes
from jotlens.reports.disclosure import REMOVED
from jotlens.reports.headers import basic, redacted_header

_HEADER_LINE = re.compile(
    r"(?im)(?<![\w.$-])(?=[PpAaSs\u017fCcDd])((?:proxy-)?authorization|(?:set-)?cookie2?|dpop)([\"'`]?\s{0,4}[:=,]\s{0,4}[\"'`]?)(?![\w$.]{1,60}[(\[)]|[(\[+!{=)])([^\r\n\"'`]{1,16384})"
)
_HEADER_SIGNS = ("uthorization", "ookie", "dpop", "basic", "bearer")
_BASIC = re.compile(
    r"\b((?i:basic))\s+(?![A-Za-z]?[a-z]+(?:[-_/][A-Za-z]?[a-z]+)*+(?![A-Za-z0-9+/=_-]))([A-Za-z0-9+/=_-]{6,})"
)
"""The credentials of a user, and no plain words: basic authentication, basic set-up."""

_BEARER = re.compile(
    r"\b((?i:bearer|dpop)(?:\s|%20){1,4})(?!ey|removed-)(?=[A-Za-z._~+/-]*+[0-9])([A-Za-z0-9._~+/-]{16,4096}+=*+)"
)
_USER = re.compile(r"(?<=\s)(-u|--user)([= ]{1,4}[\"']?[^\s\"':]{1,200}:)([^\s\"']{1,200})")


def credentials_changed(text: str, to: Changes) -> str:
    """Return a text without the credentials in it."""
    lower = text.lower()
    if any(sign in lower for sign in _HEADER_SIGNS):
        text = _HEADER_LINE.sub(
            lambda match: f"{match[1]}{match[2]}{redacted_header(match[1], match[3], to)}", text
        )
        text = _BASIC.sub(lambda match: _basic(match, to), text)
        text = _BEARER.sub(lambda match: f"{match[1]}{to.secret(match[2], 'token')}", text)
    if "-u" in text:
        text = _USER.sub(lambda match: f"{match[1]}{match[2]}{to.password(match[3])}", text)
    return text


def _basic(match: re.Match[str], to: Changes) -> str:
    basic(match[2], to)
    return f"{match[1]} {REMOVED}"
