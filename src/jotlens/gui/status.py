"""The status bar: what was sent to whom, where secrets are kept, the zone of the times, and what is being worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStatusBar, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton

SHOWS_WORK_AFTER_MS = 200
"""What is quicker than a fifth of a second shows only its result."""

_NOTE_MS = 4_000


class Status(QStatusBar):
    """Shows the state of things.

    Signals:
        stop_requested: what is being worked on is to be stopped.
        trace_requested: a person wants to see what was sent.
    """

    stop_requested = Signal()
    trace_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._sent = PlainLabel(self.tr("Nothing was sent"), "small")
        self._counts: dict[str, int] = {}
        self._sent_button: QToolButton | None = None
        self._secrets: PlainLabel | None = None
        self._zone = PlainLabel("", "small")
        self._note = PlainLabel("", "small")
        self._row = QHBoxLayout()
        self._work: QWidget | None = None
        self._bar: QProgressBar | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOWS_WORK_AFTER_MS)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_NOTE_MS)
        self._build()
        self._patience.timeout.connect(self._show_work)
        self._forget.timeout.connect(self._note.clear)

    def draw_lock(self) -> None:
        """Put the lock before "nothing was sent"; drawing loads what the first paint does without."""
        from jotlens.gui.widgets.glyphs import Mark

        self._row.insertWidget(0, Mark("lock", 12, self._looks))

    def count_sent(self, host: str) -> None:
        """Count a request to a host; from the first one on the bar says so, and leads to the steps."""
        self._counts[host] = self._counts.get(host, 0) + 1
        if self._sent_button is None:
            from PySide6.QtWidgets import QToolButton

            self._sent_button = button = QToolButton()
            button.setObjectName("sentButton")
            button.setProperty("role", "quiet")
            button.clicked.connect(self.trace_requested)
            self._row.replaceWidget(self._sent, button)
            self._sent.hide()
        words = self._sent_words()
        self._sent_button.setText(words)
        listed = "\n".join(f"{name}: {count}" for name, count in self._counts.items())
        self._sent_button.setToolTip(plain_tooltip(listed))
        self._sent_button.setAccessibleName(self.tr("{sent}: show the steps").format(sent=words))

    def show_secrets(self, keyring: str) -> None:
        """Name the keyring in use; empty where there is none, so that secrets live until the window closes."""
        if self._secrets is None:
            self._secrets = PlainLabel("", "small")
            self._secrets.setObjectName("secretsLabel")
            at = self._row.indexOf(self._zone)
            self._row.insertWidget(at, self._secrets)
            self._row.insertSpacing(at + 1, self._looks.px(14))
        name = keyring or self.tr("no keyring, kept until JotLens closes")
        self._secrets.setText(self.tr("Secrets: {keyring}").format(keyring=name))

    def _sent_words(self) -> str:
        total = sum(self._counts.values())
        if len(self._counts) > 1:
            hosts = len(self._counts)
            return self.tr("{count} requests to {hosts} hosts").format(count=total, hosts=hosts)
        host = next(iter(self._counts))
        if total == 1:
            return self.tr("1 request to {host}").format(host=host)
        return self.tr("{count} requests to {host}").format(count=total, host=host)

    def show_zone(self, words: str) -> None:
        """Show the zone of all times."""
        self._zone.setText(self.tr("Times in {zone}").format(zone=words))

    def note(self, words: str) -> None:
        """Say something for a few seconds."""
        self._note.setText(words)
        self._forget.start()

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        """Show that work goes on, once it has taken a fifth of a second."""
        if self._bar is not None:
            self._bar.setRange(0, 0)
        if busy:
            self._patience.start()
        else:
            self._patience.stop()
            if self._work is not None:
                self._work.hide()

    def show_progress(self, done: float) -> None:
        """Show how far the work is, 0 to 1."""
        if self._bar is not None:
            self._bar.setRange(0, 100)
            self._bar.setValue(round(done * 100))

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self._sent.setObjectName("sentLabel")
        self._zone.setObjectName("zoneLabel")
        self._note.setObjectName("noteLabel")
        left = QWidget()
        left.setLayout(self._row)
        self._row.setContentsMargins(px(10), px(2), 0, px(2))
        self._row.setSpacing(px(6))
        self._row.addWidget(self._sent)
        self._row.addSpacing(px(14))
        self._row.addWidget(self._zone)
        self._row.addSpacing(px(14))
        self._row.addWidget(self._note)
        self.addWidget(left)

    def _show_work(self) -> None:
        """Show the bar and the button to stop with; they are made the first time that something takes so long."""
        if self._work is None:
            self._work = self._made_work()
            self.addPermanentWidget(self._work)
        self._work.show()

    def _made_work(self) -> QWidget:
        px = self._looks.px
        stop = QPushButton(self.tr("Stop"))
        stop.setObjectName("stopButton")
        stop.setAccessibleName(self.tr("Stop what is being worked on"))
        stop.clicked.connect(self.stop_requested)
        self._bar = bar = QProgressBar()
        bar.setObjectName("workBar")
        bar.setAccessibleName(self.tr("Progress"))
        bar.setTextVisible(False)
        bar.setFixedSize(px(120), px(6))
        bar.setRange(0, 0)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(PlainLabel(self.tr("Working…"), "small"))
        row.addWidget(bar)
        row.addWidget(stop)
        return work
