"""The checks on encrypted tokens, each through every outcome, with look-alikes that must not fail."""

import json
from typing import Any

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy, Status
from tests.support.claim_cases import assert_reached, checks_of, opaque
from tests.unit.inspection.encrypting import (
    DIRECT_RING,
    IV,
    PASSWORD,
    deflated,
    direct,
    encrypted_by,
    json_form,
    oct_jwk,
    opening,
    private_jwk,
)
from tests.unit.inspection.minting import (
    CLAIMS,
    b64,
    case,
    compact,
    ec_pair,
    jwk_ring,
    part,
    ring,
    rsa_pair,
    rsa_signed,
    secret_ring,
    signed,
)

FAMILY = "encryption"
PBES2 = "PBES2-HS256+A128KW"
ISSUER = Policy(issuer="https://issuer.example/")
SIGNING, ENCRYPTING = Policy(algorithms=("RS256", "ES256")), Policy(algorithms=("RSA-OAEP", "A256GCM"))


def form(alg: str = "A128KW", enc: str = "A128GCM", key: bytes = bytes(24), **header: Any) -> Case:
    """Return the case of a token that nobody can open, without a key."""
    head = {"alg": alg, "enc": enc} | header
    return case(f"{part(head)}.{b64(key)}.{b64(IV)}.AAAA.{b64(bytes(16))}")


def password(**header: Any) -> Case:
    return form(PBES2, p2s="c2FsdHNhbHQ", **header)


def inside(payload: object, alg: str = "RSA-OAEP", policy: Policy | None = None, **header: Any) -> Case:
    """Return the case of a token that its key has opened."""
    return case(encrypted_by(alg, "A256GCM", payload, **header), opening(alg), policy)


def recipients(*algs: str) -> Case:
    made = [({"alg": alg}, private_jwk(alg, "A128GCM")) for alg in algs]
    return case(json.dumps(json_form(made, {"enc": "A128GCM"})))


CASES: tuple[tuple[str, str, Case], ...] = (
    ("jwe-swapped", "pass", form()),
    ("jwe-swapped", "fail", form("A128GCM", "RSA-OAEP")),
    ("jwe-alg-allowed", "pass", form("RSA-OAEP")),
    ("jwe-alg-allowed", "fail", form("RSA1_5")),
    ("jwe-alg-allowed", "fail.password", password(p2c=2_000)),
    ("jwe-alg-allowed", "fail.unknown", form("mock-alg")),
    ("jwe-enc-allowed", "pass", form()),
    ("jwe-enc-allowed", "fail", form(enc="A256CTR")),
    ("jwe-dir-empty-key", "pass", form()),
    ("jwe-dir-empty-key", "fail", form("dir")),
    ("jwe-dir-empty-key", "fail.missing", form(key=b"")),
    ("jwe-iv-tag-length", "pass", form()),
    ("jwe-iv-tag-length", "fail.iv", case(direct(iv=b"eight by"))),
    ("jwe-iv-tag-length", "fail.tag", case(direct(cut=8))),
    ("jwe-iv-tag-length", "fail.wrap-iv", form("A128GCMKW", tag=b64(bytes(16)))),
    ("jwe-iv-tag-length", "fail.wrap-tag", form("A128GCMKW", iv=b64(IV), tag=b64(bytes(15)))),
    ("jwe-p2c-limit", "pass", password(p2c=1_200_000)),
    ("jwe-p2c-limit", "warn", password(p2c=999)),
    ("jwe-p2c-limit", "fail", password(p2c=1_200_001)),
    ("jwe-p2c-limit", "fail.missing", password()),
    ("jwe-zip", "pass", form()),
    ("jwe-zip", "warn", form(zip="DEF")),
    ("jwe-zip-limit", "pass", case(direct(deflated(b"{}"), zip="DEF"), DIRECT_RING)),
    ("jwe-zip-limit", "fail", case(direct(deflated(bytes(1 << 20)), zip="DEF"), DIRECT_RING)),
    ("jwe-zip-limit", "fail.damaged", case(direct(b"{}", zip="DEF"), DIRECT_RING)),
    (
        "jwe-zip-limit",
        "fail.unprotected",
        case(json.dumps(json_form([({"alg": "A128KW", "zip": "DEF"}, oct_jwk(16))], {"enc": "A128GCM"}))),
    ),
    ("jwe-zip-limit", "fail.method", form(zip="BZIP")),
    ("jwe-zip-limit", "unknown", form(zip="DEF")),
    ("jwe-key-type", "pass", inside(CLAIMS)),
    ("jwe-key-type", "fail", case(encrypted_by("RSA-OAEP"), secret_ring())),
    ("jwe-key-type", "fail.public", case(encrypted_by("RSA-OAEP"), jwk_ring(rsa_pair().jwk))),
    ("jwe-key-type", "fail.curve", case(encrypted_by("ECDH-ES"), jwk_ring(ec_pair("ES384").private_jwk()))),
    ("jwe-key-type", "fail.length", case(encrypted_by("A128KW"), jwk_ring(oct_jwk(32)))),
    ("jwe-inner-signed", "pass", inside(signed())),
    ("jwe-inner-signed", "pass.shared", inside(CLAIMS, "A256KW")),
    ("jwe-inner-signed", "warn", inside(CLAIMS)),
    ("jwe-inner-signed", "fail", inside(CLAIMS, policy=ISSUER)),
    ("jwe-inner-signed", "fail.kind", inside(CLAIMS, typ="at+jwt")),
    ("jwe-inner-signed", "fail.announced", inside(CLAIMS, cty="JWT")),
    ("jwe-inner-signed", "fail.unsigned", inside(compact({"alg": "none"}, CLAIMS))),
    ("jwe-as-jws", "pass", case(rsa_signed(), policy=SIGNING)),
    ("jwe-as-jws", "fail", case(encrypted_by("RSA-OAEP"), policy=SIGNING)),
    ("jwe-as-jws", "fail.signed", case(rsa_signed(), policy=ENCRYPTING)),
)


