"""Many runs of base64 are seen through together just as each would be alone."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jotlens.reports.base64_runs import BASE64, base64_text, hold_text
from jotlens.reports.known_secrets import KnownSecrets
from jotlens.reports.start_index import StartIndex

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_WORDS = st.text(_LETTERS, min_size=8, max_size=40)
_OTHERS = " ".join(f"currency-{number}/status-{number}" for number in range(100_000, 100_040))


@given(st.text(st.characters(codec="utf-8"), min_size=9), st.booleans())
@example("ééééééééé", True)
@example("a€€€€€€€€", False)
@example("ab😀😀😀😀", False)
def test_no_text_is_passed_by(text: str, is_urlsafe: bool) -> None:  # noqa: FBT001
    run = (urlsafe_b64encode if is_urlsafe else b64encode)(text.encode()).decode()
    found = BASE64.findall(run)
    assert hold_text(found) == any(base64_text(item) is not None for item in found)


@given(st.lists(st.text(_LETTERS, min_size=12, max_size=40), max_size=20))
def test_what_is_no_text_is_seen_to_be_none(runs: list[str]) -> None:
    assert hold_text(runs) == any(base64_text(run) is not None for run in runs)


@pytest.mark.parametrize("before", ["", "a", "ab", "\xff", "\xff\x00\xfe"])
@pytest.mark.parametrize("secret", ["Zw9-Kq4_u", "tokenvalue-Tr0ub4dor", "pä$$-wörd, nö"])
@pytest.mark.parametrize("others", ["", _OTHERS, _OTHERS + " " + b64encode(b"\xfe" * 30).decode()])
def test_a_secret_is_found_in_one_of_many_runs(before: str, secret: str, others: str) -> None:
    known = KnownSecrets(lambda _: "x")
    known.add(secret)
    code = b64encode(f"{before}{secret}".encode("latin-1"))
    text = f"{others} {code.decode()} {others}"
    assert known.taken_out(text) == f"{others} removed {others}"


@pytest.mark.parametrize("others", ["", _OTHERS])
def test_a_secret_is_found_that_was_encoded_three_times(others: str) -> None:
    known = KnownSecrets(lambda _: "x")
    known.add("tokenvalue-Tr0ub4dor")
    code = b64encode(b64encode(b64encode(b"tokenvalue-Tr0ub4dor"))).decode()
    assert known.taken_out(f"{others} {code} {others}") == f"{others} removed {others}"


@given(st.lists(_WORDS, unique=True, min_size=1), st.text(_LETTERS), st.text(_LETTERS), st.data())
def test_every_word_is_found_wherever_it_stands(
    words: list[str], before: str, behind: str, data: st.DataObject
) -> None:
    index = StartIndex()
    for word in words:
        index.add(word.encode())
    text = f"{before}{data.draw(st.sampled_from(words))}{behind}".encode()
    assert set(index.words_in(text)) == {word.encode() for word in words if word.encode() in text}
