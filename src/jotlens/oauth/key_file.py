"""Reads the private key that a connection names: PEM or DER, encrypted or not, or a JWK (RFC 7517)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens.oauth.failures import ConnectionGapError

if TYPE_CHECKING:
    from jotlens.oauth.signing import PrivateKey

_MOST_BYTES = 1 << 20
_CURVES = {"P-256": "SECP256R1", "P-384": "SECP384R1", "P-521": "SECP521R1"}


def is_encrypted(path: str) -> bool:
    """Whether a key file asks for a passphrase, by its PEM lines; False for a file that cannot be read."""
    try:
        with Path(path).open("rb") as file:
            text = file.read(_MOST_BYTES)
    except (OSError, ValueError):
        return False
    return b"BEGIN ENCRYPTED PRIVATE KEY" in text or b"Proc-Type: 4,ENCRYPTED" in text


def load_private_key(path: str, passphrase: str | None) -> tuple[PrivateKey, str]:
    """Return the private key of a file, and the `kid` that stands beside it (empty in PEM).

    Raises ConnectionGapError with a sentence; it never says what is in the file.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES)
    except (OSError, ValueError):
        raise ConnectionGapError("key-file-missing", "The key file cannot be read.", "key_file") from None
    if data.lstrip().startswith(b"{"):
        try:
            return _from_jwk(json.loads(data))
        except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
            raise _unreadable() from None
    try:
        return _from_bytes(data, passphrase), ""
    except TypeError:  # cryptography's way to say that a passphrase is missing, or one too many
        if passphrase:
            return _from_bytes(data, None), ""
        raise ConnectionGapError(
            "passphrase-missing",
            "The key file is encrypted, and its passphrase was not given.",
            "key_passphrase",
        ) from None
    except ValueError:
        if passphrase and is_encrypted(path):
            raise ConnectionGapError(
                "passphrase-wrong", "The passphrase does not open the key file.", "key_passphrase"
            ) from None
        raise _unreadable() from None


def _unreadable() -> ConnectionGapError:
    return ConnectionGapError(
        "key-file-unreadable",
        "The key file holds no private key that JotLens can read (PEM, DER or JWK).",
        "key_file",
    )


def _from_bytes(data: bytes, passphrase: str | None) -> PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
    from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

    load = load_pem_private_key if b"-----BEGIN" in data else load_der_private_key
    try:
        key = load(data, passphrase.encode() if passphrase else None)
    except UnsupportedAlgorithm:
        raise _unreadable() from None
    match key:
        case (
            rsa.RSAPrivateKey()
            | ec.EllipticCurvePrivateKey()
            | ed25519.Ed25519PrivateKey()
            | ed448.Ed448PrivateKey()
        ):
            return key
        case _:
            raise _unreadable()


def _from_jwk(jwk: dict[str, str]) -> tuple[PrivateKey, str]:
    """Read a private JWK (RFC 7518 section 6, RFC 8037 section 2)."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

    key: PrivateKey
    match jwk["kty"]:
        case "EC":
            curve = getattr(ec, _CURVES[jwk["crv"]])()
            key = ec.derive_private_key(_number(jwk["d"]), curve)
        case "OKP" if jwk["crv"] == "Ed25519":
            key = ed25519.Ed25519PrivateKey.from_private_bytes(_bytes(jwk["d"]))
        case "OKP" if jwk["crv"] == "Ed448":
            key = ed448.Ed448PrivateKey.from_private_bytes(_bytes(jwk["d"]))
        case "RSA":
            public = rsa.RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"]))
            p, q, d = _number(jwk["p"]), _number(jwk["q"]), _number(jwk["d"])
            key = rsa.RSAPrivateNumbers(
                p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), public
            ).private_key()
        case _:
            raise _unreadable()
    return key, str(jwk.get("kid", ""))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _number(text: str) -> int:
    return int.from_bytes(_bytes(text), "big")
