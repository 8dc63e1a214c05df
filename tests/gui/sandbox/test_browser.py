"""Lessons with logins in a real Chromium: the pages of the sandbox, the way back to the window, and its end."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from jotlens.gui.sandbox.guide import GuideState
from tests.gui.sandbox.conftest import Learner
from tests.support.browser.process import Browser

Steps = tuple[dict[str, object], ...]

_STAY: Final = Path(__file__).parents[2] / "support" / "browser" / "stay.mjs"
_LOG_IN: Final[Steps] = (
    {"fill": ["#password", "demo"]},  # the user is chosen already
    {"press": "#login"},
)
_ACCEPT: Final[dict[str, object]] = {"press": "#accept"}
_WITHIN_MS: Final = 60_000


class SystemBrowser:
    """The browser of a person, which stays open: each address is opened in it, and these steps are done there."""

    def __init__(self, browser: Browser, profile: Path, visits: tuple[Steps, ...]) -> None:
        self._process = subprocess.Popen(
            [browser.node, str(_STAY), browser.executable, str(profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._visits = list(visits)
        self._thread = threading.Thread(target=self._listen, name="test-browser")
        self._thread.start()
        self.texts: list[str] = []
        self.troubles: list[str] = []

    def open(self, address: str) -> bool:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"open": address, "steps": self._visits.pop(0)}) + "\n")
        self._process.stdin.flush()
        return True

    def close(self) -> None:
        """Close it, once it has shown its last page."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._thread.join(60)
        self._process.wait(60)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            seen = json.loads(line)
            self.texts.extend(seen["texts"])
            self.troubles.extend(seen["errors"])


@pytest.fixture
def chromium(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., SystemBrowser]]:
    """Return what opens a Chromium that does these steps at each visit."""
    made: list[SystemBrowser] = []

    def make(*visits: Steps) -> SystemBrowser:
        made.append(SystemBrowser(browser, tmp_path / "profile", visits))
        return made[-1]

    yield make
    for system in made:
        system.close()


@pytest.mark.parametrize(
    ("lesson", "visits"),
    [
        ("opaque-and-jwt", (_LOG_IN, ())),
        ("implicit-calendar", ((*_LOG_IN, _ACCEPT),)),
        ("no-second-dialog", ((*_LOG_IN, _ACCEPT), ())),
        ("wider-access", ((*_LOG_IN, _ACCEPT), (_ACCEPT,))),
        ("administrator-consent", (_LOG_IN, (*_LOG_IN, _ACCEPT))),
        ("opaque", (_LOG_IN,)),
        ("refused", (_LOG_IN,)),
    ],
)
def test_a_lesson_with_a_real_browser(
    learner: Learner, chromium: Callable[..., SystemBrowser], lesson: str, visits: tuple[Steps, ...]
) -> None:
    learner.starts()
    system = chromium(*visits)
    learner.fetching.opener = system.open
    learner.clicks_lesson(lesson)
    learner.qtbot.waitUntil(lambda: learner.guide_state() is not GuideState.RUNNING, timeout=_WITHIN_MS)
    learner.settled()
    system.close()
    assert learner.guide_state() is GuideState.DONE, (learner.person.reads("guideSaid"), system.troubles)
    assert system.troubles == []
    assert "not for production" in system.texts[0]
    assert learner.inspection.token.text
    if lesson == "wider-access":
        new, before = system.texts[-2].split("You allowed before")  # the last one is the page of the way back
        assert "Add events to your calendar" in new
        assert "Read your calendar" in before
