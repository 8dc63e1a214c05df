"""The first window's side: listens for other starts, on a socket that only this user can reach."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from jotlens.gui.instance.call import MOST_BYTES, PATIENCE_S, TAKEN, Call, is_whole, read
from jotlens.gui.instance.place import is_private, socket_path

_MOST_CALLERS = 8


class Door(QObject):
    """Takes calls while it is open.

    A lock says whether anybody listens: the system takes it from a process that has crashed, so that a socket left
    behind is no obstacle, and two windows that open at the same moment do not both listen.

    Signals:
        called: (Call) another start wants this window to come to the front, with a file perhaps.
    """

    called = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._lock = -1
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._callers: set[_Caller] = set()

    def open(self) -> bool:
        """Begin to listen; False when another window does, or when there is no safe place to."""
        path = socket_path()
        if path is None or not self._make_folder(path.rpartition("/")[0]):
            return False
        if not self._take_lock(f"{path}.lock"):
            return False
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108 - the place is a text
            listening.bind(path)
            listening.listen(_MOST_CALLERS)
        except OSError:
            listening.close()
            self._leave_lock()
            return False
        listening.setblocking(False)
        self._path, self._socket = path, listening
        self._notifier = QSocketNotifier(listening.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_knock)
        return True

    def close(self) -> None:
        """Listen no more, and leave nothing behind."""
        if self._socket is None:
            return
        if self._notifier is not None:
            self._notifier.setEnabled(False)
        for caller in tuple(self._callers):
            caller.leave()
        with contextlib.suppress(OSError):
            os.unlink(self._path)  # noqa: PTH108 - as above
        self._socket.close()
        self._socket = None
        self._leave_lock()

    def _make_folder(self, folder: str) -> bool:
        with contextlib.suppress(
            OSError
        ):  # it is there already, or cannot be: what counts is what is there now
            os.mkdir(folder, 0o700)  # noqa: PTH102 - as above
        return is_private(folder)

    def _take_lock(self, path: str) -> bool:
        try:
            self._lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._leave_lock()
            return False
        return True

    def _leave_lock(self) -> None:
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _on_knock(self) -> None:
        if self._socket is None:
            return
        try:
            line, _ = self._socket.accept()
        except OSError:
            return
        if len(self._callers) >= _MOST_CALLERS:
            line.close()
            return
        caller = _Caller(line, self)
        self._callers.add(caller)
        caller.understood.connect(self.called)
        caller.left.connect(self._on_left)

    def _on_left(self, caller: _Caller) -> None:
        self._callers.discard(caller)
        caller.deleteLater()


class _Caller(QObject):
    """One call: what has come of it so far. Who is slow or says too much is hung up on."""

    understood = Signal(object)
    left = Signal(object)

    def __init__(self, line: socket.socket, parent: QObject) -> None:
        super().__init__(parent)
        line.setblocking(False)
        self._line = line
        self._message = b""
        self._notifier = QSocketNotifier(line.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_more)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.leave)
        self._patience.start(round(PATIENCE_S * 1000))

    def leave(self) -> None:
        """Hang up."""
        if self._line.fileno() < 0:
            return
        self._patience.stop()
        self._notifier.setEnabled(False)
        self._line.close()
        self.left.emit(self)

    def _on_more(self) -> None:
        try:
            received = self._line.recv(MOST_BYTES + 1 - len(self._message))
        except BlockingIOError:
            return
        except OSError:
            received = b""
        self._message += received
        if not received:
            self.leave()
        elif is_whole(self._message):
            self._answer(read(self._message))

    def _answer(self, call: Call | None) -> None:
        """Say yes to a call that is understood; a caller who has waited too long has a window by now."""
        if call is not None:
            try:
                self._line.sendall(TAKEN)
            except OSError:
                call = None
        self.leave()
        if call is not None:
            self.understood.emit(call)
