"""The checks: how many of each outcome, and the findings themselves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.findings_model import FindingsModel
from jotlens.gui.widgets.counts import CountsStrip
from jotlens.gui.widgets.findings_view import FindingsView
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.inspection.model import Inspection


class ChecksPane(QWidget):
    """Shows the findings of an Inspection."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._model = FindingsModel(self)
        self._counts = CountsStrip(looks)
        self._view = FindingsView(looks, self._model)
        self._none = Paragraph(looks, quiet=True)
        self._build()

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Show the findings, or that there are none."""
        self._model.show_inspection(inspection)
        self._counts.show_counts({str(status): count for status, count in self._model.counts.items()})
        empty = self._model.rowCount() == 0
        self._none.setVisible(empty and inspection is not None)
        self._view.setVisible(not empty)

    def settle(self) -> None:
        """Lay the list out now instead of after the next paint."""
        self._view.executeDelayedItemsLayout()

    def reveal(self, check_id: str) -> None:
        """Bring a check into view."""
        self._view.reveal(check_id)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("checksPane")
        self._view.setObjectName("checksList")
        self._view.setAccessibleName(self.tr("Checks"))
        self._counts.setObjectName("checkCounts")
        row = QHBoxLayout()
        row.setSpacing(px(10))
        row.addWidget(PlainLabel(self.tr("CHECKS"), "section"))
        row.addWidget(self._counts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(4), px(4))
        column.setSpacing(px(2))
        column.addLayout(row)
        column.addWidget(self._none)
        column.addWidget(self._view, 1)
        column.addStretch(0)
        self._none.set_text(self.tr("There is nothing to check here."))
        self._none.hide()
