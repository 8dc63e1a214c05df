"""Whole inspections of encrypted tokens: what is said of one that was opened, of its inside, and of one that was not."""

import json
from datetime import timedelta
from typing import Any

import pytest

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import (
    DecryptionStatus,
    Inspection,
    LifetimeState,
    Policy,
    Purpose,
    Question,
    SignatureStatus,
    Status,
    VerdictStatus,
)
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read
from tests.unit.inspection.encrypting import (
    DIRECT_RING,
    deflated,
    direct,
    encrypted_by,
    oct_jwk,
    opening,
    private_jwk,
)
from tests.unit.inspection.minting import AT, SECRET, compact, ec_pair, jwk_ring, ring, rsa_pair, signed

EXP = int((AT + timedelta(hours=1)).timestamp())
CLAIMS: dict[str, Any] = {
    "iss": "https://issuer.example/",
    "aud": "https://api.example.com/",
    "sub": "usr_123",
    "client_id": "app",
    "jti": "t-1",
    "iat": EXP - 7_200,
    "exp": EXP,
    "scope": "read",
}
EXPECTED = Policy(audience="https://api.example.com/", issuer="https://issuer.example/", scopes=("read",))
INNER = signed("ES256", ec_pair().private, CLAIMS, typ="at+jwt")
NESTED = encrypted_by("RSA-OAEP-256", payload=INNER, cty="JWT")
READER = private_jwk("RSA-OAEP")
BOTH = ring(READER, ec_pair().jwk)


def opened(text: str, keys: KeyRing, policy: Policy = EXPECTED) -> Inspection:
    found = inspect(read(text), policy, keys, AT)
    assert found.opened, found.decryption
    assert len({finding.id for finding in found.findings}) == len(found.findings)
    return found


def answer(found: Inspection, question: Question) -> tuple[Status, str, str]:
    said = next(item for item in found.answers if item.question is question)
    return said.status, said.headline, said.detail


def status_of(found: Inspection, check_id: str) -> Status:
    finding = found.finding(check_id)
    assert finding is not None
    return finding.status


# --- a signed token inside -------------------------------------------------------------------------------------


def test_a_signed_token_inside_is_checked_for_what_is_expected() -> None:
    found = opened(NESTED, BOTH)
    assert found.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    assert found.token.kind is Kind.JWE
    assert found.token.payload_text == INNER
    assert found.token.claims is None
    assert found.nested is not None
    assert found.nested.token.text == INNER
    assert found.nested.policy == EXPECTED
    assert found.nested.signature.status is SignatureStatus.VERIFIED
    assert found.signature.status is SignatureStatus.NOT_CHECKED
    assert found.contents is found.nested
    for check_id in (
        "aud-match",
        "iss-match",
        "exp-passed",
        "scope-required",
        "signature-valid",
        "jwe-inner-signed",
    ):
        assert status_of(found, check_id) is Status.PASS
    assert not [finding for finding in found.findings if finding.status is Status.FAIL]


def test_the_outer_token_lives_and_is_called_as_the_inner_one() -> None:
    found = opened(NESTED, BOTH)
    assert found.purpose.purpose is Purpose.ACCESS_TOKEN
    assert found.title == "Access token"
    assert "decrypted: signed JWT, ES256" in found.subtitle
    assert "issuer.example" in found.subtitle
    assert (found.lifetime.state, found.lifetime.seconds_left) == (LifetimeState.ACTIVE, 3_600)
    assert answer(found, Question.WHAT)[1:] == (
        "Access token",
        "Decrypted with the key you gave; inside: signed JWT, ES256",
    )
    assert answer(found, Question.WHO) == (Status.PASS, "Genuine", "Signed by issuer.example")
    assert answer(found, Question.WHEN)[1] == "1 h left"
    assert answer(found, Question.FOR_WHAT)[:2] == (Status.PASS, "Fits your API")


@pytest.mark.parametrize(
    ("policy", "check_id"),
    [
        (Policy(audience="https://other.example.com/"), "aud-match"),
        (Policy(issuer="https://other.example/"), "iss-match"),
        (Policy(scopes=("write",)), "scope-required"),
        (Policy(algorithms=("RS256",)), "alg-allowed"),
    ],
)
def test_what_does_not_fit_inside_is_said_of_the_whole(policy: Policy, check_id: str) -> None:
    found = opened(NESTED, BOTH, policy)
    assert found.verdict.status is VerdictStatus.REJECT
    assert found.verdict.finding_id == check_id
    assert status_of(found, check_id) is Status.FAIL


def test_an_expired_token_inside_is_expired_outside() -> None:
    text = encrypted_by("dir", "A256GCM", signed("HS256", SECRET, CLAIMS | {"exp": EXP - 7_200}))
    found = opened(text, opening("dir"))
    assert found.lifetime.state is LifetimeState.EXPIRED
    assert found.verdict.finding_id == "exp-passed"


