"""A connection from options: what is said holds, what is not said stays, and a secret is refused."""

import argparse

import pytest

from jotlens.cli.connection_options import (
    add_connection_options,
    connection_of,
    describes,
    issuer_of,
    refuse_secret_parameters,
)
from jotlens.cli.failures import WrongUsageError
from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Expected, Grant

BASE = Connection(
    "0" * 32,
    "acme",
    issuer="https://acme.example/",
    client_id="abc",
    scopes=("openid",),
    extra=(("prompt", "login"),),
    endpoints=Endpoints(token_endpoint="https://acme.example/t"),
    uses_dpop=True,
    expected=Expected(scopes=("read",)),
)


def said(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_connection_options(parser)
    return parser.parse_args(words)


def test_what_is_not_said_stays() -> None:
    assert connection_of(said(), BASE) == BASE


def test_what_is_said_holds() -> None:
    words = "--issuer other.example --client-id d --grant device-code --auth client_secret_post --audience a"
    more = "--scope a,b --scope c --resource r --resource s --organization o --param x=1=2 --param y= --par"
    rest = "--key-file k --ca-file c --jwks-uri https://k --expect-scope w --expect-permission p --expect-issuer i"
    made = connection_of(said(*words.split(), *more.split(), *rest.split()), BASE)
    assert made == Connection(
        BASE.id,
        "acme",
        issuer="https://other.example/",
        client_id="d",
        grant=Grant.DEVICE_CODE,
        authentication=ClientAuthentication.CLIENT_SECRET_POST,
        scopes=("a", "b", "c"),
        audience="a",
        resources=("r", "s"),
        organization="o",
        extra=(("x", "1=2"), ("y", "")),
        endpoints=Endpoints(token_endpoint="https://acme.example/t", jwks_uri="https://k"),
        uses_par=True,
        uses_dpop=True,
        key_file="k",
        ca_file="c",
        expected=Expected(issuer="i", scopes=("w",), permissions=("p",)),
    )


def test_an_empty_word_takes_something_away() -> None:
    assert connection_of(said("--scope", "", "--audience", ""), BASE).scopes == ()


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("acme.eu.auth0.com", "https://acme.eu.auth0.com/"),
        (" login.example/tenant ", "https://login.example/tenant"),
        ("https://acme.example", "https://acme.example"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
    ],
)
def test_a_bare_host_becomes_an_address(text: str, issuer: str) -> None:
    assert issuer_of(text) == issuer


@pytest.mark.parametrize("name", ["client_secret", "password", "refresh_token", "assertion", "code_verifier"])
def test_a_secret_is_no_parameter(name: str) -> None:
    with pytest.raises(WrongUsageError) as raised:
        refuse_secret_parameters(((name, "value-of-it"),))
    assert "value-of-it" not in raised.value.sentence


def test_harmless_parameters_pass() -> None:
    refuse_secret_parameters((("prompt", "login"), ("connection", "google"), ("acr_values", "x")))


def test_only_a_server_makes_a_connection() -> None:
    assert describes(said("--issuer", "a.example"))
    assert describes(said("--token-endpoint", "https://a.example/t"))
    assert not describes(said("--client-id", "a"))
