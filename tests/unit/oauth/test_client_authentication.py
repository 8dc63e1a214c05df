"""How a client shows who it is: encoded as RFC 6749 wants, asserted as the servers want."""

import base64
import json
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus

import pytest
from joserfc import jwk

from jotlens.oauth.client_authentication import Authenticator
from jotlens.oauth.connection import ClientAuthentication, Connection
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.obtained import Given
from jotlens.oauth.trace import Note, Trace
from tests.support.around import MOMENT, around
from tests.support.certificates import self_signed

ISSUER = "https://acme.eu.auth0.com/"
TOKEN = "https://acme.eu.auth0.com/oauth/token"
SECRET = "s:3+cr%t &=/ü and long enough"


def prepared(
    authentication: ClientAuthentication,
    body: str = "grant_type=x",
    *,
    issuer: str = ISSUER,
    endpoint: str = TOKEN,
    trace: Trace | None = None,
    **more: str,
) -> tuple[dict[str, str], dict[str, list[str]]]:
    connection = Connection("0" * 32, "n", issuer, "my client:1", authentication=authentication, **more)  # type: ignore[arg-type]
    authenticator = Authenticator(
        connection, Given(client_secret=SECRET), around(trace=trace), issuer, endpoint
    )
    _, headers, form = authenticator.way()(None, "POST", endpoint, {}, body)
    return dict(headers), parse_qs(form, keep_blank_values=True)


def claims_of(assertion: str, part: int = 1) -> dict[str, object]:
    text = assertion.split(".")[part]
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return claims


def test_nobody_is_named_by_the_id_alone() -> None:
    headers, form = prepared(ClientAuthentication.NONE)
    assert headers == {}
    assert form == {"grant_type": ["x"], "client_id": ["my client:1"]}


def test_basic_is_form_encoded_first() -> None:
    headers, form = prepared(ClientAuthentication.CLIENT_SECRET_BASIC)
    plain = base64.b64decode(headers["Authorization"].removeprefix("Basic ")).decode("ascii")
    name, colon, secret = plain.partition(":")
    assert (unquote_plus(name), colon, unquote_plus(secret)) == ("my client:1", ":", SECRET)
    assert name == "my+client%3A1"
    assert form == {"grant_type": ["x"]}


def test_post_has_both_in_the_form() -> None:
    _, form = prepared(ClientAuthentication.CLIENT_SECRET_POST)
    assert (form["client_id"], form["client_secret"]) == (["my client:1"], [SECRET])


def test_the_client_id_is_not_said_twice() -> None:
    _, form = prepared(ClientAuthentication.NONE, "client_id=my+client%3A1&scope=a")
    assert form["client_id"] == ["my client:1"]


def test_a_secret_makes_an_assertion() -> None:
    trace = Trace()
    _, form = prepared(ClientAuthentication.CLIENT_SECRET_JWT, trace=trace)
    claims = claims_of(form["client_assertion"][0])
    issued_at = int(MOMENT.timestamp())
    assert claims.pop("jti")
    assert claims == {
        "iss": "my client:1",
        "sub": "my client:1",
        "aud": ISSUER,
        "iat": issued_at,
        "exp": issued_at + 60,
    }
    assert form["client_assertion_type"] == ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
    (note,) = trace.steps
    assert isinstance(note, Note)
    assert note.label == "client assertion"
    assert SECRET not in str(note)


@pytest.mark.parametrize(
    ("issuer", "endpoint", "audience"),
    [
        (ISSUER, TOKEN, ISSUER),
        ("", TOKEN, TOKEN),
        (
            "https://dev-1.okta.com",
            "https://dev-1.okta.com/oauth2/v1/token",
            "https://dev-1.okta.com/oauth2/v1/token",
        ),
        ("https://notokta.com", "https://notokta.com/token", "https://notokta.com"),
    ],
)
def test_whom_an_assertion_is_for(issuer: str, endpoint: str, audience: str) -> None:
    _, form = prepared(ClientAuthentication.CLIENT_SECRET_JWT, issuer=issuer, endpoint=endpoint)
    assert claims_of(form["client_assertion"][0])["aud"] == audience


def test_a_key_file_signs_with_the_kid_and_the_certificate(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.jwk", tmp_path / "certificate.pem"
    key.write_text(json.dumps(jwk.ECKey.generate_key("P-256", {"kid": "of-file"}).as_dict(private=True)))
    certificate.write_text(self_signed("somebody").certificate)
    with_key = partial(
        prepared, ClientAuthentication.PRIVATE_KEY_JWT, key_file=str(key), certificate_file=str(certificate)
    )
    _, form = with_key()
    header = claims_of(form["client_assertion"][0], 0)
    assert (header["alg"], header["kid"], header["typ"]) == ("ES256", "of-file", "JWT")
    assert len(str(header["x5t#S256"])) == 43
    _, form = with_key(key_id="registered")
    assert claims_of(form["client_assertion"][0], 0)["kid"] == "registered"


def test_a_secret_cannot_sign_with_a_key_pairs_algorithm() -> None:
    with pytest.raises(ConnectionGapError) as caught:
        prepared(ClientAuthentication.CLIENT_SECRET_JWT, key_algorithm="RS256")
    assert caught.value.field == "key_algorithm"


def test_a_certificate_that_is_none(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.jwk", tmp_path / "certificate.pem"
    key.write_text(json.dumps(jwk.ECKey.generate_key("P-256").as_dict(private=True)))
    certificate.write_text("nothing")
    with pytest.raises(ConnectionGapError) as caught:
        prepared(ClientAuthentication.PRIVATE_KEY_JWT, key_file=str(key), certificate_file=str(certificate))
    assert caught.value.field == "certificate_file"
