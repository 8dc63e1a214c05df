"""Nothing from a token can hide in a line, or turn it around."""

from __future__ import annotations

import pytest

from jotlens.tokens.visible import hides, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, Grüße, 部落格", "plain text, Grüße, 部落格"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"),
        ("a\x00b\n", "a\\u0000b\\u000a"),
        ("\x1b[31m", "\\u001b[31m"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("\ufeff", "\\ufeff"),
    ],
)
def test_hidden_characters_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert hides(text) is (text != shown)


def test_a_long_text_is_cut_before_it_is_escaped() -> None:
    assert visible("x" * 50, 10) == "x" * 9 + "…"
    assert visible("x" * 10, 10) == "x" * 10
