"""Finds what is worth protecting by where it stands in an exchange: opaque tokens, codes, sessions, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from jotlens.cases.exchange import Exchange, Message, parameters
from jotlens.cases.model import Part


class Worth(StrEnum):
    """What something is that is found by its place."""

    TOKEN = "token"
    CODE = "code"
    SESSION = "session"
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Named:
    """A value that is worth protecting: what it is, where in an exchange it stands, and under which name."""

    value: str = field(repr=False)
    worth: Worth
    part: Part
    name: str | None
    header: str | None = None


WORTH_BY_NAME: dict[str, Worth] = dict.fromkeys(
    (
        "access_token",
        "refresh_token",
        "id_token",
        "id_token_hint",
        "mfa_token",
        "subject_token",
        "actor_token",
        "logout_token",
        "registration_access_token",
        "token",
        "accesstoken",
        "refreshtoken",
        "idtoken",
    ),
    Worth.TOKEN,
) | {
    "code": Worth.CODE,
    "device_code": Worth.CODE,
    "user_code": Worth.CODE,
    "auth_req_id": Worth.CODE,
    "request_uri": Worth.CODE,
    "client_secret": Worth.SECRET,
    "client_assertion": Worth.SECRET,
    "code_verifier": Worth.SECRET,
    "password": Worth.SECRET,
    "passwd": Worth.SECRET,
    "new_password": Worth.SECRET,
    "otp": Worth.SECRET,
    "binding_code": Worth.SECRET,
    "login_ticket": Worth.SECRET,
    "api_key": Worth.SECRET,
    "apikey": Worth.SECRET,
    "csrf": Worth.SECRET,
    "_csrf": Worth.SECRET,
    "csrf_token": Worth.SECRET,
    "csrftoken": Worth.SECRET,
    "csrfmiddlewaretoken": Worth.SECRET,
    "authenticity_token": Worth.SECRET,
    "__requestverificationtoken": Worth.SECRET,
    "_xsrf": Worth.SECRET,
    "xsrf_token": Worth.SECRET,
}
"""By the name of a parameter or member, in small letters: what its value is (RFC 6749 section 11.2 and its kin)."""

_SESSION_NAME = re.compile(
    r"(?i)sess|sid\b|^sid|auth|token|jwt|login|remember|\bat\b|\brt\b|identity|csrf|xsrf"
)
_SCHEME = re.compile(r"(?i)\A(bearer|dpop|token|jwt)[ \t]+(\S+)\Z")
_ADDRESS = re.compile(r"(?i)https?://[^\s?#]+\Z")
_OPAQUE = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9._~+/=%:|-]{12,}\Z")
_IN_WORDS = re.compile(
    r"[^A-Za-z0-9]*(?:(?:[A-Z]?[a-z]+|[A-Z]?[a-z]{3,}[0-9]|[A-Z]+|[vV]?[0-9]{1,4}|[0-9]{2}T[0-9]{2})(?:[^A-Za-z0-9]+|\Z))+\Z|[A-Z]{1,10}-?[0-9]+\Z"
)
"""Words and short numbers with something between them, or the number of a ticket."""

_LONG_SEGMENT = 16
_BETWEEN_COOKIES = re.compile(r"(\r?\n|,(?=\s{0,9}[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}=))")
_SHORTEST = 8


def named(exchange: Exchange) -> Iterator[Named]:
    """Yield what in an exchange is worth protecting, each as often as it stands there."""
    for name, value in parameters(exchange.url):
        yield from _by_name(name, value, Part.REQUEST_ADDRESS)
    yield from _in_message(exchange.request, Part.REQUEST_HEADER, Part.REQUEST_COOKIE, Part.REQUEST_BODY)
    yield from _in_message(exchange.response, Part.RESPONSE_HEADER, Part.RESPONSE_COOKIE, Part.RESPONSE_BODY)
    for name, value in parameters(exchange.redirect):
        yield from _by_name(name, value, Part.REDIRECT)


def _in_message(message: Message, header_part: Part, cookie_part: Part, body_part: Part) -> Iterator[Named]:
    for header, value in message.headers:
        if header in {"authorization", "proxy-authorization"}:
            yield from _authorization(header, value, header_part)
    for name, value in message.cookies or cookies_of(message):
        if _SESSION_NAME.search(name) and len(value) >= _SHORTEST:
            yield Named(value, Worth.SESSION, cookie_part, name)
    for name, value in message.fields():
        yield from _by_name(name, value, body_part)


def _authorization(header: str, value: str, part: Part) -> Iterator[Named]:
    match = _SCHEME.match(value.strip())
    if match:
        yield Named(match[2], Worth.TOKEN, part, None, header)
    elif value[:6].lower() == "basic ":
        yield Named(value[6:].strip(), Worth.SECRET, part, None, header)


def cookies_of(message: Message) -> Iterator[tuple[str, str]]:
    """Yield the cookies that the headers of a message send or set, by name and value."""
    for header, value in message.headers:
        if header == "cookie":
            for pair in value.split(";"):
                name, _, content = pair.strip().partition("=")
                yield name, content
        elif header == "set-cookie":
            for cookie in set_cookies(value)[::2]:
                name, _, content = cookie.partition(";")[0].strip().partition("=")
                yield name, content


def set_cookies(value: str) -> list[str]:
    """Return the cookies of a Set-Cookie header, each with its attributes, and what stands between them, in turns.

    Browsers write several into one, on lines or after commas; the comma of a date has no name behind it.
    """
    return _BETWEEN_COOKIES.split(value)


def is_plain_address(value: str) -> bool:
    """Whether a value is no more than the address of a place; what ends in a secret (`/reset/...`) is more than that."""
    return _ADDRESS.match(value) is not None and not opaque_end(value)


def opaque_end(address: str) -> str:
    """Return the last segment of an address (RFC 3986 section 3.3) if it has the look of a secret, else nothing."""
    if _ADDRESS.match(address) is None:
        return ""
    start, _, last = address.rstrip("/").rpartition("/")
    return last if start.count("/") > 1 and len(last) >= _LONG_SEGMENT and looks_opaque(last) else ""


def looks_opaque(value: str) -> bool:
    """Whether a value is letters and digits mixed, and neither words nor a date."""
    return _OPAQUE.match(value) is not None and _IN_WORDS.match(value) is None


def _by_name(name: str, value: str, part: Part) -> Iterator[Named]:
    worth = WORTH_BY_NAME.get(name.lower())
    if worth is Worth.TOKEN and is_plain_address(value):
        return  # where tokens are given, as settings say it
    if worth is not None and (len(value) >= _SHORTEST or (worth is Worth.SECRET and value)):
        yield Named(value, worth, part, name)
