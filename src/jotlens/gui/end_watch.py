"""Tells when the token that is looked at is about to end, and when it has: also while nobody sees the window."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from jotlens.gui.teller import Teller

if TYPE_CHECKING:
    from jotlens.gui.main_window import MainWindow
    from jotlens.gui.reading import Entry
    from jotlens.inspection.model import Inspection

SOON_S = 120
_LONGEST_SLEEP_S = 30
"""A computer that slept, or whose clock was set, is noticed after so long at most."""


class EndWatch(QObject):
    """Watches one token, while it is switched on and judged for the present moment. It says nothing of the token."""

    def __init__(self, window: MainWindow, teller: Teller | None = None) -> None:
        super().__init__(window)
        self._session = window.session
        self._teller = teller or Teller(window)
        self._on = False
        self._entry: Entry | None = None
        self._ends_at: datetime | None = None
        self._told_soon = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._session.inspected.connect(self._on_inspected)

    @property
    def watching(self) -> bool:
        """Whether there is an end to wait for."""
        return self._ends_at is not None

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setter of one flag
        """Switch it on or off; what has ended already is not told."""
        self._on = on
        self._forget()
        self._on_inspected(self._session.inspection)

    def look(self) -> None:
        """Tell what has come, and wait for what comes next."""
        if self._ends_at is None:
            return
        left_s = (self._ends_at - self._session.clock.now()).total_seconds()
        if left_s <= 0:
            self._forget()
            self._teller.tell(self.tr("The token in JotLens has expired."))
            return
        if left_s <= SOON_S and not self._told_soon:
            self._told_soon = True
            self._teller.tell(self._soon(left_s))
        due_s = left_s if self._told_soon else left_s - SOON_S
        self._timer.start(max(1, round(min(due_s, _LONGEST_SLEEP_S) * 1000)))

    def _on_inspected(self, inspection: Inspection | None) -> None:
        ends_at = inspection.lifetime.expires_at if self._on and inspection is not None else None
        if self._session.expectation.as_of is not None or ends_at is None:
            self._forget()
            return
        entry = self._session.entry
        if entry is self._entry and ends_at == self._ends_at:
            return  # the same token, looked at once more
        now = self._session.clock.now()
        self._forget()
        if ends_at > now:
            self._entry, self._ends_at = entry, ends_at
            # Who looks at it in its last minutes sees that: only the end is news.
            self._told_soon = ends_at - now <= timedelta(seconds=SOON_S)
            self.look()

    def _forget(self) -> None:
        self._timer.stop()
        self._entry = self._ends_at = None
        self._told_soon = False

    def _soon(self, left_s: float) -> str:
        if left_s > 90:
            return self.tr("The token in JotLens expires in 2 minutes.")
        return self.tr("The token in JotLens expires in {seconds} seconds.").format(seconds=round(left_s))
