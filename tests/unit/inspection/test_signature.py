"""Signatures of every method are verified by the right key only, and everything else says why not."""

import json
from base64 import b64encode
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from jotlens.inspection.keys.load import Key, KeyForm, KeyRing, load_keys
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.tokens.read import read
from tests.unit.inspection.minting import (
    CLAIMS,
    SECRET,
    b64,
    certificate,
    certificate_pem,
    compact,
    ec_pair,
    ed_pair,
    jwk_ring,
    ml_pair,
    pair_for,
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
ASYMMETRIC = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K"),
    *("EdDSA", "Ed25519", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"),
]
HMAC = {"HS256": SECRET, "HS384": SECRET * 2, "HS512": SECRET * 2}


def minted(alg: str) -> tuple[str, KeyRing]:
    """Return a token of that method and the ring of its key."""
    if alg in HMAC:
        return signed(alg, HMAC[alg]), secret_ring(HMAC[alg])
    pair = ed_pair("Ed448") if alg == "Ed448" else pair_for(alg)
    return signed(alg, pair.private), jwk_ring(pair.jwk)


# --- the mathematics -----------------------------------------------------------------------------------


@pytest.mark.parametrize("alg", [*HMAC, *ASYMMETRIC])
def test_the_right_key_verifies(alg: str) -> None:
    found = report(*minted(alg))
    assert found.verdict.status is VERIFIED
    assert found.verdict.alg == alg
    assert found.verdict.key is not None
    assert found.verdict.key.source == ("secret" if alg in HMAC else "jwk")
    assert (found.verdict.key.thumbprint is None) == (alg in HMAC)


@pytest.mark.parametrize("alg", [*HMAC, *ASYMMETRIC])
@pytest.mark.parametrize("index", [0, 1])
def test_a_changed_header_or_body_does_not_verify(alg: str, index: int) -> None:
    text, keys = minted(alg)
    parts = text.split(".")
    parts[index] = part({"alg": alg, "x": 1} if index == 0 else {**CLAIMS, "sub": "another"})
    assert status(".".join(parts), keys) is INVALID


@pytest.mark.parametrize("alg", [*HMAC, *ASYMMETRIC])
def test_a_changed_signature_does_not_verify(alg: str) -> None:
    text, keys = minted(alg)
    value = read(text).signatures[0].value or b""
    unsigned = text.rpartition(".")[0]
    for forged in (
        bytes([value[0] ^ 1]) + value[1:],
        value[:-1] + bytes([value[-1] ^ 1]),
        value[:-1],
        value + b"\0",
        bytes(len(value)),
    ):
        assert status(f"{unsigned}.{b64(forged)}", keys) is INVALID


@pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "HS256"])
def test_another_key_does_not_verify(alg: str) -> None:
    text, _ = minted(alg)
    others = {
        "RS256": jwk_ring(rsa_pair("two").jwk),
        "PS256": jwk_ring(rsa_pair("two").jwk),
        "ES256": jwk_ring(ec_pair("ES256", "two").jwk),
        "HS256": secret_ring("another secret of thirty-two byte"),
    }
    found = report(text, others[alg])
    assert found.verdict.status is INVALID
    assert "does not fit" in found.verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        lambda: rsa_pair().pem(),
        lambda: rsa_pair().private_pem(),
        lambda: certificate_pem(certificate(rsa_pair())),
        lambda: json.dumps({"keys": [ec_pair().jwk, rsa_pair().jwk]}),
    ],
    ids=["public PEM", "private PEM", "certificate", "key set"],
)
def test_the_key_may_come_in_any_form(text: Any) -> None:
    assert status(rsa_signed(), load_keys(text())) is VERIFIED


def test_a_der_signature_does_not_verify() -> None:
    message = f"{part({'alg': 'ES256'})}.{part(CLAIMS)}"
    der = ec_pair().private.sign(message.encode(), ec.ECDSA(hashes.SHA256()))
    assert status(f"{message}.{b64(der)}", jwk_ring(ec_pair().jwk)) is INVALID


# --- the method comes from the key, never from the header alone -------------------------------------------


def _public_forms() -> dict[str, tuple[str, str]]:
    """Return public key texts, and what a forger would sign with."""
    pem, jwk = rsa_pair().pem(), json.dumps(rsa_pair().jwk)
    cert = certificate_pem(certificate(rsa_pair()))
    bare = b64encode(certificate(rsa_pair())).decode()
    jwks = json.dumps({"keys": [rsa_pair().jwk, ec_pair().jwk]})
    return {text[:12]: (text, text) for text in (pem, jwk, cert, bare, jwks)}


