"""The cryptographic steps of decrypting, each a call of `cryptography`; they are given what others have found to fit.

Nothing is decided here. Every function returns None when the key does not open what it was given.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, assert_never

from jotlens.inspection.decryption.form import octets, rounds
from jotlens.inspection.decryption.methods import ContentEncryption, Family, KeyManagement
from jotlens.inspection.keys.jwk import key_from_jwk
from jotlens.tokens.json_values import JsonObject

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

    from jotlens.tokens.model import Encryption, Recipient


def content_key(
    method: KeyManagement, content: ContentEncryption, recipient: Recipient, key: object
) -> bytes | None:
    """Return the key that encrypts the content (RFC 7516 section 5.2 steps 6 to 13).

    `key` are the bytes of a secret, or a private key object of `cryptography`.
    """
    header, wrapped = recipient.header, recipient.encrypted_key
    if header is None:
        return None
    secret = key if isinstance(key, bytes) else b""
    match method.family:
        case Family.RSA:
            return _rsa(method, key, wrapped)
        case Family.AES_WRAP:
            return _unwrapped(secret, wrapped)
        case Family.GCM_WRAP:
            return _gcm(secret, octets(header, "iv") or b"", wrapped, octets(header, "tag") or b"", b"")
        case Family.DIRECT:
            return secret
        case Family.AGREEMENT:
            agreed = _agreed(method, content, header, key)
            return agreed if agreed is None or method.wrap_b is None else _unwrapped(agreed, wrapped)
        case Family.PASSWORD:
            return _unwrapped(_of_password(method, header, secret), wrapped)
    assert_never(method.family)


def plaintext_of(content: ContentEncryption, key: bytes, encryption: Encryption) -> bytes | None:
    """Return the content, authenticated and decrypted (RFC 7518 section 5)."""
    if len(key) != content.key_b:
        return None
    if content.hash is None:
        return _gcm(key, encryption.iv, encryption.ciphertext, encryption.tag, encryption.aad)
    return _cbc(content, key, encryption)


def _rsa(method: KeyManagement, private: object, wrapped: bytes) -> bytes | None:
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    if not isinstance(private, rsa.RSAPrivateKey):
        return None
    scheme: padding.AsymmetricPadding = padding.PKCS1v15()
    if method.hash is not None:
        scheme = padding.OAEP(padding.MGF1(_hash(method.hash)), _hash(method.hash), None)
    try:
        return private.decrypt(wrapped, scheme)
    except ValueError:
        return None


def _unwrapped(wrapping_key: bytes, wrapped: bytes) -> bytes | None:
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    try:
        return aes_key_unwrap(wrapping_key, wrapped)
    except (InvalidUnwrap, ValueError):
        return None


def _gcm(key: bytes, iv: bytes, ciphertext: bytes, tag: bytes, aad: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(iv, ciphertext + tag, aad)
    except (InvalidTag, ValueError, OverflowError):
        return None


def _cbc(content: ContentEncryption, key: bytes, encryption: Encryption) -> bytes | None:
    """RFC 7518 section 5.2.2.2: the first half of the key authenticates, the second decrypts; the tag comes first."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    half = content.key_b // 2
    covered = encryption.aad + encryption.iv + encryption.ciphertext + (8 * len(encryption.aad)).to_bytes(8)
    tag = hmac.digest(key[:half], covered, (content.hash or "").lower())[: content.tag_b]
    if not hmac.compare_digest(tag, encryption.tag):
        return None
    decryptor = Cipher(algorithms.AES(key[half:]), modes.CBC(encryption.iv)).decryptor()
    unpadder = PKCS7(128).unpadder()
    try:
        padded = decryptor.update(encryption.ciphertext) + decryptor.finalize()
        return unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        return None


def _agreed(
    method: KeyManagement, content: ContentEncryption, header: JsonObject, private: object
) -> bytes | None:
    """RFC 7518 section 4.6.2: the secret of the two keys, put through the Concat KDF of NIST SP 800-56A."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash

    epk = header.get("epk")
    shared = _exchanged(private, key_from_jwk(epk).material) if isinstance(epk, JsonObject) else None
    if shared is None:
        return None
    length_b, name = (content.key_b, content.name) if method.wrap_b is None else (method.wrap_b, method.name)
    parties = [_counted(octets(header, party) or b"") for party in ("apu", "apv")]
    other_info = _counted(name.encode()) + b"".join(parties) + (8 * length_b).to_bytes(4)
    return ConcatKDFHash(SHA256(), length_b, other_info).derive(shared)


def _exchanged(private: object, public: object) -> bytes | None:
    from cryptography.hazmat.primitives.asymmetric import ec, x448, x25519

    try:
        match private, public:
            case ec.EllipticCurvePrivateKey(), ec.EllipticCurvePublicKey():
                return private.exchange(ec.ECDH(), public)
            case x25519.X25519PrivateKey(), x25519.X25519PublicKey():
                return private.exchange(public)
            case x448.X448PrivateKey(), x448.X448PublicKey():
                return private.exchange(public)
    except ValueError:  # another curve, or a point that yields nothing but zeros (RFC 7748 section 6)
        return None
    return None


def _of_password(method: KeyManagement, header: JsonObject, password: bytes) -> bytes:
    """RFC 7518 section 4.8.1.1: the salt begins with the method's name."""
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    salt = method.name.encode() + b"\0" + (octets(header, "p2s") or b"")
    kdf = PBKDF2HMAC(_hash(method.hash or ""), method.wrap_b or 0, salt, rounds(header) or 1)
    return kdf.derive(password)


def _counted(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def _hash(name: str) -> HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    match name:
        case "SHA256":
            return hashes.SHA256()
        case "SHA384":
            return hashes.SHA384()
        case "SHA512":
            return hashes.SHA512()
        case _:
            return hashes.SHA1()  # noqa: S303 - RSA-OAEP is defined with it (RFC 7518 section 4.3), and sound with it
