"""How figures are said: medians, ratios, and a table in plain text."""

import os
import platform
import statistics
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path


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
