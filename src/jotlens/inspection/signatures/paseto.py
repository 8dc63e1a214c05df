"""The signature of a public PASETO token, versions 1 to 4 (PASETO specification, sections "Sign" and "Verify")."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.keys.model import KeyForm
from jotlens.inspection.keys.paseto_key import key_from_hex
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.algorithms import Algorithm, Family
from jotlens.inspection.signatures.judgement import LENIENT, NO_KEY, NOT_STRICT, Judged, judged, refused
from jotlens.inspection.signatures.key_choice import consider
from jotlens.inspection.signatures.mathematics import Fit
from jotlens.inspection.signatures.report import SignatureResult
from jotlens.tokens import base64url
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.model import Part, Signature

if TYPE_CHECKING:
    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.inspection.model import Policy
    from jotlens.tokens.model import Token

METHODS = {
    method.name: method
    for method in (
        Algorithm("v1.public", Family.RSA_PSS, "RSA", (), 48, 256),
        Algorithm("v2.public", Family.EDDSA, "OKP", ("Ed25519",), None, 64),
        Algorithm("v3.public", Family.ECDSA, "EC", ("P-384",), 48, 96),
        Algorithm("v4.public", Family.EDDSA, "OKP", ("Ed25519",), None, 64),
    )
}
"""The one method of each version: a PASETO token has no `alg` that could be forged."""

_WITH_ASSERTION = ("v3.public", "v4.public")
_NO_HEADER = JsonObject(())
_SHORT = "The token is too short to hold a signature."
_ASSERTED = (
    " If its maker signs a text along with it that is not sent (an implicit assertion), give that text too."
)


def is_signed(token: Token) -> bool:
    """Whether a PASETO token is one that carries a signature (`public`), and not an encrypted one."""
    return token.subtype in METHODS


def judge_paseto(token: Token, ring: KeyRing, policy: Policy) -> SignatureResult:
    """Judge the signature of a public PASETO token; never raises.

    The version decides the method, and the key must be of the kind that the version asks for.
    """
    version = token.subtype or ""
    method = METHODS[version]
    value, footer = _signature(token, method), base64url.decode(token.part_text(Part.FOOTER), Part.FOOTER)
    signature = Signature(_NO_HEADER, "", None, value)
    subject = Judged(version, method, signature)
    if value is None:
        return refused(subject, _SHORT)
    if not ring.keys:
        return SignatureResult(SignatureStatus.NOT_CHECKED, NO_KEY, version, method, signature)
    ring = _read_as_paseto(ring)
    if any(fault.defect in NOT_STRICT for fault in token.faults):
        return refused(subject, LENIENT, consider(_NO_HEADER, method, ring))
    pieces = [f"{version}.".encode(), token.payload or b"", footer.data]
    if version in _WITH_ASSERTION:
        pieces.append((policy.implicit_assertion or "").encode(errors="surrogatepass"))

    def ask(key: Key) -> tuple[Fit, Key, None]:
        return _fit(key, pieces, value), key, None

    result = judged(subject, ring, _NO_HEADER, ask)
    asserted = version in _WITH_ASSERTION and policy.implicit_assertion is None
    if result.status is SignatureStatus.INVALID and asserted:
        return replace(result, reason=result.reason + _ASSERTED)
    return result


def pre_authentication_encoding(pieces: list[bytes]) -> bytes:
    """Return PAE of the pieces: their count and lengths as 64-bit little-endian numbers, so that no two mix."""
    encoded = [len(pieces).to_bytes(8, "little")]
    for piece in pieces:
        encoded += [len(piece).to_bytes(8, "little"), piece]
    return b"".join(encoded)


def _signature(token: Token, method: Algorithm) -> bytes | None:
    """Return the bytes at the end of the body that are the signature; None when there are too few."""
    body = base64url.decode(token.text.split(".")[2], Part.PAYLOAD).data
    length = method.signature_b or 0
    return body[-length:] if len(body) >= length else None


def _read_as_paseto(ring: KeyRing) -> KeyRing:
    """Take the text of a secret for a public key where it can only be one: in hexadecimal, as PASETO keys are given."""
    return replace(ring, keys=tuple(_public_of(key) for key in ring.keys))


def _public_of(key: Key) -> Key:
    if key.form is not KeyForm.SECRET or key.secret is None:
        return key
    return key_from_hex(key.secret.decode(errors="replace").strip()) or key


def _fit(key: Key, pieces: list[bytes], value: bytes) -> Fit:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA384
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    try:
        match key.material:
            case rsa.RSAPublicKey() as material if material.key_size == 8 * len(value):
                pss = padding.PSS(padding.MGF1(SHA384()), SHA384.digest_size)
                material.verify(value, pre_authentication_encoding(pieces), pss, SHA384())
            case ed25519.Ed25519PublicKey() as material:
                material.verify(value, pre_authentication_encoding(pieces))
            case ec.EllipticCurvePublicKey() as material:
                point = material.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
                half = len(value) // 2
                both = encode_dss_signature(int.from_bytes(value[:half]), int.from_bytes(value[half:]))
                material.verify(both, pre_authentication_encoding([point, *pieces]), ec.ECDSA(SHA384()))
            case _:
                return Fit.REFUSED
    except InvalidSignature:
        return Fit.NO
    except (ValueError, UnsupportedAlgorithm):
        return Fit.REFUSED
    return Fit.YES
