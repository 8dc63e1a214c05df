"""JotLens's own fetching, against the sandbox that it brings along: every grant type of the sandbox's clients."""

import dataclasses
import os
from collections.abc import Callable
from typing import cast

import pytest

from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.oauth.fetch import fetch, refresh
from jotlens.oauth.obtained import Around, DevicePrompt, Given, Obtained, Prompt, Refusal
from jotlens.sandbox.running import Sandbox
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read_all
from tests.support.around import around
from tests.support.browsing import Browser
from tests.support.person import Arrival, Person
from tests.support.visitor import FakeClock, Page, Visitor

GEO = "https://api.example.com/geocoding/v1/"
TO_DO = "https://todo.example.com/"


@dataclasses.dataclass(slots=True)
class Ursula:
    """Stands in for a person at the test's browser: she logs in at the sandbox and consents."""

    visitor: Visitor

    def visit(self, address: str) -> Arrival:
        reached = self.visitor.open(address)
        while isinstance(reached, Page):
            match reached.action:
                case "/u/login":
                    reached = self.visitor.log_in(reached)
                case "/u/consent":
                    reached = self.visitor.send(reached, decision="accept")
                case "/activate":
                    reached = self.visitor.send(reached)
                case _:
                    return Arrival(address, reached.html)
        return Arrival(reached)


@pytest.fixture
def browser(visitor: Visitor, tenant: Sandbox) -> Browser:
    tenant.settings = dataclasses.replace(tenant.settings, any_loopback_port=True)
    return Browser(cast("Person", Ursula(visitor)))


def surroundings(
    clock: FakeClock, browser: Browser | None = None, prompt: Callable[[Prompt], None] = lambda _: None
) -> Around:
    opens = browser.open if browser is not None else lambda _: False
    return dataclasses.replace(around(open_browser=opens, prompt=prompt, now=clock), random=os.urandom)


def connection(
    tenant: Sandbox, client_id: str, grant: Grant, audience: str = "", scope: str = ""
) -> Connection:
    secret = tenant.client(client_id).secret
    return Connection(
        id="0" * 32,
        name="sandbox",
        issuer=tenant.address,
        client_id=client_id,
        grant=grant,
        authentication=ClientAuthentication.NONE
        if secret is None
        else ClientAuthentication.CLIENT_SECRET_POST,
        scopes=tuple(scope.split()),
        audience=audience,
        redirect_uri="http://127.0.0.1:0/callback",
    )


def test_a_machine(tenant: Sandbox, clock: FakeClock) -> None:
    asked = connection(tenant, "geo-backend", Grant.CLIENT_CREDENTIALS, GEO)
    obtained = fetch(asked, Given(client_secret=tenant.client("geo-backend").secret), surroundings(clock))
    assert isinstance(obtained, Obtained)
    assert [token.kind for token in read_all(obtained.text)[1]] == [Kind.JWS]


def test_a_machine_that_is_refused(tenant: Sandbox, clock: FakeClock) -> None:
    asked = connection(tenant, "no-grant-backend", Grant.CLIENT_CREDENTIALS, GEO)
    refused = fetch(asked, Given(client_secret=tenant.client("no-grant-backend").secret), surroundings(clock))
    assert isinstance(refused, Refusal)
    assert (refused.error, refused.status) == ("access_denied", 403)


def test_a_login_and_a_refresh(tenant: Sandbox, clock: FakeClock, browser: Browser) -> None:
    scope = "openid profile read:todo offline_access"
    asked = connection(tenant, "native-demo", Grant.AUTHORIZATION_CODE, TO_DO, scope)
    obtained = fetch(asked, Given(), surroundings(clock, browser))
    browser.join()
    assert isinstance(obtained, Obtained)
    finds, tokens = read_all(obtained.text)
    assert [token.kind for token in tokens] == [Kind.JWS, Kind.OPAQUE, Kind.JWS]
    kept = next(found.text for found in finds.found if found.field == "refresh_token")
    fresh = refresh(asked, Given(refresh_token=kept), surroundings(clock))
    assert isinstance(fresh, Obtained)


@pytest.mark.parametrize("grant", [Grant.IMPLICIT, Grant.HYBRID])
def test_the_older_flows(tenant: Sandbox, clock: FakeClock, browser: Browser, grant: Grant) -> None:
    """They name no audience here, so the access token is opaque."""
    asked = connection(tenant, "spa-demo", grant, "", "openid")
    obtained = fetch(asked, Given(), surroundings(clock, browser))
    browser.join()
    assert isinstance(obtained, Obtained)
    assert Kind.JWE in {token.kind for token in read_all(obtained.text)[1]}


def test_a_password(tenant: Sandbox, clock: FakeClock) -> None:
    asked = connection(tenant, "web-demo", Grant.PASSWORD, TO_DO, "openid read:todo")
    secret = tenant.client("web-demo").secret
    given = Given(client_secret=secret, username="ada@example.com", password=tenant.password)
    assert isinstance(fetch(asked, given, surroundings(clock)), Obtained)


def test_a_device(tenant: Sandbox, clock: FakeClock, browser: Browser) -> None:
    def let_in(prompt: Prompt) -> None:
        assert isinstance(prompt, DevicePrompt)
        browser.person.visit(f"{tenant.address}activate?user_code={prompt.user_code}")

    asked = connection(tenant, "native-demo", Grant.DEVICE_CODE, "", "openid")
    obtained = fetch(asked, Given(), surroundings(clock, None, let_in))
    assert isinstance(obtained, Obtained)
