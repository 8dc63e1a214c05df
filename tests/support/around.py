"""What a fetch needs of the world, for tests: a clock that stands, and a random that is known; and how it fails."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Final

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.failures import FetchError
from jotlens.oauth.http import Door
from jotlens.oauth.obtained import Around, Prompt
from jotlens.oauth.trace import Exchange, Trace

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


def failure(door: Door, address: str) -> FetchError:
    """Post to an address, and return what it failed with."""
    with pytest.raises(FetchError) as caught:
        door.send("token request", "POST", address, body="grant_type=x")
    return caught.value


def only_exchange(trace: Trace) -> Exchange:
    """Return the one step of a trace, which is an exchange."""
    (step,) = trace.steps
    assert isinstance(step, Exchange)
    return step
