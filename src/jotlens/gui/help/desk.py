"""Opens what the Help menu offers to read: one guide, and one window with the licences, made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from jotlens.gui.help.context import page_for
from jotlens.gui.help.pages import pages

if TYPE_CHECKING:
    from jotlens.gui.help.guide_window import GuideWindow
    from jotlens.gui.help.licences_window import LicencesWindow
    from jotlens.gui.main_window import MainWindow


class HelpDesk(QObject):
    """Belongs to the window; what it opens closes with it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._guide: GuideWindow | None = None
        self._licences: LicencesWindow | None = None

    def open_for(self, widget: QWidget | None) -> None:
        """Open the guide at the page for what has the focus; where that is the guide itself, stay."""
        if self._guide is not None and widget is not None and widget.window() is self._guide:
            return
        self.open_page(page_for(widget))

    def open_page(self, page_id: str) -> None:
        """Open the guide at a page."""
        if self._guide is None:
            from jotlens.gui.help.guide_window import GuideWindow

            self._guide = GuideWindow(self._window.looks, pages(self._has_action), self._window)
        self._guide.open_page(page_id)
        _bring(self._guide)

    def show_licences(self) -> None:
        """Open the licences; the texts are gathered off the GUI thread."""
        from jotlens.gui.help.licences import notices
        from jotlens.gui.help.licences_window import LicencesWindow

        if self._licences is None:
            self._licences = LicencesWindow(self._window.looks, self._window)
            self._window.jobs.run("licences", lambda _: notices(), self._licences.show_notices)
        _bring(self._licences)

    def _has_action(self, name: str) -> bool:
        return self._window.findChild(QAction, name) is not None


def _bring(widget: QWidget) -> None:
    widget.show()
    widget.raise_()
    widget.activateWindow()
