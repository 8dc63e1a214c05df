"""The given keys as a list: what each is, whether it was taken or left, and why."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from jotlens.gui.models.list_model import Index, ListModel
from jotlens.inspection.model import KeyChoice, KeyOutcome
from jotlens.inspection.signatures.candidates import certificate_in_words
from jotlens.tokens.visible import visible

_LONGEST_NAME = 60
_STATUSES = {KeyOutcome.FITS: "pass", KeyOutcome.DOES_NOT_FIT: "fail", KeyOutcome.REFUSED: "fail"}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What the list says of one key, as plain text; `status` is empty for a key that was not tried."""

    title: str
    said: str
    prints: str
    status: str
    spoken: str


class KeysModel(ListModel[KeyRow]):
    """Shows what became of the given keys."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[KeyChoice, ...] = ()

    def show_choices(self, choices: tuple[KeyChoice, ...]) -> None:
        """Show other keys; the same ones again change nothing on show."""
        if choices == self._choices:
            return
        self._choices = choices
        self.show_anew([self._row(choice) for choice in choices])

    def choice_at(self, index: Index) -> KeyChoice | None:
        """Return the key behind an index."""
        return self._choices[index.row()] if 0 <= index.row() < len(self._choices) else None

    def said(self, at: int, row: KeyRow) -> str:
        return row.spoken

    def _row(self, choice: KeyChoice) -> KeyRow:
        name = f"“{visible(choice.kid, _LONGEST_NAME)}”: " if choice.kid is not None else ""
        certificate = [certificate_in_words(choice.certificate)] if choice.certificate is not None else []
        said = " ".join((choice.reason, *choice.notes, *certificate))
        prints = []
        if choice.thumbprint is not None:
            prints.append(self.tr("Thumbprint: {value}").format(value=choice.thumbprint))
        if choice.x5t_s256 is not None:
            value = visible(choice.x5t_s256, _LONGEST_NAME)
            prints.append(self.tr("Of the certificate: {value}").format(value=value))
        title = name + choice.kind
        lines = "\n".join(prints)
        spoken = f"{title}. {said} {'. '.join(prints)}".strip()
        return KeyRow(title, said, lines, _STATUSES.get(choice.outcome, ""), spoken)
