"""Secrets in a real keyring: kept, found, removed; and no keyring, a locked one, a question that nobody answers."""

import base64
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Final

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.storage.secrets import Held, Reason, SecretStore, Where
from tests.support.secret_service import SecretService

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a thing of Linux")

ID: Final = "0123456789abcdef" * 2
KIND: Final = "client-secret"
SECRET: Final = "correct horse battery staple"
LONG: Final = "0123456789" * 500


@pytest.fixture
def store() -> Iterator[SecretStore]:
    made = SecretStore(prompt_s=20.0)
    yield made
    made.close()


@pytest.mark.parametrize("secret", [SECRET, "ü 東京 𝄞", "a\0b", "\ufeffx", " \n", LONG, "𝄞" * 2_000])
def test_a_secret_is_kept_and_found_by_another_program(
    secret_service: SecretService, store: SecretStore, secret: str
) -> None:
    kept = store.keep(ID, KIND, secret)
    assert (kept.where, kept.reason) == (Where.KEYRING, Reason.AS_ASKED)
    assert kept.sentence == "The secret is kept in GNOME Keyring (Secret Service)."
    found = SecretStore().load(ID, KIND)
    assert (found.secret, found.where) == (secret, Where.KEYRING)
    assert store.forget(ID).done
    assert store.load(ID, KIND).reason is Reason.ABSENT
    assert secret_service.items() == ()


def test_the_keyring_is_named(secret_service: SecretService, store: SecretStore) -> None:
    assert secret_service.address
    backend = store.backend()
    assert (backend.name, backend.usable) == ("GNOME Keyring (Secret Service)", True)


def test_names_of_entries_say_nothing_of_what_they_are_for(
    secret_service: SecretService, store: SecretStore
) -> None:
    store.keep(ID, KIND, SECRET)
    (item,) = secret_service.items()
    assert item.label == f"Password for '{ID}/{KIND}' on 'JotLens'"
    attributes = dict(item.attributes)
    assert (attributes["service"], attributes["username"]) == ("JotLens", f"{ID}/{KIND}")
    # GNOME Keyring adds the general schema's name, now and then only after a moment.
    assert set(attributes) - {"xdg:schema"} == {"application", "service", "username"}
    assert attributes.get("xdg:schema", "org.freedesktop.Secret.Generic") == "org.freedesktop.Secret.Generic"


def test_a_long_secret_takes_several_entries_and_a_short_one_removes_them(
    secret_service: SecretService, store: SecretStore
) -> None:
    store.keep(ID, KIND, LONG)
    assert len(secret_service.items()) == 8
    assert all(len(item.secret) < 1_000 for item in secret_service.items())
    store.keep(ID, KIND, SECRET)
    assert len(secret_service.items()) == 1
    store.keep(ID, KIND, "")
    assert secret_service.items() == ()


def test_what_is_too_long_is_kept_for_the_session(secret_service: SecretService, store: SecretStore) -> None:
    kept = store.keep(ID, KIND, "x" * 70_000)
    assert (kept.where, kept.reason) == (Where.SESSION, Reason.TOO_LONG)
    assert store.load(ID, KIND).secret == "x" * 70_000
    assert secret_service.items() == ()


@pytest.mark.parametrize("without", ["no_keyring", "bus_without_secrets"])
def test_without_a_keyring_a_secret_is_kept_for_the_session(
    request: pytest.FixtureRequest, store: SecretStore, without: str
) -> None:
    request.getfixturevalue(without)
    backend = store.backend()
    assert not backend.usable
    assert backend.sentence == "No keyring is running: secrets are kept until JotLens closes."
    kept = store.keep(ID, KIND, SECRET)
    assert (kept.where, kept.reason) == (Where.SESSION, Reason.NO_KEYRING)
    assert store.load(ID, KIND).secret == SECRET
    assert SecretStore().load(ID, KIND).reason is Reason.NO_KEYRING
    assert store.forget(ID).done


