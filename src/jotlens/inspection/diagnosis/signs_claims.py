"""Signs in what the token says: its time, its audience and issuer, its signature, its rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.claims import listed, scopes, texts
from jotlens.inspection.diagnosis.refusals import symptom_causes
from jotlens.inspection.diagnosis.scene import NOTHING, Scene, Sign
from jotlens.inspection.diagnosis.words import evidence
from jotlens.inspection.model import LifetimeState, Purpose, SignatureStatus
from jotlens.inspection.near_miss import near_miss
from jotlens.inspection.wording import instant, relative, seconds_in_words
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

_OTHER_KINDS = {Purpose.ID_TOKEN, Purpose.REFRESH_TOKEN}
_PROOF = tuple(
    f"dpop-{name}"
    for name in (
        "typ",
        "alg",
        "signature",
        "jwk-public",
        "claims",
        "htm",
        "htu",
        "nonce",
        "iat",
        "ath",
        "jkt",
    )
)
_SAME_LIFETIME_S = 60
_CLAIM_SYMPTOMS = ("claim-wrong", "claim-missing")
_CLAIM_CAUSES = {
    "aud": "D3", "audience": "D3", "iss": "D10", "issuer": "D10", "exp": "D4", "nbf": "D4", "iat": "D4", "typ": "D36",
    "nonce": "D17", "scope": "D9", "scp": "D9", "permissions": "D8", "roles": "D8", "org_id": "D27", "org_name": "D27",
    "alg": "D7", "kid": "D6",
}  # fmt: skip


def time(scene: Scene) -> tuple[Sign, ...]:
    """D4: over, not begun, from the future, in the wrong unit; or alive, whatever the answer says."""
    if finding := scene.failed("time-units", "time-type", "exp-after-iat"):
        return (Sign("D4", 64, (finding.message,), "units"),)
    if finding := scene.failed("exp-passed"):
        return (
            Sign(
                "D4",
                62,
                (finding.message,),
                "" if not scene.says("not-yet-valid", "issued-in-future") else "future",
            ),
        )
    if finding := scene.failed("nbf-reached"):
        return (Sign("D4", 60, (finding.message,), "future"),)
    if finding := scene.doubted("iat-future"):
        return (Sign("D4", 58, (finding.message,), "future"),)
    lifetime = scene.case.lifetime
    if not scene.says("expired") or lifetime.state is not LifetimeState.ACTIVE or lifetime.expires_at is None:
        return NOTHING
    end = relative(lifetime.seconds_left or 0)
    return (Sign("D4", 5, (evidence("alive", at=instant(scene.case.at), end=end),), "alive"),)


def audience(scene: Scene) -> tuple[Sign, ...]:
    """D3: compared with what is expected, and with what the answer itself names."""
    if scene.case.purpose.purpose in _OTHER_KINDS or not scene.has_token:
        return NOTHING
    if finding := scene.failed("aud-near-miss"):
        phrase = (
            near_miss(finding.difference.said, finding.difference.expected) if finding.difference else None
        )
        variant, values = ("near", {"phrase": phrase[0]}) if phrase else ("", {})
        return (Sign("D3", 62, (finding.message,), variant, values),)
    if finding := scene.failed("aud-match", "aud-present", "aud-client-id"):
        return (Sign("D3", 58, (finding.message,), "" if scene.audiences else "none"),)
    return _against_answer(scene, "D3", "audience", scene.audiences, scene.case.policy.audience)


def issuer(scene: Scene) -> tuple[Sign, ...]:
    """D10: compared with what is expected, and with what the answer itself names."""
    if not scene.has_token:
        return NOTHING
    if finding := scene.failed("iss-slash", "iss-domain", "iss-match", "iss-present"):
        difference = finding.difference
        phrase = near_miss(difference.said, difference.expected) if difference else None
        variant, values = ("near", {"phrase": phrase[0]}) if phrase else ("", {})
        return (Sign("D10", 57, (finding.message,), variant, values),)
    said = (scene.issuer,) if scene.issuer else ()
    return _against_answer(scene, "D10", "issuer", said, scene.case.policy.issuer)


def answer_alone(scene: Scene) -> tuple[Sign, ...]:
    """D3, D10, D39: the answer names both values itself, and they nearly agree."""
    if scene.has_token and scene.case.token.kind is not Kind.OPAQUE:
        return NOTHING
    signs = []
    for cause, what in (("D3", "audience"), ("D10", "issuer")):
        said, expected = scene.value(f"said_{what}"), scene.value(f"expected_{what}")
        if said and expected and (found := near_miss(said, expected)):
            signs.append(
                Sign(
                    cause,
                    4,
                    (evidence(f"{what}-in-answer", said=said, expected=expected, phrase=found[0]),),
                    "near",
                    {"phrase": found[0]},
                )
            )
    return tuple(signs)


def key(scene: Scene) -> tuple[Sign, ...]:
    """D6: the key set given lacks the key; or it holds it, whatever the API says."""
    header = scene.case.token.header
    kid = header.get("kid") if header is not None else None
    if finding := scene.failed("kid-known"):
        return (Sign("D6", 60 if scene.says("signature-invalid") else 62, (finding.message,)),)
    if not isinstance(kid, str) or not scene.says("key-not-found", "key-or-algorithm"):
        return NOTHING
    named = scene.value("kid")
    if named and named != kid and named not in {"undefined", "null"}:
        return (Sign("D6", 5, (evidence("kid-not-this", answer=named, kid=kid),)),)
    if any(given.kid == kid for given in scene.case.keys.keys):
        return (Sign("D6", 12, (evidence("kid-present", kid=kid),), "present"),)
    return (Sign("D6", 5, (evidence("kid-said", kid=kid),)),)


def signature(scene: Scene) -> tuple[Sign, ...]:
    """D7: another method than allowed, a key that does not fit, a signature that does not verify."""
    alg = scene.case.token.alg
    verdict = scene.case.signature.verdict
    if scene.case.purpose.purpose is Purpose.REFRESH_TOKEN or scene.case.token.kind in {
        Kind.UNSECURED,
        Kind.MALFORMED,
    }:
        return NOTHING
    if finding := scene.failed(
        "alg-allowed", "alg-hmac-with-public-key", "alg-key-type", "alg-jwk-alg", "alg-case"
    ):
        return (Sign("D7", 61, (finding.message,), "method" if alg else "", {"alg": alg or ""}),)
    if scene.says("signature-invalid") and verdict.status is SignatureStatus.VERIFIED:
        return (Sign("D7", 12, (evidence("verifies"),), "verifies"),)
    if finding := scene.failed("signature-valid", "ecdsa-format", "ecdsa-zero"):
        unknown_key = scene.failed("kid-known") is not None
        return (Sign("D7", 40 if unknown_key else 61, (finding.message,)),)
    if finding := scene.doubted("hmac-secret-encoding"):
        return (Sign("D7", 40, (finding.message,)),) if scene.says("signature-invalid") else NOTHING
    about_keys = scene.says(
        "key-not-found", "key-or-algorithm", "algorithm-refused", "signature-invalid", "server-key-config"
    )
    if not about_keys or alg is None or scene.case.token.kind not in {Kind.JWS, Kind.JWS_JSON, Kind.SD_JWT}:
        return NOTHING
    if alg.startswith("HS"):
        return (
            Sign(
                "D7",
                45,
                (evidence("alg-said", alg=alg), evidence("kid-none", alg=alg)),
                "method",
                {"alg": alg},
            ),
        )
    if scene.says("algorithm-refused"):
        return (Sign("D7", 5, (evidence("alg-said", alg=alg),), "method", {"alg": alg}),)
    return NOTHING


def rights(scene: Scene) -> tuple[Sign, ...]:
    """D8 and D9: what is wanted and not there; or there, whatever the API says."""
    if scene.case.purpose.purpose in _OTHER_KINDS:
        return NOTHING
    signs = []
    if finding := scene.failed("permissions-required"):
        signs.append(Sign("D8", 57, (finding.message,)))
    if finding := scene.failed("scope-required"):
        signs.append(Sign("D9", 56, (finding.message,)))
    claims = scene.claims
    if signs or claims is None:
        return tuple(signs)
    if scene.says("permission-missing") and not texts(claims.get("permissions")):
        key = "permissions-empty" if "permissions" in claims else "permissions-none"
        return (Sign("D8", 8, (evidence(key),)),)
    wanted = tuple(
        (scene.value("scope") or " ".join((*scene.case.policy.scopes, *scene.case.policy.permissions)))
        .replace(",", " ")
        .split()
    )
    if not wanted:
        return NOTHING
    has = set(scopes(claims))
    if scene.says("scope-missing", "management-scope"):
        cause = "D25" if scene.says("management-scope") else "D9"
        if (has & set(wanted)) == set(wanted):
            return (
                Sign(
                    cause, 6, (evidence("scope-has", scope=listed(wanted)),), "has" if cause == "D9" else ""
                ),
            )
        lacking = tuple(name for name in wanted if name not in has)
        return (
            Sign(
                cause,
                20,
                (
                    evidence(
                        "scope-lacks",
                        granted=listed(tuple(sorted(has))) or "no scopes",
                        missing=listed(lacking),
                    ),
                ),
            ),
        )
    permissions = set(texts(claims.get("permissions")) or ())
    if scene.says("permission-missing") and set(wanted) <= permissions:
        return (Sign("D8", 6, (evidence("permission-has", scope=listed(wanted)),), "has"),)
    return NOTHING


def claim_named(scene: Scene) -> tuple[Sign, ...]:
    """The answer names the claim it stumbled over: the cause is the one of that claim."""
    name = scene.value("claim")
    if not name or not scene.says(*_CLAIM_SYMPTOMS):
        return NOTHING
    name = name.split()[-1].strip("\"'`")
    if cause := _CLAIM_CAUSES.get(name.lower()):
        if any(cause in symptom_causes(said) for said in scene.said if said.symptom not in _CLAIM_SYMPTOMS):
            return NOTHING  # another wording says so already, and one answer does not count twice
        missing = scene.says("claim-missing") and not scene.says("claim-wrong")
        return (Sign(cause, 88 if not missing or cause in {"D3", "D10"} else 70),)
    claims = scene.claims
    if claims is None:
        return (Sign("D26", 50),) if scene.says("claim-wrong") else NOTHING
    if name in claims:
        return (Sign("D26", 2, (evidence("claim-has", claim=name),)),)
    return (Sign("D26", 30, (evidence("claim-lacks", claim=name),)),)


def expectations(scene: Scene) -> tuple[Sign, ...]:
    """Type, organization, nonce and lifetime: each check has its cause."""
    signs = []
    for check_ids, cause, weight in (
        (("org-match",), "D27", 57),
        (("nonce-match",), "D17", 60),
        (("typ-expected", "typ-at-jwt"), "D36", 56),
        (("acr-required",), "D30", 57),
        (("mgmt-single-aud",), "D24", 57),
        (_PROOF, "D32", 60),
    ):
        if finding := scene.failed(*check_ids):
            if cause == "D36" and scene.case.purpose.purpose in _OTHER_KINDS:
                continue
            signs.append(Sign(cause, weight, (finding.message,)))
    if finding := scene.doubted("expires-in-match"):
        signs.append(Sign("D34", 52, (finding.message,)))
    elif sentence := _other_lifetime(scene):
        signs.append(Sign("D34", 52, (sentence,)))
    return tuple(signs)


def _other_lifetime(scene: Scene) -> str | None:
    """Say how the life of an ID token differs from the expires_in that a person typed, which is the access token's."""
    case, lives = scene.case, scene.case.lifetime.lifetime_s
    typed, finds = case.policy.expires_in_s, case.finds
    from_answer = finds is not None and finds.answer is not None and finds.answer.expires_in_s == typed
    if case.purpose.purpose is not Purpose.ID_TOKEN or typed is None or lives is None or from_answer:
        return None
    if abs(typed - lives) <= _SAME_LIFETIME_S:
        return None
    return evidence("lifetimes", answer=seconds_in_words(typed), token=seconds_in_words(lives))


