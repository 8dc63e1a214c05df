"""A visitor of the sandbox: a browser with cookies and without a window, and the flows of an application."""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests

from jotlens.sandbox.model import Settings
from jotlens.sandbox.running import Sandbox
from tests.support.guards import outlives_its_test

CALLBACK: Final = "http://127.0.0.1:49152/callback"
VERIFIER: Final = "a-verifier-of-at-least-forty-three-characters-12345"
CHALLENGE: Final = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode("ascii")
)
_REDIRECTS: Final = {301, 302, 303, 307, 308}


class FakeClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@contextmanager
def sandbox(clock: Callable[[], datetime] | None = None, **settings: Any) -> Iterator[Sandbox]:
    """Run a sandbox; its threads may outlive a test."""
    switches = Settings(**{"rate_limits": False, **settings})
    with Sandbox.start(clock=clock or FakeClock(), callbacks=[CALLBACK], settings=switches) as running:
        for thread in threading.enumerate():
            if thread.name.startswith("sandbox-"):
                outlives_its_test(thread)
        yield running


@dataclass(slots=True)
class Page:
    """A page that was shown: its address, status, text and form."""

    address: str
    status: int
    html: str
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The text without its marks."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.html).split())

    def items(self, list_id: str) -> list[str]:
        """The code words of a list, such as the new scopes of a consent."""
        found = re.search(rf'<ul id="{list_id}">(.*?)</ul>', self.html, re.DOTALL)
        return re.findall(r"<code>([^<]+)</code>", found.group(1)) if found else []


class Visitor:
    """A browser. Its pages are followed to the next form, or to the address of the application."""

    def __init__(self, running: Sandbox, user: str = "usr_123") -> None:
        self.sandbox = running
        self.user = user
        self.session = requests.Session()
        self.session.trust_env = False
        self.pages: list[Page] = []  # every page that was shown

    def close(self) -> None:
        self.session.close()

    def url(self, path: str) -> str:
        return urljoin(self.sandbox.address, path)

    def call(
        self, path: str, token: str | None = None, method: str = "GET", **more: Any
    ) -> requests.Response:
        """Send a request as a program does: without cookies and redirects."""
        headers = {**more.pop("headers", {}), **({"Authorization": f"Bearer {token}"} if token else {})}
        return self.session.request(
            method, self.url(path), headers=headers, allow_redirects=False, timeout=10, **more
        )

    def open(self, path: str, query: Mapping[str, str] | None = None) -> Page | str:
        """Open an address; return the page that is shown, or the application's address that was reached."""
        address = self.url(path) + (f"?{urlencode(query)}" if query else "")
        return self._follow(self.session.get(address, allow_redirects=False, timeout=10))

    def send(self, page: Page, **fields: str) -> Page | str:
        """Send the form of a page."""
        address = urljoin(page.address, page.action)
        data = page.fields | fields
        return self._follow(self.session.post(address, data=data, allow_redirects=False, timeout=10))

    def log_in(self, page: Page) -> Page | str:
        return self.send(page, username=self.user, password="demo")

    def authorize(self, *, decision: str = "accept", **parameters: str) -> dict[str, str]:
        """Ask for authorization, log in and decide where that is asked; return the members of the answer."""
        reached = self.open("/authorize", {"redirect_uri": CALLBACK, "state": "st", **parameters})
        while isinstance(reached, Page):
            if reached.action == "/u/login":
                reached = self.log_in(reached)
            elif reached.action == "/u/consent":
                reached = self.send(reached, decision=decision)
            else:
                raise AssertionError(f"{reached.status}: {reached.words}")
        return answer_in(reached)

    def dialogs(self) -> int:
        """How many consent dialogs have been shown."""
        return sum(page.action == "/u/consent" for page in self.pages)

    def token(self, **parameters: str) -> requests.Response:
        """Send a form to the token endpoint."""
        return self.call("/oauth/token", method="POST", data=parameters)

    def code_flow(self, client_id: str = "native-demo", **parameters: str) -> dict[str, Any]:
        """Get tokens by the authorization code flow with PKCE."""
        proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        answer = self.authorize(client_id=client_id, response_type="code", **proof, **parameters)
        return self.exchange(answer["code"], client_id).json()  # type: ignore[no-any-return]

    def exchange(self, code: str, client_id: str = "native-demo", **more: str) -> requests.Response:
        secret = self.sandbox.client(client_id).secret
        known = {"client_id": client_id} | ({"client_secret": secret} if secret else {})
        form = {"code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **known, **more}
        return self.token(grant_type="authorization_code", **form)

    def machine(self, audience: str, client_id: str = "geo-backend", **more: str) -> requests.Response:
        """Ask for a machine's token exactly as the page of 2017 does: by JSON."""
        secret = self.sandbox.client(client_id).secret or ""
        body = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        return self.call("/oauth/token", method="POST", json={**body, "audience": audience, **more})

    def _follow(self, answer: requests.Response) -> Page | str:
        home = urlsplit(self.sandbox.address).netloc
        while answer.status_code in _REDIRECTS:
            address = urljoin(answer.url, answer.headers["Location"])
            if urlsplit(address).netloc != home:
                return address
            answer = self.session.get(address, allow_redirects=False, timeout=10)
        page = _read(answer)
        self.pages.append(page)
        return page


def answer_in(address: str) -> dict[str, str]:
    """Return the members that an address brings in its query or fragment."""
    parts = urlsplit(address)
    found = parse_qs(parts.query) or parse_qs(parts.fragment)
    return {name: values[0] for name, values in found.items()}


def part_of(token: str, number: int) -> dict[str, Any]:
    """Return a decoded part of a compact token: 0 its header, 1 its claims."""
    text = token.split(".")[number]
    members: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return members


def claims_of(token: str) -> dict[str, Any]:
    return part_of(token, 1)


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.action:
            self.action = given["action"]
        elif tag == "input" and "name" in given and (given.get("type") != "checkbox" or "checked" in given):
            self.fields.setdefault(given["name"], given.get("value", ""))


def _read(answer: requests.Response) -> Page:
    reader = _FormReader()
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        reader.feed(answer.text)
    return Page(answer.url, answer.status_code, answer.text, reader.action, reader.fields)
