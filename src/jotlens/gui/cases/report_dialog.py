"""What will leave, before it does: for whom, in which form, with a preview and with what was replaced in it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QTimeZone, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.cases.exchange_text import shown_lines
from jotlens.gui.cases.paper import PaperView, laid_out
from jotlens.gui.cases.report_making import Asked, Made, Subject
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.check_box import CheckBox
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.reports.disclosure import Level
from jotlens.reports.render import Form

_MOST_SHOWN = 120_000
_NO_LINK = "\u200b"
"""Stands in Markdown where an address would become a link; nobody has to see it."""


class Output(StrEnum):
    """What is saved or copied."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"
    FILE = "file"


FORMS = {
    Output.MARKDOWN: Form.MARKDOWN,
    Output.HTML: Form.HTML,
    Output.PDF: Form.HTML,
    Output.JSON: Form.JSON,
}


class ReportDialog(QDialog):
    """Shows what was made, and asks for it to be made anew.

    Signals:
        asked: (Subject, Asked) this is to be made.
        save_requested: what is on show is to be saved.
        copy_requested: (str) this text is to go to the clipboard.
    """

    asked = Signal(object, object)
    save_requested = Signal()
    copy_requested = Signal(str)

    def __init__(self, looks: Looks, subjects: tuple[Subject, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._looks = looks
        self._subjects = subjects
        self.made: Made | None = None
        self._levels = QButtonGroup(self)
        self._level_words = Paragraph(looks, factor=0.94, quiet=True, most_lines=3)
        self._subject, self._output, self._zone = Choice(looks), Choice(looks), Choice(looks)
        self._words = QLineEdit()
        self._sure = CheckBox(looks, self.tr("I know that whoever gets this can act as these users"))
        self._replaced = Paragraph(looks, factor=0.94, most_lines=4)
        self._plain = QPlainTextEdit()
        self._paper = PaperView()
        self._pages = QStackedWidget()
        self._save = QPushButton(self.tr("&Save…"))
        self._copy = QPushButton(self.tr("&Copy"))
        self._reply = QPushButton(self.tr("Copy a short &reply"))
        self._close = QPushButton(self.tr("Close"))
        self._build()
        self._connect()

    @property
    def subject(self) -> Subject:
        """What the report is of."""
        return self._subjects[max(self._subject.currentIndex(), 0)]

    @property
    def output(self) -> Output:
        """What is to be saved or copied."""
        return Output(self._output.currentData())

    def asked_for(self) -> Asked:
        """Return what a person has chosen."""
        button: QAbstractButton | None = self._levels.checkedButton()
        level = Level(str(button.property("level"))) if button is not None else Level.OUTSIDE
        return Asked(level, self._words.text(), str(self._zone.currentData() or ""))

    def ask(self) -> None:
        """Ask for the report; until it is there nothing can leave."""
        self.made = None
        self._update()
        self.asked.emit(self.subject, self.asked_for())

    def show_zones(self, names: tuple[str, ...]) -> None:
        """Offer these zones, the one of this computer first."""
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
        self._zone.blockSignals(True)
        for name in dict.fromkeys((*([here] if here in names else []), *names)):
            self._zone.addItem(name, name)
        self._zone.blockSignals(False)

    def show_made(self, made: Made) -> None:
        """Show what was made, unless something else was asked for since."""
        if made.asked == self.asked_for():
            self.made = made
            self._update()

    def show_failure(self, sentence: str) -> None:
        """Say why nothing was made."""
        self._level_words.set_tone("fail")
        self._level_words.set_text(sentence)

    def text(self) -> str:
        """Return what Copy copies: the text in the chosen form; empty for what is no text."""
        if self.made is None or self.output in {Output.PDF, Output.FILE}:
            return ""
        return self.made.texts[FORMS[self.output]]

    def closeEvent(self, event: QCloseEvent) -> None:
        self.made = None
        super().closeEvent(event)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("reportDialog")
        self.setWindowTitle(self.tr("Report"))
        self.setAccessibleName(self.tr("Report"))
        self.resize(px(860), px(640))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(8))
        column.addLayout(self._levels_row())
        column.addWidget(self._level_words)
        column.addWidget(self._sure)
        column.addLayout(self._choices())
        column.addSpacing(px(2))
        column.addWidget(PlainLabel(self.tr("THIS WILL LEAVE"), "section"))
        column.addWidget(self._pages, 1)
        column.addWidget(self._replaced)
        column.addLayout(self._buttons())
        self._level_words.setObjectName("levelWords")
        self._sure.setObjectName("reportSure")
        self._sure.setAccessibleName(self._sure.text())
        self._replaced.setObjectName("replacedWords")
        self._plain.setObjectName("reportPlain")
        self._plain.setAccessibleName(self.tr("What will leave"))
        self._plain.setReadOnly(True)
        self._plain.setFont(self._looks.fixed_font)
        self._paper.setObjectName("reportPaper")
        self._paper.setAccessibleName(self.tr("What will leave"))
        self._paper.setOpenLinks(False)
        self._pages.addWidget(self._plain)
        self._pages.addWidget(self._paper)

    def _levels_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._looks.px(6))
        for level, words in (
            (Level.OUTSIDE, self.tr("Share &outside")),
            (Level.INSIDE, self.tr("Share &inside")),
            (Level.EVERYTHING, self.tr("&Everything (dangerous)")),
        ):
            button = QPushButton(words)
            button.setObjectName(f"level-{level}")
            button.setAccessibleName(words.replace("&", ""))
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "level")
            button.setProperty("level", level.value)
            button.setChecked(level is Level.OUTSIDE)
            self._levels.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _choices(self) -> QFormLayout:
        px = self._looks.px
        form = QFormLayout()
        form.setHorizontalSpacing(px(10))
        form.setVerticalSpacing(px(5))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._subject.name("reportSubject", self.tr("The file that it is about"))
        self._output.name("reportForm", self.tr("The form of the report"))
        self._zone.name("reportZone", self.tr("The zone where the customer lives"))
        self._words.setObjectName("reportWords")
        self._words.setAccessibleName(self.tr("Words that you share with who gets it"))
        self._words.setPlaceholderText(self.tr("for the same fingerprints as theirs; may stay empty"))
        for subject in self._subjects:
            self._subject.addItem(subject.name)
        for output, words in (
            (Output.MARKDOWN, self.tr("Markdown, for a ticket")),
            (Output.HTML, self.tr("HTML, one file for a browser")),
            (Output.PDF, self.tr("PDF")),
            (Output.JSON, self.tr("JSON, for programs")),
            (Output.FILE, self.tr("The customer's file, sanitised")),
        ):
            self._output.addItem(words, output.value)
        self._zone.addItem(self.tr("UTC only"), "")
        about = self._label(self.tr("About"), self._subject)
        form.addRow(about, self._subject)
        form.setRowVisible(self._subject, len(self._subjects) > 1)
        pair = QHBoxLayout()
        pair.setSpacing(px(10))
        pair.addWidget(self._output, 1)
        pair.addWidget(self._label(self.tr("Times also in"), self._zone))
        pair.addWidget(self._zone, 1)
        form.addRow(self._label(self.tr("Form"), self._output), pair)
        form.addRow(self._label(self.tr("Shared words"), self._words), self._words)
        return form

    def _label(self, words: str, buddy: QWidget) -> PlainLabel:
        label = PlainLabel(words, "muted")
        label.setBuddy(buddy)
        return label

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._looks.px(8))
        row.addWidget(self._reply)
        row.addStretch(1)
        for button, name, told in (
            (self._reply, "reportReply", self.tr("Copy a short reply to the customer")),
            (self._close, "reportClose", self.tr("Close")),
            (self._copy, "reportCopy", self.tr("Copy the report")),
            (self._save, "reportSave", self.tr("Save the report")),
        ):
            button.setObjectName(name)
            button.setAccessibleName(told)
            button.setAutoDefault(False)  # Enter in a field finishes the field, and sends nothing away
            if button is not self._reply:
                row.addWidget(button)
        self._save.setProperty("role", "primary")
        return row

    def _connect(self) -> None:
        self._levels.buttonToggled.connect(self._on_level)
        self._subject.currentIndexChanged.connect(self.ask)
        self._zone.currentIndexChanged.connect(self.ask)
        self._words.editingFinished.connect(self._on_words)
        self._output.currentIndexChanged.connect(self._update)
        self._sure.toggled.connect(self._update)
        self._save.clicked.connect(self.save_requested)
        self._copy.clicked.connect(lambda: self.copy_requested.emit(self.text()))
        self._reply.clicked.connect(
            lambda: self.copy_requested.emit(self.made.report.reply if self.made else "")
        )
        self._close.clicked.connect(self.close)

    def _on_level(self, _button: object, checked: bool) -> None:  # noqa: FBT001 - a slot
        if checked:
            self._sure.setChecked(False)
            self.ask()

    def _on_words(self) -> None:
        if self.made is None or self.made.asked != self.asked_for():
            self.ask()

    def _update(self) -> None:
        """Show what was made in the chosen form; what may not leave yet cannot be pressed."""
        made, output = self.made, self.output
        dangerous = self.asked_for().level is Level.EVERYTHING
        self._sure.setVisible(dangerous)
        may = made is not None and (not dangerous or self._sure.isChecked())
        self._save.setEnabled(may)
        self._copy.setEnabled(may and output not in {Output.PDF, Output.FILE})
        self._reply.setEnabled(may)
        if made is None:
            self._level_words.set_tone("")
            self._level_words.set_text(self.tr("The report is being made…"))
            self._replaced.set_text("")
            self._plain.clear()
            self._paper.clear()
            return
        self._level_words.set_tone("fail" if dangerous else "")
        self._level_words.set_text(made.report.level_words)
        self._replaced.set_text(self._replaced_words(made))
        self._pages.setCurrentWidget(self._paper if output in {Output.HTML, Output.PDF} else self._plain)
        if output in {Output.HTML, Output.PDF}:
            self._paper.setHtml(laid_out(made.texts[Form.HTML], self._looks.theme))
        elif output is Output.FILE:
            self._plain.setPlainText(shown_lines(made.file))
        else:
            text = made.texts[FORMS[output]][:_MOST_SHOWN]
            self._plain.setPlainText(shown_lines(text.replace(_NO_LINK, "")))

    def _replaced_words(self, made: Made) -> str:
        said = []
        if made.report.replaced:
            listed = ", ".join(f"{kind}: {count:,}" for kind, count in made.report.replaced)
            said.append(self.tr("Replaced: {list}.").format(list=listed))
        else:
            said.append(made.report.none_replaced)
        if self.output is Output.FILE:
            said.append(self.tr("Only the beginning is shown here; all of it is saved."))
        elif not made.is_whole:
            said.append(self.tr("The file is large: the report is made of the steps of its story."))
        return " ".join(said)
