"""The largest memory of a window: JotLens beside an empty one."""

import tempfile
from pathlib import Path

from tests.benchmarks.figures import median, print_table
from tests.benchmarks.tokens import signed_token
from tests.benchmarks.watched import Program, start

_RUNS = 3
_STAY_S = 3
"""So long the window stands before its memory is read: what it loads after the first paint counts too."""


def measure() -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.txt"), Path(folder, "large.txt")
        small.write_text(signed_token(1 << 10), encoding="ascii")
        large.write_text(signed_token((1 << 20) - 64), encoding="ascii")
        programs = {
            "empty QMainWindow": Program("empty"),
            "JotLens": Program("jotlens"),
            "JotLens with a token of 1 KB": Program("jotlens", small),
            "JotLens with a token of 1 MB": Program("jotlens", large),
        }
        peaks = {
            name: median([start(program, _STAY_S).memory_mib for _ in range(_RUNS)])
            for name, program in programs.items()
        }
    base = peaks["empty QMainWindow"]
    rows = [[name, f"{peak:.0f}", f"{peak / base:.2f}"] for name, peak in peaks.items()]
    print_table("Peak memory, MiB", ["program", "median", "ratio"], rows, f"{_RUNS} runs, {_STAY_S} s each")
