"""Texts as an editor holds them: cut, with hidden characters made visible, and turned back without a loss."""

from hypothesis import given
from hypothesis import strategies as some

from jotlens.gui.widgets.sheet_text import cut, from_sheet, shown_length, to_sheet
from jotlens.tokens.visible import hides

TEXTS = some.text(
    some.one_of(
        some.characters(exclude_categories=("Cs", "Co")), some.sampled_from("\n\t\0\u200b\u202e\u2028\xa0")
    ),
    max_size=300,
)


@given(TEXTS)
def test_what_an_editor_shows_hides_nothing(text: str) -> None:
    assert not hides(to_sheet(text).replace("\n", "").replace("\t", ""))


@given(TEXTS)
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(to_sheet(text)) == len(text)


@given(TEXTS)
def test_what_was_made_visible_can_be_turned_back(text: str) -> None:
    if not any("\u2400" <= char <= "\u241f" for char in text):  # those stand for control characters
        assert from_sheet(to_sheet(text)) == text


def test_lone_surrogates_are_replaced() -> None:
    assert to_sheet("a\ud800b") == "a\ufffdb"


@given(TEXTS, some.integers(1, 40))
def test_no_paragraph_of_a_cut_text_is_long(text: str, longest: int) -> None:
    pieces = cut(text, longest)
    if len(text) > longest:
        assert max(map(len, pieces.paragraphs.split("\n"))) <= longest


@given(TEXTS, some.integers(1, 40))
def test_a_character_is_found_again_in_a_cut_text(text: str, longest: int) -> None:
    pieces = cut(text, longest)
    units = pieces.paragraphs.encode("utf-16-le")
    for offset, char in enumerate(text):
        place = 2 * pieces.position(offset)
        assert units[place:].decode("utf-16-le").startswith(char)


def test_a_short_text_is_left_alone() -> None:
    assert cut("a\nb", 1024).paragraphs == "a\nb"
    assert cut("a\nb", 1024).breaks == ()


@given(some.text("a\n", max_size=60), some.integers(1, 40), some.integers(1, 8))
def test_no_more_is_shown_than_so_many_characters_and_lines(text: str, most: int, lines: int) -> None:
    shown = text[: shown_length(text, most, lines)]
    assert len(shown) <= most
    assert shown.count("\n") < lines
    rest = text[len(shown) :]
    assert not rest or len(shown) == most or (rest[0] == "\n" and shown.count("\n") == lines - 1)


@given(some.text(some.sampled_from("\ud800\udfffa\u202e"), max_size=40), some.booleans())
def test_every_lone_surrogate_is_replaced(text: str, many: bool) -> None:  # noqa: FBT001 - drawn
    text += "".join(map(chr, range(0xD800, 0xD900))) if many else ""
    sheet = to_sheet(text)
    assert len(sheet) == len(text)
    assert not any("\ud800" <= char <= "\udfff" for char in sheet)
    assert sheet.count("\ufffd") == sum("\ud800" <= char <= "\udfff" for char in text)
