"""Brings texts, files and samples to the session, and lays the desk when there is something to show on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from jotlens.gui.looks import Looks
from jotlens.gui.rooms import Room, backend_name, load_cases, load_fetching
from jotlens.gui.sampler import Sampler
from jotlens.gui.session import AT_ONCE, Session
from jotlens.gui.status import SHOWS_WORK_AFTER_MS, Status
from jotlens.gui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from PySide6.QtCore import QMimeData

    from jotlens.gui.cases.desk import CasesDesk
    from jotlens.gui.clipboard import ClipboardKeeper
    from jotlens.gui.exhibit import Exhibit
    from jotlens.gui.fetching.desk import FetchingDesk
    from jotlens.gui.files import FileText, FileTrouble, NoKey
    from jotlens.gui.reading import Reading


class Presenter(QObject):
    """The mediator between the session and the window.

    Signals:
        completed: the desk has been laid.
        sandbox_requested: a person without a connection wants to try the sandbox.
    """

    completed = Signal()
    sandbox_requested = Signal()

    def __init__(self, session: Session, looks: Looks, status: Status, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._status = status
        self._exhibit: Exhibit | None = None
        self._fetching = Room(session.jobs, "load", load_fetching, self._made_fetching)
        self._cases = Room(session.jobs, "load-cases", load_cases, self._made_cases)
        self._zone: tzinfo | None = None
        self._revealed = False
        self._keeper: ClipboardKeeper | None = None
        self._clears_clipboard = True
        self.workspace = Workspace(looks)
        self.samples = Sampler(self.workspace, self.take_text, lambda: self.exhibit, self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SHOWS_WORK_AFTER_MS)
        self._connect()

    @property
    def exhibit(self) -> Exhibit:
        """What shows a token; it is made when it is first needed."""
        if self._exhibit is None:
            from jotlens.gui.exhibit import Exhibit

            self._exhibit = Exhibit(self._session, self._looks, self)
            self._exhibit.noted.connect(self._status.note)
            self._exhibit.handed_out.connect(self._on_handed_out)
            self._exhibit.token_given.connect(self._on_token_given)
            self._exhibit.key_file_given.connect(self.take_key_file)
            self._exhibit.desk.evidence.issuer_requested.connect(self._on_issuer_requested)
            self._exhibit.desk.expected.key.fetch_requested.connect(self._on_keys_requested)
            self.workspace.lay(self._exhibit.desk)
            self.completed.emit()
        return self._exhibit

    @property
    def fetching(self) -> FetchingDesk:
        """What fetches tokens and asks their issuers; it is made when it is first needed."""
        return self._fetching.desk

    @property
    def cases(self) -> CasesDesk:
        """What searches files, and lists, tells and shares what is in them; it is made when it is first needed."""
        return self._cases.desk

    def with_cases(self, wish: Callable[[CasesDesk], object]) -> None:
        """Have the room for cases do something, once it is loaded."""
        self._cases.ask(wish)

    def take_text(self, text: str) -> None:
        """Look at a text."""
        self._session.take_text(text)
        if len(text) > AT_ONCE and not self.workspace.paste.box.shows(text):
            self.workspace.paste.show_unread(text)

    def take(self, data: QMimeData) -> None:
        """Look at what was pasted or dropped: a file, or a text."""
        self.workspace.paste.box.take(data)

    def take_files(self, paths: tuple[Path, ...]) -> None:
        """Look at the text of a file; a recording, a folder or several files are a case."""
        self.samples.forget()
        self._session.take_files(paths)

    def take_key_file(self, path: Path) -> None:
        """Put the text of a file into the key field."""
        from jotlens.gui.files import read_key_file

        self._session.jobs.run("key-file", lambda ticket: read_key_file(path, ticket), self._on_key_file)

    def paste(self) -> None:
        """Look at the clipboard."""
        from jotlens.gui.pasted import clipboard_data

        data = clipboard_data()
        if data is None:
            self.workspace.paste.show_refusal(self.tr("The clipboard is empty. Copy the token first."))
        else:
            self.take(data)

    def clear(self) -> None:
        """Empty the window; what is expected stays."""
        if self._fetching.known is not None:
            self._fetching.known.forget()
        if self._cases.known is not None:
            self._cases.known.forget()
        self.take_text("")
        self.workspace.paste.box.setFocus()

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a slot
        """Show secrets, or black them out."""
        self._revealed = revealed
        if self._fetching.known is not None:
            self._fetching.known.set_revealed(revealed)
        if self._cases.known is not None:
            self._cases.known.set_revealed(revealed)
        self.workspace.paste.reveal_secrets(revealed)
        self.exhibit.set_revealed(revealed)

    def set_zone(self, zone: tzinfo | None) -> None:
        """Show every time in this zone (None: this computer's)."""
        self._zone = zone
        self.exhibit.set_utc(zone is not None)
        if self._cases.known is not None:
            self._cases.known.set_zone(zone)

    def set_clears_clipboard(self, clears: bool) -> None:  # noqa: FBT001 - a slot
        """Empty the clipboard a minute after a token was copied from here, or leave it."""
        self._clears_clipboard = clears
        if self._keeper is not None and not clears:
            self._keeper.forget()

    # What the menus ask of the desk; its parts are not there to be connected before it is laid.

    def check_again(self) -> None:
        """Run every check again, as of this moment."""
        self.exhibit.check_again()

    def copy_token(self) -> None:
        """Put the token into the clipboard."""
        self.exhibit.copy_token()

    def copy_claims(self) -> None:
        """Put the claims into the clipboard."""
        self.exhibit.copy_claims()

    def step_token(self, step: int) -> None:
        """Go to the next token of the list (1), or the one before (-1)."""
        self.exhibit.step_token(step)

    def show_find(self) -> None:
        """Open the line to find things in."""
        self.exhibit.desk.evidence.show_find()

    def go_to_expected(self) -> None:
        """Go to the first field of what is expected."""
        self.exhibit.desk.go_to(self.exhibit.desk.expected)

    def go_to_answer(self) -> None:
        """Go to the field for what the API answered."""
        self.exhibit.go_to_answer()

    def go_to_checks(self) -> None:
        """Go to the checks."""
        self.exhibit.desk.go_to(self.exhibit.desk.checks)

    def fetch(self) -> None:
        """Show the page for fetching."""
        self._fetching.ask(lambda desk: desk.open())

    def fetch_again(self) -> None:
        """Fetch by the same connection as the last time."""
        self._fetching.ask(lambda desk: desk.again())

    def show_trace(self) -> None:
        """Show the steps of the last fetch."""
        self._fetching.ask(lambda desk: desk.open_trace())

    def show_connections(self) -> None:
        """Show the connections, to be edited."""
        self._fetching.ask(lambda desk: desk.show_connections())

    def ask_backend(self) -> None:
        """Find out which keyring is in use, off the GUI thread, once the window stands."""
        self._session.jobs.run_quietly("backend", backend_name, self._on_backend)

    def _connect(self) -> None:
        session, paste = self._session, self.workspace.paste
        session.begun.connect(self._on_begun)
        self._patience.timeout.connect(self._show_waiting)
        session.loaded.connect(self._on_loaded)
        session.relisted.connect(self._on_relisted)
        session.refused.connect(self._on_refused)
        session.case_given.connect(self._on_case_given)
        session.selected.connect(paste.show_place)
        session.jobs.busy_changed.connect(self._status.show_busy)
        session.jobs.progressed.connect(self._status.show_progress)
        self._status.stop_requested.connect(self._on_stop)
        paste.box.paste_requested.connect(self.paste)
        paste.box.handed_out.connect(self._on_handed_out)
        paste.box.given.connect(self._on_given)
        paste.box.typed.connect(self.take_text)
        paste.box.files_given.connect(self.take_files)
        paste.box.unusable.connect(self._on_unusable)
        paste.clear_requested.connect(self.clear)
        paste.fetch_requested.connect(self.fetch)
        self.workspace.empty.fetch_requested.connect(self.fetch)
        self._status.trace_requested.connect(self.show_trace)

    def _on_given(self, text: str) -> None:
        """Look at what was pasted or dropped: what belongs to a sample is not expected of it."""
        self.samples.forget()
        self.take_text(text)

    def _on_begun(self) -> None:
        if self.workspace.is_waiting:
            self._show_waiting()
        else:
            self._patience.start()

    def _show_waiting(self, *, stopped: bool = False) -> None:
        """Show that the text is being read, or was not; what is quicker than a fifth of a second shows only its result."""
        self._patience.stop()
        self.exhibit.show_nothing()
        self.workspace.paste.show_no_tokens()
        known, page = self.workspace.waiting, self.workspace.show_waiting()
        if known is None:
            page.read_requested.connect(self._read_now)
        if stopped:
            page.show_stopped(len(self._session.text))
        else:
            page.show_reading(len(self._session.text))

    def _read_now(self) -> None:
        self._session.take_text(self._session.text)

    def _on_loaded(self, reading: Reading | None) -> None:
        self._patience.stop()
        if reading is not None or self._exhibit is not None:
            self.exhibit.show_reading(reading)
        self.workspace.paste.show_reading(reading, self._session.text)
        self.workspace.show_something(reading is not None)

    def _on_backend(self, name: str | None) -> None:
        if name is not None:
            self._status.show_secrets(name)

    def _on_page_closed(self) -> None:
        """Show again what there was before a page such as the one for fetching."""
        self.workspace.show_something(self._session.reading is not None)
        self.workspace.paste.box.setFocus()

    def leave(self, then: Callable[[], object]) -> bool:
        """Get ready for the end of the program; False where a person is asked first, and `then` is called later."""
        return self._fetching.known is None or self._fetching.known.leave(then)

    def _made_fetching(self) -> FetchingDesk:
        from jotlens.gui.fetching.desk import FetchingDesk

        desk = FetchingDesk(self._session, self._looks, self._status, self.exhibit, self)
        desk.opened.connect(self.workspace.show_page)
        desk.closed.connect(self._on_page_closed)
        desk.handed_out.connect(self._on_handed_out)
        desk.sandbox_requested.connect(self.sandbox_requested)
        desk.fetching.obtained.connect(self.samples.forget)
        desk.set_revealed(self._revealed)
        return desk

    def _made_cases(self) -> CasesDesk:
        from jotlens.gui.cases.desk import CasesDesk

        desk = CasesDesk(self._session, self._looks, self.exhibit, self)
        desk.opened.connect(self.workspace.show_page)
        desk.closed.connect(self._on_page_closed)
        desk.noted.connect(self._status.note)
        desk.handed_out.connect(self._on_handed_out)
        desk.set_revealed(self._revealed)
        desk.set_zone(self._zone)
        self.workspace.paste.add_panel(desk.panel)
        return desk

    def _on_case_given(self, paths: tuple[Path, ...]) -> None:
        self.with_cases(lambda desk: desk.take_in(paths))

    def _on_issuer_requested(self) -> None:
        self._fetching.ask(lambda desk: desk.show_issuer())

    def _on_keys_requested(self) -> None:
        """Go to the button that names the host whose keys are fetched."""
        evidence = self.exhibit.desk.evidence
        evidence.open_page(evidence.issuer)
        self._fetching.ask(lambda desk: desk.go_to_keys())

    def _on_relisted(self, reading: Reading) -> None:
        self.exhibit.relist(reading)
        self.workspace.paste.list_tokens(reading)

    def _on_handed_out(self, text: str) -> None:
        if not self._clears_clipboard:
            return
        if self._keeper is None:
            from jotlens.gui.clipboard import ClipboardKeeper

            self._keeper = ClipboardKeeper(self)
            self._keeper.emptied.connect(self._on_emptied)
        self._keeper.note(text)

    def _on_emptied(self) -> None:
        self._status.note(
            self.tr("The clipboard was emptied: what was copied here a minute ago is gone from it")
        )

    def _on_refused(self, trouble: FileTrouble) -> None:
        self.workspace.paste.show_refusal(_file_words(trouble))

    def _on_unusable(self) -> None:
        self.workspace.paste.show_refusal(
            self.tr("That holds no text. A picture of a token cannot be read: copy the token as text.")
        )

    def _on_stop(self) -> None:
        cases = self._cases.known
        if cases is not None and cases.is_searching:
            cases.stop()  # what was found until then is shown
            return
        self._session.jobs.stop()
        if self._session.unread:
            self._show_waiting(stopped=True)
        self._status.note(self.tr("Stopped"))

    def _on_token_given(self, text: str) -> None:
        """Look at a token that was put into a field: it is no API, no key and no nonce."""
        self._on_given(text)
        self._status.note(self.tr("That is a token: it went into the box for tokens"))

    def _on_key_file(self, content: FileText | FileTrouble | NoKey) -> None:
        from jotlens.gui.files import FileText, NoKey

        if isinstance(content, FileText):
            self.exhibit.desk.expected.key.set_text(content.text)
        elif isinstance(content, NoKey):
            self.exhibit.desk.expected.key.show_refusal(content.sentence)
        else:
            self._status.note(_file_words(content))


def _file_words(trouble: FileTrouble) -> str:
    from jotlens.gui.refusals import file_words

    return file_words(trouble)
