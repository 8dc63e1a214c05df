"""From the button to the inspected token, against a certified authorization server."""

from collections.abc import Callable

import pytest

from jotlens.gui.fetching.run_view import RunState
from jotlens.inspection.model import Status
from jotlens.oauth.connection import Connection
from tests.gui.fetching.conftest import API, WAIT_MS, Fetcher
from tests.gui.minted import jwt
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.person import Person as UserOfServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Makes = Callable[..., Connection]


def test_client_credentials(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    secret = authorization_server.client("machine")[1]
    fetcher.fetches(connection_of("machine", scopes=("read:orders",)), client_secret=secret)
    assert fetcher.state is RunState.DONE, fetcher.rows()
    inspection = fetcher.person.inspection
    audience = inspection.finding("aud-match")
    assert audience is not None
    assert audience.status is Status.PASS
    assert fetcher.person.field("audienceField").text() == API
    assert fetcher.person.field("issuerField").text() == authorization_server.issuer
    assert not fetcher.fetching.page.isVisible()
    sent = fetcher.person.widget("sentButton").property("text")
    assert sent.startswith("2 requests to 127.0.0.1:")


def test_a_login_in_the_browser(
    fetcher: Fetcher, connection_of: Makes, logs_in: Callable[[str], bool]
) -> None:
    fetcher.fetching.opener = logs_in
    scopes = ("openid", "profile", "offline_access", "read:orders")
    fetcher.fetches(connection_of("public", scopes=scopes, extra=(("prompt", "consent"),)))
    assert fetcher.state is RunState.DONE, fetcher.rows()
    session = fetcher.window.session
    assert session.reading is not None
    fields = [entry.found.field for entry in session.reading.entries if entry.found is not None]
    assert set(fields) == {"access_token", "id_token", "refresh_token"}
    session.select(fields.index("id_token"))
    fetcher.settled()
    found = {
        name: fetcher.person.inspection.finding(name) for name in ("nonce-match", "id-aud-client", "at-hash")
    }
    assert {name: finding.status for name, finding in found.items() if finding is not None} == {
        "nonce-match": Status.PASS,
        "id-aud-client": Status.PASS,
        "at-hash": Status.PASS,
    }
    fetcher.person.pastes(session.reading.text)
    assert fetcher.window.session.expectation.login is None


def test_a_device(fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer) -> None:
    connection = connection_of("device", scopes=("openid",))
    fetcher.opens(connection)
    fetcher.presses_fetch()
    prompt = fetcher.fetching.page.run.prompt
    fetcher.qtbot.waitUntil(prompt.isVisible, timeout=WAIT_MS)
    code = fetcher.person.reads("promptCode")
    assert len(code.replace("-", "")) == 8
    assert fetcher.person.reads("promptLeft").startswith("The code is good for 00:")
    address = prompt._address  # noqa: SLF001 - what the QR code leads to
    assert code.replace("-", "") in address.replace("-", "")
    UserOfServer(authorization_server.user, authorization_server.password).visit(address)
    fetcher.qtbot.waitUntil(lambda: fetcher.state is not RunState.RUNNING, timeout=WAIT_MS)
    assert fetcher.state is RunState.DONE, fetcher.rows()
    assert not prompt.isVisible()


def test_a_refusal_is_explained(fetcher: Fetcher, connection_of: Makes) -> None:
    fetcher.fetches(connection_of("machine"), client_secret="not-the-secret-of-it")
    assert fetcher.state is RunState.FAILED
    assert fetcher.person.reads("runTitle").endswith("said no: invalid_client")
    rows = fetcher.rows()
    assert any(row.startswith("Failed: Token request") for row in rows)
    assert any(row.startswith("Cause: The login server does not recognise the application") for row in rows)
    assert all("not-the-secret-of-it" not in row for row in rows)


def test_a_refresh(fetcher: Fetcher, connection_of: Makes, logs_in: Callable[[str], bool]) -> None:
    fetcher.fetching.opener = logs_in
    scopes = ("openid", "offline_access", "read:orders")
    fetcher.fetches(connection_of("public", scopes=scopes, extra=(("prompt", "consent"),)))
    session = fetcher.window.session
    assert session.reading is not None
    before = session.text
    fields = [entry.found.field for entry in session.reading.entries if entry.found is not None]
    session.select(fields.index("refresh_token"))
    fetcher.settled()
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    assert "signed out" in fetcher.person.reads("why-refresh")
    fetcher.person.clicks("ask-refresh")
    fetcher.qtbot.waitUntil(lambda: session.text != before, timeout=WAIT_MS)
    fetcher.settled()
    assert fetcher.state is RunState.DONE
    assert session.expectation.login is not None


def test_what_is_looked_at_meanwhile_is_not_taken_away(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    fetcher.opens(connection_of("device", scopes=("openid",)))
    fetcher.presses_fetch()
    prompt = fetcher.fetching.page.run.prompt
    fetcher.qtbot.waitUntil(lambda: not prompt.isHidden(), timeout=WAIT_MS)
    fetcher.window.presenter.take_text(jwt())
    address = prompt._address  # noqa: SLF001 - what the QR code leads to
    UserOfServer(authorization_server.user, authorization_server.password).visit(address)
    fetcher.qtbot.waitUntil(lambda: fetcher.state is RunState.DONE, timeout=WAIT_MS)
    fetcher.settled()
    assert fetcher.window.session.text == jwt()
    fetcher.person.presses("Ctrl+Shift+T")
    fetcher.person.clicks("runInspect")
    fetcher.settled()
    assert fetcher.window.session.expectation.login is not None
    fetcher.person.chooses("clear")
    assert fetcher.rows() == []


def test_a_fetched_token_is_not_checked_with_the_key_of_a_sample(
    fetcher: Fetcher, connection_of: Makes, authorization_server: AuthorizationServer
) -> None:
    fetcher.window.presenter.samples.show("calendar")
    fetcher.person.clicks("offerButton")
    fetcher.settled()
    secret = authorization_server.client("machine")[1]
    fetcher.fetches(connection_of("machine"), client_secret=secret)
    assert fetcher.person.field("keyField").text() == ""
    assert fetcher.person.field("audienceField").text() == API
