"""Every grant and every way to authenticate, from the button to the right token on show, in the window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from jotlens.gui.clock import utc_now
from jotlens.gui.fetching.run_view import RunState
from jotlens.inspection.model import Inspection, Purpose, Status
from jotlens.oauth.connection import Connection, Expected, Grant
from jotlens.oauth.trace import Note
from jotlens.tokens.model import Kind
from tests.gui.fetching.conftest import API, Fetcher
from tests.support.authorization_server.process import AuthorizationServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Makes = Callable[..., Connection]
Opens = Callable[[str], bool]
OPAQUE: dict[str, Any] = {"resources": (), "expected": Expected(), "scopes": ("openid",)}
"""Without a resource the server's access tokens are opaque."""
OFFLINE: dict[str, Any] = {
    **OPAQUE,
    "scopes": ("openid", "offline_access"),
    "extra": (("prompt", "consent"),),
}
HASHES = ("at-hash", "c-hash", "s-hash")
READ: dict[str, Any] = {"scopes": ("read:orders",)}


def secret_of(server: AuthorizationServer, client: str) -> dict[str, str]:
    secret = server.clients[client].secret
    return {"client_secret": secret} if secret is not None else {}


def failed(inspection: Inspection) -> list[str]:
    return [finding.id for finding in inspection.findings if finding.status is Status.FAIL]


def passed(inspection: Inspection, *names: str) -> bool:
    found = [inspection.finding(name) for name in names]
    return all(finding is not None and finding.status is Status.PASS for finding in found)


def shows_access_token(fetcher: Fetcher) -> Inspection:
    """Assert that an access token for the API is on show, and nothing about it failed."""
    assert fetcher.state is RunState.DONE, (fetcher.rows(), fetcher.person.reads("runSaid"))
    assert not fetcher.fetching.page.isVisible()
    inspection = fetcher.person.inspection
    assert fetcher.fields()[0] == "access_token"
    assert inspection.purpose.purpose is Purpose.ACCESS_TOKEN
    assert passed(inspection, "aud-match", "iss-match")
    assert failed(inspection) == []
    return inspection


def shows_login(fetcher: Fetcher, *fields: str, hashes: tuple[str, ...] = ("at-hash",)) -> None:
    """Assert that the tokens of a login are listed, each of its kind, and ID tokens are of this very login.

    `hashes` names for each ID token, in order, those of its hashes that are right, between spaces.
    """
    assert fetcher.state is RunState.DONE, (fetcher.rows(), fetcher.person.reads("runSaid"))
    assert fetcher.fields() == list(fields)
    found = []
    for at, field in enumerate(fields):
        fetcher.window.session.select(at)
        fetcher.settled()
        inspection = fetcher.person.inspection
        assert failed(inspection) == []
        if field == "id_token":
            assert inspection.purpose.purpose is Purpose.ID_TOKEN
            assert passed(inspection, "nonce-match", "id-aud-client")
            found.append(" ".join(name for name in HASHES if passed(inspection, name)))
        else:
            assert inspection.token.kind is Kind.OPAQUE
    assert tuple(found) == hashes


@pytest.mark.parametrize("client", ["machine_post", "machine_secret_jwt", "machine_key_jwt"])
def test_ways_of_client_authentication(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer, client: str
) -> None:
    fetcher.fetches(connection_of(client, **READ), **secret_of(authorization_server, client))
    shows_access_token(fetcher)


@pytest.mark.parametrize("client", ["machine_certificate", "machine_self_signed"])
def test_mutual_tls(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer, client: str
) -> None:
    certificate, key = authorization_server.certificates[client]
    files = {
        "certificate_file": str(certificate),
        "key_file": str(key),
        "ca_file": str(authorization_server.authority),
    }
    fetcher.fetches(connection_of(client, **READ, **files))
    shows_access_token(fetcher)


@pytest.mark.parametrize("nonce", [False, True], ids=["without nonce", "with nonce"])
def test_dpop_for_a_machine(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer, *, nonce: bool
) -> None:
    connection = connection_of("machine_dpop", uses_dpop=True, **READ)
    with authorization_server.changed(dpop_nonce=nonce):
        fetcher.fetches(connection, **secret_of(authorization_server, "machine_dpop"))
    bound = shows_access_token(fetcher).finding("bound-dpop")
    assert bound is not None
    assert bound.status is Status.WARN
    steps = fetcher.fetching.page.run.model.steps
    asked = [step for step in steps if isinstance(step, Note) and step.label == "DPoP nonce"]
    assert bool(asked) is nonce


@pytest.mark.parametrize("client", ["web", "pushed"])
def test_a_pushed_login(
    fetcher: Fetcher,
    connection_of: Makes,
    authorization_server: AuthorizationServer,
    logs_in: Opens,
    client: str,
) -> None:
    fetcher.fetching.opener = logs_in
    connection = connection_of(client, uses_par=True, **OPAQUE)
    fetcher.fetches(connection, **secret_of(authorization_server, client))
    assert any("Pushed authorization request" in row for row in fetcher.rows())
    shows_login(fetcher, "access_token", "id_token")


