"""Checks on what the header says about keys: names, addresses, certificates, whole keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.inspection.checks.algorithm import headers
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown, warned
from jotlens.inspection.keys.model import PRIVATE_MEMBERS, KeyForm
from jotlens.inspection.model import Purpose
from jotlens.inspection.signatures.algorithms import ALGORITHMS, Family
from jotlens.inspection.signatures.key_choice import wanted_kid
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.visible import hides

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

_LONGEST_KID = 256
_SUSPICIOUS = re.compile(
    r"""(?:^|[/\\])\.\.(?:[/\\]|$)  # a path that climbs
    | ^/ | ^\\\\ | ^[A-Za-z]:\\ | ^file:  # a path from the top
    | %(?:00|2e|2f|5c|27|22)  # the same, in disguise
    | ['"`;|<>]  # quotes and separators of SQL and shells
    | \$[({] | &&  # substitution in shells
    | \s--(?:\s|$)  # the start of a comment in SQL
    | \*\)\(  # a filter of a directory service""",
    re.VERBOSE | re.IGNORECASE,
)


def _texts(case: Case, *names: str) -> list[str]:
    values = (header.get(name) for header in headers(case.token) for name in names)
    return [value for value in values if isinstance(value, str)]


def _present(case: Case, *names: str) -> bool:
    return any(name in header for header in headers(case.token) for name in names)


def jku_ignored(case: Case) -> Outcome:
    """RFC 8725 section 3.10: the addresses in `jku` and `x5u` are shown, and never fetched."""
    if not headers(case.token):
        return NOT_APPLICABLE
    if not _present(case, "jku", "x5u"):
        return passed()
    addresses = _texts(case, "jku", "x5u")
    return warned(address=addresses[0] if addresses else "something that is no address")


def jwk_ignored(case: Case) -> Outcome:
    """RFC 8725 section 3.10, RFC 9449 section 4.3: a key that the token brings itself proves nothing."""
    if not headers(case.token):
        return NOT_APPLICABLE
    if not _present(case, "jwk"):
        return passed()
    return warned("proof") if case.purpose.purpose is Purpose.DPOP_PROOF else warned()


def x5c_ignored(case: Case) -> Outcome:
    """RFC 7515 section 4.1.6: a certificate that the token brings itself proves nothing."""
    if not headers(case.token):
        return NOT_APPLICABLE
    return warned() if _present(case, "x5c") else passed()


def private_key_in_header(case: Case) -> Outcome:
    """RFC 7517 section 9.3, RFC 9449 section 4.3 point 7: a private key or a secret inside the token."""
    keys = [jwk for header in headers(case.token) if isinstance(jwk := header.get("jwk"), JsonObject)]
    if not keys:
        return NOT_APPLICABLE
    return failed() if any(name in jwk for jwk in keys for name in PRIVATE_MEMBERS) else passed()


def kid_present(case: Case) -> Outcome:
    """RFC 7515 section 4.1.4: a name for the key helps where there are several."""
    header = next(iter(headers(case.token)), None)
    if header is None:
        return NOT_APPLICABLE
    kid = wanted_kid(header)
    if kid is not None:
        return passed(kid=kid)
    algorithm = ALGORITHMS.get(case.token.alg or "")
    hmac = algorithm is not None and algorithm.family is Family.HMAC
    return NOT_APPLICABLE if hmac or len(case.keys.keys) < 2 else warned(count=str(len(case.keys.keys)))


def kid_safe(case: Case) -> Outcome:
    """RFC 8725 section 3.10: a key name is hostile input; some are made to reach files, databases or shells."""
    if not _present(case, "kid"):
        return NOT_APPLICABLE
    names = _texts(case, "kid")
    if not names:
        return warned("type")
    for kid in names:
        if len(kid) > _LONGEST_KID:
            return warned("long", characters=f"{len(kid):,}")
        if hides(kid) or _SUSPICIOUS.search(kid):
            return warned(kid=kid)
    return passed()


def kid_known(case: Case) -> Outcome:
    """OpenID Connect Core section 10.1.1: the key that the token names is in the key set."""
    encryption = case.token.encryption
    several = headers(case.token) if encryption is None else [item.header for item in encryption.recipients]
    names = [kid for header in several if header is not None and (kid := wanted_kid(header)) is not None]
    if not names:
        return NOT_APPLICABLE
    if not case.keys.keys:
        return unknown(kid=names[0])
    given = {key.kid for key in case.keys.keys if key.kid is not None}
    missing = [kid for kid in names if kid not in given]
    # Of several recipients one is enough; of several signatures each counts.
    if not missing or (encryption is not None and len(missing) < len(names)):
        return passed(kid=next(kid for kid in names if kid in given))
    in_set = case.keys.form is KeyForm.JWKS or len(case.keys.keys) > 1
    if not given:
        return warned("unnamed", kid=missing[0]) if in_set else NOT_APPLICABLE
    return failed(kid=missing[0]) if in_set else warned(kid=missing[0], given=next(iter(given)))


def x5t_match(case: Case) -> Outcome:
    """RFC 7515 sections 4.1.7 and 4.1.8: the fingerprint in the header is that of the key's certificate."""
    key = case.key
    header = next(iter(headers(case.token)), None)
    if key is None or header is None:
        return NOT_APPLICABLE
    pairs = [(header.get("x5t"), key.x5t), (header.get("x5t#S256"), key.x5t_s256)]
    known = [(said, own) for said, own in pairs if isinstance(said, str) and own is not None]
    if not known:
        return NOT_APPLICABLE
    return passed() if all(said.rstrip("=") == own.rstrip("=") for said, own in known) else failed()


CHECKS: tuple[Check, ...] = (
    jku_ignored,
    jwk_ignored,
    x5c_ignored,
    private_key_in_header,
    kid_present,
    kid_safe,
    kid_known,
    x5t_match,
)
