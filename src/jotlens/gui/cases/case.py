"""The values of this room: what was taken in, one token of the list, and one story."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from jotlens.cases.lineage import Link
from jotlens.cases.model import CaseFile, Place
from jotlens.cases.story_model import Issued, Mark, Story


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token of the list. `named` is what a person calls it; `field` the name that it stood under, if any.

    `kind`, `detail` and `status` are what is known of it as of the moment that it was first seen; `kind` is empty until
    it was looked at. `status` is a mark of `theme.Theme.tones`.
    """

    text: str = field(repr=False)
    seen: tuple[Place, ...] = ()
    field: str = ""
    named: str = ""
    pinned: bool = False
    kind: str = ""
    detail: str = ""
    status: str = ""

    @property
    def at(self) -> datetime | None:
        """When it was first seen, where a place says so."""
        return next((place.at for place in self.seen if place.at is not None), None)


@dataclass(frozen=True, slots=True)
class Tale:
    """The story of one HAR file, with the ties of its tokens. `file` is its name as the case gives it."""

    file: str
    story: Story
    links: tuple[Link, ...] = ()

    def issued(self) -> dict[str, Issued]:
        """Return what was handed out, by its text, the first time that it was."""
        found: dict[str, Issued] = {}
        for event in self.story.events:
            for item in event.got:
                found.setdefault(item.text, item)
        return found


@dataclass(frozen=True, slots=True)
class Case:
    """What was taken in. `at_hand` has the files by their names; it is empty for a case that was opened again."""

    files: tuple[CaseFile, ...] = ()
    tokens: tuple[ListedToken, ...] = ()
    tales: tuple[Tale, ...] = ()
    is_whole: bool = True
    at_hand: dict[str, Path] = field(default_factory=dict, repr=False)

    @property
    def told(self) -> Tale | None:
        """The story that says most: one with a cause before others, then the longest."""
        worth = [tale for tale in self.tales if tale.story.events]
        return max(
            worth, key=lambda tale: (tale.story.cause is not None, len(tale.story.events)), default=None
        )


@dataclass(frozen=True, slots=True)
class Given:
    """A token as it was given to somebody: with it an opaque one has a name and a life."""

    name: str
    expires_in_s: int | None = None
    at: datetime | None = None


def given(token: ListedToken, issued: Issued | None) -> Given:
    """Return what is known of a token from the answer that brought it, or from the name that it stood under."""
    if issued is not None:
        return Given(issued.name, issued.expires_in_s, issued.at)
    return Given(token.field)


def issued_in(case: Case) -> dict[str, Issued]:
    """Return what was handed out in all stories of a case, by its text, the first time that it was."""
    found: dict[str, Issued] = {}
    for tale in case.tales:
        for text, item in tale.issued().items():
            found.setdefault(text, item)
    return found


def marks_of(case: Case) -> tuple[Mark, ...]:
    """Return what stands out in all stories of a case."""
    return tuple(mark for tale in case.tales for mark in tale.story.marks)


def with_name(token: ListedToken, name: str) -> ListedToken:
    """Return the token under another name; an empty one takes it away."""
    return replace(token, named=name.strip())
