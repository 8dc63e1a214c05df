"""The three columns of the window and the panes in them; a narrow window shows the right column as tabs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QSplitter, QSplitterHandle, QStackedWidget, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.tokens_model import TokensModel
from jotlens.gui.panes.checks_pane import ChecksPane
from jotlens.gui.panes.evidence_pane import EvidencePane
from jotlens.gui.panes.expected_pane import ExpectedPane
from jotlens.gui.panes.paste_pane import PastePane
from jotlens.gui.panes.verdict_pane import VerdictPane
from jotlens.gui.widgets.empty_state import EmptyState

_NARROW = 940
"""Below this width, in pixels at zoom 1, the right column becomes tabs."""

_LEFT, _RIGHT = 252, 286
_NARROW_LEFT = 190


class _Handle(QSplitterHandle):
    """A wide handle that shows a fine line on the side of the outer column."""

    def paintEvent(self, event: QPaintEvent) -> None:
        splitter = self.splitter()
        if isinstance(splitter, _Splitter):
            theme = splitter.looks.theme
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(theme.canvas))
            at_right = splitter.handle(2) is self
            painter.fillRect(self.width() - 1 if at_right else 0, 0, 1, self.height(), QColor(theme.line))


class _Splitter(QSplitter):
    """The splitter between the columns."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.looks = looks
        self.setHandleWidth(looks.px(5))
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)


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
        pane.installEventFilter(self)

    def sizeHint(self) -> QSize:
        pane = self.widget()
        layout = pane.layout() if pane is not None else None
        if layout is None:
            return super().sizeHint()
        width = max(self.viewport().width(), layout.minimumSize().width())
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
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


class Workspace(QWidget):
    """Holds the panes; who shows what in them is the window's business."""

    def __init__(
        self,
        looks: Looks,
        tokens: TokensModel,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._looks = looks
        self._narrow = False
        self._wide_sizes: list[int] = []
        self.paste = PastePane(looks, tokens)
        self.verdict = VerdictPane(looks)
        self.evidence = EvidencePane(looks, now)
        self.expected = ExpectedPane(looks)
        self.checks = ChecksPane(looks)
        self.empty = EmptyState(looks)
        self._centre = QStackedWidget()
        self._evidence_page = QWidget()
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._expected_area = _Scrolled(self.expected)
        self._splitter = _Splitter(looks)
        self._build()
        looks.changed.connect(self._arrange)

    def show_something(self, something: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show the verdict and the evidence, or the page of an empty window."""
        self._centre.setCurrentWidget(self._evidence_page if something else self.empty)
        if not self._narrow:
            self.checks.setVisible(something)

    def layout_state(self) -> QByteArray:
        """Return the widths of the columns, to be remembered."""
        return self._splitter.saveState()

    def restore_layout(self, state: QByteArray) -> None:
        """Take remembered widths."""
        if not state.isEmpty():
            self._splitter.restoreState(state)
            self._splitter.setHandleWidth(self._looks.px(5))

    def go_to(self, pane: QWidget) -> None:
        """Bring a pane into view, also where it is a tab, and give it the focus."""
        self.evidence.open_page(self._expected_area if pane is self.expected else pane)
        first = pane.nextInFocusChain()
        while first is not None and not (pane.isAncestorOf(first) and first.focusPolicy() & Qt.FocusPolicy.TabFocus):
            first = first.nextInFocusChain()
            if first is pane:
                return
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _build(self) -> None:
        px = self._looks.px
        left = QWidget()
        for column, name in ((left, "columnLeft"), (self._centre, "columnCentre"), (self._right, "columnRight")):
            column.setObjectName(name)
            column.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._fill(left, self.paste)
        self._evidence_page.setObjectName("evidencePage")
        middle = QVBoxLayout(self._evidence_page)
        middle.setContentsMargins(px(9), px(11), px(9), px(10))
        middle.setSpacing(px(9))
        middle.addWidget(self.verdict)
        middle.addWidget(self.evidence, 1)
        self.evidence.setMinimumHeight(px(40))
        self._centre.addWidget(self.empty)
        self._centre.addWidget(self._evidence_page)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.setSpacing(0)
        self._right_column.addWidget(self._expected_area)
        self._right_column.addWidget(self.checks, 1)
        self._right_column.addStretch(0)
        self.checks.setMinimumHeight(px(120))
        for column in (left, self._centre, self._right):
            self._splitter.addWidget(column)
        self._splitter.setObjectName("columns")
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 0)
        self._splitter.setSizes([px(_LEFT), px(640), px(_RIGHT)])
        left.setMinimumWidth(px(160))
        self._right.setMinimumWidth(px(220))
        self._centre.setMinimumWidth(px(380))
        self._fill(self, self._splitter)
        self.checks.hide()

    def _fill(self, place: QWidget, content: QWidget) -> None:
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)

    def _arrange(self) -> None:
        """Move what stands at the right into tabs, or back, as the width asks."""
        narrow = self.width() < self._looks.px(_NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._wide_sizes = self._splitter.sizes()
            self._right.hide()
            left = self._looks.px(_NARROW_LEFT)
            self._splitter.setSizes([left, self.width() - left, 0])
            self.evidence.take_in(self.checks, self.tr("Checks"))
            self.evidence.take_in(self._expected_area, self.tr("Expected"))
        else:
            for page in self.evidence.give_back():
                self._right_column.insertWidget(0, page, 1 if page is self.checks else 0)
                page.show()
            self._right.show()
            self._splitter.setSizes(self._wide_sizes)
            self.checks.setVisible(self._centre.currentWidget() is self._evidence_page)
