"""What is wrong with a connection: each fault at its field, and nothing of a sound one."""

from dataclasses import replace

import pytest

from jotlens.gui.connections.troubles import parameter_fault, troubles
from jotlens.gui.connections.words import authentication_name, grant_explanation, grant_name, grant_short
from jotlens.oauth.connection import ClientAuthentication, Endpoints, Grant
from tests.gui.connections.at_editor import machine

pytestmark = pytest.mark.usefixtures("app")

SOUND = replace(machine(), grant=Grant.AUTHORIZATION_CODE)


def fields(**changes: object) -> dict[str, str]:
    return {each.field: each.sentence for each in troubles(replace(SOUND, **changes))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "issuer", ["https://a.example.com", "https://a.example.com/b/", "http://localhost:9000", "http://[::1]:9"]
)
@pytest.mark.parametrize(
    "callback", ["http://127.0.0.1:8765/callback", "http://localhost:0/", "http://[::1]:1/x"]
)
def test_a_sound_connection_has_no_trouble(issuer: str, callback: str) -> None:
    assert fields(issuer=issuer, redirect_uri=callback) == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "Give it a name"),
        ({"issuer": ""}, "issuer", "missing"),
        ({"issuer": "a example"}, "issuer", "no address"),
        ({"issuer": "https://a.example.com:port"}, "issuer", "no address"),
        ({"issuer": "https://me:word@a.example.com"}, "issuer", "no user name"),
        ({"issuer": "https://a.example.com/?x=1"}, "issuer", "ends before"),
        ({"issuer": "https://a.example.com/#x"}, "issuer", "ends before"),
        ({"issuer": "http://a.example.com"}, "issuer", "Only https://"),
        ({"issuer": "ftp://a.example.com"}, "issuer", "begins with https://"),
        ({"client_id": ""}, "client_id", "missing"),
        ({"grant": Grant.CLIENT_CREDENTIALS, "authentication": ClientAuthentication.NONE}, "authentication", "Choose how"),
        ({"authentication": ClientAuthentication.PRIVATE_KEY_JWT}, "key_file", "private key"),
        ({"authentication": ClientAuthentication.TLS_CLIENT_AUTH}, "certificate_file", "certificate"),
        ({"redirect_uri": "https://127.0.0.1:1/"}, "redirect_uri", "comes back"),
        ({"redirect_uri": "http://example.com:1/"}, "redirect_uri", "comes back"),
        ({"redirect_uri": "http://127.0.0.1/callback"}, "redirect_uri", "Name a port"),
        ({"redirect_uri": "http://127.0.0.1:1/?a=b"}, "redirect_uri", "ends with its path"),
        ({"endpoints": Endpoints(token_endpoint="http://a.example.com/t")}, "token_endpoint", "Only https://"),
        ({"extra": (("state", "x"),)}, "extra", "by itself"),
    ],
)  # fmt: skip
def test_a_fault_is_said_at_its_field(changes: dict[str, object], field: str, words: str) -> None:
    said = fields(**changes)
    assert set(said) == {field}
    assert words in said[field]


def test_typed_endpoints_make_do_without_an_issuer() -> None:
    assert "issuer" not in fields(
        issuer="", endpoints=Endpoints(token_endpoint="https://a.example.com/t?v=2")
    )


@pytest.mark.parametrize(
    ("name", "value", "refused"),
    [
        ("prompt", "login", False),
        ("client_secret", "", True),
        ("Password", "", True),
        ("refresh-token", "", True),
        ("login hint", "x", True),
        ("", "x", True),
        ("", "", False),
        ("nonce", "x", True),
        ("hint", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", True),
    ],
)
def test_a_parameter_is_refused_where_it_must_be(name: str, value: str, *, refused: bool) -> None:
    assert bool(parameter_fault(name, value)) is refused


def test_every_grant_and_every_authentication_has_words() -> None:
    for grant in Grant:
        assert grant_short(grant)
        assert grant_explanation(grant).endswith(".")
        assert ("legacy" in grant_name(grant)) is grant.is_legacy
        assert grant_explanation(grant).startswith("Legacy: ") is grant.is_legacy
    assert len({authentication_name(way) for way in ClientAuthentication}) == len(ClientAuthentication)
