"""The guide at the top of the pane: what the chosen scenario shows, what to do meanwhile, and what to look at then."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.panel import Panel
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.sandbox.scenarios import LogIn, Scenario


class GuideState(StrEnum):
    """How far the scenario on show is."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    HALTED = "halted"


class Guide(Panel):
    """Shows one scenario.

    Signals:
        begin_requested: the scenario on show is to be played.
        next_requested: the one after it is to be played.
        stop_requested: a person wants it to end.
    """

    begin_requested = Signal()
    next_requested = Signal()
    stop_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(looks, parent)
        self.state = GuideState.READY
        self._head = PlainLabel("", "section")
        self._title = Paragraph(looks, strong=True)
        self._said = Paragraph(looks)
        self._begin = QPushButton()
        self._next = QPushButton()
        self._stop = QPushButton(self.tr("Stop"))
        self._build()
        self._begin.clicked.connect(self.begin_requested)
        self._next.clicked.connect(self.next_requested)
        self._stop.clicked.connect(self.stop_requested)
        looks.changed.connect(self._on_looks)
        self._on_looks()

    def show_ready(self, scenario: Scenario) -> None:
        """Offer a scenario."""
        self._show(GuideState.READY, self.tr("A LESSON"), scenario.title, scenario.lesson)
        self._name(self._begin, self.tr("Start"), self.tr("Start: {title}").format(title=scenario.title))
        self._begin.setFocus()

    def show_running(self, scenario: Scenario, password: str) -> None:
        """Say what a person has to do while it plays."""
        if any(isinstance(step, LogIn) for step in scenario.steps):
            said = self.tr(
                "Your browser opens the login page of the sandbox. The user is chosen already, and the password is "
                "“{password}”. Then come back here."
            ).format(password=password)
        else:
            said = self.tr("Nobody has to log in: the application asks by itself.")
        self._show(GuideState.RUNNING, self.tr("UNDER WAY"), scenario.title, said)

    def show_done(self, scenario: Scenario, following: Scenario | None) -> None:
        """Say what to look at, and offer the next scenario."""
        self._show(GuideState.DONE, self.tr("WHAT TO LOOK AT"), scenario.title, scenario.watch)
        self._name(self._begin, self.tr("Once more"), self.tr("Play it once more"))
        self._next.setVisible(following is not None)
        if following is not None:
            told = self.tr("Next: {title}").format(title=following.title)
            self._name(self._next, self.tr("Next lesson"), told)
            self._next.setToolTip(following.title)
            self._next.setFocus()

    def show_halted(self, scenario: Scenario, said: str) -> None:
        """Say why it did not get to its end."""
        self._show(GuideState.HALTED, self.tr("NOT FINISHED"), scenario.title, said)
        self._name(self._begin, self.tr("Try again"), self.tr("Play it again"))
        self._begin.setFocus()

    @property
    def said(self) -> str:
        """The words on show."""
        return self._said.text()

    def _show(self, state: GuideState, head: str, title: str, said: str) -> None:
        self.state = state
        self._head.setText(head)
        self._title.set_text(title)
        self._said.set_text(said)
        running = state is GuideState.RUNNING
        self._stop.setVisible(running)
        self._begin.setVisible(not running)
        self._next.setVisible(False)
        primary = state in {GuideState.READY, GuideState.HALTED}
        self._begin.setProperty("role", "primary" if primary else "")
        self._begin.style().unpolish(self._begin)
        self._begin.style().polish(self._begin)
        self._on_looks()

    def _name(self, button: QPushButton, text: str, told: str) -> None:
        button.setText(text)
        button.setAccessibleName(told)

    def _build(self) -> None:
        px = self.looks.px
        self.setObjectName("sandboxGuide")
        for widget, name in (
            (self._title, "guideTitle"),
            (self._said, "guideSaid"),
            (self._begin, "guideBegin"),
            (self._next, "guideNext"),
            (self._stop, "guideStop"),
        ):
            widget.setObjectName(name)
        self._stop.setAccessibleName(self.tr("Stop the lesson"))
        self._next.setProperty("role", "primary")
        row = QHBoxLayout()
        row.setSpacing(px(6))
        for button in (self._next, self._begin, self._stop):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(12), px(11))
        column.setSpacing(px(4))
        column.addWidget(self._head)
        column.addWidget(self._title)
        column.addWidget(self._said)
        column.addSpacing(px(5))
        column.addLayout(row)

    def _on_looks(self) -> None:
        theme = self.looks.theme
        status = {GuideState.DONE: "pass", GuideState.HALTED: "warn"}.get(self.state, "")
        tone = theme.tone(status or "unknown")
        self.paint_as(tone.tint, tone.edge, tone.ink if status else theme.accent)
