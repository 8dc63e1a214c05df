"""A person with a browser: a real Chromium without a window, which logs in and shows where it arrived."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.support.person import Person

_SCRIPT: Final = Path(__file__).parent / "log_in.mjs"
_WITHIN_S: Final = 60


class BrowserError(AssertionError):
    """The browser did not arrive; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Page:
    """The last page: what a person sees, and `asked`, the addresses of all requests that were made."""

    address: str
    title: str
    text: str
    html: str = field(repr=False)
    asked: tuple[str, ...] = field(repr=False)


class Visit:
    """A browser under way; leaving the `with` ends it."""

    def __init__(self, command: list[str], person: Person) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._known = json.dumps({"user": person.user, "password": person.password, "allows": person.allows})
        assert self._process.stdin is not None
        self._process.stdin.write(self._known)
        self._process.stdin.close()
        self._process.stdin = None  # so that communicate() does not write again

    def page(self) -> Page:
        """Wait until it has arrived; raises `BrowserError`."""
        out, errors = self._process.communicate(timeout=_WITHIN_S)
        if self._process.returncode != 0:
            raise BrowserError(errors)
        seen = json.loads(out)
        return Page(seen["address"], seen["title"], seen["text"], seen["html"], tuple(seen["asked"]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.terminate()  # Playwright ends its browser then
        self._process.communicate()


@dataclass(frozen=True, slots=True)
class Browser:
    """An installed Chromium, with a fresh profile for each visit."""

    node: str
    executable: str
    folder: Path

    def begin(self, address: str, person: Person) -> Visit:
        """Open an address, fill the login and consent forms as that person, and go on alone."""
        profile = self.folder / f"profile-{len(list(self.folder.iterdir()))}"
        profile.mkdir()
        return Visit([self.node, str(_SCRIPT), self.executable, str(profile), address], person)

    def log_in(self, address: str, person: Person) -> Page:
        """Do the same and wait; return the page that was reached, such as the one of the callback."""
        with self.begin(address, person) as visit:
            return visit.page()
