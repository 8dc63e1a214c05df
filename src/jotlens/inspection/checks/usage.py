"""Checks on use: is this kind of token in the right place, and was it handled as it should be?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, warned
from jotlens.inspection.checks.presented import own_find, told_type, used_as_access_token
from jotlens.inspection.claims import (
    audiences,
    claim_object,
    claim_text,
    has_scope_claim,
    scopes,
    sound_claims,
    spoken_type,
)
from jotlens.inspection.model import LifetimeState, Purpose
from jotlens.inspection.signatures.algorithms import ALGORITHMS, Family
from jotlens.tokens import surroundings
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check
    from jotlens.tokens.json_text import JsonObject

_ENCRYPTED = {Kind.JWE, Kind.JWE_JSON}
_AUTH0_SURE = "auth0-encrypted"
_AUTH0_OPAQUE = {_AUTH0_SURE, "auth0-reference"}
_USERINFO = "/userinfo"
_IN_ADDRESSES = {surroundings.CALLBACK, surroundings.ADDRESS}
_MAY_BE_ACCESS = {Purpose.ACCESS_TOKEN, Purpose.UNKNOWN}


def id_token_as_access(case: Case) -> Outcome:
    """RFC 9068 sections 4 and 5: an ID token is for the application; an API must not take it.

    Alone it is nothing wrong. It is used as an access token when a person says so, when rights are expected of it, or
    when it was pasted as a bearer token.
    """
    use = used_as_access_token(case)
    if case.seen.looks.purpose is Purpose.ACCESS_TOKEN and use:
        return passed()
    if case.seen.looks.purpose is not Purpose.ID_TOKEN or not use:
        return NOT_APPLICABLE
    if use == "bearer" and (case.seen.profile.sent_to_apis or _is_audience(case)):
        return warned("bearer")
    return failed("" if use != "bearer" else "bearer")


def access_as_id(case: Case) -> Outcome:
    """OpenID Connect Core section 3.1.3.7, RFC 8725 section 2.8: an access token proves no login."""
    if not case.seen.chosen or case.seen.purpose.purpose is not Purpose.ID_TOKEN:
        return NOT_APPLICABLE
    looks = case.seen.looks.purpose
    if looks is Purpose.ID_TOKEN:
        return passed()
    return failed() if looks is Purpose.ACCESS_TOKEN else NOT_APPLICABLE


def refresh_as_access(case: Case) -> Outcome:
    """RFC 6749 section 1.5: a refresh token goes to the token endpoint only."""
    if case.seen.looks.purpose is not Purpose.REFRESH_TOKEN:
        return NOT_APPLICABLE
    return failed() if used_as_access_token(case) else passed()


def session_cookie(case: Case) -> Outcome:
    """The cookie of a login session is no token, although some have the form of one."""
    if case.seen.looks.purpose is not Purpose.SESSION_COOKIE:
        return NOT_APPLICABLE
    return failed() if used_as_access_token(case) or case.policy.audience is not None else warned()


def opaque_no_validation(case: Case) -> Outcome:
    """Seeds 000 to 002: an opaque token cannot be decoded and need not be; nothing is wrong with it."""
    form = case.token.format
    opaque = case.token.kind is Kind.OPAQUE or (form is not None and form.id in _AUTH0_OPAQUE)
    secret = form is not None and form.secret and case.purpose.purpose is Purpose.UNKNOWN
    if not opaque or secret or case.purpose.purpose not in _MAY_BE_ACCESS:
        return NOT_APPLICABLE
    return passed() if form is not None and form.id == _AUTH0_SURE else passed("other")


def opaque_use_userinfo(case: Case) -> Outcome:
    """Seed 001: the issuer of an opaque access token tells at /userinfo whether it still works."""
    form = case.token.format
    if case.purpose.purpose not in _MAY_BE_ACCESS or case.seen.profile.only_at is not None:
        return NOT_APPLICABLE
    if case.token.kind is not Kind.OPAQUE and (form is None or form.id not in _AUTH0_OPAQUE):
        return NOT_APPLICABLE
    document = case.policy.fetched.issuer_document
    issuer = claim_text(case.token.header, "iss") or case.policy.issuer
    address = claim_text(document, "userinfo_endpoint") or (
        f"{issuer.rstrip('/')}{_USERINFO}" if issuer else None
    )
    return passed(address=address) if address else NOT_APPLICABLE


def introspection_available(case: Case) -> Outcome:
    """RFC 7662: some issuers tell an API whether a token is still good. The issuer's description says whether it does."""
    document = case.policy.fetched.issuer_document
    if document is None or case.purpose.purpose not in _MAY_BE_ACCESS:
        return NOT_APPLICABLE
    endpoint = claim_text(document, "introspection_endpoint")
    return passed(address=endpoint) if endpoint else passed("none")


