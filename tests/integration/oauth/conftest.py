"""What the tests of fetching stand on: connections to the certified server, and the world around a fetch."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.oauth.fetch import fetch
from jotlens.oauth.obtained import Around, Given, Obtained, Prompt, Refusal
from jotlens.oauth.trace import Note, Trace
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.browsing import Browser
from tests.support.person import Person

API = "https://api.example/"
CALLBACK = "http://127.0.0.1:0/callback"


@dataclass
class Desk:
    """Fetches from the certified server, and keeps what a person would see."""

    server: AuthorizationServer
    browser: Browser
    folder: Path
    prompts: list[Prompt] = field(default_factory=list)
    on_prompt: Callable[[Prompt], None] = lambda _: None
    cancellation: Cancellation = field(default_factory=Cancellation)
    trace: Trace = field(default_factory=Trace)
    login_s: float = 30.0
    clean_login: bool = False
    opener: Callable[[str], bool] | None = None

    @property
    def around(self) -> Around:
        return Around(
            now=lambda: datetime.now(UTC),  # noqa: TID251 - a test is an edge
            random=os.urandom,
            open_browser=self.opener or self.browser.open,
            prompt=self._prompt,
            cancellation=self.cancellation,
            trace=self.trace,
            login_s=self.login_s,
            clean_login=self.clean_login,
        )

    def _prompt(self, prompt: Prompt) -> None:
        self.prompts.append(prompt)
        self.on_prompt(prompt)

    def connection(self, client: str, grant: Grant, **more: Any) -> Connection:
        """Return a connection of a client that the server knows; its key is written to a file."""
        known = self.server.clients[client]
        if known.private_jwk is not None and "key_file" not in more:
            path = self.folder / f"{client}.jwk"
            path.write_text(json.dumps(dict(known.private_jwk)))
            more["key_file"] = str(path)
        made: dict[str, Any] = {
            "id": "0" * 32,
            "name": client,
            "issuer": self.server.issuer,
            "client_id": known.id,
            "grant": grant,
            "authentication": ClientAuthentication(known.authentication),
            "redirect_uri": CALLBACK,
        }
        return Connection(**{**made, **more})

    def given(self, client: str, **more: Any) -> Given:
        return Given(client_secret=self.server.clients[client].secret, **more)

    def fetch(self, client: str, grant: Grant, given: Given | None = None, **more: Any) -> Obtained | Refusal:
        """Fetch, and let the browser come to its end."""
        try:
            return fetch(self.connection(client, grant, **more), given or self.given(client), self.around)
        finally:
            self.browser.join()

    def obtained(self, client: str, grant: Grant, given: Given | None = None, **more: Any) -> Obtained:
        outcome = self.fetch(client, grant, given, **more)
        assert isinstance(outcome, Obtained), outcome
        return outcome

    def refused(self, client: str, grant: Grant, given: Given | None = None, **more: Any) -> Refusal:
        outcome = self.fetch(client, grant, given, **more)
        assert isinstance(outcome, Refusal), outcome
        return outcome

    def notes(self, label: str) -> list[Note]:
        return [step for step in self.trace.steps if isinstance(step, Note) and step.label == label]

    def bodies(self, label: str) -> list[str]:
        return [step.body for step in self.trace.steps if not isinstance(step, Note) and step.label == label]


@pytest.fixture
def desk(authorization_server: AuthorizationServer, person: Person, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(authorization_server, Browser(person), tmp_path)
    yield made
    made.browser.join()
