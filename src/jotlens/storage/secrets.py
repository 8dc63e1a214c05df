"""Secrets in the system's keyring, or in memory until JotLens closes. The only file that calls keyring."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NoReturn, TypeVar

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.needs import SecretKind
from jotlens.storage import entries
from jotlens.storage.patience import GivenUp, Patience
from jotlens.storage.secret_values import (
    Backend,
    Forgotten,
    Held,
    Kept,
    Loaded,
    Reason,
    Where,
    kept_for_session,
    no_backend,
    not_forgotten,
    not_known,
    not_loaded,
)

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

__all__ = ["Backend", "Forgotten", "Held", "Kept", "Loaded", "Reason", "SecretStore", "Where"]

_SERVICE = "JotLens"
_ACCOUNT_PART = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
_LOOK_FOR_BACKEND_S = 10.0
_T = TypeVar("_T")


class _RingError(Exception):
    """The keyring did not do it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class SecretStore:
    """The secrets of connections. Blocks while the keyring asks for its password: not for the window's thread.

    A secret is named by the connection's id and its kind. What was kept for this session comes before what the
    keyring holds. `close` forgets the session's; nothing of it is shown, copied or pickled.
    `prompt_s` is how long a person has to unlock the keyring.
    """

    def __init__(self, *, prompt_s: float = 60.0) -> None:
        self._session: dict[tuple[str, str], str] = {}
        self._patience = Patience()
        self._prompt_s = prompt_s

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A store of secrets is not copied.")

    def backend(self) -> Backend:
        """Say which keyring is in use. Asks it nothing that opens a question to the person."""
        named = self._in_ring(lambda ring, _: ring.name, _LOOK_FOR_BACKEND_S, None)
        if isinstance(named, Reason):
            return no_backend(named)
        return Backend(named, usable=True, sentence=f"Secrets are kept in {named}.")

    def load(self, connection_id: str, kind: str, cancellation: Cancellation | None = None) -> Loaded:
        """Return a secret that was kept, or None with the reason."""
        account = _account(connection_id, kind)
        secret = self._session.get((connection_id, kind))
        if secret is not None:
            return Loaded(secret, Reason.AS_ASKED, where=Where.SESSION)
        found = self._in_ring(lambda ring, _: (entries.read(ring, account),), self._prompt_s, cancellation)
        if isinstance(found, Reason):
            return not_loaded(found)
        if found[0] is None:
            return Loaded(None, Reason.ABSENT)
        return Loaded(found[0], Reason.AS_ASKED, where=Where.KEYRING)

    def holds(self, connection_id: str, kind: str, cancellation: Cancellation | None = None) -> Held:
        """Say whether a secret is kept, and where. A locked keyring stays locked: nobody is asked for its password."""
        account = _account(connection_id, kind)
        if (connection_id, kind) in self._session:
            return Held(Where.SESSION, Reason.AS_ASKED)
        found = self._in_ring(lambda ring, _: (ring.holds(account),), self._prompt_s, cancellation)
        if isinstance(found, Reason):
            return not_known(found)
        match found[0]:
            case None:
                return not_known(Reason.NOT_OPENED)
            case True:
                return Held(Where.KEYRING, Reason.AS_ASKED)
            case False:
                return Held(Where.NOWHERE, Reason.ABSENT)

    def keep(
        self,
        connection_id: str,
        kind: str,
        secret: str,
        where: Where = Where.KEYRING,
        cancellation: Cancellation | None = None,
    ) -> Kept:
        """Keep a secret in the keyring, or else for this session; an empty one is forgotten instead.

        With SESSION the keyring is not touched, and what it holds is back when JotLens starts again.
        """
        account = _account(connection_id, kind)
        if not secret:
            self.forget(connection_id, (kind,), cancellation)
            return Kept(Where.NOWHERE, Reason.EMPTY, "There is nothing to keep.")
        if where is Where.NOWHERE:
            return Kept(Where.NOWHERE, Reason.AS_ASKED, "The secret is used once, and not kept.")
        self._session[connection_id, kind] = secret
        if where is Where.SESSION:
            return Kept(Where.SESSION, Reason.AS_ASKED, "The secret is kept until JotLens closes.")
        if len(secret) > entries.MOST_CHARACTERS:
            return kept_for_session(Reason.TOO_LONG)
        named = self._in_ring(_keeping(account, secret), self._prompt_s, cancellation)
        if isinstance(named, Reason):
            return kept_for_session(named)
        self._session.pop((connection_id, kind), None)
        return Kept(Where.KEYRING, Reason.AS_ASKED, f"The secret is kept in {named}.")

    def forget(
        self, connection_id: str, kinds: Iterable[str] = SecretKind, cancellation: Cancellation | None = None
    ) -> Forgotten:
        """Remove the secrets of a connection from the session and from the keyring."""
        accounts = []
        for kind in kinds:
            accounts.append(_account(connection_id, kind))
            self._session.pop((connection_id, kind), None)

        def remove(ring: _Ring, given_up: Callable[[], bool]) -> bool:
            for account in accounts:
                if not given_up():
                    entries.drop(ring, account)
            return True

        done = self._in_ring(remove, self._prompt_s, cancellation)
        if done is Reason.NO_KEYRING or not isinstance(done, Reason):
            return Forgotten(done=True, reason=Reason.AS_ASKED)
        return not_forgotten(done)

    def forget_session(self, connection_ids: Iterable[str]) -> None:
        """Remove what was kept for this session of some connections; the keyring is not asked."""
        gone = frozenset(connection_ids)
        for known in [known for known in self._session if known[0] in gone]:
            self._session.pop(known, None)

    def close(self) -> None:
        """Forget what was kept for this session."""
        self._session.clear()

    def _in_ring(
        self,
        task: Callable[[_Ring, Callable[[], bool]], _T],
        limit_s: float,
        cancellation: Cancellation | None,
    ) -> _T | Reason:
        def work(given_up: Callable[[], bool]) -> _T | Reason:
            try:
                return task(_ring(), given_up)
            except _RingError as error:
                return error.reason
            except entries.DamagedError:
                return Reason.DAMAGED

        result = self._patience.run(work, limit_s, cancellation)
        return Reason(result.value) if isinstance(result, GivenUp) else result


