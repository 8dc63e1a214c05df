"""A person at the window: what they paste, press, click and type, and what they then read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from jotlens.gui.main_window import MainWindow
from jotlens.gui.panes.paste_pane import PasteBox
from jotlens.gui.widgets.answer_card import AnswerCard
from jotlens.gui.widgets.claims_view import ClaimsView
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.inspection.model import Inspection, VerdictStatus

Kind = TypeVar("Kind", bound=QObject)


@dataclass
class FakeNow:
    """A clock that stands still until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def forward(self, *, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Person:
    """Works with the window as a person does: by what is on it, with keys and clicks."""

    def __init__(self, window: MainWindow, qtbot: QtBot, now: FakeNow) -> None:
        self.window = window
        self.qtbot = qtbot
        self.now = now

    # --- finding ---------------------------------------------------------------------------------

    def find(self, kind: type[Kind], name: str) -> Kind:
        found = self.window.findChildren(kind, name)
        assert len(found) == 1, f"{len(found)} objects are called {name}"
        return found[0]

    def widget(self, name: str) -> QWidget:
        return self.find(QWidget, name)

    def field(self, name: str) -> QLineEdit:
        return self.find(QLineEdit, name)

    @property
    def box(self) -> PasteBox:
        return self.find(PasteBox, "pasteBox")

    @property
    def claims(self) -> ClaimsView:
        return self.find(ClaimsView, "claimsTree")

    @property
    def focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    # --- doing -----------------------------------------------------------------------------------

    def settled(self) -> None:
        """Wait until nothing is read, checked or guessed any more, and everything is laid out."""
        self.qtbot.waitUntil(lambda: not self.window.jobs.busy, timeout=20_000)
        for _ in range(4):  # a layout asks for another one at most a few levels up
            QApplication.processEvents()

    def presses(self, keys: str) -> None:
        """Press keys where the focus is, such as `Ctrl+V`."""
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(keys))
        QApplication.processEvents()

    def pastes(self, text: str) -> None:
        """Copy a text somewhere, press Ctrl+V, and wait for what the window says."""
        QGuiApplication.clipboard().setText(text)
        self.presses("Ctrl+V")
        self.settled()

    def pastes_data(self, data: QMimeData) -> None:
        """Paste what another program put into the clipboard."""
        QGuiApplication.clipboard().setMimeData(data)
        self.presses("Ctrl+V")
        self.settled()

    def clicks(self, name: str) -> None:
        """Click the button of that name."""
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), f"{name} cannot be seen"
        assert button.isEnabled(), f"{name} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def types(self, name: str, text: str) -> None:
        """Click into a field, replace what it holds, and leave it with Enter."""
        field = self.field(name)
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(12, field.height() // 2))
        assert QApplication.focusWidget() is field, f"{name} does not take the focus"
        QTest.keySequence(field, QKeySequence(QKeySequence.StandardKey.SelectAll))
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settled()

    def opens_tab(self, title: str) -> None:
        """Click a tab of the evidence."""
        bar = self.find(QTabBar, "evidenceTabs")
        at = [bar.tabText(at) for at in range(bar.count())].index(title)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())

    def chooses(self, name: str) -> None:
        """Choose an entry of a menu, as a click on it does."""
        action = self.find(QAction, name)
        assert action.isEnabled()
        assert action.isVisible()
        action.trigger()
        self.settled()

    def opens_menu(self, name: str) -> QMenu:
        """Let a menu get ready, as it does before it opens, and return it."""
        menu = self.find(QMenu, name)
        menu.aboutToShow.emit()
        return menu

    def waits(self, seconds: float) -> None:
        """Let time pass, and the clock tick once at the end of it, if it runs."""
        self.now.forward(seconds=seconds)
        if self.window.clock.running:
            self.window.clock.tick()
        self.settled()

    # --- reading ---------------------------------------------------------------------------------

    @property
    def inspection(self) -> Inspection:
        inspection = self.window.session.inspection
        assert inspection is not None, "nothing is shown"
        return inspection

    def verdict(self) -> VerdictStatus:
        return self.inspection.verdict.status

    def counts(self) -> bool:
        """Whether the clock runs."""
        return self.window.clock.running

    def reads(self, name: str) -> str:
        """Return the words of a paragraph or a label that can be seen; empty when it cannot."""
        widget = self.widget(name)
        assert isinstance(widget, Paragraph | PlainLabel), f"{name} is no text"
        return widget.text() if widget.isVisible() else ""

    def card(self, name: str) -> AnswerCard:
        return self.find(AnswerCard, name)

    @property
    def cards(self) -> dict[str, tuple[str, str]]:
        """The status and the headline of each card."""
        names = ("cardWhat", "cardWhen", "cardWho", "cardForWhat")
        return {name: (str(self.card(name).status), self.card(name).headline) for name in names}

    def claim_rows(self, view: str = "claimsTree") -> list[tuple[str, str, str]]:
        """The rows of the claims at the top level: name, value, meaning."""
        model = self.find(ClaimsView, view).model()
        return [
            (
                str(model.index(row, 0).data()),
                str(model.index(row, 1).data()),
                str(model.index(row, 2).data()),
            )
            for row in range(model.rowCount())
        ]


def colors_in(widget: QWidget, least: int = 1) -> set[str]:
    """Return every colour that a widget paints on so many pixels at least, as `#rrggbb`."""
    picture = widget.grab().toImage()
    picture.convertTo(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(picture.constBits()).cast("I"))
    return {f"#{color & 0xFFFFFF:06x}" for color, count in counts.items() if count >= least}
