"""What a connection lacks is said before anything is sent, field by field; and which secrets to ask for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from jotlens.oauth.gaps import gaps, needed_endpoints
from jotlens.oauth.needs import SecretKind, needs
from jotlens.oauth.obtained import Given
from jotlens.oauth.redirect import read_redirect

WHOLE = Connection("0" * 32, "whole", "https://acme.eu.auth0.com/", "client")


def codes(connection: Connection, *more: Any) -> list[tuple[str, str]]:
    return [(gap.code, gap.field) for gap in gaps(connection, *more)]


def test_a_whole_connection_lacks_nothing() -> None:
    assert codes(WHOLE, Given()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"issuer": ""}, [("issuer-missing", "issuer")]),
        ({"client_id": ""}, [("client-id-missing", "client_id")]),
        ({"grant": Grant.CLIENT_CREDENTIALS}, [("authentication-missing", "authentication")]),
        ({"redirect_uri": "https://app.example/callback"}, [("redirect-uri", "redirect_uri")]),
        ({"redirect_uri": "https://app.example/cb", "grant": Grant.DEVICE_CODE}, []),
        ({"extra": (("state", "mine"),)}, [("extra-reserved", "extra")]),
        ({"extra": (("login_hint", "ada"), ("prompt", "login"))}, []),
        ({"extra": (("response_mode", "query.jwt"),)}, [("response-mode", "extra")]),
        ({"extra": (("response_mode", "form_post"),)}, []),
        ({"extra": (("response_type", "none"),)}, [("response-type", "extra")]),
        ({"extra": (("response_type", "code"),)}, []),
        ({"extra": (("response_type", "code"),), "grant": Grant.HYBRID}, [("response-type", "extra")]),
        ({"extra": (("response_type", "token code"),), "grant": Grant.HYBRID}, []),
        (
            {"extra": (("response_type", "code token"),), "grant": Grant.IMPLICIT},
            [("response-type", "extra")],
        ),
        ({"extra": (("response_type", "token"),), "grant": Grant.IMPLICIT}, []),
        ({"authentication": ClientAuthentication.PRIVATE_KEY_JWT}, [("key-file-missing", "key_file")]),
        (
            {"authentication": ClientAuthentication.TLS_CLIENT_AUTH},
            [("key-file-missing", "key_file"), ("certificate-file-missing", "certificate_file")],
        ),
        ({"ca_file": "/nowhere/ca.pem"}, [("ca-file-missing", "ca_file")]),
        (
            {"authentication": ClientAuthentication.CLIENT_SECRET_POST},
            [("client-secret-missing", "client_secret")],
        ),
        ({"grant": Grant.REFRESH_TOKEN}, [("refresh-token-missing", "refresh_token")]),
        ({"grant": Grant.TOKEN_EXCHANGE}, [("subject-token-missing", "subject_token")]),
        ({"grant": Grant.PASSWORD}, [("username-missing", "username"), ("password-missing", "password")]),
        ({"grant": Grant.JWT_BEARER, "client_id": ""}, [("assertion-missing", "assertion")]),
    ],
)
def test_what_is_missing(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(replace(WHOLE, **changes), Given()) == expected
    for gap in gaps(replace(WHOLE, **changes), Given()):
        assert gap.sentence.endswith(".")


def test_the_editor_has_no_secrets_to_look_at() -> None:
    assert codes(replace(WHOLE, authentication=ClientAuthentication.CLIENT_SECRET_BASIC)) == []


def test_typed_endpoints_need_no_issuer() -> None:
    typed = Endpoints(
        authorization_endpoint="https://a.example/auth", token_endpoint="https://a.example/token"
    )
    assert codes(replace(WHOLE, issuer="", endpoints=typed)) == []


def test_what_the_server_does_not_offer_is_named_after_discovery() -> None:
    device = replace(WHOLE, grant=Grant.DEVICE_CODE)
    described = Endpoints(token_endpoint="https://a.example/token")
    assert codes(device, None, described) == [("endpoint-missing", "device_authorization_endpoint")]


@pytest.mark.parametrize("grant", Grant)
def test_each_grant_names_the_endpoints_it_calls(grant: Grant) -> None:
    called = needed_endpoints(replace(WHOLE, grant=grant, uses_par=True))
    assert ("authorization_endpoint" in called) == grant.opens_browser
    assert ("pushed_authorization_request_endpoint" in called) == grant.opens_browser
    assert ("token_endpoint" in called) == (grant is not Grant.IMPLICIT)


def test_a_passphrase_is_asked_for_where_the_key_is_encrypted(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    connection = replace(WHOLE, authentication=ClientAuthentication.PRIVATE_KEY_JWT, key_file=str(key))
    key.write_text("-----BEGIN PRIVATE KEY-----\n")
    assert needs(connection) == ()
    key.write_text("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
    assert needs(connection) == (SecretKind.KEY_PASSPHRASE,)
    assert needs(replace(connection, authentication=ClientAuthentication.NONE)) == ()


def test_every_secret_has_its_field_in_given() -> None:
    fields = set(Given.__slots__)
    assert {kind.field for kind in SecretKind} <= fields


@pytest.mark.parametrize(
    ("uri", "authority", "addresses"),
    [
        ("http://127.0.0.1:8765/callback", "127.0.0.1:8765", ("127.0.0.1",)),
        ("http://localhost:3000/", "localhost:3000", ("127.0.0.1", "::1")),
        ("http://[::1]:0/cb", "[::1]:0", ("::1",)),
        ("http://127.0.0.1/cb", "127.0.0.1", ("127.0.0.1",)),
        ("http://127.0.0.1:8765", "127.0.0.1:8765", ("127.0.0.1",)),
    ],
)
def test_a_loopback_address_is_kept_by_the_letter(
    uri: str, authority: str, addresses: tuple[str, ...]
) -> None:
    redirect = read_redirect(uri)
    assert redirect is not None
    assert (redirect.uri, redirect.authority, redirect.addresses) == (uri, authority, addresses)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "callback",
        "https://127.0.0.1:8765/callback",
        "http://example.com/callback",
        "http://127.0.0.1.example.com/callback",
        "http://localhost.:80/callback",
        "http://user@127.0.0.1:8765/callback",
        "http://127.0.0.1:8765/callback?x=1",
        "http://127.0.0.1:8765/callback?",
        "http://127.0.0.1:8765/callback#x",
        "http://127.0.0.1:99999/callback",
        "http://127.0.0.1:port/callback",
        "http://127.0.0.1:8765/call back",
        "http://LOCALHOST:8765/callback",
        "http://0.0.0.0:8765/callback",
        "http://[::1",
        "myapp://callback",
    ],
)
def test_what_is_no_address_to_wait_at(uri: str) -> None:
    assert read_redirect(uri) is None
