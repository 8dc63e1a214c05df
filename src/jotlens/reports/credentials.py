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
_USER_OF_CURL = re.compile(r"(?<=[\s\"'])(-u)([\"']?[^\s\"':=]{1,200}:)(?!//)([^\s\"']{1,200})")
_COOKIES_OF_CURL = re.compile(
    r"(?<=\s)((?:-b|--cookie)(?:[= ]{0,4}))(?:\"([^\"=\r\n]{1,200}=[^\"\r\n]{1,16384})\"|'([^'=\r\n]{1,200}=[^'\r\n]{1,16384})'|([^\s\"'=]{1,200}=[^\s\"']{1,16384}))"
)
_COOKIE_OF_PAGE = re.compile(
    r"(\bdocument\.cookie\s{0,4}=\s{0,4}([\"'`]))([^\"'`;=\r\n]{1,200}=(?=[^\"'`;\r\n]{8})(?=[^\"'`;\r\n0-9]*+[0-9])(?!\$\{)[^\"'`\r\n]{1,16384})(?=\2)"
)
"""A cookie that a script sets: what has a digit, and is no word."""


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
    if "curl" in lower:
        text = _USER_OF_CURL.sub(lambda match: f"{match[1]}{match[2]}{to.password(match[3])}", text)
        text = _COOKIES_OF_CURL.sub(lambda match: _cookies(match, to), text)
    if "document.cookie" in lower:
        text = _COOKIE_OF_PAGE.sub(
            lambda match: f"{match[1]}{redacted_header('set-cookie', match[3], to)}", text
        )
    return text


def _cookies(match: re.Match[str], to: Changes) -> str:
    group = next(number for number in (2, 3, 4) if match[number] is not None)
    mark = ("", '"', "'", "")[group - 1]
    return f"{match[1]}{mark}{redacted_header('cookie', match[group], to)}{mark}"


def _basic(match: re.Match[str], to: Changes) -> str:
    basic(match[2], to)
    return f"{match[1]} {REMOVED}"