def jwe_not_for_client(case: Case) -> Outcome:
    """RFC 7516: an encrypted token is for the holder of the key, and not for the application that carries it."""
    form = case.token.format
    mine = case.token.kind in _ENCRYPTED and (form is None or form.id not in _AUTH0_OPAQUE)
    return passed() if mine and case.purpose.purpose is not Purpose.SESSION_COOKIE else NOT_APPLICABLE


def userinfo_usable(case: Case) -> Outcome:
    """Seed 001: what /userinfo asks of a token. Its end and its audience are judged by checks of their own."""
    form = case.token.format
    if form is not None and form.id == _AUTH0_SURE:
        return NOT_APPLICABLE if case.lifetime.state is LifetimeState.EXPIRED else passed("opaque")
    claims = sound_claims(case.token)
    if claims is None or case.purpose.purpose is not Purpose.ACCESS_TOKEN or not _asks_userinfo(case, claims):
        return NOT_APPLICABLE
    if (claim_text(claims, "sub") or "").endswith("@clients"):
        return failed("machine")
    if (claim_text(claims, "azp") or claim_text(claims, "client_id") or "").startswith("tpc_"):
        return failed("third-party")
    method = ALGORITHMS.get(case.token.alg or "")
    if method is not None and method.family is Family.HMAC:
        return failed("method", alg=method.name)
    if has_scope_claim(claims) and "openid" not in scopes(claims):
        return failed("scope")
    good = any(place.endswith(_USERINFO) for place in audiences(claims))
    return passed() if good and case.lifetime.state is LifetimeState.ACTIVE else NOT_APPLICABLE


def token_type_match(case: Case) -> Outcome:
    """RFC 6749 section 7.1: how the answer says that the token is to be sent, against what the token is bound to."""
    told, claims = told_type(case), sound_claims(case.token)
    if told is None or claims is None:
        return NOT_APPLICABLE
    bond = claim_object(claims, "cnf")
    if "cnf" in claims and bond is None:
        return warned("bond", type=spoken_type(claims.get("cnf")))
    if told.lower() == "dpop":
        if bond is None:
            return warned("unbound")
        return passed("certificate") if "x5t#S256" in bond else passed(told=told)
    if told.lower() != "bearer":
        return warned(told=told)
    return NOT_APPLICABLE if bond is not None and "jkt" in bond else passed(told=told)


def token_in_url(case: Case) -> Outcome:
    """RFC 9700 section 4.3.2, RFC 6750 section 5.3: addresses are kept in histories and logs."""
    found = own_find(case)
    return warned() if found is not None and _IN_ADDRESSES.intersection(found.around) else NOT_APPLICABLE


def secret_in_paste(case: Case) -> Outcome:
    """What opens a service to whoever holds it does not belong in a ticket."""
    form = case.token.format
    if case.seen.looks.purpose is Purpose.REFRESH_TOKEN:
        return warned("refresh")
    if case.seen.looks.purpose is Purpose.SESSION_COOKIE:
        return NOT_APPLICABLE
    return warned(label=form.label) if form is not None and form.secret else NOT_APPLICABLE


def _asks_userinfo(case: Case, claims: JsonObject) -> bool:
    """Whether the token is meant for /userinfo, by its own audience or by what a person expects."""
    expected = case.policy.audience or ""
    return expected.endswith(_USERINFO) or any(place.endswith(_USERINFO) for place in audiences(claims))


def _is_audience(case: Case) -> bool:
    """Whether the API is known to ask for the very audience that the token names."""
    return case.policy.audience in audiences(sound_claims(case.token))


CHECKS: tuple[Check, ...] = (
    id_token_as_access,
    access_as_id,
    refresh_as_access,
    session_cookie,
    opaque_no_validation,
    opaque_use_userinfo,
    introspection_available,
    jwe_not_for_client,
    userinfo_usable,
    token_type_match,
    token_in_url,
    secret_in_paste,
)
