"""How figures are said: medians, ratios, and a table in plain text."""

import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

_Program = TypeVar("_Program")


class UnmeasuredError(Exception):
    """What was to be measured did not work: times of a faulty program would be worth nothing."""


def median(values: Sequence[float]) -> float:
    """Return the middle of several runs: one disturbed run does not count."""
    return statistics.median(values)


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return the smallest and the largest, to tell how steady the runs were."""
    return f"{min(values):.{digits}f}-{max(values):.{digits}f}"


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
    """Print a table: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    print(f"\n{title}")
    for row in [head, ["-" * width for width in widths], *rows]:
        first, *others = (
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  " + "  ".join([first, *others]).rstrip())
    if note:
        print(f"  {note}")
    sys.stdout.flush()


def print_in_turns(
    title: str, programs: dict[str, _Program], runs: int, taken_ms: Callable[[_Program], float]
) -> None:
    """Measure programs in turns, so that all see the same machine; print their medians, and the ratios to the first."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for run in range(runs + 1):
        for name, program in programs.items():
            taken = taken_ms(program)
            if run:  # the first round fills the caches of the disk
                times[name].append(taken)
    base = median(next(iter(times.values())))
    rows = [
        [name, f"{median(taken):.0f}", spread(taken, 0), f"{median(taken) / base:.2f}"]
        for name, taken in times.items()
    ]
    print_table(title, ["program", "median", "runs", "ratio"], rows, f"{runs} runs of each, in turns")


def conditions(measured_on: str) -> str:
    """Return what the figures were measured on and with."""
    return (
        f"JotLens {version('jotlens')}, Python {platform.python_version()}, PySide6 {version('PySide6-Essentials')}, "
        f"{platform.system()} {platform.release()} {platform.machine()}\n"
        f"{os.cpu_count()} x {_processor()}, load {_load()}; display: {measured_on}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), "unknown processor"
    )


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