def outcome(name: str, of: Case) -> str:
    result = checks_of(FAMILY)[name](of)
    return f"{result.status} {result.variant}".strip()


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize("token", [signed(), compact({"alg": "none"}, CLAIMS), "words", "v4.local.YQ"])
def test_other_tokens_are_not_encrypted(token: str) -> None:
    for of in (case(token), case(token, DIRECT_RING), case(opaque(), DIRECT_RING)):
        assert {check(of).status for check in checks_of(FAMILY).values()} == {Status.NOT_APPLICABLE}


@pytest.mark.parametrize(
    "alg", ["RSA-OAEP", "RSA-OAEP-256", "A192KW", "A256GCMKW", "dir", "ECDH-ES", "ECDH-ES+A256KW"]
)
def test_methods_of_today_are_allowed(alg: str) -> None:
    assert outcome("jwe-alg-allowed", case(encrypted_by(alg))) == "pass"
    assert outcome("jwe-iv-tag-length", case(encrypted_by(alg, "A192CBC-HS384"))) == "pass"
    assert outcome("jwe-dir-empty-key", case(encrypted_by(alg))) == "pass"


def test_a_password_may_be_agreed_on() -> None:
    agreed = Policy(algorithms=(PBES2,))
    assert outcome("jwe-alg-allowed", case(encrypted_by(PBES2), secret_ring(PASSWORD), agreed)) == "pass"
    assert (
        outcome("jwe-alg-allowed", case(encrypted_by("RSA1_5"), policy=Policy(algorithms=("RSA1_5",))))
        == "fail"
    )


def test_one_weak_recipient_weakens_all() -> None:
    assert outcome("jwe-alg-allowed", recipients("A128KW", "RSA-OAEP")) == "pass"
    assert outcome("jwe-alg-allowed", recipients("A128KW", PBES2)) == "fail password"


def test_one_problem_is_one_finding() -> None:
    swapped = form("A256GCM", "RSA-OAEP")
    for name in ("jwe-alg-allowed", "jwe-enc-allowed", "jwe-dir-empty-key"):
        assert outcome(name, swapped) == "na"


def test_a_key_of_another_use_is_no_key_of_another_kind() -> None:
    of = case(encrypted_by("RSA-OAEP"), jwk_ring(private_jwk("RSA") | {"use": "sig"}))
    assert outcome("jwe-key-type", of) == "pass"
    mixed = case(encrypted_by("RSA-OAEP"), ring(private_jwk("RSA"), ec_pair().jwk))
    assert outcome("jwe-key-type", mixed) == "pass"
    assert outcome("jwe-key-type", case(encrypted_by("RSA-OAEP"), KeyRing())) == "na"


def test_a_shared_secret_proves_its_holder_but_not_for_every_kind() -> None:
    assert outcome("jwe-inner-signed", inside(CLAIMS, "dir", ISSUER)) == "pass shared"
    assert outcome("jwe-inner-signed", inside(CLAIMS, "dir", cty="JWT")) == "fail announced"
    assert outcome("jwe-inner-signed", inside(CLAIMS, "dir", typ="application/AT+JWT")) == "fail kind"
    assert outcome("jwe-inner-signed", inside("only a text")) == "na"
    assert outcome("jwe-inner-signed", case(encrypted_by("RSA-OAEP"))) == "na"


def test_a_signed_token_inside_is_what_a_signature_was_expected_of() -> None:
    assert outcome("jwe-as-jws", inside(rsa_signed(), policy=SIGNING)) == "na"
    assert outcome("jwe-as-jws", inside(CLAIMS, policy=SIGNING)) == "fail"
    assert outcome("jwe-as-jws", inside(CLAIMS, policy=ENCRYPTING)) == "pass"
    both = Policy(algorithms=("RS256", "RSA-OAEP"))
    assert outcome("jwe-as-jws", case(rsa_signed(), policy=both)) == "na"
    assert outcome("jwe-as-jws", case(encrypted_by("RSA-OAEP"))) == "na"
