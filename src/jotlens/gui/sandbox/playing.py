"""Plays a scenario in its thread: real fetches over real connections, calls of the APIs, and what is to be shown then."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

from jotlens.gui.fetching.login import Login
from jotlens.gui.fetching.running import World, access_token_of, around_of, fetched_of, login_of, member_of
from jotlens.gui.jobs import Ticket
from jotlens.gui.sandbox.lending import connection_of
from jotlens.inspection.diagnosis.refused import causes_of
from jotlens.inspection.fetched import Fetched
from jotlens.inspection.model import Diagnosis
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection, Expected, Grant
from jotlens.oauth.failures import FetchError
from jotlens.oauth.obtained import Around, Given, Obtained, Refusal
from jotlens.sandbox.running import Sandbox
from jotlens.sandbox.scenarios import (
    Call,
    KeysFor,
    LogIn,
    Machine,
    ProviderToken,
    Refresh,
    Revoke,
    Sample,
    Scenario,
    SetFaults,
    Step,
    TurnKeys,
    UserInfo,
)

if TYPE_CHECKING:
    from jotlens.oauth.http import Answer, Door
    from jotlens.tokens.json_values import JsonObject

_BAD = 400
_SECRET = "keyboardcat"


@dataclass(frozen=True, slots=True)
class Seen:
    """A token that is to be looked at: what it was asked for, and what was answered to it at last, if it was refused.

    `called` is the request line with which it was sent.
    """

    token: str = field(repr=False)
    audience: str = ""
    refusal: str = field(default="", repr=False)
    called: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """How a scenario ended: the text with its tokens, and what it is to be held against.

    `key` is what goes into the field for keys, `key_address` where it was fetched, if it was.
    """

    scenario: Scenario
    text: str = field(repr=False)
    seen: tuple[Seen, ...]
    login: Login | None
    fetched: Fetched = field(repr=False)
    key: str = field(repr=False)
    key_address: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Halted:
    """It did not get to its end: the server said no where it should not, because somebody declined as a rule."""

    scenario: Scenario
    refusal: Refusal
    causes: tuple[Diagnosis, ...]


Outcome = Played | Halted | FetchError


class _HaltError(Exception):
    """A refusal that the scenario did not want."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error)
        self.refusal = refusal


def play(
    scenario: Scenario, sandbox: Sandbox, world: World, ticket: Ticket, cancellation: Cancellation
) -> Outcome:
    """Play a scenario from a fresh start; an expected failure is a value."""
    secrets = tuple(client.secret for client in sandbox.clients if client.secret is not None)
    around = around_of(world, ticket, cancellation, secrets)
    stage = _Stage(sandbox, around)
    sandbox.reset()
    try:
        for step in scenario.steps:
            stage.take(step)
        return stage.played(scenario)
    except _HaltError as halt:
        answer = halt.refusal.answer or halt.refusal.error
        return Halted(scenario, halt.refusal, causes_of(answer, world.now()))
    except FetchError as error:
        return error
    finally:
        sandbox.clear_faults()


