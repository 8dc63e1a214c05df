"""Decides what each request to the callback's address is answered with, and which one is the callback."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from jotlens.oauth.callback import Callback
from jotlens.oauth.loopback_pages import go_on, hand_over_page, page
from jotlens.oauth.loopback_wire import Incomplete, Reply, Request
from jotlens.oauth.redirect import Redirect
from jotlens.oauth.trace import Note, Trace, Value

_TELLING = frozenset({"code", "error", "state", "access_token", "id_token", "response"})


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How this login's answer comes. `judged` says which page its end is: done, refused or not-used.

    `mode` is `query`, `fragment` or `form_post`; `once` is a word of this login that the page of ours knows.
    """

    redirect: Redirect
    mode: str
    once: str
    now: Callable[[], datetime]
    trace: Trace
    judged: Callable[[Callback], str]


class Site:
    """Answers request after request; used by one thread."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._end = "waiting"
        self._end_path = "/done" if arrangement.redirect.path != "/done" else "/done/"
        self._hand_path = f"/fragment/{arrangement.once}"
        self.end_was_shown = False

    def answer(self, request: Request | Incomplete) -> Reply:
        """Return the reply to a request; the first true callback is judged here, and only that one."""
        if isinstance(request, Incomplete):
            return page("unreadable")
        redirect = self._arrangement.redirect
        if (request.header("host") or "").lower() != redirect.authority.lower():
            # A page of another site whose name was made to mean this computer (DNS rebinding).
            self._note("refused", "A request under another host name came to the callback's address.")
            return page("wrong-host")
        if request.path == (redirect.path or "/"):
            return self._callback(request)
        if request.path == self._hand_path:
            return self._handed_over(request)
        if request.method != "GET":
            return page("wrong-method")
        if request.path == self._end_path:
            self.end_was_shown = self._end != "waiting"
            return page(self._end)
        if request.path != "/favicon.ico":
            self._wrong_path(request)
        return page("wrong-path")

    def _callback(self, request: Request) -> Reply:
        mode = self._arrangement.mode
        if request.method == "POST" and mode == "form_post":
            return self._taken(request.body, "#")
        if request.method != "GET":
            return page("wrong-method")
        if _TELLING.intersection(name for name, _ in _pairs(request.query)):
            return self._taken(request.query, "?")
        if mode == "fragment" and self._end == "waiting":
            return hand_over_page(self._hand_path, self._end_path)
        self._note("callback without an answer", "The callback's address was opened with nothing in it.")
        return page("empty")

    def _handed_over(self, request: Request) -> Reply:
        """Take the fragment that our own page posts: the right origin, and once."""
        origin = request.header("origin") or ""
        site = request.header("sec-fetch-site") or "same-origin"
        same = hmac.compare_digest(origin.encode(), self._arrangement.redirect.origin.encode())
        if self._arrangement.mode != "fragment" or not same or site != "same-origin":
            return page("wrong-origin")
        if request.method != "POST":
            return page("wrong-method")
        if not _TELLING.intersection(name for name, _ in _pairs(request.body)):
            return page("empty")
        self._taken(request.body, "#")
        return page(self._end)

    def _taken(self, text: str, mark: str) -> Reply:
        arrangement = self._arrangement
        if self._end != "waiting":
            self._note(
                "second callback", "Another answer came after the first one. It was not used.", passed=False
            )
            return page("second")
        pairs = _pairs(text)
        callback = Callback(f"{arrangement.redirect.uri}{mark}{text}", pairs, arrangement.now())
        self._end = arrangement.judged(callback)
        return go_on(self._end_path)

    def _wrong_path(self, request: Request) -> None:
        sentence = "The browser came to another path than the redirect URI's. JotLens goes on waiting."
        self._note("callback to a wrong path", sentence, Value("path", request.path[:200]), passed=False)

    def _note(self, label: str, sentence: str, *values: Value, passed: bool | None = None) -> None:
        self._arrangement.trace.add(Note(label, sentence, values, passed, self._arrangement.now()))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, max_num_fields=200))
    except ValueError:
        return ()
