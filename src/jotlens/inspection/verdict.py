"""The one sentence and the one next step: which finding decides, and what is said when none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from jotlens.inspection.decryption.words import flaw_words
from jotlens.inspection.model import (
    DecryptionStatus,
    Severity,
    SignatureStatus,
    Status,
    Verdict,
    VerdictStatus,
)
from jotlens.inspection.sentences import verdict_words
from jotlens.tokens.model import Kind
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case
    from jotlens.inspection.model import Diagnosis, Finding

DECISIVE = (Severity.CRITICAL, Severity.HIGH)
"""A failed check of this severity means that an API must refuse the token."""

_FIRST = (
    "segment-count",
    "base64url-alphabet",
    "base64url-length",
    "base64url-padding",
    "header-json",
    "alg-present",
    "alg-none",
    "signature-present",
    "alg-hmac-with-public-key",
    "private-key-in-header",
    "crit-understood",
    "crit-well-formed",
    "signature-valid",
    "jwe-as-jws",
    "jwe-inner-signed",
    "exp-passed",
    "nbf-reached",
    "id-token-as-access",
    "access-as-id",
    "refresh-as-access",
    "aud-near-miss",
    "aud-match",
    "id-aud-client",
    "iss-slash",
    "iss-domain",
    "iss-match",
    "alg-allowed",
    "typ-expected",
    "typ-at-jwt",
    "scope-required",
    "permissions-required",
)
"""Of several failed checks the first of these is said first: what an API stumbles over before anything else."""

_STAND_INS = {"word-instead", "bearer-alone", "placeholder", "shortened", "masked"}

_EXPECTED = {
    "aud-match": "which API it is meant for is not filled in",
    "iss-match": "which issuer you trust is not filled in",
}


def failing(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that make an API refuse the token, the one to say first at the front."""
    failed = [f for f in findings if f.status is Status.FAIL and f.severity in DECISIVE]
    return tuple(sorted(failed, key=_rank))


def verdict(case: Case, findings: tuple[Finding, ...], diagnoses: tuple[Diagnosis, ...] = ()) -> Verdict:
    """Weigh the findings (rule book C0): refuse, accept, or say what is not known yet.

    Of a text that is an answer and no token, the sentence tells the cause.
    """
    token = case.token
    match token.kind:
        case Kind.NONE if diagnoses and not _names_itself(case):
            return Verdict(VerdictStatus.NOT_A_TOKEN, diagnoses[0].cause, diagnoses[0].fix)
        case Kind.NONE:
            return _said(VerdictStatus.NOT_A_TOKEN, "not-a-token", explanation=_explanation(case))
        case Kind.OPAQUE | Kind.SAML:
            return _unreadable(case)
        case Kind.JWE | Kind.JWE_JSON:
            return _encrypted(case, findings)
        case Kind.PASETO if token.claims is None:
            return _said(VerdictStatus.UNREADABLE, "unreadable.paseto-local")
        case Kind.JWS | Kind.JWS_JSON | Kind.UNSECURED | Kind.SD_JWT | Kind.PASETO | Kind.MALFORMED:
            return _readable(case, findings)
        case _:
            assert_never(token.kind)


def _encrypted(case: Case, findings: tuple[Finding, ...]) -> Verdict:
    """Weigh an encrypted token: as what is inside, where a key has opened it.

    Without the right key it is not judged by how well it is encrypted, only by what makes it useless to everyone. What is
    inside without a signature can be known to be genuine only behind a shared secret.
    """
    decryption = case.decryption.verdict
    closed = decryption is None or decryption.status in {
        DecryptionStatus.NOT_ATTEMPTED,
        DecryptionStatus.FAILED,
    }
    confused = any(f.id == "jwe-as-jws" and f.status is Status.FAIL for f in findings)
    if closed and not confused and not case.decryption.broken:
        return _unreadable(case)
    if refused := _refusal(findings):
        return refused
    if decryption is None or decryption.status is not DecryptionStatus.DECRYPTED:
        return _unreadable(case)
    if case.inside is not None:
        return case.inside.verdict
    if case.token.claims is None:
        return _said(VerdictStatus.NOT_VERIFIED, "not-verified.opened-text")
    if not decryption.shared_secret:
        return _said(VerdictStatus.NOT_VERIFIED, "not-verified.opened-unsigned")
    missing = _missing(case, findings)
    if missing:
        return _said(VerdictStatus.NOT_VERIFIED, "not-verified.opened-shared", missing=missing)
    return _said(VerdictStatus.WOULD_BE_ACCEPTED, "would-be-accepted.opened-shared")


