"""The clock of the window: one coarse timer a second for every countdown, and it rests when nothing counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from datetime import datetime


def utc_now() -> datetime:
    """Return the present instant, aware and in UTC: the one place of the window that asks the system."""
    from datetime import UTC, datetime  # 2 ms that the first paint does without

    return datetime.now(UTC)


class Clock(QObject):
    """Ticks once a second while something counts and somebody can see it. The timer is a coarse one, as by default.

    Signals:
        ticked: (datetime) the present instant.
    """

    ticked = Signal(object)

    def __init__(self, now: Callable[[], datetime] = utc_now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = now
        self._counting: set[str] = set()
        self._seen = False
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.tick)

    @property
    def running(self) -> bool:
        """Whether the timer runs."""
        return self._timer.isActive()

    def set_counting(self, counting: bool, what: str = "token") -> None:  # noqa: FBT001 - a setter of one flag
        """Say whether something on show changes with time: the words on the token, or `what` else counts."""
        if counting:
            self._counting.add(what)
        else:
            self._counting.discard(what)
        self._update()

    def set_seen(self, seen: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Say whether the window can be seen; when it comes back, it ticks at once."""
        came_back = seen and not self._seen
        self._seen = seen
        self._update()
        if came_back and self._counting:
            self.tick()

    def tick(self) -> None:
        """Say what time it is now."""
        self.ticked.emit(self.now())

    def _update(self) -> None:
        if self._counting and self._seen:
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
