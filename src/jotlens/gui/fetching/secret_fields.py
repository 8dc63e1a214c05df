"""The secrets that a fetch wants: a masked field for each that is not kept already, and whether it is to be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.glyphs import glyph_icon
from jotlens.gui.widgets.plain import PlainLabel

_LONGEST = 64 << 10
_SHOWN_AS_TYPED = {"username"}
_NEVER_KEPT = {"subject-token", "assertion"}


class Keep(StrEnum):
    """What becomes of a secret that was typed."""

    ONCE = "once"
    SESSION = "session"
    KEYRING = "keyring"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A secret that a fetch wants: its kind, as `needs` names it, and where one is kept already (empty: nowhere)."""

    kind: str
    kept_in: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A secret that a person typed, and what becomes of it."""

    kind: str
    text: str = field(repr=False)
    keep: Keep


class SecretRow(QWidget):
    """One secret.

    Signals:
        changed: there is something in the field now, or nothing any more.
        entered: Enter was pressed in the field.
    """

    changed = Signal()
    entered = Signal()

    def __init__(
        self, looks: Looks, wanted: Wanted, keyring: str, prefix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._prefix = prefix
        self._looks = looks
        self.wanted = wanted
        self.field = QLineEdit()
        self._eye = QAction(self)
        self._keep = Choice(looks)
        self._kept = PlainLabel("", "muted")
        self._other = QToolButton()
        self._build(keyring)
        self._connect()

    @property
    def is_ready(self) -> bool:
        """Whether the secret is kept already, or was typed."""
        return bool(self.field.text()) or (bool(self.wanted.kept_in) and self.field.isHidden())

    def typed(self) -> Typed | None:
        """Return what was typed; None where the one that is kept is used."""
        text = self.field.text()
        return Typed(self.wanted.kind, text, Keep(self._keep.currentData())) if text else None

    def forget(self) -> None:
        """Hold the typed secret no longer."""
        self.field.clear()

    def _build(self, keyring: str) -> None:
        px = self._looks.px
        kind = self.wanted.kind
        name = self._name()
        self.setObjectName(f"{self._prefix}secretRow-{kind}")
        self.field.setObjectName(f"{self._prefix}secret-{kind}")
        self.field.setAccessibleName(name)
        self.field.setMaxLength(_LONGEST)
        self.field.setAcceptDrops(False)
        self._eye.setObjectName(f"{self._prefix}eye-{kind}")
        self._eye.setText(self.tr("Show it"))
        if kind not in _SHOWN_AS_TYPED:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
            self._add_eye(kind, name)
        self._keep.name(f"{self._prefix}keep-{kind}", self.tr("What becomes of it: {name}").format(name=name))
        self._keep.addItem(self.tr("use once"), Keep.ONCE.value)
        if kind not in _NEVER_KEPT:
            self._keep.addItem(self.tr("keep for this session"), Keep.SESSION.value)
            if keyring:
                self._keep.addItem(self.tr("keep in {keyring}").format(keyring=keyring), Keep.KEYRING.value)
        self._other.setObjectName(f"{self._prefix}other-{kind}")
        self._other.setText(self.tr("Use another"))
        self._other.setAccessibleName(self.tr("Use another {name}").format(name=name))
        self._other.setProperty("role", "quiet")
        label = PlainLabel(name, "small")
        label.setBuddy(self.field)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._kept, 1)
        row.addWidget(self._other)
        row.addWidget(self.field, 3)
        row.addWidget(self._keep, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addWidget(label)
        column.addLayout(row)
        self._show_field(not self.wanted.kept_in)

    def _add_eye(self, kind: str, name: str) -> None:
        self._eye.setToolTip(self.tr("Show it"))
        self._eye.setCheckable(True)
        self.field.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        for button in self.field.findChildren(QToolButton):
            button.setObjectName(f"{self._prefix}eyeButton-{kind}")
            button.setAccessibleName(self.tr("Show what is typed: {name}").format(name=name))
        self._draw_eye()

    def _connect(self) -> None:
        self.field.textChanged.connect(self.changed)
        self.field.returnPressed.connect(self.entered)
        self._eye.toggled.connect(self._draw_eye)
        self._other.clicked.connect(self._on_other)
        self._looks.changed.connect(self._draw_eye)

    def _show_field(self, shown: bool) -> None:  # noqa: FBT001 - a setter of one flag
        self.field.setVisible(shown)
        self._keep.setVisible(shown and self._keep.count() > 1)
        self._kept.setVisible(not shown)
        self._other.setVisible(not shown)
        self._kept.setText(self.tr("•••••••• from {place}").format(place=self.wanted.kept_in))

    def _draw_eye(self) -> None:
        shown = self._eye.isChecked()
        if self.wanted.kind not in _SHOWN_AS_TYPED:
            mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
            self.field.setEchoMode(mode)
        self._eye.setIcon(glyph_icon("eye-off" if shown else "eye", self._looks.theme.muted))

    def _on_other(self) -> None:
        self._show_field(True)
        self.field.setFocus()
        self.changed.emit()

    def _name(self) -> str:
        return {
            "client-secret": self.tr("Client secret"),
            "key-passphrase": self.tr("Passphrase of the private key"),
            "refresh-token": self.tr("Refresh token"),
            "username": self.tr("User name"),
            "password": self.tr("Password"),
            "subject-token": self.tr("Token to exchange"),
            "assertion": self.tr("Assertion (a signed JWT)"),
        }.get(self.wanted.kind, self.wanted.kind)


class SecretFields(QWidget):
    """All secrets of one fetch; `prefix` tells the names of its fields from those of another.

    Signals:
        changed: one of them was typed, or taken away.
        entered: Enter was pressed in one of them.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, looks: Looks, prefix: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._prefix = prefix
        self.setObjectName(f"{prefix}secretFields")
        self._rows: list[SecretRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(looks.px(8))

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return all(row.is_ready for row in self._rows)

    def show_wanted(self, wanted: tuple[Wanted, ...], keyring: str) -> None:
        """Ask for other secrets; `keyring` is the name of the one they can be kept in, empty where there is none."""
        if [row.wanted for row in self._rows] == list(wanted):
            return
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self._rows = [SecretRow(self._looks, one, keyring, self._prefix) for one in wanted]
        for row in self._rows:
            self._column.addWidget(row)
            row.changed.connect(self.changed)
            row.entered.connect(self.entered)
        self.setVisible(bool(self._rows))

    def typed(self) -> tuple[Typed, ...]:
        """Return what was typed."""
        return tuple(typed for row in self._rows if (typed := row.typed()) is not None)

    def forget(self) -> None:
        """Hold what was typed no longer: it was handed to the fetch."""
        for row in self._rows:
            row.forget()

    def focus_missing(self) -> bool:
        """Go to the first field that is still empty; whether there is one."""
        missing = next((row for row in self._rows if not row.is_ready), None)
        if missing is not None:
            missing.field.setFocus()
        return missing is not None