def test_one_proof_key_for_login_profile_and_refresh(
    fetcher: Fetcher, connection_of: Makes, logs_in: Opens
) -> None:
    fetcher.fetching.opener = logs_in
    fetcher.fetches(connection_of("dpop_nonce", uses_dpop=True, **OFFLINE))
    shows_login(fetcher, "access_token", "id_token", "refresh_token")
    session = fetcher.window.session
    assert session.expectation.login is not None
    key = session.expectation.login.proof_key
    assert key is not None
    fetcher.selects("access_token")
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    fetcher.person.clicks("ask-userinfo")
    fetcher.settled()
    assert fetcher.person.claim_rows("answerTree")[0][0] == "sub", fetcher.person.reads("said-userinfo")
    before = session.text
    fetcher.selects("refresh_token")
    fetcher.person.clicks("ask-refresh")
    fetcher.qtbot.waitUntil(lambda: session.text != before, timeout=20_000)
    fetcher.settled()
    assert session.expectation.login is not None
    assert session.expectation.login.proof_key is key
    assert failed(fetcher.selects("access_token")) == []


def test_password(fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer) -> None:
    server = authorization_server
    person = {"username": server.user, "password": server.password}
    fetcher.fetches(connection_of("password", **READ), **person, **secret_of(server, "password"))
    shows_access_token(fetcher)


def test_token_exchange(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer, logs_in: Opens
) -> None:
    fetcher.fetching.opener = logs_in
    fetcher.fetches(connection_of("public", **OPAQUE))
    subject = fetcher.selects("access_token").token.text
    connection = connection_of("exchange", resources=(), audience=API, **READ)
    fetcher.fetches(connection, subject_token=subject, **secret_of(authorization_server, "exchange"))
    assert shows_access_token(fetcher).token.text != subject


@pytest.mark.parametrize("brought", [False, True], ids=["made with the key", "brought along"])
def test_jwt_bearer(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer, *, brought: bool
) -> None:
    user = authorization_server.user
    connection = connection_of("assertion", extra=(("sub", user),), **READ)
    if brought:
        connection = connection_of("assertion", key_file="", **READ)
        fetcher.fetches(connection, assertion=assertion(authorization_server))
    else:
        fetcher.fetches(connection)
    assert shows_access_token(fetcher).token.kind is Kind.JWS


def assertion(server: AuthorizationServer) -> str:
    """Return a signed assertion as another program makes it (RFC 7523 section 3)."""
    import jwt

    client = server.clients["assertion"]
    claims = {
        "iss": client.id,
        "sub": server.user,
        "aud": server.issuer,
        "exp": int(utc_now().timestamp()) + 60,
    }
    key = jwt.PyJWK(dict(client.private_jwk or {}))
    return jwt.encode(claims, key.key, "RS256", {"kid": key.key_id})


def test_a_refused_refresh_token_was_no_code(fetcher: Fetcher, connection_of: Makes) -> None:
    refused = connection_of("public", grant=Grant.REFRESH_TOKEN)
    fetcher.fetches(refused, refresh_token="not-a-refresh-token-of-anybody")
    assert fetcher.state is RunState.FAILED
    causes = [row for row in fetcher.rows() if row.startswith("Cause: ")]
    assert any("refresh token is no longer good" in row for row in causes), causes
    assert not any("code" in row for row in causes), causes


@dataclass(frozen=True)
class Legacy:
    """A legacy login: its response type, where the tokens of the list stood, and the hashes of its ID tokens."""

    grant: Grant
    response_type: str
    fields: tuple[str, ...]
    hashes: tuple[str, ...]


IMPLICIT, HYBRID = Grant.IMPLICIT, Grant.HYBRID
ACCESS, ID = "access_token", "id_token"
LEGACY = (
    Legacy(IMPLICIT, "", (ID, ACCESS), ("at-hash s-hash",)),
    Legacy(IMPLICIT, "id_token", (ID,), ("s-hash",)),
    Legacy(HYBRID, "", (ACCESS, ID, ID), ("at-hash", "c-hash s-hash")),
    Legacy(HYBRID, "code token", (ACCESS, ID, ACCESS), ("at-hash",)),
    Legacy(HYBRID, "code id_token token", (ACCESS, ID, ID, ACCESS), ("at-hash", "at-hash c-hash s-hash")),
)


@pytest.mark.parametrize("legacy", LEGACY, ids=lambda legacy: f"{legacy.grant} {legacy.response_type}")
def test_legacy_logins(
    fetcher: Fetcher,
    connection_of: Makes,
    authorization_server: AuthorizationServer,
    logs_in: Opens,
    legacy: Legacy,
) -> None:
    fetcher.fetching.opener = logs_in
    extra = (("response_type", legacy.response_type),) if legacy.response_type else ()
    secret = secret_of(authorization_server, "legacy") if legacy.grant is HYBRID else {}
    fetcher.fetches(connection_of("legacy", grant=legacy.grant, extra=extra, **OPAQUE), **secret)
    shows_login(fetcher, *legacy.fields, hashes=legacy.hashes)
