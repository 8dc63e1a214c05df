"""How a device code is polled: as often as the server allows, past failures on the way, and no longer than it lives."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection, Endpoints, Grant
from jotlens.oauth.failures import CancelledError, LoginError, NetworkError
from jotlens.oauth.fetch import fetch
from jotlens.oauth.obtained import DevicePrompt, Given, Obtained, Prompt, Refusal
from tests.support.around import MOMENT, around
from tests.support.http_server import Exchange, HttpServer, fixed, serving

CODES = {
    "device_code": "secret-device-code",
    "user_code": "ABCD-EFGH",
    "verification_uri": "https://login.example/activate",
    "expires_in": 60,
    "interval": 1,
}
TOKENS = (200, '{"access_token":"t","token_type":"Bearer"}')
PENDING = (403, '{"error":"authorization_pending"}')  # Auth0's status
SLOW_DOWN = (429, '{"error":"slow_down"}')


class Waiting(Cancellation):
    """Waits for nothing, and remembers how long it was to be; stops after so many waits."""

    def __init__(self, most: int = 50) -> None:
        super().__init__()
        self.waits: list[float] = []
        self._most = most

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        if len(self.waits) > self._most:
            self.cancel()
        return self.is_cancelled


@dataclass
class Polling:
    """A server that answers one poll after the other as it is told, the last for ever; None hangs up."""

    server: HttpServer
    answers: list[tuple[int, str] | None] = field(default_factory=list)
    waiting: Waiting = field(default_factory=Waiting)
    prompts: list[Prompt] = field(default_factory=list)

    def fetch(self) -> Obtained | Refusal:
        endpoints = Endpoints(
            device_authorization_endpoint=self.server.url("device"), token_endpoint=self.server.url("token")
        )
        connection = Connection(
            "0" * 32,
            "n",
            client_id="client",
            grant=Grant.DEVICE_CODE,
            endpoints=endpoints,
            audience="https://api.example/",
        )
        made = around(cancellation=self.waiting, prompt=self.prompts.append)
        return fetch(connection, Given(), made)

    def answer(self, to: Exchange) -> None:
        now = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if now is None:
            to.close_connection = True
        else:
            to.say(now[0], now[1].encode())


@pytest.fixture
def polling() -> Iterator[Polling]:
    with serving({"device": fixed(200, json.dumps(CODES))}) as server:
        made = Polling(server)
        server.answer("token", made.answer)
        yield made


def test_pending_then_tokens(polling: Polling) -> None:
    polling.answers = [PENDING, PENDING, TOKENS]
    assert isinstance(polling.fetch(), Obtained)
    assert polling.waiting.waits == [1, 1, 1]
    (prompt,) = polling.prompts
    assert isinstance(prompt, DevicePrompt)
    assert (prompt.user_code, prompt.address) == ("ABCD-EFGH", "https://login.example/activate")
    assert prompt.expires_at is not None
    assert (prompt.expires_at - MOMENT).total_seconds() == 60
    assert "secret-device-code" not in str(prompt)
    assert polling.server.requests[0].form["audience"] == "https://api.example/"


def test_slow_down_adds_five_seconds_for_good(polling: Polling) -> None:
    polling.answers = [SLOW_DOWN, PENDING, SLOW_DOWN, TOKENS]
    assert isinstance(polling.fetch(), Obtained)
    assert polling.waiting.waits == [1, 6, 6, 11]


def test_failures_on_the_way_are_waited_out_twice_as_long(polling: Polling) -> None:
    polling.answers = [None, (502, "<html>"), None, TOKENS]
    assert isinstance(polling.fetch(), Obtained)
    assert polling.waiting.waits == [1, 2, 4, 8]


def test_a_failure_that_does_not_pass_ends_it(polling: Polling) -> None:
    polling.answers = [(200, "<!doctype html>")]
    with pytest.raises(NetworkError) as caught:
        polling.fetch()
    assert caught.value.code == "html"


@pytest.mark.parametrize("error", ["expired_token", "access_denied", "invalid_grant"])
def test_the_servers_end_is_a_refusal(polling: Polling, error: str) -> None:
    polling.answers = [PENDING, (403, json.dumps({"error": error}))]
    outcome = polling.fetch()
    assert isinstance(outcome, Refusal)
    assert outcome.error == error


def test_no_longer_than_the_code_lives(polling: Polling) -> None:
    polling.answers = [PENDING]
    polling.waiting = Waiting(most=1_000)
    with pytest.raises(LoginError) as caught:
        polling.fetch()
    assert caught.value.code == "device-time"
    assert sum(polling.waiting.waits) == CODES["expires_in"]


def test_cancelled_between_two_polls(polling: Polling) -> None:
    polling.answers = [PENDING]
    polling.waiting = Waiting(most=3)
    with pytest.raises(CancelledError):
        polling.fetch()


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(200, "{}", "incomplete"), (500, "", "server-error"), (200, "<html>", "html")],
)
def test_codes_that_do_not_come(polling: Polling, status: int, body: str, code: str) -> None:
    polling.server.answer("device", fixed(status, body))
    with pytest.raises(NetworkError) as caught:
        polling.fetch()
    assert caught.value.code == code


def test_a_refused_device(polling: Polling) -> None:
    polling.server.answer("device", fixed(403, '{"error":"unauthorized_client"}'))
    outcome = polling.fetch()
    assert isinstance(outcome, Refusal)
    assert (outcome.label, outcome.error) == ("device authorization request", "unauthorized_client")
