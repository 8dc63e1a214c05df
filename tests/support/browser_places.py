"""Where logins are recorded: the sandbox with its own API, and oidc-provider with an API that PyJWT guards."""

import dataclasses
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from jotlens.sandbox.model import Settings
from jotlens.sandbox.running import Sandbox
from tests.support.application import site
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.browser.recorder import Tab
from tests.support.guards import outlives_its_test
from tests.support.http_server import HttpServer, serving
from tests.support.resource_api import protected

_SHORT_S: Final = 2
_OFF_S: Final = 600


class AtSandbox:
    """A tenant of the sandbox, which is also the API."""

    def __init__(self, sandbox: Sandbox, application: HttpServer) -> None:
        self._sandbox = sandbox
        self._application = application
        self.app = application.url("")
        host = urlsplit(sandbox.address).netloc
        self.names = {
            "api": host,
            "app": urlsplit(self.app).netloc,
            "issuer": host,
            "wrong": host,
            "other": "https://example.com/health-api",
            "scope": "read:todo",
        }
        self.person = {"e-mail": "ursula@company.example", "name": "Ursula Sample"}

    def set(
        self, *, api_asked: str = "own", scope: str = "openid email offline_access read:todo", **more: Any
    ) -> None:
        audience = {"own": "https://todo.example.com/", "other": self.names["other"]}.get(api_asked)
        address = self._sandbox.address
        config = {
            "client_id": "spa-demo",
            "authorize": f"{address}authorize",
            "token": f"{address}oauth/token",
            "api": f"{address}todo/items",
            "asks": {"scope": scope, **({"audience": audience} if audience else {})},
            "sdk": True,
            **more,
        }
        _set(self._application, config)

    def logs_in(self, tab: Tab) -> None:
        tab.selects("#username", "usr_123")
        tab.fills("#password", self._sandbox.password)
        tab.presses("#login")

    def short_lived(self) -> int:
        self._sandbox.settings = dataclasses.replace(self._sandbox.settings, token_lifetime_s=_SHORT_S)
        return _SHORT_S

    def withdraw_key(self) -> None:
        self._sandbox.rotate_keys()
        self._sandbox.revoke_previous_key()

    def clock_off(self) -> None:
        self._sandbox.set_faults(clock_offset_s=_OFF_S)


class AtProvider:
    """oidc-provider, with an API of its own address."""

    def __init__(self, server: AuthorizationServer, application: HttpServer, stack: ExitStack) -> None:
        self._server = server
        self._application = application
        self._stack = stack
        self._api = self._serve_api()
        self.app = application.url("")
        self.person = {"password": server.password, "e-mail": "ada@example.com"}

    @property
    def names(self) -> Mapping[str, str]:
        api = urlsplit(self._api.origin).netloc
        return {
            "api": api,
            "app": urlsplit(self.app).netloc,
            "issuer": urlsplit(self._server.issuer).netloc,
            "wrong": api,
            "other": "https://api.example/",
            "scope": "read:orders",
        }

    def set(
        self, *, api_asked: str = "own", scope: str = "openid email offline_access read:orders", **more: Any
    ) -> None:
        if api_asked == "other":
            self._api = self._serve_api(audience="https://billing.example/")
        resource = "https://api.example/" if api_asked else ""
        asked = {"resource": resource} if resource else {}
        config = {
            "client_id": self._server.clients["public"].id,
            "authorize": f"{self._server.issuer}/auth",
            "token": f"{self._server.issuer}/token",
            "api": self._api.url("orders"),
            "asks": {"scope": scope, "prompt": "consent", **asked},
            "asksForTokens": asked,
            **more,
        }
        _set(self._application, config)

    def logs_in(self, tab: Tab) -> None:
        tab.fills("input[name=login]", self._server.user)
        tab.fills("input[name=password]", self._server.password)
        tab.presses("button[name=go][value=yes]")
        tab.sees("Allow access?")
        tab.presses("button[name=go][value=yes]")

    def short_lived(self) -> int:
        self._stack.enter_context(self._server.changed(lifetimes_s={"access_token": _SHORT_S}))
        return _SHORT_S

    def withdraw_key(self) -> None:
        self._server.rotate_keys()

    def clock_off(self) -> None:
        self._api = self._serve_api(ahead_s=-_OFF_S)

    def _serve_api(self, *, audience: str = "https://api.example/", ahead_s: float = 0) -> HttpServer:
        issuer = self._server.issuer

        def keys() -> dict[str, Any]:
            with requests.Session() as session:
                session.trust_env = False
                found: dict[str, Any] = session.get(f"{issuer}/jwks", timeout=10).json()
            return found

        way = protected(keys, issuer, audience, "read:orders", ahead_s=ahead_s)
        return self._stack.enter_context(serving({"orders": way}, ahead_s=ahead_s))


def _set(application: HttpServer, config: Mapping[str, Any]) -> None:
    for path, way in site.ways(config).items():
        application.answer(path, way)


@contextmanager
def at_sandbox() -> Iterator[AtSandbox]:
    """A fresh sandbox by the true clock, and the application beside it."""
    with serving({}) as application:
        started = Sandbox.start(
            clock=lambda: datetime.now(UTC),  # noqa: TID251 - a browser reads the real clock
            callbacks=[application.url("callback")],
            settings=Settings(rate_limits=False),
        )
        with started as sandbox:
            for thread in threading.enumerate():
                if thread.name.startswith("sandbox-"):
                    outlives_its_test(thread)
            yield AtSandbox(sandbox, application)


@contextmanager
def at_provider(server: AuthorizationServer) -> Iterator[AtProvider]:
    """oidc-provider with an API and an application of this recording's own."""
    with ExitStack() as stack:
        yield AtProvider(server, stack.enter_context(serving({})), stack)
