"""The tokens of the session at the left: a line to filter them, what they are sorted by, and what can be done with one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.cases.case import ListedToken
from jotlens.gui.cases.tokens_model import CaseTokensModel, Order
from jotlens.gui.cases.tokens_view import CaseTokensView
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.plain import PlainLabel

_TYPING_MS = 60


class _Filter(QLineEdit):
    """Esc empties it; Enter and Down go to the list.

    Signals:
        left: a person wants to go to the list.
    """

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class TokensPanel(QWidget):
    """Shows the list, and says what a person wants with a token of it.

    Signals:
        chosen: (ListedToken) it is to be looked at.
        named: (ListedToken, str) it is to be called so.
        pin_toggled: (ListedToken) it is to stay at the top, or no more.
        removed: (ListedToken) it is to leave the list.
        compare_requested: (ListedToken) it is to be compared with another one.
        known_good_requested: (ListedToken) later ones are to be held against it.
        story_requested: the story is to be shown again.
        closed: the case is to be put away.
    """

    chosen = Signal(object)
    named = Signal(object, str)
    pin_toggled = Signal(object)
    removed = Signal(object)
    compare_requested = Signal(object)
    known_good_requested = Signal(object)
    story_requested = Signal()
    closed = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.model = CaseTokensModel(self._words_of_status, self)
        self.view = CaseTokensView(looks, self.model)
        self.filter = _Filter()
        self._count = PlainLabel("", "section")
        self._order = Choice(looks)
        self._story = QToolButton()
        self._close = QToolButton()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect()

    def refresh(self, *, story: bool) -> None:
        """Say how many tokens there are, and offer the story where there is one."""
        count = len(self.model.tokens)
        shown = self.model.rowCount()
        said = f"{shown:,} / {count:,}" if shown != count else f"{count:,}"
        self._count.setText(self.tr("TOKENS  {count}").format(count=said))
        self._story.setVisible(story)

    def choose(self, text: str) -> None:
        """Mark the token with this text as the one that is looked at."""
        index = self.model.index_of(text)
        if index.isValid():
            self.view.setCurrentIndex(index)
        else:
            self.view.clearSelection()

    def current(self) -> ListedToken | None:
        """Return the token that is marked in the list."""
        return self.model.token_at(self.view.currentIndex())

    def menu_for(self, token: ListedToken) -> QMenu:
        """Return what can be done with a token."""
        menu = QMenu(self)
        menu.setObjectName("caseTokenMenu")
        entries = (
            ("caseName", self.tr("&Name…"), self.ask_name),
            (
                "casePin",
                self.tr("Un&pin") if token.pinned else self.tr("&Pin to the top"),
                lambda: self.pin_toggled.emit(token),
            ),
            ("caseCompare", self.tr("&Compare with…"), lambda: self.compare_requested.emit(token)),
            ("caseKnownGood", self.tr("It is &known good"), lambda: self.known_good_requested.emit(token)),
            ("caseRemove", self.tr("&Remove from the list"), lambda: self.removed.emit(token)),
        )
        for name, words, call in entries:
            action = QAction(words, menu)
            action.setObjectName(name)
            action.triggered.connect(call)
            menu.addAction(action)
        return menu

    def ask_name(self) -> None:
        """Ask what the marked token is to be called."""
        token = self.current()
        if token is None:
            return
        dialog = QInputDialog(self)
        dialog.setObjectName("nameDialog")
        dialog.setAccessibleName(self.tr("Name of the token"))
        dialog.setWindowTitle(self.tr("Name of the token"))
        dialog.setLabelText(self.tr("What is it called in this list?"))
        dialog.setTextValue(token.named)
        dialog.textValueSelected.connect(lambda name: self.named.emit(token, name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("tokensPanel")
        self.filter.setObjectName("caseFilter")
        self.filter.setAccessibleName(self.tr("Filter the tokens"))
        self.filter.setPlaceholderText(self.tr("Filter: kind, host, header…"))
        self.filter.setAcceptDrops(False)  # what is dropped anywhere is a token or a file
        self._order.name("caseOrder", self.tr("Sort the tokens by"))
        for order, words in (
            (Order.TIME, self.tr("by time")),
            (Order.KIND, self.tr("by kind")),
            (Order.VERDICT, self.tr("by verdict")),
            (Order.SEEN, self.tr("by how often")),
        ):
            self._order.addItem(words, order.value)
        for button, name, words, told in (
            (self._story, "storyButton", self.tr("Story"), self.tr("Show the story of the login")),
            (self._close, "closeCase", self.tr("Close"), self.tr("Put these tokens away")),
        ):
            button.setObjectName(name)
            button.setText(words)
            button.setAccessibleName(told)
            button.setToolTip(told)
            button.setProperty("role", "quiet")
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._count, 1)
        head.addWidget(self._story)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(5))
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addWidget(self._order)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._typing.start)
        self.filter.left.connect(self._on_left)
        self._typing.timeout.connect(self._on_typed)
        self._order.currentIndexChanged.connect(self._on_order)
        self._story.clicked.connect(self.story_requested)
        self._close.clicked.connect(self.closed)
        self.view.opened.connect(self._on_opened)
        self.view.remove_requested.connect(self._on_remove)
        self.view.customContextMenuRequested.connect(self._on_menu)

    def _on_left(self) -> None:
        self._typing.stop()
        self._on_typed()
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self.view.setFocus()

    def _on_typed(self) -> None:
        self.model.set_filter(self.filter.text())
        self.refresh(story=not self._story.isHidden())

    def _on_order(self) -> None:
        self.model.set_order(Order(self._order.currentData()))

    def _on_opened(self) -> None:
        token = self.current()
        if token is not None:
            self.chosen.emit(token)

    def _on_remove(self) -> None:
        token = self.current()
        if token is not None:
            self.removed.emit(token)

    def _on_menu(self, spot: QPoint) -> None:
        index = self.view.indexAt(spot)
        token = self.model.token_at(index)
        if token is not None:
            self.view.setCurrentIndex(index)
            menu = self.menu_for(token)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.view.viewport().mapToGlobal(spot))

    def _words_of_status(self, status: str) -> str:
        return {
            "pass": self.tr("accepted"),
            "fail": self.tr("would be refused"),
            "unknown": self.tr("not verified"),
            "warn": self.tr("no token"),
        }.get(status, "")
