"""How the window looks now: the theme that was chosen or that the desktop asks for, the zoom, and the fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget

from jotlens.gui.style import palette, style_sheet
from jotlens.gui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, ThemeChoice

if TYPE_CHECKING:
    from jotlens.gui.widgets.text_block import Measure

_FIXED = (0.0, False)

ZOOM_STEPS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""What zooming in and out goes through; 1.0 is the system's own font size."""


class Looks(QObject):
    """The look of the application; one change repaints everything.

    Signals:
        changed: the theme or the zoom is another one.
        sheet_made: (str) the style sheet for it, which the windows put on before that.
    """

    changed = Signal()
    sheet_made = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._system_font = app.font()
        # Before this window's own colours are put on, the palette is the desktop's.
        self._system_theme = DARK if app.palette().window().color().lightness() < 128 else LIGHT
        # Lengths were drawn for a font whose lines are 14 pixels high, and grow with the system's own.
        self._unit = min(max(QFontMetrics(self._system_font).height() / 14, 1.0), 2.5)
        self._worn = False
        self._choice = ThemeChoice.SYSTEM
        self._zoom = 1.0
        self._sheet = ""
        self.theme: Theme = LIGHT
        self._fixed_font: QFont | None = None
        self._lengths: dict[int, int] = {}
        self._measures: dict[tuple[float, bool], Measure] = {}
        self._font = QFont(self._system_font)
        app.styleHints().colorSchemeChanged.connect(self.ask_system)

    @property
    def worn(self) -> bool:
        """Whether any theme has been put on yet."""
        return self._worn

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen, which may be to follow the system."""
        return self._choice

    @property
    def zoom(self) -> float:
        """The zoom, where 1.0 is the system's font size."""
        return self._zoom

    def px(self, size: int) -> int:
        """Return a length in pixels at the current zoom and for the system's font size, at least 1."""
        known = self._lengths.get(size)  # asked hundreds of times in a paint
        if known is None:
            known = self._lengths[size] = max(1, round(size * self._zoom * self._unit))
        return known

    def font(self, factor: float = 1.0, *, strong: bool = False) -> QFont:
        """Return the system's font at the current zoom, larger or smaller by a factor."""
        font = QFont(self._font)
        font.setPointSizeF(font.pointSizeF() * factor)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def measure(self, factor: float = 1.0, *, strong: bool = False) -> Measure:
        """Return the same font with what is known of its widths; there is one of each until the zoom changes."""
        key = (factor, strong)
        if key not in self._measures:
            from jotlens.gui.widgets.text_block import Measure

            self._measures[key] = Measure(self.font(factor, strong=strong))
        return self._measures[key]

    @property
    def fixed_measure(self) -> Measure:
        """The fixed font with what is known of its widths."""
        if _FIXED not in self._measures:
            from jotlens.gui.widgets.text_block import Measure

            self._measures[_FIXED] = Measure(self.fixed_font, fixed=True)
        return self._measures[_FIXED]

    @property
    def fixed_font(self) -> QFont:
        """The system's font with letters of one width, at the current zoom."""
        if self._fixed_font is None:
            from PySide6.QtGui import QFontDatabase

            self._fixed_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            self._fixed_font.setPointSizeF(self._font.pointSizeF())
        return self._fixed_font

    def dress(self, window: QWidget) -> None:
        """Have a window wear every look from now on, with all that lies in it and the windows that it owns.

        Never the application: for a style sheet of its own, Qt polishes each widget once for each that it lies in.
        """
        if self._worn:
            window.setStyleSheet(self._sheet)
        self.sheet_made.connect(window.setStyleSheet)

    def wear(self, choice: ThemeChoice, zoom: float = 1.0) -> None:
        """Put on a theme and a zoom."""
        self._worn = True
        self._choice = choice
        self._zoom = min(max(zoom, ZOOM_STEPS[0]), ZOOM_STEPS[-1])
        self._apply()

    def zoom_by(self, steps: int) -> None:
        """Zoom in (1), out (-1) or back to the system's size (0)."""
        nearest = min(range(len(ZOOM_STEPS)), key=lambda at: abs(ZOOM_STEPS[at] - self._zoom))
        at = min(max(nearest + steps, 0), len(ZOOM_STEPS) - 1) if steps else ZOOM_STEPS.index(1.0)
        self.wear(self._choice, ZOOM_STEPS[at])

    def ask_system(self) -> None:
        """Ask the desktop what it wants, more closely than at the start: the names of Qt take 18 ms to load."""
        from PySide6.QtCore import Qt

        hints: Any = self._app.styleHints()
        scheme = hints.colorScheme()
        wanted = {Qt.ColorScheme.Dark: DARK, Qt.ColorScheme.Light: LIGHT}.get(scheme, self._system_theme)
        accessibility = hints.accessibility() if hasattr(hints, "accessibility") else None  # since Qt 6.10
        if accessibility and accessibility.contrastPreference() is Qt.ContrastPreference.HighContrast:
            wanted = HIGH_CONTRAST
        if wanted is not self._system_theme:
            self._system_theme = wanted
            if self._choice is ThemeChoice.SYSTEM:
                self._apply()

    def _apply(self) -> None:
        self.theme = self._themed()
        base_pt = self._system_font.pointSizeF()
        if base_pt <= 0:
            base_pt = 9.0
        self._font = QFont(self._system_font)
        self._font.setPointSizeF(base_pt * self._zoom)
        self._fixed_font = None
        self._lengths.clear()
        self._measures.clear()
        self._app.setFont(self._font)
        self._app.setPalette(palette(self.theme))
        self._sheet = style_sheet(self.theme, base_pt, self._zoom, self._unit)
        self.sheet_made.emit(self._sheet)
        self.changed.emit()

    def _themed(self) -> Theme:
        match self._choice:
            case ThemeChoice.LIGHT:
                return LIGHT
            case ThemeChoice.DARK:
                return DARK
            case ThemeChoice.HIGH_CONTRAST:
                return HIGH_CONTRAST
            case ThemeChoice.SYSTEM:
                return self._system_theme
