"""A small callout beside a part of the window: what it is for, with a pointer to it. It never covers what it explains."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel

_POINTER = 9
_WIDE = 300


class Hint(QWidget):
    """Shows one hint after the other; who shows it says beside what.

    Signals:
        next_requested: a person has read this one.
        close_requested: a person wants no hints.
    """

    next_requested = Signal()
    close_requested = Signal()

    def __init__(self, looks: Looks, window: QWidget) -> None:
        super().__init__(window)
        self._looks = looks
        self._target: QWidget | None = None
        self._tip = QPoint()
        self._title = PlainLabel("", "strong")
        self._words = PlainLabel("", "", wrap=True)
        self._count = PlainLabel("", "small")
        self._close = QPushButton(self.tr("Close hints"))
        self.next = QPushButton()
        self._build()
        self._close.clicked.connect(self.close_requested)
        self.next.clicked.connect(self.next_requested)
        looks.changed.connect(self.settle)
        window.installEventFilter(self)

    def show_hint(self, target: QWidget, title: str, words: str, *, at: int, of: int) -> None:
        """Show hint `at` (from 1) of `of`, beside `target`, and give its button the focus."""
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = target
        target.installEventFilter(self)
        self._title.setText(title)
        self._words.setText(words)
        self._count.setText(self.tr("{at} of {of}").format(at=at, of=of))
        last = at == of
        self.next.setText(self.tr("Done") if last else self.tr("Next"))
        self.next.setAccessibleName(self.tr("Done: close the hints") if last else self.tr("Next hint"))
        self.next.setAccessibleDescription(f"{title}. {words}")
        self.setAccessibleName(f"{title}. {words}")
        self.settle()
        self.next.setFocus()

    def leave(self) -> None:
        """Go away, and stay away."""
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = None
        self.hide()
        self.deleteLater()

    def settle(self) -> None:
        """Take the place beside the target; hide while that cannot be seen."""
        target, window = self._target, self.parentWidget()
        if target is None or window is None:
            return
        if not target.isVisible():
            self.hide()
            return
        column = self.layout()
        width = min(self._looks.px(_WIDE), window.width() - self._looks.px(24))
        height = column.totalHeightForWidth(width) if column is not None else self.sizeHint().height()
        about = QRect(target.mapTo(window, QPoint()), target.size())
        place, self._tip = beside(about, QSize(width, height), window.rect(), self._looks.px(_POINTER))
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {
            QEvent.Type.Resize,
            QEvent.Type.Move,
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.LayoutRequest,
        }:
            self.settle()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, pointer = self._looks.theme, self._looks.px(_POINTER)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(pointer + 1, pointer + 1, -pointer - 1, -pointer - 1)
        shape = QPainterPath()
        shape.addRoundedRect(box, pointer, pointer)
        tip = QPointF(self._tip - self.pos())
        if not box.contains(tip):
            shape = shape.united(_arrow(box, tip, pointer))
        painter.fillPath(shape, QColor(theme.raised))
        painter.setPen(QPen(QColor(theme.accent), 1.2))
        painter.drawPath(shape)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("hint")
        self._title.setObjectName("hintTitle")
        self._words.setObjectName("hintWords")
        self._close.setObjectName("hintClose")
        self._close.setAccessibleName(self.tr("Close the hints; they do not come back"))
        self.next.setObjectName("hintNext")
        self.next.setProperty("role", "primary")
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self.next)
        inset = px(_POINTER)
        column = QVBoxLayout(self)
        column.setContentsMargins(inset + px(14), inset + px(11), inset + px(12), inset + px(11))
        column.setSpacing(px(6))
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(px(4))
        column.addLayout(row)
        self.setTabOrder(self.next, self._close)


def _arrow(box: QRectF, tip: QPointF, half: int) -> QPainterPath:
    """Return the pointer from the edge of a box to a tip outside it; its foot stands inside, so that both become one."""
    keep = 2 * half
    if box.left() <= tip.x() <= box.right():  # above or below
        x = min(max(tip.x(), box.left() + keep), box.right() - keep)
        y = box.top() + 2 if tip.y() < box.top() else box.bottom() - 2
        feet = QPointF(x - half, y), QPointF(x + half, y)
    else:
        x = box.left() + 2 if tip.x() < box.left() else box.right() - 2
        y = min(max(tip.y(), box.top() + keep), box.bottom() - keep)
        feet = QPointF(x, y - half), QPointF(x, y + half)
    arrow = QPainterPath(tip)
    for foot in feet:
        arrow.lineTo(foot)
    arrow.closeSubpath()
    return arrow


def beside(target: QRect, size: QSize, room: QRect, gap: int) -> tuple[QRect, QPoint]:
    """Return where a callout of this size stands beside a target in a room, and the point that it points to.

    To the right, to the left, below, above: the first where it fits beside what it explains; if none does, in the
    lower corner of the room that is farther away.
    """
    middle, wide, high = target.center(), size.width(), size.height()
    across = min(max(middle.x() - wide // 2, room.left() + gap), room.right() - wide - gap)
    down = min(max(target.top(), room.top() + gap), room.bottom() - high - gap)
    near_y = min(max(middle.y(), down + gap * 3), down + high - gap * 3)
    tries = (
        (QPoint(target.right() - gap // 2, down), QPoint(target.right() - gap // 2, near_y)),
        (QPoint(target.left() - wide + gap // 2, down), QPoint(target.left() + gap // 2, near_y)),
        (QPoint(across, target.bottom() - gap // 2), QPoint(middle.x(), target.bottom() - gap // 2)),
        (QPoint(across, target.top() - high + gap // 2), QPoint(middle.x(), target.top() + gap // 2)),
    )
    for corner, tip in tries:
        place = QRect(corner, size)
        if room.contains(place):
            return place, tip
    left = room.left() + gap if middle.x() > room.center().x() else room.right() - wide - gap
    place = QRect(QPoint(left, room.bottom() - high - gap), size)
    return place, place.center()
