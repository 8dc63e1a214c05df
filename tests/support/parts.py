"""Fixtures for the real parts: an authorization server, an OS keyring, a browser.

What a part needs is installed by `packaging/setup.sh --test-parts`. Where it is missing the test is skipped
with the reason; in the CI (the variable CI is set) it fails, unless JOTLENS_WITHOUT names the part.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import pytest

from tests.support import secret_service as keyrings
from tests.support.authorization_server.process import AuthorizationServer, running
from tests.support.bad_server import WAYS
from tests.support.browser.process import Browser
from tests.support.http_server import HttpServer, fixed, serving
from tests.support.person import Person
from tests.support.secret_service import SecretService

if TYPE_CHECKING:
    from tests.support.browser_recordings import Recorded, Recordings
    from tests.support.browser_stories import BrowserStory
    from tests.support.certificates import Authority

_NODE_MODULES: Final = Path(__file__).parent / "node_modules"
_NODE_AT_LEAST: Final = 18
_BROWSERS: Final = ("chromium", "google-chrome", "chromium-browser")


@pytest.fixture(scope="session")
def node() -> str:
    """The path of a Node.js which has what package.json asks for beside it."""
    path = shutil.which("node")
    if path is None:
        _lacking("node", "Node.js is not installed")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.strip().removeprefix("v").partition(".")[0]) < _NODE_AT_LEAST:
        _lacking("node", f"Node.js {version.strip()} is too old")
    if not (_NODE_MODULES / ".package-lock.json").exists():
        _lacking("node", "the npm packages of tests/support are not installed")
    return path


@pytest.fixture(scope="session")
def authorization_server(
    node: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AuthorizationServer]:
    """A certified authorization server on loopback, started at the first use and ended with the session."""
    with running(node, tmp_path_factory.mktemp("authorization-server")) as server:
        yield server


@pytest.fixture
def person(authorization_server: AuthorizationServer) -> Person:
    """Someone with an account at the authorization server, who allows what is asked for."""
    return Person(authorization_server.user, authorization_server.password)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium."""
    found = next((path for path in map(shutil.which, _BROWSERS) if path), None)
    if found is None:
        _lacking("browser", "Chromium is not installed")
    return found


