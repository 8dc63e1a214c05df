"""What a fetch needs of the world, for tests: a clock that stands, and a random that is known."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Final

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.obtained import Around, Prompt
from jotlens.oauth.trace import Trace

MOMENT: Final = datetime.fromtimestamp(1_750_000_000, UTC)


def around(
    *,
    cancellation: Cancellation | None = None,
    trace: Trace | None = None,
    open_browser: Callable[[str], bool] = lambda _: False,
    prompt: Callable[[Prompt], None] = lambda _: None,
    now: Callable[[], datetime] = lambda: MOMENT,
) -> Around:
    """Return surroundings in which nothing is open and nobody answers, but for what is given."""
    numbers = count(1)
    return Around(
        now=now,
        random=lambda size: next(numbers).to_bytes(size, "big"),
        open_browser=open_browser,
        prompt=prompt,
        cancellation=cancellation or Cancellation(),
        trace=trace or Trace(),
    )
