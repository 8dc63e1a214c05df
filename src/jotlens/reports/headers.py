"""What a header becomes when it leaves, by its name: credentials and cookies are taken out, most others are texts."""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64

from jotlens.cases.named import set_cookies
from jotlens.reports.changes import Changes
from jotlens.reports.disclosure import REMOVED
from jotlens.reports.secret_names import is_password, may_be_secret, worth_of

HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "dpop"})
"""Headers that are known as such wherever their name stands."""

_SCHEME = re.compile(r"(?i)\A\s*(bearer|dpop|basic|token|negotiate|digest|apikey|jwt|ntlm)\s+")
_BLIND = frozenset({"basic", "digest", "negotiate", "ntlm"})
_ADDRESSES = frozenset({"location", "content-location", "referer", "origin", ":path"})
_SAID_ALOUD = frozenset({"www-authenticate", "proxy-authenticate", "authentication-info"})
"""What says how to authenticate, which is to be read."""

_CREDENTIAL = re.compile(
    r"(?:\A|-)(?:auth|authorization|authentication|credentials?|session|sid|jwt)(?:-(?:id|key|value|token))?\Z"
)
_PLACES = ("${", "{{", "#{")
"""How a place begins in a program or a collection of requests where a credential is put in later."""

_PROTOCOL = re.compile(r"[A-Za-z0-9._~+/=-]{16,}")
_DIGIT = re.compile(r"[0-9]")


def redacted_header(name: str, value: str, to: Changes) -> str:
    """Return the value of a header."""
    lower = name.lower()
    match lower:
        case "authorization" | "proxy-authorization":
            return _authorization(value, to)
        case "cookie":
            return ";".join(_cookie(pair, to) for pair in value.split(";"))
        case "set-cookie" | "set-cookie2":
            return "".join(
                part if number % 2 else _set_cookie(part, to)
                for number, part in enumerate(set_cookies(value))
            )
        case "sec-websocket-protocol":
            return _PROTOCOL.sub(lambda word: _protocol(word[0], to), to.text(value))
        case _ if lower in _ADDRESSES:
            return to.address(value)
        case _ if lower not in _SAID_ALOUD and _is_secret(lower):
            return _authorization(value, to)
        case _:
            return to.text(value)


def _is_secret(lower: str) -> bool:
    if lower == "dpop" or "token" in lower or "api-key" in lower or _CREDENTIAL.search(lower):
        return True
    return worth_of(lower) is not None or is_password(lower) or may_be_secret(lower)


def _authorization(value: str, to: Changes) -> str:
    scheme = _SCHEME.match(value)
    if value[scheme.end() if scheme is not None else 0 :].startswith(_PLACES):
        return to.text(value)
    if scheme is None:
        return to.secret(value, "token")
    rest = value[scheme.end() :].strip()
    if scheme[1].lower() not in _BLIND:
        return f"{scheme[1]} {to.secret(rest, 'token')}"
    basic(rest, to)
    return f"{scheme[1]} {REMOVED}"


def basic(code: str, to: Changes) -> None:
    """Learn what stands in the credentials of a user (RFC 7617 section 2): the whole, and the password in it."""
    to.password(code)
    try:
        plain = a2b_base64(code + "=" * (-len(code) % 4)).decode()
    except (Base64Error, ValueError):
        return
    to.password(plain.partition(":")[2])


def _cookie(pair: str, to: Changes) -> str:
    name, equals, value = pair.partition("=")
    return f"{to.text(name)}{equals}{to.secret(value.strip(), 'cookie')}" if equals else to.text(pair)


def _set_cookie(cookie: str, to: Changes) -> str:
    first, semicolon, rest = cookie.partition(";")
    return f"{_cookie(first, to)}{semicolon}{to.text(rest)}"


def _protocol(word: str, to: Changes) -> str:
    is_opaque = _DIGIT.search(word) is not None and "." not in word[:4] and not word.startswith(REMOVED)
    return to.secret(word, "token") if is_opaque and not word.startswith("ey") else word
