"""Odd and hostile texts: a clear sentence, nothing taken for markup, nothing hidden, and the window stays itself."""

import re

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPlainTextEdit, QTextEdit, QTreeView, QWidget

from jotlens.inspection.model import Status, VerdictStatus
from jotlens.tokens.model import Kind
from tests.gui.minted import at, claims, jwt
from tests.gui.person import Person

MARKUP = "<b>bold</b><img src='file:///etc/hostname'><a href='https://example.com/'>here</a>"
LONG = jwt(claims(permissions=[f"read:item-{number}" for number in range(400)]))
LARGE = jwt(claims(permissions=[f"read:item-{number}" for number in range(9_000)]))
HOSTILE = claims(iss=f"https://{MARKUP}/", aud=MARKUP, sub=MARKUP, scope=MARKUP) | {MARKUP: MARKUP}


def tooltips(window: QWidget) -> list[str]:
    """Every tooltip of the window: those of widgets, and those of what its lists and trees hold."""
    widgets = [window, *window.findChildren(QWidget)]
    tips = [widget.toolTip() for widget in widgets]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount()):
            columns = range(3 if isinstance(view, QTreeView) else 1)
            indexes = (model.index(row, column) for column in columns)
            tips.extend(str(index.data(Qt.ItemDataRole.ToolTipRole) or "") for index in indexes)
    return [tip for tip in tips if tip]


def test_markup_in_claims_is_shown_as_it_is_written(person: Person) -> None:
    person.pastes(jwt(HOSTILE))
    rows = {name: value for name, value, _ in person.claim_rows()}
    assert rows["sub"] == rows[MARKUP] == MARKUP
    assert "<b>bold<" in person.reads("subtitle")
    person.window.grab()


def test_no_label_guesses_that_a_text_is_markup(person: Person) -> None:
    person.pastes(jwt(HOSTILE))
    person.types("audienceField", "https://api.example.com/")
    labels = [label for label in person.window.findChildren(QLabel) if label.pixmap().isNull()]
    assert len(labels) > 10
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
    assert not any(label.openExternalLinks() for label in labels)


def test_no_editor_can_hold_markup(person: Person) -> None:
    person.pastes(jwt(HOSTILE))
    assert person.window.findChildren(QTextEdit) == []
    person.opens_tab("Raw")
    person.clicks("raw-payload")
    view = person.find(QPlainTextEdit, "rawView")
    assert "<img src='file:///etc/hostname'>" in view.toPlainText()
    assert "<img" not in view.document().toHtml()
    assert "<a href" not in view.document().toHtml()


def test_no_tooltip_takes_markup_of_a_token_for_its_own(person: Person) -> None:
    person.pastes(jwt(HOSTILE))
    tips = [tip for tip in tooltips(person.window) if "bold" in tip]
    assert tips
    for tip in tips:
        fragment = QTextDocumentFragment.fromHtml(tip)
        assert "<b>" in fragment.toPlainText()
        assert not re.search("<img|<a ", fragment.toHtml())


def test_a_right_to_left_override_is_shown_as_an_escape(person: Person) -> None:
    person.pastes(jwt(claims(sub="usr_\u202e321", iss="https://a\u202eb.example/", aud="api\u2066")))
    rows = {name: value for name, value, _ in person.claim_rows()}
    assert rows["sub"] == "usr_\\u202e321"
    assert rows["iss"] == "https://a\\u202eb.example/"
    shown = [
        person.reads("title"),
        person.reads("subtitle"),
        person.reads("sentence"),
        person.reads("reason"),
    ]
    shown += [f"{card.headline} {card.detail}" for card in map(person.card, person.cards)]
    shown += tooltips(person.window)
    names = [widget.accessibleName() for widget in person.window.findChildren(QWidget)]
    assert "a\\u202eb.example" in " ".join(shown)
    assert not any(re.search("[\u202a-\u202e\u2066-\u2069]", text) for text in shown + names)


def test_an_override_that_was_pasted_stands_in_the_box_as_a_visible_character(person: Person) -> None:
    text = f"\u202e{jwt()}\u2069"
    person.pastes(text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", person.box.toPlainText())
    assert person.box.edited_text() == text


@pytest.mark.parametrize("sub", ["\ud800x", "x\udfff", "\udc00\ud800"])
def test_lone_surrogates_in_a_claim_are_shown_as_escapes(person: Person, sub: str) -> None:
    escaped = "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in sub)
    person.pastes(jwt(f'{{"sub": "{escaped}", "exp": {at(60)}}}'))
    assert ("sub", escaped) in [row[:2] for row in person.claim_rows()]
    person.window.grab()


def test_lone_surrogates_around_a_token_do_not_hide_it(person: Person) -> None:
    person.window.presenter.take_text(f"\ud800{jwt()}\udc00")
    assert person.inspection.token.text == jwt()
    assert "\ufffd" in person.box.toPlainText()
    assert "Invisible or damaged characters: 2." in person.reads("pasteNote")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\0", "There is no text to look at"),
        ("\0\0\0\0", "not text but the content of a file"),
        ("PK\x03\x04\0\0\x08\0", "not text but the content of a file"),
    ],
)
def test_null_bytes_are_no_text(person: Person, text: str, said: str) -> None:
    person.pastes(text)
    assert person.verdict() is VerdictStatus.NOT_A_TOKEN
    assert said in person.reads("sentence")


def test_null_bytes_around_a_token_do_not_hide_it(person: Person) -> None:
    text = f"\0\0{jwt()}\0"
    person.pastes(text)
    assert person.inspection.token.text == jwt()
    assert person.box.edited_text() == text
    assert "\0" not in person.box.toPlainText()


