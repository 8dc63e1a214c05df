"""Cases as the window sees them: what was given is searched, its tokens are listed, its story is shown and shared."""

from __future__ import annotations

import secrets
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Signal

from jotlens.cases.model import Trouble
from jotlens.gui.cases.case import Case, ListedToken, issued_in, marks_of, with_name
from jotlens.gui.cases.comparing import Comparing, token_of
from jotlens.gui.cases.exchange_text import Told, exchange_text
from jotlens.gui.cases.glances import Glance, Known, glance_over, glanced
from jotlens.gui.cases.loading import load_reports
from jotlens.gui.cases.looking_back import LookingBack
from jotlens.gui.cases.opening import Opened, open_given
from jotlens.gui.cases.steps import tokens_of
from jotlens.gui.cases.story_page import StoryPage
from jotlens.gui.cases.tokens_panel import TokensPanel
from jotlens.gui.exhibit import Exhibit
from jotlens.gui.jobs import Ticket
from jotlens.gui.looks import Looks
from jotlens.gui.session import Session
from jotlens.reports.disclosure import FingerprintKey
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from jotlens.cases.story_model import Event
    from jotlens.gui.cases.reporting import Reporting
    from jotlens.inspection.model import Inspection

_LANE, _GLANCES = "case", "case-glances"
_LONGEST_NAME = 60
_FIRST_THE_PAINT_S = 0.02


