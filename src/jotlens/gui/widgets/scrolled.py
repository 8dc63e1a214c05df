"""Has a page scrolled as a whole where the window is smaller than it, without a frame or a ground of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def show_scrolled(area: QScrollArea, content: QWidget) -> None:
    """Put a page into an area, upright: it is as wide as the area, and what has the keyboard is scrolled to."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # setWidget has it filled
    area.viewport().setAutoFillBackground(False)
