"""Shows one page of the guide. It loads nothing: no file, no picture, no address; links lead to other pages only."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from jotlens.gui.looks import Looks

_WIDEST = 640
"""Longer lines are tiring to read, in pixels at zoom 1."""

_HEADINGS = {1: 1.6, 2: 1.2}
_FEATURES = QTextDocument.MarkdownFeature
_PLAIN = _FEATURES.MarkdownNoHTML | _FEATURES.MarkdownDialectCommonMark


class PageView(QTextBrowser):
    """A page in the colours and the size of the window.

    Signals:
        page_requested: (str) a link was followed, to the page of that id.
    """

    page_requested = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._text = ""
        self.setObjectName("guidePage")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.anchorClicked.connect(self._on_anchor)
        looks.changed.connect(self._lay)

    def show_page(self, title: str, text: str) -> None:
        """Show a page from its beginning."""
        self._text = text
        self.setAccessibleName(title)
        self._lay()
        self.verticalScrollBar().setValue(0)

    def find_next(self, words: str) -> bool:
        """Choose the next place with these words, from where the cursor is; whether there is one."""
        return self.find(words)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing: whatever a page names, this is not the way to it."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_margins()
        super().resizeEvent(event)

    def _on_anchor(self, link: QUrl) -> None:
        if not link.scheme() and not link.host():
            self.page_requested.emit(link.path())

    def _set_margins(self) -> None:
        px = self._looks.px
        least = px(20)
        frame = self.document().rootFrame().frameFormat()
        frame.setMargin(least)
        frame.setRightMargin(max(self.viewport().width() - px(_WIDEST) - least, least))
        self.document().rootFrame().setFrameFormat(frame)

    def _lay(self) -> None:
        document = self.document()
        document.setDefaultFont(self._looks.font())
        document.setIndentWidth(self._looks.px(22))
        document.setMarkdown(self._text, _PLAIN)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            self._dress(QTextCursor(block), block)
            block = block.next()
        cursor.endEditBlock()
        self._set_margins()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress(self, cursor: QTextCursor, block: QTextBlock) -> None:
        """Give a paragraph air, a heading its size, and code the letters of code."""
        px, level = self._looks.px, block.blockFormat().headingLevel()
        shape = QTextBlockFormat()
        shape.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(px(16) if level > 1 else px(0))
        shape.setBottomMargin(px(10) if level == 1 else px(4) if level else px(6))
        cursor.mergeBlockFormat(shape)
        pieces = []
        each = block.begin()
        while not each.atEnd():
            pieces.append(each.fragment())
            each += 1
        for piece in pieces:
            chosen = QTextCursor(block)
            chosen.setPosition(piece.position())
            chosen.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            chosen.setCharFormat(self._letters(QTextCharFormat(piece.charFormat()), level))

    def _letters(self, letters: QTextCharFormat, level: int) -> QTextCharFormat:
        if level:
            letters.clearProperty(QTextCharFormat.Property.FontSizeAdjustment)
            letters.setFontPointSize(self._looks.font(_HEADINGS.get(level, 1.0)).pointSizeF())
            letters.setFontWeight(QFont.Weight.DemiBold)
        elif letters.fontFixedPitch():
            letters.setFontFamilies([self._looks.fixed_font.family()])
            letters.setBackground(QColor(self._looks.theme.sunken))
        elif letters.isAnchor():
            letters.setForeground(QColor(self._looks.theme.accent))
        return letters


def plain_text(markdown: str) -> str:
    """Return what a page says, without its markup."""
    document = QTextDocument()
    document.setMarkdown(markdown, _PLAIN)
    return document.toPlainText()
