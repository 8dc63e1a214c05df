"""Builds HAR files of logins: exchange by exchange, or by recording what `requests` really sends and is answered."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

STARTED = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
ISSUER, APP, API = "https://login.example/", "https://app.example", "https://api.example"
CLIENT = "the-app"


class Recording:
    """A HAR file that grows. The clock goes on by a second for each exchange, and by `wait`."""

    def __init__(self, *, ahead_s: float = 0) -> None:
        self.entries: list[dict[str, Any]] = []
        self.now = STARTED
        self._ahead = timedelta(seconds=ahead_s)
        """How far the clock of the recording is ahead of the hosts'."""

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def add(
        self,
        method: str,
        url: str,
        status: int = 200,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        answer: object = None,
        answer_headers: Mapping[str, str] | None = None,
        host_ahead_s: float = 0,
        media_type: str = "application/json",
    ) -> None:
        date = format_datetime(self.now + timedelta(seconds=host_ahead_s), usegmt=True)
        text = answer if isinstance(answer, str) else json.dumps(answer) if answer is not None else ""
        request: dict[str, Any] = {
            "method": method,
            "url": url,
            "headers": _named(headers or {}),
            "cookies": [],
            "queryString": _named(dict(parse_qsl(urlsplit(url).query))),
        }
        if form is not None:
            request["postData"] = {
                "mimeType": "application/x-www-form-urlencoded",
                "text": urlencode(form),
            }
        self.entries.append(
            {
                "startedDateTime": (self.now + self._ahead).isoformat(),
                "time": 20,
                "request": request,
                "response": {
                    "status": status,
                    "headers": _named({"Date": date, **(answer_headers or {})}),
                    "cookies": [],
                    "content": {"mimeType": media_type, "text": text},
                    "redirectURL": (answer_headers or {}).get("Location", ""),
                },
            }
        )
        self.wait(1)

    def har(self) -> bytes:
        log = {"version": "1.2", "creator": {"name": "tests", "version": "1"}, "entries": self.entries}
        return json.dumps({"log": log}).encode()

    def authorize(self, *, state: str = "s-1", **asked: str) -> None:
        """Add the request for a login, and the page that it leads to."""
        query = {
            "client_id": CLIENT,
            "response_type": "code",
            "redirect_uri": f"{APP}/callback",
            "scope": "openid profile",
            "state": state,
            **asked,
        }
        self.add(
            "GET",
            f"{ISSUER}authorize?{urlencode(query)}",
            302,
            answer_headers={"Location": f"{ISSUER}u/login?state=inner"},
        )

    def page(self, address: str, html: str) -> None:
        """Add a page that is opened."""
        self.add("GET", address, answer=html, media_type="text/html; charset=utf-8")

    def log_in(
        self, *, state: str | None = "s-1", code: str = "code-of-one-use", page: str | None = None
    ) -> None:
        """Add what a person does: the form, and the way back to the application, which shows a page there."""
        query = {"code": code, **({"state": state} if state is not None else {})}
        back = f"{APP}/callback?{urlencode(query)}"
        self.add(
            "POST",
            f"{ISSUER}u/login?state=inner",
            302,
            form={"username": "zoe@example.com", "password": "correct horse"},
            answer_headers={"Location": back, "Set-Cookie": "auth0=session-of-zoe; Path=/; HttpOnly"},
        )
        if page is None:
            self.add("GET", back)
        else:
            self.page(back, page)

    def tokens(self, status: int = 200, *, code: str = "code-of-one-use", **answer: Any) -> None:
        """Add the token request with the code, and its answer."""
        form = {
            "grant_type": "authorization_code",
            "client_id": CLIENT,
            "code": code,
            "code_verifier": "verifier-of-the-login",
            "redirect_uri": f"{APP}/callback",
        }
        self.add("POST", f"{ISSUER}oauth/token", status, form=form, answer=answer)

    def refresh(self, token: str, status: int = 200, **answer: Any) -> None:
        """Add a token request with a refresh token, and its answer."""
        form = {"grant_type": "refresh_token", "client_id": CLIENT, "refresh_token": token}
        self.add("POST", f"{ISSUER}oauth/token", status, form=form, answer=answer)

    def call(
        self, token: str | None, status: int = 200, error: str = "", answer: object = None, **more: Any
    ) -> None:
        """Add a call to the API; `error` is the challenge that it answers with."""
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        said = {"WWW-Authenticate": error} if error else {}
        self.add("GET", f"{API}/orders", status, headers=headers, answer=answer, answer_headers=said, **more)


def _named(pairs: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs.items()]


@contextmanager
def recorded(recording: Recording) -> Iterator[None]:
    """Record what every session of `requests` sends and is answered meanwhile, by the clock of this computer."""
    import requests

    send = requests.Session.send

    def sending(self: requests.Session, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        began = datetime.now(UTC)  # noqa: TID251 - what is recorded is real
        answer = send(self, request, **more)
        recording.entries.append(_entry(began, request, answer))
        return answer

    requests.Session.send = sending  # type: ignore[method-assign]
    try:
        yield
    finally:
        requests.Session.send = send  # type: ignore[method-assign]


def _entry(began: datetime, request: Any, answer: Any) -> dict[str, Any]:
    body = request.body.decode() if isinstance(request.body, bytes) else request.body
    posted = {"postData": {"mimeType": request.headers.get("Content-Type", ""), "text": body}} if body else {}
    return {
        "startedDateTime": began.isoformat(),
        "time": answer.elapsed.total_seconds() * 1000,
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": _named(request.headers),
            "cookies": [],
            "queryString": [],
            **posted,
        },
        "response": {
            "status": answer.status_code,
            "headers": _named(answer.headers),
            "cookies": _named(answer.cookies.get_dict()),
            "content": {"mimeType": answer.headers.get("Content-Type", ""), "text": answer.text},
            "redirectURL": answer.headers.get("Location", ""),
        },
    }
