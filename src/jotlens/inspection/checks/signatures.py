"""Checks on the signature: whether it holds, and what its bytes alone betray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.algorithm import headers, is_hmac
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown, warned
from jotlens.inspection.model import SignatureStatus
from jotlens.inspection.signatures.algorithms import ALGORITHMS, Family
from jotlens.inspection.signatures.paseto import is_signed
from jotlens.inspection.signatures.unverifiable import is_for_microsoft_graph
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.inspection.signatures.algorithms import Algorithm
    from jotlens.tokens.model import Signature

_SIGNED = {Kind.JWS, Kind.JWS_JSON, Kind.SD_JWT, Kind.UNSECURED, Kind.MALFORMED}
_DER_SEQUENCE, _DER_INTEGER = 0x30, 0x02


def _is_signed(case: Case) -> bool:
    return case.token.kind in _SIGNED or (case.token.kind is Kind.PASETO and is_signed(case.token))


def signature_valid(case: Case) -> Outcome:
    """RFC 7515 section 5.2, RFC 7519 section 7.2: the signature over the text as it was given."""
    verdict = case.signature.verdict
    if not _is_signed(case):
        return NOT_APPLICABLE
    match verdict.status:
        case SignatureStatus.VERIFIED:
            several = len(case.signature.results) > 1
            return passed("several", count=str(len(case.signature.results))) if several else passed()
        case SignatureStatus.INVALID:
            return failed(reason=verdict.reason)
        case SignatureStatus.REJECTED:
            return failed("rejected", reason=verdict.reason)
        case _:
            if is_for_microsoft_graph(case.token):
                return unknown("issuer-only")
            return unknown("body") if case.keys.keys else unknown()


def signature_not_checked(case: Case) -> Outcome:
    """Nothing that the token says is a fact before its signature is verified."""
    unchecked = case.signature.verdict.status is SignatureStatus.NOT_CHECKED
    return warned() if unchecked and _is_signed(case) else NOT_APPLICABLE


def _signatures(case: Case) -> list[tuple[Algorithm, Signature, bytes]]:
    """Return every signature that has bytes and a known method."""
    if case.token.kind is Kind.MALFORMED:
        return []
    found = []
    for signature in case.token.signatures:
        alg = signature.header.get("alg") if signature.header is not None else None
        algorithm = ALGORITHMS.get(alg) if isinstance(alg, str) else None
        if algorithm is not None and signature.value is not None:
            found.append((algorithm, signature, signature.value))
    return found


def _is_der(value: bytes) -> bool:
    """Whether the bytes are an ECDSA signature as other programs write it: a DER sequence of two integers."""
    if len(value) < 8 or value[0] != _DER_SEQUENCE:
        return False
    start = 3 if value[1] == 0x81 else 2
    return value[start - 1] == len(value) - start and value[start] == _DER_INTEGER


def signature_length(case: Case) -> Outcome:
    """RFC 7518 sections 3.2 to 3.5, RFC 8037: each method has signatures of one length."""
    checked = False
    for algorithm, signature, value in _signatures(case):
        if algorithm.family is Family.ECDSA and _is_der(value):
            continue
        result = next((item for item in case.signature.results if item.signature is signature), None)
        key = result.key if result is not None else None
        same_kind = key is not None and key.kty == algorithm.kty
        curve, bits = (key.crv, key.bits) if key is not None and same_kind else (None, None)
        expected = algorithm.signature_length(curve, bits)
        if expected is None:
            continue
        if len(value) != expected:
            return failed(alg=algorithm.name, length=str(len(value)), expected=str(expected))
        checked = True
    return passed() if checked else NOT_APPLICABLE


def ecdsa_format(case: Case) -> Outcome:
    """RFC 7518 section 3.4: the two numbers side by side, not in DER."""
    found = [item for item in _signatures(case) if item[0].family is Family.ECDSA]
    if not found:
        return NOT_APPLICABLE
    der = any(len(value) != algorithm.signature_b and _is_der(value) for algorithm, _, value in found)
    return failed() if der else passed()


def ecdsa_zero(case: Case) -> Outcome:
    """CVE-2022-21449: a signature of zeros, which careless programs accepted for every text."""
    found = [item for item in _signatures(case) if item[0].family is Family.ECDSA]
    if not found:
        return NOT_APPLICABLE
    zero = any(
        not any(value[: len(value) // 2]) or not any(value[len(value) // 2 :]) for _, _, value in found
    )
    return failed() if zero else passed()


def hs256_who_can_check(case: Case) -> Outcome:
    """Information: a shared secret is needed to check an HMAC token; no published key set helps."""
    return (
        passed(alg=case.token.alg or "")
        if is_hmac(case.token.alg) and headers(case.token)
        else NOT_APPLICABLE
    )


CHECKS: tuple[Check, ...] = (
    signature_valid,
    signature_not_checked,
    signature_length,
    ecdsa_format,
    ecdsa_zero,
    hs256_who_can_check,
)
