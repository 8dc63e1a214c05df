"""The small menu beside “As of”: now, and the moments of the token's own life that are worth a look."""

from __future__ import annotations

from datetime import tzinfo
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton

from jotlens.gui.moments import moment_words
from jotlens.inspection.model import Lifetime
from jotlens.inspection.moments.offers import Edge, MomentOffer, moment_offers


class MomentMenu(QToolButton):
    """A button with a menu of moments; F4 in the field opens it too, as it does with lists to choose from.

    Signals:
        chosen: (datetime or None) the moment to look at the token for; None is now.
    """

    chosen = Signal(object)

    def __init__(self, line: QLineEdit) -> None:
        super().__init__()
        self._menu = QMenu(self)
        self._offers: dict[Edge, MomentOffer] = {}
        self._zone: tzinfo | None = None
        self._actions = {edge: QAction(self) for edge in Edge}
        self._now = QAction(self)
        self._build()
        below = QShortcut(QKeySequence("F4"), line, context=Qt.ShortcutContext.WidgetShortcut)
        below.activated.connect(self._on_below)

    def show_life(self, life: Lifetime | None, leeway_s: int, zone: tzinfo | None) -> None:
        """Offer the moments of a life; None when there is no token."""
        offers = moment_offers(life, leeway_s) if life is not None else ()
        self._offers = {offer.edge: offer for offer in offers}
        self._zone = zone
        for edge, action in self._actions.items():
            action.setEnabled(edge in self._offers)

    def _build(self) -> None:
        self.setObjectName("asOfMenuButton")
        self.setAccessibleName(self.tr("Moments to look at the token for"))
        self.setToolTip(self.tr("Moments to look at the token for (F4)"))
        self.setText("▾")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("role", "quiet")
        self.setMenu(self._menu)
        self._menu.setObjectName("asOfMenu")
        self._now.setObjectName("asOfNow")
        self._now.setText(self.tr("Now"))
        self._now.triggered.connect(partial(self.chosen.emit, None))
        self._menu.addAction(self._now)
        for edge, action in self._actions.items():
            action.setObjectName(f"asOf-{edge}")
            action.setText(self._words(edge))
            action.setEnabled(False)
            action.triggered.connect(partial(self._on_chosen, edge))
            self._menu.addAction(action)
        self._menu.aboutToShow.connect(self._on_opening)

    def _words(self, edge: Edge) -> str:
        return {
            Edge.ISSUED: self.tr("When it was issued"),
            Edge.BEFORE_END: self.tr("One second before its end"),
            Edge.AFTER_END: self.tr("Just after its end, leeway included"),
        }[edge]

    def _on_opening(self) -> None:
        for edge, action in self._actions.items():
            offer = self._offers.get(edge)
            said = self._words(edge)
            action.setText(said if offer is None else f"{said}: {moment_words(offer.at, self._zone)}")

    def _on_chosen(self, edge: Edge) -> None:
        offer = self._offers.get(edge)
        if offer is not None:
            self.chosen.emit(offer.at)

    def _on_below(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
