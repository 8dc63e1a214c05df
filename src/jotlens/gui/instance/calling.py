"""The second start's side: calls the first window, before anything of Qt is loaded."""

from __future__ import annotations

import os
import sys

from jotlens.gui.instance.call import PATIENCE_S, TAKEN, Call, written
from jotlens.gui.instance.place import is_private, pipe_name, socket_path

_ACTIVATION = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


def hand_over(file: str | None) -> bool:
    """Raise the window that is open already, with a file to look at if one is given; whether there was one.

    False as well when it does not answer within a second: then its owner must not wait for it.
    """
    activation = next((os.environ[name] for name in _ACTIVATION if os.environ.get(name)), "")
    call = Call("" if file is None else os.path.abspath(file), activation if activation.isascii() else "")  # noqa: PTH100 - pathlib costs milliseconds here
    return _call_pipe(written(call)) if sys.platform == "win32" else _call_socket(written(call))


def _call_socket(message: bytes) -> bool:
    path = socket_path()
    # A first start finds no folder or no socket here, and loads nothing.
    if path is None or not is_private(os.path.dirname(path)) or not os.path.exists(path):  # noqa: PTH110, PTH120 - as above
        return False
    import socket
    import time

    ends = time.monotonic() + PATIENCE_S
    answer = b""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(PATIENCE_S)
            line.connect(path)
            line.sendall(message)
            while len(answer) < len(TAKEN) and (left := ends - time.monotonic()) > 0:
                line.settimeout(left)
                received = line.recv(len(TAKEN) - len(answer))
                if not received:
                    break
                answer += received
    except OSError:  # nobody listens any more, or nobody answers
        return False
    return answer == TAKEN


def _call_pipe(message: bytes) -> bool:
    """Call the first window on Windows. A pipe has no time limit, so a thread of its own waits for the answer."""
    import threading

    answers: list[bytes] = []

    def ask() -> None:
        try:
            with open(rf"\\.\pipe\{pipe_name()}", "r+b", buffering=0) as pipe:  # noqa: PTH123 - no path
                pipe.write(message)
                answers.append(pipe.read(len(TAKEN)) or b"")
        except OSError:
            return

    _let_others_come_to_the_front()
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(PATIENCE_S)
    return answers == [TAKEN]


def _let_others_come_to_the_front() -> None:
    """Pass on the right to come to the front, which Windows gave to this process for the click that started it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)
