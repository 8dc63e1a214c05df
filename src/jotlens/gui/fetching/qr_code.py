"""A QR code: dark squares on white in every theme, because that is what cameras expect."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jotlens.gui.looks import Looks

Matrix = tuple[bytes, ...]
"""The rows of a code from top to bottom, a byte a square: 1 is dark."""

_QUIET = 4
"""So many squares around it stay white (ISO/IEC 18004)."""

_DARK, _WHITE = "#000000", "#ffffff"
_SIDE, _SMALL_SIDE = 176, 118


def matrix_of(text: str) -> Matrix:
    """Return the code of a text; empty where it is too long for one."""
    import segno

    try:
        return tuple(bytes(row) for row in segno.make_qr(text, error="m", boost_error=False).matrix)
    except segno.DataOverflowError:
        return ()


class QrCode(QWidget):
    """Paints a matrix, each square a whole number of pixels."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._matrix: Matrix = ()
        self._small = False
        self.setObjectName("qrCode")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        looks.changed.connect(self.updateGeometry)

    def show_matrix(self, matrix: Matrix, told: str) -> None:
        """Show a code; `told` says in words where it leads."""
        self._matrix = matrix
        self.setAccessibleName(told)
        self.setVisible(bool(matrix))
        self.update()

    def set_small(self, small: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Take less room; a camera has to come nearer."""
        if small != self._small:
            self._small = small
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = self._looks.px(_SMALL_SIDE if self._small else _SIDE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        squares = len(self._matrix) + 2 * _QUIET
        ratio = self.devicePixelRatioF()
        unit = int(min(self.width(), self.height()) * ratio) // squares
        if not self._matrix or unit < 1:
            return
        painter = QPainter(self)
        painter.scale(1 / ratio, 1 / ratio)
        side = unit * squares
        painter.fillRect(QRect(0, 0, side, side), QColor(_WHITE))
        painter.setPen(Qt.PenStyle.NoPen)
        dark = QColor(_DARK)
        for y, row in enumerate(self._matrix):
            for x, square in enumerate(row):
                if square:
                    painter.fillRect((x + _QUIET) * unit, (y + _QUIET) * unit, unit, unit, dark)
