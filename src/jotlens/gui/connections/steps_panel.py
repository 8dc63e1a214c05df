"""What has to be set in the vendor's console for a grant to work, as a short list."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.panel import Panel
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.oauth.connection import Connection
from jotlens.oauth.providers import provider_named

_MOST_STEPS = 6


class StepsPanel(Panel):
    """A quiet card with a heading and the steps."""

    def __init__(self, looks: Looks, parent: QWidget) -> None:
        super().__init__(looks, parent)
        self._title = Paragraph(looks, strong=True)
        self._steps = tuple(Paragraph(looks, factor=0.96) for _ in range(_MOST_STEPS))
        px = looks.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(11), px(14), px(12))
        column.setSpacing(px(5))
        column.addWidget(self._title)
        self._rows = tuple(QWidget(self) for _ in self._steps)
        for number, (whole, step) in enumerate(zip(self._rows, self._steps, strict=True), 1):
            step.setObjectName(f"connectionStep{number}")
            row = QHBoxLayout(whole)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(7))
            dot = QVBoxLayout()
            dot.addWidget(PlainLabel("•", "muted"))
            dot.addStretch(1)
            row.addLayout(dot)
            row.addWidget(step, 1)
            column.addWidget(whole)
        self.setObjectName("connectionSteps")
        looks.changed.connect(self._on_looks)
        self._on_looks()

    def show_connection(self, connection: Connection) -> bool:
        """Show the steps for a connection, and return whether there are any."""
        provider = provider_named(connection.provider)
        start = provider.start_of(connection.grant)
        steps = start.steps if start is not None else ()
        self._title.set_text(self.tr("What has to be set at {provider}").format(provider=provider.name))
        if provider.id == "openid":
            self._title.set_text(self.tr("What has to be set at the server"))
        callback = connection.redirect_uri or provider.callback
        for at, paragraph in enumerate(self._steps):
            told = steps[at].replace("{callback}", callback) if at < len(steps) else ""
            paragraph.set_text(told)
            self._rows[at].setVisible(bool(told))
        self.setVisible(bool(steps))
        return bool(steps)

    def _on_looks(self) -> None:
        tone = self.looks.theme.tone("unknown")
        self.paint_as(tone.tint, tone.edge, tone.ink)
