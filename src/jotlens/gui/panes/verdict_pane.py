"""The first glance: what it is, the four cards, the one sentence, and what to do."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.countdown import when_words
from jotlens.gui.describe import verdict_status
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.answer_card import AnswerCard
from jotlens.gui.widgets.difference import DifferenceView
from jotlens.gui.widgets.glyphs import Glyph
from jotlens.gui.widgets.panel import Panel
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.inspection.model import Answer, ClockAnswer, Diagnosis, Inspection, Question, VerdictStatus

_WHEN = 1
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
"""Where the first sentence of a verdict ends: it stands out, the others explain."""

_FOUR_IN_A_ROW = 560
"""From this width on, in pixels at zoom 1, the cards stand in one row; below, two and two."""


class VerdictPane(QWidget):
    """Shows an Inspection at one glance.

    Signals:
        finding_requested: (str) a person wants to see the check that decided.
        cause_requested: a person wants to see why it was rejected.
    """

    finding_requested = Signal(str)
    cause_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._inspection: Inspection | None = None
        self._zone: tzinfo | None = None
        self._title = Paragraph(looks, factor=1.3, strong=True, most_lines=2)
        self._subtitle = Paragraph(looks, quiet=True, most_lines=1)
        questions = (self.tr("What"), self.tr("When"), self.tr("Who"), self.tr("For what"))
        self.cards = tuple(AnswerCard(looks, text, with_bar=at == _WHEN) for at, text in enumerate(questions))
        self._grid = QGridLayout()
        self._columns = 0
        self._clocks = Paragraph(looks)
        self._banner = Panel(looks)
        self._mark = Glyph("unknown", looks.px(16))
        self._sentence = Paragraph(looks, strong=True)
        self._reason = Paragraph(looks)
        self._cause = Paragraph(looks, strong=True)
        self._difference = DifferenceView(looks)
        self._next = Paragraph(looks)
        self._button = QPushButton(self.tr("What to do"))
        self._build()
        self._button.toggled.connect(self._on_button)
        looks.changed.connect(self._on_looks)

    def show_inspection(self, inspection: Inspection, now: datetime) -> None:
        """Show an inspection as it is at an instant; what to do is folded away when the verdict is another one."""
        before = self._inspection
        self._inspection = inspection
        self._title.set_text(inspection.title)
        self._subtitle.set_text(inspection.subtitle)
        for card, answer in zip(self.cards, inspection.answers, strict=True):
            if answer.question is not Question.WHEN:
                card.show_answer(str(answer.status), answer.headline, answer.detail)
        self._show_when(inspection, inspection.answers[_WHEN], now)
        self._show_clocks(inspection.other_clock)
        if before is None or not _same_decision(before, inspection):
            self._button.setChecked(False)
        self._show_verdict(inspection)

    def tick(self, now: datetime) -> None:
        """Show another second: only the When card is touched."""
        if self._inspection is not None:
            words = when_words(self._inspection, self._inspection.answers[_WHEN], now, self._zone)
            self.cards[_WHEN].show_headline(words.status, words.headline, _when_mark(words.status))
            self.cards[_WHEN].show_life(words.lived)

    def set_zone(self, zone: tzinfo | None, now: datetime) -> None:
        """Show times in a zone (None: this computer's)."""
        self._zone = zone
        if self._inspection is not None:
            self._show_when(self._inspection, self._inspection.answers[_WHEN], now)

    def minimumSizeHint(self) -> QSize:
        """What it takes to say everything: where height is scarce, the evidence below gives way."""
        layout = self.layout()
        if layout is None or self.width() < self._looks.px(100):
            return super().minimumSizeHint()
        return QSize(layout.minimumSize().width(), layout.totalHeightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _show_when(self, inspection: Inspection, answer: Answer, now: datetime) -> None:
        words = when_words(inspection, answer, now, self._zone)
        card = self.cards[_WHEN]
        card.show_answer(words.status, words.headline, words.detail, _when_mark(words.status))
        card.show_life(words.lived)

    def _show_clocks(self, answer: ClockAnswer | None) -> None:
        told = answer if answer is not None and answer.worth_saying else None
        self._clocks.set_tone("warn" if told is not None and told.differs else "")
        self._clocks.set_text(told.sentence if told is not None else "")
        self._clocks.setVisible(told is not None)

    def _show_verdict(self, inspection: Inspection) -> None:
        verdict = inspection.verdict
        sentence, _, reason = _SENTENCE_END.sub("\n", verdict.sentence, count=1).partition("\n")
        cause = _cause_beside(inspection)
        next_step = cause.fix if cause is not None else verdict.next_step
        likely = self.tr("Most likely cause: {title}.").format(title=cause.title) if cause else ""
        self._sentence.set_text(sentence)
        self._reason.set_text(reason)
        self._reason.setVisible(bool(reason))
        self._cause.set_text(likely)
        self._cause.setVisible(bool(likely))
        self._next.set_text(next_step)
        decided = inspection.finding(verdict.finding_id) if verdict.finding_id is not None else None
        self._difference.show_difference(decided.difference if decided is not None else None)
        self._button.setVisible(bool(next_step))
        self._banner.setAccessibleName(" ".join(filter(None, (verdict.sentence, likely))))
        self._paint()

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("verdictPane")
        self._title.setObjectName("title")
        self._subtitle.setObjectName("subtitle")
        self._sentence.setObjectName("sentence")
        self._reason.setObjectName("reason")
        self._cause.setObjectName("cause")
        self._next.setObjectName("nextStep")
        self._clocks.setObjectName("clocks")
        self._clocks.hide()
        self._difference.setObjectName("difference")
        self._banner.setObjectName("banner")
        for card, name in zip(self.cards, ("cardWhat", "cardWhen", "cardWho", "cardForWhat"), strict=True):
            card.setObjectName(name)
        self._button.setObjectName("whatToDo")
        self._button.setAccessibleName(self.tr("What to do about it"))
        self._button.setCheckable(True)
        self._button.setProperty("role", "primary")
        self._next.hide()
        self._cause.hide()
        self._difference.hide()
        self._grid.setSpacing(px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(px(1))
        column.addWidget(self._subtitle)
        column.addSpacing(px(9))
        column.addLayout(self._grid)
        column.addSpacing(px(8))
        column.addWidget(self._banner)
        self._build_banner()
        self._arrange()
        self._banner.raise_()  # a screen reader comes to it after the cards

    def _build_banner(self) -> None:
        px = self._looks.px
        words = QGridLayout()
        words.setHorizontalSpacing(px(10))
        words.setVerticalSpacing(px(4))
        words.setColumnStretch(1, 1)
        words.addWidget(self._mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        for at, below in enumerate(
            (self._sentence, self._reason, self._cause, self._clocks, self._difference, self._next)
        ):
            words.addWidget(below, at, 1)
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(px(14), px(10), px(12), px(10))
        row.setSpacing(px(14))
        row.addLayout(words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _arrange(self) -> None:
        """Put the cards into one row, or two and two."""
        columns = 4 if self.width() >= self._looks.px(_FOUR_IN_A_ROW) else 2
        if columns == self._columns:
            return
        self._columns = columns
        for at, card in enumerate(self.cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, at // columns, at % columns)
            card.set_compact(columns == 2)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _on_button(self, shown: bool) -> None:  # noqa: FBT001 - a slot of a toggled button
        self._next.setVisible(shown)
        self._button.setText(self.tr("Fold away") if shown else self.tr("What to do"))
        inspection = self._inspection
        if not shown or inspection is None:
            return
        if inspection.diagnoses:
            self.cause_requested.emit()
        if inspection.verdict.finding_id is not None:
            self.finding_requested.emit(inspection.verdict.finding_id)

    def _on_looks(self) -> None:
        self._mark.resize_to(self._looks.px(16))
        self._grid.setSpacing(self._looks.px(8))
        self._paint()
        self._arrange()

    def _paint(self) -> None:
        status = verdict_status(self._inspection) if self._inspection is not None else "na"
        tone = self._looks.theme.tone(status)
        self._banner.paint_as(tone.tint, tone.edge)
        self._mark.show_mark("unknown" if status == "na" else status, tone.ink)


def _when_mark(status: str) -> str:
    return "clock" if status in {"pass", "warn"} else ""


def _cause_beside(inspection: Inspection) -> Diagnosis | None:
    """Return the cause that is said beside the verdict: where the verdict does not name it by itself."""
    status, answered = inspection.verdict.status, inspection.policy.api is not None
    if status is VerdictStatus.NOT_A_TOKEN or (status is VerdictStatus.REJECT and not answered):
        return None
    return inspection.diagnoses[0] if inspection.diagnoses else None


def _same_decision(one: Inspection, other: Inspection) -> bool:
    """Whether two inspections decide the same of the same token; their words may change from minute to minute."""
    if one.token is not other.token or one.verdict.status is not other.verdict.status:
        return False
    return one.verdict.finding_id == other.verdict.finding_id
