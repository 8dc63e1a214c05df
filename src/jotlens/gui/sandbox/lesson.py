"""One scenario in the window: from the click through the page for fetching to the inspection that it ends in."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QObject, Signal

from jotlens.gui.exhibit import Exhibit
from jotlens.gui.expectation import Expectation
from jotlens.gui.fetching.connection_words import host_of
from jotlens.gui.fetching.fetching import Fetching
from jotlens.gui.fetching.run_view import RunState
from jotlens.gui.moments import moment_words
from jotlens.gui.sandbox.playing import Halted, Outcome, Played, Seen, play
from jotlens.gui.session import Session
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.failures import CancelledError, FetchError
from jotlens.sandbox.running import Sandbox
from jotlens.sandbox.scenarios import Scenario
from jotlens.tokens.visible import visible


class LessonState(StrEnum):
    """How far it is."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    HALTED = "halted"


class Lesson(QObject):
    """Plays one scenario at a time, and shows its end.

    Signals:
        changed: the state is another one.
    """

    changed = Signal()

    def __init__(
        self, session: Session, exhibit: Exhibit, fetching: Fetching, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._exhibit = exhibit
        self._fetching = fetching
        self.played: Played | None = None
        self._sandbox: Sandbox | None = None
        self.scenario: Scenario | None = None
        self.state = LessonState.NONE
        self.said = ""
        session.selected.connect(self._on_selected)
        fetching.page.run.again_requested.connect(self._on_again)

    def play(self, scenario: Scenario, sandbox: Sandbox) -> None:
        """Play a scenario; one that runs is ended."""
        cancellation, world = Cancellation(), self._fetching.world()
        self._fetching.begin_other(host_of(sandbox.address))
        self.scenario, self._sandbox, self.played = scenario, sandbox, None
        self._show(LessonState.RUNNING)

        def end() -> None:
            cancellation.cancel()
            self._on_stopped()

        self._session.jobs.run(
            "fetch",
            lambda ticket: play(scenario, sandbox, world, ticket, cancellation),
            self._on_ended,
            told=self._fetching.hear,
            on_stop=end,
        )

    def stop(self) -> None:
        """End what runs."""
        if self.state is LessonState.RUNNING:
            self._session.jobs.stop("fetch")

    def _on_ended(self, outcome: Outcome) -> None:
        run_view = self._fetching.page.run
        match outcome:
            case Played():
                self._on_played(outcome)
            case Halted(refusal=refusal, causes=causes):
                title = self.tr("The sandbox said no: {error}").format(error=visible(refusal.error, 80))
                run_view.end(RunState.FAILED, title, visible(refusal.description, 600), causes)
                self._show(LessonState.HALTED, self._no_words(outcome))
            case CancelledError():
                self._on_stopped()
            case FetchError():
                run_view.model.fail_last(outcome.code)
                run_view.end(RunState.FAILED, self.tr("The lesson did not get to its end"), outcome.sentence)
                self._show(LessonState.HALTED, outcome.sentence)
            case _:
                assert_never(outcome)

    def _no_words(self, halted: Halted) -> str:
        if halted.refusal.error == "access_denied":
            return self.tr("You said no, so no token came. Play it again, and accept this time.")
        return self.tr("The sandbox refused. What it said stands in the middle of the window.")

    def _on_stopped(self) -> None:
        if self.state is LessonState.RUNNING:
            run_view = self._fetching.page.run
            if run_view.state is RunState.RUNNING:
                run_view.end(RunState.STOPPED, self.tr("Stopped"), self.tr("Nothing of this was taken."))
            self._show(LessonState.HALTED, self.tr("Stopped. Nothing of it was taken."))

    def _on_again(self) -> None:
        """The button to try again on the page for fetching is meant for what it shows."""
        if self._fetching.has_other and self.scenario is not None and self._sandbox is not None:
            self.play(self.scenario, self._sandbox)

    # --- the end ---------------------------------------------------------------------------------

    def _on_played(self, played: Played) -> None:
        page = self._fetching.page
        page.run.end(RunState.DONE, self.tr("The lesson is over"), played.scenario.watch)
        if page.isHidden():  # somebody looks at another token by now, which is not taken away
            said = self.tr("It is over, but you look at something else by now. Play it again to see its end.")
            self._show(LessonState.HALTED, said)
            return
        self._take(played)
        self._show(LessonState.DONE)

    def _take(self, played: Played) -> None:
        """Put everything into its field, then look at the text."""
        desk = self._exhibit.desk
        desk.evidence.rejection.fill("")
        first = played.seen[0] if played.seen else Seen("")
        self._fill(played, first)
        login = played.login
        if login is not None and played.scenario.look.every:
            # What one login asked for does not hold for the tokens of the others.
            login = replace(login, audience="", nonce=None, access_token=None, code=None, requested_scopes=())
        self._session.take_fetched(played.text, login, played.fetched)
        self.played = played
        self._session.select(self._place(first))
        self._show_refusal(first)

    def _fill(self, played: Played, seen: Seen) -> None:
        """Fill in what a token was asked for, and the keys; an opaque one of several has none."""
        expected = self._exhibit.desk.expected
        if played.scenario.look.every and not seen.audience:
            expected.key.set_text("")
        elif played.key_address:
            at = moment_words(self._session.clock.now(), None)
            host = host_of(played.key_address)
            said = self.tr("Fetched from {host} at {at}.").format(host=host, at=at)
            expected.key.show_fetched(played.key, played.key_address, said)
        else:
            expected.key.set_text(played.key)
        expected.fill(self._expectation(played, seen))

    def _expectation(self, played: Played, seen: Seen) -> Expectation:
        look = played.scenario.look
        fits = seen.audience == look.audience
        return Expectation(
            audience=seen.audience, issuer=played.issuer, scopes=" ".join(look.scopes) if fits else ""
        )

    def _place(self, seen: Seen) -> int:
        reading = self._session.reading
        entries = reading.entries if reading is not None else ()
        return next((at for at, one in enumerate(entries) if one.original.text == seen.token), 0)

    def _show_refusal(self, seen: Seen) -> None:
        self._exhibit.desk.evidence.rejection.fill(seen.refusal)
        if seen.refusal:
            self._exhibit.show_causes()

    def _on_selected(self) -> None:
        """Another token of the lesson is looked at: hold it against what it was asked for itself."""
        played, entry = self.played, self._session.entry
        if played is None or entry is None or self._session.text != played.text:
            return
        seen = next((one for one in played.seen if one.token == entry.original.text), None)
        if seen is not None:
            self._fill(played, seen)
            self._show_refusal(seen)

    def _show(self, state: LessonState, said: str = "") -> None:
        self.state, self.said = state, said
        self.changed.emit()
