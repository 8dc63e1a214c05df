"""The sandbox's faults on purpose are told with the right sentence: in the window, and in the terminal with the same."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from jotlens.cli import arguments
from jotlens.gui.fetching.run_view import RunState
from jotlens.oauth import reach
from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from jotlens.oauth.http import Way
from jotlens.sandbox.running import Sandbox
from tests.gui.fetching.conftest import Fetcher
from tests.support.visitor import sandbox

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CLIENT = "geo-backend"
AUDIENCE = "https://api.example.com/geocoding/v1/"


@dataclass(frozen=True)
class Fault:
    """A fault of the token endpoint, how the terminal ends with it, and the words that tell it."""

    name: str
    settings: dict[str, Any] = field(hash=False)
    told: str
    code: int = 4


FAULTS = (
    Fault("slow", {"slow_s": 600}, "did not finish its answer within 1 seconds"),
    Fault("endless", {"endless_body": True}, "is larger than 2 MB and was not read to its end"),
    Fault("html", {"html_for_json": True}, "answered with a web page instead of JSON (HTTP status 200)"),
    Fault("500", {"status": 500}, "reports a failure of its own (HTTP status 500)", 1),
    Fault("429", {"status": 429}, "got too many requests and asks to wait", 1),
)


@pytest.fixture(scope="module")
def tenant() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.name)
def fault(
    request: pytest.FixtureRequest, tenant: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Fault]:
    """Let the token endpoint do something wrong; nobody waits half a minute for it."""
    wanted: Fault = request.param
    way_of: Callable[..., Way] = reach.way_of

    def impatient(*arguments: Any) -> Way:
        way = way_of(*arguments)
        return Way(way.ca_file, way.certificate_file, way.key_file, way.key_passphrase, deadline_s=1.0)

    if wanted.name == "slow":
        monkeypatch.setattr(reach, "way_of", impatient)
    tenant.reset()
    tenant.set_faults(at=["token"], **wanted.settings)
    yield wanted
    tenant.reset()


def test_in_the_window(fetcher: Fetcher, tenant: Sandbox, fault: Fault) -> None:
    connection = Connection(
        id="5" * 32,
        name="sandbox",
        issuer=tenant.address,
        client_id=CLIENT,
        grant=Grant.CLIENT_CREDENTIALS,
        authentication=ClientAuthentication.CLIENT_SECRET_POST,
        audience=AUDIENCE,
        endpoints=Endpoints(token_endpoint=f"{tenant.address}oauth/token"),
    )
    fetcher.fetches(connection, client_secret=tenant.client(CLIENT).secret or "")
    assert fetcher.state is RunState.FAILED
    said = fetcher.person.reads("runSaid")
    assert fault.told in said
    assert "127.0.0.1" in said
    assert ("60 seconds" in said) is (fault.name == "429"), said
    assert any(row.startswith("Failed: Token request") for row in fetcher.rows()), fetcher.rows()


def test_in_the_terminal(
    tenant: Sandbox,
    fault: Fault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    secret = tenant.client(CLIENT).secret or ""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{secret}\n".encode())))
    words = ["fetch", "--token-endpoint", f"{tenant.address}oauth/token", "--client-id", CLIENT]
    words += ["--grant", "client-credentials", "--auth", "client_secret_post", "--audience", AUDIENCE]
    code = arguments.run([*words, "--secret-stdin"], lambda _: 0)
    done = capsys.readouterr()
    assert code == fault.code, done.err
    assert fault.told in " ".join((done.out + done.err).split())
    assert done.out.startswith("Refused: ") is (fault.code == 1)
    assert ("Try again in 60 seconds." in " ".join(done.out.split())) is (fault.name == "429")
    assert secret not in done.out + done.err
