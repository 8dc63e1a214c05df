"""Small drawn marks in the theme's colours: check, cross, warning, question, clock and the others, crisp at any scale."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from jotlens.gui.looks import Looks

_BOX = 16.0
_STROKE = 1.9


@cache
def _strokes(name: str) -> QPainterPath:
    """The lines of a mark in a box of 16 by 16."""
    path = QPainterPath()
    match name:
        case "pass" | "check":
            _line(path, (3.0, 8.6), (6.5, 12.1), (13.0, 4.4))
        case "fail" | "cross":
            _line(path, (4.0, 4.0), (12.0, 12.0))
            _line(path, (12.0, 4.0), (4.0, 12.0))
        case "warn":
            _line(path, (8.0, 2.2), (14.4, 13.6), (1.6, 13.6), (8.0, 2.2))
            _line(path, (8.0, 6.4), (8.0, 9.4))
            _line(path, (8.0, 11.5), (8.0, 11.55))
        case "unknown":
            path.moveTo(5.0, 5.4)
            path.cubicTo(5.0, 1.6, 11.2, 1.6, 11.2, 5.4)
            path.cubicTo(11.2, 7.8, 8.1, 7.6, 8.1, 10.2)
            _line(path, (8.1, 13.2), (8.1, 13.25))
        case "clock":
            path.addEllipse(QRectF(2.0, 2.0, 12.0, 12.0))
            _line(path, (8.0, 4.8), (8.0, 8.2), (10.3, 9.6))
        case "lock":
            path.addRoundedRect(QRectF(3.2, 7.2, 9.6, 6.8), 1.6, 1.6)
            path.moveTo(5.2, 7.2)
            path.lineTo(5.2, 5.2)
            path.cubicTo(5.2, 1.4, 10.8, 1.4, 10.8, 5.2)
            path.lineTo(10.8, 7.2)
        case "copy":
            path.addRoundedRect(QRectF(5.6, 5.6, 8.0, 8.4), 1.4, 1.4)
            _line(path, (3.2, 10.4), (2.4, 10.4), (2.4, 2.4), (10.4, 2.4), (10.4, 3.2))
        case "right":
            _line(path, (6.0, 3.6), (10.4, 8.0), (6.0, 12.4))
        case "down":
            _line(path, (3.6, 6.0), (8.0, 10.4), (12.4, 6.0))
        case "eye" | "eye-off":
            path.moveTo(1.6, 8.0)
            path.cubicTo(4.6, 2.9, 11.4, 2.9, 14.4, 8.0)
            path.cubicTo(11.4, 13.1, 4.6, 13.1, 1.6, 8.0)
            path.addEllipse(QPointF(8.0, 8.0), 2.1, 2.1)
            if name == "eye-off":
                _line(path, (3.0, 13.4), (13.0, 2.6))
        case _:
            raise KeyError(name)
    return path


def _line(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)


@lru_cache(maxsize=256)
def _picture(name: str, color: str, side: float, ratio: float) -> QPixmap:
    """A mark drawn once: the same few come again with every row. `side` is in logical pixels."""
    pixels = round(side * ratio)
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixels / _BOX, pixels / _BOX)
    pen = QPen(QColor(color), _STROKE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPath(_strokes(name))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def draw_glyph(painter: QPainter, box: QRectF, name: str, color: str) -> None:
    """Draw a mark into a square box. Raises KeyError for a name that is not one of ours."""
    picture = _picture(name, color, box.width(), painter.device().devicePixelRatio())
    painter.drawPixmap(round(box.left()), round(box.top()), picture)


def glyph_icon(name: str, color: str, size: int = 16) -> QIcon:
    """Return a mark as an icon, for actions inside fields."""
    icon = QIcon()
    for ratio in (1, 2):
        icon.addPixmap(_picture(name, color, size, ratio))
    return icon


class Glyph(QWidget):
    """One mark as a widget of its own; what it means is said in words beside it."""

    def __init__(self, name: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._color = "#000000"
        self.resize_to(size)

    def resize_to(self, size: int) -> None:
        """Take a size in pixels."""
        self.setFixedSize(QSize(size, size))

    def show_mark(self, name: str, color: str) -> None:
        """Show another mark or colour."""
        if (name, color) != (self._name, self._color):
            self._name, self._color = name, color
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_glyph(painter, QRectF(self.rect()), self._name, self._color)


class Mark(Glyph):
    """A quiet mark that follows the theme and the zoom by itself."""

    def __init__(self, name: str, size: int, looks: Looks) -> None:
        super().__init__(name, looks.px(size))
        self._size = size
        self._looks = looks
        looks.changed.connect(self._on_looks)
        self._on_looks()

    def _on_looks(self) -> None:
        self.resize_to(self._looks.px(self._size))
        self.show_mark(self._name, self._looks.theme.muted)
