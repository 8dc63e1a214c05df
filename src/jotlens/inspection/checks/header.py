"""Checks on the header: what kind it declares, what it demands, and what else it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.algorithm import headers
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, unknown, warned
from jotlens.inspection.claims import effective_type, header_type, listed, readable_claims, texts
from jotlens.inspection.purpose import purpose_of_type
from jotlens.inspection.signatures.critical import (
    CriticalFault,
    CriticalFinding,
    critical_findings,
    demands,
    protected_header,
)
from jotlens.tokens.dictionary import meaning
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.tokens.json_text import Json

_ENCRYPTED = {Kind.JWE, Kind.JWE_JSON}
_COPIED = ("iss", "sub", "aud")
_ACCESS_TOKEN = "at+jwt"
_MALFORMED = {
    CriticalFault.SHAPE: "shape",
    CriticalFault.DOUBLED: "doubled",
    CriticalFault.REGISTERED: "registered",
    CriticalFault.ABSENT: "absent",
    CriticalFault.UNPROTECTED: "unprotected",
}


def typ_expected(case: Case) -> Outcome:
    """RFC 8725 section 3.11: the kind of token that is expected; `typ` ignores case and `application/`."""
    if not headers(case.token):
        return NOT_APPLICABLE
    said, expected = header_type(case.token), case.policy.typ
    written = case.token.header.get("typ") if case.token.header is not None else None
    shown = written if isinstance(written, str) else ""
    if not expected:
        if case.seen.chosen and _is_another_kind(case, said):
            return failed("kind", said=shown, expected=case.seen.profile.name)
        return unknown(said=shown) if said else unknown("missing")
    if said == effective_type(expected):
        return passed(said=shown)
    if not said:
        return failed("missing", expected=expected)
    return failed("generic" if said == "jwt" else "", said=shown, expected=expected)


def _is_another_kind(case: Case, said: str) -> bool:
    """Whether the header names the type of another kind of token than the one that a person chose."""
    named, chosen = purpose_of_type(said), case.seen.profile.purpose
    return named is not None and chosen is not None and named is not chosen


def typ_at_jwt(case: Case) -> Outcome:
    """RFC 9068 sections 2.1 and 4: a standard access token says at+jwt."""
    wanted = {effective_type(case.policy.typ or ""), case.seen.profile.typ}
    if _ACCESS_TOKEN not in wanted or not headers(case.token):
        return NOT_APPLICABLE
    return passed() if header_type(case.token) == _ACCESS_TOKEN else failed()


def typ_form(case: Case) -> Outcome:
    """RFC 7515 section 4.1.9: a type without a slash is short for application/…."""
    typ = case.token.header.get("typ") if case.token.header is not None else None
    if not isinstance(typ, str) or not typ.lower().startswith("application/"):
        return NOT_APPLICABLE
    return passed(typ=typ, short=effective_type(typ))


def cty_nested(case: Case) -> Outcome:
    """RFC 7519 section 5.2: a content type JWT announces a token inside."""
    cty = case.token.header.get("cty") if case.token.header is not None else None
    return passed() if isinstance(cty, str) and effective_type(cty) == "jwt" else NOT_APPLICABLE


def _critical(case: Case) -> list[CriticalFinding]:
    """Return what is wrong with `crit`, of every signature or of the header of an encrypted token."""
    if case.token.kind in _ENCRYPTED:
        encryption = case.token.encryption
        if encryption is None:
            return []
        found = [
            finding
            for recipient in encryption.recipients
            if recipient.header is not None
            for finding in critical_findings(recipient.header, encryption.protected, frozenset())
        ]
        return list(dict.fromkeys(found))
    return [
        finding
        for signature in case.token.signatures
        if signature.header is not None and demands(signature.header)
        for finding in critical_findings(signature.header, protected_header(signature))
    ]


def crit_understood(case: Case) -> Outcome:
    """RFC 7515 section 4.1.11: whoever does not understand an extension in `crit` must refuse the token."""
    if not headers(case.token):
        return NOT_APPLICABLE
    strangers = [finding.name for finding in _critical(case) if finding.fault is CriticalFault.UNKNOWN]
    if strangers:
        return failed(names=listed(tuple(strangers)))
    demanded = any("crit" in header for header in headers(case.token))
    return warned() if demanded and not _critical(case) else passed() if not demanded else NOT_APPLICABLE


def crit_well_formed(case: Case) -> Outcome:
    """RFC 7515 section 4.1.11: a list of texts, not empty, no name twice, none registered, each in the header."""
    if not headers(case.token):
        return NOT_APPLICABLE
    faults = [finding for finding in _critical(case) if finding.fault in _MALFORMED]
    if faults:
        return failed(_MALFORMED[faults[0].fault], name=faults[0].name)
    demanded = any("crit" in header for header in headers(case.token))
    return passed() if demanded else NOT_APPLICABLE


def b64_false(case: Case) -> Outcome:
    """RFC 7797 sections 6 and 7: an unencoded body is announced in `crit`, and never that of a JWT."""
    if not any(header.get("b64") is False for header in headers(case.token)):
        return NOT_APPLICABLE
    if any(finding.fault is CriticalFault.B64_UNLISTED for finding in _critical(case)):
        return failed("unlisted")
    return failed() if case.token.claims is not None else warned()


def zip_in_jws(case: Case) -> Outcome:
    """RFC 7516 section 4.1.3: compression exists in encrypted tokens only."""
    if case.token.kind in _ENCRYPTED or not headers(case.token):
        return NOT_APPLICABLE
    return warned() if any("zip" in header for header in headers(case.token)) else passed()


def header_unknown(case: Case) -> Outcome:
    """RFC 7515 sections 4.2 and 4.3: header names that no standard defines."""
    names = dict.fromkeys(name for header in headers(case.token) for name in header)
    strangers = tuple(name for name in names if meaning(name, "header") is None)
    return passed(names=listed(strangers)) if strangers else NOT_APPLICABLE


def header_claims_match(case: Case) -> Outcome:
    """RFC 7519 section 5.3: claims that are repeated in the header say the same as inside."""
    header = case.token.header
    copied = (
        tuple(name for name in _COPIED if header is not None and name in header)
        if headers(case.token)
        else ()
    )
    if header is None or not copied:
        return NOT_APPLICABLE
    inside = case.inside.contents.token if case.inside is not None else case.token
    claims = readable_claims(inside)
    if claims is None:
        return passed("unreadable", names=listed(copied)) if case.token.kind in _ENCRYPTED else NOT_APPLICABLE
    differing = tuple(
        name for name in copied if _comparable(header.get(name)) != _comparable(claims.get(name))
    )
    return failed(names=listed(differing)) if differing else passed(names=listed(copied))


def _comparable(value: Json) -> Json:
    """Return an audience of one as a list of one; everything else as it is."""
    return texts(value) or value


CHECKS: tuple[Check, ...] = (
    typ_expected,
    typ_at_jwt,
    typ_form,
    cty_nested,
    crit_understood,
    crit_well_formed,
    b64_false,
    zip_in_jws,
    header_unknown,
    header_claims_match,
)
