"""What a token is made for, told from its type, its claims and its shape, with the reason in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.claims import (
    audiences,
    claim_object,
    claim_text,
    has_scope_claim,
    header_type,
    listed,
    readable_claims,
)
from jotlens.inspection.model import Purpose, PurposeGuess
from jotlens.tokens.model import Confidence, Kind
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.tokens.json_text import JsonObject
    from jotlens.tokens.model import Token, TokenFormat

BACK_CHANNEL_LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
"""The member of `events` that makes a logout token (OpenID Connect Back-Channel Logout section 2.4)."""

_TYPES = {
    "at+jwt": Purpose.ACCESS_TOKEN,  # RFC 9068 section 2.1
    "logout+jwt": Purpose.LOGOUT_TOKEN,  # OpenID Connect Back-Channel Logout section 2.4
    "dpop+jwt": Purpose.DPOP_PROOF,  # RFC 9449 section 4.2
    "secevent+jwt": Purpose.SECURITY_EVENT,  # RFC 8417 section 2.3
    "oauth-authz-req+jwt": Purpose.REQUEST_OBJECT,  # RFC 9101 section 10.8
    "client-authentication+jwt": Purpose.CLIENT_ASSERTION,  # the update of RFC 7523
    "kb+jwt": Purpose.KEY_BINDING,  # RFC 9901 section 4.3
    "dc+sd-jwt": Purpose.CREDENTIAL,  # SD-JWT VC section 3.2
    "vc+sd-jwt": Purpose.CREDENTIAL,  # its former name
    "vc+jwt": Purpose.CREDENTIAL,  # W3C VC-JOSE-COSE section 3.1
    "vp+jwt": Purpose.CREDENTIAL,
}
_BODY_TYPES = {
    "bearer": Purpose.ACCESS_TOKEN,
    "id": Purpose.ID_TOKEN,
    "refresh": Purpose.REFRESH_TOKEN,
    "offline": Purpose.REFRESH_TOKEN,
    "logout": Purpose.LOGOUT_TOKEN,
}
"""Keycloak writes the type of a token into its claim `typ`."""

_TOKEN_USES = {"access": Purpose.ACCESS_TOKEN, "id": Purpose.ID_TOKEN, "refresh": Purpose.REFRESH_TOKEN}
"""Amazon Cognito writes it into `token_use`."""

_NAMES = {
    Purpose.ACCESS_TOKEN: "access tokens",
    Purpose.ID_TOKEN: "ID tokens",
    Purpose.REFRESH_TOKEN: "refresh tokens",
    Purpose.LOGOUT_TOKEN: "logout tokens",
    Purpose.DPOP_PROOF: "DPoP proofs",
    Purpose.CLIENT_ASSERTION: "client assertions",
    Purpose.SECURITY_EVENT: "security events",
    Purpose.REQUEST_OBJECT: "request objects",
    Purpose.CREDENTIAL: "digital credentials",
    Purpose.KEY_BINDING: "key-binding proofs",
    Purpose.WORKLOAD_IDENTITY: "workload identity tokens",
}
_PROFILE = (
    "name", "given_name", "family_name", "nickname", "preferred_username", "picture", "email", "email_verified",
)  # fmt: skip


def guess_purpose(token: Token) -> PurposeGuess:
    """Return what the token seems to be made for, with the reason; UNKNOWN is an answer like any other.

    An effective `typ` decides at once (RFC 8725 section 3.11); then what some servers write into the claims; then
    claims that only one kind has; and last a score of several signs, as no single sign tells an ID token from an
    access token.
    """
    if token.kind is Kind.SAML:
        return PurposeGuess(
            Purpose.SAML_MESSAGE, "It is an XML message of SAML, used for signing in to web pages."
        )
    if token.kind is Kind.NONE:
        return PurposeGuess(Purpose.UNKNOWN, "The text holds no token.")
    claims = readable_claims(token)
    return (
        _by_type(token)
        or _by_form(token, claims)
        or _by_body(claims)
        or _by_shape(token, claims)
        or (_by_score(claims) if claims is not None else None)
        or PurposeGuess(Purpose.UNKNOWN, _why_unknown(token, claims))
    )


def purpose_of_type(typ: str) -> Purpose | None:
    """Return what an effective `typ` says that a token is made for, None where it says nothing."""
    return _TYPES.get(typ)


def _by_type(token: Token) -> PurposeGuess | None:
    typ = header_type(token)
    purpose = _TYPES.get(typ)
    if purpose is None:
        return None
    return PurposeGuess(purpose, f"Its header names the type “{typ}”, which only {_NAMES[purpose]} have.")


def _by_form(token: Token, claims: JsonObject | None) -> PurposeGuess | None:
    form = token.format
    if form is None or (claims is not None and token.kind is not Kind.OPAQUE):
        return None
    purpose = Purpose(form.purpose) if form.purpose is not None else None
    return PurposeGuess(purpose, _form_reason(form)) if purpose else None


def _form_reason(form: TokenFormat) -> str:
    sure = form.confidence in {Confidence.CERTAIN, Confidence.STRONG, Confidence.GATE}
    return f"It {'has' if sure else 'seems to have'} the form of: {form.label}."


def _by_body(claims: JsonObject | None) -> PurposeGuess | None:
    for name, table, server in (("token_use", _TOKEN_USES, "Cognito"), ("typ", _BODY_TYPES, "Keycloak")):
        value = claim_text(claims, name)
        purpose = table.get(value.lower()) if value else None
        if value and purpose:
            said = visible(value, 20)
            return PurposeGuess(
                purpose, f"Its claim {name} says “{said}”, as {server} marks {_NAMES[purpose]}."
            )
    return None


def _by_shape(token: Token, claims: JsonObject | None) -> PurposeGuess | None:
    if token.kind is Kind.SD_JWT:
        return PurposeGuess(
            Purpose.CREDENTIAL, "Its parts can be disclosed one by one, as in digital credentials."
        )
    if claims is None:
        return None
    if events := claim_object(claims, "events"):
        if BACK_CHANNEL_LOGOUT in events:
            return PurposeGuess(
                Purpose.LOGOUT_TOKEN, "Its claim events holds the event of a back-channel logout."
            )
        return PurposeGuess(Purpose.SECURITY_EVENT, "Its claim events tells of something that happened.")
    if "htm" in claims and "htu" in claims:
        return PurposeGuess(
            Purpose.DPOP_PROOF, "It names one HTTP method and address (htm, htu), as DPoP proofs do."
        )
    if "sd_hash" in claims and "nonce" in claims:
        return PurposeGuess(
            Purpose.KEY_BINDING, "It signs the hash of a credential (sd_hash) for one moment (nonce)."
        )
    if "vc" in claims or "vp" in claims or "vct" in claims:
        return PurposeGuess(
            Purpose.CREDENTIAL, "It carries a verifiable credential or names its type (vc, vp, vct)."
        )
    if "response_type" in claims and "client_id" in claims:
        return PurposeGuess(
            Purpose.REQUEST_OBJECT, "It carries the parameters of a login request (response_type)."
        )
    if _is_client_assertion(claims):
        return PurposeGuess(
            Purpose.CLIENT_ASSERTION,
            "Its issuer and its subject are the same application, and it is meant for the authorization server: "
            "so an application proves who it is.",
        )
    return None


def _is_client_assertion(claims: JsonObject) -> bool:
    """RFC 7523 section 3: `iss` and `sub` are the client, `aud` is the authorization server, and no rights."""
    issuer = claim_text(claims, "iss")
    places = audiences(claims)
    return (
        issuer is not None
        and claim_text(claims, "sub") == issuer
        and "jti" in claims
        and bool(places)
        and all("://" in place for place in places)
        and not has_scope_claim(claims)
        and "permissions" not in claims
    )


def _by_score(claims: JsonObject) -> PurposeGuess | None:
    """Weigh the signs of an ID token against those of an access token; a tie, or too little, decides nothing."""
    signs_of_id, signs_of_access = _id_signs(claims), _access_signs(claims)
    id_score, access_score = sum(signs_of_id.values()), sum(signs_of_access.values())
    if not signs_of_id and signs_of_access:
        access_score += 1
    if access_score >= 3 and access_score > id_score:
        reason = f"It shows {listed(tuple(signs_of_access))}, as access tokens do"
        return PurposeGuess(
            Purpose.ACCESS_TOKEN, reason + ("." if signs_of_id else ", and nothing of an ID token.")
        )
    if id_score >= 3 and id_score > access_score and audiences(claims):
        return PurposeGuess(Purpose.ID_TOKEN, f"It shows {listed(tuple(signs_of_id))}, as ID tokens do.")
    return None


def _id_signs(claims: JsonObject) -> dict[str, int]:
    weights = {"nonce": 3, "at_hash": 3, "c_hash": 3, "s_hash": 2, "auth_time": 1, "sid": 1}
    signs = {name: weight for name, weight in weights.items() if name in claims}
    if profile := tuple(name for name in _PROFILE if name in claims):
        signs[f"the user's {profile[0]}"] = 2
    places = audiences(claims)
    if places and not has_scope_claim(claims) and not any(_is_address(place) for place in places):
        signs["an application as its audience"] = 1
        if claim_text(claims, "azp") in places:
            signs["the same application in azp"] = 2
    return signs


def _access_signs(claims: JsonObject) -> dict[str, int]:
    weights = {"scope": 3, "scp": 3, "permissions": 3, "gty": 3, "client_id": 2, "cid": 2, "appid": 2}
    signs = {name: weight for name, weight in weights.items() if name in claims}
    if any(_is_address(place) for place in audiences(claims)):
        signs["the address of an API as its audience"] = 2
    return signs


def _is_address(audience: str) -> bool:
    return (
        "://" in audience
        or audience.lower().startswith("urn:")
        or audience.endswith(("/userinfo", "/api/v2/"))
    )


def _why_unknown(token: Token, claims: JsonObject | None) -> str:
    if claims is None:
        if token.kind in {Kind.JWE, Kind.JWE_JSON, Kind.PASETO}:
            return "It is encrypted, and its readable part does not say what it is for."
        if token.kind is Kind.OPAQUE:
            return "Nothing in its shape says what it is for; whoever issued it knows."
        return "Its claims cannot be read, and its header does not say what it is for."
    if _id_signs(claims) and _access_signs(claims):
        return "It shows signs of an ID token and of an access token, and its header does not decide."
    return (
        "Its header and its claims do not say whether it is an access token, an ID token or something else."
    )
