"""The page in the middle of the window on which a token is fetched: what is asked before, then what happens."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.fetching.fetch_form import FetchForm
from jotlens.gui.fetching.run_view import RunState, RunView
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel


class FetchPage(QWidget):
    """Holds the form and the run, one of them on show.

    Signals:
        closed: a person wants back to what was there before.
        stop_requested: Esc was pressed while a fetch runs.
    """

    closed = Signal()
    stop_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.form = FetchForm(looks)
        self.run = RunView(looks)
        self._pages = QStackedWidget()
        self._close = QToolButton()
        self._build()
        self._close.clicked.connect(self.closed)

    def show_form(self) -> None:
        """Ask what is to be fetched."""
        self._pages.setCurrentWidget(self.form)
        self.form.focus()

    def show_run(self) -> None:
        """Show what happens, or what happened the last time."""
        self._pages.setCurrentWidget(self.run)

    @property
    def shows_run(self) -> bool:
        """Whether the steps are on show."""
        return self._pages.currentWidget() is self.run

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.shows_run and self.run.state is RunState.RUNNING:
            self.stop_requested.emit()
        else:
            self.closed.emit()

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("fetchPage")
        self._close.setObjectName("closeFetch")
        self._close.setText(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close the page for fetching"))
        self._close.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("Fetch a token"), "title"), 1)
        head.addWidget(self._close)
        self._pages.addWidget(self.form)
        self._pages.addWidget(self.run)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(18), px(12), px(14), px(10))
        column.setSpacing(px(10))
        column.addLayout(head)
        column.addWidget(self._pages, 1)
