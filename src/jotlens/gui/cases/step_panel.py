"""One step of the story: what was asked and answered, and the tokens that it has to do with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QTabBar, QVBoxLayout, QWidget

from jotlens.gui.cases.exchange_text import Told
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel

_MOST_TOKENS = 4


class StepPanel(QWidget):
    """Shows the request or the answer, and offers the tokens.

    Signals:
        token_requested: (str) the token with this text is to be looked at, as of the moment of this step.
        handed_out: (str) this is selected, and may go to the clipboard with a secret in it.
    """

    token_requested = Signal(str)
    handed_out = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._told = Told("", "")
        self._is_masked = True
        self._tabs = QTabBar()
        self._shown = QPlainTextEdit()
        self._masked = PlainLabel("", "small")
        self._tokens = tuple(QPushButton() for _ in range(_MOST_TOKENS))
        self._texts = [""] * _MOST_TOKENS
        self._build()
        self._tabs.currentChanged.connect(self._show)
        self._shown.selectionChanged.connect(self._on_selected)
        looks.changed.connect(self._on_looks)

    def show_step(
        self, told: Told, tokens: tuple[tuple[str, str], ...], *, masked: bool, refused: bool
    ) -> None:
        """Show a step. `tokens` are what to call each token or code, and its text; a refusal shows its answer first."""
        self._told = told
        self._is_masked = masked
        self._masked.setText(
            self.tr("Secrets are replaced; View, Show secrets shows them.")
            if masked
            else self.tr("As it was sent, with its secrets.")
        )
        self._tabs.setCurrentIndex(1 if refused else 0)
        self._show()
        for at, button in enumerate(self._tokens):
            words, self._texts[at] = tokens[at] if at < len(tokens) else ("", "")
            button.setText(self.tr("Inspect: {token}").format(token=words))
            button.setAccessibleName(self.tr("Inspect as of this moment: {token}").format(token=words))
            button.setVisible(at < len(tokens))

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("stepPanel")
        self._tabs.setObjectName("stepTabs")
        self._tabs.setAccessibleName(self.tr("Request and answer"))
        self._tabs.addTab(self.tr("Request"))
        self._tabs.addTab(self.tr("Answer"))
        self._tabs.setExpanding(False)
        self._shown.setObjectName("stepText")
        self._shown.setReadOnly(True)
        self._shown.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._shown.setFont(self._looks.fixed_font)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(6))
        for at, button in enumerate(self._tokens):
            button.setObjectName(f"stepToken-{at}")
            button.setAccessibleName(self.tr("Inspect a token as of this moment"))
            button.setToolTip(self.tr("Inspect it as of the moment of this request"))
            button.clicked.connect(partial(self._on_token, at))
            button.hide()
            buttons.addWidget(button)
        buttons.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._tabs)
        head.addStretch(1)
        head.addWidget(self._masked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(self._shown, 1)
        column.addLayout(buttons)

    def _show(self) -> None:
        answer = self._tabs.currentIndex() == 1
        self._shown.setPlainText(self._told.response if answer else self._told.request)
        self._shown.setAccessibleName(self.tr("The answer") if answer else self.tr("The request"))

    def _on_selected(self) -> None:
        if not self._is_masked and self._shown.textCursor().hasSelection():
            self.handed_out.emit(self._shown.textCursor().selection().toPlainText())

    def _on_token(self, at: int) -> None:
        self.token_requested.emit(self._texts[at])

    def _on_looks(self) -> None:
        self._shown.setFont(self._looks.fixed_font)
