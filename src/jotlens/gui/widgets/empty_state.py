"""What the window shows before anything was pasted: what to paste, samples to try, and that nothing leaves the machine."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.icon import draw_icon
from jotlens.gui.looks import Looks
from jotlens.gui.samples import Sample
from jotlens.gui.widgets.glyphs import Glyph
from jotlens.gui.widgets.plain import PlainLabel

_MOST_SAMPLES = 4


class _Picture(QWidget):
    """The icon of the program, large."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        side = looks.px(56)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QRectF(self.rect()))


class EmptyState(QWidget):
    """The page of an empty window.

    Signals:
        sample_chosen: (str) the id of a sample to show.
    """

    sample_chosen = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._samples = QVBoxLayout()
        self._lock = Glyph("lock", looks.px(13))
        self._build()
        looks.changed.connect(self._on_looks)

    def show_samples(self, samples: tuple[Sample, ...]) -> None:
        """Offer the first samples as buttons; they are read after the first paint, their place is kept."""
        while (item := self._samples.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
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
        hero = PlainLabel(self.tr("Paste a token"), "hero")
        how = PlainLabel(
            self.tr(
                "Press {keys} anywhere, drop a file on the window, or open one. A whole request, a cURL command, "
                "a JSON answer, a callback address or a log will do: JotLens takes the tokens out of it."
            ).format(keys=paste),
            "muted",
            wrap=True,
        )
        how.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        sealed = PlainLabel(self.tr("What you paste stays on this computer."), "muted")
        lock = QHBoxLayout()
        lock.setSpacing(px(6))
        lock.addStretch(1)
        lock.addWidget(self._lock)
        lock.addWidget(sealed)
        lock.addStretch(1)
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
        column.addWidget(_Picture(self._looks), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(px(4))
        column.addWidget(hero, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(how)
        column.addSpacing(px(8))
        column.addWidget(PlainLabel(self.tr("OR TRY A SAMPLE"), "section"))
        column.addWidget(place)
        column.addSpacing(px(8))
        column.addLayout(lock)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)
        self._on_looks()

    def _on_looks(self) -> None:
        self._lock.show_mark("lock", self._looks.theme.muted)
