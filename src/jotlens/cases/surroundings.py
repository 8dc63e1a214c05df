"""What the whole of a file shows beside its login: its pages, how far it goes, and whether a browser left headers out."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jotlens.cases.exchange import Exchange

_OK = 200
_LEFT_OUT = frozenset({"authorization", "cookie", "set-cookie"})


@dataclass(slots=True)
class Surroundings:
    """What was seen of all the exchanges of a file, small enough to be kept.

    `documents` has by host and digest the paths at which a page stood. `is_sanitised` is true where no exchange has an
    Authorization or a cookie: browsers leave them out unless they are asked to export sensitive data.
    """

    documents: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    last: Exchange | None = None
    is_sanitised: bool = True

    def seen(self, exchanges: Iterable[Exchange]) -> Iterator[Exchange]:
        """Hand exchanges on, and take in what they show."""
        for exchange in exchanges:
            if (document := _document(exchange)) is not None:
                self.documents[document].add(exchange.path)
            if self.last is None or _later(exchange, self.last):
                self.last = exchange
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
