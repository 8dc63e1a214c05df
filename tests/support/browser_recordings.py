"""The stories of a browser as HAR files: each is recorded once in a run of the tests, whichever process needs it first."""

import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.support.browser.process import BrowserError
from tests.support.browser.recorder import Recorder
from tests.support.browser_stories import BrowserStory, Place
from tests.support.har_secrets import secrets_of

_HAR: Final = "recorded.har"
_ABOUT: Final = "about.json"
OpenPlace = Callable[[], AbstractContextManager[Place]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recorded story: its file, what a sentence about it names, and what must not leave."""

    file: Path
    names: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)

    @property
    def har(self) -> bytes:
        return self.file.read_bytes()

    def is_said(self, pattern: str, sentence: str) -> bool:
        """Whether a sentence is the one that is to be said of this story."""
        escaped = {name: re.escape(value) for name, value in self.names.items()}
        return re.fullmatch(pattern.format_map(escaped), sentence) is not None


class Recordings:
    """Records stories at places, and keeps them in a folder that all processes of a run share."""

    def __init__(self, folder: Path, start: Callable[[], Recorder]) -> None:
        self._folder = folder
        self._start = start
        self._recorder: Recorder | None = None

    def of(self, story: BrowserStory, where: str, place: OpenPlace) -> Recorded:
        """Return the recording of a story at the place of this name, which is opened if it must be made."""
        folder = self._folder / f"{where}-{story.__name__}"
        if not folder.exists():
            self._record(story, place, folder)
        told = json.loads((folder / _ABOUT).read_text())
        file = folder / _HAR
        return Recorded(file, told["names"], told["person"] | secrets_of(file.read_bytes()))

    def close(self) -> None:
        """End the browser, if there is one."""
        if self._recorder is not None:
            self._recorder.close()
            self._recorder = None

    def _record(self, story: BrowserStory, open_place: OpenPlace, folder: Path) -> None:
        self._recorder = self._recorder or self._start()
        made = folder.with_name(f"{folder.name}.{os.getpid()}")
        made.mkdir(exist_ok=True)
        try:
            with open_place() as place:
                with self._recorder.recording(made / _HAR) as tab:
                    story(place, tab)
                about = {"names": dict(place.names), "person": dict(place.person)}
                (made / _ABOUT).write_text(json.dumps(about))
        except BrowserError:
            self.close()  # the next one gets a browser that is fresh
            raise
        with suppress(OSError):  # another process was as quick: its recording, which is whole, is taken
            made.rename(folder)
