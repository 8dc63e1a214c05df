"""Base64url is decoded leniently, and judged strictly."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.tokens.base64url import decode, encode
from jotlens.tokens.model import Defect, Part


def judged(text: str) -> tuple[bytes, list[tuple[Defect, int, str]]]:
    decoded = decode(text, Part.PAYLOAD)
    return decoded.data, [(fault.defect, fault.position, fault.detail) for fault in decoded.faults]


@pytest.mark.parametrize(
    ("text", "data", "faults"),
    [
        ("", b"", []),
        ("YQ", b"a", []),
        ("YWI", b"ab", []),
        ("-_-_", b"\xfb\xff\xbf", []),
        ("YQ==", b"a", [(Defect.BASE64URL_PADDING, 2, "=")]),
        (
            "+/-_",
            b"\xfb\xff\xbf",
            [(Defect.BASE64URL_ALPHABET, 0, "+"), (Defect.BASE64URL_ALPHABET, 1, "/")],
        ),
        ("YW?I", b"ab", [(Defect.BASE64URL_ALPHABET, 2, "?")]),
        ("YWJjZ", b"abc", [(Defect.BASE64URL_LENGTH, 5, "5")]),
        ("YR", b"a", [(Defect.BASE64URL_CANONICAL, 1, "R")]),
        ("YWJ", b"ab", [(Defect.BASE64URL_CANONICAL, 2, "J")]),
        ("Y", b"", [(Defect.BASE64URL_LENGTH, 1, "1")]),
    ],
)
def test_what_is_read_and_what_is_wrong(
    text: str, data: bytes, faults: list[tuple[Defect, int, str]]
) -> None:
    assert judged(text) == (data, faults)


def test_many_strangers_are_not_listed_one_by_one() -> None:
    assert len(decode("?" * 10_000, Part.HEADER).faults) < 10


@given(st.binary(max_size=200))
def test_what_is_encoded_is_strict(data: bytes) -> None:
    assert encode(data) == base64.urlsafe_b64encode(data).decode().rstrip("=")
    assert decode(encode(data), Part.PAYLOAD).data == data
    assert decode(encode(data), Part.PAYLOAD).faults == ()


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    decode(text, Part.PAYLOAD)
