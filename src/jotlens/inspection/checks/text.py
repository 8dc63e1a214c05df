"""Checks on the pasted text itself, before anything is read into it, and on what kind of token it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, warned
from jotlens.inspection.claims import listed
from jotlens.tokens.model import Confidence, Kind
from jotlens.tokens.visible import hides

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jotlens.inspection.checks.case import Case, Check
    from jotlens.tokens.model import Found

USUAL_CHARACTERS = 8 * 1024
"""Longer tokens do not fit into the headers that many web servers allow (8 to 16 KB for all of them)."""

MOST_CHARACTERS = 1 << 20

_VARIANTS = {
    Kind.JWS: "jws",
    Kind.JWS_JSON: "jws-json",
    Kind.JWE: "jwe",
    Kind.JWE_JSON: "jwe-json",
    Kind.UNSECURED: "unsecured",
    Kind.SD_JWT: "sd-jwt",
    Kind.PASETO: "paseto",
    Kind.SAML: "saml",
}


def input_present(case: Case) -> Outcome:
    """Whether there is any text at all."""
    return passed() if case.token.text.strip() else failed()


def input_size(case: Case) -> Outcome:
    """Practice: 8 KB is what many web servers allow for all headers; beyond 1 MiB nothing is read."""
    characters = len(case.token.text)
    if characters > MOST_CHARACTERS:
        return failed(characters=f"{characters:,}")
    return warned(characters=f"{characters:,}") if characters > USUAL_CHARACTERS else passed()


def input_wrapper(case: Case) -> Outcome:
    """RFC 6750 section 2.1: what stood around the token (`Bearer`, quotes, JSON …) and was taken off."""
    if case.finds is None or not case.finds.found:
        return NOT_APPLICABLE
    return warned(stripped=listed(case.finds.stripped)) if case.finds.stripped else passed()


def input_hidden_chars(case: Case) -> Outcome:
    """Zero-width characters, line breaks and other damage: harmless around a token, fatal inside it."""
    if case.token.kind is Kind.NONE:
        return NOT_APPLICABLE
    places = case.finds.hidden if case.finds is not None else ()
    found = case.finds.found if case.finds is not None else ()
    own = [item for item in found if item.text == case.token.text]
    inside = [place for place in places if _is_inside(place, own)]
    around = [place for place in places if not _is_inside(place, found)]
    if inside:
        return failed(count=str(len(inside)), position=str(inside[0] + 1))
    if hides(case.token.text.strip()):
        return failed("token")
    return warned(count=str(len(around))) if around else passed()


def _is_inside(place: int, found: Iterable[Found]) -> bool:
    return any(item.start < place < item.end - 1 for item in found)


def token_kind(case: Case) -> Outcome:
    """What the text is: recognised by its form, or only guessed."""
    token = case.token
    match token.kind:
        case Kind.NONE:
            return NOT_APPLICABLE
        case Kind.MALFORMED:
            return warned("malformed")
        case Kind.OPAQUE:
            label = token.format.label if token.format is not None else ""
            sure = token.format is not None and token.format.confidence in {
                Confidence.CERTAIN,
                Confidence.STRONG,
            }
            if sure:
                return passed("opaque", label=label)
            guessed = token.format is not None and token.format.confidence is not Confidence.FALLBACK
            return warned("guessed", label=label) if guessed else warned("opaque")
        case _:
            return passed(_VARIANTS[token.kind])


CHECKS: tuple[Check, ...] = (
    input_present,
    input_size,
    input_wrapper,
    input_hidden_chars,
    token_kind,
)