@pytest.mark.parametrize("start", ["x", "eyJ"])
def test_two_megabytes_on_one_line_are_shown_in_short_paragraphs(person: Person, start: str) -> None:
    text = start + "a" * 2_000_000
    person.pastes(text)
    assert person.verdict() is VerdictStatus.NOT_A_TOKEN
    assert f"{len(text):,} characters" in person.reads("sentence")
    assert person.box.edited_text() == text  # with what is laid out a moment later
    lengths = []
    block = person.box.document().begin()
    while block.isValid():
        lengths.append(block.length())
        block = block.next()
    assert max(lengths) <= 1_025
    assert sum(lengths) - len(lengths) == len(text)


@pytest.mark.parametrize("text", [LONG, "\0\u202e" + jwt() + "\r\nnext\u00a0line", f"{LONG}\n\n{LONG}"])
@pytest.mark.parametrize("place", ["pasteBox", "rawView"])
def test_what_is_selected_is_copied_as_it_was_given(person: Person, text: str, place: str) -> None:
    person.pastes(text)
    person.opens_tab("Raw")
    person.widget(place).setFocus()
    person.settled()
    QGuiApplication.clipboard().clear()
    person.presses("Ctrl+A")
    person.presses("Ctrl+C")
    given = text if place == "pasteBox" else person.inspection.token.text
    assert QGuiApplication.clipboard().text() == given


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_line_that_fills_its_paragraphs_keeps_its_end(person: Person, lines: int) -> None:
    person.pastes("a" * 5_000)
    longest = person.box.document().begin().length() - 1
    text = "a" * (longest * lines) + "\n" + "b" * 3_000
    person.pastes(text)
    assert person.box.edited_text() == text
    person.box.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(person.box, "x")
    person.qtbot.waitUntil(lambda: person.window.session.text == text + "x")
    person.presses("Ctrl+A")
    person.presses("Ctrl+C")
    assert QGuiApplication.clipboard().text() == text + "x"


def test_a_large_token_is_shown_before_it_is_read(person: Person) -> None:
    person.window.presenter.take_text(LARGE)
    assert person.window.jobs.busy
    assert person.box.edited_text() == LARGE
    person.settled()
    assert person.inspection.token.text == LARGE
    assert len(person.box.inks) == 3


def test_of_a_text_beyond_what_an_editor_can_show_the_rest_is_counted(person: Person) -> None:
    text = "a" * 3_000_000
    person.pastes(text)
    assert f"The last {len(text) - (2 << 20):,} characters are not shown here." in person.reads("pasteNote")
    assert person.box.isReadOnly()
    person.pastes(jwt())
    assert not person.box.isReadOnly()
    assert person.inspection.token.text == jwt()


@pytest.mark.parametrize("text", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000])
def test_a_hundred_thousand_levels_of_json_are_no_token(person: Person, text: str) -> None:
    person.pastes(text)
    assert person.verdict() is VerdictStatus.NOT_A_TOKEN
    assert "holds no token" in person.reads("sentence")


def test_a_token_of_a_hundred_thousand_levels_says_what_is_wrong(person: Person) -> None:
    person.pastes(jwt('{"a":' * 100_000 + "1" + "}" * 100_000))
    assert person.inspection.token.kind is Kind.JWS
    depth = person.inspection.finding("json-depth")
    assert depth is not None
    assert depth.status is Status.FAIL
    assert person.cards["cardWhat"][0] == "fail"
    person.opens_tab("Raw")
    person.clicks("raw-payload")
    assert person.find(QPlainTextEdit, "rawView").toPlainText().startswith('{"a":{"a":')


@pytest.mark.parametrize("level", [1, 60])
def test_nested_claims_can_be_opened_level_by_level(person: Person, level: int) -> None:
    person.pastes(jwt('{"deep":' + '{"a":' * level + "1" + "}" * level + "}"))
    model = person.claims.model()
    index = model.index(0, 0)
    depth = 0
    while model.hasChildren(index):
        index = model.index(0, 0, index)
        depth += 1
    assert depth == level
    assert model.index(index.row(), 1, index.parent()).data() == "1"


def test_a_thousand_tokens_are_listed(person: Person) -> None:
    person.pastes("\n".join(jwt(claims(sub=f"usr_{number}")) for number in range(1_000)))
    tokens = person.find(QAbstractItemView, "tokensList")
    assert tokens.isVisible()
    assert tokens.model().rowCount() == 1_000
    person.presses("Alt+Up")
    assert dict(row[:2] for row in person.claim_rows())["sub"] == "usr_999"


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        '{"": ""}',
        '{"sub": null}',
        '{"exp": "tomorrow"}',
        '{"exp": 1e400}',
        '{"exp": -1}',
        '{"aud": []}',
        "[]",
        "1",
    ],
)
def test_odd_claims_are_shown_without_a_fault(person: Person, written: str) -> None:
    person.pastes(jwt(written))
    assert person.reads("sentence")
    assert person.inspection.token.payload_text == written
    person.window.grab()


def test_the_title_of_the_window_stays_the_name_of_the_program(person: Person) -> None:
    person.pastes(jwt(HOSTILE))
    assert person.window.windowTitle() == "JotLens"
    assert all("bold" not in child.objectName() for child in person.window.findChildren(QObject))


def test_of_very_many_lines_the_first_are_shown_and_the_rest_is_counted(person: Person) -> None:
    text = f"{jwt()}\n" + "a\n" * 30_000
    person.pastes(text)
    assert person.inspection.token.text == jwt()
    assert person.box.isReadOnly()
    assert person.box.edited_text() == text
    assert person.box.document().blockCount() == 10_000
    assert f"The last {len(text) - len(person.box.toPlainText()):,} characters are not" in person.reads(
        "pasteNote"
    )
