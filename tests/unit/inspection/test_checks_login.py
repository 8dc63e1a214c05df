"""The checks on logins: every outcome, hashes of every method, logout tokens, and DPoP proofs step by step."""

import hashlib
from typing import Any

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.model import Policy, Status
from jotlens.tokens.base64url import encode
from jotlens.tokens.model import Finds, TokenAnswer
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
    encrypted,
    said,
    without,
)

FAMILY = "login"
ACCESS_TOKEN = "opaque-access-token-open"
ATH = encode(hashlib.sha256(ACCESS_TOKEN.encode()).digest())
HALF = encode(hashlib.sha256(ACCESS_TOKEN.encode()).digest()[:16])
LOGOUT_HEADER = {"typ": "logout+jwt"}
THUMBPRINT = "nsZcvLo3Yo6WsQKNHgHIFx_LoRwU-4jm7uX7xcTzCow"
HTU = "https://api.example.com/orders"
BOUND = {**ACCESS, "cnf": {"jkt": THUMBPRINT}}


def proof(claims: dict[str, Any] | None = None, header: dict[str, Any] | None = None, **policy: Any) -> Case:
    return case(PROOF if claims is None else claims, {**PROOF_HEADER, **(header or {})}, **policy)


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
    ("bound-dpop", "fail.bearer", case(BOUND, finds=Finds((), stripped=("Bearer prefix",)))),
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
    finds = Finds((), answer=TokenAnswer("Bearer", 3600, None))
    assert checks_of(FAMILY)["bound-dpop"](case(BOUND, finds=finds)).status is Status.FAIL
    rightly = Finds((), answer=TokenAnswer("DPoP", 3600, None))
    assert checks_of(FAMILY)["bound-dpop"](case(BOUND, finds=rightly)).status is Status.WARN


def test_an_ordinary_token_is_not_judged_as_login() -> None:
    assert {check(case(ACCESS)).status for check in checks_of(FAMILY).values()} == {Status.NOT_APPLICABLE}


@pytest.mark.parametrize("access_token", ["", "a.b", "a.b.c", "..", "x" * 50_000, "é.\ud800.x"])
def test_odd_access_tokens_are_compared_all_the_same(access_token: str) -> None:
    of = proof({**PROOF, "ath": ATH}, access_token=access_token)
    assert checks_of(FAMILY)["dpop-ath"](of).status is Status.FAIL
    assert checks_of(FAMILY)["dpop-jkt"](of).status is Status.NOT_APPLICABLE