@pytest.mark.parametrize("name", _public_forms())
@pytest.mark.parametrize("form", [None, KeyForm.SECRET])
@pytest.mark.parametrize("alg", ["HS256", "HS512"])
def test_a_public_key_is_never_a_secret(name: str, form: KeyForm | None, alg: str) -> None:
    text, forged_with = _public_forms()[name]
    found = report(signed(alg, forged_with), load_keys(text, form))
    assert found.verdict.status is REJECTED
    assert "shared secret" in found.verdict.reason


def test_a_public_key_that_slips_in_as_bytes_is_refused_by_the_mathematics() -> None:
    pem = rsa_pair().pem().encode()
    keys = KeyRing((Key(KeyForm.SECRET, "oct", secret=pem),), KeyForm.SECRET)
    assert status(signed("HS256", pem), keys) is REJECTED


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", " none"])
def test_none_is_rejected_in_any_spelling(alg: str) -> None:
    for value in (b"", b"signature"):
        assert status(compact({"alg": alg}, CLAIMS, value), KeyRing()) is REJECTED
        assert status(compact({"alg": alg}, CLAIMS, value), secret_ring()) is REJECTED


@pytest.mark.parametrize("alg", ["RS256", "ES256", "EdDSA", "HS256", "ML-DSA-44"])
def test_an_empty_signature_is_rejected(alg: str) -> None:
    assert status(compact({"alg": alg}, CLAIMS), minted(alg)[1]) is REJECTED
    assert status(compact({"alg": alg}, CLAIMS), KeyRing()) is REJECTED


@pytest.mark.parametrize("alg", ["ED25519", "ES521", "rs256", "HS1", "foo"])
def test_an_unknown_method_is_rejected(alg: str) -> None:
    found = report(compact({"alg": alg}, CLAIMS, b"signature"), jwk_ring(rsa_pair().jwk))
    assert found.verdict.status is REJECTED
    assert alg in found.verdict.reason


UNFIT: dict[str, tuple[str, dict[str, Any], str]] = {
    "another kind": ("RS256", ec_pair().jwk, "another kind"),
    "a secret for a key pair": ("ES256", {"kty": "oct", "k": "AAAA"}, "another kind"),
    "another curve": ("ES256", ec_pair("ES384").jwk, "another curve"),
    "another Edwards curve": ("Ed25519", ed_pair("Ed448").jwk, "another curve"),
    "another ML-DSA": ("ML-DSA-44", ml_pair("ML-DSA-65").jwk, "another method"),
    "another method": ("RS256", rsa_pair().jwk | {"alg": "PS256"}, "another method"),
    "a method of encryption": ("RS256", rsa_pair().jwk | {"alg": "RSA-OAEP"}, "another method"),
    "for encryption": ("RS256", rsa_pair().jwk | {"use": "enc"}, "not meant for signatures"),
    "for other operations": ("RS256", rsa_pair().jwk | {"key_ops": ["encrypt"]}, "verifying"),
    "for signing only": ("RS256", rsa_pair().jwk | {"key_ops": ["sign"]}, "verifying"),
    "for nothing": ("RS256", rsa_pair().jwk | {"key_ops": []}, "verifying"),
    "unusable": ("ES256", ec_pair().jwk | {"x": "AAAA"}, "invalid"),
    "empty": ("HS256", {"kty": "oct", "k": ""}, "empty"),
}


@pytest.mark.parametrize(("alg", "jwk", "reason"), UNFIT.values(), ids=UNFIT)
def test_a_key_that_is_not_for_it_is_rejected(alg: str, jwk: dict[str, Any], reason: str) -> None:
    key = SECRET if alg == "HS256" else pair_for(alg).private
    for keys in (jwk_ring(jwk), ring(jwk)):
        found = report(signed(alg, key), keys)
        assert found.verdict.status is REJECTED
        assert reason in found.verdict.reason


def test_what_a_key_says_of_itself_may_fit() -> None:
    for said in ({"alg": "RS256"}, {"use": "sig"}, {"key_ops": ["verify"]}, {"key_ops": ["sign", "verify"]}):
        assert status(rsa_signed(), jwk_ring(rsa_pair().jwk | said)) is VERIFIED
    private = ec_pair().jwk | {"d": "AAAA", "key_ops": ["sign"]}
    assert status(signed("ES256", ec_pair().private), jwk_ring(private)) is VERIFIED
    old_name = ed_pair().jwk | {"alg": "EdDSA"}
    assert status(signed("Ed25519", ed_pair().private), jwk_ring(old_name)) is VERIFIED


