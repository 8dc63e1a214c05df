"""Whatever the text, finding ends, stays inside it, and finds again what it has found."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.tokens.find import find
from jotlens.tokens.formats.paseto import read_paseto
from jotlens.tokens.formats.saml import read_saml
from jotlens.tokens.read import read_all
from tests.support.token_texts import HS256, RS256, TOKENS, paseto
from tests.vectors.comparison import cases

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


def work(text: str) -> int:
    """Return how many functions are called to search a text: a measure that no other load on the machine moves."""
    calls = 0

    def count(*_event: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        find(text)
    finally:
        sys.setprofile(None)
    return calls


HOSTILE = {
    "words": "a b " * 6_000,
    "dots": "." * 25_000,
    "starts": "eyJ" * 8_000,
    "starts and dots": "eyJ." * 6_000,
    "starts on lines": "eyJhbGciOiJI\n" * 2_000,
    "headers": "eyJhbGciOiJIUzI1NiJ9." * 1_000,
    "headers on lines": "eyJhbGciOiJIUzI1NiJ9.x\n" * 1_000,
    "wide lines": "eyJhbGciOiJIUzI1NiJ9." + ("a" * 76 + "\n") * 1_300,
    "starts on wide lines": ("eyJ" * 24 + "\n") * 1_400 + ".",
    "brackets": "[" * 25_000,
    "objects": '{"ciphertext":' * 1_000,
    "closed objects": '{"ciphertext":"x","a":' * 1_000 + "1" + "}" * 1_000,
    "quotes": "\"'" * 12_000,
    "backslashes": "\\" * 25_000,
    "escaped quotes": '\\"' * 12_000,
    "percent": "%25" * 8_000,
    "tildes": HS256 + "~a" * 12_000,
    "tokens": (HS256 + "~") * 400,
    "strings": 'eyJabcdefgh"+"' * 1_000,
    "zero-width": "e\u200b" * 12_000,
    "names": "access_token=" * 7_700,
    "parameters": "&access_token=abcdefgh0123" * 1_000,
    "headers of HTTP": "Authorization: Bearer abcdefgh0123\n" * 1_000,
    "cookies": "a.0=abcdefgh; a.1=abcdefgh; " * 3_500,
    "SAML": "SAMLResponse=" * 7_700,
    "base64": ("ZXlK" + "A" * 72 + "\n") * 1_300,
    "escape characters": "\x1b[" * 12_000,
    "blanks": " \t" * 12_000,
    "lines": "\r\n" * 12_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_hostile_text_is_no_more_than_twice_the_work(name: str) -> None:
    text = HOSTILE[name]
    assert work(text * 2) <= 2.2 * work(text) + 1_000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_token_behind_a_long_hostile_text_is_still_found(name: str) -> None:
    assert RS256 in [found.text for found in find(f"{HOSTILE[name]}\n\n. {RS256}").found]