class CasesDesk(QObject):
    """Connects the parts of this room with those of the window.

    Signals:
        opened: (QWidget) this page is to stand in the middle of the window.
        closed: the token, or the page of an empty window, is to be shown again.
        noted: (str) something to say in the status bar.
        handed_out: (str) this went to the clipboard, and is to leave it after a while.
    """

    opened = Signal(object)
    closed = Signal()
    noted = Signal(str)
    handed_out = Signal(str)

    def __init__(
        self, session: Session, looks: Looks, exhibit: Exhibit, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._exhibit = exhibit
        self._reporting: Reporting | None = None
        self._stop: threading.Event | None = None
        self._event: Event | None = None
        self._revealed = False
        self._key = FingerprintKey(secrets.token_bytes(32))
        self.case = Case()
        self.panel = TokensPanel(looks)
        self.page = StoryPage(looks)
        self.back = LookingBack(session, looks, exhibit, self)
        self.comparing = Comparing(session, looks, self)
        self.panel.hide()
        self._connect()

    # --- taking in ---------------------------------------------------------------------------------------

    def take_in(self, paths: tuple[Path, ...]) -> None:
        """Search files and folders, or open a saved case."""
        self._session.jobs.stop(_GLANCES)
        stop, now = threading.Event(), self._session.clock.now()
        self._stop = stop
        first = visible(paths[0].name or str(paths[0]), _LONGEST_NAME)
        name = first if len(paths) == 1 else self.tr("{count} files").format(count=len(paths))
        self.page.show_scanning(name)
        self.opened.emit(self.page)
        self._session.jobs.run(
            _LANE, lambda ticket: open_given(paths, now, ticket, stop.is_set), self._on_taken
        )

    @property
    def is_searching(self) -> bool:
        """Whether files are being searched."""
        return self._stop is not None

    def stop(self) -> None:
        """Stop searching; what was found until then is shown."""
        if self._stop is not None:
            self._stop.set()

    def keep_token(self) -> None:
        """Put the token on show into the list of this session."""
        entry = self._session.entry
        if entry is None or not entry.original.text.strip():
            self.noted.emit(self.tr("There is no token to keep"))
            return
        text = entry.original.text
        known = self.panel.model.token_of(text)
        if known is None:
            field = entry.found.field if entry.found is not None and entry.found.field else ""
            known = glanced(ListedToken(text, field=field), Known(), self._session.clock.now())
            self.panel.model.change(known)
        self._show_panel()
        self.panel.choose(text)
        self.noted.emit(self.tr("Kept in the list until the window closes"))

    def show_story(self) -> None:
        """Show the story of the case."""
        if self.case.files:
            self.opened.emit(self.page)
            self.page.steps.setFocus()
        else:
            self.noted.emit(self.tr("There is no story: open a recording (HAR) of the login"))

    def find_token(self) -> None:
        """Go to the line that filters the tokens."""
        self._show_panel()
        self.panel.filter.setFocus()

    def forget(self) -> None:
        """Put the case away, with everything that is known of it."""
        for lane in (_LANE, _GLANCES, "step"):
            self._session.jobs.stop(lane)
        self._stop = None
        self.case = Case()
        self.back.issued, self._event = {}, None
        self.panel.model.show_tokens(())
        self.panel.hide()
        self.page.show_case(self.case, "")
        self.comparing.forget()
        self.back.give_back()
        self.closed.emit()

    # --- the way out -------------------------------------------------------------------------------------

    def open_report(self) -> None:
        """Show what a report would say, and let it leave."""
        self._with_reporting(lambda reporting: reporting.open(self._case_of_report()))

    def copy_reply(self) -> None:
        """Put a short reply to the customer into the clipboard."""
        self._with_reporting(lambda reporting: reporting.copy_reply(self.case))

    def save_case(self) -> None:
        """Save the case, redacted."""
        case = replace(self.case, tokens=self.panel.model.tokens)
        self._with_reporting(lambda reporting: reporting.save_case(case, self.comparing.goods.all))

    def compare_with(self) -> None:
        """Pin the token on show as A, or compare it with A."""
        self.comparing.compare_with()

    def keep_good(self) -> None:
        """Hold later tokens against the one on show."""
        self.comparing.keep_good()

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show secrets in requests, or what stands for them."""
        self._revealed = revealed
        if self._event is not None:
            self._show_step(self._event)

    def set_zone(self, zone: tzinfo | None) -> None:
        """Show times in this zone (None: this computer's)."""
        self.back.zone = zone
        self.panel.model.set_zone(zone)
        self.page.model.set_zone(zone)

    # --- inside ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, panel, page, bar = self._session, self.panel, self.page, self.back.bar
        self.back.left.connect(self._on_left)
        session.inspected.connect(self._on_inspected)
        session.jobs.progressed.connect(self._on_progress)
        panel.chosen.connect(self.show_token)
        panel.named.connect(lambda token, name: self._change(with_name(self._known(token), name)))
        panel.pin_toggled.connect(
            lambda token: self._change(replace(self._known(token), pinned=not token.pinned))
        )
        panel.removed.connect(self._on_removed)
        panel.compare_requested.connect(lambda token: self.comparing.compare_with(token_of(token.text)))
        panel.known_good_requested.connect(lambda token: self.comparing.keep_good(token_of(token.text)))
        panel.story_requested.connect(self.show_story)
        panel.closed.connect(self.forget)
        page.report_requested.connect(self.open_report)
        page.reply_requested.connect(self.copy_reply)
        page.stop_requested.connect(self.stop)
        page.step_chosen.connect(self._on_step)
        page.step.token_requested.connect(self._on_step_token)
        page.step.handed_out.connect(self.handed_out)
        bar.story_requested.connect(self.show_story)
        bar.compare_requested.connect(self.comparing.show_held)
        self.comparing.opened.connect(self.opened)
        self.comparing.closed.connect(self.closed)
        self.comparing.noted.connect(self.noted)
        self.comparing.held.connect(lambda words, differs: bar.show_known_good(words, differs=differs))
        self.comparing.page.copy_requested.connect(self._exhibit.desk.evidence.copy_requested)

    def _with_reporting(self, then: Callable[[Reporting], None]) -> None:
        if self._reporting is not None:
            then(self._reporting)
            return

        def made(_: object) -> None:
            from jotlens.gui.cases.reporting import Reporting

            self._reporting = reporting = Reporting(
                self._session, self._looks, self._exhibit.desk.page.window(), self._key, self
            )
            reporting.noted.connect(self.noted)
            reporting.handed_out.connect(self.handed_out)
            then(reporting)

        self._session.jobs.run("load-reports", load_reports, made)

    def _case_of_report(self) -> Case:
        """The case; a token that was pasted since, and stands on show, is reported on by itself."""
        return Case() if self._session.reading is not None and not self.back.is_of_case else self.case

    def _on_taken(self, found: Opened) -> None:
        self._stop = None
        self.case = case = found.case
        self.back.issued = issued_in(case)
        self._event = None
        self.comparing.goods.take(found.goods)
        self.panel.model.show_tokens(case.tokens, found.searched)
        self._show_panel()
        self.page.show_case(case, self._about(found))
        self.opened.emit(self.page)
        if case.told is not None:
            self.page.steps.setFocus()
        known = Known(self.back.issued, frozenset(mark.token for mark in marks_of(case) if mark.token))
        tokens, now = case.tokens, self._session.clock.now()
        self._session.jobs.run(
            _GLANCES,
            lambda ticket: glance_over(tokens, known, now, ticket),
            lambda _: self.panel.model.settle(),
            told=self._on_glances,
        )

    def _on_glances(self, glances: object) -> None:
        if isinstance(glances, tuple):
            self.panel.model.learn(glance for glance in glances if isinstance(glance, Glance))

    def _about(self, found: Opened) -> str:
        case = found.case
        files = len(case.files)
        said = [
            visible(case.files[0].name, _LONGEST_NAME)
            if files == 1
            else self.tr("{count} files").format(count=f"{files:,}"),
            self.tr("{count} tokens").format(count=f"{len(case.tokens):,}")
            if len(case.tokens) != 1
            else self.tr("1 token"),
        ]
        lines = [" · ".join(said)]
        if not case.is_whole:
            lines.append(self.tr("The search was stopped: this is what was found until then."))
        lines += [
            self._trouble(visible(name, _LONGEST_NAME), trouble) for name, trouble in found.troubles[:3]
        ]
        return "\n".join(lines)

    def _trouble(self, name: str, trouble: Trouble) -> str:
        return {
            Trouble.UNREADABLE: self.tr("{name} cannot be read."),
            Trouble.CUT: self.tr(
                "{name} ends too early or is damaged: what could be read of it was searched."
            ),
            Trouble.NO_FILE: self.tr("{name} is not there, or is no file."),
        }[trouble].format(name=name)

    def _show_panel(self) -> None:
        self.panel.refresh(story=bool(self.case.files))
        self.panel.show()

    def _known(self, token: ListedToken) -> ListedToken:
        """Return a token of the list with what is known of it by now."""
        return self.panel.model.token_of(token.text) or token

    def _change(self, token: ListedToken) -> None:
        self.panel.model.change(token)
        self.panel.choose(token.text)

    def _on_removed(self, token: ListedToken) -> None:
        self.panel.model.remove(token.text)
        self.panel.refresh(story=bool(self.case.files))

    def _on_progress(self, done: float) -> None:
        if self._stop is not None:
            self.page.show_progress(done)

    # --- a token as of its moment ------------------------------------------------------------------------

    def show_token(self, token: ListedToken) -> None:
        """Look at a token of the list, as of the moment that it was first seen."""
        self.back.show_token(token, story=bool(self.case.files))

    def _on_step_token(self, text: str) -> None:
        event, tale = self._event, self.case.told
        if event is not None and tale is not None:
            token = self.panel.model.token_of(text) or ListedToken(text)
            self.back.show_of_step(token, event, tale.story)
            self.panel.choose(text)

    def _on_left(self) -> None:
        self.panel.choose("")

    def _on_inspected(self, inspection: Inspection | None) -> None:
        self.comparing.hold(inspection)

    # --- a step ------------------------------------------------------------------------------------------

    def _on_step(self, index: QModelIndex) -> None:
        event = self.page.model.event_at(index)
        if event is not None:
            self._event = event
            self._show_step(event)

    def _show_step(self, event: Event) -> None:
        """Show a step; what is secret in it is replaced off the GUI thread, as that takes its time in long bodies."""
        exchange, key, revealed = event.exchange, self._key, self._revealed
        tokens = tokens_of(event, self.back.issued)

        def show(told: Told) -> None:
            self.page.step.show_step(told, tokens, masked=not revealed, refused=event.refused)

        def tell(ticket: Ticket) -> Told:
            ticket.rest(_FIRST_THE_PAINT_S)
            return exchange_text(exchange, key, revealed=revealed)

        self._session.jobs.run("step", tell, show)
