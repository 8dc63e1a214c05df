"""Checks on the issuer: is there one, is it the expected one, and is it an address to trust."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.inspection.addresses import Address, address
from jotlens.inspection.checks.case import (
    NOT_APPLICABLE,
    UNREADABLE,
    Outcome,
    failed,
    passed,
    unknown,
    warned,
)
from jotlens.inspection.claims import audiences, claim_text, for_management, sound_claims, spoken_type
from jotlens.inspection.model import Purpose, Status
from jotlens.inspection.near_miss import near_miss
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

_WITHOUT_ISSUER = {Purpose.DPOP_PROOF, Purpose.KEY_BINDING, Purpose.CREDENTIAL, Purpose.SESSION_COOKIE}
_NAMED_BY_ID = {Purpose.CLIENT_ASSERTION, Purpose.REQUEST_OBJECT, Purpose.SAML_MESSAGE}
_ENCRYPTED = {Kind.JWE, Kind.JWE_JSON}

_TENANT_DOMAINS = ("auth0.com", "okta.com", "oktapreview.com")
"""Providers whose tenants may also be reached through a domain of their own, or live in regions."""

_ENTRA_HOSTS = ("sts.windows.net", "login.microsoftonline.com")
_GUID = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)", re.IGNORECASE)


def _place(case: Case) -> JsonObject | None:
    """Return what names the issuer: the claims, an encrypted token's header that repeats them, or a SAML message."""
    if case.token.saml is not None:
        return JsonObject((("iss", case.token.saml.issuer),)) if case.token.saml.issuer else None
    claims = sound_claims(case.token)
    if claims is None and case.token.kind in _ENCRYPTED:
        return case.token.header if case.token.header is not None and "iss" in case.token.header else None
    return claims


def _said(case: Case) -> str:
    place = _place(case)
    value = place.get("iss") if place is not None else None
    return value if isinstance(value, str) else ""


def iss_present(case: Case) -> Outcome:
    """RFC 9068 section 2.2, OpenID Connect Core section 2. With an expectation, `iss-match` speaks of it."""
    place = _place(case)
    if place is None:
        return NOT_APPLICABLE
    if said := _said(case):
        return passed(said=said)
    if case.policy.issuer is not None or (case.purpose.purpose in _WITHOUT_ISSUER and "iss" not in place):
        return NOT_APPLICABLE
    if "iss" in place and place.get("iss") != "":
        return failed("type", type=spoken_type(place.get("iss")))
    return failed() if case.requires("iss") else warned()


def iss_match(case: Case) -> Outcome:
    """RFC 7519 section 4.1.1: letter by letter. Of iss-match, iss-slash and iss-domain at most one ever fails."""
    expected, place, said = case.policy.issuer, _place(case), _said(case)
    if place is None:
        readable = case.token.kind not in UNREADABLE
        return NOT_APPLICABLE if expected is None or readable else unknown("unreadable", expected=expected)
    if expected is None:
        wanted = said and not for_management(audiences(place))
        return unknown(said=said) if wanted else NOT_APPLICABLE
    if not said:
        if case.purpose.purpose in _WITHOUT_ISSUER and "iss" not in place:
            return NOT_APPLICABLE
        absent = "iss" not in place or place.get("iss") == ""
        return failed("missing" if absent else "type", expected=expected, type=spoken_type(place.get("iss")))
    if said == expected:
        return passed(said=said)
    if _only_slash(said, expected) or _other_domain(said, expected):
        return NOT_APPLICABLE
    if near := near_miss(said, expected):
        values = {"said": said, "expected": expected, "phrase": near[0]}
        return Outcome(Status.FAIL, "near", values, near[1])
    return failed(said=said, expected=expected)


def iss_slash(case: Case) -> Outcome:
    """Only the final slash differs: the most frequent of all issuer mistakes."""
    expected, said = case.policy.issuer, _said(case)
    if expected is None or not _only_slash(said, expected):
        return NOT_APPLICABLE
    near = near_miss(said, expected)
    values = {"said": said, "expected": expected}
    return Outcome(
        Status.FAIL, "extra" if len(said) > len(expected) else "", values, near[1] if near else None
    )


def iss_domain(case: Case) -> Outcome:
    """The same tenant, it seems, by another of its names: custom domain, region, or version of the endpoint."""
    expected, said = case.policy.issuer, _said(case)
    if expected is None or said == expected or _only_slash(said, expected):
        return NOT_APPLICABLE
    variant = _other_domain(said, expected)
    if not variant:
        return NOT_APPLICABLE
    return failed(variant if variant != "custom" else "", said=said, expected=expected)


def iss_https(case: Case) -> Outcome:
    """OpenID Connect Core section 2, RFC 8414 section 2: an https address; http only on the same machine."""
    said = _said(case)
    if not said or case.purpose.purpose in _NAMED_BY_ID:
        return NOT_APPLICABLE
    place = address(said)
    if place is None or place.scheme not in {"http", "https"}:
        return warned(said=said)
    if place.scheme == "http":
        return passed("loopback", said=said) if place.is_loopback else failed(said=said)
    return passed(said=said)


def iss_discovery(case: Case) -> Outcome:
    """OpenID Connect Discovery section 4.3: the issuer's own description names the very same issuer."""
    document, said = case.policy.fetched.issuer_document, _said(case)
    if document is None or not said:
        return NOT_APPLICABLE
    named = claim_text(document, "issuer")
    if named is None:
        return failed("missing", said=said)
    return passed(said=said) if describes(named, said) else failed(said=said, named=named)


def describes(named: str, said: str) -> bool:
    """Whether the issuer in a description is that of a token; Microsoft's common one leaves the tenant open."""
    before, place_holder, after = named.partition("{tenantid}")
    if not place_holder:
        return named == said
    tenant = said.removeprefix(before).removesuffix(after)
    return said == f"{before}{tenant}{after}" and "/" not in tenant and bool(tenant)


def _only_slash(said: str, expected: str) -> bool:
    stem = said.rstrip("/")
    return said != expected and bool(stem) and stem == expected.rstrip("/")


def _other_domain(said: str, expected: str) -> str:
    """Return how two issuers may be names of one tenant: `custom`, `region`, `version`; empty when nothing hints at it."""
    one, other = address(said), address(expected)
    if one is None or other is None or one.host == other.host:
        return ""
    if one.host in _ENTRA_HOSTS and other.host in _ENTRA_HOSTS:
        return "version" if _guid(one) and _guid(one) == _guid(other) else ""
    tenant, other_tenant = _tenant(one), _tenant(other)
    if tenant and other_tenant:
        return "region" if tenant == other_tenant else ""
    if tenant:
        return "custom" if _names(other, tenant) else ""
    return "custom" if other_tenant and _names(one, other_tenant) else ""


def _tenant(place: Address) -> str:
    """Return the tenant's name in a host of a provider: `acme` of `acme.eu.auth0.com`."""
    owned = any(place.host.endswith(f".{domain}") for domain in _TENANT_DOMAINS)
    return place.labels[0] if owned else ""


def _names(place: Address, tenant: str) -> bool:
    """Whether a host has the tenant's name as one of its labels, apart from `-dev`, `-prod` and the like."""
    return tenant in place.labels or tenant.partition("-")[0] in place.labels


def _guid(place: Address) -> str:
    found = _GUID.search(place.path)
    return found.group(1).lower() if found else ""


CHECKS: tuple[Check, ...] = (
    iss_present,
    iss_match,
    iss_slash,
    iss_domain,
    iss_https,
    iss_discovery,
)
