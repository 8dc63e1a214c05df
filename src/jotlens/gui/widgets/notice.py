"""Why there is nothing to read in a token, what that means, and what helps: an opaque token is not a failure."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.inspection.model import Inspection
from jotlens.tokens.model import Kind

_PARAGRAPHS = 4


class Notice(QScrollArea):
    """A short page of headings and paragraphs.

    Signals:
        issuer_requested: a person wants to see what can be asked of the issuer.
    """

    issuer_requested = Signal()

    def __init__(self, looks: Looks, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(Paragraph(looks, strong=True) for _ in range(_PARAGRAPHS))
        self._texts = tuple(Paragraph(looks, quiet=True) for _ in range(_PARAGRAPHS))
        self._ask = QPushButton(self.tr("Ask its issuer…"))
        px = looks.px
        page = QWidget()
        page.setObjectName("notice")
        column = QVBoxLayout(page)
        column.setContentsMargins(px(14), px(12), px(14), px(12))
        column.setSpacing(px(2))
        for heading, text in zip(self._headings, self._texts, strict=True):
            column.addWidget(heading)
            column.addWidget(text)
            column.addSpacing(px(9))
        self.setObjectName(name)
        self._ask.setObjectName(f"{name}Issuer")
        self._ask.setAccessibleName(self.tr("See what can be asked of the issuer"))
        self._ask.clicked.connect(self.issuer_requested)
        self._ask.hide()
        row = QHBoxLayout()
        row.addWidget(self._ask)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Why there is nothing to read"))

    def explain(self, inspection: Inspection, part: str) -> None:
        """Explain why a token has no such part to show."""
        paragraphs = [pair for pair in self._paragraphs(inspection, part) if pair[1]]
        sealed = inspection.token.kind in {Kind.JWE, Kind.JWE_JSON} and not inspection.opened
        self._ask.setVisible(sealed or inspection.token.kind is Kind.OPAQUE)
        for at, (heading, text) in enumerate(zip(self._headings, self._texts, strict=True)):
            known = at < len(paragraphs)
            heading.setVisible(known)
            text.setVisible(known)
            if known:
                heading.set_text(paragraphs[at][0])
                text.set_text(paragraphs[at][1])

    def _paragraphs(self, inspection: Inspection, part: str) -> list[tuple[str, str]]:
        token, form = inspection.token, inspection.token.format
        helps = (self.tr("What helps"), inspection.verdict.next_step)
        match token.kind:
            case Kind.OPAQUE:
                label = form.label if form is not None else ""
                return [
                    (label or self.tr("An opaque token"), form.explanation if form is not None else ""),
                    (
                        self.tr("What that means"),
                        self.tr(
                            "An opaque token is a name for something that its issuer keeps to itself. It has no {part} "
                            "to read, and only the issuer can say what it is worth. That is intended, not an error."
                        ).format(part=part),
                    ),
                    (
                        self.tr("Why it is no JWT"),
                        self.tr(
                            "Many servers give out a JWT only for an API that was asked for. With Auth0 that is the "
                            "parameter audience of the login: without it the token is opaque, and opens the user's "
                            "profile only."
                        ),
                    ),
                    helps,
                ]
            case Kind.JWE | Kind.JWE_JSON if not inspection.opened:
                return [
                    (
                        self.tr("Its content is encrypted"),
                        self.tr(
                            "Only the holder of its key can read it: the API it is meant for, or its issuer. "
                            "The header in front of it is readable, and so is the raw token."
                        ),
                    ),
                    (form.label if form is not None else "", form.explanation if form is not None else ""),
                    helps,
                ]
            case Kind.NONE:
                return [
                    (form.label if form is not None else self.tr("Not a token"), inspection.verdict.sentence),
                    helps,
                ]
            case Kind.SAML:
                return [
                    (self.tr("XML, not claims"), self.tr("The message can be read in the Raw tab.")),
                    helps,
                ]
            case _ if token.payload_text is not None and token.header is not None:
                return [
                    (
                        self.tr("No claims"),
                        self.tr(
                            "What is inside is no list of claims. It can be read in the Raw tab, as it was written."
                        ),
                    )
                ]
            case _:
                return [
                    (
                        self.tr("This part cannot be read"),
                        self.tr(
                            "It is damaged or missing. What could be read stands in the other tabs; the checks say where it breaks."
                        ),
                    ),
                    helps,
                ]
