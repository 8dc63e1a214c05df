"""The real window in a process of its own, which tells what happens to it, a line each."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

_PROGRAM = """
import sys
from PySide6.QtCore import QSocketNotifier
import jotlens.gui.app
from jotlens.__main__ import main
from jotlens.gui.main_window import MainWindow

def tell(*words):
    print(*map(ascii, words), flush=True)

class Told(MainWindow):
    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        self.session.loaded.connect(lambda reading: tell("loaded", self.session.text[:40]))
        self.session.refused.connect(lambda trouble: tell("refused", str(trouble)))
        self.session.case_given.connect(lambda paths: tell("case", *(path.name for path in paths)))
    def complete(self):
        super().complete()
        self.end = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self.end.activated.connect(self.close)
        tell("stands")
    def open_file(self, path):
        tell("opens", str(path))
        super().open_file(path)
    def raise_(self):
        tell("raised", self.isMinimized())

jotlens.gui.app.MainWindow = Told
sys.exit(main(sys.argv[1:]))
"""


class WindowProcess:
    """Starts `jotlens` with words; `folder` is its runtime folder, shared with whom it shall find."""

    def __init__(self, folder: Path, *words: str, **more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(folder) | more,
        )
        self._unread = b""

    def line(self, timeout_s: float = 20) -> str:
        """Return the next line that it tells; empty when it has ended, or told nothing in time."""
        out = self.process.stdout
        assert out is not None
        ends = time.monotonic() + timeout_s
        while b"\n" not in self._unread and (left := ends - time.monotonic()) > 0:
            if select.select([out], [], [], left)[0]:
                more = os.read(out.fileno(), 65_536)
                if not more:
                    break
                self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def until(self, wanted: str) -> list[str]:
        """Return the lines up to the first that begins with `wanted`."""
        lines = []
        while line := self.line():
            lines.append(line)
            if line.startswith(wanted):
                return lines
        raise AssertionError(f"no {wanted} in {lines}")

    def freeze(self) -> None:
        """Let it hang."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def crash(self) -> None:
        """End it as a crash does: nothing is cleared up."""
        self.process.kill()
        self.process.wait(20)

    def close(self) -> int:
        """Close its window, and return its exit code."""
        assert self.process.stdin is not None
        if not self.process.stdin.closed:
            self.process.stdin.close()
        return self.process.wait(20)

    def end(self) -> None:
        """Leave nothing of it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(20)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a window that draws offscreen, with this runtime folder."""
    return {**os.environ, "XDG_RUNTIME_DIR": str(folder), "QT_QPA_PLATFORM": "offscreen"}
