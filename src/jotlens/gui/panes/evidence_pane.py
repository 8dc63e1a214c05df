"""The evidence: claims, header, the raw token and its weight in tabs, with a line to find things in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.models.claims_model import ClaimsModel
from jotlens.gui.models.weight_model import WeightModel
from jotlens.gui.panes.keys_page import KeysPage
from jotlens.gui.panes.raw_page import RawPage
from jotlens.gui.panes.rejection_pane import RejectionPane
from jotlens.gui.reading import Entry
from jotlens.gui.widgets.claims_view import ClaimsView
from jotlens.gui.widgets.notice import Notice
from jotlens.gui.widgets.plain import PlainLabel, set_tone
from jotlens.gui.widgets.weight_view import WeightView
from jotlens.inspection.claims import readable_claims
from jotlens.inspection.model import Inspection
from jotlens.inspection.weight import Weight
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.model import Kind, Token


class FindField(QLineEdit):
    """The field of the find line: Enter goes on, Shift+Enter back, Esc closes.

    Signals:
        closed: Esc was pressed.
        stepped: (int) 1 for the next place, -1 for the one before.
    """

    closed = Signal()
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


class EvidencePane(QWidget):
    """Shows what the token holds.

    Signals:
        copy_requested: (str) a person wants this text in the clipboard.
        reveal_requested: a person wants to see a masked token.
        issuer_requested: the tab for the issuer is looked at.
        weight_requested: the weight is looked at and has not been shown yet for this token.
    """

    copy_requested = Signal(str)
    reveal_requested = Signal()
    issuer_requested = Signal()
    weight_requested = Signal()

    def __init__(self, looks: Looks, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._claims_model = ClaimsModel("claims", now, self)
        self._header_model = ClaimsModel("header", now, self)
        self.claims = ClaimsView(looks, self._claims_model)
        self.header = ClaimsView(looks, self._header_model)
        self._claims_page = QStackedWidget()
        self._header_page = QStackedWidget()
        self._claims_notice = Notice(looks, "claimsNotice")
        self._header_notice = Notice(looks, "headerNotice")
        self.raw = RawPage(looks)
        self._weight_model = WeightModel(self)
        self.weight = WeightView(looks, self._weight_model)
        self._weighed: Token | None = None
        self._token: Token | None = None
        self.keys = KeysPage(looks, self)
        self.rejection = RejectionPane(looks)
        self.issuer = QStackedWidget()
        self._bar = QTabBar()
        self._pages = QStackedWidget()
        self._find_line = QWidget()
        self._find = FindField()
        self._found = PlainLabel("", "small")
        self._guests: list[QWidget] = []
        self._build()
        self._connect()

    def show_inspection(self, inspection: Inspection, entry: Entry, *, revealed: bool) -> None:
        """Show the parts of the token, or why there are none to show; of an opened one the claims inside."""
        token = inspection.token
        claims = readable_claims(inspection.contents.token)
        self._show_members(self._claims_page, self._claims_model, claims, self._claims_notice, inspection)
        self._show_members(
            self._header_page, self._header_model, token.header, self._header_notice, inspection
        )
        self.raw.show_entry(entry, revealed=revealed)
        self.keys.show_verdict(inspection.signature)
        self._offer_keys(bool(inspection.signature.candidates))
        self._token = token
        if self._weighed is not token:
            self._weight_model.show_weight(None)
            self._weighed = None
            self._ask_for_weight()
        self.rejection.show_inspection(inspection)
        if token.kind is Kind.NONE and inspection.diagnoses:
            self.open_page(self.rejection)  # an answer has no claims to look at

    def show_weight(self, token: Token, weight: Weight | None) -> None:
        """Show what the token on show weighs; that of another one comes too late."""
        if token is self._token:
            self._weighed = token
            self._weight_model.show_weight(weight)

    def settle(self) -> None:
        """Lay the tree on show out now instead of after the next paint."""
        for tree in (self.claims, self.header):
            if tree.isVisible():
                tree.executeDelayedItemsLayout()
                tree.header().length()  # lays the header out as well, and not after the paint

    def refresh_times(self) -> None:
        """Say the words for times anew."""
        self._claims_model.refresh_times()
        self._header_model.refresh_times()

    def set_zone(self, zone: tzinfo | None) -> None:
        """Show times in a zone (None: this computer's)."""
        self._claims_model.set_zone(zone)
        self._header_model.set_zone(zone)

    def set_telling_first(self, telling_first: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Put the most telling claims first, or keep the order of the token."""
        self._claims_model.set_telling_first(telling_first)

    def set_widths(self, name_share: float, value_share: float) -> None:
        """Take the shares that the columns had the last time."""
        self.claims.set_widths(name_share, value_share)
        self.header.set_widths(name_share, value_share)

    def show_find(self) -> None:
        """Open the line to find things in."""
        self._find_line.show()
        self._find.setFocus()
        self._find.selectAll()

    def take_in(self, page: QWidget, title: str) -> None:
        """Show another pane as a tab, where the window is too narrow for a column of its own."""
        self._guests.append(page)
        self._pages.addWidget(page)
        self._bar.addTab(title)

    def give_back(self) -> list[QWidget]:
        """Return the panes that were taken in."""
        guests, self._guests = self._guests, []
        for page in guests:
            self._bar.removeTab(self._pages.indexOf(page))
            self._pages.removeWidget(page)
        return guests

    def open_page(self, page: QWidget) -> None:
        """Bring a tab to the front."""
        at = self._pages.indexOf(page)
        if at >= 0:
            self._bar.setCurrentIndex(at)

    def _ask_for_weight(self) -> None:
        """Have the token weighed, but only when somebody looks: a large one takes its time."""
        if self._token is not None and self._weighed is None and self._pages.currentWidget() is self.weight:
            self.weight_requested.emit()

    def _offer_keys(self, offered: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Have a tab for the keys when there are any, beside the token itself."""
        at = self._pages.indexOf(self.keys)
        if offered == (at >= 0):
            return
        if offered:
            at = self._pages.indexOf(self.raw) + 1
            self._pages.insertWidget(at, self.keys)
            self._bar.insertTab(at, self.tr("Keys"))
        else:
            self._bar.removeTab(at)
            self._pages.removeWidget(self.keys)
        self._pages.setCurrentIndex(self._bar.currentIndex())

    def _show_members(
        self,
        page: QStackedWidget,
        model: ClaimsModel,
        members: JsonObject | None,
        notice: Notice,
        inspection: Inspection,
    ) -> None:
        if members is not None:
            model.show_members(members)
            page.setCurrentIndex(0)
            return
        model.show_members(None)
        notice.explain(inspection, self.tr("header") if model is self._header_model else self.tr("claims"))
        page.setCurrentIndex(1)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("evidencePane")
        self._bar.setObjectName("evidenceTabs")
        self._bar.setAccessibleName(self.tr("Evidence"))
        self._bar.setExpanding(False)
        self._bar.setDrawBase(False)
        self.claims.setObjectName("claimsTree")
        self.claims.setAccessibleName(self.tr("Claims"))
        self.header.setObjectName("headerTree")
        self.header.setAccessibleName(self.tr("Header"))
        self.weight.setObjectName("weightList")
        self.weight.setAccessibleName(self.tr("Weight"))
        self.weight.setAccessibleDescription(
            self.tr("What takes how many characters of the token, biggest first")
        )
        for stack, view, notice in (
            (self._claims_page, self.claims, self._claims_notice),
            (self._header_page, self.header, self._header_notice),
        ):
            stack.addWidget(view)
            stack.addWidget(notice)
        for page, title in (
            (self._claims_page, self.tr("Claims")),
            (self._header_page, self.tr("Header")),
            (self.raw, self.tr("Raw")),
            (self.rejection, self.tr("Why rejected")),
            (self.issuer, self.tr("Issuer")),
            (self.weight, self.tr("Weight")),
        ):
            self._pages.addWidget(page)
            self._bar.addTab(title)
        self.keys.hide()
        self._find.setObjectName("findField")
        self._find.setAccessibleName(self.tr("Find in the token"))
        self._find.setPlaceholderText(self.tr("Find a name, a value or a meaning"))
        line = QHBoxLayout(self._find_line)
        line.setContentsMargins(0, px(6), 0, 0)
        line.addWidget(self._find, 1)
        line.addWidget(self._found)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._find_line)
        column.addSpacing(px(6))
        column.addWidget(self._pages, 1)
        self._find_line.hide()

    def _connect(self) -> None:
        self._bar.currentChanged.connect(self._on_tab)
        self._find.textEdited.connect(self._on_find)
        self._find.stepped.connect(self._on_step)
        self._find.closed.connect(self._on_find_closed)
        for view in (self.claims, self.header):
            view.copy_requested.connect(self.copy_requested)
        self.keys.copy_requested.connect(self.copy_requested)
        self._claims_notice.issuer_requested.connect(self._on_issuer)
        self._header_notice.issuer_requested.connect(self._on_issuer)
        self.raw.reveal_requested.connect(self.reveal_requested)
        self.rejection.copy_requested.connect(self.copy_requested)

    def _on_tab(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        self._ask_for_weight()
        if self._pages.currentWidget() is self.issuer:
            self.issuer_requested.emit()

    def _on_issuer(self) -> None:
        self.open_page(self.issuer)

    def _on_find(self) -> None:
        self._search(1)

    def _on_step(self, step: int) -> None:
        self._search(step)

    def _search(self, step: int) -> None:
        wanted = self._find.text()
        match self._pages.currentWidget():
            case self._claims_page:
                found = self.claims.find_next(wanted, step)
            case self._header_page:
                found = self.header.find_next(wanted, step)
            case self.raw:
                found = self.raw.find_next(wanted, step)
            case _:
                return
        set_tone(self._found, "" if found or not wanted else "fail")
        self._found.setText("" if found or not wanted else self.tr("Not found"))

    def _on_find_closed(self) -> None:
        self._find_line.hide()
        page = self._pages.currentWidget()
        if page is self._claims_page:
            self.claims.setFocus()
        elif page is self._header_page:
            self.header.setFocus()
        elif page is not None:
            page.setFocus()