def _keeping(account: str, secret: str) -> Callable[[_Ring, Callable[[], bool]], str]:
    def keep(ring: _Ring, given_up: Callable[[], bool]) -> str:
        ring.get(account)  # opens a locked keyring: until somebody has answered, nothing is written
        if given_up():
            raise _RingError(Reason.CANCELLED)
        entries.write(ring, account, secret)
        if entries.read(ring, account) != secret:
            raise _RingError(Reason.FAILED)
        return ring.name

    return keep


def _account(connection_id: str, kind: str) -> str:
    """Name an entry by what says nothing of the server or the client: on Linux these names are not encrypted."""
    if not (_ACCOUNT_PART.fullmatch(connection_id) and _ACCOUNT_PART.fullmatch(kind)):
        raise ValueError("an id and a kind are small letters, digits and hyphens")
    return f"{connection_id}/{kind}"


# --- the keyrings that are used ------------------------------------------------------------------------------


_Look = Callable[[str, str], bool | None]
"""From the service and the account of an entry to whether it is there."""


class _Ring:
    """One keyring of the system. What its library raises is not shown: it becomes a reason."""

    def __init__(
        self, backend: KeyringBackend, name: str, look: _Look | None, *, service_an_entry: bool
    ) -> None:
        self._backend = backend
        self._look = look
        self._service_an_entry = service_an_entry
        self.name = name

    def get(self, account: str) -> str | None:
        return _asked(lambda: self._backend.get_password(self._service(account), account))

    def holds(self, account: str) -> bool | None:
        """Look without opening a locked keyring; None where it cannot be seen."""
        look = self._look
        if look is None:
            return self.get(account) is not None
        return _asked(lambda: look(self._service(account), account))

    def put(self, account: str, text: str) -> None:
        _asked(lambda: self._backend.set_password(self._service(account), account, text))

    def drop(self, account: str) -> None:
        if self.get(account) is not None:
            _asked(lambda: self._backend.delete_password(self._service(account), account))

    def _service(self, account: str) -> str:
        """Windows keeps one entry a service and moves the others about, which two programs must not do at a time."""
        return f"{_SERVICE}/{account}" if self._service_an_entry else _SERVICE


def _asked(question: Callable[[], _T]) -> _T:
    try:
        return question()
    except Exception as error:  # noqa: BLE001 - each system's library has exceptions of its own, which leak
        raise _RingError(_reason(error)) from None


def _reason(error: Exception) -> Reason:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, KeyringLocked) or names & {"LockedException", "PromptDismissedException"}:
        return Reason.LOCKED
    if isinstance(error, NoKeyringError | InitError) or "SecretServiceNotAvailableException" in names:
        return Reason.NO_KEYRING
    if isinstance(error, ConnectionError):
        return Reason.NO_KEYRING
    return Reason.FAILED


def _ring() -> _Ring:
    """Return the keyring to use, of those that are known to encrypt.

    The choice is ours: PYTHON_KEYRING_BACKEND and keyringrc.cfg can name one that keeps plain text, or nothing.
    Raises _RingError.
    """
    for kind, name, look in _allowed():
        with contextlib.suppress(Exception):  # what is missing here is another one's business
            if kind.viable:
                return _Ring(kind(), name(), look, service_an_entry=sys.platform == "win32")
    raise _RingError(Reason.NO_KEYRING)


def _allowed() -> Iterable[tuple[type[KeyringBackend], Callable[[], str], _Look | None]]:
    """The classes that may hold secrets, the best first; no class that inherits from them, and no other.

    With each comes how to name it, and how to look into it without opening it; None where reading opens nothing.
    """
    if sys.platform == "win32":
        from keyring.backends import Windows

        return ((Windows.WinVaultKeyring, lambda: "Windows Credential Manager", None),)
    if sys.platform == "darwin":
        from keyring.backends import macOS

        return ((macOS.Keyring, lambda: "macOS Keychain", None),)
    from keyring.backends import SecretService, kwallet

    from jotlens.storage.secret_service import holds_item, service_name

    return (
        (SecretService.Keyring, service_name, holds_item),
        (kwallet.DBusKeyring, lambda: "KWallet", lambda *_: None),  # any question opens it
    )
