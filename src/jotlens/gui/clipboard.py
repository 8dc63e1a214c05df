"""Empties the clipboard a minute after a token was copied from here, if nothing else was copied since."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

AFTER_MS = 60_000


class ClipboardKeeper(QObject):
    """Remembers digests of what was handed out, never the texts.

    Signals:
        emptied: the clipboard still held what was copied here, and was emptied.
    """

    emptied = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digests: set[bytes] = set()
        self._timer = QTimer(self)
        self._timer.setObjectName("clipboardTimer")
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self._empty)

    def note(self, text: str) -> None:
        """Note a text that goes to the clipboard, or may: what was only selected or dragged is not found there."""
        if text:
            self._digests.add(_digest(text))
            self._timer.start()

    def forget(self) -> None:
        """Leave the clipboard as it is."""
        self._digests.clear()
        self._timer.stop()

    def _empty(self) -> None:
        clipboard = QGuiApplication.clipboard()
        held = clipboard.text()
        if held and _digest(held) in self._digests:
            clipboard.clear()
            self.emptied.emit()
        self._digests.clear()


def _digest(text: str) -> bytes:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).digest()
