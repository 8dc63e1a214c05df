"""From the start of the process to the first paint: JotLens beside an empty window, in turns."""

import tempfile
from pathlib import Path

from tests.benchmarks.figures import median, print_table, spread
from tests.benchmarks.tokens import signed_token
from tests.benchmarks.watched import Program, start

_RUNS = 11


def measure() -> None:
    """Print the medians and their ratio; the programs take turns, so that both see the same machine."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "token.txt")
        file.write_text(signed_token(1 << 10), encoding="ascii")
        programs = {
            "empty QMainWindow": Program("empty"),
            "JotLens, first paint": Program("jotlens"),
            "JotLens FILE, token painted": Program("jotlens", file),
        }
        times: dict[str, list[float]] = {name: [] for name in programs}
        for run in range(_RUNS + 1):
            for name, program in programs.items():
                painted = start(program).painted_ms
                if run:  # the first round fills the caches of the disk
                    times[name].append(painted)
    base = median(times["empty QMainWindow"])
    rows = [
        [name, f"{median(taken):.0f}", spread(taken, 0), f"{median(taken) / base:.2f}"]
        for name, taken in times.items()
    ]
    print_table(
        "Start to paint, ms", ["program", "median", "runs", "ratio"], rows, f"{_RUNS} runs of each, in turns"
    )
