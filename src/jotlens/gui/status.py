"""The status bar: that nothing was sent, the zone of the times, and what is being worked on."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStatusBar, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import Glyph
from jotlens.gui.widgets.plain import PlainLabel

_SHOWS_WORK_AFTER_MS = 200
_NOTE_MS = 4_000


class Status(QStatusBar):
    """Shows the state of things.

    Signals:
        stop_requested: what is being worked on is to be stopped.
    """

    stop_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._lock = Glyph("lock", looks.px(12))
        self._sent = PlainLabel(self.tr("Nothing was sent"), "small")
        self._zone = PlainLabel("", "small")
        self._note = PlainLabel("", "small")
        self._work = QWidget()
        self._bar = QProgressBar()
        self._stop = QPushButton(self.tr("Stop"))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_SHOWS_WORK_AFTER_MS)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_NOTE_MS)
        self._build()
        self._patience.timeout.connect(self._work.show)
        self._forget.timeout.connect(self._note.clear)
        self._stop.clicked.connect(self.stop_requested)
        looks.changed.connect(self._on_looks)

    def show_zone(self, words: str) -> None:
        """Show the zone of all times."""
        self._zone.setText(self.tr("Times in {zone}").format(zone=words))

    def note(self, words: str) -> None:
        """Say something for a few seconds."""
        self._note.setText(words)
        self._forget.start()

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        """Show that work goes on, once it has taken a fifth of a second."""
        self._bar.setRange(0, 0)
        if busy:
            self._patience.start()
        else:
            self._patience.stop()
            self._work.hide()

    def show_progress(self, done: float) -> None:
        """Show how far the work is, 0 to 1."""
        self._bar.setRange(0, 100)
        self._bar.setValue(round(done * 100))

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self._sent.setObjectName("sentLabel")
        self._zone.setObjectName("zoneLabel")
        self._note.setObjectName("noteLabel")
        self._bar.setObjectName("workBar")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(px(120), px(6))
        self._stop.setObjectName("stopButton")
        self._stop.setAccessibleName(self.tr("Stop what is being worked on"))
        work = QHBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.addWidget(PlainLabel(self.tr("Working…"), "small"))
        work.addWidget(self._bar)
        work.addWidget(self._stop)
        left = QWidget()
        row = QHBoxLayout(left)
        row.setContentsMargins(px(10), px(2), 0, px(2))
        row.setSpacing(px(6))
        row.addWidget(self._lock)
        row.addWidget(self._sent)
        row.addSpacing(px(14))
        row.addWidget(self._zone)
        row.addSpacing(px(14))
        row.addWidget(self._note)
        self.addWidget(left)
        self.addPermanentWidget(self._work)
        self._work.hide()
        self._on_looks()

    def _on_looks(self) -> None:
        self._lock.show_mark("lock", self._looks.theme.muted)
