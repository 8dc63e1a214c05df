"""What the window shows before anything was pasted: what to paste, samples to try, and that nothing leaves the machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from jotlens.gui.samples import Sample

_MOST_SAMPLES = 4
_HIGH_ENOUGH = 560
"""From this height on, in pixels at zoom 1, there is room for everything."""

_WIDER = 100
"""How much more of the width the words take than the room beside them, until they are as wide as they may be."""


class EmptyState(QWidget):
    """The page of an empty window; Qt's own widgets draw all of it, since it is part of the first paint.

    Signals:
        sample_chosen: (str) the id of a sample to show.
        fetch_requested: a person wants to fetch a token.
    """

    fetch_requested = Signal()
    sample_chosen = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._samples = QVBoxLayout()
        self._middle = QWidget()
        self._picture = QLabel()
        self._place = QWidget()
        self._fetch = QPushButton(self.tr("Or fetch one from its issuer…"))
        self._samples_title = PlainLabel(self.tr("OR TRY A SAMPLE"), "section")
        self._build()
        self._on_looks()
        looks.changed.connect(self._on_looks)

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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("emptyState")
        paste = QKeySequence(QKeySequence.StandardKey.Paste).toString(QKeySequence.SequenceFormat.NativeText)
        how = self.tr(
            "Press {keys} anywhere, drop a file on the window, or open one. A whole request, a cURL command, "
            "a JSON answer, a callback address or a log will do: JotLens takes the tokens out of it."
        ).format(keys=paste)
        self._place.setLayout(self._samples)
        self._samples.setContentsMargins(0, 0, 0, 0)
        self._samples.setSpacing(px(6))
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addLayout(self._picture_row())
        column.addSpacing(px(4))
        column.addWidget(PlainLabel(self.tr("Paste a token"), "hero").centre())
        column.addWidget(PlainLabel(how, "muted", wrap=True).centre())
        column.addLayout(self._fetch_row())
        column.addSpacing(px(4))
        column.addWidget(self._samples_title)
        column.addWidget(self._place)
        column.addSpacing(px(8))
        column.addWidget(PlainLabel(self.tr("What you paste stays on this computer."), "muted").centre())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._middle, _WIDER)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def _picture_row(self) -> QHBoxLayout:
        """The icon of the program, in the middle of a row."""
        self._picture.setPixmap(QPixmap(str(resource("icons/jotlens-128.png"))))
        self._picture.setScaledContents(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._picture)
        row.addStretch(1)
        return row

    def _fetch_row(self) -> QHBoxLayout:
        """The button to fetch a token with, in the middle of a row."""
        self._fetch.setObjectName("emptyFetch")
        self._fetch.setAccessibleName(self.tr("Fetch a token from its issuer"))
        self._fetch.clicked.connect(self.fetch_requested)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._fetch)
        row.addStretch(1)
        return row

    def _on_looks(self) -> None:
        px = self._looks.px
        self._middle.setMaximumWidth(px(400))
        self._picture.setFixedSize(px(56), px(56))
        self._place.setMinimumHeight(px(40) * _MOST_SAMPLES)
        self._fit()

    def _fit(self) -> None:
        """Where height is scarce, do without the picture, then without the samples: the Help menu has them too."""
        column = self._middle.layout()
        parts = ((self._picture,), (self._samples_title, self._place))
        for part in (part for group in parts for part in group):
            part.show()
        if column is None or self.height() >= self._looks.px(_HIGH_ENOUGH):
            return
        for group in parts:
            if column.totalHeightForWidth(self._middle.width()) <= self.height():
                return
            for part in group:
                part.hide()
