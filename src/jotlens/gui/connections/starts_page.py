"""What the editor shows while there is no connection: what one is, and the ready-made starts."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.oauth.providers import providers

_COLUMNS = 2
_WIDEST = 460


class StartsPage(QScrollArea):
    """A heading, a sentence and a button for each start.

    Signals:
        start_requested: (str) the id of a provider.
    """

    start_requested = Signal(str)

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._middle = QWidget()
        px = looks.px
        self.setObjectName("connectionStarts")
        self.setAccessibleName(self.tr("New connection"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        grid = QGridLayout()
        grid.setSpacing(px(8))
        for at, provider in enumerate(providers()):
            button = QPushButton(provider.name)
            button.setObjectName(f"connectionStart-{provider.id}")
            button.setAccessibleName(self.tr("New connection: {provider}").format(provider=provider.name))
            button.setProperty("role", "card")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.start_requested.emit, provider.id))
            grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
        column = QVBoxLayout(self._middle)
        column.setSpacing(px(9))
        column.addWidget(PlainLabel(self.tr("Where do your tokens come from?"), "title"))
        words = self.tr(
            "A connection says which server to ask, as which application, and for what. "
            "With one, a token is fetched with a click and inspected at once. Secrets stay in your keyring."
        )
        column.addWidget(PlainLabel(words, "muted", wrap=True))
        column.addSpacing(px(8))
        column.addLayout(grid)
        page = QWidget()
        page.setObjectName("connectionStartsPage")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._middle, 100)
        row.addStretch(1)
        outer = QVBoxLayout(page)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)
        self.setWidget(page)
        looks.changed.connect(self._on_looks)
        self._on_looks()

    def _on_looks(self) -> None:
        self._middle.setMaximumWidth(self._looks.px(_WIDEST))
