"""Starts the watched programs (programs/watched.py) and reads what they report."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import UnmeasuredError

_PROGRAM = Path(__file__).parent / "programs/watched.py"


@dataclass(frozen=True, slots=True)
class Program:
    """A program to watch: `empty` or `jotlens`, and the file that it opens, if any."""

    name: str
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """One run: milliseconds from the start of the process to the paint, and the largest memory in MiB."""

    painted_ms: float
    memory_mib: float


def start(program: Program, stay_s: float = 0) -> Start:
    """Run a program to its end, `stay_s` seconds after it has painted."""
    with running(program, stay_s) as (process, painted_ms):
        assert process.stdout is not None
        memory_kb = int(process.stdout.readline().split()[1])
    return Start(painted_ms, memory_kb / 1024)


@contextmanager
def running(program: Program, stay_s: float) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """Yield the process when it has painted, with the milliseconds that took; wait for its end afterwards.

    Raises UnmeasuredError when the program complained of anything, or ended without a paint.
    """
    words = [program.name, str(program.file or "-"), str(stay_s)]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        began = time.monotonic_ns()
        with subprocess.Popen(
            [sys.executable, str(_PROGRAM), *words],
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process:
            assert process.stdout is not None
            report = process.stdout.readline().split()
            if report:
                yield process, (int(report[1]) - began) / 1e6
            process.stdout.read()  # its last report, and its end
        complaints.seek(0)
        said = complaints.read().strip().splitlines()
        if said or not report:
            raise UnmeasuredError(
                f"{program.name} failed: {said[-1] if said else 'it ended without a paint'}"
            )


def _environment() -> dict[str, str]:
    """Return this environment, and let bytecode be kept: an installed program is not compiled at each start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
