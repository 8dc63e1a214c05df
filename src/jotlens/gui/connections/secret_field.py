"""The field for one secret of a connection: typed and masked, or kept where the person wants it and not loaded here."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.connections.secret_line import SecretLine
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.copy_button import CopyButton
from jotlens.gui.widgets.form_field import FormField
from jotlens.storage.secret_values import Where


@dataclass(frozen=True, slots=True)
class TypedSecret:
    """A secret that a person typed, and where they want it kept (NOWHERE: it is used once)."""

    secret: str = field(repr=False)
    where: Where


class SecretField(QWidget):
    """Shows whether a secret is kept, and takes a new one. A kept one comes here only when it is to be shown.

    Signals:
        edited: something was typed, or another place was chosen.
        reveal_requested: the kept secret is to be shown.
        copy_requested: the kept secret is to go to the clipboard.
        forget_requested: the kept secret is to be deleted.
        copied: (str) a part of a secret that is on show went to the clipboard.
    """

    edited = Signal()
    reveal_requested = Signal()
    copy_requested = Signal()
    forget_requested = Signal()
    copied = Signal(str)

    def __init__(self, looks: Looks, name: str, label: str) -> None:
        super().__init__()
        self._kept = ""
        self._replacing = False
        self.forgetting = False
        self._chosen = ""
        self.line = SecretLine(looks, f"{name}Field", label)
        self.keep = Choice(looks)
        self.copy = CopyButton(looks, f"{name}Copy", self.tr("Copy: {secret}").format(secret=label))
        self.copy.setProperty("role", "quiet")
        self._buttons = {
            "Replace": QToolButton(),
            "Forget": QToolButton(),
        }
        self._row = QWidget()
        self._field = FormField(looks, label, self.line, below=self._row, parent=self)
        self._build(looks, name, label)
        self._connect()
        self.show_kept("")

    @property
    def is_kept(self) -> bool:
        """Whether a secret is kept."""
        return bool(self._kept)

    @property
    def typed(self) -> bool:
        """Whether a secret was typed that is not kept yet."""
        return (self._replacing or not self._kept) and bool(self.line.text())

    def set_hint(self, text: str) -> None:
        """Say where the vendor's console shows the secret."""
        self._field.set_hint(text)

    def set_trouble(self, sentence: str) -> None:
        """Say what is wrong; empty for nothing."""
        self._field.set_trouble(sentence)

    def show_places(self, name: str, *, usable: bool, reason: str) -> None:
        """Name the keyring that would be used; one that is not usable is not offered, with the reason."""
        chosen = self._chosen
        self.keep.blockSignals(True)
        self.keep.clear()
        if usable:
            self.keep.addItem(self.tr("Keep in {keyring}").format(keyring=name), Where.KEYRING.value)
        self.keep.addItem(self.tr("Keep until JotLens closes"), Where.SESSION.value)
        self.keep.addItem(self.tr("Use once"), Where.NOWHERE.value)
        self.keep.setCurrentIndex(max(0, self.keep.findData(chosen)))
        self.keep.blockSignals(False)
        self._place_field.set_hint("" if usable else reason)

    def show_kept(self, where: str, note: str = "") -> None:
        """Say where the secret is kept, as words that go on after "Kept in: "; empty when none is."""
        self._kept = where
        self._replacing = self.forgetting = False
        self.line.take()
        self._field.set_note(note)
        self._arrange()

    def name_place(self, where: str) -> None:
        """Name the place of the kept secret anew: which keyring it is may be known late."""
        if self._kept:
            self._kept = where
            self._arrange()

    def reveal(self, secret: str) -> None:
        """Show the kept secret, because somebody asked to see it."""
        self.line.setText(secret)
        self.line.set_masked(False)
        self.line.setCursorPosition(0)

    def note(self, text: str) -> None:
        """Say what happened to the secret."""
        self._field.set_note(text)

    def put(self, typed: TypedSecret) -> None:
        """Put back what was typed before another connection was looked at."""
        self._replacing = bool(self._kept)
        self._arrange()
        self.line.setText(typed.secret)
        self.keep.setCurrentIndex(max(0, self.keep.findData(typed.where.value)))

    def peek(self) -> TypedSecret | None:
        """Return what was typed; None when nothing was."""
        return TypedSecret(self.line.text(), Where(self.keep.currentData())) if self.typed else None

    def take(self) -> TypedSecret | None:
        """Return what was typed, and empty the field; None when nothing was."""
        if not self.typed:
            return None
        return TypedSecret(self.line.take(), Where(self.keep.currentData()))

    def _build(self, looks: Looks, name: str, label: str) -> None:
        words = {
            "Replace": (self.tr("Replace"), self.tr("Replace: {secret}")),
            "Forget": (self.tr("Forget"), self.tr("Forget: {secret}")),
        }
        for key, button in self._buttons.items():
            text, spoken = words[key]
            button.setObjectName(f"{name}{key}")
            button.setText(text)
            button.setProperty("role", "quiet")
            button.setAccessibleName(spoken.format(secret=label))
        self.keep.name(f"{name}Keep", self.tr("What to do with it: {secret}").format(secret=label))
        self._place_field = FormField(looks, "", self.keep, labelled=False, parent=self._row)
        self.show_places("", usable=False, reason="")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(looks.px(5))
        column.addWidget(self._field)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, looks.px(2), 0, looks.px(2))
        row.setSpacing(looks.px(4))
        for button in (self.copy, *self._buttons.values()):
            row.addWidget(button)
        row.addWidget(self._place_field, 3)
        row.addStretch(2)

    def _connect(self) -> None:
        self.line.textEdited.connect(self._on_edited)
        self.line.eye_pressed.connect(self._on_eye)
        self.line.copied.connect(self.copied)
        self.keep.activated.connect(self._on_place)
        self.copy.copy_requested.connect(self.copy_requested)
        self._buttons["Replace"].clicked.connect(self._on_replace)
        self._buttons["Forget"].clicked.connect(self.forget_requested)

    def _arrange(self) -> None:
        """Show what fits: a secret that is kept, or a line to type one."""
        kept = bool(self._kept) and not self._replacing
        self.line.setReadOnly(kept)
        self.line.setPlaceholderText(
            self.tr("••••••••   kept in: {place}").format(place=self._kept)
            if kept
            else self.tr("paste or type it")
        )
        for button in (self.copy, *self._buttons.values()):
            button.setVisible(kept)
        self._place_field.setVisible(not kept)

    def _on_edited(self) -> None:
        self._field.set_note("")
        self.edited.emit()

    def _on_place(self) -> None:
        self._chosen = str(self.keep.currentData())
        self.edited.emit()

    def _on_eye(self, shown: bool) -> None:  # noqa: FBT001 - a slot of a toggled action
        kept = bool(self._kept) and not self._replacing
        if not kept:
            self.line.set_masked(not shown)
        elif shown:
            self.line.set_masked(True)  # until it is there
            self.reveal_requested.emit()
        else:
            self.line.take()

    def _on_replace(self) -> None:
        self._replacing = True
        self.line.take()
        self._arrange()
        self.line.setFocus()
