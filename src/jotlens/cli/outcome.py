"""From an Inspection to an exit code: did a check fail, and could everything be checked that was asked?"""

from __future__ import annotations

from jotlens.cli.failures import ExitCode
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Inspection, Policy, SignatureStatus, Status
from jotlens.tokens.model import Kind

_ANSWERED = {Status.PASS, Status.WARN, Status.FAIL}
_WORST_FIRST = (ExitCode.CHECK_FAILED, ExitCode.NOT_CHECKED, ExitCode.UNREADABLE, ExitCode.ALL_WELL)


def exit_code(inspection: Inspection, keys: KeyRing) -> ExitCode:
    """Return how a command ends that inspected this token.

    A decrypted token is judged by what is inside. Without a token in the input it was unreadable, unless it was an
    answer whose cause is told. A failed check counts before something that could not be checked;
    a key that could not be used and an expectation that nothing answered count as not checked. Where no key was given
    nobody asked whether the token is genuine.
    """
    if inspection.token.kind is Kind.NONE:
        return ExitCode.CHECK_FAILED if inspection.diagnoses else ExitCode.UNREADABLE
    if any(finding.status is Status.FAIL for finding in inspection.findings):
        return ExitCode.CHECK_FAILED
    match inspection.contents.signature.status:
        case SignatureStatus.INVALID | SignatureStatus.REJECTED:
            return ExitCode.CHECK_FAILED
        case SignatureStatus.NOT_CHECKED if keys.keys and not _is_sealed(inspection.contents):
            return ExitCode.NOT_CHECKED
        case _:
            return _of_expectations(inspection)


def _is_sealed(inspection: Inspection) -> bool:
    """Whether a secret that was given opened it, and what is inside needs no signature: only its holders can make it."""
    decryption = inspection.decryption
    return (
        inspection.opened
        and inspection.nested is None
        and decryption is not None
        and decryption.shared_secret
    )


def worst(codes: list[ExitCode]) -> ExitCode:
    """Return the exit code for several tokens: that of the worst."""
    return next((code for code in _WORST_FIRST if code in codes), ExitCode.ALL_WELL)


def _of_expectations(inspection: Inspection) -> ExitCode:
    answered = {finding.id for finding in inspection.findings if finding.status in _ANSWERED}
    unanswered = [ids for ids in _asked_checks(inspection.policy) if not answered & set(ids)]
    return ExitCode.NOT_CHECKED if unanswered else ExitCode.ALL_WELL


def _asked_checks(policy: Policy) -> list[tuple[str, ...]]:
    """Return, for each expectation that was given, the checks of which one must answer it."""
    checks = (
        (policy.audience, ("aud-match", "aud-near-miss")),
        (policy.issuer, ("iss-match", "iss-slash", "iss-domain")),
        (policy.scopes, ("scope-required",)),
        (policy.permissions, ("permissions-required",)),
        (policy.client_id, ("client-match", "id-aud-client", "aud-near-miss")),
        (policy.nonce, ("nonce-match",)),
        (policy.typ, ("typ-expected", "typ-at-jwt")),
        (policy.algorithms, ("alg-allowed", "jwe-as-jws")),
    )
    return [ids for expected, ids in checks if expected]
