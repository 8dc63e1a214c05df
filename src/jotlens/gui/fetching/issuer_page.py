"""The tab for the issuer: scopes side by side, what can be asked of whom, and what was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from jotlens.gui.fetching.action_row import ActionRow
from jotlens.gui.fetching.scopes_table import ScopesTable
from jotlens.gui.fetching.secret_fields import SecretFields
from jotlens.gui.looks import Looks
from jotlens.gui.models.claims_model import ClaimsModel
from jotlens.gui.widgets.claims_view import ClaimsView
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.gui.widgets.scrolled import show_scrolled
from jotlens.inspection.scopes import ScopeComparison
from jotlens.tokens.json_values import JsonObject

_ANSWER_ROWS = 7


class Action(StrEnum):
    """What can be asked of an issuer."""

    KEYS = "keys"
    USERINFO = "userinfo"
    INTROSPECT = "introspect"
    REVOKE = "revoke"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True)
class Offer:
    """How an action is offered for the token on show: why, the words on its button, and whether it can be pressed."""

    why: str
    button: str
    usable: bool = True


@dataclass(frozen=True, slots=True)
class IssuerView:
    """What the page shows for one token: whom, where that is known from, and the offers."""

    title: str
    said: str
    offers: tuple[tuple[Action, Offer], ...] = ()
    scopes: ScopeComparison | None = None
    scopes_said: str = ""


class IssuerPage(QScrollArea):
    """Shows an IssuerView.

    Signals:
        asked: (Action, bool) a person wants this asked; the flag says that they confirmed a host inside the network.
        inspect_requested: a person wants to look at an answer that is a token itself.
        copy_requested: (str) a person wants this text in the clipboard.
    """

    asked = Signal(object, bool)
    inspect_requested = Signal()
    copy_requested = Signal(str)

    def __init__(self, looks: Looks, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._title = Paragraph(looks, factor=1.12, strong=True)
        self._said = Paragraph(looks, quiet=True)
        self._scopes_title = PlainLabel(self.tr("SCOPES"), "section")
        self.scopes = ScopesTable(looks)
        self._scopes_said = Paragraph(looks, quiet=True)
        self.secrets = SecretFields(looks, "issuer-")
        self.rows = {
            Action.KEYS: ActionRow(looks, Action.KEYS, self.tr("Signing keys")),
            Action.USERINFO: ActionRow(looks, Action.USERINFO, self.tr("Who this is (UserInfo)")),
            Action.INTROSPECT: ActionRow(
                looks, Action.INTROSPECT, self.tr("Is it still good? (Introspection)")
            ),
            Action.REFRESH: ActionRow(looks, Action.REFRESH, self.tr("Refresh")),
            Action.REVOKE: ActionRow(looks, Action.REVOKE, self.tr("Take it back (Revocation)")),
        }
        self._model = ClaimsModel("claims", now, self)
        self.answer = ClaimsView(looks, self._model)
        self._answer_title = PlainLabel("", "section")
        self._build()
        self._connect()

    def show_view(self, view: IssuerView) -> None:
        """Show another token's issuer; answers on another one are gone."""
        self._title.set_text(view.title)
        self._said.set_text(view.said)
        self._said.setVisible(bool(view.said))
        self.scopes.show_comparison(view.scopes)
        self._scopes_title.setVisible(view.scopes is not None and bool(view.scopes.rows))
        self._scopes_said.set_text(view.scopes_said)
        self._scopes_said.setVisible(bool(view.scopes_said) and self._scopes_title.isVisibleTo(self))
        offers = dict(view.offers)
        for action, row in self.rows.items():
            offer = offers.get(action)
            row.setVisible(offer is not None)
            if offer is not None:
                row.show_offer(offer.why, offer.button, usable=offer.usable)
        self.show_answer("", None)

    def go_to_keys(self) -> None:
        """Go to the button that fetches the signing keys."""
        button = self.rows[Action.KEYS].button
        if button.isVisibleTo(self):
            self.ensureWidgetVisible(button)
            button.setFocus()

    def show_answer(self, title: str, members: JsonObject | None) -> None:
        """Show what was answered, member by member; None takes it away."""
        self._answer_title.setText(title)
        self._answer_title.setVisible(members is not None)
        self.answer.setVisible(members is not None)
        self._model.show_members(members)
        if members is not None:
            self.ensureWidgetVisible(self.answer)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("issuerPage")
        self.setAccessibleName(self.tr("Issuer"))
        for widget, name in (
            (self._title, "issuerTitle"),
            (self._said, "issuerSaid"),
            (self._scopes_said, "scopesSaid"),
            (self._answer_title, "answerTitle"),
        ):
            widget.setObjectName(name)
        self.answer.setObjectName("answerTree")
        self.answer.setAccessibleName(self.tr("What was answered"))
        self.answer.setMinimumHeight(px(30) * _ANSWER_ROWS)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(px(2), px(2), px(10), px(8))
        column.setSpacing(px(4))
        column.addWidget(self._title)
        column.addWidget(self._said)
        column.addSpacing(px(6))
        column.addWidget(self._scopes_title)
        column.addWidget(self._scopes_said)
        column.addWidget(self.scopes)
        column.addSpacing(px(6))
        column.addWidget(self.rows[Action.KEYS])
        column.addWidget(self.rows[Action.USERINFO])
        column.addWidget(self._answer_title)
        column.addWidget(self.answer)
        column.addWidget(self.secrets)
        for action in (Action.INTROSPECT, Action.REFRESH, Action.REVOKE):
            column.addWidget(self.rows[action])
        column.addStretch(1)
        show_scrolled(self, page)
        self.secrets.hide()

    def _connect(self) -> None:
        for action, row in self.rows.items():
            row.requested.connect(partial(self.asked.emit, action, False))
            row.inspect_requested.connect(self.inspect_requested)
            row.confirmed.connect(partial(self.asked.emit, action, True))
        self.answer.copy_requested.connect(self.copy_requested)
