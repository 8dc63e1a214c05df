"""The ready-made starts: every one is whole, and makes a connection that its grant can begin with."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from jotlens.oauth.connection import ClientAuthentication, Grant
from jotlens.oauth.issuer_text import Change, tidy_issuer
from jotlens.oauth.providers import (
    ApiNaming,
    Provider,
    provider_named,
    providers,
    read_provider,
    start_connection,
    with_grant,
    with_provider,
)
from jotlens.tokens.resources import resource

VENDORS = ("auth0", "entra", "okta", "google", "keycloak", "cognito", "github", "openid")


def test_every_vendor_is_there_in_this_order() -> None:
    assert tuple(provider.id for provider in providers()) == VENDORS


@pytest.mark.parametrize("provider", providers(), ids=lambda provider: provider.id)
def test_a_provider_says_where_each_value_is_found(provider: Provider) -> None:
    for field in ("client_id", "client_secret", "scopes"):
        assert provider.place_of(field)
    assert provider.issuer or provider.place_of("issuer")
    assert provider.place_of("nothing") == ""
    if provider.api is ApiNaming.AUDIENCE:
        assert provider.place_of("audience")
    opens_browser = any(start.grant.opens_browser for start in provider.starts)
    assert not opens_browser or provider.place_of("redirect_uri") or not provider.callback_is_literal


@pytest.mark.parametrize("provider", providers(), ids=lambda provider: provider.id)
def test_a_provider_is_sound(provider: Provider) -> None:
    assert urlsplit(provider.issuer_example).scheme == "https"
    assert provider.issuer_example.endswith("/") is provider.issuer_ends_in_slash
    assert provider.issuer in {"", provider.issuer_example}
    callback = urlsplit(provider.callback)
    assert callback.hostname in {"127.0.0.1", "localhost"}
    assert callback.port is not None
    for start in provider.starts:
        assert start.authentication.needs_secret or start.authentication is ClientAuthentication.NONE
        for step in start.steps:
            assert set(re.findall(r"\{(\w*)\}", step)) <= {"callback"}
            assert step.endswith((".", "?"))


def test_a_callback_that_is_compared_letter_by_letter_is_named_among_the_steps() -> None:
    for provider in providers():
        start = provider.start_of(Grant.AUTHORIZATION_CODE)
        assert start is not None
        if provider.callback_is_literal:
            assert any("{callback}" in step for step in start.steps), provider.id


def test_a_start_makes_a_connection() -> None:
    made = start_connection(provider_named("google"), "0" * 32, "Mine")
    assert (made.id, made.name, made.provider) == ("0" * 32, "Mine", "google")
    assert made.issuer == "https://accounts.google.com"
    assert made.extra == (("access_type", "offline"), ("prompt", "consent"))
    assert made.authentication is ClientAuthentication.CLIENT_SECRET_POST


def test_a_server_without_a_description_has_its_endpoints_typed() -> None:
    made = start_connection(provider_named("github"), "0" * 32, "Mine")
    assert made.grant is Grant.DEVICE_CODE
    assert made.endpoints.device_authorization_endpoint == "https://github.com/login/device/code"


def test_another_grant_brings_its_own_beginning() -> None:
    made = start_connection(provider_named("auth0"), "0" * 32, "Mine")
    machine = with_grant(made, Grant.CLIENT_CREDENTIALS)
    assert machine.authentication is ClientAuthentication.CLIENT_SECRET_POST
    assert machine.scopes == ()
    assert with_grant(machine, Grant.AUTHORIZATION_CODE) == made


def test_another_grant_leaves_what_a_person_has_chosen() -> None:
    made = start_connection(provider_named("auth0"), "0" * 32, "Mine")
    typed = replace(made, scopes=("read:orders",))
    assert with_grant(typed, Grant.CLIENT_CREDENTIALS).scopes == ("read:orders",)


def test_a_grant_that_a_provider_does_not_offer_changes_nothing_else() -> None:
    made = start_connection(provider_named("github"), "0" * 32, "Mine")
    assert with_grant(made, Grant.PASSWORD).scopes == made.scopes


def test_another_provider_brings_its_own_beginning() -> None:
    made = start_connection(provider_named("auth0"), "0" * 32, "Mine")
    github = with_provider(made, provider_named("github"))
    assert github.provider == "github"
    assert github.issuer == "https://github.com/login/oauth"
    assert github.endpoints.token_endpoint
    assert github.grant is Grant.AUTHORIZATION_CODE
    assert github.authentication is ClientAuthentication.CLIENT_SECRET_POST
    back = with_provider(github, provider_named("auth0"))
    assert back == made


def test_another_provider_leaves_what_a_person_has_typed() -> None:
    made = start_connection(provider_named("auth0"), "0" * 32, "Mine")
    typed = replace(made, issuer="https://acme.example.com/", redirect_uri="http://127.0.0.1:1/")
    moved = with_provider(typed, provider_named("okta"))
    assert (moved.issuer, moved.redirect_uri) == (typed.issuer, typed.redirect_uri)


def test_a_grant_that_the_new_provider_lacks_gives_way_to_its_usual_one() -> None:
    made = with_grant(start_connection(provider_named("auth0"), "0" * 32, "Mine"), Grant.PASSWORD)
    assert with_provider(made, provider_named("github")).grant is Grant.DEVICE_CODE


def test_an_unknown_provider_is_any_openid_provider() -> None:
    assert provider_named("gone").id == "openid"
    assert provider_named("").id == "openid"


def _entry() -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(resource("providers.json").read_bytes())["auth0"]
    return entry


@pytest.mark.parametrize(
    "change",
    [
        {"where": {"colour": "nowhere"}},
        {"starts": {}},
        {"starts": {"telepathy": {"authentication": "none", "scopes": [], "steps": []}}},
        {"api": "smell"},
        {"endpoints": {"tea_endpoint": "https://example.com"}},
    ],
)
def test_an_entry_that_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_provider("auth0", _entry() | change)


def test_an_entry_that_lacks_something_is_refused() -> None:
    entry = _entry()
    del entry["callback"]
    with pytest.raises(KeyError):
        read_provider("auth0", entry)


@pytest.mark.parametrize(
    ("provider", "typed", "issuer", "changes"),
    [
        ("auth0", "acme.eu.auth0.com", "https://acme.eu.auth0.com/", {Change.SCHEME, Change.SLASH}),
        ("auth0", " https://acme.eu.auth0.com ", "https://acme.eu.auth0.com/", {Change.SLASH}),
        ("auth0", "https://acme.eu.auth0.com/", "https://acme.eu.auth0.com/", set()),
        ("auth0", "https://acme.eu.auth0.com/oauth/token", "https://acme.eu.auth0.com/", {Change.PATH}),
        ("auth0", "acme.eu.auth0.com/authorize", "https://acme.eu.auth0.com/", {Change.SCHEME, Change.PATH}),
        (
            "auth0",
            "https://acme.eu.auth0.com/.well-known/openid-configuration",
            "https://acme.eu.auth0.com/",
            {Change.DESCRIPTION},
        ),
        (
            "okta",
            "https://acme.okta.com/oauth2/default/",
            "https://acme.okta.com/oauth2/default",
            {Change.NO_SLASH},
        ),
        ("openid", "https://login.example.com/", "https://login.example.com/", set()),
        ("openid", "https://login.example.com", "https://login.example.com", set()),
        ("openid", "http://127.0.0.1:9000", "http://127.0.0.1:9000", set()),
        ("openid", "localhost:9000", "http://localhost:9000", {Change.SCHEME}),
        (
            "openid",
            "https://login.example.com/a/.well-known/openid-configuration",
            "https://login.example.com/a",
            {Change.DESCRIPTION},
        ),
        ("openid", "  ", "", set()),
    ],
)
def test_an_issuer_is_tidied(provider: str, typed: str, issuer: str, changes: set[Change]) -> None:
    tidied = tidy_issuer(typed, provider_named(provider))
    assert tidied.issuer == issuer
    assert set(tidied.changes) == changes


def test_an_issuer_that_is_only_half_typed_is_left_as_it_is() -> None:
    for text in ("https://[", "https://[::1", "https://]"):
        assert tidy_issuer(text, provider_named("auth0")).issuer.startswith(text)