def _refusal(findings: tuple[Finding, ...]) -> Verdict | None:
    failed = failing(findings)
    if not failed:
        return None
    first = failed[0]
    sentence, step = verdict_words("reject", message=first.message, next=first.next_step)
    return Verdict(VerdictStatus.REJECT, sentence, step, first.id)


def _missing(case: Case, findings: tuple[Finding, ...]) -> str:
    """Say what was not compared although an API would compare it; nothing when all was."""
    passed = {finding.id for finding in findings if finding.status is Status.PASS}
    if case.seen.profile.client_is_audience and "client-match" in passed:
        passed.add("aud-match")
    return ", and ".join(words for check_id, words in _EXPECTED.items() if check_id not in passed)


def _readable(case: Case, findings: tuple[Finding, ...]) -> Verdict:
    if refused := _refusal(findings):
        return refused
    if case.signature.verdict.status is not SignatureStatus.VERIFIED:
        return _said(VerdictStatus.NOT_VERIFIED, "not-verified.unsigned-check")
    missing = _missing(case, findings)
    if missing:
        return _said(VerdictStatus.NOT_VERIFIED, "not-verified.genuine", missing=missing)
    return _said(VerdictStatus.WOULD_BE_ACCEPTED, "would-be-accepted")


def _unreadable(case: Case) -> Verdict:
    token = case.token
    if token.kind is Kind.SAML:
        root = token.saml.root if token.saml else ""
        return _said(VerdictStatus.UNREADABLE, "unreadable.saml", root=visible(root, 40))
    form = token.format
    if token.kind in {Kind.JWE, Kind.JWE_JSON}:
        if reason := _why_closed(case):
            return _said(VerdictStatus.UNREADABLE, "unreadable.not-opened", reason=reason)
        if form is not None and form.id == "auth0-encrypted":
            issuer = token.header.get("iss") if token.header is not None else ""
            named = visible(str(issuer), 120)
            return _said(VerdictStatus.UNREADABLE, "unreadable.auth0-encrypted", issuer=named)
        if form is not None and "session-cookie" in form.id:
            return _said(VerdictStatus.UNREADABLE, "unreadable.session-cookie")
        return _said(VerdictStatus.UNREADABLE, "unreadable.encrypted")
    key = "unreadable.secret" if form is not None and form.secret else "unreadable.opaque"
    return _said(VerdictStatus.UNREADABLE, key, explanation=_explanation(case))


def _names_itself(case: Case) -> bool:
    """Whether the text is a word in a token's place: what it is says more than what it causes."""
    return case.token.format is not None and case.token.format.id in _STAND_INS


def _why_closed(case: Case) -> str:
    """Say why a key did not open the token, or why no key could; nothing when none was tried."""
    report = case.decryption
    if report.verdict is not None and report.verdict.status is not DecryptionStatus.NOT_ATTEMPTED:
        return report.verdict.reason
    return flaw_words(report.broken) if report.broken is not None else ""


def _explanation(case: Case) -> str:
    form = case.token.format
    return form.explanation if form is not None else "This text holds no token."


def _said(status: VerdictStatus, key: str, **values: str) -> Verdict:
    sentence, step = verdict_words(key, **values)
    return Verdict(status, sentence, step)


def _rank(finding: Finding) -> tuple[int, int]:
    order = _FIRST.index(finding.id) if finding.id in _FIRST else len(_FIRST)
    return order, DECISIVE.index(finding.severity)
