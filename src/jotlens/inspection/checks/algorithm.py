"""Checks on the method that the header names (`alg`), by itself and against what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown, warned
from jotlens.inspection.claims import listed
from jotlens.inspection.model import Purpose
from jotlens.inspection.signatures.algorithms import (
    ALGORITHMS,
    DEPRECATED,
    ENCRYPTION_ALGORITHMS,
    Family,
    is_none,
)
from jotlens.inspection.signatures.key_choice import Misfit
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.inspection.signatures.report import SignatureResult
    from jotlens.tokens.json_text import JsonObject
    from jotlens.tokens.model import Token

_ENCRYPTED = {Kind.JWE, Kind.JWE_JSON}
_JOSE = frozenset({*_ENCRYPTED, Kind.JWS, Kind.JWS_JSON, Kind.UNSECURED, Kind.SD_JWT, Kind.MALFORMED})
_KINDS_OF_KEY = {
    "RSA": "an RSA key",
    "EC": "an elliptic-curve key",
    "OKP": "an Edwards-curve key",
    "AKP": "an ML-DSA key",
    "oct": "a shared secret",
}


def headers(token: Token) -> tuple[JsonObject, ...]:
    """Return every JOSE header of a token: one, or one for each signature of the JSON form."""
    if token.kind not in _JOSE:
        return ()
    if len(token.signatures) > 1:
        return tuple(item.header for item in token.signatures if item.header is not None)
    return (token.header,) if token.header is not None else ()


def _methods(token: Token) -> tuple[str, ...]:
    """Return every `alg` that is a text and says more than "none"."""
    found = (header.get("alg") for header in headers(token))
    return tuple(alg for alg in found if isinstance(alg, str) and not is_none(alg))


def is_hmac(alg: str | None) -> bool:
    """Whether a method signs with a shared secret."""
    algorithm = ALGORITHMS.get(alg or "")
    return algorithm is not None and algorithm.family is Family.HMAC


def alg_present(case: Case) -> Outcome:
    """RFC 7515 section 4.1.1: the header says how the token was protected."""
    found = headers(case.token)
    if not found:
        return NOT_APPLICABLE
    named = all(isinstance(header.get("alg"), str) for header in found)
    return passed(alg=str(found[0].get("alg"))) if named else failed()


def alg_none(case: Case) -> Outcome:
    """RFC 7518 section 3.6, RFC 8725 section 3.2: a token that declares itself unsigned, in any spelling."""
    found = [header.get("alg") for header in headers(case.token)]
    texts = [alg for alg in found if isinstance(alg, str)]
    if not texts:
        return NOT_APPLICABLE
    unsigned = [alg for alg in texts if is_none(alg)]
    return failed(alg=unsigned[0]) if unsigned else passed()


def alg_case(case: Case) -> Outcome:
    """RFC 7515 section 4.1.1: the names of methods are case-sensitive."""
    methods = _methods(case.token)
    registered = {name.casefold(): name for name in (*ALGORITHMS, *ENCRYPTION_ALGORITHMS)}
    for alg in methods:
        name = registered.get(alg.casefold())
        if name is not None and name != alg:
            return failed(alg=alg, registered=name)
    return passed() if methods and all(alg in registered.values() for alg in methods) else NOT_APPLICABLE


def alg_registered(case: Case) -> Outcome:
    """RFC 7518 sections 3.1 and 4.1, RFC 9864: a method that is registered, and not deprecated."""
    methods = _methods(case.token)
    if case.token.kind in _ENCRYPTED:  # of a bad one `jwe-alg-allowed` speaks
        good = methods and all(alg in ENCRYPTION_ALGORITHMS and alg not in DEPRECATED for alg in methods)
        return passed(alg=methods[0]) if good else NOT_APPLICABLE
    known = frozenset(ALGORITHMS)
    misspelt = {name.casefold() for name in known}
    for alg in methods:
        if alg in DEPRECATED:
            return warned("deprecated", alg=alg, better=_better(case, alg))
        if alg not in known and alg.casefold() not in misspelt:
            return warned(alg=alg)
    return passed(alg=methods[0]) if methods and all(alg in known for alg in methods) else NOT_APPLICABLE


def _better(case: Case, alg: str) -> str:
    """Return the name that replaces a deprecated one: for EdDSA that of the key's curve, when the key is known."""
    key = case.signature.key
    return key.crv if alg == "EdDSA" and key is not None and key.crv is not None else DEPRECATED[alg]


