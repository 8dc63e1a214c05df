"""Thousands of bent requests to a running sandbox: all are answered, none with a mistake, and it still works after."""

import http.client
import os
import random
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode, urlsplit

from jotlens.sandbox.running import Sandbox
from tests.support.visitor import CALLBACK, CHALLENGE, VERIFIER, Page, Visitor

COUNT: Final = 20_000 if os.environ.get("HYPOTHESIS_PROFILE") == "night" else 800
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_JUNK: Final = (
    "",
    "\x00",
    "é",
    "\udcff",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{{7*7}}",
    "' or 1=1 --",
    "%00%ff",
    "a" * 5_000,
    "null",
    "-1",
    "1e999",
    "\r\nSet-Cookie: a=b",
)
Request = tuple[str, str, dict[str, str], str | None]


def _templates(visitor: Visitor) -> list[Request]:
    """Return well-formed requests of every kind: method, path, parameters, and a bearer token."""
    tenant = visitor.sandbox
    tokens = visitor.code_flow(scope="openid profile offline_access")
    calendar = visitor.code_flow(scope="read", audience="https://api.example.com/calandar/v1/")[
        "access_token"
    ]
    proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    asked = {"client_id": "native-demo", "response_type": "code", "redirect_uri": CALLBACK, "state": "s"}
    code = visitor.authorize(**asked, **proof, scope="openid")["code"]
    login = visitor.open("/authorize", {**asked, **proof, "prompt": "login"})
    assert isinstance(login, Page)
    secret = tenant.client("web-demo").secret or ""
    web = {"client_id": "web-demo", "client_secret": secret}
    native = {"client_id": "native-demo"}
    return [
        ("GET", "/authorize", {**asked, **proof, "scope": "openid read", "audience": "api.calendar"}, None),
        (
            "POST",
            "/oauth/token",
            {"grant_type": "client_credentials", "audience": "api.calendar", **web},
            None,
        ),
        (
            "POST",
            "/oauth/token",
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": CALLBACK,
                "code_verifier": VERIFIER,
                **native,
            },
            None,
        ),
        (
            "POST",
            "/oauth/token",
            {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], **native},
            None,
        ),
        (
            "POST",
            "/oauth/token",
            {"grant_type": "password", "username": "usr_123", "password": "demo", "scope": "openid", **web},
            None,
        ),
        ("POST", "/oauth/token", {"grant_type": _DEVICE, "device_code": "x" * 43, **native}, None),
        ("POST", "/oauth/device/code", {**native, "scope": "openid"}, None),
        ("POST", "/oauth/revoke", {**native, "token": tokens["refresh_token"]}, None),
        ("POST", "/oauth/par", {**asked, **proof}, None),
        ("GET", "/userinfo", {}, tokens["access_token"]),
        ("POST", "/userinfo", {"access_token": tokens["access_token"]}, None),
        ("GET", "/calandar/v1/events", {}, calendar),
        ("GET", "/api/v2/users/usr_123", {}, calendar),
        ("GET", "/graph/me", {}, tokens["access_token"]),
        ("GET", "/v2/logout", {"client_id": "spa-demo", "returnTo": CALLBACK}, None),
        ("POST", "/u/login", {**login.fields, "username": "usr_123", "password": "demo"}, None),
        ("POST", "/u/consent", {**login.fields, "decision": "accept"}, None),
        ("POST", "/activate", {"csrf": login.fields["csrf"], "user_code": "BCDF-GHJK"}, None),
        ("GET", "/activate", {"user_code": "BCDF-GHJK"}, None),
        ("POST", "/sandbox/faults", {"csrf": login.fields["csrf"]}, None),
        ("POST", "/sandbox/granted", {"csrf": login.fields["csrf"], "client_id": "spa-demo"}, None),
        ("GET", "/.well-known/jwks.json", {}, None),
        ("GET", "/sandbox/static/sandbox.css", {}, None),
    ]


def _bend(
    parameters: dict[str, str], token: str | None, dice: random.Random
) -> tuple[list[tuple[str, str]], str | None]:
    pairs = list(parameters.items())
    for _ in range(dice.randrange(4)):
        bends: tuple[Callable[[], None], ...] = (
            lambda: pairs.append(dice.choice(pairs)) if pairs else None,
            lambda: _drop(pairs, dice),
            lambda: pairs.insert(0, (dice.choice(_JUNK), dice.choice(_JUNK))),
            lambda: _replace(pairs, dice),
        )
        dice.choice(bends)()
    if token is not None and dice.random() < 0.7:
        place = dice.randrange(len(token))
        token = token[:place] + dice.choice("AZaz09-_.~ ") + token[place + dice.randrange(2) :]
    return pairs, token


def _drop(pairs: list[tuple[str, str]], dice: random.Random) -> None:
    if pairs:
        del pairs[dice.randrange(len(pairs))]


def _replace(pairs: list[tuple[str, str]], dice: random.Random) -> None:
    if pairs:
        number = dice.randrange(len(pairs))
        pairs[number] = (pairs[number][0], dice.choice(_JUNK))


def test_bent_requests(visitor: Visitor, tenant: Sandbox) -> None:
    seed = random.SystemRandom().randrange(2**32)
    dice = random.Random(seed)  # noqa: S311 - it is told below, to be played again
    templates = _templates(visitor)
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.session.cookies.get_dict().items())
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(tenant.address).port or 0, timeout=20)
    statuses: set[int] = set()
    for number in range(COUNT):
        method, path, parameters, token = dice.choice(templates)
        pairs, bent_token = _bend(parameters, token, dice)
        text = urlencode(pairs, errors="surrogatepass")
        headers = {"Cookie": cookie}
        if bent_token is not None:
            headers["Authorization"] = f"Bearer {bent_token}"
        if method == "POST":
            headers["Content-Type"] = dice.choice(
                (
                    "application/x-www-form-urlencoded",
                    "application/x-www-form-urlencoded",
                    "application/json",
                    "a/b",
                )
            )
            connection.request(method, path, text, headers)
        else:
            connection.request(method, f"{path}?{text}", headers=headers)
        answer = connection.getresponse()
        said = answer.read()
        statuses.add(answer.status)
        assert answer.status < 500, (seed, number, path, pairs)
        assert b"Traceback" not in said, (seed, number, path, pairs)
    connection.close()
    assert {200, 302, 400, 401, 403} <= statuses
    assert not [entry for entry in tenant.log.entries() if "mistake" in entry.said]
    tenant.reset()
    assert visitor.code_flow(scope="openid")["expires_in"] == 86_400
