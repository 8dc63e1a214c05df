"""The given keys: which of them the token names, what became of each, and its thumbprint to be compared."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.keys_model import KeysModel
from jotlens.gui.widgets.keys_view import KeysView
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.inspection.model import SignatureVerdict


class KeysPage(QWidget):
    """Shows what became of the keys that a person gave.

    Signals:
        copy_requested: (str) a person wants this thumbprint in the clipboard.
    """

    copy_requested = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = KeysModel(self)
        self.view = KeysView(looks, self._model)
        self._choice = Paragraph(looks)
        self._hint = Paragraph(looks, factor=0.92, quiet=True)
        self._build(looks)
        self.view.copy_requested.connect(self.copy_requested)
        self.setFocusProxy(self.view)

    def show_verdict(self, verdict: SignatureVerdict) -> None:
        """Show the keys, and say which the token names."""
        self._model.show_choices(verdict.candidates)
        self._choice.set_text(verdict.choice)
        self._choice.setVisible(bool(verdict.choice))
        self._hint.setVisible(any(choice.thumbprint for choice in verdict.candidates))

    def _build(self, looks: Looks) -> None:
        px = looks.px
        self.setObjectName("keysPage")
        self.view.setObjectName("keysList")
        self.view.setAccessibleName(self.tr("Keys that you gave"))
        self._choice.setObjectName("keysChoice")
        self._hint.setObjectName("keysHint")
        self._hint.set_text(
            self.tr(
                "A thumbprint tells keys apart: compare it with the issuer's. Ctrl+C copies the chosen one."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._choice)
        column.addWidget(self.view, 1)
        column.addWidget(self._hint)
