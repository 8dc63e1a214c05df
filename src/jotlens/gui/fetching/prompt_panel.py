"""What a person does in the middle of a fetch: log in in the browser, or type a code on another device."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jotlens.gui.fetching.qr_code import Matrix, QrCode
from jotlens.gui.looks import Looks
from jotlens.gui.moments import countdown_digits
from jotlens.gui.widgets.panel import Panel
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.oauth.obtained import BrowserPrompt, DevicePrompt, Prompt

_NARROW = 460
"""Below this width, in pixels at zoom 1, the code for cameras is a smaller one."""


class PromptPanel(Panel):
    """Shows one prompt.

    Signals:
        open_requested: (str) a person wants this address opened in the browser.
        copied: (str) this went to the clipboard: the address of a login, or a code to type.
    """

    open_requested = Signal(str)
    copied = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(looks, parent)
        self._address = ""
        self._expires_at: datetime | None = None
        self._title = Paragraph(looks, factor=1.12, strong=True)
        self._words = Paragraph(looks, quiet=True)
        self._shown_address = Paragraph(looks, most_lines=2)
        self._code = PlainLabel("", "hero")
        self._left = PlainLabel("", "muted")
        self._qr = QrCode(looks)
        self._open = QPushButton()
        self._copy = QPushButton()
        self._copy_code = QPushButton()
        self._build()
        self._connect()
        looks.changed.connect(self._on_looks)
        self._on_looks()

    @property
    def counts(self) -> bool:
        """Whether what is shown changes from second to second."""
        return self._expires_at is not None and not self.isHidden()

    def show_prompt(self, prompt: Prompt, matrix: Matrix, now: datetime) -> None:
        """Show what is to be done; `matrix` is the QR code of a device prompt."""
        match prompt:
            case BrowserPrompt():
                self._show_browser(prompt)
            case DevicePrompt():
                self._show_device(prompt, matrix)
        self.tick(now)
        self.show()

    def forget(self) -> None:
        """Show nothing any more, and hold no code and no address."""
        self.hide()
        self._address, self._expires_at = "", None
        self._code.clear()
        self._shown_address.set_text("")
        self._qr.show_matrix((), "")

    def tick(self, now: datetime) -> None:
        """Say how long a code is still good."""
        if self._expires_at is None:
            self._left.hide()
            return
        left = int((self._expires_at - now).total_seconds())
        digits = countdown_digits(left)
        good = self.tr("The code is good for {left}.").format(left=digits)
        self._left.setText(good if left > 0 else self.tr("The code has expired."))
        self._left.show()

    def _show_browser(self, prompt: BrowserPrompt) -> None:
        self._address, self._expires_at = prompt.address, None
        self._title.set_text(self.tr("Log in in the browser"))
        if prompt.opened:
            words = self.tr(
                "The browser was opened. When the login is done it comes back here by itself, to {address}."
            )
        else:
            words = self.tr(
                "The browser could not be opened. Copy the address and open it in a browser of this computer; it comes "
                "back to {address}."
            )
        self._words.set_text(words.format(address=prompt.redirect_uri))
        self._open.setText(self.tr("Open again") if prompt.opened else self.tr("Open"))
        self._copy.setText(self.tr("Copy the login's address"))
        for hidden in (self._shown_address, self._code, self._copy_code, self._qr):
            hidden.hide()

    def _show_device(self, prompt: DevicePrompt, matrix: Matrix) -> None:
        self._address, self._expires_at = prompt.address_complete or prompt.address, prompt.expires_at
        self._title.set_text(self.tr("Confirm on any device"))
        self._words.set_text(self.tr("Open this address on a phone or in any browser, and type the code:"))
        self._shown_address.set_text(prompt.address)
        self._code.setText(prompt.user_code)
        spelled = " ".join(prompt.user_code)
        self._code.setAccessibleName(self.tr("Code to type: {code}").format(code=spelled))
        self._open.setText(self.tr("Open here"))
        self._copy.setText(self.tr("Copy address"))
        self._qr.show_matrix(
            matrix, self.tr("QR code that leads to {address}").format(address=prompt.address)
        )
        for shown in (self._shown_address, self._code, self._copy_code):
            shown.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._qr.set_small(self.width() < self.looks.px(_NARROW))

    def _build(self) -> None:
        px = self.looks.px
        self.setObjectName("promptPanel")
        for widget, name in (
            (self._title, "promptTitle"),
            (self._words, "promptWords"),
            (self._shown_address, "promptAddress"),
            (self._code, "promptCode"),
            (self._left, "promptLeft"),
        ):
            widget.setObjectName(name)
        for button, name, told in (
            (self._open, "promptOpen", self.tr("Open the login's address in the browser")),
            (self._copy, "promptCopy", self.tr("Copy the address")),
            (self._copy_code, "promptCopyCode", self.tr("Copy the code")),
        ):
            button.setObjectName(name)
            button.setAccessibleName(told)
        self._copy_code.setText(self.tr("Copy code"))
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for button in (self._open, self._copy, self._copy_code):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(px(5))
        for widget in (self._title, self._words, self._shown_address, self._code, self._left):
            words.addWidget(widget)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(px(14))
        row.addLayout(words, 1)
        row.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(14), px(13))
        column.setSpacing(px(8))
        column.addLayout(row)
        column.addLayout(buttons)

    def _connect(self) -> None:
        self._open.clicked.connect(self._on_open)
        self._copy.clicked.connect(self._on_copy)
        self._copy_code.clicked.connect(self._on_copy_code)

    def _on_looks(self) -> None:
        theme = self.looks.theme
        self.paint_as(theme.surface, theme.line, theme.accent)
        font = QFont(self.looks.fixed_font)
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setBold(True)
        self._code.setFont(font)

    def _on_open(self) -> None:
        self.open_requested.emit(self._address)

    def _on_copy(self) -> None:
        self._put(self._address)

    def _on_copy_code(self) -> None:
        self._put(self._code.text())

    def _put(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text)
