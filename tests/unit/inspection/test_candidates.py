"""What became of each given key is said in words: taken or left, and why."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import KeyRing, load_keys
from jotlens.inspection.model import Inspection, KeyChoice, KeyOutcome, Policy, SignatureStatus
from jotlens.inspection.signatures.candidates import certificate_in_words
from jotlens.inspection.signatures.key_choice import Misfit
from jotlens.tokens.read import read
from jotlens.tokens.resources import resource
from tests.unit.inspection.minting import (
    AT,
    SECRET,
    b64,
    certificate,
    certificate_pem,
    compact,
    ec_pair,
    ed_pair,
    jwk_ring,
    ml_pair,
    ring,
    rsa_pair,
    rsa_signed,
    secret_ring,
    signed,
    x5t_s256,
)

LEFT, FITS = KeyOutcome.LEFT, KeyOutcome.FITS


def look(text: str, keys: KeyRing, at: datetime = AT) -> Inspection:
    return inspect(read(text), Policy(), keys, at)


def only(text: str, keys: KeyRing, at: datetime = AT) -> KeyChoice:
    (choice,) = look(text, keys, at).signature.candidates
    return choice


def rsa(**members: object) -> dict[str, Any]:
    return rsa_pair().jwk | members


# --- taken or left -----------------------------------------------------------------------------------

REASONS: dict[str, tuple[str, KeyRing, KeyOutcome, str]] = {
    "it fits": (rsa_signed(), jwk_ring(rsa()), FITS, "the signature fits it"),
    "it does not fit": (
        rsa_signed(),
        jwk_ring(rsa_pair("two").jwk),
        KeyOutcome.DOES_NOT_FIT,
        "the signature does not fit it",
    ),
    "a public key for a shared secret": (signed(), jwk_ring(rsa()), LEFT, "anybody could forge"),
    "another kind": (rsa_signed(), jwk_ring(ec_pair().jwk), LEFT, "RS256, needs an RSA key"),
    "a secret for RS256": (rsa_signed(), secret_ring(), LEFT, "RS256, needs an RSA key"),
    "another curve": (
        signed("ES256", ec_pair().private),
        jwk_ring(ec_pair("ES384").jwk),
        LEFT,
        "needs the curve P-256, and this key is on P-384",
    ),
    "another method": (rsa_signed(), jwk_ring(rsa(alg="PS256")), LEFT, "for the method PS256 only"),
    "for encryption": (rsa_signed(), jwk_ring(rsa(use="enc")), LEFT, "its “use” says “enc”"),
    "not for verifying": (
        rsa_signed(),
        jwk_ring(rsa(key_ops=["wrapKey", "encrypt"])),
        LEFT,
        "“key_ops” say “wrapKey, encrypt”",
    ),
    "not readable": (
        rsa_signed(),
        jwk_ring({"kty": "RSA"}),
        LEFT,
        "The key lacks a part that its kind needs.",
    ),
    "an empty secret": (signed(), jwk_ring({"kty": "oct", "k": ""}), LEFT, "The secret is empty."),
    "a token that is not signed": (
        compact({"alg": "none"}, {"sub": "x"}),
        jwk_ring(rsa()),
        KeyOutcome.NOT_TRIED,
        "The token declares itself unsigned.",
    ),
    "an opaque token": (
        "0123456789abcdef0123456789abcdef",
        jwk_ring(rsa()),
        KeyOutcome.NOT_TRIED,
        "Only the server that issued this text",
    ),
    "a key that the library refuses": (
        rsa_signed(),
        replace(jwk_ring(rsa()), keys=(replace(jwk_ring(rsa()).keys[0], material=object()),)),
        KeyOutcome.REFUSED,
        "it cannot be used with the token's method",
    ),
}


@pytest.mark.parametrize(("text", "keys", "outcome", "words"), REASONS.values(), ids=REASONS)
def test_it_is_said_why_a_key_was_taken_or_left(
    text: str, keys: KeyRing, outcome: KeyOutcome, words: str
) -> None:
    choice = only(text, keys)
    assert choice.outcome is outcome
    assert words in choice.reason
    assert choice.taken is (outcome in {FITS, KeyOutcome.DOES_NOT_FIT, KeyOutcome.REFUSED})


def test_of_a_set_every_key_is_told() -> None:
    keys = ring(
        rsa(kid="A", use="sig"),
        rsa_pair("two").jwk | {"kid": "B"},
        ec_pair().jwk,
        rsa(kid="A"),
    )
    choices = look(rsa_signed(kid="A"), keys).signature.candidates
    assert [choice.kid for choice in choices] == ["A", "B", None, "A"]
    assert [choice.outcome for choice in choices] == [FITS, LEFT, LEFT, KeyOutcome.NOT_NEEDED]
    assert "asks for the key “A”, and this one is named “B”" in choices[1].reason
    assert "this one has no name" in choices[2].reason
    assert "another key fits already" in choices[3].reason


def test_without_keys_there_is_nothing_to_tell() -> None:
    assert look(rsa_signed(), KeyRing()).signature.candidates == ()


def test_of_several_signatures_the_best_outcome_of_a_key_is_told() -> None:
    payload = b64(b"{}")
    one, two = (signed(alg, pair.private, {}) for alg, pair in (("RS256", rsa_pair()), ("ES256", ec_pair())))
    parts = [
        dict(zip(("protected", "payload", "signature"), text.split("."), strict=True)) for text in (one, two)
    ]
    assert {item.pop("payload") for item in parts} == {payload}
    general = json.dumps({"payload": payload, "signatures": parts})
    choices = look(general, ring(rsa(), ec_pair().jwk)).signature.candidates
    assert [choice.outcome for choice in choices] == [FITS, FITS]


# --- what a key is -------------------------------------------------------------------------------------

KINDS = {
    "RSA, 2,048 bits": rsa(),
    "RSA, 2,048 bits, for RS256": rsa(alg="RS256"),
    "elliptic curve P-256": ec_pair().jwk,
    "Edwards curve Ed25519": ed_pair().jwk,
    "ML-DSA, ML-DSA-44": ml_pair().jwk,
    "shared secret, 32 bytes": {"kty": "oct", "k": b64(SECRET.encode())},
    "RSA": {"kty": "RSA"},
    "unknown kind": {"kty": "XYZ"},
}


@pytest.mark.parametrize(("words", "jwk"), KINDS.items(), ids=KINDS)
def test_the_kind_is_said_in_words(words: str, jwk: dict[str, Any]) -> None:
    assert only(rsa_signed(), jwk_ring(jwk)).kind == words


def test_thumbprints_are_told_but_none_of_a_secret() -> None:
    der = certificate(rsa_pair())
    choice = only(rsa_signed(), load_keys(certificate_pem(der)))
    assert choice.thumbprint == load_keys(rsa_pair().pem()).keys[0].thumbprint
    assert choice.x5t_s256 == x5t_s256(der)
    assert only(signed(), secret_ring()).thumbprint is None


def test_no_candidate_shows_a_secret() -> None:
    inspection = look(signed(), secret_ring())
    assert SECRET not in repr(inspection.signature)


def test_hidden_characters_of_a_name_are_made_visible() -> None:
    keys = ring(rsa(kid="a\u202eb"), rsa(kid="c"))
    signature = look(rsa_signed(kid="x\u200by"), keys).signature
    said = signature.choice + signature.candidates[0].reason
    assert "\u202e" not in said
    assert "\u200b" not in said
    assert "a\\u202eb" in said


# --- notes ---------------------------------------------------------------------------------------------

_ROCA = 1
for _prime in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97):
    _ROCA *= _prime
for _prime in (101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167):
    _ROCA *= _prime


def _roca_jwk() -> dict[str, Any]:
    modulus = 1 + _ROCA * (1 << (2047 - _ROCA.bit_length()))
    return {"kty": "RSA", "n": b64(modulus.to_bytes(256)), "e": "AQAB"}


NOTES = {
    "private": (load_keys(rsa_pair().private_pem()), "only its owner should have"),
    "short RSA": (jwk_ring(rsa_pair("short", 1024).jwk), "it has 1,024 bits"),
    "ROCA": (jwk_ring(_roca_jwk()), "faulty chip"),
    "two of a name": (ring(rsa(kid="A"), ec_pair().jwk | {"kid": "A"}), "has the same name"),
}


@pytest.mark.parametrize(("keys", "words"), NOTES.values(), ids=NOTES)
def test_weaknesses_are_noted(keys: KeyRing, words: str) -> None:
    assert words in " ".join(look(rsa_signed(), keys).signature.candidates[0].notes)


def test_a_good_key_has_no_notes() -> None:
    assert only(rsa_signed(), jwk_ring(rsa(kid="A"))).notes == ()
    assert only(signed(), secret_ring()).notes == ()
    assert ring(rsa(), ec_pair().jwk).duplicate_kids == ()
    assert [item.notes for item in look(rsa_signed(), ring(rsa(), ec_pair().jwk)).signature.candidates] == [
        (),
        (),
    ]


def test_a_short_secret_is_noted_where_it_matters() -> None:
    (note,) = only(signed("HS512"), secret_ring()).notes
    assert "it has 32 bytes, and HS512 needs at least 64" in note
    assert only(rsa_signed(), secret_ring("short")).notes == ()


@pytest.mark.parametrize("member", ["jkt", "x5t#S256"])
def test_the_key_that_a_token_is_bound_to_is_known(member: str) -> None:
    der = certificate(ec_pair())
    (holder,) = load_keys(certificate_pem(der)).keys
    value = holder.thumbprint if member == "jkt" else x5t_s256(der)
    text = signed("RS256", rsa_pair().private, {"cnf": {member: value}})
    (note,) = only(text, load_keys(certificate_pem(der))).notes
    assert "bound to this key" in note
    assert only(text, jwk_ring(rsa())).notes == ()


@pytest.mark.parametrize("cnf", ["text", {}, {"jkt": 7}, {"jkt": ""}, None])
def test_a_bond_that_names_no_key_is_passed_over(cnf: object) -> None:
    assert only(signed("RS256", rsa_pair().private, {"cnf": cnf}), jwk_ring(rsa())).notes == ()


def test_a_token_inside_another_is_held_against_the_same_keys() -> None:
    inner = signed("ES256", ec_pair().private)
    outer = signed("RS256", rsa_pair().private, inner, cty="JWT")
    nested = look(outer, ring(rsa(), ec_pair().jwk)).nested
    assert nested is not None
    assert nested.signature.status is SignatureStatus.VERIFIED
    assert [choice.outcome for choice in nested.signature.candidates] == [LEFT, FITS]
    forged = signed("RS256", rsa_pair().private, signed("ES256", ec_pair("ES256", "two").private), cty="JWT")
    nested = look(forged, ring(rsa(), ec_pair().jwk)).nested
    assert nested is not None
    assert nested.signature.status is SignatureStatus.INVALID


# --- certificates --------------------------------------------------------------------------------------


def test_a_certificate_is_held_against_the_instant() -> None:
    """The certificate is valid from AT to a day later, both ends included (RFC 5280 section 4.1.2.5)."""
    keys = load_keys(certificate_pem(certificate(rsa_pair())))
    end = AT + timedelta(days=1)
    notes = {at: only(rsa_signed(), keys, at).notes for at in _around(AT, end)}
    assert [len(said) for said in notes.values()] == [1, 0, 0, 0, 0, 1]
    assert "valid only from 2 Jan 2026, 03:04:05 UTC on" in notes[AT - timedelta(seconds=1)][0]
    assert "expired on 3 Jan 2026, 03:04:05 UTC" in notes[end + timedelta(seconds=1)][0]


def _around(*instants: datetime) -> Iterator[datetime]:
    for at in instants:
        yield from (at + timedelta(seconds=by) for by in (-1, 0, 1))


def test_whose_certificate_it_is_can_be_read() -> None:
    issuer = rsa_pair("root")
    der = certificate(rsa_pair(), issuer, "api.example", "Example CA")
    choice = only(rsa_signed(), load_keys(certificate_pem(der)))
    assert choice.certificate is not None
    assert certificate_in_words(choice.certificate) == (
        "Certificate of “api.example”, issued by “Example CA”, valid from 2 Jan 2026, 03:04:05 UTC "
        "to 3 Jan 2026, 03:04:05 UTC."
    )


def test_a_certificate_beside_a_key_must_be_that_keys() -> None:
    own = [b64encode(certificate(rsa_pair())).decode()]
    other = [b64encode(certificate(rsa_pair("two"))).decode()]
    assert only(rsa_signed(), jwk_ring(rsa(x5c=own))).notes == ()
    (note,) = only(rsa_signed(), jwk_ring(rsa(x5c=other))).notes
    assert "belongs to another key" in note
    damaged = only(rsa_signed(), jwk_ring(rsa(x5c=["AAAA"])))
    assert (damaged.outcome, damaged.certificate) == (FITS, None)


def test_the_certificate_of_a_set_is_never_the_key_that_verifies() -> None:
    other = [b64encode(certificate(rsa_pair())).decode()]
    choice = only(rsa_signed(), jwk_ring(rsa_pair("two").jwk | {"x5c": other}))
    assert choice.outcome is KeyOutcome.DOES_NOT_FIT


# --- which key the token names -------------------------------------------------------------------------


def choice_of(kid: str | None, keys: KeyRing) -> str:
    return look(rsa_signed(kid=kid) if kid is not None else rsa_signed(), keys).signature.choice


def test_the_token_says_c_and_the_issuer_publishes_a_and_b() -> None:
    keys = ring(rsa(kid="A"), rsa_pair("two").jwk | {"kid": "B"})
    said = choice_of("C", keys)
    assert said.startswith("The token names the key “C”, and you gave “A” and “B”: it is not among them.")
    published = choice_of("C", replace(keys, source="https://issuer.example/jwks.json"))
    assert "the issuer publishes “A” and “B”: it is not among them" in published
    assert look(rsa_signed(kid="C"), keys).signature.reason.endswith("the key set has none of that name.")


def test_a_key_without_a_name_does_not_hide_that_the_name_is_missing() -> None:
    keys = ring(rsa(kid="A"), ed_pair().jwk)
    signature = look(rsa_signed(kid="C"), keys).signature
    assert "“A” and one without a name" in signature.choice
    assert signature.reason.endswith("the key set has none of that name.")


def test_the_name_is_found_or_absent() -> None:
    keys = ring(rsa(kid="A"), rsa_pair("two").jwk | {"kid": "B"})
    assert "it is among those you gave: “A” and “B”." in choice_of("A", keys)
    assert "does not name its key" in choice_of(None, keys)
    assert "none of the keys that you gave has a name" in choice_of("A", ring(rsa(), ec_pair().jwk))
    assert "It was tried all the same" in choice_of("C", jwk_ring(rsa(kid="A")))
    for alone in (jwk_ring(rsa()), secret_ring()):
        assert choice_of(None, alone) == ""


def test_a_long_list_of_names_is_cut() -> None:
    said = choice_of("C", ring(*(rsa(kid=f"k{n}") for n in range(9)), ec_pair().jwk, ed_pair().jwk))
    assert "“k5”, 3 more and 2 without a name" in said


# --- the words themselves ------------------------------------------------------------------------------

JARGON = re.compile(r"\b(?:JOSE|JWKS?|MUST|SHOULD|octets?|boolean|array|misfit)\b")


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, f"{path}/{name}")
    else:
        yield path, value


def test_there_are_words_for_every_reason_and_they_are_plain() -> None:
    words = json.loads(resource("keys.json").read_bytes())
    opening_only, signing_only = {Misfit.PUBLIC, Misfit.LENGTH}, {Misfit.HMAC_WITH_PUBLIC}
    assert {key.partition(".")[0] for key in words["left"]} == {*Misfit} - opening_only
    assert {key.partition(".")[0] for key in words["closed"]} == {*Misfit} - signing_only
    assert words["outcomes"].keys() >= {str(outcome) for outcome in KeyOutcome} - {"left"}
    for path, text in _texts(words):
        shown = re.sub(r"\{\w+\}", "", text)
        assert not JARGON.search(shown), path
        assert '"' not in text, path
        if path.startswith(("/left", "/closed", "/notes", "/outcomes", "/opening", "/choice/")):
            assert text[0].isupper(), path
            assert text[-1] in ".}", path
