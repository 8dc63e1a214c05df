"""Exit codes: what counts as failed, and what as not checked."""

from datetime import UTC, datetime

import pytest

from jotlens.cli.failures import ExitCode
from jotlens.cli.outcome import exit_code, worst
from jotlens.inspection.inspect import inspect
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
from jotlens.tokens.read import read
from tests.unit.inspection.encrypting import encrypted_by, oct_jwk, opening
from tests.unit.inspection.minting import SECRET, b64, jwk_ring, ring, signed

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


# --- encrypted tokens ------------------------------------------------------------------------------------------


def _of(text: str, keys: KeyRing, policy: Policy | None = None) -> ExitCode:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return exit_code(inspect(read(text), policy or Policy(), keys, at), keys)


SEALED = {"iss": "https://issuer.example/", "aud": "api", "exp": 1_800_000_000}


def test_an_encrypted_token_ends_as_what_is_inside() -> None:
    secret, both = ring(oct_jwk(16)), ring(oct_jwk(16, use="enc"), {"kty": "oct", "k": b64(SECRET.encode())})
    nested = encrypted_by("A128KW", payload=signed(payload=SEALED))
    assert _of(nested, both) is ExitCode.ALL_WELL
    assert _of(nested, both, Policy(audience="api")) is ExitCode.ALL_WELL
    assert _of(nested, both, Policy(audience="other")) is ExitCode.CHECK_FAILED
    assert _of(nested, secret) is ExitCode.NOT_CHECKED, "nobody has checked the signature inside"
    assert _of(nested, KeyRing()) is ExitCode.ALL_WELL
    assert _of(nested, KeyRing(), Policy(audience="api")) is ExitCode.NOT_CHECKED


def test_a_key_that_does_not_decrypt_leaves_something_unchecked() -> None:
    text = encrypted_by("A128KW", payload=SEALED)
    assert _of(text, jwk_ring({"kty": "oct", "k": b64(bytes(16))})) is ExitCode.NOT_CHECKED
    assert _of(text, jwk_ring(oct_jwk(32))) is ExitCode.CHECK_FAILED, (
        "a key of another length is a failed check"
    )


def test_bare_claims_are_well_only_behind_a_secret() -> None:
    assert _of(encrypted_by("dir", payload=SEALED), opening("dir")) is ExitCode.ALL_WELL
    assert _of(encrypted_by("RSA-OAEP", payload=SEALED), opening("RSA-OAEP")) is ExitCode.NOT_CHECKED
    assert _of(encrypted_by("RSA1_5", payload=SEALED), opening("RSA1_5")) is ExitCode.CHECK_FAILED
