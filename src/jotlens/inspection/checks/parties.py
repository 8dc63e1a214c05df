"""Checks on the parties: who the token speaks of, which application holds it, and what it says of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import (
    NOT_APPLICABLE,
    UNREADABLE,
    Outcome,
    failed,
    passed,
    unknown,
    warned,
)
from jotlens.inspection.claims import (
    audiences,
    claim_object,
    claim_text,
    effective_type,
    listed,
    sound_claims,
    spoken_type,
)
from jotlens.inspection.model import Purpose
from jotlens.inspection.wording import instant

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.tokens.json_text import JsonObject

_LONGEST_SUBJECT = 255
_CLIENT_NAMES = ("azp", "client_id", "cid", "appid")
_RFC_9068 = ("iss", "exp", "aud", "sub", "client_id", "iat", "jti")
_WITHOUT_SUBJECT = {
    Purpose.DPOP_PROOF,
    Purpose.LOGOUT_TOKEN,
    Purpose.SECURITY_EVENT,
    Purpose.KEY_BINDING,
    Purpose.CREDENTIAL,
    Purpose.REQUEST_OBJECT,
    Purpose.SESSION_COOKIE,
}
_MOST_ACTORS = 5

_CONNECTIONS = {
    "auth0": "a user of the tenant's own database",
    "google-oauth2": "a user who logs in with Google",
    "facebook": "a user who logs in with Facebook",
    "github": "a user who logs in with GitHub",
    "apple": "a user who logs in with Apple",
    "linkedin": "a user who logs in with LinkedIn",
    "twitter": "a user who logs in with X",
    "windowslive": "a user who logs in with a Microsoft account",
    "waad": "a user of a company directory (Microsoft Entra)",
    "samlp": "a user of a company directory (SAML)",
    "adfs": "a user of a company directory (ADFS)",
    "okta": "a user of a company directory (Okta)",
    "ad": "a user of a company directory (Active Directory)",
    "oidc": "a user of another OpenID provider",
    "oauth2": "a user of another login server",
    "email": "a user who logs in by e-mail, without a password",
    "sms": "a user who logs in by text message, without a password",
}
_USER_ID = re.compile(r"([a-z0-9-]{1,40})\|\S+")
_GRANTS = {
    "client-credentials": "for an application alone, without a user (client credentials)",
    "client_credentials": "for an application alone, without a user (client credentials)",
    "password": "with the user's password, given to the application (password grant)",
    "refresh_token": "with a refresh token, without asking the user again",
    "authorization_code": "by a login with the authorization code flow",
    "implicit": "by a login with the implicit flow",
    "device_code": "by a login on another device (device flow)",
}


def sub_present(case: Case) -> Outcome:
    """RFC 9068 section 2.2, OpenID Connect Core section 2: a text of at most 255 characters."""
    claims, purpose = sound_claims(case.token), case.purpose.purpose
    if claims is None or (purpose in _WITHOUT_SUBJECT and "sub" not in claims):
        return NOT_APPLICABLE
    subject = claim_text(claims, "sub")
    required = case.requires("sub")
    if subject is None:
        if "sub" in claims and claims.get("sub") != "":
            return failed("type", type=spoken_type(claims.get("sub")))
        return failed() if required else warned()
    if len(subject) > _LONGEST_SUBJECT:
        return (
            failed("long", count=str(len(subject))) if required else warned("long", count=str(len(subject)))
        )
    return passed(said=subject)


def sub_format(case: Case) -> Outcome:
    """What the form of an Auth0-like user ID tells; of the user themselves the token need not say more (seed 001)."""
    subject = claim_text(sound_claims(case.token), "sub")
    found = _USER_ID.fullmatch(subject) if subject and len(subject) <= _LONGEST_SUBJECT else None
    if found is None:
        return NOT_APPLICABLE
    connection = found.group(1)
    who = _CONNECTIONS.get(connection, f"a user of the connection “{connection}”")
    return passed("profile" if case.purpose.purpose is Purpose.ACCESS_TOKEN else "", who=who)


def sub_machine(case: Case) -> Outcome:
    """RFC 9068 section 5: the subject is an application, so there is no user and no profile."""
    claims = sound_claims(case.token)
    subject = claim_text(claims, "sub")
    if (
        claims is None
        or subject is None
        or case.purpose.purpose not in {Purpose.ACCESS_TOKEN, Purpose.UNKNOWN}
    ):
        return NOT_APPLICABLE
    if not subject.endswith("@clients") and subject not in _clients(claims).values():
        return NOT_APPLICABLE
    policy = case.policy
    wants_user = policy.nonce or policy.acr or policy.max_age_s is not None or "openid" in policy.scopes
    return warned(said=subject) if wants_user else passed(said=subject)


def client_match(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.7 steps 4 and 5, RFC 9068 section 2.2: the application it was issued to."""
    claims, wanted = sound_claims(case.token), case.policy.client_id
    if claims is None:
        hidden = wanted is not None and case.token.kind in UNREADABLE
        return unknown("unreadable", expected=wanted or "") if hidden else NOT_APPLICABLE
    if wanted is not None and case.purpose.purpose is Purpose.ID_TOKEN and wanted not in audiences(claims):
        return NOT_APPLICABLE  # id-aud-client says it
    named = _clients(claims)
    if (
        wanted is None
        and case.purpose.purpose is Purpose.ID_TOKEN
        and case.policy.audience in audiences(claims)
    ):
        wanted = case.policy.audience
        named = {name: client for name, client in named.items() if name == "azp"}
    if wanted is None:
        return NOT_APPLICABLE
    if not named:
        wrong = next((name for name in _CLIENT_NAMES if name in claims), None)
        if wrong is not None:
            return failed("type", name=wrong, type=spoken_type(claims.get(wrong)))
        if wanted in audiences(claims):
            return NOT_APPLICABLE
        return unknown(expected=wanted)
    other = next((client for client in named.values() if client != wanted), None)
    return passed(said=wanted) if other is None else failed(said=other, expected=wanted)


