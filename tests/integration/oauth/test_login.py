"""What may come back to the callback's address, and what of it is taken: only the answer to this very login."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection, Endpoints, Grant
from jotlens.oauth.failures import CancelledError, FetchError, LoginError
from jotlens.oauth.fetch import fetch
from jotlens.oauth.loopback import MOST_CONNECTIONS
from jotlens.oauth.obtained import Around, BrowserPrompt, Given, Obtained, Prompt, Refusal
from jotlens.oauth.trace import Note, Trace
from tests.integration.oauth.conftest import Desk

CODE = Grant.AUTHORIZATION_CODE
SERVER = "https://login.example"


class Login:
    """A login whose browser is this test: what comes back is what the test sends."""

    def __init__(self, redirect_uri: str = "http://127.0.0.1:0/callback", grant: Grant = CODE) -> None:
        self.cancellation, self.trace = Cancellation(), Trace()
        self.asked: dict[str, str] = {}
        self.outcome: Obtained | Refusal | FetchError | None = None
        self._opened = threading.Event()
        endpoints = Endpoints(
            authorization_endpoint=f"{SERVER}/auth", token_endpoint="http://127.0.0.1:9/token"
        )
        self.connection = Connection(
            "0" * 32, "test", SERVER, "client", grant, redirect_uri=redirect_uri, endpoints=endpoints
        )
        self.thread = threading.Thread(target=self._fetch, name="test-fetch")

    def start(self) -> None:
        self.thread.start()
        assert self._opened.wait(10)

    def end(self) -> None:
        self.cancellation.cancel()
        self.thread.join(10)
        assert not self.thread.is_alive()

    def ended(self) -> Obtained | Refusal | FetchError | None:
        self.thread.join(10)
        assert not self.thread.is_alive()
        return self.outcome

    def failed(self) -> str:
        outcome = self.ended()
        assert isinstance(outcome, LoginError), outcome
        assert outcome.sentence
        return outcome.code

    def get(self, path_and_query: str, **headers: str) -> requests.Response:
        return self._send("GET", path_and_query, headers)

    def post(self, path: str, body: str, **headers: str) -> requests.Response:
        return self._send("POST", path, headers, body)

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            return session.request(method, self.origin + path, headers=named, data=body, timeout=10)

    @property
    def origin(self) -> str:
        parts = urlsplit(self.asked["redirect_uri"])
        return f"{parts.scheme}://{parts.netloc}"

    def labels(self) -> list[str]:
        return [step.label for step in self.trace.steps if isinstance(step, Note)]

    def _fetch(self) -> None:
        around = Around(
            now=lambda: datetime.now(UTC),  # noqa: TID251 - a test is an edge
            random=os.urandom,
            open_browser=self._open,
            prompt=lambda _: self._opened.set(),
            cancellation=self.cancellation,
            trace=self.trace,
        )
        try:
            self.outcome = fetch(self.connection, Given(), around)
        except FetchError as error:
            self.outcome = error

    def _open(self, address: str) -> bool:
        query = parse_qs(urlsplit(address).query)
        self.asked = {name: values[0] for name, values in query.items()}
        return False


@contextmanager
def waiting(login: Login | None = None) -> Iterator[Login]:
    login = login or Login()
    login.start()
    try:
        yield login
    finally:
        login.end()


def test_a_state_of_another_login_is_not_taken() -> None:
    with waiting() as login:
        page = login.get("/callback?code=stolen&state=other")
        assert login.failed() == "state-mismatch"
    assert "This answer was not used" in page.text
    assert "stolen" not in page.text


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("code=c", "state-mismatch"),
        ("code=c&state={state}&state={state}", "callback-repeated"),
        ("code=c&code=d&state={state}", "callback-repeated"),
        ("code=c&state={state}&iss=https%3A%2F%2Fevil.example", "iss-mismatch"),
        ("code=c&state={state}&iss=https%3A%2F%2Flogin.example%2F", "iss-mismatch"),
        ("code=&state={state}", "answer-missing"),
        ("error=access_denied&state=other", "state-mismatch"),
    ],
)
def test_what_is_not_taken(query: str, code: str) -> None:
    with waiting() as login:
        login.get("/callback?" + query.format(state=login.asked["state"]))
        assert login.failed() == code


def test_an_error_is_a_refusal_with_the_whole_text() -> None:
    with waiting() as login:
        state = login.asked["state"]
        page = login.get(f"/callback?error=access_denied&error_description=No%20way&state={state}")
        outcome = login.ended()
    assert isinstance(outcome, Refusal)
    assert (outcome.error, outcome.description, outcome.label) == ("access_denied", "No way", "callback")
    assert "error_description=No%20way" in outcome.answer
    assert "No way" not in page.text


def test_a_promised_issuer_that_is_missing(desk: Desk) -> None:
    desk.browser.changed = lambda callback: callback.partition("&iss=")[0]
    with pytest.raises(LoginError) as caught:
        desk.fetch("public", CODE, scopes=("openid",))
    assert caught.value.code == "iss-missing"
    assert desk.bodies("token request") == []


def test_a_nonce_of_another_login_is_not_taken(desk: Desk) -> None:
    other = desk.obtained("legacy", Grant.IMPLICIT, Given(), scopes=("openid",)).text
    old_token = other.partition("id_token=")[2].partition("&")[0]

    def with_old_token(callback: str) -> str:
        before, _, rest = callback.partition("id_token=")
        return f"{before}id_token={old_token}&{rest.partition('&')[2]}"

    desk.browser.changed = with_old_token
    with pytest.raises(LoginError) as caught:
        desk.fetch("legacy", Grant.IMPLICIT, Given(), scopes=("openid",))
    assert caught.value.code == "nonce-mismatch"


def test_a_code_that_was_redeemed_already_is_a_refusal(desk: Desk) -> None:
    """Somebody was faster: the server refuses the second use, and JotLens asks only once."""

    def spent_first(callback: str) -> str:
        query = parse_qs(urlsplit(callback).query)
        (made,) = desk.notes("login prepared")
        values = {value.name: value.text for value in made.values}
        with requests.Session() as session:
            session.trust_env = False
            form = {
                "grant_type": "authorization_code",
                "code": query["code"][0],
                "redirect_uri": values["redirect_uri"],
                "code_verifier": values["code_verifier"],
                "client_id": desk.server.clients["public"].id,
            }
            assert session.post(f"{desk.server.issuer}/token", data=form, timeout=10).status_code == 200
        return callback

    desk.browser.changed = spent_first
    refusal = desk.refused("public", CODE, scopes=("openid",))
    assert (refusal.error, refusal.label) == ("invalid_grant", "token request")
    assert len(desk.bodies("token request")) == 1


def test_a_second_callback_is_explained_and_not_used(desk: Desk) -> None:
    pages: list[str] = []

    def first_another(callback: str) -> str:
        with requests.Session() as session:
            session.trust_env = False
            session.get(callback, timeout=10, allow_redirects=False)
            pages.append(session.get(callback.replace("code=", "code=x"), timeout=10).text)
        return callback

    desk.browser.changed = first_another
    assert isinstance(desk.fetch("public", CODE, scopes=("openid",)), Obtained)
    assert "JotLens already has its answer" in pages[0]
    assert desk.notes("second callback")[0].passed is False


def test_a_wrong_path_is_explained_and_waiting_goes_on() -> None:
    with waiting() as login:
        page = login.get("/Callback?code=c&state=" + login.asked["state"])
        assert page.status_code == 404
        assert "not the callback address" in page.text
        assert "callback to a wrong path" in login.labels()
        login.get(f"/callback?error=e&state={login.asked['state']}")
        assert isinstance(login.ended(), Refusal)


def test_the_last_page_is_clean_and_kept_by_nobody() -> None:
    with waiting() as login:
        page = login.get(f"/callback?error=e&state={login.asked['state']}")
        login.ended()
    assert page.url == f"{login.origin}/done"
    assert page.history[0].status_code == 303
    for answer in (page, *page.history):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src 'none'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda login: login.get("/callback?code=c&state=s", Host="evil.example"), 421),
        (lambda login: login.get("/callback?code=c&state=s", Host=f"localhost:{_port(login)}"), 421),
        (lambda login: login.post("/callback", "code=c&state=s"), 405),
        (lambda login: login.post("/elsewhere", ""), 405),
        (lambda login: login.get("/callback"), 400),
        (lambda login: login.get("/callback?utm=1"), 400),
        (lambda login: login.get("/done"), 200),
    ],
)
def test_what_is_answered_and_does_not_count(send: Callable[[Login], requests.Response], status: int) -> None:
    with waiting() as login:
        assert send(login).status_code == status
        assert login.outcome is None
        login.get(f"/callback?error=e&state={login.asked['state']}")
        assert isinstance(login.ended(), Refusal)


def _port(login: Login) -> int:
    return urlsplit(login.origin).port or 0


def test_a_fragment_is_only_taken_from_our_own_page() -> None:
    with waiting(Login(grant=Grant.IMPLICIT)) as login:
        page = login.get("/callback")
        to = page.text.split('data-to="')[1].split('"')[0]
        body = f"access_token=t&state={login.asked['state']}&token_type=Bearer"
        assert login.post(to, body).status_code == 403
        assert login.post(to, body, Origin="http://evil.example").status_code == 403
        assert login.post(to, body, Origin=login.origin, Sec_Fetch_Site="cross-site").status_code == 403
        assert login.post("/fragment/guessed", body, Origin=login.origin).status_code == 405
        assert login.post(to, body, Origin=login.origin).status_code == 200
        outcome = login.ended()
    assert isinstance(outcome, Obtained)
    assert outcome.text == f"{login.origin}/callback#{body}"


def test_a_script_in_the_hand_over_page_is_named_by_its_hash() -> None:
    import base64
    import hashlib

    with waiting(Login(grant=Grant.IMPLICIT)) as login:
        page = login.get("/callback")
    script = page.text.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost", "[::1]", "127.0.0.1"])
def test_the_addresses_of_this_computer(host: str) -> None:
    if "::1" in host and not _has_ipv6():
        pytest.skip("this computer has no IPv6")
    with waiting(Login(f"http://{host}:0/some/path")) as login:
        assert urlsplit(login.origin).hostname == host.strip("[]")
        login.get(f"/some/path?error=e&state={login.asked['state']}")
        assert isinstance(login.ended(), Refusal)


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as sock:
            sock.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_a_taken_port_is_named_and_no_browser_opens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        login = Login(f"http://127.0.0.1:{port}/callback")
        login.thread.start()
        assert login.failed() == "port-taken"
    assert isinstance(login.outcome, LoginError)
    assert str(port) in login.outcome.sentence
    assert login.asked == {}


def test_silent_and_dripping_clients_keep_nobody_waiting() -> None:
    with waiting() as login:
        address = ("127.0.0.1", _port(login))
        silent = [socket.create_connection(address, timeout=10) for _ in range(MOST_CONNECTIONS + 5)]
        silent[-1].send(b"GET /callback?code=")
        login.get(f"/callback?error=e&state={login.asked['state']}")
        assert isinstance(login.ended(), Refusal)
        assert silent[0].recv(1) == b""  # the oldest had to make room
        for sock in silent:
            sock.close()


@pytest.mark.parametrize(
    "data",
    [
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"POST /callback HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        b"POST /callback HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_what_cannot_be_read_is_answered(data: bytes) -> None:
    with waiting() as login:
        with socket.create_connection(("127.0.0.1", _port(login)), timeout=10) as sock:
            sock.sendall(data)
            assert sock.recv(100).startswith(b"HTTP/1.1 400 ")
        assert login.outcome is None


def test_cancel_while_waiting_for_the_browser() -> None:
    with waiting() as login:
        port = _port(login)
        login.cancellation.cancel()
        assert isinstance(login.ended(), CancelledError)
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_nobody_logs_in_in_time(desk: Desk) -> None:
    desk.login_s = 0.05
    desk.opener = lambda _: False
    with pytest.raises(LoginError) as caught:
        desk.fetch("public", CODE)
    assert caught.value.code == "login-time"
    assert "redirect URI" in caught.value.sentence
    (prompt,) = desk.prompts
    assert isinstance(prompt, BrowserPrompt)
    assert not prompt.opened


@pytest.mark.parametrize("step", range(14))
def test_cancel_at_every_step_of_a_login(desk: Desk, step: int) -> None:
    """Each step of the trace is a moment at which a person may press Cancel."""
    desk.trace = Trace(lambda place, _: desk.cancellation.cancel() if place >= step else None)
    try:
        outcome = desk.fetch("web", CODE, scopes=("openid",), uses_par=True)
    except CancelledError:
        assert len(desk.trace.steps) > step
    else:
        assert isinstance(outcome, Obtained)
        labels = [each.label for each in desk.trace.steps]
        assert step > labels.index("token request")  # it was there before anybody could stop it
    assert [thread.name for thread in threading.enumerate() if thread.name == "jotlens-callback"] == []


def test_cancel_while_a_device_is_awaited(desk: Desk) -> None:
    def shown(_: Prompt) -> None:
        threading.Timer(0.1, desk.cancellation.cancel).start()

    desk.on_prompt = shown
    with pytest.raises(CancelledError):
        desk.fetch("device", Grant.DEVICE_CODE)
