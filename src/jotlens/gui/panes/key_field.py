"""The field for a key: a secret is masked, PEM and JWK are understood, a file can be chosen, and it says what it is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.expectation import KeyText
from jotlens.gui.looks import Looks
from jotlens.gui.pasted import is_for_the_box
from jotlens.gui.reading import KeyReading
from jotlens.gui.widgets.glyphs import glyph_icon
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.pasting_field import PastingField
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.inspection.keys.model import Key
from jotlens.tokens.visible import visible

_TYPING_MS = 250
_LONGEST_KEY = 1 << 20
_MOST_NAMED = 4
_SECRET_MEMBERS = ('"d"', '"k"', '"p"')
"""Members of a JWK that nobody should publish (RFC 7518 section 6); where one is there all the same it is masked."""


class KeyField(QWidget):
    """Takes the text of a key. Whatever is no public key for certain is masked until the eye is pressed.

    Signals:
        changed: (KeyText) another key, or another way to read it.
        open_requested: a person wants to choose a file.
        paste_requested: a person wants the key that is in the clipboard.
        file_given: (Path) a file was pasted or dropped.
        fetch_requested: a person wants the issuer's keys fetched.
        token_given: (str) what was pasted or dropped is a token, and no key.
    """

    changed = Signal(object)
    open_requested = Signal()
    paste_requested = Signal()
    file_given = Signal(object)
    fetch_requested = Signal()
    token_given = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._form = ""
        self._fetched = ("", "", "")  # the text of a fetched key set, its address, and how that is said
        self.field = PastingField()
        self._forms = QToolButton()
        self._paste = QToolButton()
        self._open = QToolButton()
        self._fetch = QToolButton()
        self._eye = QAction(self)
        self._said = Paragraph(looks, factor=0.92, quiet=True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._build_forms()
        self._connect()

    def set_text(self, text: str) -> None:
        """Put the text of a key into the field, as a file or a sample brings it."""
        self.field.setText(text)
        self._mask()
        self._on_typed()

    def show_fetched(self, text: str, address: str, said: str) -> None:
        """Put a key set into the field that was fetched from an address; `said` tells where from, and when."""
        self._fetched = (text, address, said)
        self._form = ""
        self._show_form(self.tr("Recognise"))
        self.set_text(text)
        self.field.setCursorPosition(0)

    def take(self, data: QMimeData) -> None:
        """Take what the clipboard or a drop brings; it replaces what was there. A token is handed on."""
        from pathlib import Path

        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.file_given.emit(files[0])
        elif is_for_the_box(data.text()):
            self.token_given.emit(data.text())
        elif data.hasText():
            self.set_text(data.text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(event.mimeData())

    def set_revealed(self, revealed: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Show the key, or mask it: for the keyboard, which cannot reach the eye."""
        self._eye.setChecked(revealed)

    def show_reading(self, reading: KeyReading) -> None:
        """Say what the text turned out to be."""
        words, tone = self._words(reading)
        if self._source() and not tone:
            words = f"{self._fetched[2]} {words}"
        self._said.set_tone(tone)
        self._said.set_text(words)
        self._said.setVisible(bool(words))

    def show_refusal(self, sentence: str) -> None:
        """Say why a file is none that a key can be taken from; the key that is there stays."""
        self.show_reading(KeyReading(trouble=sentence))

    def _build(self) -> None:
        px = self._looks.px
        self.field.setObjectName("keyField")
        self.field.setAccessibleName(self.tr("Key to check the signature with, or to decrypt with"))
        self.field.setPlaceholderText(self.tr("secret, PEM, JWK or key set"))
        self.field.setMaxLength(_LONGEST_KEY)
        self.field.setAcceptDrops(False)
        self.field.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setObjectName("keyEye")
        self._eye.setText(self.tr("Show the key"))
        self._eye.setToolTip(self.tr("Show the key"))
        self._eye.setCheckable(True)
        for button in self.field.findChildren(QToolButton):
            button.setObjectName("keyEyeButton")
            button.setAccessibleName(self.tr("Show the key"))
        self._forms.setObjectName("keyForm")
        self._forms.setProperty("role", "quiet")
        self._forms.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button, name, text, told in (
            (self._paste, "keyPaste", self.tr("Paste"), self.tr("Paste the key from the clipboard")),
            (self._open, "keyOpen", self.tr("File…"), self.tr("Open a file with a key")),
            (self._fetch, "keyFetch", self.tr("Fetch…"), self.tr("Fetch the signing keys of the issuer")),
        ):
            button.setObjectName(name)
            button.setText(text)
            button.setAccessibleName(told)
            button.setProperty("role", "quiet")
        self.setAcceptDrops(True)
        self._said.setObjectName("keySaid")
        self._said.hide()
        label = PlainLabel(self.tr("Key"), "small")
        label.setBuddy(self.field)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(label, 1)
        row.addWidget(self._paste)
        row.addWidget(self._open)
        row.addWidget(self._fetch)
        row.addWidget(self._forms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addLayout(row)
        column.addWidget(self.field)
        column.addWidget(self._said)
        self._mask()

    def _build_forms(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(self)
        # The values are those of inspection.keys.model.KeyForm, which is not needed before a key is given.
        for form, text in (
            ("", self.tr("Recognise")),
            ("secret", self.tr("Secret text")),
            ("secret-base64", self.tr("Secret in base64")),
            ("secret-hex", self.tr("Secret in hex")),
            ("pem", self.tr("PEM or certificate")),
            ("ssh", self.tr("SSH key")),
            ("jwk", self.tr("JWK")),
            ("jwks", self.tr("Key set (JWKS)")),
            ("paseto-public", self.tr("PASETO public key")),
        ):
            action = QAction(text, group)
            action.setObjectName(f"keyForm-{form or 'recognise'}")
            action.setCheckable(True)
            action.setChecked(not form)
            action.triggered.connect(partial(self._on_form, form, text))
            menu.addAction(action)
        self._forms.setMenu(menu)
        self._show_form(self.tr("Recognise"))

    def _connect(self) -> None:
        self.field.textEdited.connect(self._on_edited)
        self.field.editingFinished.connect(self._on_finished)
        self._typing.timeout.connect(self._on_typed)
        self._eye.toggled.connect(self._mask)
        self.field.paste_requested.connect(self.paste_requested)
        self._paste.clicked.connect(self.paste_requested)
        self._open.clicked.connect(self.open_requested)
        self._fetch.clicked.connect(self.fetch_requested)
        self._looks.changed.connect(self._mask)

    def _show_form(self, text: str) -> None:
        self._forms.setText(f"{text} ▾")
        self._forms.setAccessibleName(self.tr("How the key is written: {form}").format(form=text))

    def _mask(self) -> None:
        text = self.field.text().lstrip()
        open_to_all = text.startswith(
            ("-----BEGIN PUBLIC", "-----BEGIN RSA PUBLIC", "-----BEGIN CERT", "ssh-", "ecdsa-")
        ) or (bool(self._source()) and not any(member in text for member in _SECRET_MEMBERS))
        shown = self._eye.isChecked() or open_to_all
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(glyph_icon("eye-off" if self._eye.isChecked() else "eye", self._looks.theme.muted))
        self._eye.setVisible(bool(text) and not open_to_all)

    def _on_edited(self) -> None:
        self._mask()
        self._typing.start()

    def _on_finished(self) -> None:
        if self._typing.isActive():
            self._on_typed()

    def _on_typed(self) -> None:
        self._typing.stop()
        self.changed.emit(KeyText(self.field.text(), self._form, self._source()))

    def _source(self) -> str:
        """The address that what stands in the field was fetched from; empty once it was changed."""
        text, address, _ = self._fetched
        return address if address and self.field.text() == text else ""

    def _on_form(self, form: str, text: str) -> None:
        self._form = form
        self._show_form(text)
        self._on_typed()

    def _words(self, reading: KeyReading) -> tuple[str, str]:
        """What the key is, and the tone to say it in."""
        if reading.trouble:
            return reading.trouble, "fail"
        if reading.keys is None or not reading.keys.keys:
            return "", ""
        keys = reading.keys.keys
        if len(keys) == 1:
            return (keys[0].problem, "fail") if keys[0].problem else (self._one(keys[0]), "")
        names = ", ".join(key.kid or "?" for key in keys[:_MOST_NAMED]) + (
            ", …" if len(keys) > _MOST_NAMED else ""
        )
        return self.tr("{count} keys: {names}").format(count=len(keys), names=visible(names, 120)), ""

    def _one(self, key: Key) -> str:
        if key.symmetric:
            said = self.tr("Shared secret, {bytes} bytes").format(bytes=(key.bits or 0) // 8)
        elif key.kty == "RSA":
            said = self.tr("RSA key, {bits} bits").format(bits=f"{key.bits or 0:,}")
        else:
            said = self.tr("{kind} key {curve}").format(kind=key.kty or "", curve=key.crv or "").strip()
        if key.private and not key.symmetric:
            said += self.tr(", with its private half (used for decrypting only)")
        if key.certificate is not None:
            from jotlens.inspection.signatures.candidates import certificate_in_words

            said += ". " + certificate_in_words(key.certificate)
        return said
