"""Logins of an application on a server, recorded in a real browser: what it asks for unseen is not missed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jotlens.cases.source import Bytes
from jotlens.cases.story import tell
from jotlens.cases.story_model import EventKind, MarkKind, Story
from jotlens.sandbox.running import Sandbox
from tests.support.application.web import Registration, ways
from tests.support.browser.recorder import Recorder
from tests.support.http_server import HttpServer, serving
from tests.support.visitor import sandbox
from tests.unit.reports.test_har_redaction import redacted


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    with sandbox(lambda: datetime.now(UTC)) as running:  # noqa: TID251 - a browser reads the real clock
        yield running


@pytest.fixture(scope="module")
def recorder(node: str, chromium: str) -> Iterator[Recorder]:
    started = Recorder(node, chromium)
    yield started
    started.close()


@pytest.fixture
def site() -> Iterator[HttpServer]:
    with serving({}) as running:
        yield running


def _recorded(
    recorder: Recorder, tenant: Sandbox, site: HttpServer, same_site: str, file: Path, sees: str
) -> Story:
    """Log in at the application, which is at another site (localhost) than the tenant (127.0.0.1)."""
    origin = f"http://localhost:{urlsplit(site.origin).port}"
    tenant.allow_callbacks([f"{origin}/callback"])
    secret = tenant.client("web-demo").secret or ""
    known = Registration(
        "web-demo", secret, f"{tenant.address}authorize", f"{tenant.address}oauth/token", origin
    )
    for path, way in ways(known, same_site).items():
        site.answer(path, way)
    with recorder.recording(file) as tab:
        tab.opens(f"{origin}/")
        tab.sees("Ready.")
        tab.presses("#login")
        tab.selects("#username", "usr_123")
        tab.fills("#password", tenant.password)
        tab.presses("button#login")
        tab.sees(sees)
    return tell(Bytes(file.read_bytes())).story


def test_all_well(recorder: Recorder, tenant: Sandbox, site: HttpServer, tmp_path: Path) -> None:
    story = _recorded(recorder, tenant, site, "Lax", tmp_path / "a.har", "Your account.")
    assert story.marks == (), story.sentence
    assert [event.kind for event in story.events] == [
        EventKind.AUTHORIZE,
        EventKind.LOGIN,
        EventKind.CALLBACK,
    ]


def test_the_cookie_with_the_state_does_not_come_along(
    recorder: Recorder, tenant: Sandbox, site: HttpServer, tmp_path: Path
) -> None:
    file = tmp_path / "a.har"
    story = _recorded(recorder, tenant, site, "Strict", file, "mismatching_state")
    (mark,) = story.marks
    assert (mark.kind, mark.since) == (MarkKind.STATE_LOST, 0)
    assert mark.diagnosis is not None
    assert mark.diagnosis.id == "D16"
    host = f"localhost:{urlsplit(site.origin).port}"
    assert story.sentence == (
        f"{host} did not know the state of the login any more, though the answer brought the one that was sent. A "
        "cookie that it had set did not come along: login_state."
    )
    assert tell(Bytes(redacted(file.read_bytes()).encode())).story.sentence == story.sentence
