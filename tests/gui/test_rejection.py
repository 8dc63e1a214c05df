"""The rejection desk: what the API answered goes in, and why it refused the token comes out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTabBar

from jotlens.gui.panes.rejection_pane import RejectionPane
from jotlens.gui.widgets.causes_view import CausesView
from tests.gui.minted import AUDIENCE, OPAQUE, at, claims, jwt
from tests.gui.person import Person

EXPIRED = 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error="invalid_token", error_description="jwt expired"'


def answers(person: Person, text: str) -> None:
    """Open the desk by its keys and paste an answer into it."""
    person.presses("Ctrl+R")
    assert person.focused is person.find(QPlainTextEdit, "answerBox")
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(person.focused, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(person.focused, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pane = person.find(RejectionPane, "rejectionPane")
    person.qtbot.waitUntil(lambda: person.window.session.expectation.answer == pane.answer() != "")
    person.settled()


def causes(person: Person) -> list[str]:
    """The titles of the causes on show, in their order."""
    view = person.find(CausesView, "causesList")
    if not view.isVisible():
        return []
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_an_answer_is_explained_with_the_token(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(-60 * 60))))
    answers(person, EXPIRED)
    assert causes(person)[0].startswith("Most likely cause: ")
    assert "D4" in person.inspection.diagnoses[0].id
    assert person.reads("cause").startswith("Most likely cause: ")


def test_without_an_answer_the_pane_says_what_to_paste(person: Person) -> None:
    person.pastes(jwt())
    person.opens_tab("Why rejected")
    assert causes(person) == []
    assert "Paste above what came back" in person.reads("rejectionSaid")
    assert person.reads("cause") == ""


def test_an_answer_pasted_alone_opens_the_desk(person: Person) -> None:
    person.pastes(
        '{"error":"access_denied","error_description":"Service not found: https://api.example.com"}'
    )
    bar = person.find(QTabBar, "evidenceTabs")
    assert bar.tabText(bar.currentIndex()) == "Why rejected"
    assert len(causes(person)) >= 1
    assert person.inspection.diagnoses[0].id == "D11"
    assert "itself an answer" in person.reads("rejectionSaid")


def test_what_to_do_is_what_the_cause_asks_for(person: Person) -> None:
    person.pastes(jwt())
    answers(person, EXPIRED)
    person.clicks("whatToDo")
    assert person.reads("nextStep") == person.inspection.diagnoses[0].fix


def test_the_answer_stays_when_other_expectations_are_typed(person: Person) -> None:
    person.pastes(jwt())
    answers(person, EXPIRED)
    before = person.inspection.diagnoses
    assert before
    person.types("audienceField", AUDIENCE)
    assert person.inspection.policy.api is not None
    assert person.inspection.diagnoses


def test_clearing_the_answer_takes_its_causes_away(person: Person) -> None:
    person.pastes(jwt())
    answers(person, EXPIRED)
    person.clicks("clearAnswer")
    person.settled()
    assert person.inspection.policy.api is None
    assert causes(person) == []
    assert person.focused is person.find(QPlainTextEdit, "answerBox")


def test_a_cause_is_copied_for_a_ticket(person: Person) -> None:
    person.pastes(OPAQUE)
    answers(person, "jwt malformed")
    view = person.find(CausesView, "causesList")
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    person.presses("Ctrl+C")
    copied = QGuiApplication.clipboard().text()
    first = person.inspection.diagnoses[0]
    assert copied.startswith(f"{first.title} ({first.id})")
    assert first.fix in copied


def test_markup_in_an_answer_stays_text(person: Person) -> None:
    person.pastes(jwt())
    answers(person, "401 <b>jwt expired</b> <img src='file:///etc/hostname'>")
    box = person.find(QPlainTextEdit, "answerBox")
    assert "<b>jwt expired</b>" in box.toPlainText()
    assert "<b>jwt" not in box.document().toHtml()
    person.window.grab()


def test_of_a_huge_answer_the_beginning_is_taken(person: Person) -> None:
    person.pastes(jwt(claims(exp=at(-60 * 60))))
    answers(person, EXPIRED + "\n" + "x" * 600_000)
    assert len(person.find(QPlainTextEdit, "answerBox").toPlainText()) == 1 << 18
    assert person.inspection.diagnoses[0].id == "D4"


def test_the_sample_of_a_refusal_names_the_wrong_token(person: Person) -> None:
    person.opens_menu("menuSamples")
    person.chooses("menuSample-refused")
    assert person.inspection.diagnoses[0].id == "D5"
