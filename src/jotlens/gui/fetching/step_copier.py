"""Puts steps of a fetch into the clipboard: whole, as cURL, or one address of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from jotlens.gui.fetching.run_view import RunView
from jotlens.oauth.trace import Exchange, Step


class StepCopier(QObject):
    """Copies what a person asks for in the view of a run, as it is shown there: masked, or not.

    Signals:
        noted: (str) something to say in the status bar.
        handed_out: (str) what went to the clipboard.
    """

    noted = Signal(str)
    handed_out = Signal(str)

    def __init__(self, view: RunView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        view.curl_requested.connect(self._on_curl)
        view.step_copy_requested.connect(self._on_copy_step)
        view.prompt.copied.connect(self._on_copied)

    def _on_copied(self, text: str) -> None:
        self.noted.emit(self.tr("Copied"))
        self.handed_out.emit(text)

    def _on_curl(self, exchange: Exchange) -> None:
        from jotlens.oauth.curl import curl_of

        revealed = self._view.model.revealed
        self._copy(
            curl_of(exchange, masked=not revealed),
            self.tr("The cURL command is in the clipboard")
            if revealed
            else self.tr("The cURL command is in the clipboard, with variables in place of secrets"),
        )

    def _on_copy_step(self, step: Step) -> None:
        from jotlens.gui.fetching.trace_words import step_text

        self._copy(step_text(step), self.tr("The step is in the clipboard, as it is shown"))

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.noted.emit(said)
        self.handed_out.emit(text)
