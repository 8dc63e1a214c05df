"""The heading and the four cards: short answers to what, when, who and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from jotlens.inspection.model import (
    Answer,
    DecryptionStatus,
    LifetimeState,
    Purpose,
    Question,
    Severity,
    SignatureStatus,
    Status,
)
from jotlens.inspection.sentences import answer_words
from jotlens.inspection.verdict import failing
from jotlens.inspection.wording import ago, duration, instant, within
from jotlens.tokens.model import Kind
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case
    from jotlens.inspection.model import Finding
    from jotlens.tokens.json_text import Json

_PURPOSES = {
    Purpose.ACCESS_TOKEN: "Access token",
    Purpose.ID_TOKEN: "ID token",
    Purpose.REFRESH_TOKEN: "Refresh token",
    Purpose.LOGOUT_TOKEN: "Logout token",
    Purpose.DPOP_PROOF: "DPoP proof",
    Purpose.CLIENT_ASSERTION: "Client assertion",
    Purpose.SESSION_COOKIE: "Session cookie",
    Purpose.SECURITY_EVENT: "Security event",
    Purpose.REQUEST_OBJECT: "Request object",
    Purpose.CREDENTIAL: "Digital credential",
    Purpose.KEY_BINDING: "Key-binding proof",
    Purpose.API_KEY: "API key",
    Purpose.SAML_MESSAGE: "SAML message",
    Purpose.WORKLOAD_IDENTITY: "Workload identity token",
}
_FORMS = {
    Kind.JWS: "signed JWT",
    Kind.JWS_JSON: "signed token in JSON form",
    Kind.UNSECURED: "unsigned JWT",
    Kind.SD_JWT: "SD-JWT with disclosures",
    Kind.JWE: "encrypted JWT",
    Kind.JWE_JSON: "encrypted token in JSON form",
    Kind.PASETO: "PASETO",
    Kind.SAML: "SAML",
    Kind.OPAQUE: "opaque text",
    Kind.MALFORMED: "damaged JWT",
    Kind.NONE: "no token",
}
_DECRYPTED = "It was decrypted with the key you gave"
_UNREADABLE = {Kind.OPAQUE, Kind.JWE, Kind.JWE_JSON, Kind.SAML}


def heading(case: Case) -> tuple[str, str]:
    """Return the title ("Access token") and the line below it (form, method, issuer as claimed, size)."""
    token = case.token
    form = token.format
    if token.kind is Kind.NONE:
        return (form.label if form else "Not a token"), f"{len(token.text):,} characters"
    if token.kind is Kind.OPAQUE and form is not None:
        title = visible(form.label, 60)
    else:
        title = _PURPOSES.get(case.seen.shown.purpose, _capital(_FORMS[token.kind]))
    parts = [_form(case)]
    if _opened(case):
        parts.append(f"decrypted: {_form_inside(case)}")
    if issuer := claimed_issuer(case):
        parts.append(f"says it comes from {visible(_host(issuer), 60)}")
    parts.append(f"{len(token.text):,} characters")
    return title, " · ".join(parts)


def claimed_issuer(case: Case) -> str | None:
    """Return who the token says issued it: claims first, then a header that repeats them (RFC 7519 section 5.3)."""
    token = case.inside.contents.token if case.inside is not None else case.token
    for part in (token.claims, token.header):
        value = part.get("iss") if part is not None else None
        if isinstance(value, str) and value:
            return value
    return token.saml.issuer if token.saml is not None else None


def answers(case: Case, findings: tuple[Finding, ...]) -> tuple[Answer, Answer, Answer, Answer]:
    """Answer the four questions, each by itself: a bad claim never looks like a bad signature."""
    return _what(case, findings), _when(case), _who(case, findings), _for_what(case, findings)


def _what(case: Case, findings: tuple[Finding, ...]) -> Answer:
    token, form = case.token, case.token.format
    label = form.label if form else _form(case)
    worst = _worst(findings, Question.WHAT)
    status = worst.status if worst is not None else Status.PASS
    match token.kind:
        case Kind.NONE:
            return _answer(Question.WHAT, Status.UNKNOWN, "what.none", label=label)
        case Kind.MALFORMED:
            reason = worst.title if worst is not None else "It is not complete"
            return _answer(Question.WHAT, Status.FAIL, "what.malformed", reason=reason)
        case Kind.OPAQUE:
            secret = form is not None and form.secret
            key = "what.secret" if secret else "what.opaque"
            return _answer(Question.WHAT, Status.WARN if secret else Status.PASS, key, label=label)
        case Kind.JWE | Kind.JWE_JSON:
            return _what_encrypted(case, worst, label)
        case Kind.SAML:
            root = token.saml.root if token.saml else ""
            return _answer(Question.WHAT, Status.PASS, "what.saml", label=root)
        case Kind.JWS | Kind.JWS_JSON | Kind.UNSECURED | Kind.SD_JWT | Kind.PASETO:
            title = _PURPOSES.get(case.seen.shown.purpose, "Some token")
            if worst is not None and status in {Status.FAIL, Status.WARN}:
                return _answer(Question.WHAT, status, "what.signed", purpose=title, form=worst.title)
            return _answer(Question.WHAT, Status.PASS, "what.signed", purpose=title, form=_form(case))
        case _:
            assert_never(token.kind)


def _what_encrypted(case: Case, worst: Finding | None, label: str) -> Answer:
    decryption = case.decryption.verdict
    if decryption is None or decryption.status is DecryptionStatus.NOT_ATTEMPTED:
        if worst is not None and worst.status is Status.FAIL and case.decryption.broken is not None:
            return _answer(Question.WHAT, Status.FAIL, "what.encrypted", label=worst.title)
        return _answer(Question.WHAT, Status.PASS, "what.encrypted", label=label)
    if not _opened(case):
        status = Status.FAIL if worst is not None and worst.status is Status.FAIL else Status.UNKNOWN
        key = "what.not-opened" if decryption.status is DecryptionStatus.FAILED else "what.refused"
        return _answer(Question.WHAT, status, key, reason=decryption.reason)
    title = _PURPOSES.get(case.seen.shown.purpose, "Encrypted token")
    if worst is not None and worst.status in {Status.FAIL, Status.WARN}:
        return _answer(Question.WHAT, worst.status, "what.signed", purpose=title, form=worst.title)
    return _answer(Question.WHAT, Status.PASS, "what.opened", purpose=title, form=_form_inside(case))


def _opened(case: Case) -> bool:
    return case.decryption.decrypted


def _form_inside(case: Case) -> str:
    """Say what was found inside an encrypted token."""
    if case.inside is not None:
        inner = case.inside.token
        return f"{_FORMS[inner.kind]}, {visible(inner.alg, 24)}" if inner.alg else _FORMS[inner.kind]
    return "claims without a signature" if case.token.claims is not None else "a text without claims"


def _when(case: Case) -> Answer:
    life, question = case.lifetime, Question.WHEN
    if case.token.kind is Kind.NONE:
        return _answer(question, Status.UNKNOWN, "when.none")
    left = life.seconds_left or 0
    end = instant(life.expires_at) if life.expires_at is not None else "a far day"
    match life.state:
        case LifetimeState.ACTIVE:
            return _answer(question, Status.PASS, "when.active", left=duration(left), end=end)
        case LifetimeState.EXPIRED:
            return _answer(question, Status.FAIL, "when.expired", ago=ago(-left), end=end)
        case LifetimeState.NOT_YET_VALID:
            wait = int((life.not_before - case.at).total_seconds()) if life.not_before is not None else 0
            start = instant(life.not_before) if life.not_before is not None else "a far day"
            words = answer_words("when.not-yet-valid", **{"in": within(wait), "start": start})
            return Answer(question, Status.FAIL, *words)
        case LifetimeState.NO_EXPIRY:
            return _answer(question, Status.WARN, "when.no-expiry")
        case LifetimeState.UNKNOWN:
            if life.lifetime_s is not None and life.expires_at is None and case.policy.received_at is None:
                return _answer(question, Status.UNKNOWN, "when.uncounted", life=duration(life.lifetime_s))
            return _answer(question, Status.UNKNOWN, "when.unknown")
        case _:
            assert_never(life.state)


def _who(case: Case, findings: tuple[Finding, ...]) -> Answer:
    question, issuer = Question.WHO, claimed_issuer(case)
    named = _host(issuer) if issuer else ""
    if case.token.kind is Kind.NONE:
        return _answer(question, Status.UNKNOWN, "who.none")
    if _opened(case):
        return _who_inside(case, findings, named)
    if case.token.kind in _UNREADABLE:
        key = "who.claimed" if issuer else "who.opaque"
        return _answer(question, Status.UNKNOWN, key, issuer=named)
    if case.token.kind is Kind.UNSECURED:
        return _answer(question, Status.FAIL, "who.unsigned")
    worst = _worst(findings, question)
    match case.signature.verdict.status:
        case SignatureStatus.NOT_CHECKED:
            return _who_unchecked(case, worst, named)
        case SignatureStatus.INVALID:
            return _answer(question, Status.FAIL, "who.invalid")
        case SignatureStatus.REJECTED:
            reason = worst.title if worst is not None else case.signature.verdict.reason
            return _answer(question, Status.FAIL, "who.rejected", reason=reason)
        case SignatureStatus.VERIFIED:
            if worst is not None and worst.status is Status.FAIL:
                return Answer(question, Status.FAIL, worst.title, "The signature itself is genuine")
            key = "who.verified" if issuer else "who.verified-unnamed"
            return _answer(question, Status.PASS, key, issuer=named)
        case _:
            assert_never(case.signature.verdict.status)


def _who_unchecked(case: Case, worst: Finding | None, named: str) -> Answer:
    if case.signature.guessed_secret is not None:
        return _answer(Question.WHO, Status.FAIL, "who.guessed")
    if worst is not None and worst.status is Status.FAIL:
        detail = answer_words("who.not-checked", issuer=named)[1]
        return Answer(Question.WHO, Status.FAIL, worst.title, detail)
    key = "who.not-checked" if named else "who.not-checked-unnamed"
    return _answer(Question.WHO, Status.UNKNOWN, key, issuer=named)


def _who_inside(case: Case, findings: tuple[Finding, ...], named: str) -> Answer:
    """Say whether the inside of a decrypted token is genuine: by its signature, or because a secret was needed."""
    question, worst = Question.WHO, _worst(findings, Question.WHO)
    if case.inside is not None:
        inner = case.inside.answers[2]
        if inner.status is Status.FAIL or worst is None or worst.status is not Status.FAIL:
            return inner
        return Answer(question, Status.FAIL, worst.title, _DECRYPTED)
    if worst is not None and worst.status is Status.FAIL:
        return Answer(question, Status.FAIL, worst.title, _DECRYPTED)
    shared = case.decryption.verdict is not None and case.decryption.verdict.shared_secret
    if not shared:
        return _answer(question, Status.WARN, "who.opened-unsigned")
    key = "who.opened-shared" if named else "who.opened-shared-unnamed"
    return _answer(question, Status.PASS, key, issuer=named)


def _for_what(case: Case, findings: tuple[Finding, ...]) -> Answer:
    question, token = Question.FOR_WHAT, case.token
    if token.kind is Kind.NONE:
        return _answer(question, Status.UNKNOWN, "for-what.none")
    if _opened(case):
        token = case.inside.contents.token if case.inside is not None else token
    elif token.format is not None and token.format.id == "auth0-encrypted":
        return _answer(question, Status.UNKNOWN, "for-what.userinfo")
    if token.kind in _UNREADABLE and not _opened(case):
        return _answer(question, Status.UNKNOWN, "for-what.opaque")
    said = _audience(token.claims.get("aud") if token.claims is not None else None)
    worst = _worst(findings, question)
    if worst is not None and worst.status is Status.FAIL:
        detail = f"It says it is for {said}" if said else "It does not say which API it is for"
        return _answer(question, Status.FAIL, "for-what.fail", title=worst.title, detail=detail)
    passed = {f.id for f in findings if f.status is Status.PASS and f.question is question}
    if "aud-match" in passed:
        return _answer(question, Status.PASS, "for-what.pass", detail=said)
    if case.seen.profile.client_is_audience and case.policy.client_id and _passes(findings, "client-match"):
        return _answer(question, Status.PASS, "for-what.client", client=case.policy.client_id)
    key = "for-what.unknown" if said else "for-what.unknown-unnamed"
    return _answer(question, Status.UNKNOWN, key, audience=said)


def _worst(findings: tuple[Finding, ...], question: Question) -> Finding | None:
    """Return the finding that matters most for a question: decisive failures, then warnings; None when all is well."""
    mine = tuple(f for f in findings if f.question is question)
    if failed := failing(mine):
        return failed[0]
    grave = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM)
    for status in (Status.FAIL, Status.WARN):
        for finding in mine:
            if finding.status is status and finding.severity in grave:
                return finding
    return None


def _passes(findings: tuple[Finding, ...], check_id: str) -> bool:
    return any(finding.id == check_id and finding.status is Status.PASS for finding in findings)


def _answer(question: Question, status: Status, key: str, **values: str) -> Answer:
    headline, detail = answer_words(key, **values)
    return Answer(question, status, headline, detail)


def _form(case: Case) -> str:
    alg = case.token.alg
    form = _FORMS[case.token.kind]
    if case.token.kind is Kind.PASETO and case.token.subtype:
        return f"{form} {case.token.subtype}"
    return f"{form}, {visible(alg, 24)}" if alg and case.token.kind is not Kind.UNSECURED else form


def _audience(value: Json) -> str:
    if isinstance(value, str):
        return value
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, tuple) else []
    return ", ".join(texts)


def _host(issuer: str) -> str:
    """Return the host of an issuer address, or the whole text when it is no address."""
    return issuer.split("://", 1)[-1].strip("/") if "://" in issuer else issuer


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
