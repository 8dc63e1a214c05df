"""A fetch while it runs, and how it ended: what a person has to do, the outcome in a sentence, and every step."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.fetching.prompt_panel import PromptPanel
from jotlens.gui.fetching.trace_model import TraceModel
from jotlens.gui.fetching.trace_view import TraceView
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.scrolled import show_scrolled
from jotlens.inspection.model import Diagnosis
from jotlens.oauth.trace import Exchange, Step


class RunState(StrEnum):
    """How far a fetch is."""

    RUNNING = "running"
    ASKED = "asked"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class RunView(QScrollArea):
    """Shows one run.

    Signals:
        stop_requested: a person wants it to end.
        again_requested: a person wants to try once more.
        back_requested: a person wants to change what is asked.
        inspect_requested: a person wants to see the token that came.
        curl_requested: (Exchange) a person wants this request as cURL.
        step_copy_requested: (Step) a person wants this step in the clipboard.
    """

    stop_requested = Signal()
    again_requested = Signal()
    back_requested = Signal()
    inspect_requested = Signal()
    curl_requested = Signal(object)
    step_copy_requested = Signal(object)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.state = RunState.ASKED
        self._title = Paragraph(looks, factor=1.12, strong=True)
        self._said = Paragraph(looks)
        self.prompt = PromptPanel(looks)
        self.model = TraceModel(self)
        self.trace = TraceView(looks, self.model)
        self._stop = QPushButton(self.tr("Stop"))
        self._again = QPushButton(self.tr("Try again"))
        self._back = QPushButton(self.tr("Change…"))
        self._inspect = QPushButton(self.tr("Show the token"))
        self._curl = QToolButton()
        self._copy = QToolButton()
        self._build()
        self._connect()
        self.forget()

    def begin(self, host: str) -> None:
        """Show that a fetch has begun."""
        self.model.clear()
        self.prompt.forget()
        self._show(RunState.RUNNING, self.tr("Fetching from {host}…").format(host=host), "")
        self._stop.setFocus()

    def forget(self) -> None:
        """Show nothing."""
        self.model.clear()
        self.prompt.forget()
        self._show(RunState.ASKED, self.tr("Nothing was fetched yet"), "")

    def begin_question(self, title: str) -> None:
        """Begin the steps of a question that is asked elsewhere in the window."""
        self.model.clear()
        self.prompt.forget()
        self._show(RunState.ASKED, title, "")

    def put(self, place: int, step: Step, masked: Step) -> None:
        """Show a step that happened; the newest stays in view as long as nobody looks at another one."""
        bar = self.trace.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - self._looks.px(8)
        self.model.put(place, step, masked)
        if follows and self.state is RunState.RUNNING:
            self.trace.scrollToBottom()

    def end(self, state: RunState, title: str, said: str, causes: tuple[Diagnosis, ...] = ()) -> None:
        """Show how it ended."""
        self.prompt.forget()
        self.model.show_causes(causes)
        self._show(state, title, said)
        if state is RunState.FAILED:
            failed = self.model.failed()
            if failed.isValid():
                self.trace.setCurrentIndex(failed)
                self.trace.scrollTo(failed, QListView.ScrollHint.PositionAtTop)
            self._again.setFocus()

    def _show(self, state: RunState, title: str, said: str) -> None:
        self.state = state
        tone = {RunState.FAILED: "fail", RunState.DONE: "pass"}.get(state, "")
        self._title.set_text(title)
        self._title.set_tone(tone)
        self._said.set_text(said)
        self._said.setVisible(bool(said))
        self._stop.setVisible(state is RunState.RUNNING)
        self._again.setVisible(state in {RunState.FAILED, RunState.STOPPED})
        self._back.setVisible(state is not RunState.RUNNING)
        self._inspect.setVisible(state is RunState.DONE)
        self._on_current(self.trace.currentIndex())

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("fetchRun")
        self._title.setObjectName("runTitle")
        self._said.setObjectName("runSaid")
        self.prompt.hide()
        for button, name, told in (
            (self._stop, "runStop", self.tr("Stop the fetch")),
            (self._again, "runAgain", self.tr("Try the same again")),
            (self._back, "runBack", self.tr("Change what is asked")),
            (self._inspect, "runInspect", self.tr("Show the token that came")),
            (self._curl, "runCurl", self.tr("Copy the chosen request as a cURL command")),
            (self._copy, "runCopy", self.tr("Copy the chosen step")),
        ):
            button.setObjectName(name)
            button.setAccessibleName(told)
        self._again.setProperty("role", "primary")
        self._inspect.setProperty("role", "primary")
        for tool, text in ((self._curl, self.tr("Copy as cURL")), (self._copy, self.tr("Copy step"))):
            tool.setText(text)
            tool.setProperty("role", "quiet")
        words = QVBoxLayout()
        words.setSpacing(px(3))
        words.addWidget(self._title)
        words.addWidget(self._said)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        for button in (self._inspect, self._again, self._back, self._stop):
            head.addWidget(button)
        head.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(px(4))
        tools.addStretch(1)
        tools.addWidget(self._copy)
        tools.addWidget(self._curl)
        self.trace.setMinimumHeight(px(120))
        content = QWidget()
        show_scrolled(self, content)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(8))
        column.addLayout(words)
        column.addLayout(head)
        column.addWidget(self.prompt)
        column.addWidget(self.trace, 1)
        column.addLayout(tools)

    def _connect(self) -> None:
        self._stop.clicked.connect(self.stop_requested)
        self._again.clicked.connect(self.again_requested)
        self._back.clicked.connect(self.back_requested)
        self._inspect.clicked.connect(self.inspect_requested)
        self._curl.clicked.connect(self._on_curl)
        self._copy.clicked.connect(self._on_copy)
        self.trace.copy_requested.connect(self._on_copy)
        self.trace.selectionModel().currentChanged.connect(self._on_current)

    def _on_current(self, index: QModelIndex) -> None:
        step = self.model.step_at(index)
        self._curl.setEnabled(isinstance(step, Exchange))
        self._copy.setEnabled(step is not None)

    def _on_curl(self) -> None:
        exchange = self.model.exchange_at(self.trace.currentIndex())
        if exchange is not None:
            self.curl_requested.emit(exchange)

    def _on_copy(self) -> None:
        step = self.model.step_at(self.trace.currentIndex())
        if step is not None:
            self.step_copy_requested.emit(step)
