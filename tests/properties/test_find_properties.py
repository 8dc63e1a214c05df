"""Whatever the text, finding ends, stays inside it, and finds again what it has found."""

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.tokens.find import find
from jotlens.tokens.formats.paseto import read_paseto
from jotlens.tokens.formats.saml import read_saml
from jotlens.tokens.read import read_all
from tests.support.token_texts import HS256, RS256, TOKENS, paseto
from tests.vectors.comparison import cases

if TYPE_CHECKING:
    from collections.abc import Iterator

INPUTS = [str(case["input"]) for case in cases()]
PIECES = (
    ".", "..", "~", "=", "eyJ", "ey", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJub25lIn0.e30.", "Bearer ", "Authorization: ",
    "access_token=", '"access_token":"', '"', "'", "\\", '\\"', "\n", "\r\n", " ", "\t", "> ", "%2E", "%25", "%", "&#46;",
    "&", "\u200b", "\ufeff", "\xa0", "\x00", "\x1b[1m", "\u00e2\u20ac\u2039", "{", "}", '"ciphertext":"x"', '"payload":""',
    '"signature":""', "<samlp:Response ", "SAMLResponse=", "v4.public.", "a.0=", "a.1=", "ZXlK", ";base64,", "+", "|", "#", "=\n",
    "\\\n", "' +\n '", "\ud800", "…", ",", ";", "(", ")", "undefined", "https://", *TOKENS.values(), paseto("public", "x"),
)  # fmt: skip
TEXTS = (
    st.text(max_size=200)
    | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
    | st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14).map("".join)
)


def holds(text: str) -> None:
    """Assert what must hold of every text."""
    finds = find(text)
    assert find(text) == finds
    places = [found.start for found in finds.found]
    assert places == sorted(places)
    assert len({found.text for found in finds.found}) == len(finds.found)
    assert all(0 <= place < len(text) for place in finds.hidden)
    for found in finds.found:
        assert found.text
        assert 0 <= found.start < found.end <= len(text)
        assert [again.text for again in find(found.text).found] == [found.text]


@given(TEXTS)
def test_what_is_found_lies_within_and_is_found_again(text: str) -> None:
    holds(text)


@given(st.sampled_from(INPUTS), st.data())
def test_a_mutated_paste_is_no_trouble(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    holds(text[:start] + data.draw(st.sampled_from(PIECES)) + text[end:])


@given(TEXTS)
def test_every_text_is_read(text: str) -> None:
    finds, tokens = read_all(text)
    assert len(tokens) == max(1, len(finds.found))
    read_saml(text)
    read_paseto(text)


@given(
    st.sampled_from(sorted(TOKENS)), st.text(max_size=30).filter(lambda text: not any(map(str.isalnum, text)))
)
def test_a_token_in_a_row_of_signs_is_found(shape: str, signs: str) -> None:
    text = f"{signs} {TOKENS[shape]}\n{signs}"
    assert TOKENS[shape] in [found.text for found in find(text).found]


@contextmanager
def _counted(monkeypatch: pytest.MonkeyPatch) -> "Iterator[list[int]]":
    steps = [0]
    original = json.loads

    def counting(text: str | bytes) -> object:
        steps[0] += len(text)
        return original(text)

    monkeypatch.setattr("jotlens.tokens.compact_search.json.loads", counting)
    yield steps


HOSTILE = {
    "words": "a b " * 25_000,
    "dots": "." * 100_000,
    "starts": "eyJ" * 33_000,
    "starts and dots": "eyJ." * 25_000,
    "starts on lines": "eyJhbGciOiJI\n" * 8_000,
    "headers": "eyJhbGciOiJIUzI1NiJ9." * 5_000,
    "headers on lines": "eyJhbGciOiJIUzI1NiJ9.x\n" * 4_000,
    "wide lines": "eyJhbGciOiJIUzI1NiJ9." + ("a" * 76 + "\n") * 1_300,
    "starts on wide lines": ("eyJ" * 24 + "\n") * 1_400 + ".",
    "brackets": "[" * 100_000,
    "objects": '{"ciphertext":' * 7_000,
    "closed objects": '{"ciphertext":"x","a":' * 4_000 + "1" + "}" * 4_000,
    "quotes": "\"'" * 50_000,
    "backslashes": "\\" * 100_000,
    "escaped quotes": '\\"' * 50_000,
    "percent": "%25" * 33_000,
    "tildes": HS256 + "~a" * 50_000,
    "tokens": (HS256 + "~") * 400,
    "strings": 'eyJabcdefgh"+"' * 7_000,
    "zero-width": "e\u200b" * 50_000,
    "names": "access_token=" * 7_700,
    "parameters": "&access_token=abcdefgh0123" * 4_000,
    "headers of HTTP": "Authorization: Bearer abcdefgh0123\n" * 3_000,
    "cookies": "a.0=abcdefgh; a.1=abcdefgh; " * 3_500,
    "SAML": "SAMLResponse=" * 7_700,
    "base64": ("ZXlK" + "A" * 72 + "\n") * 1_300,
    "escape characters": "\x1b[" * 50_000,
    "blanks": " \t" * 50_000,
    "lines": "\r\n" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_gone_through_a_bounded_number_of_times(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _counted(monkeypatch) as steps:
        find(HOSTILE[name])
    assert steps[0] <= 8 * len(HOSTILE[name])


def test_a_token_at_the_end_of_a_long_hostile_text_is_still_found() -> None:
    for text in HOSTILE.values():
        assert RS256 in [found.text for found in find(f"{text}\n\n. {RS256}").found]
