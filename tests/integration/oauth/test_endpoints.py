"""Discovery, key sets, UserInfo, introspection and revocation, against a server that answers as real ones do."""

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from jotlens.oauth.connection import Connection, Endpoints
from jotlens.oauth.endpoint_answer import Form, Kind
from jotlens.oauth.failures import ConnectionGapError, IssuerMismatchError, NetworkError
from jotlens.oauth.http import Answer, Door, Way
from jotlens.oauth.introspection import introspect
from jotlens.oauth.jwks import fetch_key_set
from jotlens.oauth.metadata import difference, discover, discovery_addresses, endpoints_of
from jotlens.oauth.revocation import revoke, why_not_revocable
from jotlens.oauth.trace import Exchange, Note, Trace
from jotlens.oauth.userinfo import userinfo
from tests.support.around import MOMENT, around
from tests.support.http_server import Exchange as ServerExchange
from tests.support.http_server import HttpServer, fixed

OPENID = ".well-known/openid-configuration"
RFC8414 = ".well-known/oauth-authorization-server"


@pytest.fixture
def trace() -> Trace:
    return Trace()


@pytest.fixture
def door(trace: Trace) -> Door:
    return Door(Way(deadline_s=30), around(trace=trace))


class Client:
    """Authenticates as clients with client_secret_post do."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def post(self, label: str, address: str, parameters: Form, /) -> Answer:
        body = urlencode([*parameters, ("client_id", "me"), ("client_secret", "s")])
        kind = (("Content-Type", "application/x-www-form-urlencoded"),)
        return self._door.send(label, "POST", address, kind, body)


def document(issuer: str, **members: object) -> str:
    return json.dumps({"issuer": issuer, "token_endpoint": f"{issuer}token", **members})


# --- discovery ----------------------------------------------------------------------------------------------


def test_a_server_is_discovered(bad_server: HttpServer, door: Door, trace: Trace) -> None:
    issuer = f"{bad_server.origin}/"
    text = document(
        issuer,
        jwks_uri=f"{issuer}jwks",
        scopes_supported=["openid", 7],
        code_challenge_methods_supported="S256",
        userinfo_endpoint=5,
        authorization_response_iss_parameter_supported=True,
        dpop_signing_alg_values_supported=["ES256"],
    )
    address = bad_server.answer(OPENID, fixed(200, text))
    found = discover(issuer, door)
    assert found.endpoints == Endpoints(token_endpoint=f"{issuer}token", jwks_uri=f"{issuer}jwks")
    assert (found.issuer, found.text, found.fetched_from, found.fetched_at) == (issuer, text, address, MOMENT)
    assert (found.scopes_supported, found.code_challenge_methods_supported) == (("openid",), ())
    assert (found.authorization_response_iss, found.dpop_signing_alg_values_supported) == (True, ("ES256",))
    assert [type(step) for step in trace.steps] == [Exchange, Note]


@pytest.mark.parametrize(
    "first", [fixed(404, "{}"), fixed(200, "<!doctype html>", "text/html"), fixed(503, "")]
)
def test_the_second_address_is_tried(bad_server: HttpServer, door: Door, first: object) -> None:
    issuer = f"{bad_server.origin}/tenant"
    bad_server.answer(f"tenant/{OPENID}", first)  # type: ignore[arg-type]
    bad_server.answer(f"{RFC8414}/tenant", fixed(200, document(issuer)))
    assert discover(issuer, door).issuer == issuer


def test_a_server_that_does_not_describe_itself(bad_server: HttpServer, door: Door) -> None:
    with pytest.raises(NetworkError) as caught:
        discover(f"{bad_server.origin}/", door)
    assert caught.value.code == "no-description"
    assert [request.path for request in bad_server.requests] == [f"/{OPENID}", f"/{RFC8414}"]


def test_a_server_that_is_overloaded_is_not_said_to_lack_a_description(
    bad_server: HttpServer, door: Door
) -> None:
    bad_server.answer("*", fixed(429, "slow down", "text/plain", Retry_After="5"))
    with pytest.raises(NetworkError) as caught:
        discover(f"{bad_server.origin}/", door)
    assert (caught.value.code, caught.value.retry_after_s) == ("too-many", 5)


def test_a_description_of_somebody_else_is_not_used(bad_server: HttpServer, door: Door, trace: Trace) -> None:
    bad_server.answer(OPENID, fixed(200, document(f"{bad_server.origin}/")))
    with pytest.raises(IssuerMismatchError) as caught:
        discover(bad_server.origin, door)
    error = caught.value
    assert (error.code, error.said) == ("issuer-mismatch", f"{bad_server.origin}/")
    assert "The slash at its end is missing" in error.sentence
    assert isinstance(trace.steps[-1], Note)
    assert trace.steps[-1].passed is False


@pytest.mark.parametrize(
    ("asked", "said", "what"),
    [
        ("https://a.example", "https://a.example/", "slash at its end is missing"),
        ("https://a.example/", "https://a.example", "slash too many"),
        ("https://A.example/", "https://a.example/", "capital and small"),
        ("https://a.example/x", "https://b.example/x", "host differs: b.example instead of a.example"),
        ("https://a.example/x", "https://a.example/y", "path differs: /y instead of /x"),
        ("https://a.example/", "http://a.example/", "http or https"),
        ("https://login.example/common", "https://login.example/{tenantid}", "pattern for many tenants"),
        (
            "https://a.example/",
            "https://[b.example/",
            "host differs: https://[b.example/ instead of a.example",
        ),
    ],
)
def test_what_differs_between_issuers(asked: str, said: str, what: str) -> None:
    assert what in difference(asked, said)


def test_where_a_description_is_looked_for() -> None:
    assert discovery_addresses("https://a.example/realms/x/") == (
        "https://a.example/realms/x/.well-known/openid-configuration",
        "https://a.example/.well-known/oauth-authorization-server/realms/x",
    )


def test_typed_endpoints_win(bad_server: HttpServer, door: Door) -> None:
    issuer = f"{bad_server.origin}/"
    bad_server.answer(OPENID, fixed(200, document(issuer, jwks_uri="https://a.example/jwks")))
    connection = Connection("0" * 32, "x", endpoints=Endpoints(jwks_uri="https://typed.example/jwks"))
    in_use = endpoints_of(connection, discover(issuer, door))
    assert (in_use.jwks_uri, in_use.token_endpoint) == ("https://typed.example/jwks", f"{issuer}token")
    assert endpoints_of(connection, None) == connection.endpoints


# --- signing keys -------------------------------------------------------------------------------------------


def test_keys_come_as_they_are(bad_server: HttpServer, door: Door) -> None:
    address = bad_server.answer("jwks", fixed(200, '{"keys": []}'))
    found = fetch_key_set(address, door)
    assert (found.text, found.address, found.fetched_at) == ('{"keys": []}', address, MOMENT)


@pytest.mark.parametrize(
    ("status", "text", "code"),
    [
        (200, "{}", "no-keys"),
        (200, '{"keys": {}}', "no-keys"),
        (404, '{"keys": []}', "no-keys"),
        (200, "<html>", "html"),
        (503, '{"error": "x"}', "server-error"),
    ],
)
def test_what_is_no_key_set(bad_server: HttpServer, door: Door, status: int, text: str, code: str) -> None:
    with pytest.raises(NetworkError) as caught:
        fetch_key_set(bad_server.answer("jwks", fixed(status, text)), door)
    assert caught.value.code == code


# --- UserInfo -----------------------------------------------------------------------------------------------


def test_userinfo_tells_who_it_is(bad_server: HttpServer, door: Door) -> None:
    address = bad_server.answer("userinfo", fixed(200, '{"sub": "auth0|1", "name": "A"}'))
    found = userinfo(address, "the-token", door, expected_subject="auth0|1")
    assert (found.kind, found.status, found.members) == (Kind.CLAIMS, 200, {"sub": "auth0|1", "name": "A"})
    assert found.message.startswith("HTTP/1.1 200")
    (request,) = bad_server.requests
    assert (request.method, request.headers["authorization"]) == ("GET", "Bearer the-token")


@pytest.mark.parametrize(
    ("text", "said"), [('{"sub": "b"}', "another user"), ('{"name": "A"}', "without sub")]
)
def test_an_answer_about_somebody_else_is_not_used(
    bad_server: HttpServer, door: Door, text: str, said: str
) -> None:
    found = userinfo(bad_server.answer("userinfo", fixed(200, text)), "t", door, expected_subject="a")
    assert found.kind is Kind.UNUSABLE
    assert said in found.sentence


def test_a_signed_answer_is_a_token(bad_server: HttpServer, door: Door) -> None:
    address = bad_server.answer("userinfo", fixed(200, "aaaa.bbbb.cccc\n", "application/jwt; charset=utf-8"))
    found = userinfo(address, "t", door)
    assert (found.kind, found.token) == (Kind.SIGNED, "aaaa.bbbb.cccc")


def test_auth0_s_plain_word_is_an_answer(bad_server: HttpServer, door: Door) -> None:
    found = userinfo(bad_server.url("401"), "t", door)
    assert (found.kind, found.status, found.members) == (Kind.REFUSED, 401, None)
    assert "RS256" in found.sentence
    assert found.refusal is not None
    assert (found.refusal.error, found.refusal.description) == ("", "Unauthorized")
    assert found.refusal.answer == found.message


def test_the_challenge_says_why(bad_server: HttpServer, door: Door) -> None:
    challenge = 'Bearer realm="x", error="invalid_token", error_description="It \\"expired\\", at noon"'
    address = bad_server.answer("userinfo", fixed(401, "", WWW_Authenticate=challenge))
    refusal = userinfo(address, "t", door).refusal
    assert refusal is not None
    assert (refusal.error, refusal.description) == ("invalid_token", 'It "expired", at noon')


def test_too_many_questions(bad_server: HttpServer, door: Door) -> None:
    found = userinfo(bad_server.url("429"), "t", door)
    assert (found.kind, found.retry_after_s) == (Kind.REFUSED, 30)
    assert found.sentence.endswith("Try again in 30 seconds.")


def test_a_proof_is_repeated_with_the_nonce(bad_server: HttpServer, door: Door) -> None:
    def once_more(to: ServerExchange) -> None:
        if to.headers["DPoP"] == "proof with n1":
            to.say(200, b'{"sub": "a"}')
        else:
            to.say(401, b"", WWW_Authenticate='DPoP error="use_dpop_nonce"', DPoP_Nonce="n1")

    address = bad_server.answer("userinfo", once_more)
    found = userinfo(address, "t", door, proof=lambda nonce: f"proof with {nonce}")
    assert found.kind is Kind.CLAIMS
    assert [request.headers["authorization"] for request in bad_server.requests] == ["DPoP t"] * 2


def test_a_nonce_that_never_suits_ends(bad_server: HttpServer, door: Door) -> None:
    refusing = fixed(401, "", WWW_Authenticate='DPoP error="use_dpop_nonce"', DPoP_Nonce="n")
    found = userinfo(bad_server.answer("userinfo", refusing), "t", door, proof=str)
    assert found.kind is Kind.REFUSED
    assert len(bad_server.requests) == 2


# --- introspection and revocation ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (200, '{"active": true, "scope": "a"}', Kind.ACTIVE),
        (200, '{"active": false}', Kind.INACTIVE),
        (200, '{"active": "true"}', Kind.UNUSABLE),
        (200, "{}", Kind.UNUSABLE),
        (401, '{"error": "invalid_client"}', Kind.REFUSED),
        (503, "", Kind.REFUSED),
    ],
)
def test_introspection(bad_server: HttpServer, door: Door, status: int, text: str, kind: Kind) -> None:
    address = bad_server.answer("introspect", fixed(status, text))
    found = introspect(address, "the token", Client(door), hint="access_token")
    assert found.kind is kind
    assert found.sentence.startswith("127.0.0.1")
    (request,) = bad_server.requests
    assert request.form["token"] == "the token"
    assert request.form["token_type_hint"] == "access_token"
    assert request.form["client_id"] == "me"


def test_a_signed_introspection(bad_server: HttpServer, door: Door) -> None:
    signed = fixed(200, "a.b.c", "application/token-introspection+jwt")
    found = introspect(bad_server.answer("introspect", signed), "t", Client(door))
    assert (found.kind, found.token) == (Kind.SIGNED, "a.b.c")


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (200, "", Kind.REVOKED),
        (400, '{"error": "unsupported_token_type"}', Kind.NOT_REVOCABLE),
        (401, '{"error": "invalid_client"}', Kind.REFUSED),
        (503, "", Kind.REFUSED),
    ],
)
def test_revocation(bad_server: HttpServer, door: Door, status: int, text: str, kind: Kind) -> None:
    address = bad_server.answer("revoke", fixed(status, text))
    found = revoke("https://a.example/", Endpoints(revocation_endpoint=address), "t", Client(door))
    assert found.kind is kind
    assert [request.form["token"] for request in bad_server.requests] == ["t"]


AUTH0 = Endpoints(
    token_endpoint="https://login.acme.example/oauth/token",
    revocation_endpoint="https://login.acme.example/oauth/revoke",
)


@pytest.mark.parametrize(
    ("issuer", "endpoints", "hint", "known"),
    [
        ("https://acme.eu.auth0.com/", Endpoints(), "access_token", True),
        ("https://login.acme.example/", AUTH0, "access_token", True),
        ("https://acme.eu.auth0.com/", AUTH0, "refresh_token", False),
        ("https://auth0.com.example/", Endpoints(), "access_token", False),
        ("https://[auth0.com/", Endpoints(), "access_token", False),
        (
            "https://a.example/",
            replace(AUTH0, token_endpoint="https://a.example/token"),
            "access_token",
            False,
        ),
    ],
)
def test_auth0_s_access_tokens_cannot_be_revoked(
    issuer: str, endpoints: Endpoints, hint: str, *, known: bool
) -> None:
    assert (why_not_revocable(issuer, endpoints, hint) is not None) == known


def test_where_it_is_no_use_nothing_is_sent(door: Door, trace: Trace) -> None:
    found = revoke("https://login.acme.example/", AUTH0, "t", Client(door), hint="access_token")
    assert (found.kind, found.message) == (Kind.NOT_REVOCABLE, "")
    assert "until they expire" in found.sentence
    assert trace.steps == ()


def test_a_missing_endpoint_is_named(door: Door) -> None:
    client = Client(door)
    with pytest.raises(ConnectionGapError) as caught:
        userinfo("", "t", door)
    assert caught.value.field == "userinfo_endpoint"
    with pytest.raises(ConnectionGapError) as caught:
        introspect("", "t", client)
    assert caught.value.field == "introspection_endpoint"
    with pytest.raises(ConnectionGapError) as caught:
        revoke("https://a.example/", Endpoints(), "t", client)
    assert caught.value.field == "revocation_endpoint"
