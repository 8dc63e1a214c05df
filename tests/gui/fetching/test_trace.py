"""The list of steps: what it says, what it folds, what it cuts, and what stays hidden."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from jotlens.gui.fetching.qr_code import QrCode, matrix_of
from jotlens.gui.fetching.trace_model import TraceModel
from jotlens.gui.fetching.trace_view import TraceView
from jotlens.gui.fetching.trace_words import LONGEST, Shape, row_of, step_text
from jotlens.gui.looks import Looks
from jotlens.inspection.diagnosis.refused import causes_of
from jotlens.oauth.masking import masked
from jotlens.oauth.trace import Exchange, Note, Step, Value

AT = datetime(2026, 11, 29, tzinfo=UTC)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
ASKED = Exchange(
    "token request",
    "POST",
    "https://issuer.example/token?tenant=a%20b",
    FORM,
    "grant_type=client_credentials&client_secret=s3cret-value",
    AT,
)
PENDING = replace(
    ASKED, status=400, reason="Bad Request", answer_body='{"error": "authorization_pending"}', took_s=0.01
)
ANSWERED = replace(ASKED, status=200, reason="OK", answer_body='{"expires_in":60}', took_s=0.2)


def rows(model: TraceModel) -> list[str]:
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def put(model: TraceModel, *steps: Step) -> None:
    for place, step in enumerate(steps):
        model.put(place, step, masked(step))


@pytest.mark.usefixtures("app")
def test_a_step_is_waited_for_and_then_done() -> None:
    model = TraceModel()
    put(model, ASKED)
    assert rows(model) == ["Waiting: Token request. waiting…. POST issuer.example/token"]
    model.put(0, ANSWERED, masked(ANSWERED))
    assert rows(model) == ["Done: Token request. 200 OK · 200 ms. POST issuer.example/token"]


@pytest.mark.usefixtures("app")
def test_the_same_question_again_and_again_is_one_row() -> None:
    model = TraceModel()
    put(model, PENDING, PENDING, PENDING, ANSWERED)
    assert [row.split(" · ")[0] for row in rows(model)] == [
        "Waiting: Token request. 3 ×",
        "Done: Token request. 200 OK",
    ]


@pytest.mark.usefixtures("app")
def test_secrets_are_shown_while_they_are_revealed() -> None:
    model = TraceModel()
    put(model, ANSWERED)
    model.turn(model.index(0, 0))
    for revealed in (False, True, False):
        model.set_revealed(revealed)
        step = model.step_at(model.index(0, 0))
        assert step is not None
        assert ("s3cret-value" in step_text(step)) is revealed
        parts = row_of(0, step, opened=True).parts
        assert any("s3cret-value" in part.text for part in parts) is revealed


def test_an_opened_step_tells_the_parameters_of_address_and_form() -> None:
    pairs = {part.name: part.text for part in row_of(0, ASKED, opened=True).parts if part.shape is Shape.PAIR}
    assert pairs["tenant"] == "a b"
    assert pairs["grant_type"] == "client_credentials"


def test_a_huge_body_is_cut_for_the_list_and_whole_in_a_copy(app: QApplication, qtbot: QtBot) -> None:
    huge = replace(ANSWERED, answer_body="x" * 2_000_000)
    longest = max(len(part.text) for part in row_of(0, huge, opened=True).parts)
    assert longest < LONGEST + 100
    assert len(step_text(huge)) > 2_000_000
    model = TraceModel()
    view = TraceView(Looks(app), model)
    qtbot.addWidget(view)
    put(model, huge)
    model.turn(model.index(0, 0))
    view.resize(600, 400)
    view.show()
    assert view.sizeHintForRow(0) > 200


@pytest.mark.parametrize(("passed", "spoken"), [(True, "Done"), (False, "Failed"), (None, "Noted")])
def test_a_note_says_what_was_checked(passed: bool | None, spoken: str) -> None:  # noqa: FBT001 - a value
    note = Note("state", "It is the one of this login.", (Value("state", "abc", secret=True),), passed)
    assert row_of(0, note, opened=False).spoken == f"{spoken}: State. It is the one of this login."


@pytest.mark.usefixtures("app")
def test_causes_stand_under_the_step_that_failed() -> None:
    refused = replace(ANSWERED, status=401, reason="Unauthorized", answer_body='{"error": "invalid_client"}')
    model = TraceModel()
    put(model, refused, Note("end"))
    model.show_causes(causes_of(refused.answer_body, AT))
    assert [row.partition(":")[0] for row in rows(model)] == ["Failed", "Cause", "Noted"]
    assert model.is_first_cause(model.index(1, 0))
    assert model.step_at(model.index(1, 0)) is None


def test_a_code_for_cameras_is_dark_on_white_with_a_quiet_edge(app: QApplication, qtbot: QtBot) -> None:
    code = QrCode(Looks(app))
    qtbot.addWidget(code)
    matrix = matrix_of("https://issuer.example/activate?user_code=WDJB-MJHT")
    code.show_matrix(matrix, "leads to issuer.example")
    code.resize(code.sizeHint())
    picture = code.grab().toImage()
    squares = len(matrix) + 8
    unit = picture.width() // squares
    assert unit >= 2
    for y, row in enumerate(matrix):
        for x, square in enumerate(row):
            middle = ((x + 4) * unit + unit // 2, (y + 4) * unit + unit // 2)
            assert picture.pixelColor(*middle) == QColor("#000000" if square else "#ffffff")
    assert picture.pixelColor(unit, unit) == QColor("#ffffff")


def test_a_text_that_is_too_long_for_a_code_has_none() -> None:
    assert matrix_of("x" * 10_000) == ()
