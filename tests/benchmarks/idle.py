"""What an idle window costs: JotLens with a running countdown beside an empty window."""

import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import print_table
from tests.benchmarks.tokens import signed_token
from tests.benchmarks.watched import Program, running

_SETTLES_S = 3
_WATCHED_S = 20
_LEFT_S = 50 * 60
"""The token ends within the hour, so that its countdown changes every second."""


def measure() -> None:
    """Print the share of a core over twenty seconds in which nobody touches the window."""
    if not Path("/proc/self/schedstat").exists():
        print("\nIdle: not measured, this system does not tell a process's CPU time to another one.")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "token.txt")
        file.write_text(signed_token(1 << 10, left_s=_LEFT_S), encoding="ascii")
        programs = {
            "empty QMainWindow": Program("empty"),
            "JotLens, nothing pasted": Program("jotlens"),
            "JotLens with a running countdown": Program("jotlens", file),
        }
        rows = [[name, f"{_share(program):.3f} %"] for name, program in programs.items()]
    print_table(
        "Idle", ["program", "of one core"], rows, f"over {_WATCHED_S} s, after {_SETTLES_S} s of rest"
    )


def _share(program: Program) -> float:
    with running(program, _SETTLES_S + _WATCHED_S + 2) as (process, _):
        time.sleep(_SETTLES_S)
        began, used = time.perf_counter(), _cpu_ns(process.pid)
        time.sleep(_WATCHED_S)
        return (_cpu_ns(process.pid) - used) / (time.perf_counter() - began) / 1e7


def _cpu_ns(pid: int) -> int:
    """Return the CPU time of all threads in nanoseconds; the ticks of /proc/PID/stat are too coarse for this."""
    return sum(int(file.read_text().split()[0]) for file in Path(f"/proc/{pid}/task").glob("*/schedstat"))
