"""The checks on logins: every outcome, hashes of every method, logout tokens, and DPoP proofs step by step."""

import hashlib
from typing import Any

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.fetched import Fetched
from jotlens.inspection.model import Policy, SignatureStatus, Status
from jotlens.tokens.base64url import encode
from tests.support.claim_cases import (
    ACCESS,
    AT,
    ID,
    LOGOUT,
    PROOF,
    PROOF_HEADER,
    PROOF_KEY,
    assert_reached,
    case,
    case_of,
    checks_of,
    compact,
    document,
    encrypted,
    opaque,
    pasted,
    said,
    without,
)
from tests.unit.inspection.minting import case as signed_case
from tests.unit.inspection.minting import ec_pair, secret_ring, signed

FAMILY = "login"
ACCESS_TOKEN = "opaque-access-token-open"
ATH = encode(hashlib.sha256(ACCESS_TOKEN.encode()).digest())
HALF = encode(hashlib.sha256(ACCESS_TOKEN.encode()).digest()[:16])
LOGOUT_HEADER = {"typ": "logout+jwt"}
THUMBPRINT = "nsZcvLo3Yo6WsQKNHgHIFx_LoRwU-4jm7uX7xcTzCow"
HTU = "https://api.example.com/orders"
SIGNS = document(id_token_signing_alg_values_supported=["RS256", "ES256"])
BOUND = {**ACCESS, "cnf": {"jkt": THUMBPRINT}}


def proof(claims: dict[str, Any] | None = None, header: dict[str, Any] | None = None, **policy: Any) -> Case:
    return case(PROOF if claims is None else claims, {**PROOF_HEADER, **(header or {})}, **policy)


def own_proof(**header: Any) -> Case:
    """Return the case of a proof that is signed by the key it brings."""
    pair = ec_pair("ES256", "wallet")
    return signed_case(signed("ES256", pair.private, PROOF, typ="dpop+jwt", **({"jwk": pair.jwk} | header)))


def logout(**claims: Any) -> Case:
    return case({**LOGOUT, **claims}, LOGOUT_HEADER)


