"""Why a token was rejected, as a list: the most likely cause first."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from jotlens.inspection.model import Diagnosis

Index = QModelIndex | QPersistentModelIndex


class CauseRole(IntEnum):
    """What the delegate asks for."""

    DIAGNOSIS = Qt.ItemDataRole.UserRole + 1


class CausesModel(QAbstractListModel):
    """Holds the diagnoses of an inspection."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._diagnoses: tuple[Diagnosis, ...] = ()

    def show_diagnoses(self, diagnoses: tuple[Diagnosis, ...]) -> None:
        """Show other diagnoses, or none; the same ones again change nothing."""
        if diagnoses != self._diagnoses:
            self.beginResetModel()
            self._diagnoses = diagnoses
            self.endResetModel()

    def diagnosis_at(self, index: Index) -> Diagnosis | None:
        """Return the diagnosis behind an index."""
        return self._diagnoses[index.row()] if 0 <= index.row() < len(self._diagnoses) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._diagnoses)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        diagnosis = self.diagnosis_at(index)
        if diagnosis is None:
            return None
        match role:
            case CauseRole.DIAGNOSIS:
                return diagnosis
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index.row(), diagnosis)
            case _:
                return None

    def copied(self, index: Index) -> str:
        """Return a diagnosis as text for a ticket."""
        diagnosis = self.diagnosis_at(index)
        if diagnosis is None:
            return ""
        shown = "\n".join(f"- {sentence}" for sentence in diagnosis.evidence)
        fix = self.tr("What to do: {fix}").format(fix=diagnosis.fix)
        return "\n".join(filter(None, (f"{diagnosis.title} ({diagnosis.id})", diagnosis.cause, shown, fix)))

    def _spoken(self, row: int, diagnosis: Diagnosis) -> str:
        place = (
            self.tr("Most likely cause")
            if row == 0
            else self.tr("Possible cause {place}").format(place=row + 1)
        )
        return " ".join((f"{place}: {diagnosis.title}.", diagnosis.cause, *diagnosis.evidence, diagnosis.fix))
