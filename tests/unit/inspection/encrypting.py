"""Makes encrypted tokens for tests: with joserfc, a second implementation, and by hand where it makes none such."""

import json
import warnings
import zlib
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey

from jotlens.inspection.keys.model import KeyRing
from tests.unit.inspection.minting import CLAIMS, Pair, b64, ec_pair, jwk_ring, part, rsa_pair, x_pair

OCTETS: Final = bytes(range(1, 65))
"""Secrets are its first bytes."""

IV: Final = b"ivivivivivi."
PASSWORD: Final = "entrap-peter-long"
ENCS: Final = ("A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM")
_CEK_B: Final = dict(zip(ENCS, (32, 48, 64, 16, 24, 32), strict=True))


class _AnyHeader(jwe.JWERegistry):
    """Takes headers of any size and with any names."""

    max_header_length = max_protected_header_length = 1 << 20


def oct_jwk(size: int, **members: object) -> dict[str, Any]:
    return {"kty": "oct", "k": b64(OCTETS[:size]), **members}


def secret_size(alg: str, enc: str) -> int:
    """Return how many bytes the secret of a method has."""
    return _CEK_B[enc] if alg == "dir" else int(alg[1:4]) // 8


def private_jwk(alg: str, enc: str = "A256GCM", crv: str = "P-256") -> dict[str, Any]:
    """Return a private JWK for a method."""
    if alg.startswith("RSA"):
        return rsa_pair().private_jwk()
    if alg.startswith("ECDH"):
        return agreeing(crv).private_jwk()
    if alg.startswith("PBES2"):
        return {"kty": "oct", "k": b64(PASSWORD.encode())}
    return oct_jwk(secret_size(alg, enc))


def agreeing(crv: str, name: str = "one") -> Pair:
    if crv.startswith("X"):
        return x_pair(crv, name)
    return ec_pair({"P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}[crv], name)


def opening(alg: str, enc: str = "A256GCM", crv: str = "P-256") -> KeyRing:
    """Return the ring that opens what `encrypted_by` makes for the same method."""
    return jwk_ring(private_jwk(alg, enc, crv))


def encrypted_by(
    alg: str,
    enc: str = "A256GCM",
    payload: object = CLAIMS,
    *,
    crv: str = "P-256",
    **header: object,
) -> str:
    """Return a compact token made by joserfc; `payload` is a JSON value, or a text as it is."""
    plaintext = payload if isinstance(payload, str) else json.dumps(payload)
    protected: dict[str, Any] = {"alg": alg, "enc": enc, **header}
    registry = _AnyHeader(algorithms=[alg, enc, "DEF"], strict_check_header=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # it warns of RSA1_5 and of few rounds, as it should
        return jwe.encrypt_compact(protected, plaintext, _key(private_jwk(alg, enc, crv)), registry=registry)


def json_form(
    recipients: list[tuple[dict[str, Any], dict[str, Any]]],
    protected: dict[str, Any],
    *,
    aad: bytes | None = None,
    payload: object = CLAIMS,
) -> dict[str, Any]:
    """Return a token in the general JSON form by joserfc: for each recipient its own header and its JWK."""
    made = jwe.GeneralJSONEncryption(protected, json.dumps(payload).encode(), aad=aad)
    for header, jwk in recipients:
        made.add_recipient(header, _key(jwk))
    names = [header["alg"] for header, _ in recipients] + [protected["enc"]]
    registry = _AnyHeader(algorithms=names, strict_check_header=False)
    found: dict[str, Any] = dict(jwe.encrypt_json(made, None, registry=registry))
    return found


def direct(
    plaintext: bytes = b'{"sub":"usr_123"}',
    *,
    encrypted_key: bytes = b"",
    iv: bytes = IV,
    cut: int = 0,
    **header: object,
) -> str:
    """Return a token that is put together by hand: `dir` with A128GCM unless the header says otherwise."""
    head = part({"alg": "dir", "enc": "A128GCM"} | header)
    sealed = AESGCM(OCTETS[:16]).encrypt(iv, plaintext, head.encode())
    tag = sealed[-16 : len(sealed) - cut]
    return f"{head}.{b64(encrypted_key)}.{b64(iv)}.{b64(sealed[:-16])}.{b64(tag)}"


def oaep(bits: int, plaintext: bytes = b'{"sub":"usr_123"}') -> str:
    """Return a token by RSA-OAEP with a longer hash, which joserfc does not make."""
    head = part({"alg": f"RSA-OAEP-{bits}", "enc": "A128GCM"})
    digest = {384: hashes.SHA384(), 512: hashes.SHA512()}[bits]
    scheme = padding.OAEP(padding.MGF1(digest), digest, None)
    wrapped = rsa_pair().private.public_key().encrypt(OCTETS[:16], scheme)
    sealed = AESGCM(OCTETS[:16]).encrypt(IV, plaintext, head.encode())
    return f"{head}.{b64(wrapped)}.{b64(IV)}.{b64(sealed[:-16])}.{b64(sealed[-16:])}"


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


DIRECT_RING: Final = jwk_ring(oct_jwk(16))
"""Opens what `direct` makes."""


def _key(jwk: dict[str, Any]) -> Key:
    kinds: dict[str, Any] = {"oct": OctKey, "RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    key: Key = kinds[jwk["kty"]].import_key(jwk)
    return key
