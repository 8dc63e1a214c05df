"""How long it takes to try the published secrets on a token, and until a search that is stopped has ended."""

import time

from jotlens.inspection.keys.weak_secrets import find_secret, published_secrets
from jotlens.tokens.model import Token
from jotlens.tokens.read import read
from tests.benchmarks.figures import UnmeasuredError, median, print_table, spread
from tests.benchmarks.tokens import signed_token

_RUNS = 15
_STOPPED_AFTER = 3
_SIZES = {"0.3 KB": 300, "2 KB": 2 << 10, "16 KB": 16 << 10}


def measure() -> None:
    """Print milliseconds for a search to its end, and for one that is stopped when it looks for the third time."""
    words = published_secrets()
    rows = []
    for name, size in _SIZES.items():
        token = read(signed_token(size))
        whole = [_search(token, stopped_after=None) for _ in range(_RUNS)]
        stopped = [_search(token, stopped_after=_STOPPED_AFTER) for _ in range(_RUNS)]
        rows.append([name, f"{median(whole):.1f}", spread(whole), f"{median(stopped):.2f}"])
    head = ["HS256 token", f"{len(words):,} words", "from - to", "stopped at the third look"]
    print_table("Trying published secrets, ms", head, rows, f"median of {_RUNS} runs; nothing is found")


def _search(token: Token, *, stopped_after: int | None) -> float:
    looks = 0

    def should_stop() -> bool:
        nonlocal looks
        looks += 1
        return stopped_after is not None and looks >= stopped_after

    began = time.perf_counter()
    found = find_secret(token, published_secrets(), should_stop)
    taken_ms = (time.perf_counter() - began) * 1000
    if found is not None or (stopped_after is not None and looks != stopped_after):
        raise UnmeasuredError("the search did not end as it should")
    return taken_ms
