"""Tells what an exchange was in a login: the request for it, the callback, the token answer, the call to an API."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from jotlens.cases.exchange import Exchange, parameters
from jotlens.cases.story_model import EventKind

_LOGIN = re.compile(r"(?i)/(?:u/)?(?:login|signin|sign-in|usernamepassword|interaction|authenticate)\b")
_CONSENT = re.compile(r"(?i)/(?:u/)?consent\b|/confirm\b|/decision\b")
_LOGOUT = re.compile(r"(?i)/(?:oidc/)?(?:logout|endsession|end_session|session/end)\b")
_KEYS = re.compile(r"(?i)/(?:jwks|certs|keys|openid_connect/certs)(?:\.json)?/?\Z|\.well-known/jwks")
_USERINFO = re.compile(r"(?i)/userinfo/?\Z")
_RESULTS = frozenset({"code", "error", "access_token", "id_token"})
_NO_API = re.compile(r"(?i)\.(?:js|css|png|jpe?g|gif|svg|ico|woff2?|map|html?)\Z")
_UNAUTHORIZED, _FORBIDDEN = 401, 403


def kind_of(exchange: Exchange) -> EventKind | None:
    """Return what an exchange was; None where it has nothing to do with tokens."""
    path, query = exchange.path, dict(exchange.query())
    sent = dict(exchange.request.fields()) if exchange.method in {"POST", "PUT"} else {}
    if "grant_type" in sent:
        return _grant(sent["grant_type"])
    if query.get("client_id") and ("response_type" in query or "request_uri" in query):
        return EventKind.AUTHORIZE
    if _result(query) or _result(sent):
        return EventKind.CALLBACK
    if _USERINFO.search(path):
        return EventKind.USERINFO
    if bearer(exchange) is not None:
        return EventKind.API_CALL
    if path.endswith(("/.well-known/openid-configuration", "oauth-authorization-server")):
        return EventKind.DESCRIPTION
    if _KEYS.search(path):
        return EventKind.KEYS
    page = _page(exchange, path, sent)
    return EventKind.RETURN if page is None and answered_parameters(exchange) else page


def _page(exchange: Exchange, path: str, sent: dict[str, str]) -> EventKind | None:
    if "prompt" in sent and "password" not in sent and _LOGIN.search(path):
        return EventKind.CONSENT if sent["prompt"] == "consent" else EventKind.LOGIN
    if exchange.method == "POST" and "password" not in sent and _CONSENT.search(path):
        return EventKind.CONSENT
    if exchange.method == "POST" and ("password" in sent or _LOGIN.search(path)):
        return EventKind.LOGIN
    if _LOGOUT.search(path):
        return EventKind.LOGOUT
    if exchange.status in {_UNAUTHORIZED, _FORBIDDEN} and exchange.method != "OPTIONS":
        return None if _NO_API.search(path) else EventKind.API_CALL
    return None


def _grant(grant_type: str) -> EventKind:
    match grant_type:
        case "refresh_token":
            return EventKind.REFRESH
        case "client_credentials":
            return EventKind.MACHINE
        case _:
            return EventKind.TOKENS


def _result(given: dict[str, str]) -> bool:
    """Whether these are the parameters of an authorization response (RFC 6749 sections 4.1.2 and 4.2.2)."""
    found = _RESULTS & given.keys()
    return bool(found) and ("state" in given or "iss" in given or found != {"code"} or len(given) == 1)


def bearer(exchange: Exchange) -> str | None:
    """Return the token that a request was sent with (RFC 6750 section 2, RFC 9449 section 7.1); None without one."""
    value = exchange.request.header("authorization") or ""
    scheme, _, token = value.strip().partition(" ")
    if scheme.lower() in {"bearer", "dpop"}:
        return token.strip()
    return dict(exchange.query()).get("access_token") if exchange.method == "GET" else None


def answered_parameters(exchange: Exchange) -> dict[str, str]:
    """Return the authorization response that an exchange leads to: in the address to go to, if there is one."""
    given = dict(parameters(exchange.redirect))
    return given if _result(given) else {}


def only_known(exchanges: Iterable[Exchange]) -> list[tuple[Exchange, EventKind]]:
    """Return the exchanges of a login and its tokens, in the order of time (of the file where there is none)."""
    known = [(exchange, kind) for exchange in exchanges if (kind := kind_of(exchange)) is not None]
    if all(exchange.at is not None for exchange, _ in known):
        known.sort(key=lambda item: (item[0].at, item[0].index))
        for place, (exchange, _) in enumerate(known):
            if (earlier := _led_to(exchange, known, place)) is not None:
                known.insert(earlier, known.pop(place))
    return known


def _led_to(exchange: Exchange, known: list[tuple[Exchange, EventKind]], place: int) -> int | None:
    """Return the place of what an exchange redirects to, where that stands before it with the same time."""
    target = urljoin(exchange.url, exchange.redirect) if exchange.redirect else ""
    found = None
    while target and place and known[place - 1][0].at == exchange.at:
        place -= 1
        if known[place][0].url == target:
            found = place
    return found
