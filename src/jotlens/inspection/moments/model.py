"""A moment that was read from a text, as a value: the instant, how it was understood, and what was doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware, UTC), with sentences for people.

    `remarks` say what was filled in or how a spelling was read; `doubts` say what can be meant otherwise, which
    reading was taken, and how to write it without doubt. Both are empty for a time that says all of itself.
    """

    at: datetime
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """How it was understood, doubts first; empty when there is nothing to say."""
        return " ".join((*self.doubts, *self.remarks))


class MomentTextError(Exception):
    """A text that names no moment; `sentence` says why, and what would be one. It never repeats a long text."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