@dataclass(slots=True)
class _Stage:
    """What is known while it plays. Each token that an API was called with is in `seen`, with its last refusal.

    `texts` are the answers that brought the tokens, by the token.
    """

    sandbox: Sandbox
    around: Around
    answer: str = ""
    token: str = ""
    audience: str = ""
    login: Login | None = None
    fetched: Fetched = field(default_factory=Fetched)
    texts: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    connection: Connection | None = None
    user: str = ""
    refresh_tokens: list[str] = field(default_factory=list)
    _door: Door | None = None

    @property
    def door(self) -> Door:
        """The one door to the network."""
        if self._door is None:
            from jotlens.oauth.http import Door, Way

            self._door = Door(Way(), self.around)
        return self._door

    def take(self, step: Step) -> None:
        """Do one step. Raises FetchError, _HaltError."""
        match step:
            case LogIn():
                self._log_in(step)
            case Machine():
                self._ask_as_machine(step)
            case Call():
                self._hear(self._call(step.method, step.path), f"{step.method} {step.path} HTTP/1.1")
            case UserInfo():
                self._ask_userinfo()
            case Refresh():
                self._refresh(step)
            case Revoke():
                self._revoke()
            case SetFaults():
                self.sandbox.set_faults(**step.changes)
            case TurnKeys(revoke=True):
                self.sandbox.revoke_previous_key()
            case TurnKeys():
                self.sandbox.rotate_keys()
            case ProviderToken():
                user = next(user for user in self.sandbox.users if user.user_id == step.user)
                self._bring(user.identities[0].access_token or "")
            case Sample():
                self._bring(_sample_text(step.sample))
            case _:
                assert_never(step)

    def played(self, scenario: Scenario) -> Played:
        """Return what is to be shown at the end."""
        look = scenario.look
        key, address = self._key(look.keys)
        if look.answer:
            return Played(scenario, self.answer, (), self.login, Fetched(), key, address)
        if look.every:
            seen = tuple(self.seen.values())
            text = "\n\n".join(f"{one.called}\nAuthorization: Bearer {one.token}" for one in seen)
        else:
            text = self.texts[self.token]
            seen = (self.seen.get(self.token, Seen(self.token, look.audience)),)
        seen = tuple(replace(one, audience=one.audience or look.audience * (not look.every)) for one in seen)
        issuer = self.sandbox.address if look.audience else ""
        return Played(scenario, text, seen, self.login, self.fetched, key, address, issuer)

    # --- tokens ----------------------------------------------------------------------------------

    def _log_in(self, step: LogIn) -> None:
        from jotlens.oauth.fetch import fetch

        client = self.sandbox.client(step.client)
        known = connection_of(self.sandbox, client)
        front = step.response_type != "code"
        extra = [("login_hint", step.user)]
        if front:
            extra.append(("response_type", step.response_type))
        connection = replace(
            known,
            grant=Grant.IMPLICIT if front else Grant.AUTHORIZATION_CODE,
            audience=step.audience,
            scopes=tuple(step.scope.split()),
            extra=tuple(extra),
            expected=Expected(),
        )
        self.around = replace(self.around, clean_login=bool(self.user) and self.user != step.user)
        self.user = step.user
        self._keep(connection, fetch(connection, Given(client_secret=client.secret), self.around))

    def _ask_as_machine(self, step: Machine) -> None:
        from jotlens.oauth.fetch import fetch

        client = self.sandbox.client(step.client)
        known = connection_of(self.sandbox, client)
        connection = replace(
            known, grant=Grant.CLIENT_CREDENTIALS, audience=step.audience, scopes=(), expected=Expected()
        )
        got = fetch(connection, Given(client_secret=client.secret), self.around)
        self._keep(connection, got, may_refuse=step.status >= _BAD)

    def _refresh(self, step: Refresh) -> None:
        from jotlens.oauth.fetch import refresh

        connection = self.connection
        if connection is None:
            raise AssertionError("a scenario refreshes before it logs in")
        token = self.refresh_tokens[0 if step.first else -1]
        asked = replace(connection, extra=(("scope", step.scope),) if step.scope else ())
        given = Given(client_secret=self.sandbox.client(connection.client_id).secret, refresh_token=token)
        self._keep(connection, refresh(asked, given, self.around), may_refuse=step.status >= _BAD)

    def _keep(self, connection: Connection, got: Obtained | Refusal, *, may_refuse: bool = False) -> None:
        self.connection = connection
        match got:
            case Obtained():
                self.login, self.fetched = login_of(connection, got), fetched_of(got)
                self.audience = connection.audience
                self.answer, self.token = got.text, access_token_of(got.text) or ""
                self.texts[self.token] = got.text
                fresh = member_of(got.text, "refresh_token")
                if fresh is not None:
                    self.refresh_tokens.append(fresh)
            case Refusal():
                self.answer = got.answer or got.error
                if not may_refuse:
                    raise _HaltError(got)

    def _bring(self, text: str) -> None:
        """Take a token that no fetch has brought."""
        self.login, self.audience = None, ""
        self.texts[text] = self.token = self.answer = text

    # --- questions -------------------------------------------------------------------------------

    def _call(self, method: str, path: str) -> Answer:
        address = self.sandbox.address.rstrip("/") + path
        headers = (("Authorization", f"Bearer {self.token}"), ("Accept", "application/json"))
        return self.door.send(_call_label(path), method, address, headers, "" if method == "POST" else None)

    def _hear(self, answer: Answer, called: str) -> None:
        """Remember what was answered to the token; only the last refusal of it is to be explained."""
        refusal = _exchange(called, answer.whole_text()) if answer.status >= _BAD else ""
        self.seen[self.token] = Seen(self.token, self.audience, refusal, called)

    def _ask_userinfo(self) -> None:
        from jotlens.oauth.userinfo import userinfo

        told = userinfo(f"{self.sandbox.address}userinfo", self.token, self.door)
        called = "GET /userinfo HTTP/1.1"
        refused = told.refusal is not None or (told.status or 0) >= _BAD
        refusal = _exchange(called, told.message) if refused else ""
        self.seen[self.token] = Seen(self.token, self.audience, refusal, called)
        self.fetched = replace(self.fetched, userinfo=_members(told.message) if not refusal else None)

    def _revoke(self) -> None:
        from jotlens.oauth.reach import reach
        from jotlens.oauth.revocation import revoke

        connection = self.connection
        if connection is None:
            raise AssertionError("a scenario revokes before it logs in")
        given = Given(client_secret=self.sandbox.client(connection.client_id).secret)
        reached = reach(connection, given, self.around, "revocation_endpoint")
        revoke(
            reached.issuer, reached.endpoints, self.refresh_tokens[-1], reached.client, hint="refresh_token"
        )

    def _key(self, wanted: KeysFor) -> tuple[str, str]:
        match wanted:
            case KeysFor.NONE:
                return "", ""
            case KeysFor.SECRET:
                return _SECRET, ""
            case KeysFor.SEALING_KEY:
                return self.sandbox.sealing_key_pem(), ""
            case KeysFor.KEY_SET:
                from jotlens.oauth.jwks import fetch_key_set

                came = fetch_key_set(f"{self.sandbox.address}.well-known/jwks.json", self.door)
                return " ".join(came.text.split()), came.address
            case _:
                assert_never(wanted)


def _call_label(path: str) -> str:
    return "call of the Management API" if path.startswith("/api/v2/") else "call of the API"


def _exchange(called: str, answer: str) -> str:
    """Return what was called and what came back, as the rejection desk reads it; the token itself is on show already."""
    return f"{called}\nAuthorization: Bearer …\n\n{answer}"


def _members(message: str) -> JsonObject | None:
    from jotlens.gui.fetching.running import object_of

    return object_of(message.replace("\r\n", "\n").partition("\n\n")[2])


def _sample_text(sample_id: str) -> str:
    from jotlens.tokens.resources import resource

    listed = json.loads(resource("samples/index.json").read_bytes())
    file = next(sample["file"] for sample in listed if sample["id"] == sample_id)
    return resource(f"samples/{file}").read_text(encoding="utf-8")
