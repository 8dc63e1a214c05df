"""A request with its answer as text: whole, with secrets masked by the engine that masks what leaves, or as it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jotlens.cases.exchange import Exchange, Message
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.redaction import Redactor
from jotlens.tokens.visible import visible

_MOST_BODY = 24_000
_LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """The request and the answer, each a text of lines."""

    request: str
    response: str


def exchange_text(exchange: Exchange, key: FingerprintKey, *, revealed: bool) -> Told:
    """Return both texts. A token keeps its header and claims and loses its signature; persons stay named."""
    redactor = Redactor(Level.EVERYTHING if revealed else Level.INSIDE, key)
    if not revealed:
        _lines(exchange, redactor)  # what is secret in one place is known in all the others then
    return Told(*_lines(exchange, redactor))


def _lines(exchange: Exchange, redactor: Redactor) -> tuple[str, str]:
    first = f"{exchange.method} {redactor.address(exchange.url)}"
    status = str(exchange.status) if exchange.status else exchange.problem
    request = [first, *_message(exchange.request, redactor)]
    response = [status, *_message(exchange.response, redactor)]
    return _shown(request), _shown(response)


def _message(message: Message, redactor: Redactor) -> Iterator[str]:
    for name, value in message.headers:
        shown = (
            redactor.address(value)
            if name in {"location", "referer", "origin"}
            else redactor.header(name, value)
        )
        yield f"{name}: {shown}"
    if message.body:
        yield ""
        body = redactor.text(message.body[:_MOST_BODY])
        yield body
        if len(message.body) > _MOST_BODY:
            yield f"… {len(message.body) - _MOST_BODY:,} …"


def _shown(lines: list[str]) -> str:
    return shown_lines("\n".join(lines))


def shown_lines(text: str) -> str:
    """Return a text with hidden characters visible, and no line so long that the editor stands still."""
    cut: list[str] = []
    for line in text.split("\n"):
        shown = visible(line.rstrip("\r"), len(line) + 1)
        cut += [shown[at : at + _LONGEST_LINE] for at in range(0, len(shown), _LONGEST_LINE)] or [""]
    return "\n".join(cut)
