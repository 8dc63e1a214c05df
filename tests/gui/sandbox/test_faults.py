"""Each fault is switched on in the pane, and the window names its cause first."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from jotlens.gui.fetching.run_view import RunState
from jotlens.gui.sandbox.words import clock_words, status_words
from jotlens.inspection.model import Status
from jotlens.oauth.trace import Exchange
from jotlens.sandbox.faults import Faults
from tests.gui.sandbox.conftest import Learner

KEYS_PATH = ".well-known/jwks.json"


def switches_on(learner: Learner, name: str) -> None:
    learner.opens_tab(2)
    QApplication.processEvents()
    switch = learner.person.widget(f"fault-{name}")
    learner.desk.pane.faults.ensureWidgetVisible(switch)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(10, switch.height() // 2))
    assert getattr(learner.sandbox.faults, name) is True


def chooses(learner: Learner, name: str, words: str) -> None:
    learner.opens_tab(2)
    box = learner.person.find(QComboBox, f"fault-{name}")
    box.setFocus()
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def sets_clock(learner: Learner, seconds: int) -> None:
    chooses(learner, "clock_offset_s", clock_words()[seconds])
    assert learner.sandbox.faults.clock_offset_s == seconds


def takes_keys(learner: Learner) -> None:
    """Check the token on show with the keys that are published now."""
    visitor = learner.user.visitor
    assert visitor is not None
    key = learner.window.presenter.exhibit.desk.expected.key
    key.show_fetched(" ".join(visitor.call(f"/{KEYS_PATH}").text.split()), KEYS_PATH, "")
    learner.settled()


@pytest.mark.parametrize(
    ("sets", "check", "cause"),
    [
        (partial(switches_on, name="wrong_audience"), "aud-match", "D3"),
        (partial(switches_on, name="wrong_issuer"), "iss-match", "D10"),
        (partial(switches_on, name="alg_none"), "alg-none", "D7"),
        (partial(switches_on, name="hs_rs_confusion"), "alg-hmac-with-public-key", "D7"),
        (partial(switches_on, name="duplicate_claims"), "json-duplicate-names", None),
        (partial(sets_clock, seconds=600), "iat-future", "D4"),
        (partial(sets_clock, seconds=-86_400), "exp-passed", "D4"),
    ],
)
def test_a_wrong_token_is_diagnosed(
    learner: Learner, sets: Callable[[Learner], None], check: str, cause: str | None
) -> None:
    learner.starts()
    sets(learner)
    assert learner.person.reads("sandboxWrong").startswith("Wrong on purpose: ")
    learner.fetches("native-demo")
    learner.window.session.select(0)
    learner.person.types(
        "leewayField", "0"
    )  # as strict as the sandbox's own APIs: they forgive an old token nothing
    takes_keys(learner)
    seen = learner.inspection
    finding = seen.finding(check)
    assert finding is not None
    assert finding.status is Status.FAIL
    assert next((diagnosis.id for diagnosis in seen.diagnoses), None) == cause


def test_a_doubled_name_of_a_key_is_noticed(learner: Learner) -> None:
    learner.starts()
    switches_on(learner, "duplicate_kid")
    switches_on(learner, "omit_alg")
    learner.fetches("native-demo")
    takes_keys(learner)
    finding = learner.inspection.finding("jwks-duplicate-kid")
    assert finding is not None
    assert finding.status is Status.WARN


def test_a_revoked_key_is_diagnosed(learner: Learner) -> None:
    learner.starts()
    learner.fetches("native-demo")
    learner.opens_tab(2)
    learner.presses("revokeKey")
    assert "no previous key" in learner.person.reads("keysSaid")
    learner.presses("rotateKey")
    learner.settled()
    assert "still published" in learner.person.reads("keysSaid")
    learner.presses("revokeKey")
    assert "worthless" in learner.person.reads("keysSaid")
    takes_keys(learner)
    assert learner.inspection.diagnoses[0].id == "D6"


@pytest.mark.parametrize(
    ("sets", "failure"),
    [
        (partial(switches_on, name="html_for_json"), "html"),
        (partial(switches_on, name="endless_body"), "too-large"),
        (partial(chooses, name="status", words=status_words()[429]), "too-many"),
        (partial(chooses, name="status", words=status_words()[500]), "server-error"),
    ],
)
def test_a_wrong_answer_is_said(learner: Learner, sets: Callable[[Learner], None], failure: str) -> None:
    learner.starts()
    sets(learner)
    learner.fetches("geo-backend")
    run = learner.fetching.page.run
    assert run.state is RunState.FAILED
    assert learner.person.reads("runSaid")
    last = [step for step in run.model.steps if isinstance(step, Exchange)][-1]
    assert last.failure == failure or last.status in {200, 429, 500}


def test_everything_is_right_again_by_one_button(learner: Learner) -> None:
    learner.starts()
    switches_on(learner, "alg_none")
    sets_clock(learner, 600)
    learner.presses("clearFaults")
    assert learner.sandbox.faults == Faults()
    assert learner.person.reads("sandboxWrong") == ""
    switches_on(learner, "wrong_audience")
    learner.presses("sandboxReset")
    assert learner.sandbox.faults == Faults()
    assert learner.sandbox.log.entries() == ()
    assert learner.desk.pane.requests.rowCount() == 0


def test_a_switch_is_turned_by_the_keyboard(learner: Learner) -> None:
    learner.starts()
    learner.opens_tab(2)
    switch = learner.person.widget("fault-omit_alg")
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert learner.sandbox.faults.omit_alg
