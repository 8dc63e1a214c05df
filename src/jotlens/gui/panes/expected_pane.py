"""What a person expects of the token: the API, the issuer, rights, a key, and the moment to look at it for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.expectation import DEFAULT_LEEWAY_S, MOST_LEEWAY_S, Expectation
from jotlens.gui.looks import Looks
from jotlens.gui.panes.key_field import KeyField
from jotlens.gui.panes.moment_field import MomentField
from jotlens.gui.panes.moment_menu import MomentMenu
from jotlens.gui.panes.profile_field import ProfileField
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.pasting_field import PastingField
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.inspection.clocks import skew_s
from jotlens.inspection.model import Lifetime

_TYPING_MS = 200
_LONGEST_FIELD = 4_096


class ExpectedPane(QWidget):
    """The fields; what they say leaves as one Expectation.

    Signals:
        changed: (Expectation) what is expected now.
        paste_requested: (PastingField) a person wants to paste into a field.
    """

    changed = Signal(object)
    paste_requested = Signal(object)

    def __init__(self, looks: Looks, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._zone: tzinfo | None = None
        self._grid = QGridLayout()
        self._more_grid = QGridLayout()
        self._audience = self._field("audience", self.tr("API (audience)"), "https://api.example.com/")
        self._issuer = self._field("issuer", self.tr("Issuer"), "https://tenant.example.com/")
        self._scopes = self._field("scopes", self.tr("Scopes it needs"), "read:orders write:orders")
        self.key = KeyField(looks)
        self._as_of = self._moment(
            "asOf", self.tr("As of"), self.tr("now"), self.tr("Looked at as of {at}."), now
        )
        self._offers = MomentMenu(self._as_of.line)
        self.profile = ProfileField(looks)
        self._leeway = self._field("leeway", self.tr("Leeway (s)"), str(DEFAULT_LEEWAY_S))
        self._client = self._field("clientId", self.tr("Client ID"), "")
        self._nonce = self._field("nonce", self.tr("Nonce"), "")
        self._typ = self._field("typ", self.tr("Type (typ)"), "at+jwt")
        self._algorithms = self._field("algorithms", self.tr("Algorithms"), "RS256 PS256")
        self._assertion = self._field("implicitAssertion", self.tr("Signed along with (PASETO)"), "")
        self._received = self._moment(
            "receivedAt", self.tr("Received at"), self.tr("not known"), self.tr("Received at {at}."), now
        )
        self._issuer_clock = self._moment(
            "issuerDate",
            self.tr("Issuer's clock (Date header)"),
            "Thu, 24 Mar 2016 12:00:00 GMT",
            self.tr("The issuer's clock showed {at}."),
            now,
        )
        self._life: Lifetime | None = None
        self._more = QToolButton()
        self._more_box = QWidget()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()
        self._connect()

    def set_zone(self, zone: tzinfo | None) -> None:
        """Read times without a zone in this one (None: this computer's)."""
        self._zone = zone
        for field in self._moments():
            field.set_zone(zone)
        self._on_done()

    def show_life(self, life: Lifetime | None) -> None:
        """Offer the moments of a token's life; None when there is no token."""
        self._life = life
        self._offers.show_life(life, self._leeway_s(), self._zone)

    def fill(self, expectation: Expectation) -> None:
        """Put values into the fields, as a sample offers them."""
        self._audience.setText(expectation.audience)
        self._issuer.setText(expectation.issuer)
        self._scopes.setText(expectation.scopes)
        self._client.setText(expectation.client_id)
        self._assertion.setText(expectation.implicit_assertion)
        self._nonce.setText(expectation.nonce)
        self._typ.setText(expectation.typ)
        self._algorithms.setText(expectation.algorithms)
        self._leeway.setText(str(expectation.leeway_s))
        self.profile.choose(expectation.profile)
        self._as_of.set_moment(expectation.as_of)
        self._received.set_moment(expectation.received_at)
        for field in self.findChildren(QLineEdit):
            field.setCursorPosition(0)  # the beginning says more than the end
        self._on_done()

    def expectation(self) -> Expectation:
        """Return what the fields say; a time that is not understood counts as not said."""
        return Expectation(
            audience=self._audience.text(),
            issuer=self._issuer.text(),
            scopes=self._scopes.text(),
            client_id=self._client.text(),
            implicit_assertion=self._assertion.text(),
            nonce=self._nonce.text(),
            typ=self._typ.text(),
            algorithms=self._algorithms.text(),
            profile=self.profile.chosen(),
            leeway_s=self._leeway_s(),
            as_of=self._as_of.at,
            received_at=self._received.at,
            clock_skew_s=self._skew_s(),
        )

    def _leeway_s(self) -> int:
        return int(self._leeway.text() or DEFAULT_LEEWAY_S)

    def _skew_s(self) -> int | None:
        """How far this computer is ahead of the issuer: by what it showed when the answer with the date came."""
        issuer_at = self._issuer_clock.at
        here_at = self._received.at or self._as_of.at or self._issuer_clock.entered_at
        return skew_s(here_at, issuer_at) if issuer_at is not None and here_at is not None else None

    def _moments(self) -> tuple[MomentField, ...]:
        return self._as_of, self._received, self._issuer_clock

    def _moment(
        self, name: str, label: str, example: str, sentence: str, now: Callable[[], datetime]
    ) -> MomentField:
        said = Paragraph(self._looks, factor=0.92, quiet=True)
        said.setObjectName(f"{name}Said")
        return MomentField(self._field(name, label, example), said, sentence, now)

    def _field(self, name: str, label: str, example: str) -> QLineEdit:
        field = PastingField()
        field.paste_requested.connect(partial(self.paste_requested.emit, field))
        field.setObjectName(f"{name}Field")
        field.setAccessibleName(label)
        field.setPlaceholderText(example)
        field.setMaxLength(_LONGEST_FIELD)
        field.setAcceptDrops(False)  # what is dropped anywhere is a token
        return field

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("expectedPane")
        self._leeway.setValidator(QIntValidator(0, MOST_LEEWAY_S, self))
        self._leeway.setToolTip(self.tr("What a clock may be wrong, in seconds"))
        self._more.setObjectName("moreButton")
        self._more.setAccessibleName(self.tr("More expected values"))
        self._more.setCheckable(True)
        self._more.setProperty("role", "quiet")
        self._more.setText(self.tr("More ▸"))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(9), px(12), px(6))
        column.setSpacing(px(6))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("WHAT YOU EXPECT"), "section"), 1)
        head.addWidget(self._more)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self._as_of.said)
        column.addWidget(self._more_box)
        self._build_grids()
        column.insertWidget(
            column.indexOf(self._as_of.said) + 1, self.profile
        )  # last, as the keyboard reaches it

    def _build_grids(self) -> None:
        px = self._looks.px
        for grid in (self._grid, self._more_grid):
            grid.setHorizontalSpacing(px(8))
            grid.setVerticalSpacing(px(2))
            grid.setColumnStretch(0, 5)
            grid.setColumnStretch(1, 2)
        self._put(self._grid, 0, self._audience)
        self._put(self._grid, 1, self._issuer)
        self._put(self._grid, 2, self._scopes)
        self._grid.addWidget(self.key, 6, 0, 1, 2)
        self._put(self._grid, 4, self._as_of.line, self._leeway, self._offers)
        self._put(self._more_grid, 0, self._client)
        self._put(self._more_grid, 1, self._nonce)
        self._put(self._more_grid, 2, self._typ)
        self._put(self._more_grid, 3, self._algorithms)
        self._put(self._more_grid, 4, self._received.line)
        self._more_grid.addWidget(self._received.said, 10, 0, 1, 2)
        self._put(self._more_grid, 6, self._issuer_clock.line)
        self._more_grid.addWidget(self._issuer_clock.said, 14, 0, 1, 2)
        self._put(self._more_grid, 8, self._assertion)
        self._assertion.setToolTip(
            self.tr(
                "A text that a PASETO token is signed along with, without being sent (implicit assertion)"
            )
        )
        self._more_grid.setContentsMargins(0, 0, 0, 0)
        self._more_box.setLayout(self._more_grid)
        self._more_box.hide()

    def _put(
        self,
        grid: QGridLayout,
        row: int,
        field: QLineEdit,
        beside: QLineEdit | None = None,
        button: QToolButton | None = None,
    ) -> None:
        """Put a field with its label above it; another one may stand at its right, and a button at its end."""
        width = 1 if beside is not None else 2
        grid.addWidget(self._label(field), 2 * row, 0, 1, width)
        if button is None:
            grid.addWidget(field, 2 * row + 1, 0, 1, width)
        else:
            line = QHBoxLayout()
            line.setSpacing(self._looks.px(2))
            line.addWidget(field, 1)
            line.addWidget(button)
            grid.addLayout(line, 2 * row + 1, 0, 1, width)
        if beside is not None:
            grid.addWidget(self._label(beside), 2 * row, 1)
            grid.addWidget(beside, 2 * row + 1, 1)

    def _label(self, field: QLineEdit) -> PlainLabel:
        label = PlainLabel(field.accessibleName(), "small")
        label.setBuddy(field)
        label.setContentsMargins(0, self._looks.px(4), 0, 0)
        return label

    def _connect(self) -> None:
        moments = {field.line for field in self._moments()}
        for line in self.findChildren(QLineEdit, options=Qt.FindChildOption.FindChildrenRecursively):
            if line.objectName().endswith("Field") and line is not self.key.field and line not in moments:
                line.textEdited.connect(self._typing.start)
                line.editingFinished.connect(self._on_done)
        for field in self._moments():
            field.done.connect(self._on_done)
        self._offers.chosen.connect(self._as_of.set_moment)
        self._typing.timeout.connect(self._on_typed)
        self.profile.changed.connect(self._on_done)
        self._more.toggled.connect(self._on_more)

    def _on_typed(self) -> None:
        self.changed.emit(self.expectation())

    def _on_done(self) -> None:
        self._typing.stop()
        self._offers.show_life(self._life, self._leeway_s(), self._zone)
        self.changed.emit(self.expectation())

    def _on_more(self, shown: bool) -> None:  # noqa: FBT001 - a slot of a toggled button
        self._more_box.setVisible(shown)
        self._more.setText(self.tr("Less ▾") if shown else self.tr("More ▸"))
