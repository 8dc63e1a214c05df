"""After a full run of everything with real secrets, not one of them is anywhere but in the keyring's own files."""

import faulthandler
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit

from jotlens.gui.app import catch_bugs
from jotlens.gui.fetching.run_view import RunState
from jotlens.gui.memory import Memory
from jotlens.oauth.connection import Connection, Expected
from jotlens.oauth.trace import Exchange, Note
from jotlens.storage.secrets import Where
from tests.gui.fetching.conftest import API, WAIT_MS, Fetcher
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.person import Person as UserOfServer
from tests.support.remains import files_of, leaked, secrets_in, words_of_children
from tests.support.secret_service import SecretService
from tests.support.terminal_login import Terminal

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.skipif(sys.platform != "linux", reason="what was started is seen in /proc"),
]

Makes = Callable[..., Connection]
Opens = Callable[[str], bool]
PASSPHRASE = "opens-the-key-of-these-tests"
OFFLINE = ("openid", "offline_access")
KINDS = {
    "key_passphrase",
    "access_token",
    "id_token",
    "refresh_token",
    "code",
    "code_verifier",
    "device_code",
    "client_assertion",
    "given",
}
LOGGER = """import logging, os
logging.basicConfig(level=logging.DEBUG, filename=os.path.join(os.environ["TMPDIR"], "terminal.log"))
logging.getLogger("tests").debug("the log is open")
"""


@dataclass
class Run:
    """Someone who does everything there is to do; `secrets` is all that must be nowhere afterwards, with its kind."""

    fetcher: Fetcher
    server: AuthorizationServer
    folder: Path
    secrets: dict[str, str] = field(default_factory=dict, repr=False)
    crash: dict[str, bytes] = field(default_factory=dict, repr=False)

    def note(self) -> None:
        """Take down the secrets of the last fetch, from what was sent and what came."""
        for step in self.fetcher.fetching.page.run.model.steps:
            match step:
                case Exchange():
                    for text in (step.address, step.body, step.answer_body):
                        self.secrets |= secrets_in(text)
                case Note():
                    self.secrets |= {value.text: value.name for value in step.values if value.secret}

    def fetches(self, connection: Connection, **typed: str) -> None:
        """Fetch, and have everything kept that can be kept."""
        self.secrets |= {text: kind for kind, text in typed.items() if kind != "username"}
        self.fetcher.opens(connection)
        for kind, text in typed.items():
            self.fetcher.types(kind.replace("_", "-"), text)
            keep = self.fetcher.person.find(QComboBox, f"keep-{kind.replace('_', '-')}")
            keep.setCurrentIndex(keep.count() - 1)
        self.fetcher.presses_fetch()
        self.ends()

    def ends(self) -> None:
        fetcher = self.fetcher
        fetcher.qtbot.waitUntil(lambda: fetcher.state is not RunState.RUNNING, timeout=WAIT_MS)
        fetcher.settled()
        assert fetcher.state is RunState.DONE, fetcher.rows()
        self.note()

    def asks(self, action: str, **typed: str) -> None:
        """Ask the issuer about the token on show."""
        self.fetcher.person.opens_tab("Issuer")
        self.fetcher.settled()
        for kind, text in typed.items():
            self.fetcher.types(kind.replace("_", "-"), text, "issuer-")
        self.fetcher.person.clicks(f"ask-{action}")
        self.fetcher.settled()
        self.note()

    def shows_crash(self) -> None:
        """Write what a crash would write, with everything at work that there is now."""
        with (self.folder / "crash.txt").open("w+b") as file:
            faulthandler.dump_traceback(file, all_threads=True)
            file.seek(0)
            self.crash["faulthandler"] = file.read()
        assert b"Thread" in self.crash["faulthandler"]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def run(
    secret_service: SecretService,  # first: the path of its socket must be a short one
    fetcher: Fetcher,
    authorization_server: AuthorizationServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Run]:
    """Someone at a window that catches bugs as the program does, with a folder for temporary files."""
    assert secret_service.address
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # so that it is put back
    catch_bugs(fetcher.window, fetcher.window.looks)
    yield Run(fetcher, authorization_server, tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", None)


def encrypted_key(server: AuthorizationServer, folder: Path) -> str:
    """Write the private key of a client as an encrypted file, as vendors hand it out."""
    import jwt
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
    )

    key = jwt.PyJWK(dict(server.clients["machine_key_jwt"].private_jwk or {})).key
    path = folder / "encrypted.pem"
    hidden = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden))
    return str(path)


