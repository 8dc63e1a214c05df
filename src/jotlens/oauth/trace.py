"""What happened during a fetch, step by step: every request with its answer, and everything that was made or checked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and its answer once it is there. Whole, secrets included: `masking` says what of it is shown.

    `label` names what it is for, such as "token request" (RFC 6749's words). `status` is None until the answer came;
    `took_s` counts to its last byte. `failure` is the code of a NetworkError that ended it.
    """

    label: str
    method: str
    address: str = field(repr=False)
    headers: Headers = field(default=(), repr=False)
    body: str = field(default="", repr=False)
    started_at: datetime | None = None
    status: int | None = None
    reason: str = ""
    answer_headers: Headers = field(default=(), repr=False)
    answer_body: str = field(default="", repr=False)
    took_s: float | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """Something with a name, such as a code challenge; a secret one is masked until somebody asks."""

    name: str
    text: str = field(repr=False)
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was made, done or checked between the requests.

    `label` says in a few words what. `passed` is None where nothing was checked. `sentence` explains it to a person.
    """

    label: str
    sentence: str = ""
    values: tuple[Value, ...] = ()
    passed: bool | None = None
    at: datetime | None = None


Step = Exchange | Note


class Trace:
    """The steps in order. A worker adds them, whoever watches is told: (place, step), in the worker's thread."""

    def __init__(self, on_step: Callable[[int, Step], None] | None = None) -> None:
        self._lock = threading.Lock()
        self._steps: list[Step] = []
        self._on_step = on_step

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps so far."""
        with self._lock:
            return tuple(self._steps)

    def add(self, step: Step) -> int:
        """Add a step and return its place."""
        with self._lock:
            self._steps.append(step)
            place = len(self._steps) - 1
        self._tell(place, step)
        return place

    def replace(self, place: int, step: Step) -> None:
        """Put a step in the place of one that is known better now: a request that has been answered."""
        with self._lock:
            self._steps[place] = step
        self._tell(place, step)

    def _tell(self, place: int, step: Step) -> None:
        if self._on_step is not None:
            self._on_step(place, step)
