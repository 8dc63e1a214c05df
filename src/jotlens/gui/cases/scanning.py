"""Takes a case in, in a thread: every token of the files, and the story of each HAR file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from jotlens.cases.exchange import Exchange
from jotlens.cases.intake import Watch, take_in, walk
from jotlens.cases.log_places import ReadTime
from jotlens.cases.model import CaseToken, Intake
from jotlens.cases.story import told
from jotlens.gui.cases.case import Case, ListedToken, Tale
from jotlens.gui.jobs import Ticket
from jotlens.gui.reading import collector_at_rest
from jotlens.inspection.moments.model import MomentTextError
from jotlens.inspection.moments.read import read_moment

_BODIES = 48 << 20
_LONG, _SHORT = 1 << 17, 1 << 12


def scan_case(
    paths: tuple[Path, ...], now: datetime, ticket: Ticket, stopped: Callable[[], bool] = lambda: False
) -> Case:
    """Return what is in these files and folders; once it is stopped, what is there so far."""

    def is_stopped() -> bool:
        return ticket.stopped or stopped()

    tales: list[Tale] = []

    def hear(name: str, exchanges: Iterator[Exchange]) -> None:
        diet = Diet()
        found = told(diet.slimmed(exchange) for exchange in exchanges)
        if found.story.events or not is_stopped():
            tales.append(Tale(name, found.story, found.links))

    with collector_at_rest():
        sizes = _Sizes(paths, ticket, is_stopped)
        intake = take_in(paths, time_reader(now), Watch(is_stopped, sizes.told, hear))
    return Case(
        intake.files, _listed(intake), tuple(tales), intake.is_whole and not is_stopped(), sizes.at_hand
    )


class _Sizes:
    """How far the whole is: files are read one after the other, and their sizes are known beforehand."""

    def __init__(self, paths: tuple[Path, ...], ticket: Ticket, stopped: Callable[[], bool]) -> None:
        self._ticket = ticket
        self._sizes: dict[str, int] = {}
        self.at_hand: dict[str, Path] = {}
        for path, name in walk(paths):
            if stopped():
                return
            self.at_hand[name] = path
            try:
                self._sizes[name] = path.stat().st_size
            except OSError:
                self._sizes[name] = 0
        self._total = max(sum(self._sizes.values()), 1)
        self._before = 0
        self._name = ""

    def told(self, name: str, done: int, size: int | None) -> None:
        """Say how far the search is."""
        if name != self._name:
            self._before += self._sizes.get(self._name, 0)
            self._name = name
        known = min(done, self._sizes.get(name, done)) if size is not None else 0
        self._ticket.progress(min(1.0, (self._before + known) / self._total))


def time_reader(now: datetime) -> ReadTime:
    """Return what reads the time of a log's line; a time without a zone is UTC."""

    def read_line(line: str) -> datetime | None:
        try:
            moment = read_moment(line, UTC, now) if line.strip() else None
        except MomentTextError:
            return None
        return moment.at if moment is not None else None

    return read_line


def _listed(intake: Intake) -> tuple[ListedToken, ...]:
    return tuple(ListedToken(token.text, token.seen, _field(token)) for token in intake.tokens)


def _field(token: CaseToken) -> str:
    names = (place.name for place in token.seen)
    return next((name for name in names if name is not None), "")


class Diet:
    """Keeps bodies within bounds: a story of thousands of calls would hold all that they brought."""

    def __init__(self) -> None:
        self._left = _BODIES

    def slimmed(self, exchange: Exchange) -> Exchange:
        """Return the exchange, with a body cut where it is long or where much is held already."""
        most = _LONG if self._left > 0 else _SHORT
        request, response = exchange.request, exchange.response
        self._left -= min(len(request.body), most) + min(len(response.body), most)
        if len(request.body) <= most and len(response.body) <= most:
            return exchange
        return replace(
            exchange,
            request=replace(request, body=request.body[:most]),
            response=replace(response, body=response.body[:most]),
        )
