"""Hands what the session says to the panes, and what a person does in the panes to the session."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from jotlens.gui.describe import token_row
from jotlens.gui.expectation import Expectation
from jotlens.gui.files import MOST_KEY_BYTES, FileText, FileTrouble, read_text_file
from jotlens.gui.looks import Looks
from jotlens.gui.models.tokens_model import TokensModel
from jotlens.gui.moments import zone_words
from jotlens.gui.samples import Sample, samples
from jotlens.gui.session import Reading, Session
from jotlens.gui.status import Status
from jotlens.gui.workspace import Workspace
from jotlens.inspection.model import Inspection


class Presenter(QObject):
    """The mediator between the session and the panes.

    Signals:
        shown: an inspection, or an empty window, is on show.
        secrets_revealed: a person asked for a masked token.
    """

    shown = Signal()
    secrets_revealed = Signal()

    def __init__(self, session: Session, looks: Looks, status: Status, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._status = status
        self._text = ""
        self._zone: tzinfo | None = None
        self._revealed = False
        self._sample: Sample | None = None
        self._filled = False
        self._tokens = TokensModel(lambda entry: token_row(session, entry), self)
        self.workspace = Workspace(looks, self._tokens, self._now)
        self._connect()
        self.set_utc(False)

    def take_text(self, text: str) -> None:
        """Look at a text."""
        self._text = text
        self._session.take_text(text)

    def take(self, data: QMimeData) -> None:
        """Look at what was pasted or dropped: a file, or a text."""
        self.workspace.paste.box.take(data)

    def take_file(self, path: Path) -> None:
        """Look at the text of a file."""
        self._session.take_file(path)

    def take_key_file(self, path: Path) -> None:
        """Put the text of a file into the key field."""
        self._session.jobs.run(
            "key-file", lambda ticket: read_text_file(path, ticket, MOST_KEY_BYTES), self._on_key_file
        )

    def paste(self) -> None:
        """Look at the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def clear(self) -> None:
        """Empty the window; what is expected stays."""
        self.take_text("")
        self.workspace.paste.box.setFocus()

    def show_sample(self, sample_id: str) -> None:
        """Show a sample; what belongs to it is offered, not set."""
        sample = next((one for one in samples() if one.id == sample_id), None)
        if sample is None:
            return
        if self._filled:  # what the sample before has left is not what is expected of this one
            self._fill_in(Expectation(), "")
            self._filled = False
        self._sample = sample
        self.take_text(sample.text())
        self.workspace.paste.show_sample(sample.look, offers=sample.offers)

    def fill_in_sample(self) -> None:
        """Fill in what belongs to the sample on show."""
        sample = self._sample
        if sample is not None:
            self._filled = True
            self._fill_in(
                Expectation(
                    audience=sample.audience, issuer=sample.issuer, scopes=sample.scopes, as_of=sample.as_of
                ),
                sample.key,
            )
            self.workspace.paste.show_sample(sample.look, offers=False)

    def show_samples(self) -> None:
        """Offer the samples on the page of an empty window."""
        self.workspace.empty.show_samples(samples())

    def set_utc(self, utc: bool) -> None:  # noqa: FBT001 - a slot
        """Show every time in UTC, or in this computer's zone."""
        self._zone = UTC if utc else None
        self.workspace.verdict.set_zone(self._zone, self._now())
        self.workspace.evidence.set_zone(self._zone)
        self.workspace.expected.set_zone(self._zone)
        self._status.show_zone(zone_words(self._now(), self._zone))

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a slot
        """Show secrets, or black them out."""
        self._revealed = revealed
        self.workspace.paste.reveal_secrets(revealed)
        entry = self._session.entry
        if entry is not None:
            self.workspace.evidence.raw.show_entry(entry, revealed=revealed)

    def set_telling_first(self, telling_first: bool) -> None:  # noqa: FBT001 - a slot
        """Put the most telling claims first, or keep the order of the token."""
        self.workspace.evidence.set_telling_first(telling_first)

    def check_again(self) -> None:
        """Run every check again, as of this moment."""
        self._session.inspect_again()
        if self._session.inspection is not None:
            self._status.note(self.tr("Checked again"))

    def step_token(self, step: int) -> None:
        """Go to the next token of the list (1), or the one before (-1)."""
        reading = self._session.reading
        if reading is not None:
            self._session.select((self._session.index + step) % len(reading.entries))

    def copy_token(self) -> None:
        """Put the token itself into the clipboard, freed from what stood around it."""
        entry = self._session.entry
        if entry is not None:
            self._copy(entry.token.text, self.tr("The token is in the clipboard"))

    def copy_claims(self) -> None:
        """Put the claims into the clipboard as the token has them, byte for byte."""
        entry = self._session.entry
        text = entry.token.payload_text if entry is not None else None
        if text is not None:
            self._copy(text, self.tr("The claims are in the clipboard, as they were written"))
        else:
            self._status.note(self.tr("There are no claims to copy"))

    def _connect(self) -> None:
        session, space = self._session, self.workspace
        session.loaded.connect(self._on_loaded)
        session.selected.connect(self._on_selected)
        session.inspected.connect(self._on_inspected)
        session.keys_read.connect(space.expected.key.show_reading)
        session.ticked.connect(self._on_ticked)
        session.minute_passed.connect(self._on_minute)
        session.refused.connect(self._on_refused)
        session.jobs.busy_changed.connect(self._on_busy)
        session.jobs.progressed.connect(self._status.show_progress)
        self._status.stop_requested.connect(session.jobs.stop)
        space.paste.box.given.connect(self.take_text)
        space.paste.box.typed.connect(self.take_text)
        space.paste.box.file_given.connect(self.take_file)
        space.paste.box.unusable.connect(self._on_unusable)
        space.paste.clear_requested.connect(self.clear)
        space.paste.offer_accepted.connect(self.fill_in_sample)
        space.paste.chosen.connect(session.select)
        space.empty.sample_chosen.connect(self.show_sample)
        space.expected.changed.connect(session.expect)
        space.expected.key.changed.connect(session.use_key)
        space.evidence.copy_requested.connect(self._on_copy_requested)
        space.evidence.reveal_requested.connect(self.secrets_revealed)
        space.verdict.finding_requested.connect(self._on_finding_requested)

    def _now(self) -> datetime:
        return self._session.at

    def _fill_in(self, expectation: Expectation, key: str) -> None:
        self.workspace.expected.fill(expectation)
        self.workspace.expected.key.set_text(key)

    def _on_loaded(self, reading: Reading | None) -> None:
        self._tokens.show_entries(reading.entries if reading is not None else ())
        self.workspace.paste.show_reading(reading, self._text)
        self.workspace.show_something(reading is not None)
        if reading is not None and len(reading.entries) > 1:
            self.workspace.paste.show_chosen(0)

    def _on_selected(self, index: int) -> None:
        self.workspace.paste.show_chosen(index)

    def _on_inspected(self, inspection: Inspection | None) -> None:
        entry = self._session.entry
        self.workspace.checks.show_inspection(inspection)
        if inspection is not None and entry is not None:
            self.workspace.verdict.show_inspection(inspection, self._now())
            self.workspace.evidence.show_inspection(inspection, entry, revealed=self._revealed)
        self._tokens.forget()
        self.shown.emit()

    def _on_ticked(self, now: datetime) -> None:
        self.workspace.verdict.tick(now)

    def _on_minute(self) -> None:
        self.workspace.evidence.refresh_times()
        self._tokens.forget()

    def _on_refused(self, trouble: str) -> None:
        self.workspace.paste.show_refusal(self._sentence(FileTrouble(trouble)))

    def _on_unusable(self) -> None:
        self.workspace.paste.show_refusal(
            self.tr("That holds no text. A picture of a token cannot be read: copy the token as text.")
        )

    def _on_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        self._status.show_busy(busy)

    def _on_key_file(self, content: FileText | FileTrouble) -> None:
        if isinstance(content, FileText):
            self.workspace.expected.key.set_text(content.text)
        else:
            self._status.note(self._sentence(content))

    def _on_copy_requested(self, text: str) -> None:
        self._copy(text, self.tr("Copied"))

    def _on_finding_requested(self, check_id: str) -> None:
        self.workspace.checks.reveal(check_id)

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._status.note(said)

    def _sentence(self, trouble: FileTrouble) -> str:
        match trouble:
            case FileTrouble.TOO_LARGE:
                return self.tr("This file is too large to be read here. Copy the part with the token instead.")
            case FileTrouble.PICTURE:
                return self.tr("This is a picture. A token in it cannot be read: copy it as text.")
            case FileTrouble.BINARY:
                return self.tr("This is no text file.")
            case FileTrouble.FOLDER:
                return self.tr("This is a folder. Open a file in it.")
            case FileTrouble.UNREADABLE:
                return self.tr("This file cannot be read: it is gone, or not open to you.")
            case FileTrouble.STOPPED:
                return self.tr("Stopped.")
