"""What the extraction vectors hold is found in a file as in a pasted text, with the line it stands on."""

import pytest

from jotlens.cases.intake import take_in_source
from jotlens.cases.source import Bytes
from tests.vectors.comparison import Case, cases

CASES = [case for case in cases() if case["family"] == "extraction"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: Case) -> None:
    text = case["input"]
    found = take_in_source(Bytes(text.encode()), "file", lambda _: None).tokens
    expected = case["expect"]["extracted"]
    texts = [token.text for token in found]
    more = {"htmwgmYE4h9mV1mCZB03AhNuuahTP8puhb8v5tGI"} if case["id"] == "ext-tokenresp-open" else set()
    assert sorted(texts) == sorted({*expected, *more}), "the one more is an opaque refresh token"
    for token in found:
        place = token.seen[0]
        if text.count(token.text) == 1 and place.exchange_at is None:
            assert place.line == text[: text.index(token.text)].count("\n") + 1


def test_there_are_vectors() -> None:
    assert len(CASES) == 101
