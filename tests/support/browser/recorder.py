"""A person whose browser writes a HAR file of what they do: a real Chromium, recorded by Playwright as it records."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.support.browser.process import BrowserError

_SCRIPT: Final = Path(__file__).parent / "record.mjs"
_END_WITHIN_S: Final = 20


class Tab:
    """The page of one recording."""

    def __init__(self, recorder: "Recorder") -> None:
        self._recorder = recorder

    def opens(self, address: str) -> str:
        return self._step(open=address)

    def fills(self, selector: str, text: str) -> str:
        return self._step(fill=[selector, text])

    def selects(self, selector: str, value: str) -> str:
        return self._step(select=[selector, value])

    def presses(self, selector: str) -> str:
        return self._step(press=selector)

    def sees(self, text: str) -> str:
        """Wait until the page holds a text."""
        return self._step(until=text)

    def finds(self, selector: str) -> str:
        """Wait until the page has an element."""
        return self._step(has=selector)

    def _step(self, **step: Any) -> str:
        return str(self._recorder.take(step)["text"])


class Recorder:
    """One Chromium for many recordings, each with cookies and storage of its own."""

    def __init__(self, node: str, executable: str) -> None:
        self._process = subprocess.Popen(
            [node, str(_SCRIPT), executable],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def recording(self, file: Path) -> Iterator[Tab]:
        """Write what happens meanwhile to a HAR file, with the bodies in it."""
        self.take({"begin": str(file)})
        try:
            yield Tab(self)
        finally:
            self.take({"end": True})

    def take(self, step: dict[str, Any]) -> dict[str, Any]:
        """Let the browser do one step, and return what it then shows. Raises `BrowserError`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(step) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the browser has ended"}
        if "error" in answer:
            raise BrowserError(f"{step}: {answer['error']}")
        return answer

    def close(self) -> None:
        """End the browser."""
        try:
            self._process.communicate(timeout=_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
