"""What a person sets once and finds again the next time: it is put to the window, and kept where there is a memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jotlens.gui.end_watch import EndWatch
    from jotlens.gui.main_window import MainWindow
    from jotlens.gui.memory import Memory
    from jotlens.gui.menus import Menus
    from jotlens.gui.status import Status
    from jotlens.gui.theme import ThemeChoice


class Preferences:
    """The place of the window, its look, its columns, and what is ticked in the menus."""

    def __init__(self, window: MainWindow, status: Status, memory: Memory | None) -> None:
        self._window = window
        self._status = status
        self._utc = False
        self._end_watch: EndWatch | None = None
        self.memory = memory

    def restore(self) -> None:
        """Take the place, the columns and the look of the last time: all that the first paint needs."""
        window, looks, memory = self._window, self._window.looks, self.memory
        if memory is not None:
            looks.wear(memory.theme(), memory.number("view/zoom", 1.0))
            geometry = memory.layout("window/geometry")
            if not geometry.isEmpty():
                window.restoreGeometry(geometry)
            window.workspace.restore_layout(memory.layout("window/columns"))
            self._utc = memory.flag("view/utc")
        elif not looks.worn:
            looks.wear(looks.choice)

    def tick(self, menus: Menus) -> None:
        """Tick in the menus what is remembered."""
        menus.themes[self._window.looks.choice].setChecked(True)
        keeps = self.memory is not None and self.memory.flag("view/keeps-clipboard")
        menus.actions["clearsClipboard"].setChecked(not keeps)
        tells = self.memory is not None and self.memory.flag("token/tells-end")
        menus.actions["tellsEnd"].setChecked(tells)
        self._window.presenter.set_clears_clipboard(not keeps)

    def put_to_desk(self, menus: Menus) -> None:
        """Give the desk, which has just been laid, what is remembered of it."""
        exhibit, memory = self._window.presenter.exhibit, self.memory
        self.set_utc(self._utc)
        menus.actions["timesInUtc"].setChecked(self._utc)
        if memory is not None:
            from jotlens.gui.widgets.claims_view import NAME_SHARE, VALUE_SHARE

            name, value = memory.number("claims/name", NAME_SHARE), memory.number("claims/value", VALUE_SHARE)
            exhibit.desk.evidence.set_widths(name, value)
            menus.actions["tellingFirst"].setChecked(memory.flag("view/telling-first"))
            exhibit.widths_changed.connect(self._keep_widths)

    def keep(self) -> None:
        """Keep what is only known at the end."""
        window, memory = self._window, self.memory
        if memory is not None:
            memory.keep("window/geometry", window.saveGeometry())
            memory.keep("window/columns", window.workspace.layout_state())
            memory.keep("view/theme", window.looks.choice.value)
            memory.keep("view/zoom", window.looks.zoom)
            memory.keep("view/utc", self._utc)

    def set_theme(self, choice: ThemeChoice) -> None:
        """Wear another theme."""
        self._window.looks.wear(choice, self._window.looks.zoom)

    def set_utc(self, utc: bool) -> None:  # noqa: FBT001 - a slot
        """Show every time in UTC, or in this computer's zone."""
        from datetime import UTC

        self._utc = utc
        self._window.presenter.set_zone(UTC if utc else None)
        self.show_zone()

    def show_zone(self) -> None:
        """Say in the status bar which zone times are shown in."""
        from datetime import UTC

        from jotlens.gui.moments import zone_words

        self._status.show_zone(zone_words(self._window.clock.now(), UTC if self._utc else None))

    def set_clears_clipboard(self, clears: bool) -> None:  # noqa: FBT001 - a slot
        """Empty the clipboard a minute after a token was copied from here, or leave it."""
        self._window.presenter.set_clears_clipboard(clears)
        if self.memory is not None:
            self.memory.keep("view/keeps-clipboard", not clears)

    def set_tells_end(self, tells: bool) -> None:  # noqa: FBT001 - a slot
        """Tell before the token ends, or do not."""
        if self._end_watch is None:
            from jotlens.gui.end_watch import EndWatch

            self._end_watch = EndWatch(self._window)
        self._end_watch.set_on(tells)
        if self.memory is not None:
            self.memory.keep("token/tells-end", tells)

    def set_telling_first(self, telling_first: bool) -> None:  # noqa: FBT001 - a slot
        """Show the most telling claims first, or the order of the token."""
        self._window.presenter.exhibit.desk.evidence.set_telling_first(telling_first)
        if self.memory is not None:
            self.memory.keep("view/telling-first", telling_first)

    def _keep_widths(self, name: float, value: float) -> None:
        if self.memory is not None:
            self.memory.keep("claims/name", name)
            self.memory.keep("claims/value", value)