@pytest.fixture
def browser(node: str, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """A real Chromium without a window, that can log in at the authorization server."""
    return Browser(node, chromium, tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="session")
def recordings(node: str, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Recordings"]:
    """The stories of a real browser, each recorded when it is first needed."""
    from tests.support.browser.recorder import Recorder
    from tests.support.browser_recordings import Recordings

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "recordings"
    folder.mkdir(exist_ok=True)
    made = Recordings(folder, lambda: Recorder(node, chromium))
    yield made
    made.close()


@pytest.fixture
def recorded_at_sandbox(recordings: "Recordings") -> Callable[["BrowserStory"], "Recorded"]:
    """Return the recording of a story at the sandbox."""
    from tests.support.browser_places import at_sandbox

    return lambda story: recordings.of(story, "sandbox", at_sandbox)


@pytest.fixture
def recorded_at_provider(
    recordings: "Recordings", authorization_server: AuthorizationServer
) -> Callable[["BrowserStory"], "Recorded"]:
    """Return the recording of a story at oidc-provider."""
    from tests.support.browser_places import at_provider

    return lambda story: recordings.of(story, "provider", lambda: at_provider(authorization_server))


@pytest.fixture(params=["sandbox", "provider"])
def recorded_story(request: pytest.FixtureRequest) -> Callable[["BrowserStory"], "Recorded"]:
    """Return the recording of a story, at the sandbox and then at oidc-provider."""
    found: Callable[[BrowserStory], Recorded] = request.getfixturevalue(f"recorded_at_{request.param}")
    return found


@pytest.fixture
def secret_services() -> Callable[[], AbstractContextManager[SecretService]]:
    """A real, unlocked OS keyring for as long as each context lasts, which this process (and its children) will find."""
    _needs_keyring("gnome-keyring-daemon", "dbus-daemon")

    @contextmanager
    def one() -> Iterator[SecretService]:
        with (
            pytest.MonkeyPatch.context() as monkeypatch,
            keyrings.secret_service() as service,
            _session_bus(monkeypatch, service.address),
        ):
            yield service

    return one


@pytest.fixture
def secret_service(
    secret_services: Callable[[], AbstractContextManager[SecretService]],
) -> Iterator[SecretService]:
    """A real, unlocked OS keyring of the test's own, for as long as the test lasts."""
    with secret_services() as service:
        yield service


@pytest.fixture
def locked_secret_service(secret_service: SecretService) -> SecretService:
    """The same, locked; who asks for it to be unlocked is told that the prompt was dismissed."""
    secret_service.lock()
    return secret_service


@pytest.fixture
def bus_without_secrets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session bus on which no Secret Service answers or can be started."""
    _needs_keyring("dbus-daemon")
    with keyrings.bus() as (address, _), _session_bus(monkeypatch, address):
        yield


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No session bus at all, as on a server or in a container."""
    _needs_keyring()
    with _session_bus(monkeypatch, None):
        yield


@contextmanager
def _session_bus(monkeypatch: pytest.MonkeyPatch, address: str | None) -> Iterator[None]:
    """Let this process see that bus; the keyring library chooses its backend anew, now and afterwards."""
    import keyring.backend
    import keyring.core
    import secretstorage

    if address is None:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    else:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(keyring.core, "_keyring_backend", None)
    vars(keyring.backend.get_all_keyring).pop("saved_result", None)
    connections = []
    connect = secretstorage.dbus_init

    def remembered() -> Any:
        connections.append(connect())
        return connections[-1]

    # keyring 25.7 leaves its connection open when the collection is locked; that is not the test's fault.
    monkeypatch.setattr(secretstorage, "dbus_init", remembered)
    try:
        yield
    finally:
        vars(keyring.backend.get_all_keyring).pop("saved_result", None)
        for connection in connections:
            connection.close()


def _needs_keyring(*programs: str) -> None:
    if sys.platform != "linux":
        pytest.skip("the Secret Service is a thing of Linux")
    for program in programs:
        if shutil.which(program) is None:
            _lacking("keyring", f"{program} is not installed")


@pytest.fixture
def bad_server() -> Iterator[HttpServer]:
    """A server that misbehaves: `url("drip")` in the way of that name, of those in bad_server.py."""
    with serving(WAYS) as server:
        yield server


@pytest.fixture(scope="session")
def certificate_authority() -> "Authority":
    """Signs certificates that nobody trusts who is not told to."""
    from tests.support.certificates import Authority

    return Authority()


@pytest.fixture
def tls_server(certificate_authority: "Authority", tmp_path: Path) -> Iterator[Callable[[str], HttpServer]]:
    """Start https servers which misbehave in the same ways, and whose certificate is one of:

    `good` (for a client that trusts `certificate_authority`), `self-signed`, `wrong-host`, `expired`.
    """
    from tests.support.certificates import server_context

    with ExitStack() as stack:
        yield lambda kind: stack.enter_context(
            serving(WAYS, server_context(kind, certificate_authority, tmp_path))
        )


@pytest.fixture
def refusing_proxy() -> Iterator[HttpServer]:
    """A proxy that wants to be told a name and password, whatever it is asked (407)."""
    refusal = fixed(
        407, "Proxy Authentication Required", "text/plain", Proxy_Authenticate='Basic realm="proxy"'
    )
    with serving({"*": refusal}) as server:
        yield server


@pytest.fixture
def nowhere() -> Iterator[str]:
    """An address where nobody listens: the port is taken, so that nobody else gets it meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def _lacking(part: str, reason: str) -> NoReturn:
    """End the test that needs a part which is not here."""
    message = f"{reason}; packaging/setup.sh --test-parts installs it"
    if "CI" in os.environ and part not in os.environ.get("JOTLENS_WITHOUT", "").split():
        pytest.fail(message)
    pytest.skip(message)
