"""The columns of the window: where a token comes in, what there is to say of it, and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.panes.paste_pane import PastePane
from jotlens.gui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QResizeEvent

    from jotlens.gui.desk import Desk
    from jotlens.gui.widgets.waiting_page import WaitingPage

_NARROW = 940
"""Below this width, in pixels at zoom 1, the right column becomes tabs."""

_LEFT, _RIGHT = 252, 298
_NARROW_LEFT = 190
_CENTRE_LEAST = 380


class Workspace(QWidget):
    """Holds the columns. The desk, which only a token needs, is laid after the first paint."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._narrow = False
        self._wide_sizes = [looks.px(_LEFT), looks.px(640), looks.px(_RIGHT)]
        self._wide_state: QByteArray | None = None
        self._desk: Desk | None = None
        self.paste = PastePane(looks)
        self.empty = EmptyState(looks)
        self.waiting: WaitingPage | None = None
        self._centre = QStackedWidget()
        self._right = QFrame()
        self._right_column = QVBoxLayout(self._right)
        self._splitter = QSplitter()
        self._build()
        looks.changed.connect(self._on_looks)

    def lay(self, desk: Desk) -> None:
        """Take the panes in that a token needs."""
        self._desk = desk
        self.paste.add_tokens(desk.tokens)
        self._centre.addWidget(desk.page)
        self._right_column.addWidget(desk.expected_area)
        self._right_column.addWidget(desk.checks, 1)
        self._arrange()

    def show_something(self, something: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show what there is to say of a token, or the page of an empty window."""
        if self._desk is not None:
            self._centre.setCurrentWidget(self._desk.page if something else self.empty)
            self._right.setVisible(something and not self._narrow)

    def show_page(self, page: QWidget) -> None:
        """Show another page in the middle, such as the one for fetching; the right column says nothing of it."""
        if self._centre.indexOf(page) < 0:
            self._centre.addWidget(page)
        self._centre.setCurrentWidget(page)
        self._right.hide()

    @property
    def is_waiting(self) -> bool:
        """Whether the page of a text that is not read yet is on show."""
        return self.waiting is not None and self._centre.currentWidget() is self.waiting

    def show_waiting(self) -> WaitingPage:
        """Show the page of a text that is not read yet; it is made when it is first needed."""
        if self.waiting is None:
            from jotlens.gui.widgets.waiting_page import WaitingPage

            self.waiting = WaitingPage(self._looks)
            self._centre.addWidget(self.waiting)
        self._centre.setCurrentWidget(self.waiting)
        return self.waiting

    def layout_state(self) -> QByteArray:
        """Return the widths of the columns, to be remembered."""
        from PySide6.QtCore import QByteArray

        if self._narrow:  # the widths of a wide window are what is remembered
            return self._wide_state or QByteArray()
        return self._splitter.saveState()

    def restore_layout(self, state: QByteArray) -> None:
        """Take remembered widths."""
        if not state.isEmpty():
            self._wide_state = state
            self._splitter.restoreState(state)
            self._splitter.setHandleWidth(self._looks.px(5))
            sizes = self._splitter.sizes()
            if all(sizes):  # a column that is hidden, as in an empty window, says nothing of its width
                self._wide_sizes = sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _build(self) -> None:
        px = self._looks.px
        left = QFrame()
        for column, name in (
            (left, "columnLeft"),
            (self._centre, "columnCentre"),
            (self._right, "columnRight"),
        ):
            column.setObjectName(name)
            self._splitter.addWidget(column)
        for column in (left, self._centre, self._right):
            column.raise_()  # a screen reader takes them in this order; the splitter puts the last one first
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.paste)
        self._centre.addWidget(self.empty)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        self._right_column.setSpacing(0)
        self._splitter.setObjectName("columns")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(px(5))
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setStretchFactor(2, 0)
        self._splitter.setSizes(self._wide_sizes)
        # The left column is as wide as its words at least. The middle asks for the same at any zoom: what it holds
        # wraps, and the columns together must fit a small screen.
        self._right.setMinimumWidth(px(220))
        self._centre.setMinimumWidth(_CENTRE_LEAST)
        self._right.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def _arrange(self) -> None:
        """Move what stands at the right into tabs, or back, as the width asks."""
        narrow = self.width() < self._looks.px(_NARROW)
        desk = self._desk
        if desk is None or narrow == self._narrow:
            return
        self._narrow = narrow
        shown = self._centre.currentWidget() is desk.page
        if narrow:
            if shown:
                self._wide_sizes, self._wide_state = self._splitter.sizes(), self._splitter.saveState()
            self._right.hide()
            desk.take_in_tabs()
            self._share_narrow()
        else:
            desk.give_tabs_back()
            self._right_column.addWidget(desk.expected_area)
            self._right_column.addWidget(desk.checks, 1)
            desk.expected_area.show()
            desk.checks.show()
            self._right.setVisible(shown)
            self._splitter.setSizes(self._wide_sizes)
            if self._wide_state is not None:
                self._splitter.restoreState(self._wide_state)
                self._splitter.setHandleWidth(self._looks.px(5))
                self._right.setVisible(shown)

    def _on_looks(self) -> None:
        self._arrange()
        if self._narrow:
            self._share_narrow()

    def _share_narrow(self) -> None:
        """Share the width between two columns; as much as it can the left one follows the zoom."""
        left = min(self._looks.px(_NARROW_LEFT), self.width() // 3)
        self._splitter.setSizes([left, self.width() - left, 0])
