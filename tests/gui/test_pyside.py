"""The Qt binding can be trusted with a long session: one version of it aborts after some hundred signals."""

import subprocess
import sys

# PySide6 6.12.0 on Python 3.11 loses a reference at each emit, and at each call that returns None; after 576
# signals, or some 4,800 calls, the interpreter aborts.
_EMIT = """
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rang = Signal(object)

    def __init__(self):
        super().__init__()
        self.heard = 0
        self.rang.connect(self.hear)

    def hear(self, _value):
        self.heard += 1

bell = Bell()
for number in range(5_000):
    bell.rang.emit(number)
for number in range(20_000):
    bell.setObjectName("bell")
print(bell.heard)
"""


def test_five_thousand_signals_are_emitted_and_heard() -> None:
    run = subprocess.run([sys.executable, "-c", _EMIT], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "5000", "")
