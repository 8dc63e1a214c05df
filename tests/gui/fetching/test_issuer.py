"""The tab for the issuer: keys, UserInfo, introspection and revocation, after a click that names the host."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QAbstractButton

from jotlens.inspection.model import SignatureStatus, Status
from jotlens.oauth.connection import Connection
from tests.gui.fetching.conftest import WAIT_MS, Fetcher
from tests.gui.minted import OPAQUE, claims, jwt
from tests.gui.test_accessibility import complaints
from tests.support.authorization_server.process import AuthorizationServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Makes = Callable[..., Connection]


def host(server: AuthorizationServer) -> str:
    return server.issuer.removeprefix("http://")


def test_the_keys_of_a_fetched_token_verify_it(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    secret = authorization_server.client("machine")[1]
    fetcher.fetches(connection_of("machine"), client_secret=secret)
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    button = fetcher.person.find(QAbstractButton, "ask-keys")
    assert button.text() == f"Fetch the signing keys of {host(authorization_server)}"
    fetcher.person.clicks("ask-keys")
    fetcher.settled()
    inspection = fetcher.person.inspection
    assert inspection.signature.status is SignatureStatus.VERIFIED, fetcher.person.reads("said-keys")
    reachable = inspection.finding("jwks-reachable")
    assert reachable is not None
    assert reachable.status is Status.PASS
    assert fetcher.person.reads("keySaid").startswith(f"Fetched from {host(authorization_server)} at ")
    assert len(list(fetcher.places.snapshots.iterdir())) == 2


def test_who_this_is(fetcher: Fetcher, connection_of: Makes, logs_in: Callable[[str], bool]) -> None:
    fetcher.fetching.opener = logs_in
    fetcher.fetches(connection_of("public", scopes=("openid", "profile"), resources=()))
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    fetcher.person.clicks("ask-userinfo")
    fetcher.settled()
    assert complaints(fetcher.window) == []
    assert fetcher.person.claim_rows("answerTree")[0][0] == "sub", fetcher.person.reads("said-userinfo")
    session = fetcher.window.session
    assert session.reading is not None
    fields = [entry.found.field for entry in session.reading.entries if entry.found is not None]
    session.select(fields.index("id_token"))
    fetcher.settled()
    found = fetcher.person.inspection.finding("userinfo-sub")
    assert found is not None
    assert found.status is Status.PASS


def test_a_stranger_may_not_make_it_call_inside_the_network(
    fetcher: Fetcher, authorization_server: AuthorizationServer
) -> None:
    fetcher.person.pastes(jwt(claims(iss=authorization_server.issuer)))
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    assert "anyone can write that into a token" in fetcher.person.reads("issuerSaid")
    fetcher.person.clicks("ask-keys")
    fetcher.settled()
    assert "inside this network" in fetcher.person.reads("said-keys")
    assert fetcher.window.findChild(QAbstractButton, "sentButton") is None
    fetcher.person.clicks("anyway-keys")
    fetcher.settled()
    assert fetcher.window.findChild(QAbstractButton, "sentButton") is not None
    assert "not among those" in fetcher.person.reads("said-keys") or "in use" in fetcher.person.reads(
        "said-keys"
    )


def test_introspection_and_revocation_with_the_secret_of_the_application(
    fetcher: Fetcher,
    connection_of: Makes,
    logs_in: Callable[[str], bool],
    authorization_server: AuthorizationServer,
) -> None:
    fetcher.fetching.opener = logs_in
    secret = authorization_server.client("web")[1]
    fetcher.fetches(connection_of("web", scopes=("openid",), resources=()), client_secret=secret)
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    for action, tone in (("introspect", "active"), ("revoke", "")):
        fetcher.types("client-secret", secret, "issuer-")
        fetcher.person.clicks(f"ask-{action}")
        fetcher.settled()
        assert tone in fetcher.person.reads(f"said-{action}")
    fetcher.types("client-secret", secret, "issuer-")
    fetcher.person.clicks("ask-introspect")
    fetcher.qtbot.waitUntil(lambda: not fetcher.window.jobs.busy, timeout=WAIT_MS)
    assert fetcher.person.claim_rows("answerTree")[0][:2] == ("active", "false")


def test_a_key_that_is_gone_was_published_until_then(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    secret = authorization_server.client("machine")[1]
    fetcher.fetches(connection_of("machine"), client_secret=secret)
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    fetcher.person.clicks("ask-keys")
    fetcher.settled()
    authorization_server.rotate_keys()
    fetcher.person.clicks("ask-keys")
    fetcher.settled()
    said = fetcher.person.reads("said-keys")
    assert "not among those of" in said
    assert "It was still published on" in said
    assert fetcher.person.inspection.signature.status is not SignatureStatus.VERIFIED


@pytest.mark.parametrize("kid", ["sig", "RSA", "no-such-key"])
def test_a_word_that_stands_elsewhere_in_the_key_set_is_no_key_of_it(
    fetcher: Fetcher, authorization_server: AuthorizationServer, kid: str
) -> None:
    header = urlsafe_b64encode(json.dumps({"alg": "RS256", "kid": kid}).encode()).decode().rstrip("=")
    fetcher.person.pastes(f"{header}.{jwt(claims(iss=authorization_server.issuer)).partition('.')[2]}")
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    fetcher.person.clicks("ask-keys")
    fetcher.settled()
    fetcher.person.clicks("anyway-keys")
    fetcher.settled()
    assert "not among those of" in fetcher.person.reads("said-keys")


def test_a_token_that_names_nobody_has_nobody_to_ask(fetcher: Fetcher) -> None:
    fetcher.person.pastes("ghp_" + "a" * 36)
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    assert fetcher.person.reads("issuerTitle") == "Nobody to ask"


def test_the_key_field_and_an_opaque_token_lead_to_it(fetcher: Fetcher) -> None:
    fetcher.person.pastes(OPAQUE)
    fetcher.person.clicks("claimsNoticeIssuer")
    fetcher.settled()
    assert fetcher.person.reads("issuerTitle") == "acme.eu.auth0.com"
    assert "UserInfo" in fetcher.person.reads("why-userinfo") or "profile" in fetcher.person.reads(
        "why-userinfo"
    )
    fetcher.person.pastes(jwt())
    fetcher.person.clicks("keyFetch")
    fetcher.settled()
    assert fetcher.person.focused.objectName() == "ask-keys"


def test_an_issuer_that_is_no_address_is_named_and_not_called(fetcher: Fetcher) -> None:
    fetcher.person.pastes(jwt(claims(iss="https://[issuer.example/")))
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    assert fetcher.person.reads("issuerTitle") == "https://[issuer.example/"
    fetcher.person.clicks("ask-keys")
    fetcher.settled()
    assert "not an address that can be called" in fetcher.person.reads("said-keys")
    assert fetcher.window.findChild(QAbstractButton, "sentButton") is None
