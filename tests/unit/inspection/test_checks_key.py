"""The checks on keys, secrets and the bytes of signatures, each through every outcome."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from jotlens.inspection.checks.case import Case
from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.keys.soundness import is_roca, on_curve
from jotlens.inspection.model import SignatureStatus, Status
from jotlens.tokens.model import Kind, Token
from tests.support.claim_cases import assert_reached, checks_of, encrypted, opaque
from tests.unit.inspection.minting import (
    CLAIMS,
    SECRET,
    b64,
    case,
    compact,
    ec_pair,
    ed_pair,
    jwk_ring,
    number,
    pair_for,
    part,
    ring,
    rsa_pair,
    rsa_signed,
    secret_ring,
    sign,
    signed,
)

FAMILY = "key"
ES = compact({"alg": "ES256"}, CLAIMS)
RSA_RING, EC_RING = jwk_ring(rsa_pair().jwk), jwk_ring(ec_pair().jwk)
OCT = {"kty": "oct", "k": b64(SECRET.encode())}
EVEN = rsa_pair().jwk | {"e": "BA"}
HALF_POINT = ec_pair().jwk | {"y": ec_pair().jwk["x"]}
GUESSES = KeyRing(guesses=("keyboardcat",))


def es256(value: bytes) -> Case:
    return case(ES + b64(value), EC_RING)


def der() -> bytes:
    message = ES.removesuffix(".").encode()
    return bytes(ec_pair().private.sign(message, ec.ECDSA(hashes.SHA256())))


def roca_modulus() -> int:
    """Return a number with the fingerprint: a power of 65537 modulo the product of the first primes."""
    product = 2
    for prime in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101,
                  103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167):  # fmt: skip
        product *= prime
    return product * (1 << 1_850) + pow(65_537, 1_234, product)


def with_epk(crv: str, x: str, y: str) -> Case:
    return case(encrypted(alg="ECDH-ES", epk={"kty": "EC", "crv": crv, "x": x, "y": y}))


def graph_token(audience: str = "https://graph.microsoft.com", **claims: object) -> str:
    """Return a token whose header was changed after it was signed, as everybody but Microsoft sees it."""
    body = {"iss": "https://sts.windows.net/3b7a1c2d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/", "aud": audience, **claims}
    signature = rsa_signed(body, nonce="another").rsplit(".", 1)[1]
    return f"{part({'alg': 'RS256', 'nonce': 'seen'})}.{part(body)}.{signature}"


CHECKS = tuple(checks_of("key").values())

CASES: tuple[tuple[str, str, Case], ...] = (
    ("signature-valid", "pass", case(signed(), secret_ring())),
    (
        "signature-valid",
        "pass.several",
        case(
            '{"payload":"e30","signatures":['
            + ",".join(
                f'{{"protected":"{part({"alg": alg})}","signature":"'
                f'{b64(sign(alg, pair_for(alg).private, (part({"alg": alg}) + ".e30").encode()))}"}}'
                for alg in ("RS256", "ES256")
            )
            + "]}",
            ring(rsa_pair().jwk, ec_pair().jwk),
        ),
    ),
    ("signature-valid", "fail", case(signed(), secret_ring("another secret of thirty-two byte"))),
    ("signature-valid", "fail.rejected", case(signed(), RSA_RING)),
    ("signature-valid", "unknown", case(signed())),
    ("signature-valid", "unknown.body", case(compact({"alg": "HS256"}, "", b"x" * 32), secret_ring())),
    ("signature-valid", "unknown.issuer-only", case(graph_token(), RSA_RING)),
    ("signature-not-checked", "warn", case(signed())),
    ("signature-length", "pass", case(signed())),
    ("signature-length", "fail", case(compact({"alg": "HS256"}, CLAIMS, b"short"))),
    ("ecdsa-format", "pass", es256(b"\1" * 64)),
    ("ecdsa-format", "fail", es256(der())),
    ("ecdsa-zero", "pass", es256(b"\1" * 64)),
    ("ecdsa-zero", "fail", es256(bytes(64))),
    ("key-source", "pass", case(rsa_signed(), ring(rsa_pair().jwk, source="https://issuer.example/jwks"))),
    ("key-source", "warn", case(rsa_signed(), RSA_RING)),
    (
        "key-source",
        "warn.insecure",
        case(rsa_signed(), ring(rsa_pair().jwk, source="http://issuer.example/jwks")),
    ),
    ("key-valid", "pass", case(rsa_signed(), RSA_RING)),
    ("key-valid", "fail", case(rsa_signed(), jwk_ring({"kty": "RSA"}))),
    ("key-use", "pass", case(rsa_signed(), RSA_RING)),
    ("key-use", "fail", case(rsa_signed(), jwk_ring(rsa_pair().jwk | {"use": "enc"}))),
    ("key-use", "fail.operations", case(rsa_signed(), jwk_ring(rsa_pair().jwk | {"key_ops": ["encrypt"]}))),
    ("key-use", "pass.encryption", case(encrypted(), secret_ring())),
    ("key-use", "fail.signing", case(encrypted(), jwk_ring(OCT | {"use": "sig"}))),
    ("key-use", "fail.opening", case(encrypted(), jwk_ring(OCT | {"key_ops": ["sign", "verify"]}))),
    ("jwks-ambiguous", "pass", case(rsa_signed(), ring(rsa_pair().jwk, ec_pair().jwk))),
    ("jwks-ambiguous", "warn", case(rsa_signed(), ring(rsa_pair("two").jwk, rsa_pair().jwk))),
    ("jwks-duplicate-kid", "pass", case(rsa_signed(), ring(rsa_pair().jwk, ec_pair().jwk))),
    (
        "jwks-duplicate-kid",
        "warn",
        case(rsa_signed(), ring(rsa_pair().jwk | {"kid": "a"}, ec_pair().jwk | {"kid": "a"})),
    ),
    ("jwks-mixed", "pass", case(rsa_signed(), ring(rsa_pair().jwk, ec_pair().jwk))),
    ("jwks-mixed", "warn", case(rsa_signed(), ring(rsa_pair().jwk, {"kty": "oct", "k": "AAAA"}))),
    ("rsa-key-size", "pass", case(rsa_signed(), RSA_RING)),
    ("rsa-key-size", "fail", case(rsa_signed(), jwk_ring(rsa_pair("short", 1024).jwk))),
    ("rsa-exponent", "pass", case(rsa_signed(), RSA_RING)),
    ("rsa-exponent", "warn", case(rsa_signed(), jwk_ring(rsa_pair("three", 2048, 3).jwk))),
    ("rsa-exponent", "fail", case(rsa_signed(), jwk_ring(EVEN))),
    ("key-roca", "pass", case(rsa_signed(), RSA_RING)),
    (
        "key-roca",
        "fail",
        case(rsa_signed(), jwk_ring({"kty": "RSA", "n": number(roca_modulus()), "e": "AQAB"})),
    ),
    ("ec-curve-match", "pass", es256(b"\1" * 64)),
    ("ec-curve-match", "fail", case(ES + b64(b"\1" * 64), jwk_ring(ec_pair("ES384").jwk))),
    ("ec-point-valid", "pass", es256(b"\1" * 64)),
    ("ec-point-valid", "fail", case(ES + b64(b"\1" * 64), jwk_ring(HALF_POINT))),
    ("ec-point-valid", "fail.epk", with_epk("P-256", "AQ", "AQ")),
    ("ec-point-valid", "fail.epk-missing", case(encrypted(alg="ECDH-ES"))),
    ("hmac-secret-length", "pass", case(signed(), secret_ring())),
    ("hmac-secret-length", "fail", case(signed("HS256", "keyboardcat"), secret_ring("keyboardcat"))),
    ("hmac-secret-length", "fail.empty", case(signed(), load_keys("", KeyForm.SECRET))),
    ("hmac-secret-guessable", "pass", case(signed(), secret_ring())),
    ("hmac-secret-guessable", "pass.tried", case(signed(), GUESSES)),
    ("hmac-secret-guessable", "fail", case(signed("HS256", "keyboardcat"), secret_ring("keyboardcat"))),
    ("hmac-secret-guessable", "fail.guessed", case(signed("HS256", "keyboardcat"), GUESSES)),
    ("hmac-secret-guessable", "unknown", case(signed())),
    ("hmac-secret-encoding", "pass", case(signed(), secret_ring())),
    (
        "hmac-secret-encoding",
        "warn",
        case(signed(), secret_ring(b64encode(SECRET.encode()).decode())),
    ),
    ("hs256-who-can-check", "pass", case(signed())),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


def outcome(name: str, of: Case) -> str:
    check = next(check for check in CHECKS if check.__name__ == name)
    return f"{check(of).status} {check(of).variant}".strip()


@pytest.mark.parametrize("token", [opaque(), Token("v4.public.x", Kind.PASETO), Token("<x/>", Kind.SAML)])
def test_other_formats_have_no_such_keys(token: Token) -> None:
    assert {check(case(token, secret_ring())).status for check in CHECKS} == {Status.NOT_APPLICABLE}


def test_an_encrypted_token_has_no_signature_to_check() -> None:
    of = case(encrypted(), secret_ring())
    for name in (
        "signature_valid",
        "signature_not_checked",
        "signature_length",
        "hmac_secret_length",
    ):
        assert outcome(name, of) == "na"
    assert outcome("key_use", of) == "pass encryption"


@pytest.mark.parametrize(
    ("alg", "length"),
    [
        *(("HS256", 32), ("HS384", 48), ("HS512", 64), ("ES256", 64), ("ES384", 96), ("ES512", 132)),
        *(("ES256K", 64), ("ML-DSA-44", 2420), ("ML-DSA-65", 3309), ("ML-DSA-87", 4627)),
    ],
)
def test_the_length_of_a_signature_follows_the_method(alg: str, length: int) -> None:
    assert outcome("signature_length", case(compact({"alg": alg}, CLAIMS, b"\1" * length))) == "pass"
    assert outcome("signature_length", case(compact({"alg": alg}, CLAIMS, b"\1" * (length - 1)))) == "fail"


@pytest.mark.parametrize(
    ("alg", "keys", "length"),
    [
        ("RS256", RSA_RING, 256),
        ("PS512", jwk_ring(rsa_pair("short", 1024).jwk), 128),
        ("EdDSA", jwk_ring(ed_pair().jwk), 64),
        ("EdDSA", jwk_ring(ed_pair("Ed448").jwk), 114),
        ("Ed448", jwk_ring(ed_pair("Ed448").jwk), 114),
    ],
)
def test_the_length_of_a_signature_follows_the_key(alg: str, keys: KeyRing, length: int) -> None:
    assert outcome("signature_length", case(compact({"alg": alg}, CLAIMS, b"\1" * length), keys)) == "pass"
    assert (
        outcome("signature_length", case(compact({"alg": alg}, CLAIMS, b"\1" * (length + 1)), keys)) == "fail"
    )
    assert outcome("signature_length", case(compact({"alg": alg}, CLAIMS, b"\1" * 9))) == "na"


def test_a_foreign_form_is_not_also_a_wrong_length() -> None:
    assert outcome("signature_length", es256(der())) == "na"


def test_half_a_signature_of_zeros_is_the_attack_too() -> None:
    assert outcome("ecdsa_zero", es256(bytes(32) + b"\1" * 32)) == "fail"
    assert outcome("ecdsa_zero", es256(b"\1" * 32 + bytes(32))) == "fail"


@pytest.mark.parametrize(
    "address", ["http://localhost:8080/jwks", "http://127.0.0.1/", "http://[::1]/", "https://a/"]
)
def test_a_safe_connection_or_this_machine(address: str) -> None:
    assert outcome("key_source", case(rsa_signed(), ring(rsa_pair().jwk, source=address))) == "pass"


@pytest.mark.parametrize(("bits", "status"), [(2047, "fail"), (2048, "pass")])
def test_the_threshold_of_rsa(bits: int, status: str) -> None:
    modulus = {"kty": "RSA", "n": number((1 << (bits - 1)) + 1), "e": "AQAB"}
    assert outcome("rsa_key_size", case(rsa_signed(), jwk_ring(modulus))) == status


@pytest.mark.parametrize(
    ("exponent", "status"),
    [(1, "fail"), (2, "fail"), (3, "warn"), (17, "warn"), (65_537, "pass"), (65_539, "pass")],
)
def test_exponents(exponent: int, status: str) -> None:
    jwk = rsa_pair().jwk | {"e": number(exponent)}
    assert outcome("rsa_exponent", case(rsa_signed(), jwk_ring(jwk))) == status


@pytest.mark.parametrize(
    ("alg", "octets", "status"),
    [
        *(("HS256", 31, "fail"), ("HS256", 32, "pass"), ("HS384", 47, "fail"), ("HS384", 48, "pass")),
        *(("HS512", 63, "fail"), ("HS512", 64, "pass")),
    ],
)
def test_the_threshold_of_secrets(alg: str, octets: int, status: str) -> None:
    secret = "y" * octets
    assert outcome("hmac_secret_length", case(signed(alg, secret), secret_ring(secret))) == status


def test_the_length_of_a_secret_is_that_of_its_bytes() -> None:
    given = b64(b"sixteen bytes ok")
    assert (
        outcome("hmac_secret_length", case(signed("HS256", b"sixteen bytes ok"), secret_ring(given)))
        == "fail"
    )


def test_a_wrong_secret_says_nothing_of_the_tokens_own() -> None:
    assert outcome("hmac_secret_guessable", case(signed(), secret_ring("keyboardcat"))) == "unknown"
    both = replace(secret_ring(), guesses=("keyboardcat",))
    assert outcome("hmac_secret_guessable", case(signed("HS256", "keyboardcat"), both)) == "fail guessed"


def test_what_fits_no_kind_of_key_is_not_judged() -> None:
    for name in ("rsa_key_size", "rsa_exponent", "key_roca", "ec_curve_match", "ec_point_valid"):
        assert outcome(name, case(signed(), secret_ring())) == "na"
    assert outcome("hmac_secret_length", case(rsa_signed(), RSA_RING)) == "na"
    assert outcome("key_valid", case(rsa_signed())) == "na"


# --- numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("alg", ["ES256", "ES384", "ES512", "ES256K"])
def test_points_on_curves(alg: str) -> None:
    numbers = ec_pair(alg).private.public_key().public_numbers()
    crv: Any = ec_pair(alg).jwk["crv"]
    assert on_curve(crv, numbers.x, numbers.y) is True
    assert on_curve(crv, numbers.x, numbers.y + 1) is False
    assert on_curve(crv, numbers.x + (1 << 600), numbers.y) is False
    assert on_curve("X25519", numbers.x, numbers.y) is None


def test_an_ephemeral_key_on_its_curve_is_no_fault() -> None:
    jwk = ec_pair().jwk
    assert outcome("ec_point_valid", with_epk("P-256", jwk["x"], jwk["y"])) == "na"
    assert outcome("ec_point_valid", case(encrypted())) == "na"


def test_the_fingerprint_of_faulty_keys() -> None:
    assert is_roca(roca_modulus())
    assert not is_roca(roca_modulus() + 2)
    assert not is_roca(rsa_pair().private.public_key().public_numbers().n)


@pytest.mark.parametrize(
    "text",
    [
        graph_token("https://api.example.com/"),
        graph_token("https://graph.microsoft.com.evil.example"),
        graph_token(iss="https://login.microsoftonline.com.evil.example/x"),
        graph_token(aud=["https://graph.microsoft.com", "https://api.example.com/"]),
        graph_token(aud=[]),
        graph_token().replace(part({"alg": "RS256", "nonce": "seen"}), part({"alg": "RS256", "x": "seen"})),
    ],
)
def test_only_what_is_for_graph_alone_is_excused(text: str) -> None:
    assert case(text, RSA_RING).signature.verdict.status is SignatureStatus.INVALID


def test_what_is_excused_is_not_genuine() -> None:
    assert case(graph_token(), RSA_RING).signature.verdict.status is SignatureStatus.NOT_CHECKED
