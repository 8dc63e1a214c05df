"""What a token endpoint answers, well or badly, becomes tokens, a refusal, or a failure with a sentence."""

import json
from datetime import UTC, datetime

import pytest

from jotlens.oauth.answers import judged, seconds_of
from jotlens.oauth.connection import Grant
from jotlens.oauth.failures import NetworkError
from jotlens.oauth.http import Answer
from jotlens.oauth.obtained import Asked, Refusal
from jotlens.oauth.refusals import refusal_of
from jotlens.oauth.trace import Note, Trace
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part
from tests.support.around import around

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ASKED = Asked("0" * 32, Grant.CLIENT_CREDENTIALS, "https://a.example/", "client")
JSON = "application/json"
STORED = (("Content-Type", JSON), ("Cache-Control", "no-store"))


def answer(status: int, body: str, *headers: tuple[str, str]) -> Answer:
    return Answer(status, "Reason", headers or STORED, body.encode(), AT, 0.1, 0, "https://a.example/token")


def judge(given: Answer) -> tuple[JsonObject | Refusal, list[str]]:
    trace = Trace()
    found = judged("token request", given, around(trace=trace), ASKED)
    return found, [step.sentence for step in trace.steps if isinstance(step, Note)]


def test_tokens_are_members() -> None:
    found, notes = judge(answer(200, '{"access_token":"t","token_type":"Bearer"}'))
    assert isinstance(found, JsonObject)
    assert notes == []


@pytest.mark.parametrize(
    "body",
    [
        '{"access_token":"t","access_token":"u"}',
        '\ufeff{"access_token":"t"}',
        '{"access_token":"t","expires_in":NaN}',
    ],
)
def test_json_is_read_leniently(body: str) -> None:
    found, _ = judge(answer(200, body))
    assert isinstance(found, JsonObject)


def test_oddities_are_said() -> None:
    body = '{"access_token":"t","access_token":"u"}'
    _, notes = judge(answer(200, body, ("Content-Type", "text/plain")))
    assert any("more than once" in note for note in notes)
    assert any("no-store" in note for note in notes)


@pytest.mark.parametrize("body", ['{"access_token":"t"} and more', '{"access_token":"t","expires_in":'])
def test_json_that_is_damaged_is_said(body: str) -> None:
    found, notes = judge(answer(200, body))
    assert isinstance(found, JsonObject)
    assert any("not valid JSON" in note for note in notes)


@pytest.mark.parametrize(
    ("given", "error", "description"),
    [
        (answer(403, '{"error":"invalid_grant","error_description":"No"}'), "invalid_grant", "No"),
        (answer(400, '{"error":"use_dpop_nonce"}'), "use_dpop_nonce", ""),
        (answer(200, '{"error":"access_denied"}'), "access_denied", ""),
        (answer(503, '{"error":"temporarily_unavailable"}'), "temporarily_unavailable", ""),
        (answer(401, "Unauthorized", ("Content-Type", "text/plain")), "", "Unauthorized"),
        (answer(403, "<html>Blocked</html>", ("Content-Type", "text/html")), "", ""),
        (answer(404, ""), "", ""),
        (answer(400, '{"message":"Bad audience"}'), "", "Bad audience"),
        (answer(400, '{"error":{"code":1}}'), "", ""),
        (answer(200, '{"token_type":"Bearer"}'), "", "The answer holds no token"),
        (answer(200, '{"access_token":""}'), "", "The answer holds no token"),
        (answer(200, '{"access_token":null}'), "", "The answer holds no token"),
    ],
)
def test_a_refusal_keeps_the_whole_answer(given: Answer, error: str, description: str) -> None:
    found, _ = judge(given)
    assert isinstance(found, Refusal)
    assert (found.error, found.status) == (error, given.status)
    assert found.description.startswith(description)
    assert found.answer == given.whole_text()
    assert found.asked == ASKED


@pytest.mark.parametrize(
    ("body", "error", "description"),
    [
        ("", "invalid_token", 'The "old" one'),
        ('{"error":"server_error","error_description":"No"}', "server_error", "No"),
        ("Unauthorized", "invalid_token", 'The "old" one'),
    ],
)
def test_a_challenge_speaks_where_the_body_does_not(body: str, error: str, description: str) -> None:
    challenge = 'Bearer realm="api", error="invalid_token", error_description="The \\"old\\" one"'
    refusal = refusal_of("UserInfo request", answer(401, body, ("WWW-Authenticate", challenge)))
    assert refusal is not None
    assert (refusal.error, refusal.description) == (error, description)


@pytest.mark.parametrize(
    ("status", "said"), [(429, "too many requests"), (503, "failure of its own"), (400, "")]
)
def test_a_refusal_says_what_its_status_means(status: int, said: str) -> None:
    refusal = refusal_of("token request", answer(status, '{"error":"x"}'))
    assert refusal is not None
    assert said in refusal.sentence
    assert bool(refusal.sentence) is bool(said)


def test_too_many_requests_carry_their_waiting_time() -> None:
    refusal = refusal_of("token request", answer(429, "Too Many", ("Retry-After", "7")))
    assert refusal is not None
    assert refusal.retry_after_s == 7


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (answer(200, "<!doctype html><p>Welcome", ("Content-Type", "text/html")), "html"),
        (answer(200, "hello"), "not-json"),
        (answer(200, "[1]"), "not-json"),
        (answer(200, ""), "not-json"),
        (answer(502, "<html>Bad gateway", ("Content-Type", "text/html")), "server-error"),
        (answer(500, '{"access_token":"t"}'), "server-error"),
        (answer(200, '"' + "x" * 10), "not-json"),
    ],
)
def test_what_is_no_answer_of_a_token_endpoint(given: Answer, code: str) -> None:
    with pytest.raises(NetworkError) as caught:
        judge(given)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("5", 5.0),
        ('"900"', 900.0),
        ('" 7 "', 7.0),
        ("-1", None),
        ("1e99", None),
        ('"soon"', None),
        ("null", None),
        ("NaN", None),
    ],
)
def test_seconds_as_servers_write_them(written: str, seconds: float | None) -> None:
    members = read_json('{"interval":' + written + "}", Part.PAYLOAD).value
    assert isinstance(members, JsonObject)
    assert seconds_of(members, "interval") == seconds


def test_nothing_of_a_refusal_is_in_its_representation() -> None:
    body = json.dumps({"error": "mfa_required", "mfa_token": "Fe26.2-something-secret"})
    found, _ = judge(answer(403, body))
    assert "Fe26" not in repr(found)
