"""The way out: the report dialog, saving what it made, the short reply, and saving a case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from jotlens.gui.cases.case import Case
from jotlens.gui.cases.case_file import SUFFIX, write_case
from jotlens.gui.cases.known_good import KnownGood
from jotlens.gui.cases.paper import write_pdf
from jotlens.gui.cases.report_dialog import FORMS, Output, ReportDialog
from jotlens.gui.cases.report_making import (
    Asked,
    Made,
    Subject,
    Unmade,
    make,
    subjects,
    write_bytes,
    write_file,
    zone_names,
)
from jotlens.gui.jobs import Ticket
from jotlens.gui.looks import Looks
from jotlens.gui.session import Session
from jotlens.reports.disclosure import FingerprintKey, Level

_REPORT = "jotlens-report"
_FILE = "jotlens-redacted"
_CASE = "case"


class Reporting(QObject):
    """Makes reports off the GUI thread, and saves them where a person says.

    Signals:
        noted: (str) something to say in the status bar.
        handed_out: (str) this went to the clipboard, and is to leave it after a while.
    """

    noted = Signal(str)
    handed_out = Signal(str)

    def __init__(
        self,
        session: Session,
        looks: Looks,
        window: QWidget,
        key: FingerprintKey,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._window = window
        self._dialog: ReportDialog | None = None
        self.key = key
        """The key of this session: the same token has the same fingerprint in all that is made of it."""

    def open(self, case: Case) -> None:
        """Show the dialog for a case, or for the text on show where there is none."""
        found = subjects(case, self._session.text, self.tr("pasted text"))
        if not found:
            self.noted.emit(self.tr("There is nothing to report: paste a token or open a file first"))
            return
        if self._dialog is not None:
            self._dialog.close()
        self._dialog = dialog = ReportDialog(self._looks, found, self._window)
        dialog.asked.connect(self._on_asked)
        dialog.save_requested.connect(self._on_save)
        dialog.copy_requested.connect(self._on_copy)
        dialog.finished.connect(self._on_closed)
        self._session.jobs.run("zones", lambda _: zone_names(), dialog.show_zones)
        dialog.ask()
        dialog.open()

    def copy_reply(self, case: Case) -> None:
        """Put a short reply to the customer into the clipboard; it is of what may be shared outside."""
        found = subjects(case, self._session.text, self.tr("pasted text"))
        if found:
            subject, key, now = found[0], self.key, self._session.clock.now()
            self._session.jobs.run(
                "reply", lambda ticket: make(subject, Asked(), key, now, ticket), self._on_reply
            )

    def save_case(self, case: Case, goods: tuple[KnownGood, ...]) -> None:
        """Ask where to save a case, and save it redacted."""
        if not case.tokens and not case.tales:
            self.noted.emit(self.tr("There is no case to save: open a file, or keep a token first"))
            return

        def save(path: Path) -> None:
            key, now = self.key, self._session.clock.now()
            self._session.jobs.run(
                "save-case",
                lambda _: write_bytes(path, write_case(case, goods, Level.OUTSIDE, key, now)),
                self._on_saved,
            )

        self._ask_where(self.tr("Save the case, redacted"), f"{_CASE}{SUFFIX}", save)

    def _on_asked(self, subject: Subject, asked: Asked) -> None:
        key, now = self.key, self._session.clock.now()
        self._session.jobs.run("report", lambda ticket: make(subject, asked, key, now, ticket), self._on_made)

    def _on_made(self, made: Made | Unmade) -> None:
        if self._dialog is None:
            return
        if isinstance(made, Made):
            self._dialog.show_made(made)
        elif made.code == "unreadable":
            self._dialog.show_failure(self.tr("The file cannot be read any more: it is gone, or was moved."))

    def _on_reply(self, made: Made | Unmade) -> None:
        if isinstance(made, Made):
            self._on_copy(made.report.reply)
        else:
            self.noted.emit(self.tr("The file cannot be read any more: it is gone, or was moved."))

    def _on_copy(self, text: str) -> None:
        if text:
            QGuiApplication.clipboard().setText(text)
            dialog = self._dialog
            if dialog is not None and dialog.asked_for().level is not Level.OUTSIDE:
                self.handed_out.emit(text)
            self.noted.emit(self.tr("Copied"))

    def _on_save(self) -> None:
        dialog = self._dialog
        if dialog is None or dialog.made is None:
            return
        made, subject, output = dialog.made, dialog.subject, dialog.output
        name = f"{_FILE}{subject.suffix}" if output is Output.FILE else f"{_REPORT}.{output.value}"

        def save(path: Path) -> None:
            self._save(path, made, subject, output)

        self._ask_where(self.tr("Save the report"), name, save, dialog)

    def _save(self, path: Path, made: Made, subject: Subject, output: Output) -> None:
        jobs, key, asked = self._session.jobs, self.key, made.asked
        match output:
            case Output.FILE:

                def write(ticket: Ticket) -> bool:
                    return write_file(subject, asked, key, path, ticket)

                jobs.run("save", write, self._on_saved)
            case Output.PDF:
                self._on_saved(write_pdf(made.texts[FORMS[output]], path, made.report.title))
            case _:
                data = made.texts[FORMS[output]].encode("utf-8", "replace")
                jobs.run("save", lambda _: write_bytes(path, data), self._on_saved)

    def _ask_where(
        self, title: str, name: str, then: Callable[[Path], None], parent: QWidget | None = None
    ) -> None:
        dialog = QFileDialog(parent or self._window, title)
        dialog.setObjectName("saveDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_saved(self, saved: bool) -> None:  # noqa: FBT001 - the result of a job
        self.noted.emit(self.tr("Saved") if saved else self.tr("It could not be saved there"))

    def _on_closed(self) -> None:
        for lane in ("report", "zones"):
            self._session.jobs.stop(lane)
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
