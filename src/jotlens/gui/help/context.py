"""Which page of the guide belongs to the part of the window that has the focus."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from jotlens.gui.help.pages import START

_PAGES = {
    "pastePane": START,
    "emptyState": START,
    "verdictPane": "verdict",
    "checksPane": "verdict",
    "rejectionPane": "rejected",
    "keysPage": "keys",
    "keyField": "keys",
    "keyEyeButton": "keys",
    "keyForm": "keys",
    "expectedPane": "expected",
    "issuerPage": "issuer",
    "notice": "opaque",
    "fetchPage": "fetch",
    "connectionsDialog": "fetch",
    "secretsKeeper": "keys",
    "sandboxPane": "sandbox",
    "evidencePane": "cards",
}
"""By the objectName of a pane, or of what stands in one and has a page of its own."""


def page_for(widget: QWidget | None) -> str:
    """Return the id of the page for a widget: that of the innermost part that has one."""
    while widget is not None:
        if widget.objectName() in _PAGES:
            return _PAGES[widget.objectName()]
        widget = widget.parentWidget()
    return START
