"""Exit codes: what counts as failed, and what as not checked."""

from datetime import UTC, datetime

import pytest

from jotlens.cli.failures import ExitCode
from jotlens.cli.outcome import exit_code, worst
from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.model import (
    Answer,
    Finding,
    Inspection,
    Lifetime,
    LifetimeState,
    Policy,
    Purpose,
    PurposeGuess,
    Question,
    Severity,
    SignatureStatus,
    SignatureVerdict,
    Status,
    Verdict,
    VerdictStatus,
)
from jotlens.tokens.model import Kind, Token

KEY = load_keys("secret", KeyForm.SECRET)
NO_KEY = KeyRing()


def _inspection(
    *findings: tuple[str, Status],
    policy: Policy | None = None,
    signature: SignatureStatus = SignatureStatus.NOT_CHECKED,
    kind: Kind = Kind.JWS,
) -> Inspection:
    answer = Answer(Question.WHAT, Status.PASS, "", "")
    return Inspection(
        token=Token("", kind),
        policy=policy or Policy(),
        at=datetime(2026, 1, 1, tzinfo=UTC),
        title="",
        subtitle="",
        purpose=PurposeGuess(Purpose.UNKNOWN, ""),
        signature=SignatureVerdict(signature, None, None, ""),
        lifetime=Lifetime(LifetimeState.UNKNOWN),
        findings=tuple(
            Finding(check_id, Question.WHO, status, Severity.HIGH, "", "", "", "")
            for check_id, status in findings
        ),
        verdict=Verdict(VerdictStatus.NOT_VERIFIED, "", ""),
        answers=(answer, answer, answer, answer),
    )


def test_nothing_asked_and_nothing_wrong_is_well() -> None:
    inspection = _inspection(("exp-passed", Status.WARN), ("iss-match", Status.UNKNOWN))
    assert exit_code(inspection, NO_KEY) is ExitCode.ALL_WELL


def test_a_failed_check_comes_before_everything_else() -> None:
    policy = Policy(issuer="i")
    assert exit_code(_inspection(("exp-passed", Status.FAIL), policy=policy), KEY) is ExitCode.CHECK_FAILED


@pytest.mark.parametrize("status", [SignatureStatus.INVALID, SignatureStatus.REJECTED])
def test_a_bad_signature_is_a_failed_check(status: SignatureStatus) -> None:
    assert exit_code(_inspection(signature=status), KEY) is ExitCode.CHECK_FAILED


def test_a_key_that_could_not_be_used_is_not_checked() -> None:
    assert exit_code(_inspection(), KEY) is ExitCode.NOT_CHECKED
    assert exit_code(_inspection(), NO_KEY) is ExitCode.ALL_WELL
    assert exit_code(_inspection(signature=SignatureStatus.VERIFIED), KEY) is ExitCode.ALL_WELL


@pytest.mark.parametrize(
    ("policy", "check_id"),
    [
        (Policy(audience="a"), "aud-match"),
        (Policy(issuer="i"), "iss-match"),
        (Policy(scopes=("s",)), "scope-required"),
        (Policy(permissions=("p",)), "permissions-required"),
        (Policy(client_id="c"), "client-match"),
        (Policy(nonce="n"), "nonce-match"),
        (Policy(typ="t"), "typ-expected"),
        (Policy(algorithms=("RS256",)), "alg-allowed"),
    ],
)
def test_an_expectation_that_nothing_answers_is_not_checked(policy: Policy, check_id: str) -> None:
    unanswered = [(check_id, Status.UNKNOWN), ("exp-passed", Status.PASS)]
    assert exit_code(_inspection(*unanswered, policy=policy), NO_KEY) is ExitCode.NOT_CHECKED
    assert exit_code(_inspection((check_id, Status.PASS), policy=policy), NO_KEY) is ExitCode.ALL_WELL


def test_every_check_that_answers_an_expectation_exists() -> None:
    from jotlens.cli.outcome import _asked_checks
    from jotlens.inspection.checks.catalogue import catalogue

    everything = Policy("a", "i", ("s",), ("p",), "c", "n", "t", ("RS256",))
    known = {entry.id for entry, _ in catalogue()}
    asked = _asked_checks(everything)
    assert len(asked) == 8
    assert {check_id for ids in asked for check_id in ids} <= known


def test_no_token_at_all_is_unreadable() -> None:
    assert exit_code(_inspection(kind=Kind.NONE), NO_KEY) is ExitCode.UNREADABLE


def test_of_several_tokens_the_worst_counts() -> None:
    assert worst([ExitCode.ALL_WELL, ExitCode.NOT_CHECKED, ExitCode.CHECK_FAILED]) is ExitCode.CHECK_FAILED
    assert worst([ExitCode.ALL_WELL, ExitCode.NOT_CHECKED]) is ExitCode.NOT_CHECKED
    assert worst([ExitCode.ALL_WELL]) is ExitCode.ALL_WELL