def alg_allowed(case: Case) -> Outcome:
    """RFC 8725 section 3.1: the method is one of those that the API allows."""
    methods = tuple(str(header.get("alg")) for header in headers(case.token) if "alg" in header)
    other = ALGORITHMS if case.token.encryption is not None else ENCRYPTION_ALGORITHMS
    if not methods or (case.policy.algorithms and set(case.policy.algorithms) <= set(other)):
        return NOT_APPLICABLE  # signed and encrypted are confused: `jwe-as-jws` speaks of it
    if not case.policy.algorithms:
        return unknown(alg=methods[0])
    expected = listed(case.policy.algorithms)
    strangers = [alg for alg in methods if alg not in case.policy.algorithms]
    return failed(alg=strangers[0], expected=expected) if strangers else passed(alg=methods[0])


def _result(case: Case) -> SignatureResult | None:
    """Return the deciding result if keys were held against the token, else None."""
    result = case.signature.deciding
    return result if result is not None and result.considered else None


def shared_misfits(case: Case) -> set[Misfit]:
    """Return why the key that findings speak of was not taken; without such a key, why none of them was."""
    if not case.considered:
        return set()
    if case.key is not None:
        found = [item for item in case.considered if item.key == case.key]
        return set(found[0].misfits) if found else set()
    first, *others = case.considered
    return set(first.misfits).intersection(*(item.misfits for item in others))


def alg_key_type(case: Case) -> Outcome:
    """RFC 8725 section 3.1, RFC 7517 section 4: the kind of key that the method needs."""
    result = _result(case)
    if result is None or result.algorithm is None:
        return NOT_APPLICABLE
    kinds = {item.key.kty for item in result.considered} if result.key is None else {result.key.kty}
    kty = next(iter(kinds)) if len(kinds) == 1 else None
    if Misfit.KIND in shared_misfits(case):
        given = _KINDS_OF_KEY.get(kty or "", "another kind of key")
        return failed(alg=result.algorithm.name, needed=_KINDS_OF_KEY[result.algorithm.kty], given=given)
    return passed(alg=result.algorithm.name) if kty == result.algorithm.kty else NOT_APPLICABLE


def alg_hmac_with_public_key(case: Case) -> Outcome:
    """RFC 8725 section 2.1: a public key is never used as a shared secret; anyone could sign with it."""
    result = _result(case)
    if result is None or result.algorithm is None or result.algorithm.family is not Family.HMAC:
        return NOT_APPLICABLE
    confused = all(Misfit.HMAC_WITH_PUBLIC in item.misfits for item in result.considered)
    return failed(alg=result.algorithm.name) if confused else passed()


def alg_jwk_alg(case: Case) -> Outcome:
    """RFC 7517 section 4.4: a key that is published for one method is used with that one only."""
    result = case.signature.deciding
    alg = case.token.alg if result is None else result.alg
    if not case.considered or alg is None:
        return NOT_APPLICABLE
    key, misfits = case.key, shared_misfits(case)
    if Misfit.METHOD in misfits:
        return failed(alg=alg, published=(key.alg if key is not None else None) or "another method")
    if key is None or Misfit.NAME in misfits:
        return NOT_APPLICABLE
    return passed() if key.alg is not None else passed("unstated")


def alg_asymmetric_for_public_clients(case: Case) -> Outcome:
    """OpenID Connect Core section 10.1: a browser or a phone cannot keep the secret that HMAC needs."""
    if case.purpose.purpose is not Purpose.ID_TOKEN or case.token.alg not in ALGORITHMS:
        return NOT_APPLICABLE
    return warned(alg=case.token.alg) if is_hmac(case.token.alg) else passed()


CHECKS: tuple[Check, ...] = (
    alg_present,
    alg_none,
    alg_case,
    alg_registered,
    alg_allowed,
    alg_key_type,
    alg_hmac_with_public_key,
    alg_jwk_alg,
    alg_asymmetric_for_public_clients,
)
