"""A real browser logs in at the authorization server and comes to a loopback address."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.support.authorization_server.process import AuthorizationServer
from tests.support.browser.process import Browser, BrowserError
from tests.support.http_server import HttpServer, fixed, serving
from tests.support.person import Person

DONE = "<!doctype html><title>Signed in</title><p>You may close this page."


@pytest.fixture
def callback() -> Iterator[HttpServer]:
    with serving({"callback": fixed(200, DONE, "text/html")}) as server:
        yield server


def authorization(server: AuthorizationServer, callback: HttpServer) -> str:
    query = {
        "client_id": server.clients["web"].id,
        "response_type": "code",
        "redirect_uri": callback.url("callback"),
        "scope": "openid",
        "state": "s-1",
    }
    return f"{server.issuer}/auth?{urlencode(query)}"


def test_a_login_arrives_at_the_callback(
    browser: Browser, authorization_server: AuthorizationServer, person: Person, callback: HttpServer
) -> None:
    page = browser.log_in(authorization(authorization_server, callback), person)
    assert (page.title, page.text) == ("Signed in", "You may close this page.")
    assert page.address.startswith(callback.url("callback?"))
    assert parse_qs(urlsplit(callback.requests[0].path).query)["state"] == ["s-1"]
    assert {urlsplit(address).hostname for address in page.asked} == {"127.0.0.1"}
    assert person.password not in page.html


def test_a_refusal_arrives_too(
    browser: Browser, authorization_server: AuthorizationServer, callback: HttpServer
) -> None:
    unwilling = Person(authorization_server.user, authorization_server.password, allows=False)
    with browser.begin(authorization(authorization_server, callback), unwilling) as visit:
        page = visit.page()
    assert parse_qs(urlsplit(page.address).query)["error"] == ["access_denied"]


def test_a_device_is_confirmed(
    browser: Browser, authorization_server: AuthorizationServer, person: Person
) -> None:
    import requests

    with requests.Session() as session:
        session.trust_env = False
        form = {"client_id": authorization_server.clients["device"].id, "scope": "openid"}
        begun = session.post(f"{authorization_server.issuer}/device/auth", data=form, timeout=10).json()
    page = browser.log_in(begun["verification_uri_complete"], person)
    assert page.title == "Your device is signed in"


def test_an_address_without_an_answer_is_an_error(browser: Browser, nowhere: str, person: Person) -> None:
    with pytest.raises(BrowserError, match="ERR_CONNECTION_REFUSED"):
        browser.log_in(nowhere, person)
