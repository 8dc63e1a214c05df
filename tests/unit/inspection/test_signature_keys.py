"""Which of several keys verifies, how the text of a secret may be meant, and what guesses are worth."""

import hmac
import json
from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.tokens.read import read
from tests.unit.inspection.minting import (
    CLAIMS,
    SECRET,
    b64,
    ec_pair,
    jwk_ring,
    part,
    report,
    ring,
    rsa_pair,
    rsa_signed,
    secret_ring,
    sign,
    signed,
    status,
)

VERIFIED, INVALID = SignatureStatus.VERIFIED, SignatureStatus.INVALID
REJECTED, NOT_CHECKED = SignatureStatus.REJECTED, SignatureStatus.NOT_CHECKED

# --- key sets -------------------------------------------------------------------------------------------


def test_the_named_key_of_a_set_is_taken() -> None:
    one, two = rsa_pair().jwk | {"kid": "one"}, rsa_pair("two").jwk | {"kid": "two"}
    found = report(rsa_signed(kid="one"), ring(two, one))
    assert found.verdict.status is VERIFIED
    assert found.verdict.key is not None
    assert found.verdict.key.kid == "one"
    assert [item.misfits for item in found.results[0].considered] == [("name",), ()]
    assert status(rsa_signed(kid="two"), ring(two, one)) is INVALID


def test_another_key_of_the_set_never_stands_in_for_the_named_one() -> None:
    found = report(rsa_signed(kid="absent"), ring(rsa_pair().jwk | {"kid": "one"}))
    assert found.verdict.status is REJECTED
    assert "absent" in found.verdict.reason
    assert found.results[0].kid_known is False


def test_without_a_name_every_fitting_key_is_tried() -> None:
    keys = ring(ec_pair().jwk, rsa_pair("two").jwk, rsa_pair().jwk)
    found = report(rsa_signed(), keys)
    assert found.verdict.status is VERIFIED
    assert (found.results[0].tried, found.results[0].fitted) == (2, 3)
    assert status(rsa_signed(), ring(rsa_pair("two").jwk, rsa_pair("three").jwk)) is INVALID


def test_keys_without_names_are_tried_when_the_set_has_no_names() -> None:
    assert status(rsa_signed(kid="one"), ring(rsa_pair("two").jwk, rsa_pair().jwk)) is VERIFIED
    named = rsa_pair("two").jwk | {"kid": "one"}
    assert status(rsa_signed(kid="one"), ring(named, rsa_pair().jwk)) is INVALID


def test_keys_of_one_name_are_all_tried() -> None:
    jwks = [rsa_pair(name).jwk | {"kid": "same"} for name in ("two", "one")]
    assert status(rsa_signed(kid="same"), ring(*jwks)) is VERIFIED


def test_a_single_key_is_the_persons_choice_whatever_its_name() -> None:
    found = report(rsa_signed(kid="one"), jwk_ring(rsa_pair().jwk | {"kid": "other"}))
    assert found.verdict.status is VERIFIED
    assert found.results[0].kid_known is False


def test_a_malformed_key_does_not_stop_the_others() -> None:
    assert status(rsa_signed(), ring({"kty": "RSA"}, 7, rsa_pair().jwk)) is VERIFIED


def test_secrets_in_a_mixed_set_are_used_for_hmac_only() -> None:
    secret = {"kty": "oct", "k": b64(SECRET.encode())}
    assert status(signed(), ring(rsa_pair().jwk, secret)) is VERIFIED
    assert status(rsa_signed(), ring(secret, rsa_pair().jwk)) is VERIFIED


def test_the_address_of_a_set_is_the_source() -> None:
    address = "https://issuer.example/jwks.json"
    found = report(rsa_signed(), ring(rsa_pair().jwk, source=address))
    assert found.verdict.key is not None
    assert found.verdict.key.source == address


# --- several signatures ----------------------------------------------------------------------------------


def _general(*signers: tuple[str, Any]) -> str:
    payload = part(CLAIMS)
    signatures = []
    for alg, key in signers:
        protected = part({"alg": alg})
        signatures.append(
            {"protected": protected, "signature": b64(sign(alg, key, f"{protected}.{payload}".encode()))}
        )
    return json.dumps({"payload": payload, "signatures": signatures})


def test_all_signatures_have_to_verify() -> None:
    keys = ring(rsa_pair().jwk, ec_pair().jwk)
    text = _general(("RS256", rsa_pair().private), ("ES256", ec_pair().private))
    found = report(text, keys)
    assert (found.verdict.status, found.verdict.reason) == (VERIFIED, "All 2 signatures fit.")
    forged = _general(("RS256", rsa_pair().private), ("ES256", ec_pair("ES256", "two").private))
    found = report(forged, keys)
    assert found.verdict.status is INVALID
    assert found.verdict.reason.startswith("Signature 2 of 2: ")
    assert status(text, ring(rsa_pair().jwk)) is REJECTED


