"""The window's icon, drawn: a lens over the three segments of a token. The same picture is resources/icons/jotlens.svg."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

_BOX = 64.0
_GROUND = "#1d2b4f"
_LENS = "#f4f7ff"
_SEGMENTS = (("#f590cf", 13.0, 24.0), ("#8cb2ff", 24.0, 18.0), ("#5fd6bd", 35.0, 12.0))
"""Colour, top and length of the three lines, as the light comes through the lens."""

_SIZES = (16, 32, 48, 128)


def draw_icon(painter: QPainter, box: QRectF) -> None:
    """Draw the icon into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / _BOX, box.height() / _BOX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(_GROUND))
    painter.drawRoundedRect(QRectF(2, 2, 60, 60), 14, 14)
    handle = QPen(QColor(_LENS), 6.5)
    handle.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(handle)
    painter.drawLine(QPointF(42.5, 42.5), QPointF(52, 52))
    painter.setPen(QPen(QColor(_LENS), 4.5))
    painter.setBrush(QColor("#26386a"))
    painter.drawEllipse(QPointF(28, 28), 18.5, 18.5)
    for color, top, length in _SEGMENTS:
        line = QPen(QColor(color), 5)
        line.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(line)
        y = top + 4
        left = 28 - length / 2 + 1.5
        painter.drawLine(QPointF(left, y), QPointF(left + length - 3, y))
    painter.restore()


def window_icon() -> QIcon:
    """Return the icon in the sizes that desktops ask for."""
    icon = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw_icon(painter, QRectF(0, 0, size, size))
        painter.end()
        icon.addPixmap(picture)
    return icon
