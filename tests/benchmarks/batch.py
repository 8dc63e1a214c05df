"""Inspections per second of `jotlens inspect --batch`: without a key, and with one."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.figures import median, print_table, spread
from tests.benchmarks.tokens import SECRET, signed_token, unverifiable_token

_RUNS = 5
_LINES = 200
_KEY = {"type": "secret", "value": SECRET.decode()}
_EXPECTED = {"audience": "https://api.example/v1/", "issuer": "https://tenant.example/"}

_CASES: dict[str, tuple[Callable[[int, int], str], dict[str, Any]]] = {
    "RS256 of 1 KB, no key": (unverifiable_token, {}),
    "HS256 of 1 KB, key and expectations": (signed_token, {"key": _KEY, "expected": _EXPECTED}),
    "HS256 of 1 KB, no key: 5,000 published secrets tried": (signed_token, {}),
}


def measure() -> None:
    """Print how many lines a second come back, after the first one (which pays for the imports)."""
    rows = []
    for name, (token, context) in _CASES.items():
        requests = [
            json.dumps({"id": number, "input": token(1 << 10, number), "context": context}) + "\n"
            for number in range(_LINES)
        ]
        rates, firsts = zip(*(_run(requests) for _ in range(_RUNS)), strict=True)
        rows.append([name, f"{median(rates):,.0f}", spread(rates, 0), f"{median(firsts):,.0f} ms"])
    print_table(
        "Batch", ["line", "inspections/s", "runs", "first answer"], rows, f"{_LINES} lines, {_RUNS} runs"
    )


def _run(requests: list[str]) -> tuple[float, float]:
    """Return lines a second after the first answer, and the milliseconds until that."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "jotlens", "inspect", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(requests[0])
        program.stdin.flush()
        program.stdout.readline()
        first = time.perf_counter()
        for request in requests[1:]:
            program.stdin.write(request)
            program.stdin.flush()
            program.stdout.readline()
        ended = time.perf_counter()
        program.stdin.close()
    return (len(requests) - 1) / (ended - first), (first - began) * 1000
