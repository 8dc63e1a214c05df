"""Brings the issuer's tab and the session together: what is offered for the token on show, and what came back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jotlens.gui.expectation import words_of
from jotlens.gui.fetching.connection_words import host_of
from jotlens.gui.fetching.fetching import Fetching
from jotlens.gui.fetching.issuer_page import Action, IssuerPage
from jotlens.gui.fetching.offers import Shown, kind_of, target_of, view_of
from jotlens.gui.fetching.questioning import Answered, KeysCame, NotAnswered, Target, Told, ask
from jotlens.gui.fetching.running import Stepped, member_of
from jotlens.gui.fetching.secret_fields import Keep, Typed, Wanted
from jotlens.gui.fetching.stores import wanted_of
from jotlens.gui.jobs import Ticket
from jotlens.gui.looks import Looks
from jotlens.gui.moments import moment_words
from jotlens.gui.session import Session
from jotlens.inspection.fetched import FetchTrouble, KeySetFetch
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Grant
from jotlens.oauth.failures import CancelledError, RefusedAddressError

if TYPE_CHECKING:
    from jotlens.oauth.metadata import Metadata

_CLIENT_SECRETS = {"client-secret", "key-passphrase"}
_TONES = {"claims": "pass", "active": "pass", "revoked": "pass", "inactive": "warn", "signed": "pass"}


class IssuerDesk(QObject):
    """The mediator of the issuer's tab.

    Signals:
        key_set_came: (text, address, said) keys were fetched, and are to check signatures with.
        copy_requested: (str) a person wants this text in the clipboard.
        noted: (str) something to say in the status bar.
    """

    key_set_came = Signal(str, str, str)
    copy_requested = Signal(str)
    noted = Signal(str)

    def __init__(
        self, session: Session, looks: Looks, fetching: Fetching, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._fetching = fetching
        self._metadata: dict[str, Metadata] = {}
        self._shown: Shown | None = None
        self._target: Target | None = None
        self._signed = ""
        self.page = IssuerPage(looks, lambda: session.at)
        self.page.asked.connect(self._on_asked)
        self.page.inspect_requested.connect(self._on_inspect)
        self.page.copy_requested.connect(self.copy_requested)
        session.inspected.connect(self._on_inspected)
        session.loaded.connect(self._on_loaded)
        fetching.known.loaded.connect(self._on_inspected)

    def show(self) -> None:
        """Show what can be asked about the token on show; the connections are read first, once."""
        if self._fetching.known.stores is None:
            self._fetching.reload()
        self._show_view()

    def _on_loaded(self) -> None:
        self._shown = None

    def _on_inspected(self) -> None:
        if self.page.isVisible():
            self._show_view()

    def _show_view(self) -> None:
        """Show the offers anew, unless it is the same token: what was answered about it stays."""
        shown = self._current()
        before = self._shown
        if shown is None:
            return
        target = target_of(shown)
        same = before is not None and before.entry is shown.entry and target == self._target
        self._shown, self._target = shown, target
        if not same:
            self.page.show_view(view_of(shown, target))
            self._look_for_secrets()

    def _current(self) -> Shown | None:
        session = self._session
        entry, inspection, reading = session.entry, session.inspection, session.reading
        if entry is None or inspection is None or reading is None:
            return None
        login = session.expectation.login
        fields = {each.found.field for each in reading.entries if each.found is not None}
        return Shown(
            entry,
            inspection,
            login,
            self._fetching.known.connections,
            session.expectation.issuer.strip(),
            member_of(reading.text, "scope") if login is not None else None,
            words_of(session.expectation.scopes),
            "refresh_token" in fields,
        )

    def _look_for_secrets(self) -> None:
        """Ask for the application's secret, where a question needs one that is not kept."""
        target, stores, shown = self._target, self._fetching.known.stores, self._shown
        self.page.secrets.show_wanted((), "")
        if target is None or target.connection is None or stores is None or shown is None:
            return
        if kind_of(shown) not in {"access", "refresh"}:
            return
        connection, cancellation = target.connection, Cancellation()

        def look(_: Ticket) -> tuple[Wanted, ...]:
            try:
                found = wanted_of(connection, stores, cancellation)
            except CancelledError:
                return ()
            return tuple(one for one in found if one.kind in _CLIENT_SECRETS and not one.kept_in)

        def show(wanted: tuple[Wanted, ...]) -> None:
            keyring = stores.backend.name if stores.backend.usable else ""
            self.page.secrets.show_wanted(wanted, keyring)

        self._session.jobs.run("client-secret", look, show, on_stop=cancellation.cancel)

    # --- asking ----------------------------------------------------------------------------------

    def _on_asked(self, action: Action, confirmed: bool) -> None:  # noqa: FBT001 - a slot
        target, stores = self._target, self._fetching.known.stores
        if target is None or stores is None:
            return
        if action is Action.REFRESH:
            self._refresh(target)
            return
        typed = self.page.secrets.typed() if action in {Action.INTROSPECT, Action.REVOKE} else ()
        target = replace(target, confirmed=confirmed, typed=typed, metadata=self._metadata.get(target.issuer))
        if action in {Action.INTROSPECT, Action.REVOKE} and self._shown is not None:
            target = replace(target, token=self._shown.entry.original.text)
        cancellation, world = Cancellation(), self._fetching.world()
        row = self.page.rows[action]
        row.say(self.tr("Asking {host}…").format(host=host_of(target.issuer)))
        if not self._fetching.begin_question(host_of(target.issuer)):
            row.say(self.tr("A fetch is running. Wait for it, or stop it first."))
            return

        def end() -> None:
            cancellation.cancel()
            row.say(self.tr("Stopped."))

        self._session.jobs.run(
            "issuer",
            lambda ticket: ask(action, target, stores, world, ticket, cancellation),
            self._taking(target),
            told=self._on_told,
            on_stop=end,
        )

    def _taking(self, target: Target) -> Callable[[Told], None]:
        """Return what takes an answer, if the token is still the one that was asked about."""
        asked_for = self._shown

        def take(told: Told) -> None:
            if self._shown is None or asked_for is None or self._shown.entry is not asked_for.entry:
                return
            match told:
                case KeysCame():
                    self._on_keys(target, told)
                case Answered():
                    self._on_answered(target, told)
                case NotAnswered():
                    self._on_not_answered(told)

        return take

    def _on_told(self, news: object) -> None:
        if isinstance(news, Stepped):
            self._fetching.put_step(news)

    def _refresh(self, target: Target) -> None:
        if target.connection is None:
            return
        typed = (*self.page.secrets.typed(), Typed("refresh-token", target.token, Keep.ONCE))
        self._fetching.begin(replace(target.connection, grant=Grant.REFRESH_TOKEN), typed, target.proof_key)

    def _on_keys(self, target: Target, came: KeysCame) -> None:
        host = host_of(came.address)
        self._metadata[target.issuer] = came.metadata
        at = moment_words(came.fetched_at, None)
        self.page.rows[Action.KEYS].say(
            " ".join(filter(None, (self._keys_words(target, came, host), self._published(target, came)))),
            "pass" if self._has_key(target, came) else "warn",
        )
        learned = replace(
            self._session.expectation.fetched,
            issuer_document=came.document or self._session.expectation.fetched.issuer_document,
            key_set=KeySetFetch(came.address),
        )
        self._session.learn(learned)
        said = self.tr("Fetched from {host} at {at}.").format(host=host, at=at)
        self.key_set_came.emit(" ".join(came.text.split()), came.address, said)

    def _keys_words(self, target: Target, came: KeysCame, host: str) -> str:
        if self._has_key(target, came):
            return self.tr("The keys of {host} are in use: see the signature.").format(host=host)
        return self.tr("The key that the token names is not among those of {host} now.").format(host=host)

    def _published(self, target: Target, came: KeysCame) -> str:
        """Say until when a key was published that is not there any more."""
        if self._has_key(target, came) or came.seen is None:
            return ""
        return self.tr("It was still published on {at}: the keys have been changed since.").format(
            at=moment_words(came.seen[1], None)
        )

    def _has_key(self, target: Target, came: KeysCame) -> bool:
        return target.kid is None or target.kid in came.kids

    def _on_answered(self, target: Target, told: Answered) -> None:
        answer = told.answer
        row = self.page.rows[told.action]
        said = answer.sentence
        if told.causes:
            said = f"{said} {told.causes[0].title}. {told.causes[0].fix}"
        self._signed = answer.token or ""
        row.say(said, _TONES.get(answer.kind.value, "fail"), signed=bool(self._signed))
        self._look_for_secrets()
        if told.members is not None:
            host = host_of(target.issuer)
            self.page.show_answer(self.tr("ANSWER OF {host}").format(host=host), told.members)
        if told.action is Action.USERINFO and answer.kind.value in {"claims", "unusable"}:
            known = self._session.expectation.fetched
            self._session.learn(replace(known, userinfo=told.members))

    def _on_inspect(self) -> None:
        if self._signed:
            self._session.take_text(self._signed)

    def _on_not_answered(self, told: NotAnswered) -> None:
        row = self.page.rows[told.action]
        if isinstance(told.error, CancelledError):
            row.say(self.tr("Stopped."))
            return
        may_confirm = isinstance(told.error, RefusedAddressError) and told.error.may_confirm
        row.say(told.error.sentence, "warn" if may_confirm else "fail", may_confirm=may_confirm)
        if told.action is Action.KEYS and not isinstance(told.error, RefusedAddressError):
            trouble: FetchTrouble = told.trouble
            known = self._session.expectation.fetched
            self._session.learn(replace(known, key_set=KeySetFetch(told.address, trouble)))
