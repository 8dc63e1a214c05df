"""The checks on the pasted text, each through every outcome."""

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.checks.text import input_hidden_chars, input_size, token_kind
from jotlens.inspection.model import Status
from jotlens.tokens.model import Confidence, Finds, Found, Kind, Token, TokenFormat
from tests.support.claim_cases import assert_reached, encrypted
from tests.unit.inspection.minting import CLAIMS, case, compact, signed

FAMILY = "text"


def opaque(confidence: Confidence | None) -> Case:
    form = TokenFormat("some", "Some token", "", confidence, True, "test") if confidence else None
    return case(Token("Yx3kQ8s0Zt1mB7", Kind.OPAQUE, format=form))


def of_kind(kind: Kind) -> Case:
    return case(Token("text", kind))


def found(text: str, *hidden: int, start: int = 0, stripped: tuple[str, ...] = ()) -> Case:
    item = Found(text, start, start + len(text))
    return case(text, finds=Finds((item,), stripped, None, hidden))


CASES: tuple[tuple[str, str, Case], ...] = (
    ("input-present", "pass", case(signed())),
    ("input-present", "fail", case(" \n")),
    ("input-size", "pass", case(signed())),
    ("input-size", "warn", case(signed(payload=CLAIMS | {"groups": "x" * 8_192}))),
    ("input-size", "fail", case(Token("x" * 1_048_577, Kind.NONE))),
    ("input-wrapper", "pass", found(signed())),
    ("input-wrapper", "warn", found(signed(), start=7, stripped=("Bearer prefix", "quotes"))),
    ("input-hidden-chars", "pass", found(signed())),
    ("input-hidden-chars", "warn", found(signed(), 0, start=3)),
    ("input-hidden-chars", "fail", found(signed(), 20)),
    ("input-hidden-chars", "fail.token", case(signed()[:20] + "\u200b" + signed()[20:])),
    ("token-kind", "pass.jws", case(signed())),
    ("token-kind", "pass.jws-json", of_kind(Kind.JWS_JSON)),
    ("token-kind", "pass.jwe", case(encrypted())),
    ("token-kind", "pass.jwe-json", of_kind(Kind.JWE_JSON)),
    ("token-kind", "pass.unsecured", case(compact({"alg": "none"}, CLAIMS))),
    ("token-kind", "pass.sd-jwt", case(signed() + "~")),
    ("token-kind", "pass.paseto", of_kind(Kind.PASETO)),
    ("token-kind", "pass.saml", of_kind(Kind.SAML)),
    ("token-kind", "pass.opaque", opaque(Confidence.STRONG)),
    ("token-kind", "warn.guessed", opaque(Confidence.HEURISTIC)),
    ("token-kind", "warn.opaque", opaque(None)),
    ("token-kind", "warn.malformed", case("eyJhbGciOiJIUzI1NiJ9.e30")),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


def test_a_token_that_was_not_found_in_a_text_has_no_wrapper() -> None:
    assert case(signed()).finds is None
    assert token_kind(case("")).status is Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("length", "status"),
    [(8_192, Status.PASS), (8_193, Status.WARN), (1 << 20, Status.WARN), ((1 << 20) + 1, Status.FAIL)],
)
def test_the_thresholds_of_size(length: int, status: Status) -> None:
    assert input_size(case(Token("x" * length, Kind.OPAQUE))).status is status


def test_hidden_characters_at_the_edge_of_the_token_are_around_it() -> None:
    text = signed()
    for place, status in ((2, Status.WARN), (3, Status.WARN), (4, Status.FAIL), (3 + len(text), Status.WARN)):
        assert input_hidden_chars(found(text, place, start=3)).status is status


def test_the_fallback_format_is_no_format() -> None:
    assert token_kind(opaque(Confidence.FALLBACK)).variant == "opaque"


def test_what_stands_inside_another_token_is_its_own_affair() -> None:
    one, two = signed(kid="one"), signed(kid="two")
    items = (Found(one, 0, len(one)), Found(two, 500, 500 + len(two)))
    places = (9, 499)
    of = case(two, finds=Finds(items, (), None, places))
    assert input_hidden_chars(of).values == {"count": "1"}
    assert input_hidden_chars(case(one, finds=Finds(items, (), None, places))).status is Status.FAIL
