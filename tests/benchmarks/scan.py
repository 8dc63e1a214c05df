"""Finding tokens in HAR files beside ripgrep with the same pattern, as whole processes; and a hostile run."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jotlens.cases.scan import scan
from jotlens.cases.source import Bytes
from tests.benchmarks.figures import UnmeasuredError, median, print_table, spread
from tests.support.har_files import CAPITAL_WORDS, SMALL_WORDS, write_har

_RUNS = 7
_MB = 1_000_000
_FILES = {
    "20 MB, 500 tokens": (20, 500, SMALL_WORDS),
    "300 MB, 5,000 tokens": (300, 5000, SMALL_WORDS),
    "300 MB, with capitals": (300, 5000, SMALL_WORDS + CAPITAL_WORDS),
}
"""By name: megabytes, tokens, and the words of the bodies; those of an answer in JSON are mostly in small letters."""
_PATTERN = r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"
_PROGRAM = Path(__file__).parent / "programs" / "scanned.py"
_HOSTILE = ("eyJ", "eyJhbGciOiJIUzI1NiJ9.", "J", "X", "leUp")


def measure() -> None:
    """Print the times of whole processes, their ratios, and what a hostile run of twice the length costs more."""
    ripgrep = shutil.which("rg")
    if ripgrep is None:
        raise UnmeasuredError("ripgrep (rg) is not installed")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (size, tokens, words) in _FILES.items():
            path = Path(folder, "a.har")
            known = write_har(path, size=size * _MB, tokens=tokens, seed=size, words=words)
            rows += _beside(name, path, ripgrep, set(known.places))
    head = ["file", "program", "ms", "runs", "ratio", "peak MiB"]
    print_table("Tokens in a HAR file, whole processes", head, rows, f"{_RUNS} runs in turn, warm files")
    hostile = [[run, *_hostile(run)] for run in _HOSTILE]
    print_table("A hostile run", ["of", "8 MB, ms", "16 MB, ms", "ratio"], hostile)


def _beside(name: str, path: Path, ripgrep: str, tokens: set[str]) -> list[list[str]]:
    commands = {
        "ripgrep": [ripgrep, "-a", "-o", "--no-filename", _PATTERN, str(path)],
        "found": [sys.executable, str(_PROGRAM), "find", str(path)],
        "found with places": [sys.executable, str(_PROGRAM), "place", str(path)],
    }
    times: dict[str, list[float]] = {program: [] for program in commands}
    peaks: dict[str, str] = {}
    for _ in range(_RUNS):
        for program, command in commands.items():
            began = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=True)
            times[program].append((time.perf_counter() - began) * 1000)
            peaks[program] = f"{int(done.stderr or b'0') / 1024:.0f}" if program != "ripgrep" else ""
            found = {line.split()[0] for line in done.stdout.decode().splitlines()}
            if program != "ripgrep" and found != tokens:
                raise UnmeasuredError(
                    f"{program}: {len(tokens - found)} missing, {len(found - tokens)} extra"
                )
    base = median(times["ripgrep"])
    return [
        [name, program, f"{median(runs):.0f}", spread(runs, 0), f"{median(runs) / base:.2f}", peaks[program]]
        for program, runs in times.items()
    ]


def _hostile(run: str) -> list[str]:
    times = []
    for size in (8 * _MB, 16 * _MB):
        source = Bytes(run.encode() * (size // len(run)))
        began = time.perf_counter()
        for _ in scan(source):
            pass
        times.append((time.perf_counter() - began) * 1000)
    return [f"{times[0]:.0f}", f"{times[1]:.0f}", f"{times[1] / times[0]:.2f}"]
