"""Signs in the form and kind of what was sent: the wrong token, a damaged one, or a word in its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.inspection.claims import audiences, claim_object, claim_text
from jotlens.inspection.diagnosis.scene import NOTHING, Scene, Sign
from jotlens.inspection.diagnosis.words import evidence
from jotlens.inspection.model import Purpose
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS = {
    "word-instead": "word",
    "bearer-alone": "word",
    "placeholder": "word",
    "shortened": "short",
    "masked": "short",
}
_STRUCTURE = (
    "segment-count",
    "base64url-alphabet",
    "base64url-length",
    "base64url-padding",
    "header-json",
    "alg-present",
    "json-utf8",
    "payload-json",
    "input-hidden-chars",
    "signature-length",
)
_OPAQUE = {Kind.OPAQUE, Kind.JWE, Kind.JWE_JSON}
_PROVIDERS = {
    *("google-access", "github-token", "github-pat", "github-fine", "facebook-access", "facebook-app-token"),
    *("linkedin-access", "microsoft-msa", "twitter-bearer", "amazon-access", "slack-token", "gitlab-token"),
    *("discord-bot", "paypal-access", "salesforce-session"),
}
_PROVIDER_ISSUERS = (
    "https://accounts.google.com",
    "accounts.google.com",
    "https://appleid.apple.com",
    "https://www.facebook.com",
    "https://www.linkedin.com",
    "https://token.actions.githubusercontent.com",
)
_GRAPH = {
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.com",
    "https://graph.microsoft.com/",
}
_OBJECT = re.compile(r"\{[^{}]{0,20000}\}")
_WANTS_REFRESH = re.compile(r"\boffline_access\b|\brefresh[_ -]?tokens?\b")
_NO_JWT = (
    "malformed",
    "encrypted-refused",
    "opaque-instead-of-jwt",
    "algorithm-refused",
    "key-not-found",
    "token-invalid",
    "signature-invalid",
)

_READ_BY_THE_API = ("expired", "not-yet-valid", "scope-missing", "permission-missing")
"""An API that says so has understood the token, or asked its issuer."""


def stand_in(scene: Scene) -> tuple[Sign, ...]:
    """D33: a word, a placeholder, a shortened or a masked token where the token belongs."""
    form = scene.case.token.format
    if scene.has_token or form is None or form.id not in _WORDS:
        return NOTHING
    return (Sign("D33", 95, (evidence("stand-in", label=form.label),), _WORDS[form.id]),)


def damaged(scene: Scene) -> tuple[Sign, ...]:
    """D33: the token has a fault of structure, or hides characters inside. D7: it lost its signature."""
    if scene.case.token.kind is Kind.UNSECURED or scene.failed("signature-present"):
        finding = scene.failed("alg-none", "signature-present")
        sentences = (finding.message,) if finding else ()
        return (Sign("D7", 70, sentences, "unsigned"),)
    finding = scene.failed(*_STRUCTURE)
    if finding is None and scene.says("malformed", "token-invalid"):
        finding = scene.doubted("input-hidden-chars")
    if finding is None or scene.case.token.kind in _OPAQUE:
        return NOTHING
    return (Sign("D33", 66, (finding.message,), "damaged"),)


def opaque(scene: Scene) -> tuple[Sign, ...]:
    """D1: an opaque token where an API wants a JWT. A token that the API itself can decrypt is another matter."""
    token = scene.case.token
    if token.kind not in _OPAQUE or not scene.wanted_by_api or _known_otherwise(scene) or scene.at_userinfo:
        return NOTHING
    if not scene.refused and scene.case.policy.audience is None:
        return NOTHING  # it may be on its way to /userinfo, where it belongs
    form = token.format
    if token.kind is not Kind.OPAQUE and (form is None or form.id != "auth0-encrypted"):
        if form is not None and "session-cookie" in form.id:
            return (Sign("D33", 70, (form.explanation,)),)
        if not scene.says(*_NO_JWT):
            return NOTHING
        return (Sign("D33", 30, (evidence("encrypted-api", alg=token.alg or "?"),), "encrypted"),)
    label = form.label if form is not None else "opaque"
    certain = form is not None and form.id in {"auth0-encrypted", "auth0-reference"}
    sure = certain or scene.case.policy.audience is not None
    weight = 84 if sure and not scene.says(*_READ_BY_THE_API) else 60
    return (Sign("D1", weight, (evidence("opaque", label=f"“{label}”"),)),)


def id_token(scene: Scene) -> tuple[Sign, ...]:
    """D5: an ID token, and it was sent to an API."""
    purpose = scene.case.purpose
    if purpose.purpose is not Purpose.ID_TOKEN or not scene.wanted_by_api or scene.of_the_login:
        return NOTHING
    if scene.says("token-missing") and not scene.sent_as_bearer and scene.case.policy.audience is None:
        return NOTHING
    return (Sign("D5", 88, (*_in_header(scene), purpose.reason)),)


def refresh_token(scene: Scene) -> tuple[Sign, ...]:
    """D37: a refresh token, and it was sent to an API."""
    purpose = scene.case.purpose
    if purpose.purpose is not Purpose.REFRESH_TOKEN or scene.says("refresh-invalid", "grant-invalid"):
        return NOTHING
    if not scene.wanted_by_api and not scene.refused:
        return NOTHING
    return (Sign("D37", 92, (*_in_header(scene), purpose.reason)),)


def provider_token(scene: Scene) -> tuple[Sign, ...]:
    """D31: a token of Google, Microsoft, GitHub … that was sent to an API of one's own."""
    form, policy = scene.case.token.format, scene.case.policy
    if form is not None and form.id in _PROVIDERS and scene.wanted_by_api:
        return (Sign("D31", 90, (*_in_header(scene), evidence("provider", label=form.label))),)
    issuer = scene.issuer
    if issuer in _PROVIDER_ISSUERS and policy.issuer is not None and policy.issuer != issuer:
        return (Sign("D31", 90, (evidence("provider-issuer", said=issuer, expected=policy.issuer),)),)
    header = scene.case.token.header
    if header is not None and "nonce" in header and _GRAPH.intersection(scene.audiences):
        unverifiable = scene.says("signature-invalid", "key-not-found") or scene.failed("signature-valid")
        if unverifiable or scene.wanted_by_api:
            return (Sign("D31", 90 if unverifiable else 40, (evidence("graph"),)),)
    return NOTHING


