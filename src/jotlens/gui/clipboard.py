"""Empties the clipboard a while after something was copied from here, if nothing else was copied since."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

AFTER_MS = 60_000
"""How long a token stays."""

SECRET_AFTER_MS = 30_000
"""How long a secret stays: it opens more, and for longer."""


class ClipboardKeeper(QObject):
    """Remembers digests of what was handed out, never the texts. There is one for each kind of what is copied.

    Signals:
        emptied: the clipboard still held what was copied here, and was emptied.
    """

    emptied = Signal()

    def __init__(
        self, parent: QObject | None = None, after_ms: int = AFTER_MS, name: str = "clipboardTimer"
    ) -> None:
        super().__init__(parent)
        self._digests: set[bytes] = set()
        self._timer = QTimer(self)
        self._timer.setObjectName(name)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.empty)

    def note(self, text: str) -> None:
        """Note a text that goes to the clipboard, or may: what was only selected or dragged is not found there."""
        if text:
            self._digests.add(_digest(text))
            self._timer.start()

    def forget(self) -> None:
        """Leave the clipboard as it is."""
        self._digests.clear()
        self._timer.stop()

    def empty(self) -> None:
        """Empty the clipboard now, if it still holds what was copied here."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        held = clipboard.text()
        if held and _digest(held) in self._digests:
            clipboard.clear()
            self.emptied.emit()
        self._digests.clear()


def _digest(text: str) -> bytes:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).digest()
