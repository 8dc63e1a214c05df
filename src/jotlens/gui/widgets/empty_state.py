"""What the window shows before anything was pasted: what to paste, samples to try, and that nothing leaves the machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from jotlens.gui.samples import Sample

_MOST_SAMPLES = 4


class EmptyState(QWidget):
    """The page of an empty window; Qt's own widgets draw all of it, since it is part of the first paint.

    Signals:
        sample_chosen: (str) the id of a sample to show.
    """

    sample_chosen = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._samples = QVBoxLayout()
        self._build()

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        """Offer the first samples as buttons; they are read after the first paint, their place is kept."""
        if self._samples.count():
            return
        for sample in samples[:_MOST_SAMPLES]:
            button = QPushButton(sample.title)
            button.setObjectName(f"sample-{sample.id}")
            button.setAccessibleName(self.tr("Sample: {title}").format(title=sample.title))
            button.setProperty("role", "card")
            button.clicked.connect(partial(self.sample_chosen.emit, sample.id))
            self._samples.addWidget(button)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("emptyState")
        paste = QKeySequence(QKeySequence.StandardKey.Paste).toString(QKeySequence.SequenceFormat.NativeText)
        how = self.tr(
            "Press {keys} anywhere, drop a file on the window, or open one. A whole request, a cURL command, "
            "a JSON answer, a callback address or a log will do: JotLens takes the tokens out of it."
        ).format(keys=paste)
        place = QWidget()
        place.setMinimumHeight(px(40) * _MOST_SAMPLES)
        place.setLayout(self._samples)
        self._samples.setContentsMargins(0, 0, 0, 0)
        self._samples.setSpacing(px(6))
        middle = QWidget()
        middle.setFixedWidth(px(400))
        column = QVBoxLayout(middle)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addLayout(self._picture())
        column.addSpacing(px(4))
        column.addWidget(PlainLabel(self.tr("Paste a token"), "hero").centre())
        column.addWidget(PlainLabel(how, "muted", wrap=True).centre())
        column.addSpacing(px(8))
        column.addWidget(PlainLabel(self.tr("OR TRY A SAMPLE"), "section"))
        column.addWidget(place)
        column.addSpacing(px(8))
        column.addWidget(PlainLabel(self.tr("What you paste stays on this computer."), "muted").centre())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def _picture(self) -> QHBoxLayout:
        """The icon of the program, in the middle of a row."""
        label, side = QLabel(), self._looks.px(56)
        label.setPixmap(QPixmap(str(resource("icons/jotlens-128.png"))))
        label.setScaledContents(True)
        label.setFixedSize(side, side)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(label)
        row.addStretch(1)
        return row
