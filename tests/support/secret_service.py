"""Runs a private session bus with a real gnome-keyring on it, so that a test has an OS keyring of its own.

Nobody else's keyring can be reached from here: the bus has its own address and starts no service by itself.
"""

import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_PASSWORD: Final = "of the keyring"
_WITHIN_S: Final = 10
_ENDING_S: Final = 2
_BUS: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """What lies in the keyring, as anyone who may read it sees it; attributes are not encrypted there."""

    label: str
    attributes: tuple[tuple[str, str], ...]
    secret: bytes


@dataclass(frozen=True, slots=True)
class SecretService:
    """A Secret Service on the bus at `address`, with one collection, unlocked unless a test locks it."""

    address: str
    home: Path
    process: subprocess.Popen[str] = field(repr=False)

    def has_aborted(self) -> bool:
        """Whether the keyring's program ends by itself: it leaves the bus a moment before."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_ENDING_S)
        return self.process.returncode is not None

    def items(self) -> tuple[StoredItem, ...]:
        """Return all that is stored, sorted by label; the collection must be unlocked."""
        with self._collection() as collection:
            found = [
                StoredItem(item.get_label(), tuple(sorted(item.get_attributes().items())), item.get_secret())
                for item in collection.get_all_items()
            ]
        return tuple(sorted(found, key=lambda item: item.label))

    def lock(self) -> None:
        """Lock the collection. Nobody can be asked to unlock it: what asks is told that the prompt was dismissed."""
        with self._collection() as collection:
            collection.lock()

    def unlock(self) -> None:
        """Unlock the collection with the right password, without a prompt."""
        from jeepney import DBusAddress, new_method_call

        service = DBusAddress("/org/freedesktop/secrets", "org.freedesktop.secrets")
        with self._collection() as collection:
            connection = collection.connection
            open_session = new_method_call(
                service.with_interface("org.freedesktop.Secret.Service"),
                "OpenSession",
                "sv",
                ("plain", ("s", "")),
            )
            (_, session) = connection.send_and_get_reply(open_session).body
            # gnome-keyring's own door for the login of a desktop; only this names a password.
            unlock = new_method_call(
                service.with_interface("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
                "UnlockWithMasterPassword",
                "o(oayays)",
                (collection.collection_path, (session, b"", _PASSWORD.encode(), "text/plain")),
            )
            connection.send_and_get_reply(unlock)
            assert not collection.is_locked()

    def wait_until_open(self) -> None:
        """Wait until the default collection answers unlocked: the name is taken on the bus a moment before that."""
        from secretstorage.exceptions import SecretStorageException

        ends_at = time.monotonic() + _WITHIN_S
        while time.monotonic() < ends_at:
            with suppress(SecretStorageException), self._collection() as collection:
                if not collection.is_locked():
                    return
            time.sleep(0.01)
        raise AssertionError("gnome-keyring has no open collection")

    @contextmanager
    def unanswered_prompts(self) -> Iterator[threading.Event]:
        """Show whoever asks a prompt that stays open; dismiss it at the end. The event is set while one is open."""
        with _prompter(self.address) as asked:
            yield asked

    @contextmanager
    def _collection(self) -> Iterator[Any]:
        import secretstorage
        from jeepney.io.blocking import open_dbus_connection

        with closing(open_dbus_connection(bus=self.address)) as connection:
            yield secretstorage.get_default_collection(connection)


@contextmanager
def bus() -> Iterator[tuple[str, Path]]:
    """Run a session bus with nothing on it; give its address and a home folder of its own."""
    with tempfile.TemporaryDirectory(prefix="jotlens-bus-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        (home / "run").mkdir(mode=0o700)
        config = home / "bus.conf"
        config.write_text(_BUS.format(socket=home / "run" / "bus"))
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address=1"]
        with _ended(command, _environment(home, "")) as process:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert address, "dbus-daemon did not start"
            yield address, home


@contextmanager
def secret_service() -> Iterator[SecretService]:
    """Run gnome-keyring on a bus of its own, with an unlocked default collection."""
    with bus() as (address, home), ExitStack() as stack:
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        owned = stack.enter_context(_name_taken(address, "org.freedesktop.secrets"))
        process = stack.enter_context(_ended(command, _environment(home, address)))
        assert process.stdin is not None
        process.stdin.write(_PASSWORD)
        process.stdin.close()
        owned()
        service = SecretService(address, home, process)
        service.wait_until_open()
        yield service


def _environment(home: Path, address: str) -> dict[str, str]:
    """Return the whole environment of a part: nothing of the person's own session, and no display to prompt on."""
    import os

    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "LANG": "C.UTF-8",
        **({"DBUS_SESSION_BUS_ADDRESS": address} if address else {}),
    }


@contextmanager
def _ended(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def _name_taken(address: str, name: str) -> Iterator[Any]:
    """Give a function that waits until somebody owns the name on the bus; it listens from now on."""
    from jeepney import MatchRule, message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    with closing(open_dbus_connection(bus=address)) as connection:
        rule = MatchRule(
            type="signal",
            interface=message_bus.interface,
            member="NameOwnerChanged",
            path=message_bus.object_path,
        )
        rule.add_arg_condition(0, name)
        Proxy(message_bus, connection, timeout=_WITHIN_S).AddMatch(rule)
        with connection.filter(rule) as queue:

            def wait() -> None:
                connection.recv_until_filtered(queue, timeout=_WITHIN_S)

            yield wait


@contextmanager
def _prompter(address: str) -> Iterator[threading.Event]:
    """Own the name of the desktop's prompter, take every question, and answer none until the end."""
    from jeepney import message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection
    from jeepney.low_level import HeaderFields, MessageType

    asked, stopping = threading.Event(), threading.Event()
    connection = open_dbus_connection(bus=address)
    Proxy(message_bus, connection, timeout=_WITHIN_S).RequestName("org.gnome.keyring.SystemPrompter")

    def listen() -> None:
        while not stopping.is_set():
            try:
                message = connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            member = message.header.fields.get(HeaderFields.member)
            if message.header.message_type is MessageType.method_call and member == "BeginPrompting":
                asked.set()

    thread = threading.Thread(target=listen, name="prompter")
    thread.start()
    try:
        yield asked
    finally:
        stopping.set()
        thread.join()
        connection.close()  # the bus tells whoever still waits that nobody will answer