def azp_needed(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.7 step 4: several audiences, so the one it was issued to has to be named."""
    claims = sound_claims(case.token)
    if claims is None or case.purpose.purpose is not Purpose.ID_TOKEN or len(audiences(claims)) < 2:
        return NOT_APPLICABLE
    azp = claim_text(claims, "azp")
    return failed(count=str(len(audiences(claims)))) if azp is None else passed(said=azp)


def gty_info(case: Case) -> Outcome:
    """Auth0 names the grant for which it issued an access token."""
    claims = sound_claims(case.token)
    if claims is None or "gty" not in claims:
        return NOT_APPLICABLE
    grant = claim_text(claims, "gty")
    if grant is None:
        return warned(type=spoken_type(claims.get("gty")))
    return passed(how=_GRANTS[grant]) if grant in _GRANTS else passed("other", grant=grant)


def act_chain(case: Case) -> Outcome:
    """RFC 8693 section 4.1: somebody acts for the subject; who acted before is nested inside."""
    claims = sound_claims(case.token)
    if claims is None or ("act" not in claims and "may_act" not in claims):
        return NOT_APPLICABLE
    name = "act" if "act" in claims else "may_act"
    actor = claim_object(claims, name)
    if actor is None:
        return warned(name=name, type=spoken_type(claims.get(name)))
    chain: list[str] = []
    while actor is not None and len(chain) < _MOST_ACTORS:
        chain.append(claim_text(actor, "sub") or claim_text(actor, "client_id") or "somebody unnamed")
        actor = claim_object(actor, "act")
    subject = claim_text(claims, "sub") or "somebody unnamed"
    return passed("" if name == "act" else "may", chain=", before that ".join(chain), subject=subject)


def jti_present(case: Case) -> Outcome:
    """RFC 7519 section 4.1.7. Where it must be there, `profile-complete` and its like speak of its absence."""
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    if "jti" in claims:
        said = claim_text(claims, "jti")
        return passed(said=said) if said else warned(type=spoken_type(claims.get("jti")))
    told = case.purpose.purpose is Purpose.ACCESS_TOKEN and not _is_rfc_9068(case)
    return passed("none") if told else NOT_APPLICABLE


def jti_seen(case: Case) -> Outcome:
    """RFC 7519 section 4.1.7: whether this very token was looked at before, where somebody kept count."""
    before_at = case.policy.fetched.seen_before_at
    return passed(before=instant(before_at)) if before_at is not None else NOT_APPLICABLE


def profile_complete(case: Case) -> Outcome:
    """RFC 9068 section 2.2: the claims that an access token of type at+jwt has to carry."""
    claims = sound_claims(case.token)
    if claims is None or not _is_rfc_9068(case):
        return NOT_APPLICABLE
    missing = tuple(name for name in _RFC_9068 if name not in claims)
    return failed(missing=listed(missing, len(_RFC_9068))) if missing else passed()


def _clients(claims: JsonObject) -> dict[str, str]:
    """Return the application that the token was issued to, by the claims that may name it."""
    named = {name: claim_text(claims, name) for name in _CLIENT_NAMES}
    return {name: client for name, client in named.items() if client is not None}


def _is_rfc_9068(case: Case) -> bool:
    return "at+jwt" in {case.seen.profile.typ, effective_type(case.policy.typ or "")}


CHECKS: tuple[Check, ...] = (
    sub_present,
    sub_format,
    sub_machine,
    client_match,
    azp_needed,
    gty_info,
    act_chain,
    jti_present,
    jti_seen,
    profile_complete,
)
