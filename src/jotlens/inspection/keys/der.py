"""Keys and certificates in DER, and what a certificate says of itself."""

from __future__ import annotations

import binascii
from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.keys.material import describe, fingerprints, with_private_half
from jotlens.inspection.keys.model import Certificate, Key, KeyFlaw, KeyForm

if TYPE_CHECKING:
    from cryptography import x509

    from jotlens.tokens.json_text import Json


def from_der(data: bytes) -> Key | None:
    """Return the key of a certificate or of a public or private key in DER; None when it is none of these."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate

    try:
        return from_certificate(load_der_x509_certificate(data))
    except (ValueError, TypeError, InvalidVersion):
        pass
    try:
        return describe(KeyForm.PEM, serialization.load_der_public_key(data))
    except (ValueError, TypeError):
        pass
    except UnsupportedAlgorithm:
        return Key(KeyForm.PEM, flaw=KeyFlaw.KIND)
    try:
        private = serialization.load_der_private_key(data, password=None)
    except (ValueError, TypeError):
        return None
    except UnsupportedAlgorithm:
        return Key(KeyForm.PEM, private=True, flaw=KeyFlaw.KIND)
    return with_private_half(private, private.public_key())


def from_certificate(certificate: x509.Certificate) -> Key:
    """Return the public key of an X.509 certificate, with the certificate's fingerprints (RFC 7515 section 4.1.7-8)."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding

    sha1, sha256 = fingerprints(certificate.public_bytes(Encoding.DER))
    try:
        material: object = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        material = KeyFlaw.KIND
    return describe(KeyForm.PEM, material, certificate=_words(certificate), x5t=sha1, x5t_s256=sha256)


def first_of_chain(chain: Json) -> Key | None:
    """Return the key of the first certificate of an `x5c` (RFC 7517 section 4.7); None when there is none."""
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate

    first = chain[0] if isinstance(chain, tuple) and chain else None
    if not isinstance(first, str):
        return None
    try:
        return from_certificate(load_der_x509_certificate(binascii.a2b_base64(first)))
    except (ValueError, TypeError, InvalidVersion):
        return None


def beside(certified: Key | None, own_thumbprint: str | None) -> Certificate | None:
    """Return the certificate that stands beside a JWK, marked when it belongs to another key."""
    if certified is None or certified.certificate is None or own_thumbprint is None:
        return None
    return replace(certified.certificate, foreign=certified.thumbprint != own_thumbprint)


def _words(certificate: x509.Certificate) -> Certificate | None:
    """Return the names and the validity of a certificate; None when they cannot be read."""
    try:
        return Certificate(
            subject=_name(certificate.subject),
            issuer=_name(certificate.issuer),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
        )
    except (ValueError, TypeError):
        return None


def _name(name: x509.Name) -> str:
    """Return the common name, or all of a name that has none."""
    from cryptography.x509.oid import NameOID

    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    value = common[0].value if common else ""
    return value if isinstance(value, str) and value else name.rfc4514_string()
