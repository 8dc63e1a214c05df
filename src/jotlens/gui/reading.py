"""What is done with a text or a key, on whichever thread: reading, guessing its secret, and loading what that needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from jotlens.gui.clock import utc_now
from jotlens.gui.expectation import Expectation, KeyText
from jotlens.gui.jobs import Ticket
from jotlens.inspection.claims import header_type
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyForm, KeyRing, KeyTextError
from jotlens.inspection.model import ApiAnswer, Inspection, Policy, Purpose
from jotlens.inspection.purpose import guess_purpose
from jotlens.inspection.weight import Weight, weigh
from jotlens.tokens.beside import access_token_beside
from jotlens.tokens.find import find
from jotlens.tokens.model import Finds, Found, Token
from jotlens.tokens.read import read_all, read_each

_SECRET_FIELDS = {"refresh_token", "client_secret", "password"}

_TOLD_EVERY = 50
"""After so many tokens it is said how far the reading is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One token of the list: where it stood in the text, and how deep it lies inside another (0: not at all).

    `sealed` is the token as it was read, where `token` is what it was decrypted to. `secret` says that it is masked
    until somebody asks for it.
    """

    token: Token
    found: Found | None
    level: int = 0
    sealed: Token | None = None
    secret: bool = False

    @property
    def original(self) -> Token:
        """The token as it was read, to be inspected with whatever key there is now."""
        return self.sealed or self.token


@dataclass(frozen=True, slots=True)
class Reading:
    """A pasted text with everything that was found in it."""

    text: str
    finds: Finds
    entries: tuple[Entry, ...]

    def root(self, index: int) -> int:
        """Return the place of the token of the text that holds the one at `index`, or is it."""
        while self.entries[index].level > 0:
            index -= 1
        return index

    def relisted(self, root: int, inspection: Inspection) -> Reading:
        """List a token of the text anew, with the tokens that a key has opened inside it; itself if nothing changed."""
        first = self.entries[root]
        entries = [
            first
            if level == 0 and inspection.token is first.token and first.sealed is None
            else _entry(one.token, first.found, level)
            for level, one in enumerate(chain(inspection))
        ]
        if inspection.opened:
            entries[0] = replace(entries[0], sealed=first.original)
        end = root + 1
        while end < len(self.entries) and self.entries[end].level > 0:
            end += 1
        if _shown(self.entries[root:end]) == _shown(entries):
            return self
        return replace(self, entries=(*self.entries[:root], *entries, *self.entries[end:]))


def closed(reading: Reading, index: int) -> tuple[Reading, int]:
    """Return the list without what a former key has opened, and where the entry at `index` stands now.

    The token that holds that entry stays as it is: it is inspected anew at once.
    """
    kept = reading.root(index)
    entries: list[Entry] = []
    place = index
    for root, entry in enumerate(reading.entries):
        if root == kept:
            place = len(entries) + index - kept
        if entry.level == 0:
            opened = entry.sealed is not None and root != kept
            entries += _listed(entry.original, entry.found) if opened else [entry]
        elif reading.root(root) == kept or reading.entries[reading.root(root)].sealed is None:
            entries.append(entry)
    return replace(reading, entries=tuple(entries)), place


def _entry(token: Token, found: Found | None, level: int) -> Entry:
    place = found if level == 0 else None
    return Entry(token, place, level, secret=_is_secret(token, place))


def _listed(token: Token, found: Found | None) -> list[Entry]:
    """Return the entries of a token and of those that can be read inside it."""
    entries: list[Entry] = []
    inner: Token | None = token
    while inner is not None:
        entries.append(_entry(inner, found, len(entries)))
        inner = inner.nested
    return entries


def chain(inspection: Inspection) -> Iterator[Inspection]:
    """Yield an inspection, and those of the tokens inside."""
    inner: Inspection | None = inspection
    while inner is not None:
        yield inner
        inner = inner.nested


def _shown(entries: Sequence[Entry]) -> list[tuple[str, str | None]]:
    """Return what makes entries of a list the same: the text of each token, and what is known of its inside."""
    return [(entry.token.text, entry.token.payload_text) for entry in entries]


@dataclass(frozen=True, slots=True)
class FirstLook:
    """A large text, read and inspected in one go, and for what its first token was inspected."""

    reading: Reading
    inspection: Inspection
    expectation: Expectation
    keys: KeyRing | None


@dataclass(frozen=True, slots=True)
class Guess:
    """The published example secret that a token was signed with (None: it was not), and how many were tried."""

    word: str | None = field(repr=False)
    tried: int


@dataclass(frozen=True, slots=True)
class KeyReading:
    """What the text given as a key turned out to be; `trouble` is a sentence when it is none."""

    keys: KeyRing | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A token and what it weighs; None for a text that is no token."""

    token: Token
    weight: Weight | None


