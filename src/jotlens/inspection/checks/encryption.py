"""Checks on encrypted tokens: the methods and lengths they state, the limits, and what stands inside once decrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.algorithm import shared_misfits
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown, warned
from jotlens.inspection.claims import header_type, listed
from jotlens.inspection.decryption.form import content_of, is_swapped, method_of, rounds
from jotlens.inspection.decryption.methods import KEY_MANAGEMENT, LEAST_P2C, Family
from jotlens.inspection.decryption.report import Flaw, Packing
from jotlens.inspection.signatures.algorithms import ALGORITHMS
from jotlens.inspection.signatures.key_choice import Misfit
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.tokens.json_text import JsonObject

_SIGNED = {Kind.JWS, Kind.JWS_JSON, Kind.SD_JWT}
_UNSIGNED = {Kind.UNSECURED, Kind.MALFORMED}
_OLD = "RSA1_5"
_ALWAYS_SIGNED = {"at+jwt", "logout+jwt"}
"""Types that must be signed also when they are encrypted (RFC 9068 section 4, Back-Channel Logout section 2.4)."""

_KINDS_OF_KEY = {"RSA": "an RSA key", "EC": "an elliptic-curve key", "oct": "a shared secret"}


def _headers(case: Case) -> tuple[JsonObject, ...]:
    """Return the header of every recipient of an encrypted token; nothing for other tokens."""
    encryption = case.token.encryption
    recipients = encryption.recipients if encryption is not None and case.decryption.verdict else ()
    return tuple(item.header for item in recipients if item.header is not None)


def _methods(case: Case) -> tuple[str, ...]:
    """Return the `alg` of every recipient; nothing where it has changed places with `enc`, which is said elsewhere."""
    found = _headers(case)
    if any(is_swapped(header) for header in found):
        return ()
    return tuple(dict.fromkeys(alg for header in found if isinstance(alg := header.get("alg"), str)))


def jwe_alg_allowed(case: Case) -> Outcome:
    """RFC 8725 section 3.2: no RSA1_5, whose padding betrays the key; a password only where it is meant."""
    methods = _methods(case)
    if not methods:
        return NOT_APPLICABLE
    if _OLD in methods:
        return failed(alg=_OLD)
    strangers = [alg for alg in methods if alg not in KEY_MANAGEMENT]
    if strangers:
        return failed("unknown", alg=strangers[0])
    passwords = [alg for alg in methods if KEY_MANAGEMENT[alg].family is Family.PASSWORD]
    if passwords and not set(passwords) <= set(case.policy.algorithms):
        return failed("password", alg=passwords[0])
    return passed(alg=listed(methods))


def jwe_enc_allowed(case: Case) -> Outcome:
    """RFC 7518 section 5: content is encrypted and sealed in one, by AES with GCM or with CBC and HMAC."""
    found = _headers(case)
    if not found or any(is_swapped(header) for header in found):
        return NOT_APPLICABLE
    for header in found:
        if content_of(header) is None:
            return failed(enc=str(header.get("enc") or "nothing"))
    return passed(enc=str(found[0].get("enc")))


def jwe_swapped(case: Case) -> Outcome:
    """RFC 7516 sections 4.1.1 and 4.1.2: `alg` protects the key, `enc` the content; some pages show them swapped."""
    found = _headers(case)
    if not found:
        return NOT_APPLICABLE
    swapped = [header for header in found if is_swapped(header)]
    return failed(alg=str(swapped[0].get("alg")), enc=str(swapped[0].get("enc"))) if swapped else passed()


def jwe_dir_empty_key(case: Case) -> Outcome:
    """RFC 7516 section 5.2 steps 7 to 10: the second part is empty exactly where the method has no encrypted key."""
    methods = [method for header in _headers(case) if (method := method_of(header)) is not None]
    if not methods:
        return NOT_APPLICABLE
    fault = case.decryption.fault(Flaw.KEY_PRESENT, Flaw.KEY_MISSING)
    if fault is None:
        return passed()
    return failed("missing" if fault.flaw is Flaw.KEY_MISSING else "", alg=fault.said)


def jwe_iv_tag_length(case: Case) -> Outcome:
    """RFC 7518 sections 5.2 and 5.3, 4.7.1: the starting value and the seal have the lengths of the method."""
    if not any(content_of(header) for header in _headers(case)):
        return NOT_APPLICABLE
    fault = case.decryption.fault(Flaw.IV, Flaw.TAG, Flaw.WRAP_IV, Flaw.WRAP_TAG)
    if fault is None:
        return passed()
    return failed(str(fault.flaw), said=fault.said, needed=fault.needed)


def jwe_p2c_limit(case: Case) -> Outcome:
    """draft-ietf-oauth-rfc8725bis section 3.13: a forger must not decide how long a program works."""
    found = [header for header in _headers(case) if (m := method_of(header)) and m.family is Family.PASSWORD]
    if not found:
        return NOT_APPLICABLE
    if fault := case.decryption.fault(Flaw.TOO_MANY_ROUNDS):
        return failed(count=fault.said, most=fault.needed)
    if case.decryption.fault(Flaw.COUNT) is not None:
        return failed("missing")
    least = min(rounds(header) or 0 for header in found)
    return (
        warned(count=f"{least:,}", least=f"{LEAST_P2C:,}")
        if least < LEAST_P2C
        else passed(count=f"{least:,}")
    )


def jwe_zip(case: Case) -> Outcome:
    """RFC 8725 section 3.6: compressed before it was encrypted, a content betrays something by its length."""
    found = _headers(case)
    if not found:
        return NOT_APPLICABLE
    return warned() if any("zip" in header for header in found) else passed()


def jwe_zip_limit(case: Case) -> Outcome:
    """RFC 8725 section 3.6, draft-ietf-oauth-rfc8725bis section 3.15: unpacking stops at 250 KB."""
    if not any("zip" in header for header in _headers(case)):
        return NOT_APPLICABLE
    if fault := case.decryption.fault(Flaw.ZIP):
        return (
            failed("unprotected") if fault.said == "unprotected" else failed("method", zip=fault.said or "?")
        )
    match case.decryption.packing:
        case Packing.UNPACKED:
            return passed()
        case Packing.TOO_LARGE:
            return failed()
        case Packing.DAMAGED:
            return failed("damaged")
        case None:
            return unknown()


def jwe_key_type(case: Case) -> Outcome:
    """RFC 7516 section 5.2: a private key or a shared secret, of the kind and length that the method needs."""
    report = case.decryption
    if report.method is None or not report.considered:
        return NOT_APPLICABLE
    misfits, key = shared_misfits(case), case.key
    kinds = [_KINDS_OF_KEY.get(kty, "an elliptic-curve key") for kty in report.method.key_types]
    values = {"alg": report.method.name, "needed": " or ".join(dict.fromkeys(kinds))}
    if Misfit.KIND in misfits:
        return failed(**values)
    if Misfit.PUBLIC in misfits:
        return failed("public")
    if Misfit.CURVE in misfits:
        return failed("curve")
    if Misfit.LENGTH in misfits:
        needed = report.method.secret_length(report.content)
        length = (key.bits or 0) // 8 if key is not None else 0
        return failed("length", **values, length=str(length), bytes=str(needed))
    return passed(**values) if key is not None and key.flaw is None else NOT_APPLICABLE


def jwe_inner_signed(case: Case) -> Outcome:
    """RFC 8725 section 2.3: encrypting proves no origin where the key is public; a signature inside does."""
    if not case.decryption.decrypted:
        return NOT_APPLICABLE
    if case.inside is not None:
        kind = case.inside.token.kind
        return failed("unsigned") if kind in _UNSIGNED else passed() if kind in _SIGNED else NOT_APPLICABLE
    if case.token.claims is None:
        return NOT_APPLICABLE
    cty = case.token.header.get("cty") if case.token.header is not None else None
    if isinstance(cty, str) and cty.lower().removeprefix("application/") == "jwt":
        return failed("announced")
    if header_type(case.token) in _ALWAYS_SIGNED:
        return failed("kind")
    if _is_shared(case):
        return passed("shared")
    return failed() if case.policy.issuer is not None else warned()


def _is_shared(case: Case) -> bool:
    """Whether only a holder of the secret can have written what is inside."""
    return case.decryption.verdict is not None and case.decryption.verdict.shared_secret


def jwe_as_jws(case: Case) -> Outcome:
    """draft-ietf-oauth-rfc8725bis: an encrypted token is no signed one, and a signed one is not encrypted."""
    expected = set(case.policy.algorithms)
    signing, encrypting = expected & set(ALGORITHMS), expected & set(KEY_MANAGEMENT)
    if not expected or (signing and encrypting):
        return NOT_APPLICABLE
    names = listed(case.policy.algorithms)
    if case.token.encryption is not None and case.decryption.verdict is not None and case.inside is None:
        return failed(expected=names) if signing else passed() if encrypting else NOT_APPLICABLE
    if case.token.kind in _SIGNED and encrypting:
        return failed("signed", expected=names)
    return passed() if case.token.kind in _SIGNED and signing else NOT_APPLICABLE


CHECKS: tuple[Check, ...] = (
    jwe_swapped,
    jwe_alg_allowed,
    jwe_enc_allowed,
    jwe_dir_empty_key,
    jwe_iv_tag_length,
    jwe_p2c_limit,
    jwe_zip,
    jwe_zip_limit,
    jwe_key_type,
    jwe_inner_signed,
    jwe_as_jws,
)
