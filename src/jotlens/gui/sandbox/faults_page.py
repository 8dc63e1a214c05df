"""The faults on purpose as switches: what is wrong with tokens, keys, the clock and answers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.sandbox.words import clock_words, slow_words, status_words, switch_words
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.gui.widgets.scrolled import show_scrolled
from jotlens.gui.widgets.tick_box import TickBox
from jotlens.sandbox.faults import Faults


class FaultsPage(QScrollArea):
    """Shows the faults, and asks for others.

    Signals:
        changed: (str, object) this fault is to have this value.
        cleared: everything is to be right again.
        rotate_requested, revoke_requested: of the signing keys.
    """

    changed = Signal(str, object)
    cleared = Signal()
    rotate_requested = Signal()
    revoke_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._switches = {name: TickBox(words, looks) for name, words in switch_words().items()}
        self._choices: dict[str, tuple[Choice, list[object]]] = {}
        self._clear = QPushButton(self.tr("Everything right again"))
        self._rotate = QPushButton(self.tr("Rotate the key"))
        self._revoke = QPushButton(self.tr("Revoke the previous key"))
        self._said = Paragraph(looks, factor=0.94, quiet=True)
        self._build()
        self._connect()

    def show_faults(self, faults: Faults) -> None:
        """Show what is wrong now."""
        for name, switch in self._switches.items():
            switch.blockSignals(True)
            switch.setChecked(bool(getattr(faults, name)))
            switch.blockSignals(False)
        for name, (choice, values) in self._choices.items():
            value = getattr(faults, name)
            choice.blockSignals(True)
            choice.setCurrentIndex(values.index(value) if value in values else -1)
            choice.blockSignals(False)
        self._clear.setEnabled(faults != Faults())

    def say(self, sentence: str) -> None:
        """Say what became of the keys."""
        self._said.set_text(sentence)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("sandboxFaults")
        content = QWidget()
        show_scrolled(self, content)
        column = QVBoxLayout(content)
        column.setContentsMargins(px(2), px(6), px(8), px(8))
        column.setSpacing(px(4))
        intro = Paragraph(self._looks, factor=0.94, quiet=True)
        intro.set_text(
            self.tr(
                "Switch a fault on, then fetch a token by one of the sandbox's connections: the window finds the cause."
            )
        )
        column.addWidget(intro)
        column.addSpacing(px(4))
        self._add_choice(
            column, "clock_offset_s", self.tr("Clock of the sandbox"), tuple(clock_words().items())
        )
        for name, switch in self._switches.items():
            switch.setObjectName(f"fault-{name}")
            switch.setMinimumWidth(1)
            column.addWidget(switch)
        column.addSpacing(px(4))
        self._add_choice(column, "status", self.tr("Answers of the endpoints"), tuple(status_words().items()))
        self._add_choice(column, "slow_s", self.tr("Speed of the answers"), tuple(slow_words().items()))
        column.addSpacing(px(6))
        column.addWidget(PlainLabel(self.tr("SIGNING KEYS"), "section"))
        column.addLayout(self._buttons((self._rotate, "rotateKey"), (self._revoke, "revokeKey")))
        self._said.setObjectName("keysSaid")
        column.addWidget(self._said)
        column.addSpacing(px(6))
        column.addLayout(self._buttons((self._clear, "clearFaults")))
        column.addStretch(1)

    def _buttons(self, *named: tuple[QPushButton, str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._looks.px(6))
        for button, name in named:
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _add_choice(
        self, column: QVBoxLayout, name: str, label: str, words: tuple[tuple[object, str], ...]
    ) -> None:
        choice = Choice(self._looks)
        choice.name(f"fault-{name}", label)
        for _, text in words:
            choice.addItem(text)
        values = [value for value, _ in words]
        self._choices[name] = (choice, values)
        choice.activated.connect(partial(self._on_chosen, name))
        column.addWidget(choice)

    def _connect(self) -> None:
        for name, switch in self._switches.items():
            switch.toggled.connect(partial(self.changed.emit, name))
        self._clear.clicked.connect(self.cleared)
        self._rotate.clicked.connect(self.rotate_requested)
        self._revoke.clicked.connect(self.revoke_requested)

    def _on_chosen(self, name: str, at: int) -> None:
        self.changed.emit(name, self._choices[name][1][at])
