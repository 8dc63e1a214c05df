"""Opens what was given, in a thread: a saved case as it was saved, and everything else by searching it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jotlens.cases.model import CaseFile, Trouble
from jotlens.gui.cases.case import Case
from jotlens.gui.cases.case_file import CaseFileError, is_case_file, read_case
from jotlens.gui.cases.known_good import KnownGood
from jotlens.gui.cases.scanning import scan_case
from jotlens.gui.cases.tokens_model import searched_text
from jotlens.gui.jobs import Ticket


@dataclass(frozen=True, slots=True)
class Opened:
    """A case, what was saved with it as known good, and which files could not be read, or not to their end."""

    case: Case
    goods: tuple[KnownGood, ...] = ()
    searched: tuple[str, ...] = field(default=(), repr=False)
    """What is looked through of each token when somebody filters them."""

    @property
    def troubles(self) -> tuple[tuple[str, Trouble], ...]:
        """The names of such files, each with what is wrong with it."""
        return tuple((file.name, file.trouble) for file in self.case.files if file.trouble is not None)


def open_given(paths: tuple[Path, ...], now: datetime, ticket: Ticket, stopped: Callable[[], bool]) -> Opened:
    """Return the case of what was given; never raises for what a file may be."""
    path = paths[0]
    try:
        if len(paths) == 1 and path.is_file() and _is_saved(path):
            return _opened(*read_case(path, lambda: ticket.stopped or stopped()))
    except (OSError, CaseFileError):
        return Opened(Case((CaseFile(path.name, Trouble.UNREADABLE),)))
    return _opened(scan_case(paths, now, ticket, stopped), ())


def _opened(case: Case, goods: tuple[KnownGood, ...]) -> Opened:
    return Opened(case, goods, tuple(searched_text(token) for token in case.tokens))


def _is_saved(path: Path) -> bool:
    with path.open("rb") as file:
        return is_case_file(file.read(64))
