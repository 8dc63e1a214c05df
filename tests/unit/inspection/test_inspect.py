"""The whole of an inspection: title, cards and verdict, for tokens of every kind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import load_keys
from jotlens.inspection.keys.model import KeyForm, KeyRing
from jotlens.inspection.model import (
    Inspection,
    LifetimeState,
    Policy,
    Purpose,
    Question,
    SignatureStatus,
    Status,
    VerdictStatus,
)
from jotlens.tokens.base64url import encode
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read_all
from jotlens.tokens.resources import resource
from tests.unit.inspection.minting import compact, rsa_pair, rsa_signed

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ISSUED = int(NOW.timestamp()) - 3_600
THEN = datetime(2016, 3, 24, 12, 0, tzinfo=UTC)
CALENDAR = "https://api.example.com/calandar/v1/"
SAML = '<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol"><Status/></Response>'
FOUR = (Question.WHAT, Question.WHEN, Question.WHO, Question.FOR_WHAT)


def look(
    text: str, policy: Policy | None = None, keys: KeyRing | None = None, at: datetime = NOW
) -> Inspection:
    finds, tokens = read_all(text)
    return inspect(tokens[0], policy or Policy(), keys or KeyRing(), at, finds=finds)


def sample(name: str) -> str:
    return Path(resource("samples"), name).read_text(encoding="utf-8")


def headlines(inspection: Inspection) -> list[tuple[Status, str]]:
    assert tuple(answer.question for answer in inspection.answers) == FOUR
    return [(answer.status, answer.headline) for answer in inspection.answers]


def test_the_calendar_request_today() -> None:
    seen = look(sample("calendar-request.txt"))
    assert seen.token.kind is Kind.JWS
    assert seen.token.alg == "HS256"
    assert seen.token.claims is not None
    assert list(seen.token.claims) == ["iss", "aud", "sub", "iat", "exp"]
    assert seen.purpose.purpose is Purpose.ACCESS_TOKEN
    assert seen.title == "Access token"
    assert seen.subtitle == "signed JWT, HS256 · says it comes from example.auth0.com · 256 characters"
    assert seen.lifetime.state is LifetimeState.EXPIRED
    assert seen.lifetime.expires_at == datetime(2016, 3, 25, 2, 16, 36, tzinfo=UTC)
    assert seen.verdict.status is VerdictStatus.REJECT
    assert seen.verdict.finding_id == "exp-passed"
    assert headlines(seen)[1][1].startswith("Expired 10 years")


def test_the_calendar_request_with_its_secret_on_its_day() -> None:
    keys = load_keys("keyboardcat", KeyForm.SECRET)
    policy = Policy(audience=CALENDAR, issuer="https://example.auth0.com/")
    seen = look(sample("calendar-request.txt"), policy, keys, THEN)
    assert seen.signature.status is SignatureStatus.VERIFIED
    assert seen.lifetime.state is LifetimeState.ACTIVE
    failed = {finding.id for finding in seen.findings if finding.status is Status.FAIL}
    assert failed == {"hmac-secret-length", "hmac-secret-guessable"}
    assert seen.verdict.status is VerdictStatus.REJECT
    assert seen.verdict.finding_id == "hmac-secret-guessable"
    assert headlines(seen)[3] == (Status.PASS, "Fits your API")


def test_the_page_says_rs256_and_read_write_but_the_token_does_not() -> None:
    policy = Policy(algorithms=("RS256",), scopes=("read", "write"))
    seen = look(sample("calendar-request.txt"), policy, at=THEN)
    failed = {finding.id for finding in seen.findings if finding.status is Status.FAIL}
    assert {"alg-allowed", "scope-required"} <= failed
    assert seen.token.claims is not None
    assert "scope" not in seen.token.claims


def test_an_opaque_token_is_no_error() -> None:
    seen = look(sample("opaque.txt"))
    assert seen.token.kind is Kind.JWE
    assert seen.token.subtype == "auth0-encrypted"
    assert seen.verdict.status is VerdictStatus.UNREADABLE
    assert "acme.eu.auth0.com" in seen.verdict.sentence
    assert "audience" in seen.verdict.sentence
    assert not [finding.id for finding in seen.findings if finding.status is Status.FAIL]
    assert Status.FAIL not in [status for status, _ in headlines(seen)]


def genuine() -> tuple[str, KeyRing]:
    claims = {
        "iss": "https://a.example/",
        "aud": "https://api",
        "sub": "u",
        "iat": ISSUED,
        "exp": ISSUED + 86_400,
    }
    return rsa_signed({**claims, "scope": "read"}, typ="JWT"), load_keys(rsa_pair().pem())


def test_a_genuine_token_that_fits_would_be_accepted() -> None:
    text, keys = genuine()
    seen = look(text, Policy(audience="https://api", issuer="https://a.example/"), keys)
    assert seen.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    assert [status for status, _ in headlines(seen)] == [Status.PASS] * 4


def test_a_genuine_token_without_expectations_is_not_accepted_yet() -> None:
    text, keys = genuine()
    seen = look(text, keys=keys)
    assert seen.verdict.status is VerdictStatus.NOT_VERIFIED
    assert "which API" in seen.verdict.sentence
    assert "which issuer" in seen.verdict.sentence


def test_nobody_has_checked_it() -> None:
    text, _ = genuine()
    seen = look(text)
    assert seen.verdict.status is VerdictStatus.NOT_VERIFIED
    assert headlines(seen)[2] == (Status.UNKNOWN, "Not checked yet")


def test_a_changed_token_is_refused_whatever_else_fits() -> None:
    text, keys = genuine()
    header, _, signature = text.split(".")
    claims = encode(b'{"sub":"admin","exp":4102444800}')
    seen = look(f"{header}.{claims}.{signature}", keys=keys)
    assert seen.verdict.finding_id == "signature-valid"
    assert headlines(seen)[2][1] == "Signature does not fit"


def test_a_near_miss_is_shown_with_its_difference() -> None:
    text, keys = genuine()
    seen = look(text, Policy(audience="https://api/"), keys)
    assert seen.verdict.finding_id == "aud-near-miss"
    finding = seen.finding("aud-near-miss")
    assert finding is not None
    assert finding.difference is not None
    assert headlines(seen)[3][0] is Status.FAIL


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("", Kind.NONE, VerdictStatus.NOT_A_TOKEN),
        ("hello world", Kind.NONE, VerdictStatus.NOT_A_TOKEN),
        ("2YotnFZFEjr1zCsicMWpAA", Kind.OPAQUE, VerdictStatus.UNREADABLE),
        ("eyJhbGciOiJub25lIn0.e30.", Kind.UNSECURED, VerdictStatus.REJECT),
        ("eyJhbGciOiJIUzI1NiJ9.e30", Kind.MALFORMED, VerdictStatus.REJECT),
        ("v4.local." + "A" * 80, Kind.PASETO, VerdictStatus.UNREADABLE),
        ("v4.public." + encode(b'{"sub":"x"}' + bytes(64)), Kind.PASETO, VerdictStatus.NOT_VERIFIED),
        (SAML, Kind.SAML, VerdictStatus.UNREADABLE),
    ],
)
def test_every_kind_has_a_verdict_and_four_answers(text: str, kind: Kind, status: VerdictStatus) -> None:
    seen = look(text)
    assert seen.token.kind is kind
    assert seen.verdict.status is status
    assert seen.verdict.sentence
    assert seen.verdict.next_step
    assert all(headline for _, headline in headlines(seen))
    assert bool(seen.findings) is (kind is not Kind.NONE)


def test_a_token_inside_is_inspected_too_and_nothing_is_expected_of_it() -> None:
    inner, _ = genuine()
    outer = compact({"alg": "RS256", "cty": "JWT"}, inner, b"\1" * 256)
    seen = look(outer, Policy(audience="https://other"))
    assert seen.nested is not None
    assert seen.nested.token.text == inner
    assert seen.nested.policy.audience is None