CASES: tuple[tuple[str, str, Case], ...] = (
    ("nonce-match", "pass", case(ID, nonce="n-1")),
    ("nonce-match", "unknown.unreadable", case_of(encrypted(), Policy(nonce="n-1"))),
    ("nonce-match", "fail", case(ID, nonce="n-2")),
    ("nonce-match", "fail.missing", case(without(ID, "nonce"), nonce="n-1")),
    ("nonce-match", "fail.type", case({**ID, "nonce": 1}, nonce="1")),
    ("at-hash", "pass", case({**ID, "at_hash": HALF}, access_token=ACCESS_TOKEN)),
    ("at-hash", "unknown.missing", case(ID, access_token=ACCESS_TOKEN)),
    ("at-hash", "unknown.method", case({**ID, "at_hash": HALF}, {"alg": "ML-DSA-44"}, access_token="x")),
    ("at-hash", "fail", case({**ID, "at_hash": HALF}, access_token="another")),
    ("at-hash", "fail.type", case({**ID, "at_hash": 7}, access_token="another")),
    ("c-hash", "pass", case({**ID, "c_hash": HALF}, code=ACCESS_TOKEN)),
    ("c-hash", "unknown.missing", case(ID, code="c")),
    ("c-hash", "unknown.method", case({**ID, "c_hash": HALF}, {"alg": "none"}, code="c")),
    ("c-hash", "fail", case({**ID, "c_hash": HALF}, code="another")),
    ("c-hash", "fail.type", case({**ID, "c_hash": None}, code="another")),
    ("s-hash", "pass", case({**ID, "s_hash": HALF}, state=ACCESS_TOKEN)),
    ("s-hash", "unknown.method", case({**ID, "s_hash": HALF}, {"alg": "none"}, state="s")),
    ("s-hash", "fail", case({**ID, "s_hash": HALF}, state="another")),
    ("s-hash", "fail.type", case({**ID, "s_hash": 1}, state="another")),
    ("id-aud-client", "pass", case(ID, client_id="my_client_id")),
    ("id-aud-client", "fail", case(ID, client_id="another_client")),
    ("id-alg", "pass", case(ID)),
    ("id-alg", "pass.offered", case(ID, {"alg": "ES256"}, fetched=Fetched(issuer_document=SIGNS))),
    ("id-alg", "fail", case(ID, {"alg": "PS256"}, fetched=Fetched(issuer_document=SIGNS))),
    ("id-hs256-secret", "pass", case(ID, {"alg": "HS256"})),
    ("id-hs256-secret", "pass.verified", signed_case(signed(payload=ID), secret_ring())),
    ("userinfo-sub", "pass", case(ID, fetched=Fetched(userinfo=document(sub=ID["sub"], name="Ada")))),
    ("userinfo-sub", "fail", case(ID, fetched=Fetched(userinfo=document(sub="auth0|other")))),
    ("userinfo-sub", "fail.missing", case(ID, fetched=Fetched(userinfo=document(name="Ada")))),
    ("logout-typ", "pass", logout()),
    ("logout-typ", "warn", case(LOGOUT)),
    ("logout-typ", "fail", case(LOGOUT, {"typ": "secevent+jwt"}, typ="logout+jwt")),
    ("logout-events", "pass", logout()),
    ("logout-events", "fail", logout(events={"urn:other": {}})),
    ("logout-events", "fail.type", logout(events={"http://schemas.openid.net/event/backchannel-logout": 1})),
    ("logout-sub-or-sid", "pass", logout()),
    ("logout-sub-or-sid", "fail", case(without(LOGOUT, "sid"), LOGOUT_HEADER)),
    ("logout-no-nonce", "pass", logout()),
    ("logout-no-nonce", "fail", logout(nonce="x")),
    ("logout-claims", "pass", logout()),
    ("logout-claims", "fail", case(without(LOGOUT, "jti", "exp"), LOGOUT_HEADER)),
    ("logout-age", "pass", logout()),
    ("logout-age", "warn", logout(exp=AT + 120)),
    ("dpop-one-header", "pass", proof(dpop_headers=1)),
    ("dpop-one-header", "fail", proof(dpop_headers=2)),
    ("dpop-wellformed", "pass", proof()),
    ("dpop-wellformed", "fail", case_of(opaque(), Policy(typ="dpop+jwt"))),
    ("dpop-signature", "pass", own_proof()),
    ("dpop-signature", "fail", own_proof(jwk=PROOF_KEY)),
    ("dpop-signature", "unknown", own_proof(jwk={**PROOF_KEY, "crv": "P-384"})),
    ("dpop-nonce", "pass", proof({**PROOF, "nonce": "n"}, nonce="n")),
    ("dpop-nonce", "fail", proof({**PROOF, "nonce": "n"}, nonce="o")),
    ("dpop-nonce", "fail.missing", proof(nonce="n")),
    ("dpop-nonce", "fail.type", proof({**PROOF, "nonce": 1}, nonce="1")),
    ("dpop-claims", "pass", proof()),
    ("dpop-claims", "fail", proof(access_token=ACCESS_TOKEN)),
    ("dpop-typ", "pass", proof()),
    ("dpop-typ", "fail", proof(header={"typ": "JWT"})),
    ("dpop-alg", "pass", proof()),
    ("dpop-alg", "fail", proof(header={"alg": "HS256"})),
    ("dpop-jwk-public", "pass", proof()),
    ("dpop-jwk-public", "fail", proof(header={"jwk": {**PROOF_KEY, "d": "x"}})),
    ("dpop-jwk-public", "fail.missing", proof(header={"jwk": "key"})),
    ("dpop-htm", "pass", proof(htm="GET")),
    ("dpop-htm", "unknown", proof()),
    ("dpop-htm", "fail", proof(htm="POST")),
    ("dpop-htm", "fail.type", proof({**PROOF, "htm": 1})),
    ("dpop-htu", "pass", proof(htu=HTU)),
    ("dpop-htu", "unknown", proof()),
    ("dpop-htu", "fail", proof(htu="https://api.example.com/order")),
    ("dpop-htu", "fail.address", proof({**PROOF, "htu": "/orders"}, htu=HTU)),
    ("dpop-htu", "fail.type", proof({**PROOF, "htu": None}, htu=HTU)),
    ("dpop-iat", "pass", proof({**PROOF, "iat": AT - 60})),
    ("dpop-iat", "fail", proof({**PROOF, "iat": AT - 61})),
    ("dpop-iat", "fail.future", proof({**PROOF, "iat": AT + 61})),
    ("dpop-ath", "pass", proof({**PROOF, "ath": ATH}, access_token=ACCESS_TOKEN)),
    ("dpop-ath", "unknown", proof({**PROOF, "ath": ATH})),
    ("dpop-ath", "fail", proof({**PROOF, "ath": ATH}, access_token="another")),
    ("dpop-ath", "fail.type", proof({**PROOF, "ath": 1}, access_token="another")),
    ("dpop-jkt", "pass", proof(access_token=compact(BOUND))),
    ("dpop-jkt", "fail", proof(access_token=compact({**ACCESS, "cnf": {"jkt": "other"}}))),
    ("bound-dpop", "warn", case(BOUND)),
    ("bound-dpop", "warn.key", case({**ACCESS, "cnf": {"jwk": PROOF_KEY}})),
    ("bound-dpop", "warn.type", case({**ACCESS, "cnf": "key"})),
    ("bound-dpop", "fail.bearer", pasted(f"Authorization: Bearer {compact(BOUND)}")),
    ("bound-mtls", "warn", case({**ACCESS, "cnf": {"x5t#S256": "x"}})),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize(
    ("alg", "method", "half"),
    [
        ("RS256", "sha256", 16),
        ("PS384", "sha384", 24),
        ("ES512", "sha512", 32),
        ("HS256", "sha256", 16),
        ("ES256K", "sha256", 16),
        ("EdDSA", "sha512", 32),
        ("Ed25519", "sha512", 32),
    ],
)
def test_the_fingerprint_of_the_access_token_follows_the_method(alg: str, method: str, half: int) -> None:
    digest = hashlib.new(method, ACCESS_TOKEN.encode()).digest()
    claims = {**ID, "at_hash": encode(digest[:half])}
    assert (
        checks_of(FAMILY)["at-hash"](case(claims, {"alg": alg}, access_token=ACCESS_TOKEN)).status
        is Status.PASS
    )
    whole = {**ID, "at_hash": encode(digest)}
    assert (
        checks_of(FAMILY)["at-hash"](case(whole, {"alg": alg}, access_token=ACCESS_TOKEN)).status
        is Status.FAIL
    )


def test_the_example_of_openid_connect_fits() -> None:
    claims = {**ID, "at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}
    of = case(claims, access_token="jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y")
    assert checks_of(FAMILY)["at-hash"](of).status is Status.PASS


@pytest.mark.parametrize(
    "htu",
    [
        "https://api.example.com/orders?page=2",
        "https://api.example.com/orders#top",
        "HTTPS://API.example.com:443/orders",
        "https://api.example.com/%6frders",
        "https://api.example.com/./a/../orders",
    ],
)
def test_an_address_may_be_spelt_in_more_than_one_way(htu: str) -> None:
    assert checks_of(FAMILY)["dpop-htu"](proof(htu=htu)).status is Status.PASS
    assert checks_of(FAMILY)["dpop-htu"](proof({**PROOF, "htu": htu}, htu=HTU)).status is Status.PASS


@pytest.mark.parametrize(
    "htu",
    [
        "http://api.example.com/orders",
        "https://api.example.com:8443/orders",
        "https://api.example.com/Orders",
        "https://api.example.com/orders/",
        "https://api.example.com/orders%2Fall",
        "https://[::1]bad/orders",
        "",
    ],
)
def test_another_address_is_another(htu: str) -> None:
    assert checks_of(FAMILY)["dpop-htu"](proof(htu=htu)).status is Status.FAIL


def test_methods_are_compared_with_their_capitals() -> None:
    assert checks_of(FAMILY)["dpop-htm"](proof(htm="get")).status is Status.FAIL


def test_a_proof_without_the_fingerprint_is_one_problem() -> None:
    of = proof(htm="GET", htu=HTU, access_token=ACCESS_TOKEN)
    failing = [check_id for check_id, check in checks_of(FAMILY).items() if check(of).status is Status.FAIL]
    assert failing == ["dpop-claims"]
    assert "ath" in said(FAMILY, "dpop-claims", of).message


def test_what_is_asked_for_as_a_proof_is_judged_as_one() -> None:
    failing = {
        check_id
        for check_id, check in checks_of(FAMILY).items()
        if check(case(ACCESS, typ="dpop+jwt")).status is Status.FAIL
    }
    assert failing == {"dpop-claims", "dpop-typ", "dpop-jwk-public"}


@pytest.mark.parametrize("alg", ["HS256", "none", "NONE", "RSA", "es256", "A256GCM"])
def test_a_proof_needs_a_private_key(alg: str) -> None:
    assert checks_of(FAMILY)["dpop-alg"](proof(header={"alg": alg})).status is Status.FAIL


def test_a_token_answer_can_tell_that_it_was_taken_for_a_plain_one() -> None:
    for told, status in (("Bearer", Status.FAIL), ("DPoP", Status.WARN)):
        text = f'{{"access_token": "{compact(BOUND)}", "token_type": "{told}", "expires_in": 3600}}'
        assert checks_of(FAMILY)["bound-dpop"](pasted(text)).status is status


def test_a_proof_beside_a_bearer_token_does_not_make_the_bound_token_a_plain_one() -> None:
    text = f"Authorization: DPoP {compact(BOUND)}\nX-Other: Bearer {compact(ACCESS)}\n"
    assert checks_of(FAMILY)["bound-dpop"](pasted(text)).status is Status.WARN


def test_one_pasted_proof_is_one_header() -> None:
    one, other = own_proof().token.text, own_proof().token.text
    assert checks_of(FAMILY)["dpop-one-header"](pasted(f"DPoP: {one}")).status is Status.PASS
    several = pasted(f"DPoP: {one}\n\nDPoP: {other}")
    assert checks_of(FAMILY)["dpop-one-header"](several).status is Status.NOT_APPLICABLE


def test_a_proof_that_fits_its_own_key_is_not_called_genuine() -> None:
    of = own_proof()
    assert of.signature.verdict.status is SignatureStatus.NOT_CHECKED
    assert of.signature.own_key is SignatureStatus.VERIFIED


@pytest.mark.parametrize("jwk", [None, "key", {}, {"kty": "oct", "k": "AAAA"}, {**PROOF_KEY, "d": "AAAA"}])
def test_a_proof_without_a_public_key_is_not_held_against_it(jwk: object) -> None:
    assert checks_of(FAMILY)["dpop-signature"](own_proof(jwk=jwk)).status is not Status.PASS


def test_a_token_that_is_no_proof_is_never_held_against_its_own_key() -> None:
    pair = ec_pair("ES256", "wallet")
    of = signed_case(signed("ES256", pair.private, ACCESS, typ="JWT", jwk=pair.jwk))
    assert of.signature.own_key is None


def test_the_nonce_of_a_proof_is_the_servers() -> None:
    assert checks_of(FAMILY)["nonce-match"](proof(nonce="n")).status is Status.NOT_APPLICABLE


def test_a_fingerprint_of_the_state_is_not_missed() -> None:
    assert checks_of(FAMILY)["s-hash"](case(ID, state="s")).status is Status.NOT_APPLICABLE


def test_an_application_is_nearly_the_right_one_only_once() -> None:
    near = case(ID, client_id="my_client_ld")
    statuses = {
        check_id: checks_of(family)[check_id](near).status
        for family, check_id in (
            ("login", "id-aud-client"),
            ("audience", "aud-near-miss"),
            ("audience", "aud-match"),
            ("parties", "client-match"),
        )
    }
    assert [check_id for check_id, status in statuses.items() if status is Status.FAIL] == ["aud-near-miss"]


def test_a_wrong_application_is_told_once() -> None:
    wrong = case({**ID, "azp": "my_client_id"}, client_id="another_client")
    for family, check_id in (("audience", "aud-match"), ("parties", "client-match")):
        assert checks_of(family)[check_id](wrong).status is Status.NOT_APPLICABLE
    assert checks_of(FAMILY)["id-aud-client"](wrong).status is Status.FAIL


def test_the_method_is_judged_by_what_you_allow_first() -> None:
    of = case(ID, {"alg": "PS256"}, algorithms=("PS256",), fetched=Fetched(issuer_document=SIGNS))
    assert checks_of(FAMILY)["id-alg"](of).status is Status.NOT_APPLICABLE
    assert checks_of(FAMILY)["id-alg"](case(ID, {"alg": "ES256"})).status is Status.NOT_APPLICABLE


def test_the_profile_of_an_access_token_is_not_compared() -> None:
    of = case(ACCESS, fetched=Fetched(userinfo=document(sub="auth0|other")))
    assert checks_of(FAMILY)["userinfo-sub"](of).status is Status.NOT_APPLICABLE


def test_an_ordinary_token_is_not_judged_as_login() -> None:
    assert {check(case(ACCESS)).status for check in checks_of(FAMILY).values()} == {Status.NOT_APPLICABLE}


@pytest.mark.parametrize("access_token", ["", "a.b", "a.b.c", "..", "x" * 50_000, "é.\ud800.x"])
def test_odd_access_tokens_are_compared_all_the_same(access_token: str) -> None:
    of = proof({**PROOF, "ath": ATH}, access_token=access_token)
    assert checks_of(FAMILY)["dpop-ath"](of).status is Status.FAIL
    assert checks_of(FAMILY)["dpop-jkt"](of).status is Status.NOT_APPLICABLE
