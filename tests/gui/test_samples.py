"""The samples: each is what its words promise, offers what belongs to it, and sets nothing by itself."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton

from jotlens.gui.samples import Sample, samples
from jotlens.inspection.model import LifetimeState, SignatureStatus, VerdictStatus
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read_all
from jotlens.tokens.resources import resource
from tests.gui.minted import jwt
from tests.gui.person import Person

ALL = samples()


@pytest.fixture(params=ALL, ids=lambda sample: sample.id)
def sample(request: pytest.FixtureRequest) -> Sample:
    found: Sample = request.param
    return found


def test_a_sample_has_words_and_a_text(sample: Sample) -> None:
    assert sample.title
    assert sample.look.endswith(".")
    assert sample.text().strip()


def test_every_file_of_the_samples_is_listed_once() -> None:
    listed = [sample.file for sample in ALL]
    files = {path.name for path in resource("samples/index.json").parent.iterdir()} - {"index.json", "README"}
    assert sorted(listed) == sorted(files)
    assert len({sample.id for sample in ALL}) == len(ALL)


def test_the_kinds_of_the_samples_differ() -> None:
    kinds = {sample.id: [token.kind for token in read_all(sample.text())[1]] for sample in ALL}
    assert kinds == {
        "calendar": [Kind.JWS],
        "opaque": [Kind.JWE],
        "answer": [Kind.JWS, Kind.JWS, Kind.OPAQUE],
        "refused": [Kind.JWS],
        "expired": [Kind.JWS],
        "cut-off": [Kind.MALFORMED],
        "rfc9068": [Kind.JWS],
    }


def test_the_first_sample_is_the_request_to_the_calendar(person: Person) -> None:
    menu = person.opens_menu("menuSamples")
    assert menu.actions()[0].objectName() == "menuSample-calendar"
    assert [action.text() for action in menu.actions()] == [sample.title for sample in ALL]


def test_a_sample_can_be_chosen_on_the_empty_page(person: Person) -> None:
    person.find(QPushButton, "sample-calendar").click()
    person.settled()
    assert person.inspection.token.alg == "HS256"
    assert person.box.text.startswith("GET /calandar/v1/events")
    assert person.reads("pasteNote") == ALL[0].look


def test_a_sample_sets_nothing_and_offers_what_belongs_to_it(person: Person) -> None:
    person.find(QPushButton, "sample-calendar").click()
    person.settled()
    assert person.field("audienceField").text() == ""
    assert person.field("keyField").text() == ""
    assert _state(person) is LifetimeState.EXPIRED
    person.clicks("offerButton")
    person.settled()
    assert person.field("audienceField").text() == "https://api.example.com/calandar/v1/"
    assert person.inspection.signature.status is SignatureStatus.VERIFIED
    assert _state(person) is LifetimeState.ACTIVE
    assert person.inspection.at == datetime(2016, 3, 24, 12, tzinfo=UTC)
    assert not person.widget("offerButton").isVisible()


def test_the_secret_of_the_calendar_is_not_good_enough(person: Person) -> None:
    person.window.presenter.samples.show("calendar")
    person.clicks("offerButton")
    person.settled()
    assert person.verdict() is VerdictStatus.REJECT
    finding = person.inspection.finding("hmac-secret-length")
    assert finding is not None
    assert str(finding.status) == "fail"


def test_the_next_sample_is_not_judged_by_what_the_last_one_filled_in(person: Person) -> None:
    person.window.presenter.samples.show("calendar")
    person.clicks("offerButton")
    person.settled()
    person.window.presenter.samples.show("expired")
    person.settled()
    assert person.field("audienceField").text() == ""
    assert person.field("keyField").text() == ""
    assert person.window.session.expectation.as_of is None


def test_a_token_that_is_pasted_is_not_judged_by_what_belongs_to_a_sample(person: Person) -> None:
    person.window.presenter.samples.show("calendar")
    person.clicks("offerButton")
    person.settled()
    person.pastes(jwt())
    assert person.field("audienceField").text() == ""
    assert person.field("keyField").text() == ""
    assert person.window.session.expectation.as_of is None
    assert _state(person) is LifetimeState.ACTIVE


def test_what_a_person_changed_of_it_stays(person: Person) -> None:
    person.window.presenter.samples.show("calendar")
    person.clicks("offerButton")
    person.types("audienceField", "https://api.example.com/mine")
    person.settled()
    person.pastes(jwt())
    assert person.field("audienceField").text() == "https://api.example.com/mine"
    assert person.field("keyField").text() == ""
    assert person.window.session.expectation.as_of is None


def test_what_belongs_to_a_sample_stays_while_it_is_changed_by_hand(person: Person) -> None:
    person.window.presenter.samples.show("calendar")
    person.clicks("offerButton")
    person.settled()
    key = person.field("keyField").text()
    person.box.moveCursor(QTextCursor.MoveOperation.End)
    person.box.insertPlainText("A")
    person.qtbot.waitUntil(lambda: person.window.session.text.endswith("A"))
    assert person.field("keyField").text() == key


def test_what_a_person_filled_in_stays_for_a_sample(person: Person) -> None:
    person.pastes(ALL[3].text())
    person.types("audienceField", "https://api.example.com/mine")
    person.window.presenter.samples.show("calendar")
    person.settled()
    assert person.field("audienceField").text() == "https://api.example.com/mine"


def test_the_answer_nearly_fits_its_api(person: Person) -> None:
    person.window.presenter.samples.show("answer")
    person.clicks("offerButton")
    person.settled()
    decided = person.inspection.finding(person.inspection.verdict.finding_id or "")
    assert decided is not None
    assert decided.difference is not None


def test_the_pictures_of_the_program_are_there() -> None:
    for name in ("jotlens.svg", *(f"jotlens-{size}.png" for size in (16, 32, 48, 64, 128, 256))):
        assert resource(f"icons/{name}").stat().st_size > 100


def _state(person: Person) -> LifetimeState:
    return person.inspection.lifetime.state
