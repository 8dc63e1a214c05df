"""What forgers try: public keys as secrets, methods in disguise, keys of their own, and keys that verify everything."""

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jotlens.inspection.keys.load import Key, KeyFlaw, KeyForm, KeyRing, KeyTextError, load_keys
from jotlens.inspection.keys.soundness import is_small_order
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.algorithms import ALGORITHMS, is_none
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
    part,
    ring,
    rsa_pair,
    rsa_signed,
    secret_ring,
    sign,
    signed,
    status,
)
from tests.unit.inspection.test_key_containers import ssh2_block, xml

VERIFIED, REJECTED = SignatureStatus.VERIFIED, SignatureStatus.REJECTED
NEVER = {SignatureStatus.REJECTED, SignatureStatus.INVALID}

# --- a public key as a shared secret -------------------------------------------------------------------


def _encoded(private: Any, encoding: Encoding, form: PublicFormat) -> bytes:
    return bytes(private.public_key().public_bytes(encoding, form))


def public_texts() -> dict[str, str]:
    """Return public keys as texts, in every form that people publish them in."""
    one = rsa_pair().private
    der = certificate(rsa_pair())
    return {
        "PEM": rsa_pair().pem(),
        "PEM of a curve": ec_pair().pem(),
        "PEM of Edwards": ed_pair().pem(),
        "PEM of ML-DSA": ml_pair().pem(),
        "PKCS#1": _encoded(one, Encoding.PEM, PublicFormat.PKCS1).decode(),
        "DER in base64": b64encode(_encoded(one, Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode(),
        "PKCS#1 in base64": b64encode(_encoded(one, Encoding.DER, PublicFormat.PKCS1)).decode(),
        "certificate": certificate_pem(der),
        "certificate in base64": b64encode(der).decode(),
        "OpenSSH": _encoded(one, Encoding.OpenSSH, PublicFormat.OpenSSH).decode(),
        "OpenSSH of Edwards": _encoded(ed_pair().private, Encoding.OpenSSH, PublicFormat.OpenSSH).decode(),
        "SSH block": ssh2_block(),
        "XML": xml(),
        "JWK": json.dumps(rsa_pair().jwk),
        "JWK Set": json.dumps({"keys": [rsa_pair().jwk, ec_pair().jwk]}),
        "PASERK": f"k4.public.{b64(ed_pair().private.public_key().public_bytes_raw())}",
    }


def _spellings(text: str) -> Iterator[bytes]:
    """Yield the bytes that a forger may take such a text for."""
    yield text.encode()
    yield text.strip().encode()
    yield text.encode() + b"\n"
    yield text.replace("\n", "\r\n").encode()
    yield text.replace("\n", "").encode()


@pytest.mark.parametrize("name", public_texts())
@pytest.mark.parametrize("form", [None, KeyForm.SECRET, KeyForm.SECRET_BASE64, KeyForm.PASETO_LOCAL])
def test_no_public_text_is_ever_a_secret(name: str, form: KeyForm | None) -> None:
    text = public_texts()[name]
    keys = load_keys(text, form)
    assert all(not key.symmetric for key in keys.keys)
    for forged_with in _spellings(text):
        for alg in ("HS256", "HS384", "HS512"):
            assert status(signed(alg, forged_with), keys) is REJECTED


@pytest.mark.parametrize("form", [KeyForm.SECRET_BASE64, KeyForm.SECRET_HEX])
@pytest.mark.parametrize(
    "data",
    [
        lambda: rsa_pair().pem().encode(),
        lambda: _encoded(rsa_pair().private, Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        lambda: certificate(rsa_pair()),
        lambda: _encoded(rsa_pair().private, Encoding.OpenSSH, PublicFormat.OpenSSH),
        lambda: json.dumps(rsa_pair().jwk).encode(),
    ],
    ids=["PEM", "DER", "certificate", "OpenSSH", "JWK"],
)
def test_a_public_key_wrapped_once_more_is_no_secret(form: KeyForm, data: Callable[[], bytes]) -> None:
    wrapped = data().hex() if form is KeyForm.SECRET_HEX else b64encode(data()).decode()
    assert status(signed("HS256", data()), load_keys(wrapped, form)) in NEVER
    assert status(signed("HS256", data()), load_keys(wrapped)) in NEVER
    jwk = {"kty": "oct", "k": b64(data())}
    assert status(signed("HS256", data()), jwk_ring(jwk)) in NEVER


def test_a_set_of_public_keys_never_checks_a_shared_secret() -> None:
    jwks = [rsa_pair().jwk | {"kid": "A"}, ec_pair().jwk, ed_pair().jwk]
    for kid in ("A", "B", None):
        for forged_with in (rsa_pair().jwk["n"], json.dumps(jwks[0]), json.dumps({"keys": jwks}), ""):
            text = compact_hmac({"alg": "HS256"} | ({"kid": kid} if kid else {}), forged_with.encode())
            assert status(text, ring(*jwks)) is REJECTED


def compact_hmac(header: dict[str, Any], secret: bytes) -> str:
    message = f"{part(header)}.{part(CLAIMS)}"
    return f"{message}.{b64(hmac.digest(secret or b'x', message.encode(), 'sha256'))}"


@pytest.mark.parametrize("alg", sorted(name for name in ALGORITHMS if not name.startswith("HS")))
def test_a_shared_secret_never_checks_a_public_method(alg: str) -> None:
    secret = {"kty": "oct", "k": b64(SECRET.encode()), "alg": alg}
    text = f"{part({'alg': alg})}.{part(CLAIMS)}"
    forged = f"{text}.{b64(hmac.digest(SECRET.encode(), text.encode(), 'sha256'))}"
    assert status(forged, jwk_ring(secret)) is REJECTED
    assert status(forged, secret_ring()) is REJECTED


# --- methods in disguise -------------------------------------------------------------------------------

LOOKALIKES = (
    *(
        "rs256",
        "Rs256",
        " RS256",
        "RS256 ",
        "RS256\0",
        "RS256\u200b",
        "\ufeffRS256",
        "\uff32\uff33\uff12\uff15\uff16",
    ),
    *("RS\uff1256", "\u211bS256", "RS256\n", "R\u0405256", "SHA256withRSA", "1.2.840.113549.1.1.11"),
)


@pytest.mark.parametrize("alg", LOOKALIKES)
def test_a_method_that_only_looks_like_one_is_rejected(alg: str) -> None:
    message = f"{part({'alg': alg})}.{part(CLAIMS)}"
    text = f"{message}.{b64(sign('RS256', rsa_pair().private, message.encode()))}"
    assert status(text, jwk_ring(rsa_pair().jwk)) is REJECTED


NONE = (
    "none",
    "None",
    "NONE",
    "nOnE",
    " none",
    "none\t",
    "",
    "  ",
    "\uff4e\uff4f\uff4e\uff45",
    "\U0001d427\U0001d428\U0001d427\U0001d41e",
    "no\u200bne",
    "none\ufeff",
    "\u24dd\u24de\u24dd\u24d4",
)


@pytest.mark.parametrize("alg", NONE)
def test_none_is_known_in_every_dress(alg: str) -> None:
    assert is_none(alg)
    for signature in (b"", b"\0", b"none"):
        assert status(compact({"alg": alg}, CLAIMS, signature), jwk_ring(rsa_pair().jwk)) is REJECTED
        assert status(compact({"alg": alg}, CLAIMS, signature), KeyRing()) is REJECTED


@pytest.mark.parametrize("alg", ["nonesuch", "n0ne", "HS256", "ES256", "no ne"])
def test_what_is_not_none_is_not_called_so(alg: str) -> None:
    assert not is_none(alg)


@pytest.mark.parametrize("alg", [None, 256, True, ["RS256"], {"name": "RS256"}])
def test_a_method_that_is_no_text_is_rejected(alg: object) -> None:
    assert status(compact({"alg": alg}, CLAIMS, b"x" * 256), jwk_ring(rsa_pair().jwk)) is REJECTED


def test_the_last_of_two_methods_does_not_help() -> None:
    header = b64(b'{"alg":"RS256","alg":"none"}')
    assert status(f"{header}.{part(CLAIMS)}.AA", jwk_ring(rsa_pair().jwk)) is REJECTED


# --- keys of the forger's own --------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["jwk", "x5c", "both and the name of a real key"])
def test_a_key_that_the_token_brings_is_never_used(place: str) -> None:
    forger = rsa_pair("forger")
    chain = [b64encode(certificate(forger)).decode()]
    brought: dict[str, Any] = {"jku": "https://forger.example/", "x5u": "https://forger.example/"}
    if place != "x5c":
        brought["jwk"] = forger.jwk
    if place != "jwk":
        brought["x5c"] = chain
    if "name" in place:
        brought["kid"] = "A"
    text = signed("RS256", forger.private, **brought)
    assert status(text, ring(rsa_pair().jwk | {"kid": "A"})) is SignatureStatus.INVALID
    assert status(text, KeyRing()) is SignatureStatus.NOT_CHECKED


@pytest.mark.parametrize("kid", ["../../etc/passwd", "' OR 1=1 --", "A\0", "a", "A ", "\uff21", "$(id)"])
def test_a_name_made_to_reach_something_reaches_nothing(kid: str) -> None:
    keys = ring(rsa_pair().jwk | {"kid": "A"}, rsa_pair("two").jwk | {"kid": "B"})
    assert status(rsa_signed(kid=kid), keys) is REJECTED


def test_two_keys_of_one_name_are_both_asked_and_only_the_right_one_answers() -> None:
    same = [rsa_pair("two").jwk | {"kid": "A"}, ec_pair().jwk | {"kid": "A"}]
    assert status(rsa_signed(kid="A"), ring(*same)) is SignatureStatus.INVALID
    assert status(rsa_signed(kid="A"), ring(*same, rsa_pair().jwk | {"kid": "A"})) is VERIFIED


# --- keys that prove nothing ---------------------------------------------------------------------------

_P = 2**255 - 19


def _doubled(xx: int, y: int) -> tuple[int, int]:
    """Double a point of edwards25519, given by the square of x and by y (RFC 8032 section 5.1.4)."""
    d = -121_665 * pow(121_666, -1, _P)
    product = d * xx * y * y % _P
    return 4 * xx * y * y * pow(1 + product, -2, _P) % _P, (xx + y * y) * pow(1 - product, -1, _P) % _P


SMALL = [
    *(value.to_bytes(32, "little") for value in (0, 1, _P - 1, _P, _P + 1)),
    *(value.to_bytes(32, "little") for value in ((1 << 255) | 1, (1 << 255) | (_P - 1))),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
]


@pytest.mark.parametrize("raw", SMALL, ids=lambda raw: raw.hex()[:8])
def test_a_point_of_small_order_is_no_key(raw: bytes) -> None:
    y = int.from_bytes(raw, "little") % (1 << 255) % _P
    d = -121_665 * pow(121_666, -1, _P)
    point = ((y * y - 1) * pow(d * y * y + 1, -1, _P) % _P, y)
    for _ in range(3):
        point = _doubled(*point)
    assert point == (0, 1)
    assert is_small_order(raw)
    keys = jwk_ring({"kty": "OKP", "crv": "Ed25519", "x": b64(raw)})
    assert keys.keys[0].flaw is KeyFlaw.WORTHLESS


def test_with_the_neutral_point_every_text_would_count_as_signed() -> None:
    neutral = (1).to_bytes(32, "little")
    forged = compact({"alg": "EdDSA"}, CLAIMS, neutral + bytes(32))
    assert status(forged, jwk_ring({"kty": "OKP", "crv": "Ed25519", "x": b64(neutral)})) is REJECTED


def test_a_usual_key_is_not_of_small_order() -> None:
    assert not is_small_order(ed_pair().private.public_key().public_bytes_raw())


@pytest.mark.parametrize("exponent", [b"\1", b"\0", b"\2", b"\1\0\0"])
def test_an_exponent_that_is_none_makes_no_key(exponent: bytes) -> None:
    jwk = rsa_pair().jwk | {"e": b64(exponent)}
    message = f"{part({'alg': 'RS256'})}.{part(CLAIMS)}"
    assert status(f"{message}.{b64(bytes(256))}", jwk_ring(jwk)) is REJECTED


@pytest.mark.parametrize("crv", ["P-256", "P-384", "P-521", "secp256k1"])
def test_a_point_beside_the_curve_makes_no_key(crv: str) -> None:
    size = {"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32}[crv]
    for x, y in ((bytes(size), bytes(size)), (b"\1" * size, b"\1" * size), (b"\xff" * size, b"\xff" * size)):
        key = jwk_ring({"kty": "EC", "crv": crv, "x": b64(x), "y": b64(y)}).keys[0]
        assert key.flaw is KeyFlaw.POINT


def test_secrets_of_nothing_check_nothing() -> None:
    empties = [secret_ring(""), jwk_ring({"kty": "oct", "k": ""}), load_keys("=", KeyForm.SECRET)]
    for keys in empties:
        assert status(signed("HS256", b""), keys) in NEVER
    with pytest.raises(KeyTextError):
        load_keys(" \n")


def test_a_secret_that_was_put_in_as_a_public_key_is_not_used_as_one() -> None:
    forged = Key(KeyForm.JWK, "RSA", secret=b"secret", material=b"secret")
    assert status(signed("HS256", b"secret"), KeyRing((forged,), KeyForm.JWK)) is REJECTED


def test_private_halves_are_not_kept() -> None:
    form = serialization.PrivateFormat.PKCS8
    text = rsa_pair().private.private_bytes(Encoding.PEM, form, serialization.NoEncryption()).decode()
    (key,) = load_keys(text).keys
    assert not hasattr(key.material, "sign")
    assert key.secret is None
