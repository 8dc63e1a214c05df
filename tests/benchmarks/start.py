"""From the start of the process to the first paint: JotLens beside an empty window, in turns."""

import tempfile
from pathlib import Path

from tests.benchmarks.figures import print_in_turns
from tests.benchmarks.tokens import signed_token
from tests.benchmarks.watched import Program, start

_RUNS = 11


def measure() -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "token.txt")
        file.write_text(signed_token(1 << 10), encoding="ascii")
        programs = {
            "empty QMainWindow": Program("empty"),
            "JotLens, first paint": Program("jotlens"),
            "JotLens FILE, token painted": Program("jotlens", file),
        }
        print_in_turns("Start to paint, ms", programs, _RUNS, lambda program: start(program).painted_ms)
