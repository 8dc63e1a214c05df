"""A display to measure on: a virtual X server of our own where there is one, else Qt's offscreen platform."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def display() -> Iterator[str]:
    """Set the environment for Qt and yield the name of the platform that is measured on.

    On Windows and macOS it is the desktop itself. The X server is ended afterwards.
    """
    if sys.platform != "linux":
        yield "the desktop"
        return
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE"):
        os.environ.pop(name, None)
    if shutil.which("Xvfb") is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen (Xvfb is not installed)"
        return
    with x_server("1600x1000x24") as name:
        os.environ["DISPLAY"] = name
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield "xcb on a virtual X server (Xvfb)"


@contextmanager
def x_server(screen: str, *words: str) -> Iterator[str]:
    """Start an X server with one screen of this size and depth, yield the name of its display, and end it."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", screen, "-nolisten", "tcp", *words]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as answer:
                yield f":{answer.readline().strip()}"
        finally:
            server.terminate()