def everything_in_the_window(run: Run, connection_of: Makes, logs_in: Opens) -> None:
    server, fetcher = run.server, run.fetcher
    fetcher.fetching.opener = logs_in
    run.fetches(connection_of("machine"), client_secret=server.client("machine")[1])
    key_file = encrypted_key(server, run.folder)
    run.fetches(
        connection_of("machine_key_jwt", key_file=key_file, key_id="machine_key_jwt-key"),
        key_passphrase=PASSPHRASE,
    )
    password = connection_of("password", scopes=("read:orders",))
    run.fetches(
        password,
        client_secret=server.client("password")[1],
        username=server.user,
        password=server.password,
    )
    login = connection_of(
        "web",
        scopes=OFFLINE,
        extra=(("prompt", "consent"),),
        resources=(),
        expected=Expected(),
        remembers_refresh_token=True,
    )
    run.fetches(login, client_secret=server.client("web")[1])
    for action in ("userinfo", "introspect", "revoke"):
        fetcher.selects("access_token")
        run.asks(action)
    fetcher.person.chooses("showSecrets")
    fetcher.selects("refresh_token")
    before = fetcher.window.session.text
    fetcher.person.opens_tab("Issuer")
    fetcher.settled()
    fetcher.person.clicks("ask-refresh")
    fetcher.qtbot.waitUntil(lambda: fetcher.window.session.text != before, timeout=WAIT_MS)
    run.ends()


def a_device_and_a_crash(run: Run, connection_of: Makes) -> None:
    """What a crash in the middle of a login would write."""
    fetcher = run.fetcher
    fetcher.opens(connection_of("device", scopes=OFFLINE))
    fetcher.presses_fetch()
    prompt = fetcher.fetching.page.run.prompt
    fetcher.qtbot.waitUntil(prompt.isVisible, timeout=WAIT_MS)
    run.shows_crash()
    address = prompt._address  # noqa: SLF001 - what the QR code leads to
    visitor = UserOfServer(run.server.user, run.server.password)
    thread = threading.Thread(target=visitor.visit, args=(address,), name="test-browser")
    thread.start()
    run.ends()
    thread.join()


