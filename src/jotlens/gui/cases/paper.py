"""A report on paper: the HTML as a document that loads nothing, for the preview and for a PDF."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QFont, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from jotlens.gui.theme import LIGHT, Theme

_STYLE = re.compile(r"<style>.*?</style>|<meta[^>]*>", re.DOTALL)
_POINTS = 10.0
_DPI = 300


class PaperView(QTextBrowser):
    """Shows such a document. Nothing is loaded for it and no link is followed, whatever the text says."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


class _Paper(QTextDocument):
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


def laid_out(html: str, theme: Theme) -> str:
    """Return the HTML of a report for Qt's documents, which know less of style sheets than a browser."""
    body = _STYLE.sub("", html).replace('<span class="mark">', '<br><span class="mark">✖ ')
    style = (
        f"body {{ color: {theme.text}; }} h1 {{ font-size: x-large; }} h2 {{ font-size: large; margin-top: 16px; }}"
        f" h3 {{ font-size: medium; }} .quiet {{ color: {theme.muted}; }} .sentence {{ font-weight: 600; }}"
        f" .mark {{ color: {theme.tone('fail').ink}; font-weight: 600; }}"
        f" .danger {{ color: {theme.tone('fail').ink}; font-weight: 600; }}"
        f" th {{ color: {theme.muted}; text-align: left; }} td, th {{ padding: 3px 12px 3px 0; }}"
    )
    return body.replace("<head>", f"<head><style>{style}</style>", 1)


def write_pdf(html: str, path: Path, title: str) -> bool:
    """Write the report as a PDF (A4); false where the file cannot be written."""
    try:
        path.touch()
    except OSError:
        return False
    writer = QPdfWriter(str(path))
    writer.setCreator("JotLens")
    writer.setTitle(title)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 16, 18, 16))
    paper = _Paper()
    font = QFont(paper.defaultFont())
    font.setPointSizeF(_POINTS)
    paper.setDefaultFont(font)
    paper.documentLayout().setPaintDevice(writer)
    paper.setHtml(laid_out(html, LIGHT))
    paper.setPageSize(writer.pageLayout().paintRectPixels(_DPI).size())
    paper.print_(writer)
    return True
