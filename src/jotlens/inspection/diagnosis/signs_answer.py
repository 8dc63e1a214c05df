"""Signs in the answer itself, beyond its wording: its status, its challenges, the address it came to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.inspection.diagnosis.said import Said
from jotlens.inspection.diagnosis.scene import NOTHING, Scene, Sign
from jotlens.inspection.diagnosis.words import evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from jotlens.inspection.diagnosis.reading import Reading

_PLACEHOLDER = re.compile(
    r"(?i)\b(?:your|my|insert|enter|put)[_ -]?(?:auth0[_ -]?)?(?:api|audience|identifier|domain)|\{|\}|<|>|example\b.*identifier|^undefined$|^null$|api_identifier"
)
_CALLS_USERINFO = re.compile(r"\b(?:curl|get|post|fetch|axios|request|call)\w{0,4}\b[^\r\n]{0,80}/userinfo\b")
_SAYS_SOMETHING = 0.75
_TOKEN_WORDS = re.compile(r"token|jwt|bearer|auth|\{")
_SESSION_STATUS = {401: "token-invalid", 403: "forbidden"}


def of_the_status(reading: Reading, said: tuple[Said, ...], *, has_token: bool) -> tuple[Said, ...]:
    """Return what the status and the challenges alone mean, where no wording says more."""
    if any(item.strength >= _SAYS_SOMETHING for item in said):
        return ()
    status = reading.status
    if status in {431, 494}:
        return (Said("too-large", str(status)),)
    bearer = [challenge for challenge in reading.challenges if challenge.scheme in {"bearer", "dpop"}]
    preflight = any(method == "options" for method, _ in reading.requests)
    if status in {401, 403} and preflight:
        return (Said("token-missing", ""),)
    if bearer and not any(challenge.error for challenge in bearer) and status in {401, None}:
        return (Said("token-missing", "", strength=0.95),)
    if status == 401 and reading.requests and not reading.authorization_shown and not has_token:
        return (Said("token-missing", "", strength=0.95),)
    if said or status is None:
        return ()
    only_basic = bool(reading.challenges) and not bearer
    given = reading.said_by_api or has_token
    if status == 401 and (given or not only_basic):
        return (Said("token-invalid", "401", strength=0.5),)
    return (Said("forbidden", "403", strength=0.6),) if status == 403 and given else ()


def shown_by_status(scene: Scene) -> tuple[Sign, ...]:
    """D38: no error in the challenge, no Authorization line, or a preflight: the evidence for it."""
    if not any(said.symptom == "token-missing" and not said.quote for said in scene.said):
        return NOTHING
    reading = scene.reading
    if any(method == "options" for method, _ in reading.requests):
        return (Sign("D38", 5, (evidence("preflight"),)),)
    challenges = [challenge for challenge in reading.challenges if challenge.scheme in {"bearer", "dpop"}]
    if challenges:
        scheme = "DPoP" if challenges[0].scheme == "dpop" else "Bearer"
        return (Sign("D38", 0, (evidence("challenge", scheme=scheme),)),)
    return (Sign("D38", 0, (evidence("no-authorization"),)),)


def userinfo(scene: Scene) -> tuple[Sign, ...]:
    """D22: the call went to /userinfo and was refused; the reason is often in the token."""
    reading = scene.reading
    if not scene.at_userinfo or scene.says("management-audience"):
        return NOTHING
    if reading.status == 429 or "too many requests" in reading.lowered:
        return (Sign("D22", 40, (), "often"),)
    asked = any("/userinfo" in target for _, target in reading.requests) or _CALLS_USERINFO.search(
        reading.lowered
    )
    if not (scene.says("userinfo") or (asked and reading.status in {401, 403})):
        return NOTHING
    finding = scene.failed("userinfo-usable")
    return (Sign("D22", 100 if not scene.says("userinfo") else 10, (finding.message,) if finding else ()),)


def management(scene: Scene) -> tuple[Sign, ...]:
    """D25: the Management API lacks a scope."""
    if scene.says("provider-token"):
        return NOTHING
    if not scene.at_management or not scene.says("scope-missing", "forbidden", "permission-missing"):
        return NOTHING
    return (Sign("D25", 88 if scene.reading.status in {403, None} else 60),)


def placeholder(scene: Scene) -> tuple[Sign, ...]:
    """D11: the audience in the error is the placeholder of a sample."""
    name = scene.value("audience")
    if not scene.says("service-not-found") or not name:
        return NOTHING
    named = evidence("names-audience", audience=name)
    return (Sign("D11", 2, (named,), "placeholder" if _PLACEHOLDER.search(name) else ""),)


def callback(scene: Scene) -> tuple[Sign, ...]:
    """D16 and D40: what the address says to which the login returned."""
    address = scene.reading.address
    if not address:
        return NOTHING
    code, error = address.get("code"), address.get("error")
    if code == "success" and "state" not in address:
        return (Sign("D16", 92, (evidence("code-success"),), "verification"),)
    alone = len(scene.reading.text.split()) == 1 and not scene.has_token
    if code and "state" not in address and not error and (alone or scene.says("state-mismatch")):
        return (Sign("D16", 60, (evidence("code-without-state"),)),)
    return NOTHING


def exchanged(scene: Scene) -> tuple[Sign, ...]:
    """D19 and D29: what was exchanged stands in the request beside the answer."""
    if not scene.says("grant-invalid"):
        return NOTHING
    text = scene.reading.lowered
    if scene.says("expired") and "code" not in text:
        return (Sign("D19", 60),)
    if "refresh" in text and "authorization_code" not in text:
        return (Sign("D19", 25),)
    return (Sign("D29", 15),) if re.search(r"\bcode\b|authorization_code", text) else NOTHING


def own_words(scene: Scene) -> tuple[Sign, ...]:
    """D40: access_denied with words that no framework has: an administrator wrote them."""
    reading = scene.reading
    if reading.code not in {"access_denied", "unauthorized"} or not reading.description:
        return NOTHING
    others = [
        said
        for said in scene.said
        if said.symptom not in {"access-denied", "token-invalid", "tenant-refused"} and said.strength >= 0.75
    ]
    if others or (reading.address is None and reading.code == "unauthorized"):
        return NOTHING
    return (Sign("D40", 45, (evidence("own-words", description=reading.description),)),)


RULES: tuple[Callable[[Scene], tuple[Sign, ...]], ...] = (
    shown_by_status,
    userinfo,
    management,
    placeholder,
    callback,
    exchanged,
    own_words,
)
