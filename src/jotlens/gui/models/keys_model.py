"""The given keys as a list: what each is, whether it was taken or left, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.inspection.model import KeyChoice, KeyOutcome
from jotlens.inspection.signatures.candidates import certificate_in_words
from jotlens.tokens.visible import visible

Index = QModelIndex | QPersistentModelIndex

_LONGEST_NAME = 60
_STATUSES = {KeyOutcome.FITS: "pass", KeyOutcome.DOES_NOT_FIT: "fail", KeyOutcome.REFUSED: "fail"}


class Role(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What the list says of one key, as plain text; `status` is empty for a key that was not tried."""

    title: str
    said: str
    prints: str
    status: str
    spoken: str


class KeysModel(QAbstractListModel):
    """Shows what became of the given keys."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[KeyChoice, ...] = ()
        self._rows: list[KeyRow] = []

    def show_choices(self, choices: tuple[KeyChoice, ...]) -> None:
        """Show other keys; the same ones again change nothing on show."""
        if choices == self._choices:
            return
        self.beginResetModel()
        self._choices = choices
        self._rows = [self._row(choice) for choice in choices]
        self.endResetModel()

    def choice_at(self, index: Index) -> KeyChoice | None:
        """Return the key behind an index."""
        return self._choices[index.row()] if 0 <= index.row() < len(self._choices) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._rows):
            return None
        match role:
            case Role.ROW:
                return self._rows[index.row()]
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._rows[index.row()].spoken
            case _:
                return None

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
