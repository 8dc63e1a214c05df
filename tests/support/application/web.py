"""A web application as they are on servers: it keeps the state of a login in a cookie, and asks for tokens unseen."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from tests.support.http_server import Exchange, Way

_HTML: Final = "text/html; charset=utf-8"
_LOST: Final = (
    b"mismatching_state: CSRF Warning! State not equal in request and response."  # in Authlib's words
)


@dataclass(frozen=True, slots=True)
class Registration:
    """How the application is known at the authorization server, and where it is."""

    client_id: str
    client_secret: str
    authorize: str
    token: str
    origin: str


def ways(known: Registration, same_site: str) -> dict[str, Way]:
    """Return what the application answers; `same_site` is how its cookie is guarded (RFC 6265bis section 5.6.7)."""
    callback = f"{known.origin}/callback"

    def start(to: Exchange) -> None:
        to.say(
            200, b"<!doctype html><title>Shop</title><p>Ready.</p><a id=login href=/login>Log in</a>", _HTML
        )

    def login(to: Exchange) -> None:
        state = secrets.token_urlsafe(24)
        asked = {
            "client_id": known.client_id,
            "response_type": "code",
            "redirect_uri": callback,
            "state": state,
        }
        address = f"{known.authorize}?{urlencode({**asked, 'scope': 'openid profile'})}"
        cookie = f"login_state={state}; Path=/; HttpOnly; SameSite={same_site}"
        to.say(302, b"", "text/plain", Location=address, Set_Cookie=cookie)

    def come_back(to: Exchange) -> None:
        given = parse_qs(urlsplit(to.path).query)
        if given["state"] != [_cookies(to).get("login_state")]:
            to.say(400, _LOST, "text/plain")
            return
        form = {"grant_type": "authorization_code", "code": given["code"][0], "redirect_uri": callback}
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                known.token, data=form, auth=(known.client_id, known.client_secret), timeout=10
            )
        answer.raise_for_status()
        cookie = f"session={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Lax"
        to.say(302, b"", "text/plain", Location=f"{known.origin}/account", Set_Cookie=cookie)

    def account(to: Exchange) -> None:
        known_here = "session" in _cookies(to)
        to.say(200 if known_here else 401, b"<!doctype html><title>Shop</title><p>Your account.</p>", _HTML)

    return {"": start, "login": login, "callback": come_back, "account": account}


def _cookies(to: Exchange) -> Mapping[str, str]:
    sent = SimpleCookie(to.headers.get("Cookie", ""))
    return {name: morsel.value for name, morsel in sent.items()}
