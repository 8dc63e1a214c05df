"""The bundle beside the run from source: from the start of the process until the screen shows the window, in turns.

Both are watched from outside, in the same way: Xvfb keeps its screen in a file, and the window is there when the middle
of the screen is no longer black. It needs `make bundle` first, and Xvfb.
"""

import mmap
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.display import x_server
from tests.benchmarks.figures import UnmeasuredError, print_in_turns
from tests.benchmarks.tokens import signed_token

_RUNS = 11
_LONGEST_S = 30
_WIDTH, _HEIGHT = 1200, 800
_BUNDLE = Path(__file__).parents[2] / "build" / "bundle" / "jotlens" / "jotlens"


@dataclass(frozen=True, slots=True)
class _Screen:
    """A display without a screen: its name, and the memory of its pixels."""

    name: str
    pixels: mmap.mmap

    def is_black(self) -> bool:
        """Whether nothing is shown in the middle, where the window's background is."""
        middle = len(self.pixels) - 4 * _WIDTH * (_HEIGHT // 2)
        return not any(self.pixels[middle : middle + 4 * 600 : 4])


def measure() -> None:
    """Print the medians of the window and of the terminal, and the ratio of the bundle to the source."""
    bundle = Path(os.environ.get("JOTLENS_PROGRAM") or _BUNDLE)
    if not bundle.exists():
        raise UnmeasuredError("there is no bundle: make bundle")
    programs = {"from source": Path(sys.executable).with_name("jotlens"), "bundle": bundle}
    with tempfile.TemporaryDirectory() as folder:
        token = Path(folder, "token.txt")
        token.write_text(signed_token(1 << 10), encoding="ascii")
        print_in_turns("Start to first paint, ms", programs, _RUNS, _painted_on_a_new_screen_ms)
        print_in_turns(
            "jotlens inspect, start to end, ms",
            programs,
            _RUNS,
            lambda program: _ended_ms(program, "inspect", token),
        )


def _painted_on_a_new_screen_ms(program: Path) -> float:
    """A screen keeps what was painted on it, so every run has one of its own."""
    with tempfile.TemporaryDirectory() as folder, _screen(Path(folder)) as screen:
        return _painted_ms(program, screen)


def _painted_ms(program: Path, screen: _Screen) -> float:
    """Start the window, wait until it is on the screen, and end it."""
    environment = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    began = time.monotonic()
    with subprocess.Popen(
        [program],
        env=environment | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"},
        stderr=subprocess.DEVNULL,
    ) as process:
        _wait(lambda: not screen.is_black() or process.poll() is not None)
        painted = time.monotonic() - began
        if process.poll() is not None:
            raise UnmeasuredError(f"{program} ended without a window")
        process.kill()
    return painted * 1000


def _ended_ms(program: Path, command: str, file: Path) -> float:
    began = time.monotonic()
    subprocess.run([program, command, file], stdout=subprocess.DEVNULL, check=False)
    return (time.monotonic() - began) * 1000


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONGEST_S
    while not until():
        if time.monotonic() > end:
            raise UnmeasuredError("the screen did not change")
        time.sleep(0.001)


@contextmanager
def _screen(folder: Path) -> Iterator[_Screen]:
    if shutil.which("Xvfb") is None:
        raise UnmeasuredError("Xvfb is not installed")
    with (
        x_server(f"{_WIDTH}x{_HEIGHT}x24", "-br", "-noreset", "-fbdir", str(folder)) as name,
        Path(folder, "Xvfb_screen0").open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as pixels,
    ):
        yield _Screen(name, pixels)
