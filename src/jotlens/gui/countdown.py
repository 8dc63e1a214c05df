"""What the When card says at this very second: digits that run, words when it is over, and the share lived."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from jotlens.gui.moments import countdown_digits, moment_words
from jotlens.gui.widgets.life_bar import LAST_TENTH
from jotlens.inspection.model import Answer, Inspection, Lifetime, LifetimeState
from jotlens.inspection.wording import duration, relative

translate = QCoreApplication.translate

_DIGITS_BELOW_S = 30 * 86_400
"""Longer times are said in words: nobody waits for their seconds."""


@dataclass(frozen=True, slots=True)
class WhenWords:
    """The When card: `status` and the words; `lived` is the share of the whole life, None when it is not known."""

    status: str
    headline: str
    detail: str
    lived: float | None


def when_words(inspection: Inspection, answer: Answer, now: datetime, zone: tzinfo | None) -> WhenWords:
    """Return the card's words for an instant that may lie behind the one of the inspection."""
    life = inspection.lifetime
    lived = _lived(life, now)
    if life.state is LifetimeState.NOT_YET_VALID and life.not_before is not None:
        wait = max(0, _seconds(life.not_before, now))
        head = translate("Countdown", "Valid in {left}").format(left=_left(wait))
        return WhenWords(
            answer.status,
            head,
            translate("Countdown", "from {at}").format(at=moment_words(life.not_before, zone)),
            lived,
        )
    if life.state is LifetimeState.UNKNOWN and life.lifetime_s is not None:
        whole = translate(
            "Countdown", "It lives {life} from when it was received: say when, under More"
        ).format(life=duration(life.lifetime_s))
        return WhenWords(answer.status, answer.headline, whole, None)
    if life.expires_at is None or life.state not in {LifetimeState.ACTIVE, LifetimeState.EXPIRED}:
        return WhenWords(answer.status, answer.headline, answer.detail, lived)
    left = _seconds(life.expires_at, now)
    end = moment_words(life.expires_at, zone)
    if left > 0:
        status = "warn" if lived is not None and lived >= LAST_TENTH else answer.status
        return WhenWords(
            status,
            translate("Countdown", "{left} left").format(left=_left(left)),
            _until(end, life),
            lived,
        )
    head = translate("Countdown", "Expired {ago}").format(ago=_ago(left))
    if life.state is LifetimeState.ACTIVE:
        return WhenWords(
            "warn",
            head,
            translate("Countdown", "still within the leeway of {s} s").format(s=inspection.policy.leeway_s),
            1.0,
        )
    return WhenWords(answer.status, head, translate("Countdown", "at {at}").format(at=end), 1.0)


def _until(end: str, life: Lifetime) -> str:
    if not life.lifetime_s:
        return translate("Countdown", "until {at}").format(at=end)
    return translate("Countdown", "until {at}, lives {life}").format(at=end, life=duration(life.lifetime_s))


def _left(seconds: int) -> str:
    return countdown_digits(seconds) if seconds < _DIGITS_BELOW_S else duration(seconds)


def _ago(left: int) -> str:
    return relative(left) if left < 0 else translate("Countdown", "just now")


def _lived(life: Lifetime, now: datetime) -> float | None:
    """The share of the life that has passed; None without both ends of it."""
    if life.expires_at is None or not life.lifetime_s:
        return None
    return 1.0 - (life.expires_at - now).total_seconds() / life.lifetime_s


def _seconds(end: datetime, now: datetime) -> int:
    """Whole seconds until an instant: 1 in the very last second, 0 and less only when it has passed."""
    seconds = (end - now).total_seconds()
    return math.ceil(seconds) if seconds > 0 else -math.floor(-seconds)