def test_a_keyring_that_stays_locked_stops_nothing(
    locked_secret_service: SecretService, store: SecretStore
) -> None:
    assert store.backend().usable
    assert store.load(ID, KIND).reason is Reason.LOCKED
    kept = store.keep(ID, KIND, SECRET)
    assert (kept.where, kept.reason) == (Where.SESSION, Reason.LOCKED)
    assert kept.sentence == "The keyring stayed locked: the secret is kept until JotLens closes."
    assert store.load(ID, KIND).secret == SECRET
    forgotten = store.forget(ID)
    assert (forgotten.done, forgotten.reason) == (False, Reason.LOCKED)
    locked_secret_service.unlock()
    assert store.keep(ID, KIND, SECRET).where is Where.KEYRING


def test_a_locked_keyring_is_looked_into_without_opening_it(secret_service: SecretService) -> None:
    store = SecretStore(prompt_s=20.0)
    store.keep(ID, KIND, LONG)
    assert store.holds(ID, KIND) == Held(Where.KEYRING, Reason.AS_ASKED)
    secret_service.lock()
    with secret_service.unanswered_prompts() as asked:
        assert store.holds(ID, KIND) == Held(Where.KEYRING, Reason.AS_ASKED)
        assert store.holds(ID, "password") == Held(Where.NOWHERE, Reason.ABSENT)
        assert not asked.is_set()
    store.keep(ID, "password", SECRET, Where.SESSION)
    assert store.holds(ID, "password").where is Where.SESSION
    secret_service.unlock()
    store.forget(ID)
    assert store.holds(ID, KIND).reason is Reason.ABSENT


@pytest.mark.parametrize("without", ["no_keyring", "bus_without_secrets"])
def test_without_a_keyring_nobody_knows(
    request: pytest.FixtureRequest, store: SecretStore, without: str
) -> None:
    request.getfixturevalue(without)
    held = store.holds(ID, KIND)
    assert (held.where, held.reason) == (Where.NOWHERE, Reason.NO_KEYRING)
    assert held.sentence.startswith("No keyring is running.")


def test_a_question_that_nobody_answers_is_given_up(locked_secret_service: SecretService) -> None:
    store = SecretStore(prompt_s=1.0)
    with locked_secret_service.unanswered_prompts() as asked:
        kept = store.keep(ID, KIND, SECRET)
        assert asked.is_set()
        assert (kept.where, kept.reason) == (Where.SESSION, Reason.TIMED_OUT)
        assert store.load(ID, KIND).secret == SECRET
        assert store.load(ID, "password").reason is Reason.STILL_WAITING
        assert store.backend().sentence.startswith("The keyring is still waiting for its password")
        locked_secret_service.unlock()  # too late: nobody waits for it any longer
    while (reason := store.load(ID, "password").reason) is Reason.STILL_WAITING:
        pass
    assert reason is Reason.ABSENT
    assert locked_secret_service.items() == ()


def test_waiting_for_an_answer_can_be_stopped(locked_secret_service: SecretService) -> None:
    store, cancellation = SecretStore(prompt_s=600.0), Cancellation()
    with locked_secret_service.unanswered_prompts() as asked:

        def stop() -> None:
            asked.wait(60)
            cancellation.cancel()

        stopper = threading.Thread(target=stop)
        stopper.start()
        loaded = store.load(ID, KIND, cancellation)
        stopper.join()
    assert (loaded.secret, loaded.reason) == (None, Reason.CANCELLED)
    while (reason := store.load(ID, KIND).reason) is Reason.STILL_WAITING:
        pass  # until the keyring has noticed that nobody will answer
    assert reason is Reason.LOCKED


_PLAIN = """
from keyring.backend import KeyringBackend
from pathlib import Path
class Plain(KeyringBackend):
    priority = 99
    def get_password(self, service, username): return None
    def set_password(self, service, username, password): Path(__file__).with_name("taken").write_text(password)
    def delete_password(self, service, username): pass
"""


