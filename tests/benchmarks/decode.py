"""How long finding and reading a token takes by itself, and inspecting it, beside the interpreter's own decoding."""

import base64
import gc
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy
from jotlens.tokens.read import read_all
from tests.benchmarks.figures import median, print_table
from tests.benchmarks.tokens import SIZES, signed_token

_RUNS = 15
_AT = datetime(2026, 1, 1, tzinfo=UTC)


def measure() -> None:
    """Print milliseconds for each size of token."""
    rows = []
    for name, size in SIZES.items():
        token = signed_token(size)
        bare, read = _timed(_decode_only, token), _timed(read_all, token)
        whole = _timed(_inspect, token)
        rows.append([name, f"{bare:.2f}", f"{read:.2f}", f"{whole:.2f}", f"{read / bare:.1f}"])
    head = ["token", "base64 and json alone", "find and read", "with all checks", "find and read / alone"]
    print_table("Decoding, ms", head, rows, f"median of {_RUNS} runs")


def _inspect(text: str) -> None:
    finds, (token, *_) = read_all(text)
    inspect(token, Policy(), KeyRing(), _AT, finds=finds)


def _decode_only(token: str) -> None:
    header, payload, _ = token.split(".")
    for part in (header, payload):
        json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _timed(action: Callable[[str], object], token: str) -> float:
    action(token)
    times = []
    for _ in range(_RUNS):
        gc.collect()
        began = time.perf_counter()
        action(token)
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
