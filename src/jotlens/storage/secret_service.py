"""What a Linux desktop's service for secrets says without being opened: who it is, and which entries it has."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

_PROGRAMS = {  # as /proc/<pid>/comm names them: 15 characters at most
    "gnome-keyring-d": "GNOME Keyring",
    "keepassxc": "KeePassXC",
    "ksecretd": "KWallet",
    "kwalletd5": "KWallet",
    "kwalletd6": "KWallet",
    "oo7-daemon": "oo7",
}
_PROTOCOL = "Secret Service"
_ANSWER_S = 2.0


def holds_item(service: str, account: str) -> bool | None:
    """Say whether the default collection has an entry, locked or not: its attributes can be searched all the same."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        try:
            collection = secretstorage.Collection(connection)
        except secretstorage.ItemNotFoundException:
            return False  # nothing was ever kept: the collection is made with its first entry
        return next(collection.search_items({"service": service, "username": account}), None) is not None


def service_name() -> str:
    """Return such as "GNOME Keyring (Secret Service)", or "Secret Service" where nobody says who answers.

    Starts nothing: a service that is only started when it is needed has no name yet.
    """
    from jeepney import DBusErrorResponse
    from jeepney.bus_messages import message_bus
    from jeepney.io.blocking import Proxy, open_dbus_connection

    try:
        with closing(open_dbus_connection()) as connection:
            bus = Proxy(message_bus, connection, timeout=_ANSWER_S)
            (process_id,) = bus.GetConnectionUnixProcessID("org.freedesktop.secrets")
        program = Path(f"/proc/{process_id:d}/comm").read_text("utf-8").strip()
    except (DBusErrorResponse, OSError, KeyError, ValueError):
        return _PROTOCOL
    known = _PROGRAMS.get(program)
    return f"{known} ({_PROTOCOL})" if known else _PROTOCOL
