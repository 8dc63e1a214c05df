"""A case in the window: how still it stands while a large file is searched, and how fast a list of 10,000 tokens is."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.figures import UnmeasuredError, median, print_table, spread
from tests.support.har_files import write_har

_RUNS = 5
_MB = 1_000_000
_FILES = {"20 MB, 500 tokens": (20, 500), "300 MB, 5,000 tokens": (300, 5000)}
_PROGRAM = Path(__file__).parent / "programs" / "searched.py"


def measure() -> None:
    """Print the pauses of a heartbeat while files are searched, and the frames of the list."""
    rows = [_row("nothing", [_figures("nothing") for _ in range(_RUNS)])]
    with tempfile.TemporaryDirectory() as folder:
        for name, (size, tokens) in _FILES.items():
            path = Path(folder, "a.har")
            known = write_har(path, size=size * _MB, tokens=tokens, seed=size)
            runs = [_figures(str(path)) for _ in range(_RUNS)]
            if any(int(run[3]) != len(known.places) for run in runs):
                raise UnmeasuredError(f"{name}: not every token was found")
            rows.append(_row(name, runs))
    head = ["file", "longest pause, ms", "runs", "99 %, ms", "whole, s"]
    print_table("A file searched in the window: pauses of a heartbeat of 1 ms", head, rows, f"{_RUNS} runs")
    runs = [_figures("list") for _ in range(_RUNS)]
    rows = [
        [what, f"{median([run[at] for run in runs]):.1f}", f"{median([run[at + 1] for run in runs]):.1f}"]
        for what, at in (("scrolling", 0), ("sorting", 2), ("filtering", 4))
    ]
    head = ["10,000 tokens", "longest frame, ms", "median, ms"]
    print_table("The list of tokens, model and paint of a frame", head, rows, f"medians of {_RUNS} runs")


def _row(name: str, runs: list[list[float]]) -> list[str]:
    longest = [run[0] for run in runs]
    usual, whole = median([run[1] for run in runs]), median([run[2] for run in runs])
    return [name, f"{median(longest):.1f}", spread(longest), f"{usual:.1f}", f"{whole / 1000:.1f}"]


def _figures(what: str) -> list[float]:
    done = subprocess.run([sys.executable, str(_PROGRAM), what], capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout.strip():
        raise UnmeasuredError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no figures")
    return [float(figure) for figure in done.stdout.split()]