def bound(scene: Scene) -> tuple[Sign, ...]:
    """D32: a token bound to a key, sent as an ordinary one or refused."""
    confirmation = claim_object(scene.claims, "cnf")
    if claim_text(confirmation, "jkt") is None:
        return NOTHING
    if (
        scene.sent_as_bearer
        and scene.case.finds is not None
        and "DPoP prefix" not in scene.case.finds.stripped
    ):
        return (Sign("D32", 80 if scene.refused else 60, (evidence("bound"), evidence("as-bearer"))),)
    dpop = any(challenge.scheme == "dpop" for challenge in scene.reading.challenges)
    return (Sign("D32", 80 if dpop else 40, (evidence("bound"),)),) if scene.refused else NOTHING


def large(scene: Scene) -> tuple[Sign, ...]:
    """D23: a token of more than some 8 KB."""
    finding = scene.doubted("input-size")
    return (Sign("D23", 50, (finding.message,)),) if finding else NOTHING


def whole(scene: Scene) -> tuple[Sign, ...]:
    """D33: the API says malformed, and this token is whole: something else arrived there."""
    token = scene.case.token
    if scene.says("wrapped", "stand-in", "token-sent-twice"):
        return NOTHING
    if token.kind is not Kind.JWS or not scene.says("malformed") or scene.failed(*_STRUCTURE):
        return NOTHING
    return (Sign("D33", 5, (evidence("whole"),), "whole"),)


def machine(scene: Scene) -> tuple[Sign, ...]:
    """D35: nobody logged in, and the API looks for a user."""
    subject = claim_text(scene.claims, "sub") or ""
    program = subject.endswith("@clients") or claim_text(scene.claims, "gty") == "client-credentials"
    program = program or (
        bool(subject)
        and subject in {claim_text(scene.claims, n) for n in ("azp", "client_id", "cid", "appid")}
    )
    if (
        not program
        or scene.at_management
        or not scene.says("machine-token", "claim-missing", "tenant-refused", "userinfo")
    ):
        return NOTHING
    weight = 20 if scene.says("userinfo") else 100
    return (Sign("D35", weight, (evidence("machine", sub=subject or "missing"),)),)


def management(scene: Scene) -> tuple[Sign, ...]:
    """D24: the call went to the Management API with a token for something else."""
    places = audiences(scene.claims)
    if not scene.at_management or not scene.refused:
        return NOTHING
    if not places:
        unsaid = scene.reading.status == 401 and not scene.has_token and scene.says("token-invalid")
        return (Sign("D24", 45),) if unsaid else NOTHING
    if len(places) == 1 and places[0].endswith("/api/v2/"):
        return NOTHING
    return (Sign("D24", 70, (evidence("management-other", said=" and ".join(places[:3])),)),)


def not_renewable(scene: Scene) -> tuple[Sign, ...]:
    """D18: a refresh token is expected or asked about, and the answer that brought the token has none."""
    finds = scene.case.finds
    if finds is None or finds.answer is None:
        return NOTHING
    if any(found.field in {"refresh_token", "refreshToken"} for found in finds.found):
        return NOTHING
    beside = _OBJECT.sub(" ", scene.reading.lowered)
    if "offline_access" in scene.case.policy.scopes or _WANTS_REFRESH.search(beside):
        return (Sign("D18", 64, (evidence("no-refresh"),)),)
    return NOTHING


def _known_otherwise(scene: Scene) -> bool:
    form = scene.case.token.format
    if form is None:
        return False
    known = (
        form.id in _PROVIDERS
        or form.id == "iron"
        or scene.case.purpose.purpose in {Purpose.REFRESH_TOKEN, Purpose.API_KEY}
    )
    return known or (
        form.secret
        and form.id != "opaque"
        and scene.case.purpose.purpose is not Purpose.ACCESS_TOKEN
        and form.id != "auth0-mgmt-v1"
    )


def _in_header(scene: Scene) -> tuple[str, ...]:
    return (evidence("in-header"),) if scene.sent_as_bearer else ()


RULES: tuple[Callable[[Scene], tuple[Sign, ...]], ...] = (
    stand_in,
    damaged,
    opaque,
    id_token,
    refresh_token,
    provider_token,
    bound,
    large,
    whole,
    machine,
    management,
    not_renewable,
)
