"""What is said of a claim beside its value: its meaning, a friendly time, and the tooltips that tell all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import Literal

from PySide6.QtCore import QCoreApplication

from jotlens.gui.models.claim_texts import shown_value
from jotlens.gui.moments import moment_words, zone_words
from jotlens.inspection.lifetime import instant_of, numeric_date
from jotlens.inspection.wording import relative
from jotlens.tokens.dictionary import Meaning, meaning, meaning_inside
from jotlens.tokens.json_values import Json

translate = QCoreApplication.translate

Path = tuple[str, ...]
"""The names that lead to a member, its own last; `ITEM` stands for a place in a list."""

ITEM = "\0"

_LONG = 30
"""A value of more characters than these may be cut in its cell: its tooltip shows it whole."""


class ClaimWords:
    """Words for the members of one header or claims set; `zone` None is this computer's.

    A member is named by its path: inside another claim the same name may mean something else.
    """

    def __init__(self, where: Literal["header", "claims"], now: Callable[[], datetime]) -> None:
        self._where: Literal["header", "claims"] = where
        self._now = now
        self.zone: tzinfo | None = None

    def title(self, path: Path) -> str:
        """Return the title of a claim that the dictionary knows, else an empty text."""
        known = self._known(path)
        return known.title if known is not None else ""

    def meaning(self, path: Path) -> str:
        """Return title and explanation of a claim that the dictionary knows, else an empty text."""
        known = self._known(path)
        return f"{known.title}: {known.explanation}" if known is not None else ""

    def friendly(self, path: Path, value: Json) -> str:
        """Return a date as people write it, and how far it is from now; empty for what is no date."""
        at = self._instant(path, value)
        return f"{moment_words(at, self.zone)} · {relative(self._seconds(at))}" if at is not None else ""

    def told_of_name(self, path: Path) -> str:
        """Return the tooltip of a name: what it means, and where that is written."""
        known = self._known(path)
        if known is not None:
            return f"{known.title}\n{known.explanation}\n{known.source}"
        return (
            translate("Claims", "This name is in no registry that JotLens knows.") if len(path) == 1 else ""
        )

    def told_of_value(self, path: Path, value: Json) -> str:
        """Return the tooltip of a value: a date in every form at once, a long value whole."""
        text = shown_value(value)
        at = self._instant(path, value)
        if at is None:
            return text if len(text) > _LONG else ""
        lines = (
            (translate("Claims", "Local"), f"{moment_words(at, None)} {zone_words(at, None)}"),
            (translate("Claims", "UTC"), moment_words(at, UTC)),
            (translate("Claims", "ISO 8601"), at.isoformat().replace("+00:00", "Z")),
            (translate("Claims", "Relative"), relative(self._seconds(at))),
            (translate("Claims", "In the token"), text),
        )
        return "\n".join(f"{title}: {words}" for title, words in lines)

    def _known(self, path: Path) -> Meaning | None:
        if len(path) == 1:
            return meaning(path[0], self._where)
        if path[-1] == ITEM:
            return None
        return meaning_inside(tuple(name for name in path if name != ITEM), self._where)

    def _instant(self, path: Path, value: Json) -> datetime | None:
        """The instant that a claim names, if its meaning is a date (RFC 7519 section 2)."""
        known = self._known(path)
        if known is None or "NumericDate" not in known.type:
            return None
        date_us = numeric_date(value)
        return None if date_us is None else instant_of(date_us)

    def _seconds(self, at: datetime) -> int:
        return int((at - self._now()).total_seconds())
