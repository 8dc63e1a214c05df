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

_TOUR: Final = Path(__file__).parents[2] / "support" / "browser" / "tour.mjs"
_LOG_IN: Final[tuple[dict[str, object], ...]] = (
    {"fill": ["#password", "demo"]},  # the user is chosen already
    {"press": "#login"},
)
_ACCEPT: Final[dict[str, object]] = {"press": "#accept"}
_WITHIN_MS: Final = 90_000


class SystemBrowser:
    """The one browser of a person: each address is opened in it, with the cookies of the one before."""

    def __init__(self, browser: Browser, profile: Path, visits: list[tuple[dict[str, object], ...]]) -> None:
        self._command = [browser.node, str(_TOUR), browser.executable, str(profile)]
        self._visits = visits
        self._threads: list[threading.Thread] = []
        self.texts: list[str] = []
        self.troubles: list[str] = []

    def open(self, address: str) -> bool:
        before, steps = list(self._threads), self._visits.pop(0)
        thread = threading.Thread(target=self._visit, args=(address, steps, before), name="test-browser")
        self._threads.append(thread)
        thread.start()
        return True

    def join(self) -> None:
        for thread in self._threads:
            thread.join(60)

    def _visit(
        self, address: str, steps: tuple[dict[str, object], ...], before: list[threading.Thread]
    ) -> None:
        for thread in before:
            thread.join(60)  # one browser has one profile
        done = subprocess.run(
            self._command,
            input=json.dumps([{"open": address}, *steps]),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode != 0:
            self.troubles.append(done.stderr)
            return
        for page in json.loads(done.stdout):
            self.texts.append(page["text"])
            self.troubles.extend(page["errors"])


@pytest.fixture
def chromium(learner: Learner, browser: Browser, tmp_path: Path) -> Iterator[Callable[..., SystemBrowser]]:
    """Return what gives the window a Chromium that does these steps at each visit."""
    made: list[SystemBrowser] = []

    def make(*visits: tuple[dict[str, object], ...]) -> SystemBrowser:
        system = SystemBrowser(browser, tmp_path / "profile", list(visits))
        made.append(system)
        learner.fetching.opener = system.open
        return system

    yield make
    for system in made:
        system.join()


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
    learner: Learner,
    chromium: Callable[..., SystemBrowser],
    lesson: str,
    visits: tuple[tuple[dict[str, object], ...], ...],
) -> None:
    learner.starts()
    system = chromium(*visits)
    learner.clicks_lesson(lesson)
    guide = learner.desk.pane.guide
    learner.qtbot.waitUntil(lambda: guide.state is not GuideState.RUNNING, timeout=_WITHIN_MS)
    system.join()
    learner.settled()
    assert guide.state is GuideState.DONE, (guide.said, system.troubles)
    assert system.troubles == []
    assert "not for production" in system.texts[0]
    assert learner.inspection.token.text
    if lesson == "wider-access":
        asked = system.texts[-2]  # the last dialog, before the page of the way back
        assert "Add events to your calendar" in asked.split("You allowed before")[0]
        assert "Read your calendar" in asked.split("You allowed before")[1]
