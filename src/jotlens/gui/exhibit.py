"""Shows what the session says of a token, and hands what a person does in those panes back to the session."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QGuiApplication

from jotlens.gui.describe import token_row
from jotlens.gui.desk import Desk
from jotlens.gui.expectation import Expectation
from jotlens.gui.looks import Looks
from jotlens.gui.models.tokens_model import TokensModel
from jotlens.gui.pasted import clipboard_data, is_for_the_box
from jotlens.gui.reading import Reading, Weighing
from jotlens.gui.session import Session
from jotlens.gui.widgets.pasting_field import PastingField
from jotlens.inspection.model import Inspection


class Exhibit(QObject):
    """The mediator between the session and the desk.

    Signals:
        noted: (str) something to say in the status bar.
        reveal_requested: a person asked for a masked token.
        handed_out: (str) a token, or claims of one, went to the clipboard, or may go there.
        widths_changed: (float, float) the columns of the claims were dragged.
        token_given: (str) what was put into a field is a token.
        key_file_given: (Path) a file was put into the field for the key.
    """

    noted = Signal(str)
    reveal_requested = Signal()
    handed_out = Signal(str)
    widths_changed = Signal(float, float)
    token_given = Signal(str)
    key_file_given = Signal(object)

    def __init__(self, session: Session, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._zone: tzinfo | None = None
        self._revealed = False
        self._tokens = TokensModel(lambda entry: token_row(session, entry), self)
        self.desk = Desk(looks, self._tokens, self._now, session.clock.now)
        self._connect()

    def show_reading(self, reading: Reading | None) -> None:
        """List the tokens of another text."""
        self._tokens.show_entries(reading.entries if reading is not None else ())
        self.desk.page.verticalScrollBar().setValue(0)
        self.desk.tokens.setCurrentIndex(self._tokens.index(0))

    def relist(self, reading: Reading) -> None:
        """List the tokens of the same text anew: a key has opened one of them, or does so no more."""
        self._tokens.show_entries(reading.entries)
        self.desk.tokens.setCurrentIndex(self._tokens.index(self._session.index))

    def show_nothing(self) -> None:
        """Say nothing of any token any more; what is expected stays."""
        self._tokens.show_entries(())
        self.desk.checks.show_inspection(None)

    def fill_in(self, expectation: Expectation, key: str) -> None:
        """Put values into the fields."""
        self.desk.expected.fill(expectation)
        self.desk.expected.key.set_text(key)

    def set_utc(self, utc: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show every time in UTC, or in this computer's zone."""
        self._zone = UTC if utc else None
        self.desk.verdict.set_zone(self._zone, self._now())
        self.desk.evidence.set_zone(self._zone)
        self.desk.expected.set_zone(self._zone)

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show secrets, or black them out."""
        self._revealed = revealed
        self.desk.expected.key.set_revealed(revealed)
        entry = self._session.entry
        if entry is not None:
            self.desk.evidence.raw.show_entry(entry, revealed=revealed)

    def check_again(self) -> None:
        """Run every check again, as of this moment."""
        self._session.inspect_again()
        if self._session.inspection is not None:
            self.noted.emit(self.tr("Checked again"))

    def show_causes(self) -> None:
        """Bring the rejection desk into view."""
        self.desk.evidence.open_page(self.desk.evidence.rejection)

    def go_to_answer(self) -> None:
        """Go to the field for what the API answered."""
        self.show_causes()
        self.desk.evidence.rejection.focus_answer()

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
            self.handed_out.emit(entry.token.text)

    def copy_claims(self) -> None:
        """Put the claims into the clipboard as the token has them, letter by letter; from its inside if it was opened."""
        inspection = self._session.inspection
        text = inspection.contents.token.payload_text if inspection is not None else None
        if text is not None:
            self._copy(text, self.tr("The claims are in the clipboard, as they were written"))
            self.handed_out.emit(text)
        else:
            self.noted.emit(self.tr("There are no claims to copy"))

    def _connect(self) -> None:
        session, desk = self._session, self.desk
        session.selected.connect(self._on_selected)
        session.inspected.connect(self._on_inspected)
        session.keys_read.connect(desk.expected.key.show_reading)
        session.ticked.connect(desk.verdict.tick)
        desk.tokens.selectionModel().currentChanged.connect(self._on_current)
        desk.expected.changed.connect(session.expect)
        desk.expected.key.changed.connect(session.use_key)
        desk.expected.key.paste_requested.connect(self._on_key_paste)
        desk.expected.key.token_given.connect(self.token_given)
        desk.expected.key.file_given.connect(self.key_file_given)
        desk.expected.paste_requested.connect(self._on_paste)
        desk.evidence.copy_requested.connect(self._on_copy_requested)
        desk.evidence.reveal_requested.connect(self.reveal_requested)
        desk.evidence.raw.handed_out.connect(self.handed_out)
        desk.evidence.weight_requested.connect(session.weigh)
        session.weighed.connect(self._on_weighed)
        desk.evidence.claims.widths_changed.connect(self._on_widths)
        desk.evidence.header.widths_changed.connect(self._on_widths)
        desk.verdict.finding_requested.connect(desk.checks.reveal)
        desk.verdict.cause_requested.connect(self.show_causes)
        desk.evidence.rejection.answered.connect(session.hear)

    def _now(self) -> datetime:
        return self._session.at

    def _on_selected(self, index: int) -> None:
        self.desk.tokens.setCurrentIndex(self._tokens.index(index))

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self._session.select(current.row())

    def _on_inspected(self, inspection: Inspection | None) -> None:
        entry = self._session.entry
        self.desk.checks.show_inspection(inspection)
        self.desk.expected.show_life(inspection.lifetime if inspection is not None else None)
        self.desk.expected.profile.show_profile(inspection.profile if inspection is not None else None)
        if inspection is not None and entry is not None:
            self.desk.verdict.show_inspection(inspection, self._now())
            self.desk.evidence.show_inspection(inspection, entry, revealed=self._revealed)
        self._tokens.forget()
        self.desk.settle()

    def _on_weighed(self, weighing: Weighing) -> None:
        self.desk.evidence.show_weight(weighing.token, weighing.weight)

    def _on_widths(self, name: float, value: float) -> None:
        self.desk.evidence.set_widths(name, value)
        self.widths_changed.emit(name, value)

    def _on_key_paste(self) -> None:
        data = clipboard_data()
        if data is None or not (data.hasText() or data.hasUrls()):
            self.noted.emit(self.tr("The clipboard is empty: copy the key first"))
        else:
            self.desk.expected.key.take(data)

    def _on_paste(self, field: PastingField) -> None:
        """Paste into a field of what is expected; a whole token is meant for the box, whatever has the focus."""
        text = QGuiApplication.clipboard().text()
        if is_for_the_box(text):
            self.token_given.emit(text)
        else:
            field.paste()

    def _on_copy_requested(self, text: str) -> None:
        self._copy(text, self.tr("Copied"))

    def _copy(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.noted.emit(said)
