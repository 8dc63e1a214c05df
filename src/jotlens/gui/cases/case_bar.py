"""The line above a token of a case: as of when it is looked at, with the ways back to the story and to now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph


class CaseBar(QWidget):
    """Shows where a token stood, and what it differs in from the one that is known to be good.

    Signals:
        story_requested: the story is to be shown again.
        now_requested: the token is to be looked at as of now.
        compare_requested: what differs from the known good token is to be shown.
    """

    story_requested = Signal()
    now_requested = Signal()
    compare_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._where = Paragraph(looks, factor=0.94, most_lines=3)
        self._good = Paragraph(looks, factor=0.94, most_lines=3)
        self._story = QToolButton()
        self._now = QToolButton()
        self._compare = QToolButton()
        px = looks.px
        self.setObjectName("caseBar")
        self._where.setObjectName("caseWhere")
        self._good.setObjectName("caseKnownGoodSaid")
        for button, name, words, told in (
            (self._story, "backToStory", self.tr("◂ Story"), self.tr("Back to the story")),
            (self._now, "backToNow", self.tr("Look at it now"), self.tr("Look at the token as of now")),
            (
                self._compare,
                "showDifference",
                self.tr("Show"),
                self.tr("Show what differs from the known good token"),
            ),
        ):
            button.setObjectName(name)
            button.setText(words)
            button.setAccessibleName(told)
            button.setToolTip(told)
        for button in (self._now, self._compare):
            button.setProperty("role", "quiet")
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (first, (self._story, self._where, self._now)),
            (second, (self._good, self._compare)),
        ):
            row.setSpacing(px(8))
            row.setContentsMargins(0, 0, 0, 0)
            for part in parts:
                row.addWidget(part, 1 if isinstance(part, Paragraph) else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(first)
        column.addLayout(second)
        self._story.clicked.connect(self.story_requested)
        self._now.clicked.connect(self.now_requested)
        self._compare.clicked.connect(self.compare_requested)
        self.hide()
        for part in (self._where, self._good, self._story, self._now, self._compare):
            part.hide()

    def show_place(self, words: str, *, story: bool, timed: bool) -> None:
        """Say where the token stood; `timed` says that it is looked at as of another moment than now."""
        self._where.set_text(words)
        self._where.setVisible(bool(words))
        self._story.setVisible(story)
        self._now.setVisible(timed)
        self._fit()

    def show_known_good(self, words: str, *, differs: bool) -> None:
        """Say what comes of holding the token against the known good one; empty where there is none."""
        self._good.set_text(words)
        self._good.set_tone("warn" if differs else "pass")
        self._good.setVisible(bool(words))
        self._compare.setVisible(bool(words) and differs)
        self._fit()

    def _fit(self) -> None:
        parts = (self._where, self._story, self._now, self._good)
        self.setVisible(any(not part.isHidden() for part in parts))
