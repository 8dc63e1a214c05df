"""The stories of a browser as HAR files: each is recorded once in a run of the tests, whichever process needs it first."""

import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.browser.recorder import Recorder
from tests.support.browser_stories import BrowserStory, Place
from tests.support.har_secrets import secrets_of

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
        file = self._folder / f"{where}-{story.__name__}.har"
        about = file.with_suffix(".json")
        if not about.exists():
            self._record(story, place, file, about)
        told = json.loads(about.read_text())
        return Recorded(file, told["names"], told["person"] | secrets_of(file.read_bytes()))

    def close(self) -> None:
        """End the browser, if there is one."""
        if self._recorder is not None:
            self._recorder.close()

    def _record(self, story: BrowserStory, open_place: OpenPlace, file: Path, about: Path) -> None:
        self._recorder = self._recorder or self._start()
        own = f"{os.getpid()}.part"
        written, known = file.with_suffix(f".{own}"), about.with_suffix(f".json.{own}")
        with open_place() as place:
            with self._recorder.recording(written) as tab:
                story(place, tab)
            known.write_text(json.dumps({"names": dict(place.names), "person": dict(place.person)}))
        if not about.exists():  # another process may have been as quick; a file is whole, whoever it is of
            written.replace(file)
            known.replace(about)
