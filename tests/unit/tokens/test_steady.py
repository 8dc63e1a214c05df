"""Going through a text in steps finds what a pattern finds in one go, wherever a step ends."""

import re
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jotlens.tokens import compact_search, encoded_texts, named_values, plain_text, saml_search, steady


def pair(module: ModuleType, name: str, head: str = "") -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return a pattern of a module and what its matches begin with."""
    inside = vars(module)
    return inside[f"_{name}"], inside[f"_{head or name + '_HEAD'}"]


PATTERNS = {
    "colours": pair(plain_text, "COLOUR"),
    "damaged": pair(plain_text, "DAMAGED_ONE", "DAMAGED_HEAD"),
    "percent": pair(plain_text, "PERCENT"),
    "backslashes": pair(plain_text, "BACKSLASH"),
    "entities": pair(plain_text, "ENTITY"),
    "quoted-printable": pair(plain_text, "QUOTED_PRINTABLE", "QUOTED_PRINTABLE"),
    "PASETO": pair(compact_search, "PASETO"),
    "SAML": pair(saml_search, "PARAMETER"),
    "members": pair(named_values, "MEMBER"),
    "parameters": pair(named_values, "PARAMETER"),
    "headers": pair(named_values, "HEADER"),
    **{f"encoded {at}": both for at, both in enumerate(vars(encoded_texts)["_HEADS"].items())},
}
PIECES = some.sampled_from(
    [
        "v2.local.", "A" * 48, "=", ".", "\n", " ", '"access_token"', ": ", '"', "abcdefgh0123", "&access_token=",
        "Authorization: ", "Bearer ", "SAMLResponse=", '"text"', ":", "basic ", "base64,", "ZXlK", "eyJ", "%25",
        "%2E", "\\", "u002e", "\\x41", "\x1b[0m", "\x1b", "[", "[31m", "[m[K", "&amp;", "&#65;", "=3D",
        "\u00e2\u20ac\u2039", "\u00ef\u00bb\u00bf", "\u00e2",
    ]
)  # fmt: skip
TEXTS = some.lists(PIECES, max_size=30).map("".join)


@pytest.fixture
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "_LONG", 8)
    monkeypatch.setattr(steady, "_STEP", 16)


@pytest.mark.usefixtures("short_steps")
@pytest.mark.parametrize("name", PATTERNS)
def test_steps_find_what_one_go_finds(name: str) -> None:
    pattern, head = PATTERNS[name]

    @given(TEXTS)
    def compare(text: str) -> None:
        at_once = [(match.span(), match.groups()) for match in pattern.finditer(text)]
        assert [(match.span(), match.groups()) for match in steady.matches(pattern, head, text)] == at_once
        assert steady.replaced(pattern, head, text, "-") == pattern.sub("-", text)

    compare()


@pytest.mark.usefixtures("short_steps")
@pytest.mark.parametrize("length", [15, 16, 17, 31, 32, 33, 400])
def test_a_head_across_the_end_of_a_step_is_found(length: int) -> None:
    found = steady.search(re.compile("e[wy][A-Za-z0-9_-]{6}"), "." * length + "eyJhbGci", 0)
    assert found is not None
    assert found.start() == length


@pytest.mark.usefixtures("short_steps")
@pytest.mark.parametrize("text", ["", "a", "a\u202eb" * 9, "\u202e" * 40])
def test_characters_are_replaced_in_every_step(text: str) -> None:
    assert steady.replaced_characters(re.compile("\u202e"), "-", text) == text.replace("\u202e", "-")


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_finds_something_where_its_head_does(name: str) -> None:
    pattern, head = PATTERNS[name]
    text = (
        "\x1b[0m \u00e2\u20ac\u2039 %25%41 \\u002e \\x41 &amp; =3D v2.local." + "A" * 60 + " SAMLResponse=" + "A" * 40
        + ' "access_token": "abcdefgh0123" &access_token=abcdefgh0123& Authorization: Bearer abcdefgh0123'
        + " ZXlK" + "A" * 44 + " base64," + "A" * 40 + ' "text": "' + "A" * 44 + '"'
    )  # fmt: skip
    match = pattern.search(text)
    assert match is not None
    assert head.match(text, match.start())
