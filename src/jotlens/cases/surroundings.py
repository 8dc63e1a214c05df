"""What the whole of a file shows beside its login: its pages and cookies, how far it goes, whether headers were left out."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from jotlens.cases.exchange import Exchange, Message
from jotlens.cases.named import cookies_of, set_cookies

_OK = 200
_LEFT_OUT = frozenset({"authorization", "cookie", "set-cookie"})


_MOST = 100
_PATH = re.compile(r"(?i)(?:^|;)\s*path=(/[^;]*)")
_ENDED = re.compile(r"(?i)max-age=(?:0|-)|expires=[^;]*\b(?:1970|1969)\b")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A cookie that an exchange set for a path, or ended."""

    by: Exchange
    path: str
    is_set: bool


@dataclass(slots=True)
class Surroundings:
    """What was seen of all the exchanges of a file, small enough to be kept.

    `documents` has by host and digest the paths at which a page stood. `is_sanitised` is true where no exchange has an
    Authorization or a cookie: browsers leave them out unless they are asked to export sensitive data.
    """

    documents: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    cookies: dict[tuple[str, str], list[_Kept]] = field(default_factory=lambda: defaultdict(list))
    last: Exchange | None = None
    is_sanitised: bool = True

    def seen(self, exchanges: Iterable[Exchange]) -> Iterator[Exchange]:
        """Hand exchanges on, and take in what they show."""
        for exchange in exchanges:
            if (document := _document(exchange)) is not None:
                self.documents[document].add(exchange.path)
            if self.last is None or _later(exchange, self.last):
                self.last = exchange
            self._keep_cookies(exchange)
            if self.is_sanitised:
                messages = exchange.request, exchange.response
                self.is_sanitised = not any(
                    message.cookies or any(name in _LEFT_OUT for name, _ in message.headers)
                    for message in messages
                )
            yield exchange

    def is_of_script(self, exchange: Exchange) -> bool:
        """Whether this page stands at another path of its host too.

        Then no server looks at where the browser came to, but a script does: a single-page application.
        """
        document = _document(exchange)
        return document is not None and len(self.documents.get(document, ())) > 1

    def went_on_after(self, exchange: Exchange) -> bool:
        """Whether anything was recorded after an exchange."""
        return self.last is not None and _later(self.last, exchange)

    def kept_back(self, exchange: Exchange) -> tuple[str, ...]:
        """Return the names of the cookies that its host had set, and that a request for its path did not bring along."""
        sent = {name for name, _ in exchange.request.cookies or cookies_of(exchange.request)}
        names = []
        for (host, name), kept in self.cookies.items():
            before = [item for item in kept if _later(exchange, item.by)]
            if host == exchange.host and name not in sent and before:
                last = before[-1]
                if last.is_set and f"{exchange.path}/".startswith(f"{last.path.rstrip('/')}/"):
                    names.append(name)
        return tuple(names)

    def _keep_cookies(self, exchange: Exchange) -> None:
        cookies = [
            cookie
            for name, value in exchange.response.headers
            if name == "set-cookie"
            for cookie in set_cookies(value)[::2]
        ]
        for cookie in cookies:
            first, _, attributes = cookie.partition(";")
            name, _, value = first.strip().partition("=")
            kept = self.cookies[exchange.host, name]
            if len(kept) < _MOST:
                path = _PATH.search(attributes)
                is_set = bool(value) and _ENDED.search(attributes) is None
                slim = replace(exchange, request=Message(), response=Message())
                kept.append(_Kept(slim, path[1].strip() if path else "/", is_set=is_set))


def _document(exchange: Exchange) -> tuple[str, str] | None:
    """Return the host of a page and what it is known by: its text, or how the answer names it where that is missing."""
    answer = exchange.response
    media_type = answer.media_type or answer.header("content-type") or ""
    if exchange.method != "GET" or exchange.status != _OK or "html" not in media_type.lower():
        return None
    if answer.body:
        return exchange.host, hashlib.sha256(answer.body.encode("utf-8", "replace")).hexdigest()
    known = answer.header("etag") or answer.header("content-length")
    return (exchange.host, known) if known else None


def _later(one: Exchange, other: Exchange) -> bool:
    if one.at is None or other.at is None:
        return one.index > other.index
    return (one.at, one.index) > (other.at, other.index)
