"""The story in the middle of the window: on top what went wrong first and what to do, below it the steps, then one of them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.cases.case import Case
from jotlens.gui.cases.step_panel import StepPanel
from jotlens.gui.cases.story_model import StepsModel
from jotlens.gui.cases.story_view import StepsView
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import Glyph
from jotlens.gui.widgets.panel import Panel
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.gui.widgets.scrolled import show_scrolled


class StoryPage(QScrollArea):
    """Shows a case; where the window is small, it is scrolled as a whole.

    Signals:
        report_requested: a report is wanted.
        reply_requested: a short reply to the customer is wanted in the clipboard.
        stop_requested: the search is to be stopped.
        step_chosen: (QModelIndex) this step is to be shown.
    """

    report_requested = Signal()
    reply_requested = Signal()
    stop_requested = Signal()
    step_chosen = Signal(object)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.model = StepsModel(self)
        self.steps = StepsView(looks, self.model)
        self.step = StepPanel(looks)
        self._head = Panel(looks)
        self._glyph = Glyph("unknown", looks.px(22))
        self._sentence = Paragraph(looks, factor=1.22, strong=True, most_lines=6)
        self._what_to_do = Paragraph(looks, most_lines=8)
        self._about = Paragraph(looks, factor=0.92, quiet=True, most_lines=6)
        self._report = QPushButton(self.tr("Report…"))
        self._reply = QPushButton(self.tr("Copy a short reply"))
        self._stop = QPushButton(self.tr("Stop"))
        self._bar = QProgressBar()
        self._title = PlainLabel(self.tr("WHAT HAPPENED"), "section")
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._status = "na"
        self._build()
        self._connect()
        self._on_looks()

    def show_scanning(self, name: str) -> None:
        """Say that files are being searched."""
        self._say(
            "na",
            self.tr("Looking for tokens in {name}…").format(name=name),
            "",
            self.tr("Nothing leaves this computer. What is found appears here."),
        )
        self.model.show_story(None)
        self._bar.setRange(0, 0)
        self._show_parts(scanning=True, story=False, found=False)

    def show_progress(self, done: float) -> None:
        """Say how far the search is, 0 to 1."""
        self._bar.setRange(0, 100)
        self._bar.setValue(round(done * 100))

    def show_case(self, case: Case, about: str) -> None:
        """Show the story of a case; `about` says in a line what the case holds."""
        tale = case.told
        cause = tale.story.cause if tale is not None else None
        if tale is not None and cause is not None:
            diagnosis = cause.diagnosis
            self._say("fail", tale.story.sentence, diagnosis.fix if diagnosis is not None else "", about)
        elif tale is not None:
            self._say("pass", tale.story.sentence, "", about)
        elif case.tokens:
            said = self.tr("There is no login in these files, so there is no story to tell.")
            self._say("na", said, self.tr("Choose a token in the list to see what it is."), about)
        else:
            said = self.tr("No token was found.")
            what = self.tr(
                "If the login failed, ask for a recording (HAR) that begins before it, with its content saved."
            )
            self._say("unknown", said, what, about)
        self.model.show_story(tale.story if tale is not None else None)
        self._show_parts(scanning=False, story=tale is not None, found=bool(case.tokens) or tale is not None)
        if tale is not None:
            at = cause.event if cause is not None else 0
            self.steps.show_step(self.model.index(at, 0))

    def say_stopped(self, about: str) -> None:
        """Say that the search was stopped before anything came of it."""
        self._say("unknown", self.tr("The search was stopped."), "", about)
        self._show_parts(scanning=False, story=False, found=False)

    def _say(self, status: str, sentence: str, what_to_do: str, about: str) -> None:
        self._status = status
        self._sentence.set_text(sentence)
        self._what_to_do.set_text(what_to_do)
        self._what_to_do.setVisible(bool(what_to_do))
        self._about.set_text(about)
        self._about.setVisible(bool(about))
        self._on_looks()

    def _show_parts(self, *, scanning: bool, story: bool, found: bool) -> None:
        self._bar.setVisible(scanning)
        self._stop.setVisible(scanning)
        self._report.setVisible(found)
        self._reply.setVisible(found)
        self._title.setVisible(story)
        self._split.setVisible(story)
        self._rest.setVisible(not story)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("storyPage")
        self.setAccessibleName(self.tr("The story of the login"))
        self._sentence.setObjectName("storySentence")
        self._what_to_do.setObjectName("storyWhatToDo")
        self._about.setObjectName("storyAbout")
        for button, name, told in (
            (self._report, "reportButton", self.tr("Make a report that can be shared")),
            (self._reply, "replyButton", self.tr("Copy a short reply to the customer")),
            (self._stop, "stopScan", self.tr("Stop searching")),
        ):
            button.setObjectName(name)
            button.setAccessibleName(told)
        self._report.setProperty("role", "primary")
        self._bar.setObjectName("scanBar")
        self._bar.setAccessibleName(self.tr("How far the search is"))
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(6))
        words = QVBoxLayout()
        words.setSpacing(px(6))
        for part in (self._sentence, self._what_to_do, self._about):
            words.addWidget(part)
        words.addWidget(self._bar)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for button in (self._report, self._reply, self._stop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words.addSpacing(px(2))
        words.addLayout(buttons)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(px(16), px(13), px(16), px(13))
        head.setSpacing(px(12))
        head.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._looks.px
        self._split.setObjectName("storySplit")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.steps)
        self._split.addWidget(self.step)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setSizes([px(340), px(190)])
        self.steps.setMinimumHeight(px(150))
        self._split.setMinimumHeight(px(300))
        self._rest = QWidget()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(9), px(11), px(9), px(10))
        column.setSpacing(px(8))
        column.addWidget(self._head)
        column.addWidget(self._title)
        column.addWidget(self._split, 1)
        column.addWidget(self._rest, 1)
        show_scrolled(self, content)

    def _connect(self) -> None:
        self._report.clicked.connect(self.report_requested)
        self._reply.clicked.connect(self.reply_requested)
        self._stop.clicked.connect(self.stop_requested)
        self.steps.selectionModel().currentChanged.connect(lambda index, _: self._on_step(index))
        self._looks.changed.connect(self._on_looks)

    def _on_step(self, index: object) -> None:
        self.steps.viewport().update()
        self.step_chosen.emit(index)

    def _on_looks(self) -> None:
        tone = self._looks.theme.tone(self._status)
        self._head.paint_as(tone.tint, tone.edge, tone.ink if self._status in {"fail", "pass"} else "")
        self._glyph.setVisible(self._status != "na")
        self._glyph.resize_to(self._looks.px(22))
        if self._status != "na":
            self._glyph.show_mark(self._status, tone.ink)
