"""Where the pane stands: at the right of a wide window, in a window of its own beside a narrow one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from jotlens.gui.looks import Looks

_WIDTH = 332
_WIDE = 1_000
"""From this width of the window on, in pixels at zoom 1, there is room for the pane inside."""

_SIZE = (380, 640)


class SandboxDock(QDockWidget):
    """Holds the pane. It has no title bar of its own: the pane has a head."""

    def __init__(self, looks: Looks, pane: QWidget, window: QMainWindow) -> None:
        super().__init__(window)
        self._looks = looks
        self._window = window
        self.setObjectName("sandboxDock")
        self.setWindowTitle(self.tr("Sandbox"))
        self.setAccessibleName(self.windowTitle())
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetFloatable)
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea)
        self.toggleViewAction().setObjectName("sandboxDockAction")
        self.toggleViewAction().setVisible(False)  # the menus have an entry of their own
        bare = QWidget()
        self.setTitleBarWidget(bare)
        self.setWidget(pane)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
        window.resizeDocks([self], [looks.px(_WIDTH)], Qt.Orientation.Horizontal)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the pane where there is room for it."""
        self._place()
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        return QSize(self._looks.px(_WIDTH), self._looks.px(_SIZE[1]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        narrow = self._window.width() < self._looks.px(_WIDE)
        if narrow == self.isFloating():
            return
        self.setFloating(narrow)
        if narrow:
            px = self._looks.px
            screen = self._window.screen().availableGeometry()
            self.resize(min(px(_SIZE[0]), screen.width()), min(px(_SIZE[1]), screen.height()))
            corner = self._window.geometry().topRight() + QPoint(px(8), 0)
            left = min(corner.x(), screen.right() - self.width())
            self.move(max(screen.left(), left), max(screen.top(), corner.y()))
