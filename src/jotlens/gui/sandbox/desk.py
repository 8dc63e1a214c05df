"""The mediator of the sandbox's pane: what it shows of the sandbox, the connections, and the scenarios it plays."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from jotlens.gui.exhibit import Exhibit
from jotlens.gui.fetching.desk import FetchingDesk
from jotlens.gui.looks import Looks
from jotlens.gui.sandbox.dock import SandboxDock
from jotlens.gui.sandbox.host import Host, HostState
from jotlens.gui.sandbox.lending import connections_of, lend, take_back
from jotlens.gui.sandbox.lesson import Lesson, LessonState
from jotlens.gui.sandbox.pane import SandboxPane
from jotlens.gui.sandbox.rows import Row
from jotlens.gui.sandbox.words import people_rows, request_row
from jotlens.gui.session import Session
from jotlens.sandbox.scenarios import Scenario

_MOST_REQUESTS = 200


class SandboxDesk(QObject):
    """Connects the sandbox, its pane and the window.

    Signals:
        noted: (str) something to say in the status bar.
    """

    noted = Signal(str)

    def __init__(
        self,
        host: Host,
        session: Session,
        looks: Looks,
        exhibit: Exhibit,
        fetching: FetchingDesk,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._host = host
        self._session = session
        self._fetching = fetching
        self.pane = SandboxPane(looks)
        self.dock = SandboxDock(looks, self.pane, window)
        self.lesson = Lesson(session, exhibit, fetching.fetching, self)
        self._done: set[str] = set()
        self._offered: Scenario | None = None
        self._hidden = self._lends = False
        self._connect()
        self._on_host()

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the running sandbox, in the order in which they teach."""
        return self._host.sandbox.scenarios if self._host.sandbox is not None else ()

    def open(self) -> None:
        """Show the pane."""
        if not self._hidden:
            self.dock.open()

    def offer_first(self) -> None:
        """Offer the first scenario."""
        if self.scenarios and self.lesson.state is not LessonState.RUNNING:
            self._offer(self.scenarios[0])

    def hide(self, hidden: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Hide the pane with everything else, or show it again."""
        if hidden:
            self._hidden = self.dock.isVisible()
            self.dock.hide()
        elif self._hidden:
            self._hidden = False
            self.dock.open()

    def _connect(self) -> None:
        pane, guide, faults = self.pane, self.pane.guide, self.pane.faults
        self._host.changed.connect(self._on_host)
        self._host.heard.connect(self._on_heard)
        self._fetching.fetching.known.loaded.connect(self._on_connections_read)
        pane.start_requested.connect(self._host.start)
        pane.stop_requested.connect(self._host.stop)
        pane.reset_requested.connect(self._on_reset)
        pane.page_requested.connect(self._on_page)
        pane.copy_requested.connect(self._on_copy)
        pane.era_chosen.connect(self._host.set_era)
        pane.scenario_chosen.connect(self._on_scenario)
        pane.closed.connect(self.dock.hide)
        guide.begin_requested.connect(self._on_begin)
        guide.next_requested.connect(self._on_next)
        guide.stop_requested.connect(self.lesson.stop)
        faults.changed.connect(self._on_fault)
        faults.cleared.connect(self._on_clear_faults)
        faults.rotate_requested.connect(self._on_rotate)
        faults.revoke_requested.connect(self._on_revoke)
        self.lesson.changed.connect(self._on_lesson)

    # --- the sandbox -----------------------------------------------------------------------------

    def _on_host(self) -> None:
        sandbox = self._host.sandbox
        match self._host.state:
            case HostState.RUNNING if sandbox is not None:
                self.pane.show_running(sandbox.address)
                self.pane.show_era(sandbox.settings.era)
                self.pane.show_faults(sandbox.faults)
                self.pane.people.show_rows(people_rows(sandbox))
                self._show_requests()
                self._lend()
                self._offer(self._offered or sandbox.scenarios[0])
            case HostState.STARTING:
                self.pane.show_stopped(self.tr("The sandbox is starting"))
            case HostState.FAILED:
                self.pane.show_stopped(self.tr("The sandbox could not start: no port is free"))
            case _:
                self.lesson.stop()
                self.pane.show_stopped(self.tr("The sandbox is stopped"))
                self._take_back()

    def _lend(self) -> None:
        """Have the ready-made connections among the others, and the first of them chosen where there is no other."""
        sandbox, fetching = self._host.sandbox, self._fetching.fetching
        if sandbox is None:
            return
        fetching.known.prepare = partial(lend, sandbox)
        own = [each for each in fetching.known.connections if each.issuer != sandbox.address]
        keeps = bool(own) and fetching.page.isVisible()
        self._lends = True
        fetching.reload("" if keeps else connections_of(sandbox)[0].id)

    def _on_connections_read(self) -> None:
        """The ready-made connections are among the others by now: the open dialog shows them, too."""
        if self._lends:
            self._lends = False
            self._fetching.reload_dialog()

    def _take_back(self) -> None:
        fetching = self._fetching.fetching
        fetching.known.prepare = take_back
        if fetching.known.stores is not None:
            take_back(fetching.known.stores)
            fetching.reload()
        self._fetching.reload_dialog()

    def _on_heard(self) -> None:
        """Requests came; one of them may have been a switch on the sandbox's own page."""
        self._show_requests()
        sandbox = self._host.sandbox
        if sandbox is not None:
            self.pane.show_faults(sandbox.faults)
            self.pane.show_era(sandbox.settings.era)

    def _show_requests(self) -> None:
        entries = self._host.entries()
        newest = list(enumerate(entries))[-_MOST_REQUESTS:]
        self.pane.show_requests(tuple(request_row(place, entry) for place, entry in reversed(newest)))

    def _on_reset(self) -> None:
        sandbox = self._host.sandbox
        if sandbox is not None:
            self.lesson.stop()
            sandbox.reset()
            self.pane.show_faults(sandbox.faults)
            self._show_requests()
            self.noted.emit(self.tr("The sandbox has forgotten logins, consents, tokens and faults"))

    def _on_page(self) -> None:
        sandbox, opener = self._host.sandbox, self._fetching.fetching.opener
        if sandbox is not None:
            home = sandbox.home
            self._session.jobs.run("browser", lambda _: opener(home), self._on_opened)

    def _on_opened(self, opened: bool) -> None:  # noqa: FBT001 - a result
        if not opened:
            self.noted.emit(self.tr("The browser could not be opened: copy the address instead"))

    def _on_copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.pane.tick_copy()
        self.noted.emit(self.tr("Copied"))

    # --- faults ----------------------------------------------------------------------------------

    def _on_fault(self, name: str, value: object) -> None:
        if self._host.sandbox is not None:
            self.pane.show_faults(self._host.sandbox.set_faults(**{name: value}))

    def _on_clear_faults(self) -> None:
        if self._host.sandbox is not None:
            self._host.sandbox.clear_faults()
            self.pane.show_faults(self._host.sandbox.faults)

    def _on_rotate(self) -> None:
        sandbox = self._host.sandbox
        if sandbox is not None:  # making a key takes a moment
            self._session.jobs.run("sandbox-keys", lambda _: sandbox.rotate_keys(), self._on_rotated)

    def _on_rotated(self, _: None) -> None:
        self.pane.faults.say(
            self.tr("A new key signs from now on. The previous one is still published: old tokens are good.")
        )

    def _on_revoke(self) -> None:
        if self._host.sandbox is None:
            return
        if self._host.sandbox.revoke_previous_key():
            said = self.tr("The previous key is published no more: what it signed is worthless now.")
        else:
            said = self.tr("There is no previous key. Rotate the key first.")
        self.pane.faults.say(said)

    # --- scenarios -------------------------------------------------------------------------------

    def _offer(self, scenario: Scenario) -> None:
        self._offered = scenario
        self.pane.guide.show_ready(scenario)
        self._show_scenarios()

    def _on_scenario(self, scenario_id: str) -> None:
        scenario = next((one for one in self.scenarios if one.id == scenario_id), None)
        if scenario is not None:
            self._play(scenario)

    def _on_begin(self) -> None:
        if self._offered is not None:
            self._on_scenario(self._offered.id)

    def _on_next(self) -> None:
        following = self._following()
        if following is not None:
            self._play(following)

    def _following(self) -> Scenario | None:
        ids = [one.id for one in self.scenarios]
        if self._offered is None or self._offered.id not in ids:
            return None
        at = ids.index(self._offered.id) + 1
        return self.scenarios[at] if at < len(ids) else None

    def _play(self, scenario: Scenario) -> None:
        sandbox = self._host.sandbox
        if sandbox is not None:
            self._offered = scenario
            self.lesson.play(scenario, sandbox)

    def _on_lesson(self) -> None:
        lesson, guide, sandbox = self.lesson, self.pane.guide, self._host.sandbox
        scenario = lesson.scenario
        if scenario is None or sandbox is None:
            return
        match lesson.state:
            case LessonState.RUNNING:
                guide.show_running(scenario, sandbox.password)
            case LessonState.DONE:
                self._done.add(scenario.id)
                guide.show_done(scenario, self._following())
            case LessonState.HALTED:
                guide.show_halted(scenario, lesson.said)
        self.pane.show_faults(sandbox.faults)
        self._show_scenarios()

    def _show_scenarios(self) -> None:
        running = self.lesson.state is LessonState.RUNNING
        chosen = self._offered.id if self._offered is not None else ""
        rows = []
        for place, one in enumerate(self.scenarios, 1):
            is_chosen = one.id == chosen
            done = one.id in self._done
            mark = "clock" if is_chosen and running else "pass" if done else "right"
            status = "pass" if done and mark == "pass" else ""
            detail, lines = one.lesson, 12 if is_chosen else 2
            rows.append(
                Row(
                    one.id,
                    f"{place}. {one.title}",
                    detail,
                    status=status,
                    mark=mark,
                    lines=lines,
                    strong=True,
                    chosen=is_chosen,
                )
            )
        self.pane.show_scenarios(tuple(rows), chosen)
