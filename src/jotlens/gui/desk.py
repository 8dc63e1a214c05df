"""The panes that show what a token is: made when the first one comes, or a moment after the first paint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.tokens_model import TokensModel
from jotlens.gui.panes.checks_pane import ChecksPane
from jotlens.gui.panes.evidence_pane import EvidencePane
from jotlens.gui.panes.expected_pane import ExpectedPane
from jotlens.gui.panes.verdict_pane import VerdictPane
from jotlens.gui.widgets.tokens_view import TokensView

translate = QCoreApplication.translate


class _Scrolled(QScrollArea):
    """A pane that takes the height it needs while there is room, and scrolls otherwise."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__()
        self.setWidget(pane)
        self.setWidgetResizable(True)
        pane.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("expectedArea")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pane.installEventFilter(self)

    def sizeHint(self) -> QSize:
        pane = self.widget()
        layout = pane.layout() if pane is not None else None
        if layout is None:
            return super().sizeHint()
        width = max(self.viewport().width(), layout.minimumSize().width())
        height = (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        return QSize(layout.sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Desk:
    """The panes, and which of them stand in tabs."""

    def __init__(
        self,
        looks: Looks,
        tokens: TokensModel,
        looked_at: Callable[[], datetime],
        now: Callable[[], datetime],
    ) -> None:
        px = looks.px
        self.tokens = TokensView(looks, tokens)
        self.verdict = VerdictPane(looks)
        self.evidence = EvidencePane(looks, looked_at)
        self.expected = ExpectedPane(looks, now)
        self.checks = ChecksPane(looks)
        self.expected_area = _Scrolled(self.expected)
        self._content = QWidget()
        self.page = QScrollArea()
        self.tokens.setObjectName("tokensList")
        self.tokens.setAccessibleName(translate("Desk", "Tokens found in the text"))
        self.page.setObjectName("evidencePage")
        self.page.setAccessibleName(translate("Desk", "What the token is"))
        self.expected_area.setAccessibleName(translate("Desk", "What you expect"))
        self.checks.setMinimumHeight(px(120))
        # In a low window the verdict is seen whole, and the evidence by scrolling.
        self.evidence.setMinimumHeight(px(200))
        column = QVBoxLayout(self._content)
        column.setContentsMargins(px(9), px(11), px(9), px(10))
        column.setSpacing(px(9))
        column.addWidget(self.verdict)
        column.addWidget(self.evidence, 1)
        self.page.setWidget(self._content)
        self.page.setWidgetResizable(True)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content.setAutoFillBackground(False)
        self.page.viewport().setAutoFillBackground(False)
        for widget in (self.page, *self.page.findChildren(QWidget)):
            widget.ensurePolished()  # now, when there is time, instead of at the first paste

    def add_top(self, widget: QWidget) -> None:
        """Put something above what is said of the token."""
        layout = self._content.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, widget)

    def settle(self) -> None:
        """Lay everything out now, in one go: left to itself, Qt would do it in steps, and paint after each."""
        for widget in (self.checks, self._content):
            layout = widget.layout()
            if layout is not None:
                layout.activate()
        self.checks.settle()
        self.evidence.settle()

    def take_in_tabs(self) -> None:
        """Show the checks and what is expected as tabs beside the evidence."""
        self.checks.setMinimumHeight(0)
        self.evidence.take_in(self.checks, translate("Desk", "Checks"))
        self.evidence.take_in(self.expected_area, translate("Desk", "Expected"))

    def give_tabs_back(self) -> None:
        """Take them out of the tabs; whoever asks gives them a place."""
        self.evidence.give_back()

    def go_to(self, pane: QWidget) -> None:
        """Bring a pane into view, also where it is a tab, and give it the focus."""
        self.evidence.open_page(self.expected_area if pane is self.expected else pane)
        following = pane.nextInFocusChain()
        while following is not None and following is not pane:
            reached = bool(following.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if reached and pane.isAncestorOf(following) and following.isVisibleTo(pane):
                following.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
            following = following.nextInFocusChain()