def test_the_methods_that_are_expected_are_those_of_the_signature() -> None:
    found = opened(NESTED, BOTH, Policy(algorithms=("ES256",)))
    assert status_of(found, "alg-allowed") is Status.PASS
    assert status_of(found, "jwe-as-jws") is Status.PASS


def test_the_key_that_decrypts_says_nothing_against_the_signature_inside() -> None:
    """An RSA key pair of the reader is of the kind that RS256 needs, and is not the issuer's all the same."""
    inner = signed("RS256", rsa_pair("issuer").private, CLAIMS)
    for keys in (jwk_ring(READER), ring(READER)):
        found = opened(encrypted_by("RSA-OAEP", payload=inner), keys)
        assert found.nested is not None
        assert found.nested.signature.status is SignatureStatus.NOT_CHECKED
        assert found.verdict.status is VerdictStatus.NOT_VERIFIED
        assert status_of(found, "signature-valid") is Status.UNKNOWN
    wrong = opened(encrypted_by("RSA-OAEP", payload=inner), ring(READER, rsa_pair("third").jwk))
    assert wrong.verdict.finding_id == "signature-valid"


def test_one_key_pair_may_do_both() -> None:
    inner = signed("RS256", rsa_pair().private, CLAIMS)
    assert opened(encrypted_by("RSA-OAEP", payload=inner), jwk_ring(READER)).verdict.status is (
        VerdictStatus.WOULD_BE_ACCEPTED
    )


def test_a_weak_wrapping_refuses_a_genuine_token() -> None:
    found = opened(encrypted_by("RSA1_5", payload=INNER), BOTH)
    assert found.verdict.finding_id == "jwe-alg-allowed"
    assert answer(found, Question.WHO)[0] is Status.FAIL
    assert found.nested is not None
    assert found.nested.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED


def test_what_looked_like_a_session_cookie_is_judged_by_what_it_holds() -> None:
    text = encrypted_by("dir", "A256GCM", INNER)
    assert read(text).format is not None
    found = opened(text, ring(oct_jwk(32, use="enc"), ec_pair().jwk))
    assert found.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    assert found.title == "Access token"
    assert found.profile == found.contents.profile


def test_an_unsigned_token_inside_is_refused() -> None:
    found = opened(encrypted_by("dir", payload=compact({"alg": "none"}, CLAIMS)), opening("dir"))
    assert found.nested is not None
    assert found.nested.token.kind is Kind.UNSECURED
    assert found.verdict.finding_id == "alg-none"
    assert status_of(found, "jwe-inner-signed") is Status.FAIL


def test_two_layers_and_no_more_than_three_tokens_deep() -> None:
    text = INNER
    for _ in range(2):
        text = encrypted_by("A128KW", payload=text)
    keys = ring(oct_jwk(16), ec_pair().jwk)
    found = opened(text, keys)
    assert found.contents.token.text == INNER
    assert found.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    for _ in range(3):
        text = encrypted_by("A128KW", payload=text)
    depth, deepest = 0, opened(text, keys)
    while deepest.nested is not None:
        depth, deepest = depth + 1, deepest.nested
    assert depth == 3
    assert deepest.token.payload_text is not None


def test_header_claims_are_compared_with_the_inside() -> None:
    same = encrypted_by("RSA-OAEP", payload=INNER, iss=CLAIMS["iss"], aud=[CLAIMS["aud"]])
    other = encrypted_by("RSA-OAEP", payload=INNER, iss="https://other.example/")
    assert status_of(opened(same, BOTH), "header-claims-match") is Status.PASS
    assert status_of(opened(other, BOTH), "header-claims-match") is Status.FAIL
    bare = encrypted_by("A128KW", payload=CLAIMS, iss="https://other.example/")
    assert status_of(opened(bare, opening("A128KW")), "header-claims-match") is Status.FAIL
    closed = inspect(read(other), Policy(), KeyRing(), AT).finding("header-claims-match")
    assert closed is not None
    assert "nobody can compare" in closed.message


# --- claims without a signature --------------------------------------------------------------------------------


def test_claims_behind_a_shared_secret_can_be_accepted() -> None:
    text = encrypted_by("A256KW", payload=CLAIMS)
    found = opened(text, opening("A256KW"))
    assert found.token.claims is not None
    assert found.nested is None
    assert found.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    assert "same secret" in found.verdict.sentence
    assert answer(found, Question.WHO)[:2] == (Status.PASS, "Made with your secret")
    assert "claims without a signature" in answer(found, Question.WHAT)[2]
    assert opened(text, opening("A256KW"), Policy()).verdict.status is VerdictStatus.NOT_VERIFIED
    wrong = opened(text, opening("A256KW"), Policy(audience="https://other.example/"))
    assert wrong.verdict.finding_id == "aud-match"