def weigh_token(token: Token) -> Weighing:
    """Weigh a token; a megabyte takes a quarter of a second and more."""
    return Weighing(token, weigh(token))


def read_text(text: str, ticket: Ticket | None = None) -> Reading:
    """Find and read every token of a text; tokens inside tokens follow the one that holds them.

    With a ticket, it is told how far the reading is; once it is stopped, what was read so far is returned.
    """
    finds = find(text)
    founds: tuple[Found | None, ...] = finds.found or (None,)
    entries: list[Entry] = []
    for at, (token, found) in enumerate(zip(read_each(text, finds), founds, strict=False)):
        if ticket is not None and at and at % _TOLD_EVERY == 0:
            ticket.progress(at / len(founds))
            if ticket.stopped:
                break
        entries += _listed(token, found)
    return Reading(text, finds, tuple(entries))


def _is_secret(token: Token, found: Found | None) -> bool:
    """Whether a token is masked until somebody asks for it: refresh tokens and known credentials always are."""
    if found is not None and found.field in _SECRET_FIELDS:
        return True
    if token.format is not None and token.format.secret:
        return True
    return guess_purpose(token).purpose in {Purpose.REFRESH_TOKEN, Purpose.API_KEY}


def read_and_inspect(
    text: str, expectation: Expectation, keys: KeyRing | None, at: datetime, ticket: Ticket
) -> FirstLook:
    """Read a text and inspect its first token, without going back to the window's thread in between."""
    with collector_at_rest():
        reading = read_text(text, ticket)
    entry, finds = reading.entries[0], reading.finds
    policy = policy_for(entry, finds, expectation)
    inspection = inspect(entry.token, policy, keys or KeyRing(), at, finds=finds)
    return FirstLook(reading, inspection, expectation, keys)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Make many objects without the garbage collector, which would look at all of them again and again.

    Each time it would hold up every thread, for up to a second with 20,000 tokens. They are no garbage: what is there
    at the end is not looked at any more, and goes when nobody holds it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def policy_for(entry: Entry, finds: Finds, expectation: Expectation) -> Policy:
    """Return what is expected of a token of a text; of one inside another nothing is."""
    if entry.level > 0:
        return Policy(leeway_s=expectation.leeway_s, clock_skew_s=expectation.clock_skew_s)
    named = entry.found.field if entry.found is not None else None
    of_access_token = finds.answer is not None and named not in {"id_token", "refresh_token"}
    policy = expectation.policy(
        finds.answer.expires_in_s if finds.answer and of_access_token else None, named
    )
    if expectation.login is not None and entry.found is not None and named == "id_token":
        return replace(policy, access_token=access_token_beside(finds, entry.found) or policy.access_token)
    return policy


def brings_key(token: Token) -> bool:
    """Whether a token is held against a key of its own, so that the mathematics is needed without a given key."""
    return header_type(token) == "dpop+jwt" or (token.sd is not None and token.sd.key_binding is not None)


def read_key(key: KeyText) -> KeyReading:
    """Read the text of a key; a text that is none is no bug."""
    from jotlens.inspection.keys.load import load_keys  # brings cryptography with it

    try:
        keys = load_keys(key.text, KeyForm(key.form) if key.form else None)
        return KeyReading(replace(keys, source=key.source or None))
    except KeyTextError as error:
        return KeyReading(trouble=error.sentence)


_FIRST_THE_ANSWER_S = 0.06
"""So long the search for a guessable secret waits, while the answer that is there is painted."""


def guess_secret(token: Token, ticket: Ticket) -> Guess:
    """Try the published example secrets on a token."""
    ticket.rest(_FIRST_THE_ANSWER_S)
    from jotlens.inspection.keys.weak_secrets import find_secret, published_secrets

    words = published_secrets()
    return Guess(find_secret(token, words, lambda: ticket.stopped), len(words))


def warm_up() -> None:
    """Use everything once that the first paste needs, so that it is loaded by then."""
    from jotlens.tokens.dictionary import meaning

    finds, tokens = read_all("e30.e30.")
    inspect(tokens[0], Policy(), KeyRing(), utc_now(), finds=finds)
    inspect(tokens[0], Policy(api=ApiAnswer(body="jwt expired")), KeyRing(), utc_now(), finds=finds)
    meaning("iss", "claims")
