"""Makes keys and signed tokens for tests: with `cryptography` and the standard library, not with what is tested."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, padding, rsa, x448, x25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

from jotlens.inspection.checks.case import Case
from jotlens.inspection.inspect import establish
from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.verify import SignatureReport, verify_signature
from jotlens.tokens.model import Finds, Token
from jotlens.tokens.read import read

AT: Final = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CLAIMS: Final = {"iss": "https://issuer.example/", "sub": "usr_123", "aud": "https://api.example.com/"}
SECRET: Final = "Lrf3kBzV9qXw7sTn2mGd5hJy8cPa4eUo"
"""32 characters, as HS256 needs."""

_HASHES: Final = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
_CURVES: Final = {
    "ES256": ("P-256", ec.SECP256R1(), 32),
    "ES384": ("P-384", ec.SECP384R1(), 48),
    "ES512": ("P-521", ec.SECP521R1(), 66),
    "ES256K": ("secp256k1", ec.SECP256K1(), 32),
}


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def number(value: int, size: int | None = None) -> str:
    return b64(value.to_bytes(size or (value.bit_length() + 7) // 8))


@dataclass(frozen=True)
class Pair:
    """A key pair: `private` signs, `jwk` is the public half."""

    private: Any
    jwk: dict[str, Any]

    def private_jwk(self) -> dict[str, Any]:
        """Return both halves (RFC 7518 section 6.2.2 and 6.3.2, RFC 8037 section 2)."""
        if self.jwk["kty"] == "RSA":
            numbers = self.private.private_numbers()
            found = (numbers.d, numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)
            names = ("d", "p", "q", "dp", "dq", "qi")
            return self.jwk | dict(zip(names, map(number, found), strict=True))
        if self.jwk["kty"] == "EC":
            size = (self.private.key_size + 7) // 8
            return self.jwk | {"d": number(self.private.private_numbers().private_value, size)}
        return self.jwk | {"d": b64(self.private.private_bytes_raw())}

    def pem(self) -> str:
        public = self.private.public_key()
        encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        return str(public.public_bytes(encoding, form).decode())

    def private_pem(self, password: bytes | None = None) -> str:
        locked = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        form = serialization.PrivateFormat.PKCS8
        return str(self.private.private_bytes(serialization.Encoding.PEM, form, locked).decode())


def rsa_pair(name: str = "one", bits: int = 2048, exponent: int = 65_537) -> Pair:
    """Return an RSA key pair; another one for another name."""
    return _rsa_pair(name, bits, exponent)


@cache
def _rsa_pair(name: str, bits: int, exponent: int) -> Pair:
    assert name
    private = rsa.generate_private_key(exponent, bits)
    numbers = private.public_key().public_numbers()
    return Pair(private, {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)})


def ec_pair(alg: str = "ES256", name: str = "one") -> Pair:
    """Return a key pair on the curve of a method; another one for another name."""
    return _ec_pair(alg, name)


@cache
def _ec_pair(alg: str, name: str) -> Pair:
    assert name
    crv, curve, size = _CURVES[alg]
    private = ec.generate_private_key(curve)
    numbers = private.public_key().public_numbers()
    jwk = {"kty": "EC", "crv": crv, "x": number(numbers.x, size), "y": number(numbers.y, size)}
    return Pair(private, jwk)


def ed_pair(crv: str = "Ed25519") -> Pair:
    return _ed_pair(crv)


@cache
def _ed_pair(crv: str) -> Pair:
    private = (ed25519.Ed25519PrivateKey if crv == "Ed25519" else ed448.Ed448PrivateKey).generate()
    return Pair(private, {"kty": "OKP", "crv": crv, "x": b64(private.public_key().public_bytes_raw())})


def x_pair(crv: str = "X25519", name: str = "one") -> Pair:
    """Return a key pair to agree on keys with; another one for another name."""
    return _x_pair(crv, name)


@cache
def _x_pair(crv: str, name: str) -> Pair:
    assert name
    private = (x25519.X25519PrivateKey if crv == "X25519" else x448.X448PrivateKey).generate()
    return Pair(private, {"kty": "OKP", "crv": crv, "x": b64(private.public_key().public_bytes_raw())})


def ml_pair(alg: str = "ML-DSA-44") -> Pair:
    return _ml_pair(alg)


@cache
def _ml_pair(alg: str) -> Pair:
    makers: dict[str, Any] = {
        "ML-DSA-44": mldsa.MLDSA44PrivateKey,
        "ML-DSA-65": mldsa.MLDSA65PrivateKey,
        "ML-DSA-87": mldsa.MLDSA87PrivateKey,
    }
    private = makers[alg].generate()
    return Pair(private, {"kty": "AKP", "alg": alg, "pub": b64(private.public_key().public_bytes_raw())})


def pair_for(alg: str) -> Pair:
    """Return the key pair that a method needs."""
    if alg in _CURVES:
        return ec_pair(alg)
    if alg.startswith("ML-DSA"):
        return ml_pair(alg)
    return ed_pair("Ed448" if alg == "Ed448" else "Ed25519") if alg.startswith("Ed") else rsa_pair()


def sign(alg: str, key: Any, message: bytes) -> bytes:
    """Sign as RFC 7518, RFC 8037 and their followers say; `key` is a secret text or a private key."""
    if alg.startswith("HS"):
        secret = key.encode() if isinstance(key, str) else key
        return hmac.digest(secret, message, f"sha{alg[2:]}")
    if alg.startswith("RS"):
        return bytes(key.sign(message, padding.PKCS1v15(), _HASHES[alg[2:]]))
    if alg.startswith("PS"):
        digest = _HASHES[alg[2:]]
        return bytes(key.sign(message, padding.PSS(padding.MGF1(digest), digest.digest_size), digest))
    if alg in _CURVES:
        size = _CURVES[alg][2]
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(_HASHES[alg[2:5]])))
        return r.to_bytes(size) + s.to_bytes(size)
    return bytes(key.sign(message))


def compact(header: object, payload: object, signature: bytes = b"") -> str:
    """Return a token text of any header and payload (a JSON value, or text as it is), and any signature."""
    return f"{part(header)}.{part(payload)}.{b64(signature)}"


def part(value: object) -> str:
    return b64(value.encode() if isinstance(value, str) else json.dumps(value).encode())


def signed(alg: str = "HS256", key: Any = SECRET, payload: object = CLAIMS, **header: object) -> str:
    """Return a token with a true signature; header members given by name, `x5t_s256` for `x5t#S256`."""
    members = {name.replace("x5t_s256", "x5t#S256"): value for name, value in header.items()}
    message = f"{part({'alg': alg, **members})}.{part(payload)}"
    return f"{message}.{b64(sign(alg, key, message.encode()))}"


def rsa_signed(payload: object = CLAIMS, **header: object) -> str:
    return signed("RS256", rsa_pair().private, payload, **header)


def ring(*jwks: object, guesses: tuple[str, ...] = (), source: str | None = None) -> KeyRing:
    """Return the ring of a JWK Set."""
    keys = load_keys(json.dumps({"keys": jwks}), KeyForm.JWKS)
    return KeyRing(keys.keys, keys.form, guesses, source)


def secret_ring(text: str = SECRET) -> KeyRing:
    return load_keys(text, KeyForm.SECRET)


def jwk_ring(jwk: object) -> KeyRing:
    return load_keys(json.dumps(jwk), KeyForm.JWK)


def case(
    token: Token | str,
    keys: KeyRing | None = None,
    policy: Policy | None = None,
    *,
    finds: Finds | None = None,
) -> Case:
    """Return everything that a check is given for a token."""
    token = read(token) if isinstance(token, str) else token
    return establish(token, policy or Policy(), keys or KeyRing(), AT, finds=finds)


def certificate(
    pair: Pair, issuer: Pair | None = None, name: str = "leaf", issuer_name: str | None = None
) -> bytes:
    """Return a certificate in DER, signed by itself or by `issuer`."""
    builder = x509.CertificateBuilder()
    builder = builder.subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
    builder = builder.issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer_name or name)]))
    builder = builder.public_key(pair.private.public_key()).serial_number(1_234)
    builder = builder.not_valid_before(AT).not_valid_after(AT + timedelta(days=1))
    made = builder.sign((issuer or pair).private, hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)


def certificate_pem(der: bytes) -> str:
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM).decode()


def x5t(der: bytes) -> str:
    return b64(hashlib.sha1(der, usedforsecurity=False).digest())


def x5t_s256(der: bytes) -> str:
    return b64(hashlib.sha256(der).digest())


def presentation(
    *,
    cnf: object = None,
    holder: Any = None,
    typ: object = "kb+jwt",
    sd_hash: str | None = None,
    proof: str | None = None,
) -> str:
    """Return an SD-JWT with one disclosure and a key-binding JWT."""
    own = ec_pair("ES256", "holder")
    disclosure = part(["salt", "given_name", "Ada"])
    digest = b64(hashlib.sha256(disclosure.encode()).digest())
    claims = {"_sd": [digest], "cnf": {"jwk": own.jwk} if cnf is None else cnf}
    shown = f"{signed('ES256', ec_pair().private, claims, typ='dc+sd-jwt')}~{disclosure}~"
    made_for = b64(hashlib.sha256(shown.encode()).digest()) if sd_hash is None else sd_hash
    body = {"iat": 1, "aud": "https://verifier.example/", "nonce": "n", "sd_hash": made_for}
    return shown + (signed("ES256", holder or own.private, body, typ=typ) if proof is None else proof)


def report(text: str, keys: KeyRing, policy: Policy | None = None) -> SignatureReport:
    """Verify, and hold every reason to be a plain sentence that fits on a line."""
    found = verify_signature(read(text), keys, policy or Policy())
    assert found.verdict.reason.endswith(".")
    assert len(found.verdict.reason) <= 120
    assert SECRET not in found.verdict.reason
    return found


def status(text: str, keys: KeyRing, policy: Policy | None = None) -> SignatureStatus:
    return report(text, keys, policy).verdict.status
