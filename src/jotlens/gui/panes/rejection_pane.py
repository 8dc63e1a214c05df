"""The rejection desk: what the API answered goes in, and why it refused the token comes out."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.causes_model import CausesModel
from jotlens.gui.widgets.causes_view import CausesView
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.inspection.model import Inspection, VerdictStatus
from jotlens.tokens.model import Kind

_TYPING_MS = 250
_LONGEST = 1 << 18
"""An answer is a few kilobytes; what is longer is cut before the editor lays it out."""


class AnswerBox(QPlainTextEdit):
    """The field for the answer: plain text, the Tab key goes on, and a huge text is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # at words, one long line takes seconds
        self.setAcceptDrops(False)  # what is dropped anywhere is a token

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(source.text()[:_LONGEST])


class RejectionPane(QWidget):
    """Takes the API's answer and shows the causes.

    Signals:
        answered: (str) what the API answered is this now.
        copy_requested: (str) a person wants this text in the clipboard.
    """

    answered = Signal(str)
    copy_requested = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._model = CausesModel(self)
        self._box = AnswerBox()
        self._clear = QToolButton()
        self._said = Paragraph(looks, factor=0.94, quiet=True)
        self._view = CausesView(looks, self._model)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect()

    def answer(self) -> str:
        """Return the answer as it stands in the field."""
        return self._box.toPlainText()

    def fill(self, answer: str) -> None:
        """Put an answer into the field, as a sample offers it."""
        self._box.setPlainText(answer[:_LONGEST])
        self._on_typed()

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Show why the token was rejected, or what is missing to tell it."""
        diagnoses = inspection.diagnoses if inspection is not None else ()
        self._model.show_diagnoses(diagnoses)
        self._view.setVisible(bool(diagnoses))
        self._said.set_text(self._words(inspection))
        self._said.setVisible(bool(self._said.text()))

    def focus_answer(self) -> None:
        """Go to the field for the answer."""
        self._box.setFocus()

    def _words(self, inspection: Inspection | None) -> str:
        """What stands above the causes, or instead of them."""
        if inspection is None or (inspection.diagnoses and inspection.policy.api is not None):
            return ""
        if inspection.token.kind is Kind.NONE and inspection.diagnoses:
            return self.tr("The pasted text is itself an answer. This is what it means:")
        if inspection.diagnoses:
            return self.tr(
                "This is what the pasted text shows. If the API said something else, paste it above."
            )
        if inspection.policy.api is None:
            return self.tr(
                "Was the token refused? Paste above what came back: the status, the WWW-Authenticate line, the body, "
                "or just the error text. It is compared with the token here, and sent nowhere."
            )
        if inspection.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED:
            return self.tr("This answer names no fault, and the token has none that can be seen.")
        return self.tr(
            "Nothing in this answer says why. Fill in what you expect on the right (audience, issuer, key), or look "
            "into the API's own log: its sentence tells more than a bare 401."
        )

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("rejectionPane")
        self._box.setObjectName("answerBox")
        self._box.setAccessibleName(self.tr("What the API answered"))
        self._box.setPlaceholderText(
            'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token"\n…'
        )
        self._box.setFont(self._looks.fixed_font)
        self._clear.setObjectName("clearAnswer")
        self._clear.setText(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear the answer"))
        self._clear.setProperty("role", "quiet")
        self._clear.setEnabled(False)
        self._said.setObjectName("rejectionSaid")
        self._view.setObjectName("causesList")
        self._view.setAccessibleName(self.tr("Why it was rejected"))
        self._view.hide()
        head = QHBoxLayout()
        title = PlainLabel(self.tr("What did the API answer?"), "small")
        title.setBuddy(self._box)
        head.addWidget(title, 1)
        head.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(self._box, 2)
        column.addWidget(self._said)
        column.addWidget(self._view, 5)
        self._fit()

    def _connect(self) -> None:
        self._box.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self._on_typed)
        self._clear.clicked.connect(self._on_clear)
        self._view.copy_requested.connect(self.copy_requested)
        self._looks.changed.connect(self._fit)

    def _fit(self) -> None:
        """Keep the field low: a few lines of an answer tell enough, and the causes need the room."""
        self._box.setFont(self._looks.fixed_font)
        line = self._looks.fixed_measure.line_height
        self._box.setMinimumHeight(round(2.5 * line))
        self._box.setMaximumHeight(round((7 if self.answer() else 4.2) * line))

    def _on_typed(self) -> None:
        self._typing.stop()
        self._clear.setEnabled(bool(self.answer()))
        self._fit()
        self.answered.emit(self.answer())

    def _on_clear(self) -> None:
        self._box.clear()
        self._on_typed()
        self._box.setFocus()
