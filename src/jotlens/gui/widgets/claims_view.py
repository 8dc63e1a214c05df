"""The tree of claims: wrapped values in the fixed font, meanings beside them, tooltips at once, copying on hover."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QToolTip, QTreeView, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.claims_model import ClaimsModel, Column
from jotlens.gui.widgets.claims_delegate import ClaimsDelegate

_MANY_ROWS = 40
"""More rows than these are all of one height: asking each for its own would take longer than all else."""

_TICK_MS = 2_000
NAME_SHARE = 0.17
VALUE_SHARE = 0.6


class ClaimsView(QTreeView):
    """Shows a ClaimsModel.

    Signals:
        copy_requested: (str) a person wants this text in the clipboard.
        widths_changed: (float, float) the shares of the name, and of the value in what the name leaves.
    """

    copy_requested = Signal(str)
    widths_changed = Signal(float, float)

    def __init__(self, looks: Looks, model: ClaimsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._claims = model
        self._shares = (NAME_SHARE, VALUE_SHARE)
        self._sizing = False
        self._hovered = QPersistentModelIndex()
        self._delegate = ClaimsDelegate(looks, self, model)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(_TICK_MS)
        self._build(model)
        self._connect(model)

    def set_widths(self, name_share: float, value_share: float) -> None:
        """Take the shares that the columns had the last time."""
        self._shares = (min(max(name_share, 0.05), 0.6), min(max(value_share, 0.1), 0.9))
        self._share_width()

    def find_next(self, wanted: str, step: int = 1) -> bool:
        """Go to the next row that holds the words; False when there is none."""
        found = self._claims.find(wanted, self.currentIndex(), step)
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)
        return found.isValid()

    def copy_index(self, index: QModelIndex) -> None:
        """Ask for the text of a cell to be copied, and show a tick beside it for two seconds."""
        if not index.isValid():
            return
        value = index.siblingAtColumn(Column.VALUE)
        self.copy_requested.emit(self._claims.copied(value))
        self._delegate.ticked = QPersistentModelIndex(value)
        self._tick.start()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_index(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()), event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        value = index.siblingAtColumn(Column.VALUE)
        if index.isValid() and self._delegate.copy_spot(self.visualRect(value)).contains(spot):
            self.copy_index(index)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex(), QPoint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def drawRow(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the ground of the whole row, the room before a nested name included, then its cells."""
        theme = self._looks.theme
        box = option.rect
        if self.selectionModel().isSelected(index):
            painter.fillRect(box, QColor(theme.chosen))
        elif index.sibling(index.row(), Column.VALUE) == self._delegate.hovered:
            painter.fillRect(box, QColor(theme.hover))
        if self.rootIsDecorated():
            room = QRect(box.left(), box.top(), self._delegate.indent(index), box.height())
            self.drawBranches(painter, room, index)
        self._delegate.draw_row(painter, box, index)
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(theme.line))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        QToolTip.hideText()

    def _build(self, model: ClaimsModel) -> None:
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setAllColumnsShowFocus(True)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIndentation(self._looks.px(16))
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(self._looks.px(48))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _connect(self, model: ClaimsModel) -> None:
        self.header().sectionResized.connect(self._on_section_resized)
        model.modelReset.connect(self._on_reset)
        self._tick.timeout.connect(self._on_tick_over)
        self._looks.changed.connect(self._on_looks)
        self._on_reset()

    def _hover(self, index: QModelIndex, spot: QPoint) -> None:
        """Light the row up and say what it means without delay."""
        if QPersistentModelIndex(index) == self._hovered:
            return
        self._hovered = QPersistentModelIndex(index)
        self._delegate.hovered = QPersistentModelIndex(index.siblingAtColumn(Column.VALUE))
        self.viewport().update()
        tip = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else ""
        if tip:
            QToolTip.showText(
                spot + QPoint(self._looks.px(8), self._looks.px(8)), str(tip), self, self.visualRect(index)
            )
        else:
            QToolTip.hideText()

    def _share_width(self) -> None:
        # Room for the scroll bar is kept, so that the columns stay when it comes and goes.
        width = self.width() - self._looks.px(14)
        if width < self._looks.px(100):  # not laid out yet
            return
        name = round(width * self._shares[0])
        self._sizing = True
        self.setColumnWidth(Column.NAME, name)
        self.setColumnWidth(Column.VALUE, round((width - name) * self._shares[1]))
        self._sizing = False
        self.scheduleDelayedItemsLayout()

    def _on_section_resized(self, section: int) -> None:
        # The last column takes what is left; only the other two are dragged.
        if self._sizing or section == Column.MEANING:
            return
        width, name = self.width() - self._looks.px(14), self.columnWidth(Column.NAME)
        value = self.columnWidth(Column.VALUE)
        self._shares = (name / width, value / max(1, width - name))
        self.widths_changed.emit(*self._shares)
        self.scheduleDelayedItemsLayout()

    def _on_reset(self) -> None:
        inner = self._claims.inner_rows()
        self._delegate.uniform = self._claims.rowCount() + inner > _MANY_ROWS
        self.setUniformRowHeights(self._delegate.uniform)
        self.setRootIsDecorated(inner > 0)
        if inner and not self._delegate.uniform:
            self.expandToDepth(0)

    def _on_tick_over(self) -> None:
        self._delegate.ticked = QPersistentModelIndex()
        self.viewport().update()

    def _on_looks(self) -> None:
        self.setIndentation(self._looks.px(16))
        self.scheduleDelayedItemsLayout()
