"""The raw token, coloured by segment with a legend, and the decoded texts exactly as they were written."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.inks import token_inks
from jotlens.gui.looks import Looks
from jotlens.gui.reading import Entry
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.sheet_text import SECRET, Ink
from jotlens.gui.widgets.token_view import TokenView

_TEXTS = ("token", "header", "payload", "footer", "saml")


class Legend(QWidget):
    """Which colour is which segment, and how long each is; wraps where it is narrow."""

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._items: tuple[tuple[str, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        looks.changed.connect(self.updateGeometry)

    def show_items(self, items: tuple[tuple[str, str], ...]) -> None:
        """Show pairs of a part and its words."""
        self._items = items
        self.setAccessibleName(", ".join(words for _, words in items))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._walk(None, width)

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(200), self._walk(None, self._looks.px(600)))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._walk(QPainter(self), self.width())

    def _walk(self, painter: QPainter | None, width: int) -> int:
        px, metrics = self._looks.px, self.fontMetrics()
        left, top, row = 0, 0, metrics.height() + px(2)
        for part, words in self._items:
            needed = px(10) + px(5) + metrics.horizontalAdvance(words)
            if left and left + needed > width:
                left, top = 0, top + row
            if painter is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._looks.theme.segment(part)))
                side = px(10)
                painter.drawRoundedRect(QRectF(left, top + (metrics.height() - side) / 2, side, side), 2, 2)
                painter.setPen(QColor(self._looks.theme.muted))
                painter.drawText(left + px(15), top + metrics.ascent(), words)
            left += needed + px(16)
        return top + row if self._items else 0


class RawPage(QWidget):
    """Shows one token as it was given.

    Signals:
        reveal_requested: a person wants to see a masked token.
        handed_out: (str) a text was selected, and may go to the clipboard.
    """

    reveal_requested = Signal()
    handed_out = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._entry: Entry | None = None
        self._shown: tuple[Entry, str, bool] | None = None
        self._revealed = False
        self._which = "token"
        self._choice = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._legend = Legend(looks)
        self._masked = Paragraph(looks, quiet=True)
        self._reveal = QPushButton(self.tr("Show it"))
        self._view = TokenView(looks)
        self._build()

    def show_entry(self, entry: Entry, *, revealed: bool) -> None:
        """Show a token; a secret one stays blacked out until it is revealed."""
        self._entry, self._revealed = entry, revealed
        texts = self._texts()
        if self._which not in texts:
            self._which = "token"
        for name, button in self._buttons.items():
            button.setVisible(name in texts and len(texts) > 1)
            button.setChecked(name == self._which)
        if self.isVisible():
            self._show()
        else:
            self._shown = None

    def find_next(self, wanted: str, step: int = 1) -> bool:
        """Go to the next place of some text; False when there is none."""
        if not wanted:
            return False
        back = QTextDocument.FindFlag.FindBackward if step < 0 else QTextDocument.FindFlag(0)
        if self._view.find(wanted, back):
            return True
        where = QTextCursor.MoveOperation.End if step < 0 else QTextCursor.MoveOperation.Start
        self._view.moveCursor(where)
        return self._view.find(wanted, back)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._entry is not None:
            self._show()

    def _build(self) -> None:
        px = self._looks.px
        self._view.setObjectName("rawView")
        self._view.setAccessibleName(self.tr("Raw token"))
        self._view.setReadOnly(True)
        self._view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._masked.set_text(self.tr("This is a secret: it is blacked out until you ask for it."))
        self._reveal.setObjectName("rawReveal")
        self._reveal.setAccessibleName(self.tr("Show the secret token"))
        self._reveal.clicked.connect(self.reveal_requested)
        self._view.handed_out.connect(self.handed_out)
        names = (self.tr("Token"), self.tr("Header"), self.tr("Payload"), self.tr("Footer"), self.tr("XML"))
        row = QHBoxLayout()
        row.setSpacing(px(2))
        for name, text in zip(_TEXTS, names, strict=True):
            button = QToolButton()
            button.setObjectName(f"raw-{name}")
            button.setText(text)
            button.setAccessibleName(self.tr("Raw text: {which}").format(which=text))
            button.setCheckable(True)
            button.setProperty("role", "quiet")
            self._buttons[name] = button
            self._choice.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._choice.buttonClicked.connect(self._on_chosen)
        masked = QHBoxLayout()
        masked.addWidget(self._masked, 1)
        masked.addWidget(self._reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(row)
        column.addWidget(self._legend)
        column.addLayout(masked)
        column.addWidget(self._view, 1)

    def _texts(self) -> dict[str, str]:
        """The texts that there are: the token itself, and each decoded part of it."""
        if self._entry is None:
            return {}
        token = self._entry.token
        texts = {
            "token": token.text,
            "header": token.header_text,
            "payload": token.payload_text,
            "footer": token.footer,
            "saml": token.saml.xml if token.saml is not None else None,
        }
        return {name: text for name, text in texts.items() if text}

    def _show(self) -> None:
        entry = self._entry
        if entry is None or self._shown == (entry, self._which, self._revealed):
            return
        self._shown = (entry, self._which, self._revealed)
        text = self._texts().get(self._which, "")
        hidden = self._which == "token" and not self._revealed and entry.secret
        inks: tuple[Ink, ...] = ()
        if self._which == "token":
            inks = (Ink(0, len(text), SECRET),) if hidden else token_inks(entry.token)
        self._masked.setVisible(hidden)
        self._reveal.setVisible(hidden)
        self._legend.show_items(self._words() if self._which == "token" and not hidden else ())
        self._legend.setVisible(self._which == "token" and not hidden)
        self._view.show_text(text, inks)

    def _words(self) -> tuple[tuple[str, str], ...]:
        if self._entry is None:
            return ()
        return tuple(
            (str(segment.part), f"{self._part(str(segment.part))} {segment.end - segment.start:,}")
            for segment in self._entry.token.segments[:12]
        )

    def _part(self, part: str) -> str:
        return {
            "header": self.tr("Header"),
            "payload": self.tr("Payload"),
            "signature": self.tr("Signature"),
            "encrypted key": self.tr("Encrypted key"),
            "initialization vector": self.tr("Initialization vector"),
            "ciphertext": self.tr("Ciphertext"),
            "authentication tag": self.tr("Authentication tag"),
            "disclosure": self.tr("Disclosure"),
            "key binding": self.tr("Key binding"),
            "version and purpose": self.tr("Version and purpose"),
            "footer": self.tr("Footer"),
        }.get(part, self.tr("Characters"))

    def _on_chosen(self) -> None:
        self._which = next((name for name, button in self._buttons.items() if button.isChecked()), "token")
        self._show()
