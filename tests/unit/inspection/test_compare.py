"""Two tokens are compared by what they mean."""

import pytest

from jotlens.inspection.compare import Comparison, What, compare
from jotlens.tokens.read import read
from tests.support.terminal import healthy_token


def _compared(one: dict[str, object], other: dict[str, object]) -> Comparison:
    return compare(read(healthy_token(**one)), read(healthy_token(**other)))


def test_what_changes_with_every_token_is_set_aside() -> None:
    found = _compared(
        {"jti": "1", "nonce": "a", "at_hash": "x"},
        {"jti": "2", "nonce": "b", "at_hash": "y", "iat": 1_700_000_100, "exp": 1_700_086_500},
    )
    assert found.changes == ()
    assert set(found.set_aside) == {"jti", "nonce", "at_hash", "iat", "exp"}
    assert found.sentence == "Nothing that means anything differs."


def test_lists_are_sets() -> None:
    found = _compared(
        {"permissions": ["read:orders", "write:orders"], "scope": "a b", "aud": ["x", "y"]},
        {"permissions": ["write:orders"], "scope": "b a", "aud": ["y", "x"]},
    )
    (change,) = found.changes
    assert (change.name, change.what, change.gone, change.come) == (
        "permissions",
        What.ITEMS,
        ("read:orders",),
        (),
    )
    assert change.sentence == "The permission “read:orders” is gone."
    assert found.sentence == "1 thing differs."


def test_one_audience_and_a_list_of_one_are_the_same() -> None:
    assert _compared({"aud": "x"}, {"aud": ["x"]}).changes == ()


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        ({"org_id": "org_1"}, {"org_id": "org_2"}, "org_id changed from “org_1” to “org_2”."),
        ({"org_id": "org_1"}, {}, "org_id is gone (it was “org_1”)."),
        ({}, {"email_verified": False}, "email_verified is new: false."),
        ({"scope": "a"}, {"scope": "a b c"}, "The scopes “b”, “c” are new."),
        ({"x": {"y": ["1", 2]}}, {"x": {"y": [2]}}, "“1” is gone from x.y."),
        ({"aud": "x"}, {"aud": "y"}, "The audience “x” is gone. The audience “y” is new."),
        ({}, {"exp": 1_700_003_600}, "The first lives 1 day, the second 1 h."),
        ({"a": "\u202e"}, {"a": "b"}, "a changed from “\\u202e” to “b”."),
    ],
)
def test_what_differs_is_said(one: dict[str, object], other: dict[str, object], sentence: str) -> None:
    assert [change.sentence for change in _compared(one, other).changes] == [sentence]


def test_the_weightiest_comes_first() -> None:
    found = _compared({"zone": "1", "aud": "x", "org_id": "1"}, {"zone": "2", "aud": "y", "org_id": "2"})
    assert [change.name for change in found.changes] == ["aud", "org_id", "zone"]


def test_the_header_counts() -> None:
    one = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.eyJhIjoxfQ.AAAA"
    other = "eyJhbGciOiJFUzI1NiIsImtpZCI6ImIifQ.eyJhIjoxfQ.AAAA"
    found = compare(read(one), read(other))
    assert [(change.where, change.name) for change in found.changes] == [("header", "alg"), ("header", "kid")]


def test_the_same_token() -> None:
    token = read(healthy_token())
    assert compare(token, token).sentence == "It is the same token."


def test_what_cannot_be_read_is_said() -> None:
    found = compare(read(healthy_token()), read("opaque-token-1234567890"))
    assert found.unread == "other"
    assert found.sentence.endswith(
        "What is inside the second cannot be read, so the claims cannot be compared."
    )
    assert found.changes[0].name == "kind"