def test_an_empty_secret_is_rejected() -> None:
    assert status(signed("HS256", ""), load_keys("", KeyForm.SECRET)) is REJECTED


def test_keys_inside_the_token_are_never_used() -> None:
    der = b64encode(certificate(rsa_pair())).decode()
    hints = {
        "jwk": rsa_pair().jwk,
        "x5c": [der],
        "jku": "https://keys.example/",
        "x5u": "https://keys.example/",
    }
    text = signed("RS256", rsa_pair().private, **hints)
    assert status(text, KeyRing()) is NOT_CHECKED
    assert status(text, jwk_ring(rsa_pair("two").jwk)) is INVALID
    assert status(text, jwk_ring(rsa_pair().jwk)) is VERIFIED


# --- extensions, text and body --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"crit": "exp"},
        {"crit": [1]},
        {"crit": None},
        {"crit": ["alg"]},
        {"crit": ["absent"]},
        {"crit": ["b64", "b64"], "b64": True},
        {"crit": ["exp"], "exp": 1, "b64": False},
        {"b64": False},
    ],
    ids=str,
)
def test_a_demand_that_is_not_understood_is_rejected(header: dict[str, Any]) -> None:
    assert status(signed("HS256", SECRET, **header), secret_ring()) is REJECTED
    assert status(signed("HS256", SECRET, **header), KeyRing()) is REJECTED


def test_an_unencoded_body_is_understood() -> None:
    header = part({"alg": "HS256", "b64": False, "crit": ["b64"]})
    value = b64(sign("HS256", SECRET, f"{header}.hello".encode()))
    assert status(f"{header}.hello.{value}", secret_ring()) is VERIFIED
    assert status(f"{header}.hallo.{value}", secret_ring()) is INVALID
    assert status(f"{header}..{value}", secret_ring(), Policy(detached_payload="hello")) is VERIFIED
    assert status(f"{header}..{value}", secret_ring(), Policy(detached_payload="hallo")) is INVALID


def test_a_detached_body_is_put_back() -> None:
    header, _, value = signed("HS256", SECRET, "the body, with an é").split(".")
    text = f"{header}..{value}"
    assert status(text, secret_ring(), Policy(detached_payload="the body, with an é")) is VERIFIED
    assert status(text, secret_ring(), Policy(detached_payload="another")) is INVALID
    found = report(text, secret_ring())
    assert found.verdict.status is NOT_CHECKED
    assert "not here" in found.verdict.reason


def test_a_body_that_is_here_is_not_replaced() -> None:
    assert status(signed(), secret_ring(), Policy(detached_payload="another")) is VERIFIED


def test_an_empty_body_can_be_signed() -> None:
    assert status(signed("HS256", SECRET, ""), secret_ring()) is VERIFIED


def test_what_a_strict_reader_refuses_is_not_verified() -> None:
    text = signed()
    spelling = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = spelling[spelling.index(text[-1]) + 1]
    assert read(text[:-1] + other).signatures[0].value == read(text).signatures[0].value
    assert status(text[:-1] + other, secret_ring()) is REJECTED
    assert status(text[:-1] + other, KeyRing()) is NOT_CHECKED
    assert status(text + "=", secret_ring()) is REJECTED
    assert status(text[:60] + "!" + text[60:], secret_ring()) is REJECTED


@pytest.mark.parametrize(
    "text", ["eyJhbGciOiJIUzI1NiJ9.e30", "eyJhbGciOiJIUzI1NiJ9.e30.YQ.YQ", "eyJhbGci.e30.YQ"]
)
def test_a_damaged_token_is_rejected(text: str) -> None:
    assert status(text, secret_ring()) is REJECTED


def test_of_a_mere_header_nothing_is_said() -> None:
    assert status(part({"alg": "HS256", "typ": "JWT"}), secret_ring()) is NOT_CHECKED


def test_without_a_key_nothing_is_checked() -> None:
    for alg in ("HS256", "RS256"):
        found = report(minted(alg)[0], KeyRing())
        assert (found.verdict.status, found.verdict.key) == (NOT_CHECKED, None)


@pytest.mark.parametrize("text", ["", "just words", "ghp_abc", '{"a": 1}'])
def test_what_is_no_signed_token_is_not_checked(text: str) -> None:
    assert status(text, secret_ring()) is NOT_CHECKED


def test_an_encrypted_token_has_no_signature_of_its_own() -> None:
    text = f"{part({'alg': 'RSA-OAEP', 'enc': 'A128GCM'})}.AAAA.AAAA.AAAA.AAAA"
    found = report(text, jwk_ring(rsa_pair().jwk))
    assert (found.verdict.status, found.results) == (NOT_CHECKED, ())
