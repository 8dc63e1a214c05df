"""The first window's side on Windows: a named pipe, which Qt opens to this user only."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from jotlens.gui.instance.call import MOST_BYTES, PATIENCE_S, TAKEN, is_whole, read
from jotlens.gui.instance.place import pipe_name


class Pipe(QObject):
    """Takes calls while it is open, as a Door does.

    Signals:
        called: (Call) another start wants this window to come to the front, with a file perhaps.
    """

    called = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_knock)

    def open(self) -> bool:
        """Begin to listen; False when another window does. A pipe goes with its process, so none is left behind."""
        probe = QLocalSocket()
        probe.connectToServer(pipe_name())
        if probe.waitForConnected(100):
            probe.abort()
            return False
        return self._server.listen(pipe_name())

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _on_knock(self) -> None:
        while (line := self._server.nextPendingConnection()) is not None:
            line.setReadBufferSize(MOST_BYTES + 1)
            line.disconnected.connect(line.deleteLater)
            line.readyRead.connect(self._on_more)
            QTimer.singleShot(round(PATIENCE_S * 1000), line, line.abort)
            self._take(line)

    def _on_more(self) -> None:
        line = self.sender()
        if isinstance(line, QLocalSocket):
            self._take(line)

    def _take(self, line: QLocalSocket) -> None:
        message = bytes(line.peek(MOST_BYTES + 1).data())
        if not is_whole(message):
            return
        line.readAll()
        call = read(message)
        if call is None:
            line.abort()
            return
        line.write(TAKEN)
        line.flush()
        line.disconnectFromServer()
        self.called.emit(call)