def _against_answer(
    scene: Scene, cause: str, what: str, said: tuple[str, ...], expected_by_person: str | None
) -> tuple[Sign, ...]:
    """Hold the values that the answer names against those of the token, and say where the two disagree."""
    if not scene.says(
        f"{what}-wrong", "claim-wrong", "issuer-config" if what == "issuer" else f"{what}-wrong"
    ):
        return NOTHING
    answer_said, expected = scene.value(f"said_{what}"), scene.value(f"expected_{what}") or expected_by_person
    named = listed(said)
    if not said:
        if scene.claims is None or what == "issuer":
            return NOTHING
        return (Sign(cause, 20, (evidence("audience-none"),), "none"),)
    if answer_said and not any(place in answer_said for place in said):
        return (Sign(cause, 3, (evidence(f"{what}-not-this", answer=answer_said, said=named),)),)
    if expected is None:
        return NOTHING
    if expected in said:
        return (Sign(cause, 4, (evidence(f"{what}-fits", said=expected),), "fits"),)
    for place in said[:20]:
        if found := near_miss(place, expected):
            sentence = evidence(f"{what}-differs", said=place, expected=expected, phrase=found[0])
            return (Sign(cause, 40, (sentence,), "near", {"phrase": found[0]}),)
    return (Sign(cause, 25, (evidence(f"{what}-other", said=named, expected=expected),)),)


RULES: tuple[Callable[[Scene], tuple[Sign, ...]], ...] = (
    time,
    audience,
    issuer,
    answer_alone,
    key,
    signature,
    rights,
    claim_named,
    expectations,
)