@pytest.mark.parametrize(
    "chosen", ["plain_keyring.Plain", "keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"]
)
def test_a_keyring_that_somebody_else_chose_is_not_used(
    no_keyring: None, store: SecretStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    assert no_keyring is None
    (tmp_path / "plain_keyring.py").write_text(_PLAIN)
    config = tmp_path / "python_keyring" / "keyringrc.cfg"
    config.parent.mkdir()
    config.write_text(f"[backend]\ndefault-keyring={chosen}\nkeyring-path={tmp_path}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", chosen)
    import keyring
    from keyring.backend import KeyringBackend

    # A backend that was ever defined counts from then on: this one is to be forgotten with the test.
    monkeypatch.setattr(KeyringBackend, "_classes", set(KeyringBackend._classes))  # noqa: SLF001
    assert keyring.get_keyring().__class__.__module__ == chosen.rpartition(".")[0]  # it would have been
    assert store.keep(ID, KIND, SECRET).reason is Reason.NO_KEYRING
    assert not (tmp_path / "taken").exists()


_WRITER: Final = """
import sys
from jotlens.storage.secrets import SecretStore
store = SecretStore()
store.backend()
sys.stdin.readline()
for _ in range(6):
    reason = store.keep(sys.argv[1], "client-secret", sys.argv[2] * 3000).reason
    assert reason in ("as-asked", "failed", "damaged"), reason
"""


def test_two_programs_at_a_time_never_make_a_secret_of_two(
    secret_services: Callable[[], AbstractContextManager[SecretService]],
) -> None:
    """GNOME Keyring 42 aborts by itself now and then when several programs write (SIGABRT): then a new one is tried."""
    from secretstorage.exceptions import SecretStorageException  # a thing of Linux

    for _ in range(5):
        seen: set[str | None] = set()
        with secret_services() as service:
            try:
                _write_from_two_programs(service, seen)
            except (AssertionError, SecretStorageException):
                if not service.has_aborted():
                    raise
            else:
                break
            finally:
                assert seen <= {None, "a" * 3000, "b" * 3000}
    else:
        pytest.fail("GNOME Keyring aborted each time")


def _write_from_two_programs(service: SecretService, seen: set[str | None]) -> None:
    """Let two programs keep a secret under one name, again and again, and note what is read meanwhile."""
    store = SecretStore()
    with ExitStack() as stack:
        writers = [stack.enter_context(_writer(letter)) for letter in "ab"]
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.close()
        while any(writer.poll() is None for writer in writers):
            loaded = store.load(ID, KIND)
            seen.add(loaded.secret)
            assert loaded.secret in {None, "a" * 3000, "b" * 3000}
            assert loaded.secret is not None or loaded.reason in {
                Reason.DAMAGED,
                Reason.ABSENT,
                Reason.FAILED,
            }
        assert [writer.returncode for writer in writers] == [0, 0]
    assert seen - {None}
    store.forget(ID)
    assert service.items() == ()


def _writer(letter: str) -> subprocess.Popen[str]:
    """Start a program that will keep a secret of these letters, again and again, when its standard input ends."""
    command = [sys.executable, "-c", _WRITER, ID, letter]
    return subprocess.Popen(command, stdin=subprocess.PIPE, text=True)


def test_a_kept_secret_is_nowhere_to_be_read(
    secret_service: SecretService, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    store = SecretStore()
    values = [store.keep(ID, KIND, SECRET), store.keep(ID, "refresh-token", LONG), store.load(ID, KIND)]
    assert store.load(ID, "refresh-token").secret == LONG
    forms = [form for secret in (SECRET, LONG[:40]) for form in _forms(secret)]
    files = [
        path
        for home in (secret_service.home, Path(os.environ["HOME"]))
        for path in home.rglob("*")
        if path.is_file()
    ]
    assert any(path.suffix == ".keyring" for path in files)  # it is there, encrypted
    assert [path for path in files if any(form in path.read_bytes() for form in forms)] == []
    said = f"{values!r} {store!r} {caplog.text} {capfd.readouterr()}".encode()
    assert not any(form in said for form in forms)
    with pytest.raises(TypeError):
        pickle.dumps(store)


def _forms(secret: str) -> tuple[bytes, ...]:
    """A secret as it might lie about: as it is, in UTF-16, in hexadecimal digits, in base64."""
    plain = secret.encode()
    return plain, secret.encode("utf-16-le"), plain.hex().encode(), base64.b64encode(plain)[:-4]
