"""Whatever is sent to the sandbox, it answers without a mistake of its own, and names no trace of the program."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings
from werkzeug.test import Client

from jotlens.sandbox.app import create_app
from jotlens.sandbox.chance import Chance
from jotlens.sandbox.keys import Keys
from jotlens.sandbox.registry import read_registry
from jotlens.sandbox.tenant import Tenant
from tests.support.seeded_keys import seeded_keys

ISSUER = "http://127.0.0.1:4711/"
CALLBACK = "http://127.0.0.1:49152/callback"
ENOUGH = max(200, settings.default.max_examples if settings.default else 0)

_NAMES = (
    "client_id client_secret redirect_uri response_type response_mode scope audience resource state nonce prompt max_age "
    "code code_verifier code_challenge code_challenge_method grant_type refresh_token username password device_code "
    "request_uri token csrf decision user_code returnTo access_token login_hint"
).split()
_VALUES = (
    "spa-demo web-demo native-demo geo-backend code token id_token openid read api.calendar none login query fragment "
    "form_post S256 authorization_code client_credentials password usr_123 demo accept 0 -1 true null"
).split()

texts = st.one_of(st.sampled_from([*_VALUES, CALLBACK, "code id_token token"]), st.text(max_size=60))
names = st.one_of(st.sampled_from(_NAMES), st.text(max_size=10))
pairs = st.lists(st.tuples(names, texts), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
header_values = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


@cache
def tenant() -> Tenant:
    chance = Chance(bytes)  # nothing but noughts
    keys = Keys(chance, seeded_keys())
    keys.prepare()
    keys.join()
    registry = read_registry(ISSUER, chance, [CALLBACK])
    return Tenant(ISSUER, lambda: datetime(2026, 1, 2, tzinfo=UTC), chance, keys, registry)


@cache
def client() -> Client:
    return create_app(tenant()).test_client()


def paths() -> list[str]:
    """Every path of the application; those with a part to fill in get something."""
    rules = create_app(tenant()).url_map.iter_rules()
    return sorted(
        rule.rule.replace("<path:user_id>", "auth0|123456")
        .replace("<action>", "rotate")
        .replace("<path:filename>", "x")
        for rule in rules
    )


PATHS = paths()


def sent(path: str, method: str, **request: Any) -> None:
    answer = client().open(path, method=method, base_url=ISSUER, **request)
    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text
    assert 'File "' not in answer.text
    if answer.content_type == "application/json":
        json.loads(answer.text)


def test_every_endpoint_is_among_the_paths() -> None:
    assert {
        "/authorize",
        "/oauth/token",
        "/userinfo",
        "/u/login",
        "/u/consent",
        "/v2/logout",
        "/oauth/par",
    } <= set(PATHS)
    assert len(PATHS) > 35


@settings(max_examples=ENOUGH)
@given(st.sampled_from(PATHS), pairs)
def test_any_query(path: str, query: list[tuple[str, str]]) -> None:
    from urllib.parse import urlencode

    sent(path, "GET", query_string=urlencode(query, errors="surrogatepass"))


@settings(max_examples=ENOUGH)
@given(st.sampled_from(PATHS), st.dictionaries(names, texts, max_size=8))
def test_any_form(path: str, form: dict[str, str]) -> None:
    sent(path, "POST", data=form)


@settings(max_examples=ENOUGH)
@given(st.sampled_from(PATHS), st.dictionaries(names, values, max_size=8) | values)
def test_any_json(path: str, value: object) -> None:
    sent(
        path,
        "POST",
        data=json.dumps(value),
        content_type="application/json",
        headers={"X-Sandbox-Control": "1"},
    )


@settings(max_examples=ENOUGH)
@given(st.sampled_from(PATHS), st.binary(max_size=200), header_values, header_values)
def test_any_bytes_and_headers(path: str, body: bytes, authorization: str, content_type: str) -> None:
    headers = {"Authorization": authorization, "Cookie": f"jotlens_sandbox_4711={authorization}"}
    sent(path, "POST", data=body, content_type=content_type, headers=headers)


@settings(max_examples=ENOUGH)
@given(st.sampled_from(PATHS), st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=200))
def test_any_bearer(path: str, token: str) -> None:
    sent(path, "GET", headers={"Authorization": f"Bearer {token}"})


@settings(max_examples=ENOUGH)
@given(st.dictionaries(st.sampled_from(_NAMES), texts, max_size=8))
def test_authorize_redirects_to_registered_addresses_only(query: dict[str, str]) -> None:
    known = {"client_id": "spa-demo", "redirect_uri": CALLBACK, "response_type": "code", **query}
    answer = client().get("/authorize", query_string=known, base_url=ISSUER)
    location = answer.headers.get("Location", ISSUER)
    assert location.startswith((f"{ISSUER}u/", CALLBACK)) or location == ISSUER
