"""Claims as a judge reads them: the right type, or nothing."""

import json
from typing import Any

import pytest

from jotlens.inspection.claims import (
    audiences,
    claim_object,
    claim_text,
    effective_type,
    for_management,
    header_type,
    listed,
    readable_claims,
    scopes,
    sound_claims,
    spoken_type,
    texts,
)
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Kind, Part, SelectiveDisclosure, Token
from tests.support.claim_cases import ACCESS, token


def claims(**members: Any) -> JsonObject:
    value = read_json(json.dumps(members), Part.PAYLOAD).value
    assert isinstance(value, JsonObject)
    return value


def test_a_text_is_a_text_with_something_in_it() -> None:
    assert claim_text(claims(sub="u"), "sub") == "u"
    for odd in ("", 7, None, True, ["u"], {"u": 1}):
        assert claim_text(claims(sub=odd), "sub") is None
    assert claim_text(None, "sub") is claim_text(claims(), "sub") is None
    assert claim_object(claims(cnf="x"), "cnf") is claim_object(None, "cnf") is None


def test_audiences_are_a_text_or_a_list_of_texts() -> None:
    assert audiences(claims(aud="a")) == ("a",)
    assert audiences(claims(aud=["a", "", "b"])) == ("a", "b")
    for odd in ("", [], 7, None, ["a", 7], {"a": 1}):
        assert audiences(claims(aud=odd)) == ()
    assert texts(()) == ()


def test_scopes_come_from_both_claims() -> None:
    assert scopes(claims(scope="a  b", scp=["c", "d e"])) == ("a", "b", "c", "d", "e")
    assert scopes(claims(scope=7)) == ()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
        (tuple("abcdef"), "a, b, c, d, e and f"),
        (tuple("abcdefgh"), "a, b, c, d, e, f and 2 more"),
    ],
)
def test_names_are_listed_as_in_a_sentence(names: tuple[str, ...], words: str) -> None:
    assert listed(names) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "empty (null)"),
        (True, "true or false"),
        ("x", "a text"),
        (7, "a number"),
        ([], "a list"),
        ({}, "an object"),
    ],
)
def test_types_are_said_in_words(value: object, words: str) -> None:
    assert spoken_type(claims(x=value).get("x")) == words


def test_a_type_is_compared_without_its_dress() -> None:
    assert effective_type(" Application/AT+JWT ") == "at+jwt"
    assert header_type(token(ACCESS, typ="at+JWT")) == "at+jwt"
    assert header_type(token(ACCESS, typ=7)) == ""
    assert header_type(Token("x", Kind.OPAQUE)) == ""


def test_the_management_api_is_at_the_providers_own_domain() -> None:
    assert for_management(("https://x.example", "https://acme.eu.auth0.com/api/v2/"))
    assert for_management(("http://127.0.0.1:4711/api/v2/",))  # the sandbox plays a tenant
    for other in (
        "https://acme.auth0.com/api/v2",
        "https://acme.example/api/v2/",
        "https://auth0.com.evil/api/v2/",
        "http://127.0.0.1.evil/api/v2/",
    ):
        assert not for_management((other,))


def test_disclosed_claims_are_read_and_broken_tokens_are_not_judged() -> None:
    resolved = claims(sub="u")
    disclosed = Token("x~", Kind.SD_JWT, claims=claims(), sd=SelectiveDisclosure((), resolved, None, ""))
    assert readable_claims(disclosed) is resolved
    broken = Token("x", Kind.MALFORMED, claims=resolved)
    assert readable_claims(broken) is resolved
    assert sound_claims(broken) is None
