"""Brings fetching into the window: the page, the thread, and what the session gets of the answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jotlens.gui.fetching.connection_words import host_of, host_of_connection, refused_words
from jotlens.gui.fetching.fetch_page import FetchPage
from jotlens.gui.fetching.known import Known
from jotlens.gui.fetching.loading import load_network
from jotlens.gui.fetching.run_view import RunState
from jotlens.gui.fetching.running import Asking, Came, Ended, Prompted, Refused, Stepped, World, run
from jotlens.gui.fetching.secret_fields import Typed, Wanted
from jotlens.gui.fetching.step_copier import StepCopier
from jotlens.gui.fetching.stores import wanted_of
from jotlens.gui.jobs import Ticket
from jotlens.gui.looks import Looks
from jotlens.gui.session import Session
from jotlens.inspection.model import Diagnosis
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection
from jotlens.oauth.failures import CancelledError, ConnectionGapError, FetchError
from jotlens.oauth.needs import needs
from jotlens.oauth.trace import Exchange
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.oauth.dpop import ProofKey


class Fetching(QObject):
    """The mediator between the page, the stores, the worker's thread and the session.

    Signals:
        opened: the page is to be shown.
        closed: what was there before is to be shown.
        obtained: (Came) tokens came, and are looked at now.
        sent: (str) a request went to this host.
        noted: (str) something to say in the status bar.
        handed_out: (str) this went to the clipboard.
        connections_requested: (str) the connection of this id is to be edited; empty: a new one is to be made.
        sandbox_requested: a person without a connection wants to try the sandbox.
        backend_known: (str) the name of the keyring in use, or that there is none.
    """

    opened = Signal()
    closed = Signal()
    obtained = Signal(object)
    sent = Signal(str)
    noted = Signal(str)
    handed_out = Signal(str)
    connections_requested = Signal(str)
    sandbox_requested = Signal()
    backend_known = Signal(str)

    def __init__(self, session: Session, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.known = Known(session.jobs, self)
        self._asking: Asking | None = None
        self._chosen = ""
        self._again = ""
        self._warmed = False
        self._came: Came | None = None
        self.opener: Callable[[str], bool] = _open_in_browser
        self.page = FetchPage(looks)
        self._connect()

    def open(self, connection_id: str = "") -> None:
        """Show the page; a fetch that runs stays on show."""
        self._again = ""
        self._chosen = connection_id
        self.opened.emit()
        if self.page.run.state is RunState.RUNNING:
            self.page.show_run()
            return
        self.page.show_form()
        self.reload()
        if not self._warmed:
            self._warmed = True
            self._session.jobs.run_quietly("load-network", load_network)

    def open_trace(self) -> None:
        """Show the steps of the last fetch."""
        self.opened.emit()
        self.page.show_run()

    def again(self) -> None:
        """Fetch by the same connection as the last time, at once where no secret is missing."""
        connection_id = self._asking.connection.id if self._asking is not None else ""
        self.open(connection_id)
        if self.page.run.state is not RunState.RUNNING:
            self._again = connection_id

    def reload(self, chosen: str = "") -> None:
        """Read the connections anew: they may have been edited."""
        self._chosen = chosen or self._chosen
        self.known.reload()

    def forget(self) -> None:
        """Hold nothing of the last fetch any more; one that runs is left alone."""
        if self.page.run.state is not RunState.RUNNING:
            self._came = None
            self.page.run.forget()

    def leave(self) -> None:
        """Hold no secret any more: the program ends."""
        self.page.form.secrets.forget()
        self.known.close()

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show secrets in the steps, or dots in their place."""
        self.page.run.model.set_revealed(revealed)

    def stop(self) -> None:
        """End the fetch, wherever it waits."""
        self._session.jobs.stop("fetch")

    def tick(self, now: datetime) -> None:
        """A second has passed."""
        self.page.run.prompt.tick(now)

    def world(self) -> World:
        """Return what a worker needs of the world."""
        return World(self._session.clock.now, secrets.token_bytes, self.opener)

    @property
    def has_other(self) -> bool:
        """Whether the steps on show are of something else than a fetch over a connection."""
        return self._asking is None

    def begin_other(self, host: str) -> None:
        """Begin the steps of something else that fetches, such as a lesson of the sandbox; its job is in the lane `fetch`."""
        self.stop()
        self._asking = self._came = None
        self.opened.emit()
        self.page.run.begin(host)
        self.page.show_run()

    def begin_question(self, host: str) -> bool:
        """Begin a new list of steps for a question to an issuer; not while a fetch fills it."""
        run_view = self.page.run
        if run_view.state is RunState.RUNNING:
            return False
        run_view.begin_question(self.tr("Asked {host}").format(host=host))
        return True

    def put_step(self, news: Stepped) -> None:
        """Show a step, and count what was sent."""
        run_view = self.page.run
        if isinstance(news.step, Exchange) and news.place >= len(run_view.model.steps):
            self.sent.emit(host_of(news.step.address))
        run_view.put(news.place, news.step, news.masked)

    def _connect(self) -> None:
        form, run_view = self.page.form, self.page.run
        self.known.loaded.connect(self._on_loaded)
        self.known.noted.connect(self.noted)
        self.page.closed.connect(self._on_closed)
        self.page.stop_requested.connect(self.stop)
        form.connection_chosen.connect(self._on_chosen)
        form.connections_requested.connect(self.connections_requested)
        form.sandbox_requested.connect(self.sandbox_requested)
        form.fetch_requested.connect(self._on_fetch)
        run_view.stop_requested.connect(self.stop)
        run_view.again_requested.connect(self._on_again)
        run_view.back_requested.connect(self._on_back)
        run_view.inspect_requested.connect(self._on_inspect)
        run_view.prompt.open_requested.connect(self._on_open_address)
        copier = StepCopier(run_view, self)
        copier.noted.connect(self.noted)
        copier.handed_out.connect(self.handed_out)
        self._session.clock.ticked.connect(self.tick)

    # --- before ----------------------------------------------------------------------------------

    def _on_loaded(self) -> None:
        self.backend_known.emit(self._keyring())
        self.page.form.show_connections(self.known.connections, self._chosen)
        if self.page.isVisible() and not self.page.shows_run:
            self.page.form.focus()

    def _on_chosen(self, connection: Connection) -> None:
        stores = self.known.stores
        if stores is None or self.page.isHidden():  # nobody looks: the keyring is left alone
            return
        self._chosen = connection.id
        cancellation = Cancellation()

        def look(_: Ticket) -> tuple[Connection, tuple[Wanted, ...], str]:
            from jotlens.oauth.gaps import gaps

            try:
                wanted = wanted_of(connection, stores, cancellation)
            except ConnectionGapError as error:
                return connection, (), error.sentence
            missing = gaps(connection)
            return connection, wanted, missing[0].sentence if missing else ""

        def end() -> None:
            """Nobody waits for the keyring any more: what it may hold can be typed."""
            cancellation.cancel()
            if self.page.form.connection == connection:
                wanted = tuple(Wanted(kind.value) for kind in needs(connection))
                self.page.form.show_wanted(wanted, self._keyring())

        self._session.jobs.run("secrets", look, self._on_wanted, on_stop=end)

    def _on_wanted(self, found: tuple[Connection, tuple[Wanted, ...], str]) -> None:
        connection, wanted, trouble = found
        form = self.page.form
        if form.connection != connection:
            return
        form.show_wanted(wanted, self._keyring())
        form.show_trouble(trouble)
        again, self._again = self._again, ""
        if again == connection.id and not trouble and form.secrets.is_ready:
            self._on_fetch()
        elif self.page.isVisible() and not self.page.shows_run:
            form.focus()

    def _keyring(self) -> str:
        """Return the name of the keyring in use; empty for none."""
        backend = self.known.stores.backend if self.known.stores is not None else None
        return backend.name if backend is not None and backend.usable else ""

    # --- the fetch -------------------------------------------------------------------------------

    def _on_fetch(self) -> None:
        form, stores = self.page.form, self.known.stores
        if form.connection is None or stores is None:
            return
        self._begin(Asking(form.connection, form.typed(), stores, form.clean_login))

    def begin(
        self, connection: Connection, typed: tuple[Typed, ...] = (), proof_key: ProofKey | None = None
    ) -> None:
        """Fetch by a connection without asking more: a refresh of what is on show."""
        if self.known.stores is not None:
            self.opened.emit()
            self._begin(Asking(connection, typed, self.known.stores, proof_key=proof_key))

    def _begin(self, asking: Asking) -> None:
        self._session.jobs.stop("fetch")
        self._asking, self._came = asking, None
        cancellation, world = Cancellation(), self.world()

        def end() -> None:
            cancellation.cancel()
            self._show_stopped()

        self.page.run.begin(host_of_connection(asking.connection))
        self.page.show_run()
        self._session.jobs.run(
            "fetch",
            lambda ticket: run(asking, world, ticket, cancellation),
            self._on_ended,
            told=self.hear,
            on_stop=end,
        )

    def hear(self, news: object) -> None:
        """Take what a fetch tells on its way: a step, or what a person has to do."""
        match news:
            case Stepped():
                self.put_step(news)
            case Prompted(prompt=prompt, matrix=matrix):
                self.page.run.prompt.show_prompt(prompt, matrix, self._session.clock.now())
                self._session.clock.set_counting(self.page.run.prompt.counts, "fetch")

    def _on_ended(self, ended: Ended) -> None:
        self._session.clock.set_counting(False, "fetch")
        match ended:
            case Came():
                self._on_came(ended)
            case Refused(refusal=refusal, causes=causes):
                said = f"{visible(refusal.description, 600)}\n{refusal.sentence}".strip()
                self._failed(refused_words(refusal, self._host()), said, causes)
            case CancelledError():
                self._show_stopped()
            case FetchError():
                self.page.run.model.fail_last(ended.code)
                self._failed(self.tr("The token could not be fetched"), ended.sentence)

    def _on_came(self, came: Came) -> None:
        run_view = self.page.run
        self.page.form.secrets.forget()
        said = " ".join(came.kept)
        run_view.end(
            RunState.DONE, self.tr("{host} has answered with tokens").format(host=self._host()), said
        )
        if self._asking is not None:  # typed secrets are not held longer than they are needed
            self._asking = replace(self._asking, typed=())
        if self.page.isHidden():  # somebody looks at another token by now, which is not taken away
            self._came = came
            self.noted.emit(self.tr("The fetch has brought its tokens: Tools, Steps of the last fetch"))
            return
        self._take(came)
        self.noted.emit(said or self.tr("The token was fetched from {host}").format(host=self._host()))

    def _take(self, came: Came) -> None:
        """Look at what came."""
        self._came = None
        self.obtained.emit(came)
        self._session.take_fetched(came.obtained.text, came.login, came.fetched)

    def _on_inspect(self) -> None:
        if self._came is not None:
            self._take(self._came)
        else:
            self.closed.emit()

    def _failed(self, title: str, said: str, causes: tuple[Diagnosis, ...] = ()) -> None:
        self.page.run.end(RunState.FAILED, title, said, causes)
        if not self.page.isVisible():
            self.noted.emit(self.tr("The fetch has failed: Tools, Fetch a token shows why"))

    def _show_stopped(self) -> None:
        self._session.clock.set_counting(False, "fetch")
        if self.page.run.state is RunState.RUNNING:
            self.page.run.end(
                RunState.STOPPED, self.tr("Stopped"), self.tr("Nothing of this fetch was taken.")
            )

    def _host(self) -> str:
        return host_of_connection(self._asking.connection) if self._asking is not None else ""

    # --- afterwards ------------------------------------------------------------------------------

    def _on_again(self) -> None:
        if self._asking is not None:
            self._begin(self._asking)

    def _on_back(self) -> None:
        self.page.show_form()
        self.reload(self._asking.connection.id if self._asking is not None else "")

    def _on_closed(self) -> None:
        self._again = ""
        self.page.form.secrets.forget()
        self.closed.emit()

    def _on_open_address(self, address: str) -> None:
        opener = self.opener
        self._session.jobs.run("browser", lambda _: opener(address), self._on_opened)

    def _on_opened(self, opened: bool) -> None:  # noqa: FBT001 - a result
        if not opened:
            self.noted.emit(self.tr("The browser could not be opened: copy the address instead"))


def _open_in_browser(address: str) -> bool:
    from jotlens.oauth.browser import open_browser

    return open_browser(address)
