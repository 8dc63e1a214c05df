"""Why a token was rejected, as a list: the most likely cause first."""

from __future__ import annotations

from jotlens.gui.models.list_model import Index, ListModel
from jotlens.inspection.model import Diagnosis


class CausesModel(ListModel[Diagnosis]):
    """Holds the diagnoses of an inspection."""

    def show_diagnoses(self, diagnoses: tuple[Diagnosis, ...]) -> None:
        """Show other diagnoses, or none; the same ones again change nothing."""
        if diagnoses != self._rows:
            self.show_anew(diagnoses)

    def copied(self, index: Index) -> str:
        """Return a diagnosis as text for a ticket."""
        diagnosis = self.row_at(index)
        if diagnosis is None:
            return ""
        shown = "\n".join(f"- {sentence}" for sentence in diagnosis.evidence)
        fix = self.tr("What to do: {fix}").format(fix=diagnosis.fix)
        return "\n".join(filter(None, (f"{diagnosis.title} ({diagnosis.id})", diagnosis.cause, shown, fix)))

    def said(self, at: int, row: Diagnosis) -> str:
        place = (
            self.tr("Most likely cause")
            if at == 0
            else self.tr("Possible cause {place}").format(place=at + 1)
        )
        return " ".join((f"{place}: {row.title}.", row.cause, *row.evidence, row.fix))
