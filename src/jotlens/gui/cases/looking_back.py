"""A token of the case on show: as of its moment, with what was expected of it then, and back to what a person expects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jotlens.cases.story_model import Event, Issued, Story
from jotlens.gui.cases.case import ListedToken, given
from jotlens.gui.cases.case_bar import CaseBar
from jotlens.gui.cases.glances import place_words, seen_words
from jotlens.gui.cases.steps import expected_at, text_with_name
from jotlens.gui.exhibit import Exhibit
from jotlens.gui.expectation import Expectation
from jotlens.gui.looks import Looks
from jotlens.gui.moments import moment_words, zone_words
from jotlens.gui.session import Session

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from jotlens.gui.reading import Reading


class LookingBack(QObject):
    """Fills the fields for a token of the case, and gives them back when another text comes.

    Signals:
        left: a text that is none of the case is on show.
    """

    left = Signal()

    def __init__(
        self, session: Session, looks: Looks, exhibit: Exhibit, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._exhibit = exhibit
        self._own: Expectation | None = None
        self._filled: Expectation | None = None
        self._is_coming = False
        self._story = False
        self.issued: dict[str, Issued] = {}
        self.is_of_case = False
        """Whether the token on show is one of the case."""
        self.zone: tzinfo | None = None
        self.bar = CaseBar(looks)
        exhibit.desk.add_top(self.bar)
        session.loaded.connect(self._on_loaded)
        self.bar.now_requested.connect(self._on_now)

    def show_token(self, token: ListedToken, *, story: bool) -> None:
        """Look at a token of the list, as of the moment that it was first seen."""
        wanted = replace(self._person_expects(), as_of=token.at)
        place = place_words(token.seen[0]) if token.seen else ""
        self._story = story
        self._look_at(token, wanted, "", " · ".join(filter(None, (seen_words(token), place))))

    def show_of_step(self, token: ListedToken, event: Event, story: Story) -> None:
        """Look at a token of a step, as of the moment of its request."""
        own = self._person_expects()
        found = expected_at(event, token.text, story, own)
        wanted = found.expectation if found.answer else replace(own, as_of=event.exchange.at)
        self._story = True
        self._look_at(token, wanted, found.answer, event.title)

    def give_back(self) -> None:
        """Take out of the fields what was filled in for a token of the case."""
        own, desk = self._own, self._exhibit.desk
        if own is not None and desk.expected.expectation() == self._filled:
            desk.expected.fill(own)
            desk.evidence.rejection.fill("")
        self._own = self._filled = None
        self.bar.show_place("", story=False, timed=False)

    def _look_at(self, token: ListedToken, wanted: Expectation, answer: str, where: str) -> None:
        known = given(token, self.issued.get(token.text))
        if known.expires_in_s is not None:
            wanted = replace(wanted, received_at=known.at)
        if self._own is None:
            self._own = self._session.expectation
        self._is_coming = True
        self._session.take_text(text_with_name(token.text, known))
        desk = self._exhibit.desk
        desk.expected.fill(wanted)
        self._filled = desk.expected.expectation()
        desk.evidence.rejection.fill(answer)
        words = " · ".join(filter(None, (self._as_of_words(wanted.as_of), where)))
        self.bar.show_place(words, story=self._story, timed=wanted.as_of is not None)

    def _as_of_words(self, at: datetime | None) -> str:
        if at is None:
            return ""
        time, zone = moment_words(at, self.zone), zone_words(at, self.zone)
        return self.tr("As of {time} {zone}").format(time=time, zone=zone)

    def _person_expects(self) -> Expectation:
        """What a person expects: what was filled in here for another token is none of it."""
        expected = self._exhibit.desk.expected.expectation()
        if self._own is not None and expected == self._filled:
            return self._own
        self._own = None
        return expected

    def _on_now(self) -> None:
        expected = self._exhibit.desk.expected
        expected.fill(replace(expected.expectation(), as_of=None))
        self._filled = expected.expectation()
        self.bar.show_place(self.tr("As of now"), story=self._story, timed=False)

    def _on_loaded(self, _reading: Reading | None) -> None:
        self.is_of_case, self._is_coming = self._is_coming, False
        if not self.is_of_case:
            self.give_back()
            self.left.emit()
