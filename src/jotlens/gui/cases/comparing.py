"""Comparing: one token is pinned as A, the next is compared with it; and what is known good is held against each."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from jotlens.gui.cases.compare_page import ComparePage
from jotlens.gui.cases.known_good import KnownGoods
from jotlens.gui.looks import Looks
from jotlens.gui.session import Session
from jotlens.inspection.compare import Comparison, compare
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Inspection, Policy
from jotlens.tokens.model import Kind, Token
from jotlens.tokens.read import read


class Comparing(QObject):
    """Decides what is compared with what.

    Signals:
        opened: (QWidget) this page is to stand in the middle of the window.
        closed: what was there before is to be shown again.
        noted: (str) something to say in the status bar.
        held: (str, bool) what comes of holding the token on show against a known good one, and whether it differs.
    """

    opened = Signal(object)
    closed = Signal()
    noted = Signal(str)
    held = Signal(str, bool)

    def __init__(self, session: Session, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looks = looks
        self._page: ComparePage | None = None
        self._pinned: Token | None = None
        self._shown: tuple[Token, Token] | None = None
        self._held: tuple[Token, Comparison] | None = None
        self.goods = KnownGoods()

    @property
    def page(self) -> ComparePage:
        """The page; it is made when it is first needed."""
        if self._page is None:
            self._page = page = ComparePage(self._looks)
            page.closed.connect(self.closed)
            page.swap_requested.connect(self._on_swap)
        return self._page

    def compare_with(self, token: Token | None = None) -> None:
        """Pin a token as A where none is; else compare it with A. Without a token it is the one on show."""
        token = token or self._on_show()
        if token is None or token.kind is Kind.NONE:
            self.noted.emit(self.tr("There is no token to compare"))
        elif self._pinned is None or self._pinned.text == token.text:
            self._pinned = token
            self.noted.emit(
                self.tr("This token is A. Paste or choose the other one, then Token, Compare with… again")
            )
        else:
            one, self._pinned = self._pinned, None
            self._show(one, token)

    def keep_good(self, token: Token | None = None) -> None:
        """Hold later tokens of the same connection or issuer against this one."""
        shown = self._on_show()
        token = token or shown
        good = self.goods.keep(token, self._connection_id()) if token is not None else None
        if good is None:
            self.noted.emit(self.tr("Only a token that can be read and names its issuer can be known good"))
            return
        self.noted.emit(
            self.tr(
                "Known good: later tokens are held against it until JotLens ends. Its claims are kept, not its signature"
            )
        )
        self.hold(self._session.inspection)

    def hold(self, inspection: Inspection | None) -> None:
        """Hold the token on show against the known good one of its connection or issuer."""
        token = inspection.contents.token if inspection is not None else None
        if token is None or not self.goods.all:
            self._held = None
            self.held.emit("", False)
            return
        if self._held is None or self._held[0] is not token:
            comparison = self.goods.held_against(token, self._connection_id())
            self._held = (token, comparison) if comparison is not None else None
        if self._held is None:
            self.held.emit("", False)
            return
        found = self._held[1]
        first = f" {found.changes[0].sentence}" if found.changes else ""
        said = self.tr("Beside the known good token: {sentence}{first}")
        self.held.emit(said.format(sentence=found.sentence, first=first), bool(found.changes))

    def show_held(self) -> None:
        """Show what differs from the known good token."""
        if self._held is not None:
            token, comparison = self._held
            good = self.tr("the known good token, without its signature")
            self.page.show_comparison(comparison, good, self._words(token))
            self._shown = comparison.one, comparison.other
            self.opened.emit(self.page)

    def forget(self) -> None:
        """Hold nothing any more."""
        self._pinned = self._held = self._shown = None
        self.goods = KnownGoods()
        self.held.emit("", False)

    def _show(self, one: Token, other: Token) -> None:
        self._shown = one, other
        self.page.show_comparison(compare(one, other), self._words(one), self._words(other))
        self.opened.emit(self.page)

    def _on_swap(self) -> None:
        if self._shown is not None:
            one, other = self._shown
            self._show(other, one)

    def _on_show(self) -> Token | None:
        inspection = self._session.inspection
        return inspection.contents.token if inspection is not None else None

    def _connection_id(self) -> str:
        login = self._session.expectation.login
        return login.connection_id if login is not None else ""

    def _words(self, token: Token) -> str:
        """Return what a token is, in a line, without any of its text."""
        found = inspect(token, Policy(), KeyRing(), self._session.at)
        return " · ".join(filter(None, (found.title, found.subtitle)))


def token_of(text: str) -> Token:
    """Return the token of a text."""
    return read(text)
