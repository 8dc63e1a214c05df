"""The weight of a token as a list: what there is to say, the ceilings, and what takes the room, biggest first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt

from jotlens.gui.models.list_model import Index, ListModel
from jotlens.inspection.weight import CeilingAnswer, Share, Weight, percent, share_words
from jotlens.tokens.visible import visible

NEARLY_FULL = 0.8
"""From this share on a ceiling is near: another claim or two, and it is reached."""

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Words:
    """A row of words: a heading, or the sentence that sums it up."""

    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A row with a bar. `filled` is its length (1.0 is full), `ink` a part of the token or a status that colours it.

    `level` 1 stands inside the row above; `opened` is None where there is nothing inside to show.
    """

    name: str
    figure: str
    filled: float
    ink: str
    level: int = 0
    opened: bool | None = None
    explanation: str = ""
    key: int = -1


Row = Words | Bar


class WeightModel(ListModel[Row]):
    """Holds the rows; a share with something inside can be opened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._weight: Weight | None = None
        self._opened: set[int] = set()

    def show_weight(self, weight: Weight | None) -> None:
        """Show another weight, everything in it folded; None shows nothing."""
        self._weight = weight
        self._opened.clear()
        self._show()

    def turn(self, index: Index) -> None:
        """Open what is inside a row, or fold it away."""
        row = self.row_at(index)
        if isinstance(row, Bar) and row.opened is not None:
            self._opened ^= {row.key}
            self._show()

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            row = self.row_at(index)
            return row.explanation if isinstance(row, Bar) else ""
        return super().data(index, role)

    def _show(self) -> None:
        self.show_anew(self._made(self._weight) if self._weight is not None else [])

    def _made(self, weight: Weight) -> list[Row]:
        rows: list[Row] = [
            Words(weight.sentence, heading=False),
            Words(self.tr("What takes the room"), heading=True),
        ]
        biggest = max((share.characters for share in weight.shares), default=1) or 1
        for key, share in enumerate(weight.shares):
            bar = self._bar(share, weight, biggest)
            if not share.inside:
                rows.append(bar)
                continue
            rows.append(replace(bar, opened=key in self._opened, key=key))
            if key in self._opened:
                rows += [replace(self._bar(inside, weight, biggest), level=1) for inside in share.inside]
        rows.append(Words(self.tr("Against the usual ceilings"), heading=True))
        return rows + [self._ceiling(answer) for answer in weight.ceilings]

    def _bar(self, share: Share, weight: Weight, biggest: int) -> Bar:
        return Bar(
            name=visible(share_words(share, weight.characters), _LONGEST_NAME),
            figure=f"{share.characters:,} · {percent(share.characters, weight.characters)}",
            filled=share.characters / biggest,
            ink=share.part,
        )

    def _ceiling(self, answer: CeilingAnswer) -> Bar:
        ceiling = answer.ceiling
        status = "fail" if not answer.fits else "warn" if answer.filled >= NEARLY_FULL else "pass"
        return Bar(
            name=ceiling.name[:1].upper() + ceiling.name[1:],
            figure=self.tr("{share} % of {most}").format(
                share=f"{answer.filled * 100:.0f}", most=f"{ceiling.most:,}"
            ),
            filled=answer.filled,
            ink=status,
            explanation=ceiling.explanation,
        )

    def said(self, at: int, row: Row) -> str:
        match row:
            case Words(text=text):
                return text
            case Bar(name=name, figure=figure, explanation=explanation, ink=ink):
                outcome = {
                    "fail": self.tr("too long"),
                    "warn": self.tr("nearly full"),
                    "pass": self.tr("fits"),
                }.get(ink, "")
                said = ", ".join(filter(None, (name, outcome, figure)))
                return f"{said}. {explanation}" if explanation else said
