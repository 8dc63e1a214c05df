"""Takes in what a customer sent: files and folders, each token once with all its places."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jotlens.cases.exchange import Exchange, read_exchange
from jotlens.cases.har_entries import HarEntries
from jotlens.cases.har_places import HarPlaces, is_har
from jotlens.cases.log_names import named_in_log
from jotlens.cases.log_places import LogPlaces, ReadTime
from jotlens.cases.model import CaseFile, CaseToken, Intake, Place, Trouble
from jotlens.cases.named import Worth, named
from jotlens.cases.scan import Hit, scan
from jotlens.cases.source import Source, opened
from jotlens.cases.whole_file import SMALL, found_in_whole
from jotlens.tokens.jose_header import jose_header

_TOKENS = frozenset({Worth.TOKEN, Worth.SESSION})
_SHAPES_SHARE = 0.15
"""How much of the way through a HAR file it is to find what has the shape of a token; then its exchanges are read."""

Hear = Callable[[str, Iterator[Exchange]], None]
"""Listens to the exchanges of a HAR file, which are gone through only once; it is given the file's name too."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches an intake: asked whether to stop, and told how many bytes of how many (None: unknown) are done.

    `hear` listens to the exchanges of each HAR file.
    """

    stopped: Callable[[], bool] = lambda: False
    progress: Callable[[str, int, int | None], None] = lambda _name, _done, _size: None
    hear: Hear = lambda _name, _exchanges: None


class _Gathering:
    def __init__(self) -> None:
        self.seen: dict[str, list[Place]] = {}
        self.by_place: set[str] = set()
        """What only its place shows to be a token."""

    def add(self, text: str, place: Place) -> None:
        self.seen.setdefault(text, []).append(place)

    def tokens(self) -> tuple[CaseToken, ...]:
        return tuple(CaseToken(text, tuple(seen)) for text, seen in self.seen.items())


def take_in(paths: tuple[Path, ...], read_time: ReadTime, watch: Watch | None = None) -> Intake:
    """Find every token in these files, and in the files of these folders; a file that cannot be read is told of.

    `read_time` reads the time that a line of a log names. Files are read block by block, whatever their size.
    """
    watch = watch or Watch()
    gathering = _Gathering()
    files: list[CaseFile] = []
    for path, name in walk(paths):
        if watch.stopped():
            return Intake(tuple(files), gathering.tokens(), is_whole=False)
        files.append(CaseFile(name, _take_file(path, name, gathering, read_time, watch)))
    return Intake(tuple(files), gathering.tokens(), is_whole=not watch.stopped())


def take_in_source(source: Source, name: str, read_time: ReadTime, watch: Watch | None = None) -> Intake:
    """Find every token in a text that is at hand, as `take_in` does in a file."""
    gathering = _Gathering()
    trouble = _take_source(source, name, gathering, read_time, watch or Watch())
    return Intake((CaseFile(name, trouble),), gathering.tokens())


def walk(paths: tuple[Path, ...]) -> Iterator[tuple[Path, str]]:
    """Yield the files, and those of folders in the order of their names; no link inside a folder is followed."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders.sort()
                for name in sorted(names):
                    file = Path(folder, name)
                    if not file.is_symlink():
                        yield file, str(file.relative_to(path))
        else:
            yield path, path.name


def _take_file(
    path: Path, name: str, gathering: _Gathering, read_time: ReadTime, watch: Watch
) -> Trouble | None:
    if not path.is_file():  # a pipe or a device would be waited for
        return Trouble.NO_FILE
    try:
        with path.open("rb", buffering=0) as file:
            return _take_source(opened(path, file), name, gathering, read_time, watch)
    except OSError:
        return Trouble.UNREADABLE


def _take_source(
    source: Source, name: str, gathering: _Gathering, read_time: ReadTime, watch: Watch
) -> Trouble | None:
    har = is_har(source)

    def progress(done: int) -> None:
        watch.progress(name, int(done * _SHAPES_SHARE) if har else done, source.size)

    places: HarPlaces | LogPlaces = HarPlaces(source, name) if har else LogPlaces(source, name, read_time)
    hits: Iterable[Hit] = scan(source, watch.stopped, progress)
    small = source.read_at(0, SMALL + 1) if source.size is None or source.size <= SMALL else b""
    if not small or len(small) > SMALL:
        small = b""
    more: Iterable[Hit] = ()
    if small:
        hits, more = found_in_whole(small, list(hits))
        if not har:
            hits, more = sorted((*hits, *more), key=lambda hit: hit.start), ()
    for hit in hits:
        gathering.add(hit.text, places.place(hit))
    again = source.again()
    trouble = _take_named(again, name, gathering, watch) if har else None
    if not har and not small:
        more, places = named_in_log(again, watch.stopped), LogPlaces(again, name, read_time)
    for hit in more:
        if har and hit.text in gathering.seen:
            continue  # its exchanges said more of it
        _add_opaque(gathering, hit.text, places.place(hit))
    return trouble or (Trouble.CUT if source.is_damaged or again.is_damaged else None)


def _take_named(source: Source, name: str, gathering: _Gathering, watch: Watch) -> Trouble | None:
    entries = HarEntries(source)
    exchanges = _gathered(entries, source.size, name, gathering, watch)
    watch.hear(name, exchanges)
    for _ in exchanges:
        pass  # whatever was not listened to
    return Trouble.CUT if entries.is_cut or source.is_damaged else None


def _gathered(
    entries: HarEntries, size: int | None, name: str, gathering: _Gathering, watch: Watch
) -> Iterator[Exchange]:
    """Yield the exchanges; the tokens that only their places show are gathered on the way."""
    before = int((size or 0) * _SHAPES_SHARE)
    for index, entry in enumerate(entries):
        if watch.stopped():
            return
        watch.progress(name, before + int(entry.start * (1 - _SHAPES_SHARE)), size)
        exchange = read_exchange(entry, index)
        for item in named(exchange):
            if item.worth in _TOKENS:
                place = Place(
                    name,
                    entry.request_at,
                    exchange_at=entry.request_at,
                    part=item.part,
                    header=item.header,
                    name=item.name,
                    method=exchange.method,
                    url=exchange.url,
                    status=exchange.status,
                    at=exchange.at,
                )
                _add_opaque(gathering, item.value, place)
        yield exchange


def _add_opaque(gathering: _Gathering, text: str, place: Place) -> None:
    """Add what only its place shows to be a token; what has the shape of one was found before."""
    if text in gathering.seen and text not in gathering.by_place:
        return
    if jose_header(text.partition(".")[0]) is None or "." not in text:
        gathering.by_place.add(text)
        gathering.add(text, place)
