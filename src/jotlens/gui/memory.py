"""What the window remembers: its place, its columns and its look. Never a token, a title or the name of a file."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from jotlens.gui.theme import ThemeChoice

_MOST = 1e6
"""No number that is remembered here comes near this one."""


class Memory:
    """Scalars and QByteArrays in an INI file: other values do not survive QSettings as they were."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @staticmethod
    def of_this_user() -> Memory:
        """Return the memory in the user's own configuration folder."""
        return Memory(QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "JotLens", "JotLens"))

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        return str(self._settings.value(key, default))

    def number(self, key: str, default: float) -> float:
        """Return a number; what is none, because somebody edited the file, is the default."""
        try:
            number = float(self.text(key, str(default)))
        except ValueError:
            return default
        return number if abs(number) < _MOST else default  # neither an infinite one nor what is not a number

    def flag(self, key: str) -> bool:
        """Return a yes or no; no by default."""
        return self.text(key) == "yes"

    def layout(self, key: str) -> QByteArray:
        """Return a layout as Qt saved it, empty when there is none."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def theme(self) -> ThemeChoice:
        """Return the theme that was chosen."""
        try:
            return ThemeChoice(self.text("view/theme", ThemeChoice.SYSTEM.value))
        except ValueError:
            return ThemeChoice.SYSTEM

    def sync(self) -> None:
        """Write what is remembered now, and not when the program ends by itself."""
        self._settings.sync()

    def keep(self, key: str, value: str | float | bool | QByteArray) -> None:  # noqa: FBT001 - a value
        """Remember a value."""
        if isinstance(value, bool):
            self._settings.setValue(key, "yes" if value else "no")
        elif isinstance(value, QByteArray):
            self._settings.setValue(key, value)
        else:
            self._settings.setValue(key, str(value))
