"""What is wrong with a field, in one sentence behind a mark; not there while nothing is wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.glyphs import Glyph
from jotlens.gui.widgets.paragraph import Paragraph


class TroubleLine(QWidget):
    """The mark and the sentence, whose objectName is that of the line."""

    def __init__(self, looks: Looks, object_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._looks = looks
        self._mark = Glyph("warn", looks.px(13))
        self._sentence = Paragraph(looks, factor=0.92)
        self._sentence.setObjectName(object_name)
        self._sentence.set_tone("fail")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(looks.px(5))
        top = QVBoxLayout()
        top.addWidget(self._mark)
        top.addStretch(1)
        line.addLayout(top)
        line.addWidget(self._sentence, 1)
        self.hide()
        looks.changed.connect(self._on_looks)
        self._on_looks()

    @property
    def sentence(self) -> str:
        """What is said; empty for nothing."""
        return self._sentence.text()

    def say(self, sentence: str) -> None:
        """Say what is wrong; empty for nothing."""
        self._sentence.set_text(sentence)
        self.setVisible(bool(sentence))

    def _on_looks(self) -> None:
        self._mark.resize_to(self._looks.px(13))
        self._mark.show_mark("warn", self._looks.theme.tone("fail").ink)
