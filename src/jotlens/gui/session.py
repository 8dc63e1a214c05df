"""What the window works on: the pasted text, its tokens, what is expected, the keys, and the inspection of it all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from jotlens.gui.clock import Clock
from jotlens.gui.jobs import Jobs

# What reads, inspects and verifies is imported where it is used: nothing of it is needed for the first paint.
if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.gui.expectation import Expectation, KeyText
    from jotlens.gui.fetching.login import Login
    from jotlens.gui.files import CaseGiven, FileText, FileTrouble
    from jotlens.gui.reading import Entry, FirstLook, Guess, KeyReading, Reading
    from jotlens.inspection.fetched import Fetched
    from jotlens.inspection.keys.model import KeyRing
    from jotlens.inspection.model import Inspection, Policy
    from jotlens.tokens.model import Token

AT_ONCE = 32 << 10
"""Texts up to so many characters are read and inspected on the GUI thread: it takes a few milliseconds."""


class Session(QObject):
    """Holds the state and makes the decisions; the panes show it and ask for changes.

    Signals:
        begun: (int) a large text of so many characters is being read, and what was known before is gone.
        loaded: (Reading or None) another text was given; None when it is blank.
        relisted: (Reading) a key has opened a token, or opens it no more: other tokens stand inside it.
        selected: (int) another token of it is looked at.
        inspected: (Inspection or None) what is to be shown.
        keys_read: (KeyReading) what the key field holds.
        ticked: (datetime) a second has passed, and nothing else has changed.
        refused: (FileTrouble) the file cannot be taken.
        case_given: (tuple of Path) what was given is no text for the box: its tokens are to be found where it is.
        weighed: (Weighing) what a token weighs, as it was asked for.
    """

    begun = Signal(int)
    loaded = Signal(object)
    relisted = Signal(object)
    selected = Signal(int)
    inspected = Signal(object)
    keys_read = Signal(object)
    ticked = Signal(object)
    refused = Signal(object)
    case_given = Signal(object)
    weighed = Signal(object)

    def __init__(self, clock: Clock, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.jobs = jobs
        self.text = ""
        self.reading: Reading | None = None
        self.inspection: Inspection | None = None
        self._whole: Inspection | None = None
        self._expectation: Expectation | None = None
        self._index = 0
        self._key_text: KeyText | None = None
        self._keys: KeyRing | None = None
        self._guess: Guess | None = None
        self._guessed_for: Token | None = None
        self._minute = 0
        self._edges: list[datetime] = []
        clock.ticked.connect(self._on_tick)

    @property
    def expectation(self) -> Expectation:
        """What is expected; nothing at first."""
        if self._expectation is None:
            from jotlens.gui.expectation import Expectation

            self._expectation = Expectation()
        return self._expectation

    @property
    def entry(self) -> Entry | None:
        """The token that is looked at."""
        return self.reading.entries[self._index] if self.reading is not None else None

    @property
    def index(self) -> int:
        """The place of that token in the list."""
        return self._index

    @property
    def at(self) -> datetime:
        """The instant that everything is looked at for."""
        as_of = self._expectation.as_of if self._expectation is not None else None
        return as_of or self.clock.now()

    def warm_up(self) -> None:
        """Load off the GUI thread what the first paste needs, once the window stands."""
        self.jobs.run_quietly("warm-up", _warm_up)

    def take_text(self, text: str) -> None:
        """Look at another text: pasted, typed, dropped or read from a file. What a login asked for is not of it."""
        from jotlens.inspection.fetched import Fetched

        self._take(text, None, Fetched())

    def take_fetched(self, text: str, login: Login | None, fetched: Fetched) -> None:
        """Look at an answer that was fetched here, together with what its login asked for."""
        self._take(text, login, fetched)

    def learn(self, fetched: Fetched) -> None:
        """Check once more with what others have answered about the token."""
        from dataclasses import replace

        self._expect(replace(self.expectation, fetched=fetched))

    def _take(self, text: str, login: Login | None, fetched: Fetched) -> None:
        from dataclasses import replace

        self._expectation = replace(self.expectation, login=login, fetched=fetched)
        for lane in ("file", "inspect", "guess", "weigh", "read"):
            self.jobs.stop(lane)
        self.text = text
        if not text.strip():
            self._show_reading(None)
            return
        from jotlens.gui.reading import read_and_inspect, read_text

        if len(text) <= AT_ONCE:
            self._show_reading(read_text(text))
        else:
            expectation, keys, at = self.expectation, self._keys, self.at
            self._forget()
            self.begun.emit(len(text))
            self.jobs.run(
                "read", lambda ticket: read_and_inspect(text, expectation, keys, at, ticket), self._on_read
            )

    @property
    def unread(self) -> bool:
        """Whether there is a text of which nothing is known: it is being read, or reading it was stopped."""
        return self.reading is None and bool(self.text.strip())

    def take_files(self, paths: tuple[Path, ...]) -> None:
        """Read a file and look at its text; what is more than that is a case."""
        from jotlens.gui.files import read_given

        self.jobs.run("file", lambda ticket: read_given(paths, ticket), self._on_file)

    def select(self, index: int) -> None:
        """Look at another token of the list."""
        if self.reading is None or not 0 <= index < len(self.reading.entries) or index == self._index:
            return
        self._index = index
        self.selected.emit(index)
        self.inspect_again()
        self._guess_secret()

    def expect(self, expectation: Expectation) -> None:
        """Hold the token against other expected values; what was answered, and what the login asked for, stays."""
        from dataclasses import replace

        known = self.expectation
        self._expect(replace(expectation, answer=known.answer, login=known.login, fetched=known.fetched))

    def hear(self, answer: str) -> None:
        """Explain the token together with what an API answered to it."""
        from dataclasses import replace

        self._expect(replace(self.expectation, answer=answer))

    def use_key(self, key: KeyText) -> None:
        """Check with another key; reading it may load cryptography, so it is done off the GUI thread."""
        from jotlens.gui.reading import KeyReading, read_key

        if key == self._key_text:
            return
        self._key_text = key
        if key.text.strip():
            self.jobs.run("key", lambda _: read_key(key), self._on_key)
        else:
            self.jobs.stop("key")
            self._on_key(KeyReading())

    def inspect_again(self) -> None:
        """Inspect the chosen token once more: for other expectations, another key or another moment.

        A token inside another one is inspected with the one that holds it: that one may have to be opened first.
        """
        entry, reading = self.entry, self.reading
        if entry is None or reading is None:
            self._show_inspection(None)
            return
        from jotlens.gui.reading import brings_key

        root = reading.entries[reading.root(self._index)]
        work = self._inspector(root, reading)
        # A key loads PyJWT the first time, a tenth of a second; and a large token takes its time.
        ring = self._key_ring()
        has_key = ring is not None and bool(ring.keys or ring.guesses)
        own_key = brings_key(entry.token) or brings_key(root.token)
        if has_key or own_key or len(root.token.text) > AT_ONCE:
            self.jobs.run("inspect", lambda _: work(), self._show_inspection)
        else:
            self.jobs.stop("inspect")
            self._show_inspection(work())

    def glance(self, entry: Entry) -> Inspection:
        """Return an inspection of a small token for the list, without a key; those on show have their own already."""
        from jotlens.gui.reading import chain

        if self.reading is not None and self._whole is not None:
            shown = self.reading.entries[self.reading.root(self._index) :]
            known = zip(shown, chain(self._whole), strict=False)
            if found := next((inspection for one, inspection in known if one is entry), None):
                return found
        from jotlens.inspection.inspect import inspect
        from jotlens.inspection.keys.model import KeyRing

        return inspect(entry.original, self.policy_for(entry), KeyRing(), self.at)

    def weigh(self) -> None:
        """Weigh the token that is looked at; a large one off the GUI thread."""
        entry = self.entry
        if entry is None:
            return
        from jotlens.gui.reading import weigh_token

        token = entry.token
        if len(token.text) > AT_ONCE:
            self.jobs.run("weigh", lambda _: weigh_token(token), self.weighed.emit)
        else:
            self.weighed.emit(weigh_token(token))

    def close(self) -> None:
        """Stop waiting for anything."""
        self.clock.set_counting(False)
        self.jobs.stop()

    def policy_for(self, entry: Entry) -> Policy:
        """Return what is expected of a token of the list; of one inside another nothing is."""
        from jotlens.gui.reading import policy_for
        from jotlens.tokens.model import Finds

        finds = self.reading.finds if self.reading is not None else Finds(())
        return policy_for(entry, finds, self.expectation)

    def _expect(self, expectation: Expectation) -> None:
        if expectation != self.expectation:
            self._expectation = expectation
            self.inspect_again()

    def _key_ring(self) -> KeyRing | None:
        """The keys, with what is known of guessing the secret of the token that is looked at."""
        guess = self._guess if self.entry is not None and self._guessed_for is self.entry.token else None
        if guess is None:
            return self._keys
        from dataclasses import replace

        from jotlens.inspection.keys.model import KeyRing

        guesses = () if guess.word is None else (guess.word,)
        return replace(self._keys or KeyRing(), guesses=guesses, tried=guess.tried)

    def _inspector(self, entry: Entry, reading: Reading) -> Callable[[], Inspection]:
        from jotlens.inspection.inspect import inspect
        from jotlens.inspection.keys.model import KeyRing

        policy, keys, at = self.policy_for(entry), self._key_ring() or KeyRing(), self.at
        return lambda: inspect(entry.original, policy, keys, at, finds=reading.finds)

    def _show_reading(self, reading: Reading | None) -> None:
        self._load(reading)
        self.inspect_again()
        self._guess_secret()

    def _on_read(self, read: FirstLook) -> None:
        """Show what was read and inspected in one go; inspect anew when something else is expected by now."""
        self._load(read.reading)
        if read.expectation == self.expectation and read.keys is self._keys:
            self._show_inspection(read.inspection)
        else:
            self.inspect_again()
        self._guess_secret()

    def _forget(self) -> None:
        """Know nothing of the text before any more; what is on show of it stays a moment longer."""
        self.reading = self.inspection = None
        self._index = 0
        self._guess = self._guessed_for = None
        self._edges = []
        self.clock.set_counting(False)

    def _load(self, reading: Reading | None) -> None:
        self.reading = reading
        self._index = 0
        self._guess = self._guessed_for = None
        self.loaded.emit(reading)

    def _show_inspection(self, whole: Inspection | None) -> None:
        """Show the part of an inspection that is of the token looked at."""
        self._whole = whole
        inspection = self._part(whole) if whole is not None else None
        self.inspection = inspection
        self._edges = []
        if inspection is not None:
            from jotlens.gui.edges import edges

            self._edges = edges(inspection, self.expectation.leeway_s)
        self.clock.set_counting(self._counts())
        self.inspected.emit(inspection)

    def _part(self, whole: Inspection) -> Inspection:
        from jotlens.gui.reading import chain

        if self.reading is None:
            return whole
        root = self.reading.root(self._index)
        parts = tuple(chain(whole))
        relisted = self.reading.relisted(root, whole)
        if relisted is not self.reading:
            self.reading = relisted
            self._index = root if self._index >= root + len(parts) else self._index
            self.relisted.emit(relisted)
        return parts[self._index - root]

    def _guess_secret(self) -> None:
        """Try the published example secrets on a token with a shared secret: thousands of words, off the GUI thread."""
        entry = self.entry
        if entry is None or not (entry.token.alg or "").startswith("HS") or self._guessed_for is entry.token:
            return
        from jotlens.gui.reading import guess_secret

        token = entry.token
        self._guess, self._guessed_for = None, token
        self.jobs.run("guess", lambda ticket: guess_secret(token, ticket), self._on_guess)

    def _on_guess(self, guess: Guess) -> None:
        self._guess = guess
        self.inspect_again()

    def _on_key(self, reading: KeyReading) -> None:
        self._keys = reading.keys
        self.keys_read.emit(reading)
        if self.reading is not None and any(entry.sealed is not None for entry in self.reading.entries):
            from jotlens.gui.reading import closed

            self.reading, self._index = closed(self.reading, self._index)
            self.relisted.emit(self.reading)
        self.inspect_again()

    def _on_file(self, content: FileText | FileTrouble | CaseGiven) -> None:
        from jotlens.gui.files import CaseGiven, FileText, FileTrouble

        if isinstance(content, FileText):
            self.take_text(content.text)
        elif isinstance(content, CaseGiven):
            self.case_given.emit(content.paths)
        elif content is not FileTrouble.STOPPED:
            self.refused.emit(content)

    def _on_tick(self, now: datetime) -> None:
        if self.expectation.as_of is not None:
            return  # what was true at that moment stays so, whatever else counts
        before = self.inspection.at if self.inspection is not None else now
        if any(before < edge <= now for edge in self._edges):
            self.inspect_again()
            return
        self.clock.set_counting(self._counts())
        self.ticked.emit(now)
        minute = int(now.timestamp()) // 60
        if minute != self._minute:
            self._minute = minute
            self.inspect_again()  # the words of a while ago, such as “expired 3 min ago”, are out of date

    def _counts(self) -> bool:
        """Whether the words on show change from second to second."""
        if self.inspection is None or self.expectation.as_of is not None:
            return False
        from jotlens.gui.edges import counts

        return counts(self.inspection.lifetime, self.clock.now())


def _warm_up(_: object) -> None:
    from jotlens.gui.reading import warm_up

    warm_up()
