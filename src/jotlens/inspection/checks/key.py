"""Checks on the keys that were given: whether they can be used, and how strong they are."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jotlens.inspection.checks.algorithm import headers, shared_misfits
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, warned
from jotlens.inspection.claims import listed
from jotlens.inspection.decryption.report import Flaw
from jotlens.inspection.keys.model import KeyFlaw
from jotlens.inspection.keys.soundness import is_roca, on_curve, point_of_jwk
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.algorithms import Family
from jotlens.inspection.signatures.key_choice import Misfit
from jotlens.tokens.json_text import JsonObject

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.inspection.keys.model import Key

_LEAST_RSA_BITS = 2048
_USUAL_EXPONENT = 65_537
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def _key(case: Case, kty: str | None = None) -> Key | None:
    key = case.key
    return key if key is not None and kty in {None, key.kty} else None


def key_source(case: Case) -> Outcome:
    """RFC 8725 section 3.8: a key from its issuer is worth more than one that somebody pasted."""
    if case.signature.key is None:  # a key to decrypt with is the reader's own
        return NOT_APPLICABLE
    source = case.keys.source
    if source is None:
        return warned()
    parts = urlsplit(source)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return passed(host=parts.hostname or source) if safe else warned("insecure", address=source)


def key_valid(case: Case) -> Outcome:
    """RFC 7517 section 4, RFC 7518 section 6: the key is whole, and of a kind that can be used."""
    key = _key(case)
    if key is None:
        return NOT_APPLICABLE
    return failed(problem=key.problem) if key.problem is not None else passed()


def key_use(case: Case) -> Outcome:
    """RFC 7517 sections 4.2 and 4.3: the key is meant for what it is used for (`use`, `key_ops`)."""
    result, encrypted = case.signature.deciding, case.token.encryption is not None
    if not case.considered or (result is not None and result.algorithm is None):
        return NOT_APPLICABLE
    misfits = shared_misfits(case)
    if Misfit.USE in misfits:
        return failed("signing" if encrypted else "")
    if Misfit.KEY_OPS in misfits:
        return failed("opening" if encrypted else "operations")
    if case.key is None:
        return NOT_APPLICABLE
    return passed("encryption" if encrypted else "")


def jwks_ambiguous(case: Case) -> Outcome:
    """RFC 7515 appendix D: without a key name, every key that fits is tried."""
    result = case.signature.deciding
    if result is None or result.status is not SignatureStatus.VERIFIED or len(result.considered) < 2:
        return NOT_APPLICABLE
    fitting = sum(not item.misfits for item in result.considered)
    return warned(count=str(fitting), place=str(result.fitted)) if fitting > 1 else passed()


def jwks_duplicate_kid(case: Case) -> Outcome:
    """RFC 7517 section 4.5: the keys of a set have distinct names."""
    if len(case.keys.keys) < 2:
        return NOT_APPLICABLE
    names = case.keys.duplicate_kids
    return warned(names=listed(names)) if names else passed()


def jwks_mixed(case: Case) -> Outcome:
    """RFC 8725 section 2.1: secrets do not stand in one set with public keys, which is made to be published."""
    if len(case.keys.keys) < 2:
        return NOT_APPLICABLE
    return warned() if case.keys.mixed else passed()


def rsa_key_size(case: Case) -> Outcome:
    """RFC 7518 sections 3.3 and 3.5: at least 2048 bits."""
    key = _key(case, "RSA")
    if key is None or key.bits is None:
        return NOT_APPLICABLE
    return passed(bits=str(key.bits)) if key.bits >= _LEAST_RSA_BITS else failed(bits=str(key.bits))


def rsa_exponent(case: Case) -> Outcome:
    """Practice: 65537. A small one has been the root of attacks; 1 or an even one makes no key at all."""
    key = _key(case, "RSA")
    if key is None or key.exponent is None:
        return NOT_APPLICABLE
    if key.exponent < 3 or key.exponent % 2 == 0:
        return failed()
    return warned(exponent=str(key.exponent)) if key.exponent < _USUAL_EXPONENT else passed()


def key_roca(case: Case) -> Outcome:
    """CVE-2017-15361: keys that a faulty chip generated can be broken."""
    key = _key(case, "RSA")
    if key is None or key.modulus is None:
        return NOT_APPLICABLE
    return failed() if is_roca(key.modulus) else passed()


def ec_curve_match(case: Case) -> Outcome:
    """RFC 7518 section 3.4, RFC 8812: each method of elliptic curves belongs to one curve."""
    key, result = _key(case), case.signature.deciding
    if key is None or result is None or result.algorithm is None or not result.algorithm.curves:
        return NOT_APPLICABLE
    if key.kty != result.algorithm.kty or result.algorithm.family is Family.ML_DSA:
        return NOT_APPLICABLE
    values = {
        "alg": result.algorithm.name,
        "curve": key.crv or "another",
        "needed": result.algorithm.curves[0],
    }
    return failed(**values) if key.crv not in result.algorithm.curves else passed(**values)


def ec_point_valid(case: Case) -> Outcome:
    """RFC 8725 section 3.4: a public key is a point of its curve, also the one in the header of an encrypted token."""
    if case.decryption.fault(Flaw.EPK) is not None:
        return failed("epk-missing")
    if case.decryption.fault(Flaw.EPK_POINT) is not None:
        return failed("epk")
    for header in headers(case.token):
        epk = header.get("epk")
        point = point_of_jwk(epk) if isinstance(epk, JsonObject) else None
        if point is not None and on_curve(*point) is False:
            return failed("epk")
    key = _key(case, "EC")
    if key is None:
        return NOT_APPLICABLE
    if key.flaw is KeyFlaw.POINT:
        return failed()
    return passed() if key.flaw is None else NOT_APPLICABLE


CHECKS: tuple[Check, ...] = (
    key_source,
    key_valid,
    key_use,
    jwks_ambiguous,
    jwks_duplicate_kid,
    jwks_mixed,
    rsa_key_size,
    rsa_exponent,
    key_roca,
    ec_curve_match,
    ec_point_valid,
)
