"""Each lesson runs by one click, and ends in the window in the inspection that it promises."""

import pytest

from jotlens.sandbox.scenarios import scenarios
from tests.gui.sandbox.conftest import Learner

SCENARIOS = {scenario.id: scenario for scenario in scenarios("http://127.0.0.1:1/")}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_lesson_ends_as_it_promises(learner: Learner, name: str) -> None:
    learner.starts()
    learner.plays(name)
    ends, every = SCENARIOS[name].ends, SCENARIOS[name].look.every
    if every:  # the last token is the one that the ending is about
        learner.selects(learner.played.seen[-1].token)
        learner.settled()
    seen = learner.inspection
    if ends.verdict is not None:
        assert seen.verdict.status == ends.verdict
    if ends.finding is not None:
        finding = seen.finding(ends.finding)
        assert finding is not None
        assert finding.status == ends.status
    if ends.cause is not None:
        assert seen.diagnoses[0].id == ends.cause
    assert learner.person.reads("guideSaid") == SCENARIOS[name].watch
