"""The cryptographic step: whether a signature belongs to a text and a key, asked of PyJWT and cryptography.

The only module that calls PyJWT. It is given the method and the key that others have found to belong together, and
decides nothing else.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, assert_never

from jotlens.inspection.signatures.algorithms import Algorithm, Family

if TYPE_CHECKING:
    from jwt.algorithms import Algorithm as Method

    from jotlens.inspection.keys.model import Key


class Fit(StrEnum):
    """The answer of the mathematics; REFUSED when the library will not use this key at all."""

    YES = "yes"
    NO = "no"
    REFUSED = "refused"


def fit(algorithm: Algorithm, key: Key, message: bytes, signature: bytes) -> Fit:
    """Return whether `signature` is that of `message` by `key` (RFC 7515 section 5.2 step 8); never raises."""
    match algorithm.family:
        case Family.HMAC | Family.RSA | Family.RSA_PSS | Family.ECDSA:
            return _by_pyjwt(algorithm.name, key, message, signature)
        case Family.EDDSA:
            # PyJWT knows the two curves under their older common name; the key has the curve already.
            return _by_pyjwt("EdDSA", key, message, signature)
        case Family.ML_DSA:
            return _by_cryptography(key, message, signature)
    assert_never(algorithm.family)


def _by_pyjwt(name: str, key: Key, message: bytes, signature: bytes) -> Fit:
    method, refusals = _method(name)
    try:
        prepared = method.prepare_key(key.secret if key.symmetric else key.material)
        return Fit.YES if method.verify(message, prepared, signature) else Fit.NO
    except refusals:
        return Fit.REFUSED


@cache
def _method(name: str) -> tuple[Method, tuple[type[Exception], ...]]:
    """Return PyJWT's object for a method, and what it raises when it will not use a key.

    Kept, since looking both up would cost as much as a third of the mathematics of RS256.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from jwt import get_algorithm_by_name
    from jwt.exceptions import PyJWTError

    refusals = (PyJWTError, UnsupportedAlgorithm, ValueError, TypeError, NotImplementedError)
    return get_algorithm_by_name(name), refusals


def _by_cryptography(key: Key, message: bytes, signature: bytes) -> Fit:
    """ML-DSA, with the empty context that JOSE uses."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import mldsa

    if not isinstance(key.material, (mldsa.MLDSA44PublicKey, mldsa.MLDSA65PublicKey, mldsa.MLDSA87PublicKey)):
        return Fit.REFUSED
    try:
        key.material.verify(signature, message)
    except InvalidSignature:
        return Fit.NO
    except (ValueError, UnsupportedAlgorithm):
        return Fit.REFUSED
    return Fit.YES
