"""The timeline of a story: a line from step to step, the time of each, and a mark with a word where something stands out."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from jotlens.gui.cases.story_model import Remark, StepRow, StepsModel, StoryRole
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import draw_glyph
from jotlens.gui.widgets.painted_list import Index, PaintedList, RowPainter
from jotlens.gui.widgets.text_block import lay_out

_SMALL = 0.92
_NARROW = 520
_BATCH = 60


class StepsView(PaintedList):
    """Shows a StepsModel."""

    _wanted = False  # Qt asks for the geometry while the widget is being made

    def __init__(self, looks: Looks, model: StepsModel, parent: QWidget | None = None) -> None:
        super().__init__(looks, model, parent)
        self.setObjectName("storySteps")
        self.setAccessibleName(self.tr("Steps of the login"))
        self.setItemDelegate(_StepPainter(looks, self))

        self.setLayoutMode(PaintedList.LayoutMode.Batched)  # thousands of steps are laid out some at a time
        self.setBatchSize(_BATCH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._wanted = True
        super().resizeEvent(event)

    def show_step(self, index: QModelIndex) -> None:
        """Choose a step, and bring it into view once it is laid out."""
        self._wanted = True
        self.setCurrentIndex(index)
        self.scheduleDelayedItemsLayout()

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if self._wanted and self.visualRect(self.currentIndex()).height() > 0:
            self._wanted = False
            QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())


class _StepPainter(RowPainter):
    """Draws one step."""

    def ground(self, index: Index, *, hovered: bool) -> tuple[str, str]:
        chosen = cast("PaintedList", self.parent()).currentIndex().row() == index.row()
        theme = self.looks.theme
        color = theme.chosen if chosen else theme.hover if hovered else ""
        return color, color

    def walk(self, painter: QPainter | None, box: QRect, index: Index) -> int:
        row = cast("StepRow", index.data(StoryRole.ROW))
        px, theme = self.looks.px, self.looks.theme
        narrow = box.width() < px(_NARROW)
        top = box.top() + px(7)
        times = px(62)
        rail = box.left() + px(12) + times + px(8)
        left = rail + px(22)
        small, strong = self.looks.measure(_SMALL), self.looks.measure(strong=True)
        if row.pause:
            if painter is not None:
                lay_out(row.pause, small, px(260), 1).draw(painter, left, top, theme.muted, again=False)
            top += round(small.line_height) + px(6)
        names = 0 if narrow else px(92)
        width = max(px(80), box.right() - left - names - px(12))
        title = lay_out(row.title, self.looks.measure(), width, 3)
        name = lay_out(row.name, strong, max(names, px(200)) - px(6), 1)
        middle = top + strong.line_height / 2
        if painter is not None:
            self._rail(painter, box, row, (rail, middle))
            painter.setFont(small.font)
            painter.setPen(QColor(theme.muted))
            small.draw(painter, box.left() + px(12), top + px(1), row.time, again=False)
            ink = theme.tone("fail").ink if row.status == "fail" else theme.text
            name.draw(painter, left, top, ink)
        if narrow:
            top += round(name.height)
        if painter is not None:
            title.draw(painter, left + names, top, theme.text)
        top += round(title.height)
        for remark in row.remarks:
            top = self._remark(painter, remark, (left + names, width), top + px(4))
        return top - box.top() + px(8)

    def _remark(self, painter: QPainter | None, remark: Remark, across: tuple[int, int], top: int) -> int:
        px, theme = self.looks.px, self.looks.theme
        left, width = across
        tone = theme.tone(remark.status)
        inset = px(8)
        text = lay_out(
            f"{remark.word}: {remark.sentence}", self.looks.measure(), width - px(26) - 2 * inset, 8
        )
        height = round(text.height) + px(10)
        if painter is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(tone.edge))
            painter.setBrush(QColor(tone.tint))
            painter.drawRoundedRect(
                QRectF(left - px(2), top, width, height).adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6)
            )
            side = px(14)
            mark = QRectF(left + inset, top + px(5) + (text.line_height - side) / 2, side, side)
            draw_glyph(painter, mark, remark.status, tone.ink)
            text.draw(painter, left + inset + px(22), top + px(5), theme.text)
        return top + height

    def _rail(self, painter: QPainter, box: QRect, row: StepRow, spot: tuple[float, float]) -> None:
        """Draw the line through the step, and its place on it: a dot, or a mark where it failed."""
        px, theme = self.looks.px, self.looks.theme
        x, y = spot
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.field_line), max(1.0, px(2) * 0.8))
        if row.pause:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        if not row.first:
            painter.drawLine(QPointF(x, box.top()), QPointF(x, y - px(7)))
        pen.setStyle(Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        if not row.last:
            painter.drawLine(QPointF(x, y + px(7)), QPointF(x, box.bottom() + 1))
        tone = theme.tone(row.status if row.status in {"fail", "warn"} else "na")
        if row.status in {"fail", "warn"}:
            side = px(15)
            draw_glyph(painter, QRectF(x - side / 2, y - side / 2, side, side), row.status, tone.ink)
            return
        painter.setPen(QPen(QColor(theme.accent), 1.6))
        painter.setBrush(QColor(theme.surface))
        painter.drawEllipse(QPointF(x, y), px(4), px(4))
