"""How soon the sandbox answers after it is started, and how many tokens a second it gives over loopback."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.figures import UnmeasuredError, median, print_table, spread

_PROGRAM: Final = Path(__file__).parent / "programs" / "sandbox.py"
_WINDOW: Final = Path(__file__).parent / "programs" / "sandbox_window.py"
_STARTS: Final = 7
_SECONDS: Final = 3.0
_CONNECTIONS: Final = (1, 2, 4)


def measure() -> None:
    """Print the time from the start of the import to the first answer, and the rate by number of connections."""
    ready_ms: list[float] = []
    rates: dict[int, list[float]] = {}
    for run in range(_STARTS + 1):
        with _serving() as server:
            known = _ready(server)
            if run:  # the first run fills the caches of the disk
                ready_ms.append(known["ready_ms"])
            if run == _STARTS:
                rates = {count: _rates(known, count) for count in _CONNECTIONS}
            server.communicate()
    print_table(
        "The sandbox: import, start and first answer, ms",
        ["", "median", "runs"],
        [["a process of its own", f"{median(ready_ms):.0f}", spread(ready_ms, 0)]],
        f"{_STARTS} runs; its keys are made meanwhile",
    )
    print_table(
        "The sandbox: tokens a second by client credentials, RS256 with 2048 bits",
        ["connections", "tokens/s"],
        [[str(count), f"{sum(found):.0f}"] for count, found in rates.items()],
        f"each connection is a process that asks for {_SECONDS:.0f} s, one request after the other",
    )
    _measure_window()


def _measure_window() -> None:
    """Print how soon after the click in the window the sandbox answers, and how soon the window is gone."""
    runs = [_watched() for _ in range(_STARTS + 1)][1:]
    rows = (
        ("it answers, after the click", "ready_ms"),
        ("its pane is on show, after the click", "pane_ms"),
        ("the longest pause of the window meanwhile", "pause_ms"),
        ("the window closes, and the sandbox is gone", "close_ms"),
    )
    print_table(
        "The sandbox in the window, ms",
        ["", "median", "runs"],
        [
            [words, f"{median([run[name] for run in runs]):.0f}", spread([run[name] for run in runs], 0)]
            for words, name in rows
        ],
        f"{_STARTS} runs, each a process of its own",
    )


def _watched() -> dict[str, float]:
    done = subprocess.run([sys.executable, str(_WINDOW)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnmeasuredError("the window did not start the sandbox")
    known: dict[str, float] = json.loads(done.stdout)
    return known


def _serving() -> subprocess.Popen[str]:
    command = [sys.executable, str(_PROGRAM), "serve"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ready(server: subprocess.Popen[str]) -> dict[str, Any]:
    if server.stdout is None:
        raise UnmeasuredError("the sandbox has no output")
    line = server.stdout.readline()
    if not line:
        raise UnmeasuredError("the sandbox did not start")
    known: dict[str, Any] = json.loads(line)
    return known


def _rates(known: dict[str, Any], count: int) -> list[float]:
    command = [sys.executable, str(_PROGRAM), "load", str(known["port"]), str(_SECONDS)]
    clients = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    for client in clients:  # all begin before any is waited for
        if client.stdin is not None:
            client.stdin.write(known["body"])
            client.stdin.close()
            client.stdin = None
    said = [client.communicate()[0] for client in clients]
    if any(client.returncode for client in clients):
        raise UnmeasuredError("a client was refused a token")
    return [float(text) for text in said]