def test_a_name_in_both_headers_is_rejected() -> None:
    protected = part({"alg": "HS256", "kid": "a"})
    value = b64(sign("HS256", SECRET, f"{protected}.{part(CLAIMS)}".encode()))
    flat = {"payload": part(CLAIMS), "protected": protected, "header": {"kid": "b"}, "signature": value}
    assert status(json.dumps(flat), secret_ring()) is REJECTED
    assert status(json.dumps(flat | {"header": {"x": 1}}), secret_ring()) is VERIFIED


def test_demands_outside_the_signed_header_are_rejected() -> None:
    protected = part({"alg": "HS256"})
    value = b64(sign("HS256", SECRET, f"{protected}.{part(CLAIMS)}".encode()))
    unsigned = {"crit": ["b64"], "b64": True}
    flat = {"payload": part(CLAIMS), "protected": protected, "header": unsigned, "signature": value}
    assert status(json.dumps(flat), secret_ring()) is REJECTED


# --- secrets as text ---------------------------------------------------------------------------------------

RAW = bytes(range(200, 232))
READINGS = {
    "base64": (b64encode(RAW).decode(), RAW),
    "base64url": (b64(RAW), RAW),
    "hexadecimal": (RAW.hex(), RAW),
    "text without the blanks around it": (SECRET + "\n", SECRET.encode()),
}


@pytest.mark.parametrize(("given", "meant"), READINGS.values(), ids=READINGS)
def test_a_secret_in_another_form_is_found_and_said(
    given: str, meant: bytes, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    found = report(signed("HS256", meant), secret_ring(given))
    assert found.verdict.status is VERIFIED
    assert found.results[0].reading == name
    assert name in found.verdict.reason


def test_a_secret_in_the_chosen_form_is_not_read_in_others() -> None:
    keys = load_keys(b64encode(RAW.hex().encode()).decode(), KeyForm.SECRET_BASE64)
    assert status(signed("HS256", RAW), keys) is INVALID
    assert status(signed("HS256", RAW.hex()), keys) is VERIFIED


# The sample token of the documentation that shows how an API checks a token in four steps.
SAMPLE = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUuYXV0aDAuY29tLyIsImF1ZCI6Imh0dHBzOi8vYXBp"
    "LmV4YW1wbGUuY29tL2NhbGFuZGFyL3YxLyIsInN1YiI6InVzcl8xMjMiLCJpYXQiOjE0NTg3ODU3OTYsImV4cCI6MTQ1ODg3MjE5Nn0.CA7ea"
    "HjIHz5NxeIJoFK9krqaeZrPLwmMmgI_XiQiIkQ"
)


def test_the_sample_token_of_the_documentation_verifies_with_its_secret() -> None:
    found = report(SAMPLE, secret_ring("keyboardcat"))
    assert (found.verdict.status, found.published) == (VERIFIED, True)
    guessed = report(SAMPLE, KeyRing(guesses=published_secrets()))
    assert (guessed.verdict.status, guessed.guessed_secret) == (NOT_CHECKED, "keyboardcat")
    assert status(SAMPLE, load_keys(rsa_pair().pem())) is REJECTED


# --- guesses -------------------------------------------------------------------------------------------------


def test_a_guessed_secret_verifies_nothing() -> None:
    keys = KeyRing(guesses=("wrong", "keyboardcat"))
    found = report(signed("HS256", "keyboardcat"), keys)
    assert (found.verdict.status, found.guessed, found.guessed_secret) == (NOT_CHECKED, True, "keyboardcat")
    assert "keyboardcat" not in repr(found)
    found = report(signed("HS256", SECRET), keys)
    assert (found.verdict.status, found.guessed, found.guessed_secret) == (NOT_CHECKED, True, None)


def test_guesses_are_tried_when_the_given_secret_does_not_fit() -> None:
    keys = replace(secret_ring(), guesses=("keyboardcat",))
    found = report(signed("HS256", "keyboardcat"), keys)
    assert (found.verdict.status, found.guessed_secret) == (INVALID, "keyboardcat")


def test_a_search_that_was_stopped_does_not_count() -> None:
    keys = KeyRing(guesses=("keyboardcat",))
    found = verify_signature(read(signed("HS256", "keyboardcat")), keys, Policy(), should_stop=lambda: True)
    assert (found.guessed, found.guessed_secret) == (False, None)


def test_a_published_secret_that_verifies_is_known() -> None:
    assert report(signed("HS256", "keyboardcat"), secret_ring("keyboardcat")).published
    assert not report(signed(), secret_ring()).published
    assert report(signed(), replace(secret_ring(), guesses=(SECRET,))).published


# --- nothing leaks, nothing raises ---------------------------------------------------------------------------


def test_no_report_shows_a_secret() -> None:
    found = report(signed(), secret_ring())
    assert SECRET not in repr(found)
    value = hmac.digest(SECRET.encode(), b"", "sha256")
    assert repr(SECRET.encode()) not in repr(found)
    assert repr(value) not in repr(found)