def a_bug(run: Run, connection_of: Makes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of our own in the thread of a fetch, with the answer in its text, as the boundary shows it."""

    def fails(_: object, obtained: object) -> None:
        raise ValueError(f"not understood: {getattr(obtained, 'text', '')} {sorted(run.secrets)}")

    fetcher = run.fetcher
    with monkeypatch.context() as patch:
        patch.setattr("jotlens.gui.fetching.running.login_of", fails)
        fetcher.opens(connection_of("machine"))
        fetcher.presses_fetch()
        fetcher.qtbot.waitUntil(
            lambda: bool(fetcher.window.findChildren(QDialog, "bugDialog")), timeout=WAIT_MS
        )
    details = fetcher.person.find(QPlainTextEdit, "bugDetails").toPlainText()
    assert "ValueError" in details
    run.crash["what is said of a bug"] = details.encode()
    fetcher.person.find(QDialog, "bugDialog").close()
    run.note()


def everything_in_the_terminal(run: Run, keyring: SecretService) -> dict[str, bytes]:
    """Return what the commands said where people read it; their data is on standard output, and is wanted there."""
    server = run.server
    home = run.folder / "terminal"
    home.mkdir()
    (home / "sitecustomize.py").write_text(LOGGER)
    own = {
        "DBUS_SESSION_BUS_ADDRESS": keyring.address,
        "PYTHONPATH": str(home),
        "PYTHONFAULTHANDLER": "1",
        "HOME": str(home),
    }
    terminal = Terminal(server, UserOfServer(server.user, server.password), home, own)
    said = {}

    def does(name: str, *words: str, given: str = "", reveals: bool = False) -> str:
        done = terminal.run(*words, given=given)
        assert done.code == 0, (name, done.err)
        run.secrets |= secrets_in(done.out + done.err) | dict.fromkeys(given.split(), "given")
        if words[-1] == "--print-token":
            run.secrets[done.out.strip()] = "access_token"
        if not reveals:
            said[f"what jotlens {name} said"] = done.err.encode()
        return done.out

    machine = terminal.client("machine", "client-credentials", "--resource", API, "--secret-stdin")
    does("connection add", "connection", "add", "api", *machine, given=terminal.secret("machine"))
    does("fetch", "fetch", "api", "--trace", "--print-token")
    web = terminal.client(
        "web", "authorization-code", "--scope", " ".join(OFFLINE), "--param", "prompt=consent"
    )
    web += ["--remember-refresh-token", "--secret-stdin"]
    does("connection add", "connection", "add", "login", *web, given=terminal.secret("web"))
    does("fetch of a login", "fetch", "login", "--no-browser", "--trace", "--json")
    shown = ("fetch", "login", "--no-browser", "--trace", "--reveal", "--print-token")
    token = does("fetch with --reveal", *shown, reveals=True)
    does("refresh", "refresh", "login", "--yes", "--trace", "--json")
    does("userinfo", "userinfo", "login", given=token)
    does("introspect", "introspect", "login", given=token)
    does("revoke", "revoke", "login", "--hint", "access_token", given=token)
    device = terminal.client("device", "device-code", "--scope", "openid")
    does("fetch of a device", "fetch", *device, "--no-browser", "--trace", "--print-token")
    lines = f"{terminal.secret('password')}{server.user}\n{server.password}\n"
    password = terminal.client("password", "password", "--secret-stdin")
    does("fetch with a password", "fetch", *password, "--trace", "--print-token", given=lines)
    del run.secrets[server.user]
    assert "the log is open" in (home / "terminal.log").read_text()
    return said


def logged(caplog: pytest.LogCaptureFixture) -> dict[str, bytes]:
    """Return what was logged by anything but the person's browser, which is the test's own."""
    ours = [record for record in caplog.records if record.threadName != "test-browser"]
    assert any(record.getMessage() == "the log is open" for record in ours)
    return {"the log": "\n".join(f"{record.getMessage()} {record.exc_text}" for record in ours).encode()}


def test_no_secret_is_left_anywhere(
    run: Run,
    connection_of: Makes,
    logs_in: Opens,
    secret_service: SecretService,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("tests").debug("the log is open")
    with words_of_children(os.getpid()) as words:
        everything_in_the_window(run, connection_of, logs_in)
        a_device_and_a_crash(run, connection_of)
        a_bug(run, connection_of, monkeypatch)
        said = everything_in_the_terminal(run, secret_service)
    stores = run.fetcher.fetching.known.stores
    assert stores is not None
    assert stores.secrets.load(connection_of("machine").id, "client-secret").where is Where.KEYRING
    assert run.fetcher.window.close()
    memory = run.fetcher.window.preferences.memory  # what a program writes at its end
    assert memory is not None
    memory.sync()
    files = files_of(run.folder, Path(os.environ["HOME"]), secret_service.home)
    assert str(run.folder / "settings.ini") in files
    assert any(str(secret_service.home) in name and name.endswith(".keyring") for name in files)
    out, err = capfd.readouterr()
    streams = {"standard output": out.encode(), "standard error": err.encode()}
    assert b"ValueError" in streams["standard error"]
    assert any(b"--secret-stdin" in line for line in words.values())
    assert set(run.secrets.values()) >= KINDS
    everywhere = {**files, **words, **said, **run.crash, **streams, **logged(caplog)}
    assert leaked(run.secrets, everywhere) == []


@pytest.mark.parametrize(
    "text",
    [
        "x{plain}y",
        "state={percent}&",
        "Basic {base64}",
        "Basic {basic}",
    ],
)
def test_a_secret_would_be_found(tmp_path: Path, text: str) -> None:
    from base64 import b64encode
    from urllib.parse import quote

    secret = "s3cret/with:odd characters+in it"
    encoded = {
        "plain": secret,
        "percent": quote(secret, safe=""),
        "base64": b64encode(secret.encode()).decode(),
        "basic": b64encode(f"the-client:{secret}".encode()).decode(),
    }
    (tmp_path / "file").write_text(text.format(**encoded))
    (tmp_path / "other").write_text("nothing of it")
    assert leaked([secret], files_of(tmp_path)) == [str(tmp_path / "file")]
