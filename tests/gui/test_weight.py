"""The tab of weights: what takes the room, the ceilings, and that a large token holds nothing up."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from jotlens.gui.models.list_model import ROW
from jotlens.gui.models.weight_model import Bar, WeightModel, Words
from jotlens.gui.widgets.weight_view import WeightView
from jotlens.inspection.weight import weigh
from jotlens.tokens.read import read_all
from tests.gui.minted import CUT_OFF, claims, jwt
from tests.gui.person import Person, colors_in

GROUPS = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(120)]
HEAVY = jwt(claims(groups=GROUPS))


def spoken(person: Person) -> list[str]:
    model = person.find(QAbstractItemView, "weightList").model()
    return [
        str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())
    ]


def row_of(person: Person, name: str) -> int:
    return next(at for at, text in enumerate(spoken(person)) if text.startswith(name))


def test_nothing_is_weighed_before_somebody_looks(person: Person) -> None:
    person.pastes(HEAVY)
    assert spoken(person) == []
    person.opens_tab("Weight")
    assert spoken(person)


def test_the_heaviest_comes_first_and_what_would_remain_is_said(person: Person) -> None:
    person.pastes(HEAVY)
    person.opens_tab("Weight")
    rows = spoken(person)
    assert rows[0].startswith(
        f"It has {len(HEAVY):,} characters, which is too long for: Windows Credential Manager"
    )
    assert "The heaviest claim is “groups”" in rows[0]
    assert rows[1] == "What takes the room"
    assert rows[2].startswith("groups, ")
    assert any(text.startswith("Windows Credential Manager, too long, ") for text in rows)
    assert any(text.startswith("All headers in 16 KB, fits, ") for text in rows)


def test_what_is_inside_a_claim_is_opened_by_keys(person: Person) -> None:
    person.pastes(HEAVY)
    person.opens_tab("Weight")
    view = person.find(WeightView, "weightList")
    view.setFocus()
    view.setCurrentIndex(view.model().index(row_of(person, "groups"), 0))
    before = len(spoken(person))
    person.presses("Return")
    assert len(spoken(person)) == before + 51
    assert spoken(person)[row_of(person, "groups") + 1].startswith("[1], 52")
    assert spoken(person)[row_of(person, "groups") + 51].startswith("70 smaller ones together, ")
    person.presses("Space")
    assert len(spoken(person)) == before
    assert view.currentIndex().row() == row_of(person, "groups")


def test_another_token_is_weighed_while_the_tab_is_open_and_the_same_one_is_not_folded(
    person: Person,
) -> None:
    person.pastes(HEAVY)
    person.opens_tab("Weight")
    view = person.find(WeightView, "weightList")
    view.setFocus()
    view.setCurrentIndex(view.model().index(row_of(person, "groups"), 0))
    person.presses("Return")
    rows = spoken(person)
    person.types("audienceField", "https://api.example.com/")
    assert spoken(person) == rows
    person.box.setFocus()
    person.pastes(jwt())
    assert spoken(person)[0].startswith(f"It has {len(jwt()):,} characters and fits")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("access_token=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4", "the whole token, "),
        (CUT_OFF, "aud, "),
        (
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AAECAwQFBgcI.AAAAAAAAAAAAAAAAAAAAAA",
            "ciphertext, ",
        ),
    ],
)
def test_every_kind_of_token_has_a_weight(person: Person, text: str, said: str) -> None:
    person.pastes(text)
    person.opens_tab("Weight")
    assert any(row.startswith(said) for row in spoken(person))


def test_what_is_no_token_has_none(person: Person) -> None:
    person.pastes("Bearer null")
    person.opens_tab("Weight")
    assert spoken(person) == []


def test_a_megabyte_is_weighed_aside(person: Person) -> None:
    person.pastes(jwt(claims(notes="x" * 700_000)))
    person.opens_tab("Weight")
    assert spoken(person) == []
    assert person.window.jobs.busy
    person.settled()
    assert spoken(person)[2].startswith("notes, 933")


def test_a_name_from_the_token_stays_a_text(person: Person) -> None:
    person.pastes(jwt(json.dumps({"<b>\u202e": "x" * 90, "exp": 1})))
    person.opens_tab("Weight")
    assert spoken(person)[2].startswith("<b>\\u202e, ")


def test_bars_are_painted_in_the_colours_of_the_parts(person: Person) -> None:
    person.pastes(HEAVY)
    person.opens_tab("Weight")
    theme = person.window.looks.theme
    view = person.find(WeightView, "weightList")
    seen = colors_in(view.viewport())
    assert {theme.segment("payload"), theme.segment("header"), theme.segment("signature")} <= seen
    view.scrollToBottom()
    assert {theme.tone("fail").ink, theme.tone("pass").ink} <= colors_in(view.viewport())


def test_a_row_says_all_of_itself_and_why_a_ceiling_matters() -> None:
    model = WeightModel()
    model.show_weight(weigh(read_all(HEAVY)[1][0]))
    rows = [model.index(at).data(ROW) for at in range(model.rowCount())]
    assert isinstance(rows[0], Words)
    ceilings = [row for row in rows if isinstance(row, Bar) and row.explanation]
    assert len(ceilings) == 4
    for at, row in enumerate(rows):
        described = model.index(at).data(Qt.ItemDataRole.AccessibleDescriptionRole)
        assert described == (row.explanation if isinstance(row, Bar) else "")
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    model.show_weight(None)
    assert model.rowCount() == 0