def test_claims_behind_a_public_key_prove_nothing() -> None:
    text = encrypted_by("RSA-OAEP", payload=CLAIMS)
    found = opened(text, opening("RSA-OAEP"), Policy(audience=CLAIMS["aud"]))
    assert found.verdict.status is VerdictStatus.NOT_VERIFIED
    assert "anyone who has the public key" in found.verdict.sentence
    assert answer(found, Question.WHO)[:2] == (Status.WARN, "Not signed")
    assert status_of(found, "aud-match") is Status.PASS
    refused = opened(text, opening("RSA-OAEP"))
    assert refused.verdict.finding_id == "jwe-inner-signed"


def test_damaged_claims_inside_are_found() -> None:
    doubled = opened(direct(b'{"sub":"a","sub":"b"}'), DIRECT_RING)
    assert status_of(doubled, "json-duplicate-names") is Status.FAIL
    assert status_of(opened(direct(b'{"sub":'), DIRECT_RING), "payload-json") is Status.FAIL
    assert status_of(opened(direct(b"\xff"), DIRECT_RING, Policy()), "json-utf8") is Status.FAIL


def test_another_kind_of_content_is_no_claims_set() -> None:
    keys = '{"keys":[]}'
    found = opened(encrypted_by("dir", payload=keys, cty="jwk-set+json"), opening("dir"), Policy())
    assert (found.token.claims, found.token.payload_text) == (None, keys)
    assert found.verdict.status is VerdictStatus.NOT_VERIFIED
    assert status_of(found, "payload-json") is Status.NOT_APPLICABLE
    prose = opened(encrypted_by("dir", payload="just words"), opening("dir"), Policy())
    assert prose.token.payload_text == "just words"
    assert "a text without claims" in prose.subtitle
    assert answer(prose, Question.WHAT)[0] is Status.WARN


def test_compressed_claims_are_unpacked() -> None:
    packed = direct(deflated(json.dumps(CLAIMS).encode()), zip="DEF")
    assert opened(packed, DIRECT_RING).verdict.status is VerdictStatus.WOULD_BE_ACCEPTED


# --- not opened ------------------------------------------------------------------------------------------------


def test_without_a_key_an_encrypted_token_is_no_error() -> None:
    for alg in ("RSA-OAEP", "RSA1_5", "A128KW"):
        found = inspect(read(encrypted_by(alg)), Policy(), KeyRing(), AT)
        assert found.verdict.status is VerdictStatus.UNREADABLE
        assert "not an error" in found.verdict.sentence
        assert found.decryption is not None
        assert found.decryption.status is DecryptionStatus.NOT_ATTEMPTED
        assert answer(found, Question.WHAT)[0] is Status.PASS


def test_the_wrong_key_leaves_it_closed() -> None:
    found = inspect(read(encrypted_by("A256KW")), EXPECTED, jwk_ring({"kty": "oct", "k": "A" * 43}), AT)
    assert found.decryption is not None
    assert found.decryption.status is DecryptionStatus.FAILED
    assert found.verdict.status is VerdictStatus.UNREADABLE
    assert found.decryption.reason in found.verdict.sentence
    assert not [finding.id for finding in found.findings if finding.status is Status.FAIL]
    assert answer(found, Question.WHAT)[:2] == (Status.UNKNOWN, "Encrypted, and still closed")


def test_a_hostile_token_is_refused_also_without_a_key() -> None:
    bomb = inspect(read(direct(deflated(bytes(1 << 20)), zip="DEF")), Policy(), DIRECT_RING, AT)
    assert bomb.verdict.finding_id == "jwe-zip-limit"
    assert answer(bomb, Question.WHAT)[:2] == (Status.FAIL, "Encrypted, and not opened")
    cut = inspect(read(direct(cut=3)), Policy(), KeyRing(), AT)
    assert cut.verdict.finding_id == "jwe-iv-tag-length"
    assert answer(cut, Question.WHAT)[0] is Status.FAIL
    swapped = encrypted_by("dir").split(".", 1)[1]
    text = f"{direct(alg='A128GCM', enc='dir').split('.', 1)[0]}.{swapped}"
    found = inspect(read(text), Policy(), KeyRing(), AT)
    assert "each other's place" in found.verdict.sentence


def test_a_signature_is_expected_and_the_token_is_encrypted() -> None:
    found = inspect(read(encrypted_by("dir")), Policy(algorithms=("RS256",)), KeyRing(), AT)
    assert found.verdict.finding_id == "jwe-as-jws"
    assert status_of(found, "alg-allowed") is Status.NOT_APPLICABLE


def test_a_signed_token_may_hold_an_encrypted_one() -> None:
    text = signed("HS256", SECRET, encrypted_by("A128KW", payload=CLAIMS))
    found = inspect(read(text), EXPECTED, ring(oct_jwk(16, use="enc")), AT)
    assert found.nested is not None
    assert found.nested.opened
    assert found.nested.policy == Policy()
    assert found.decryption is None
    assert found.contents is found
