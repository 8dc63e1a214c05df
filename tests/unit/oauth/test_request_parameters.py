"""The parameters of requests: in order, none lost, a person's own in the place of ours."""

from dataclasses import replace

from jotlens.oauth.connection import Connection, Grant
from jotlens.oauth.parameters import (
    Login,
    authorization_request,
    extra_of_token_request,
    of_target,
    response_type_of,
    wants_nonce,
    with_extra,
)

CONNECTION = Connection(
    "0" * 32,
    "name",
    "https://acme.eu.auth0.com/",
    "client",
    scopes=("openid", "read:orders"),
    audience="https://api.example/",
    resources=("https://a.example/", "https://b.example/"),
    organization="org_1",
)
LOGIN = Login("code", "http://127.0.0.1:8765/callback", "s", "n", "c", "t")


def test_the_authorization_request_has_everything() -> None:
    assert authorization_request(CONNECTION, LOGIN) == (
        ("response_type", "code"),
        ("client_id", "client"),
        ("redirect_uri", "http://127.0.0.1:8765/callback"),
        ("scope", "openid read:orders"),
        ("audience", "https://api.example/"),
        ("organization", "org_1"),
        ("resource", "https://a.example/"),
        ("resource", "https://b.example/"),
        ("state", "s"),
        ("nonce", "n"),
        ("code_challenge", "c"),
        ("code_challenge_method", "S256"),
        ("dpop_jkt", "t"),
    )


def test_what_was_not_wanted_is_not_said() -> None:
    bare = Connection("0" * 32, "name", client_id="client")
    names = [name for name, _ in authorization_request(bare, Login("code", "u", "s"))]
    assert names == ["response_type", "client_id", "redirect_uri", "state"]
    assert of_target(bare) == ()


def test_a_clean_login_asks_for_a_login_beside_what_was_asked() -> None:
    login = replace(LOGIN, clean=True)
    for extra, prompt in (
        ((), "login"),
        ((("prompt", "consent"),), "login consent"),
        ((("prompt", "none"),), "login"),
    ):
        asked = authorization_request(replace(CONNECTION, extra=extra), login)
        assert [text for name, text in asked if name == "prompt"] == [prompt]


def test_a_persons_own_parameters_stand_for_ours_and_repeat() -> None:
    made = (("scope", "a"), ("resource", "x"), ("audience", "y"))
    extra = (("resource", "1"), ("resource", "2"), ("other", ""))
    assert with_extra(made, extra) == (("scope", "a"), ("audience", "y"), *extra)


def test_what_only_the_authorization_request_knows_is_not_sent_twice() -> None:
    extra = (("prompt", "login"), ("login_hint", "ada"), ("vendor", "1"))
    assert extra_of_token_request(replace(CONNECTION, extra=extra)) == (("vendor", "1"),)
    refresh = replace(CONNECTION, extra=extra, grant=Grant.REFRESH_TOKEN)
    assert extra_of_token_request(refresh) == (("vendor", "1"),)
    device = replace(CONNECTION, extra=extra, grant=Grant.DEVICE_CODE)
    assert extra_of_token_request(device) == extra


def test_a_nonce_is_wanted_where_an_id_token_may_come() -> None:
    assert wants_nonce(CONNECTION, "code")
    assert not wants_nonce(replace(CONNECTION, scopes=("read:orders",)), "code")
    assert wants_nonce(replace(CONNECTION, scopes=()), "code id_token")
    assert wants_nonce(replace(CONNECTION, scopes=(), extra=(("scope", "openid"),)), "code")


def test_a_persons_own_response_type() -> None:
    assert response_type_of(CONNECTION, "token") == "token"
    own = replace(CONNECTION, extra=(("response_type", "id_token"),))
    assert response_type_of(own, "token") == "id_token"
