"""Checks on the structure: parts, base64url and JSON, and what kind of token stands inside (RFC 7515, RFC 7519)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, failed, passed, warned
from jotlens.inspection.checks.json_shape import measure
from jotlens.inspection.claims import effective_type, header_type, listed
from jotlens.tokens.json_text import Number
from jotlens.tokens.model import Defect, Fault, Kind, Part
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.inspection.checks.case import Case, Check

JOSE = frozenset(
    {
        *(Kind.JWS, Kind.JWS_JSON, Kind.JWE, Kind.JWE_JSON, Kind.UNSECURED, Kind.SD_JWT, Kind.MALFORMED),
    }
)
"""The kinds that are built as RFC 7515 or RFC 7516 says."""

_ENCRYPTED = {Kind.JWE, Kind.JWE_JSON}
_JSON_FORM = {Kind.JWS_JSON, Kind.JWE_JSON}
_MOST_LEVELS = 32
_MOST_MEMBERS = 1_000


def _faults(case: Case, defect: Defect) -> list[Fault]:
    return [fault for fault in case.token.faults if fault.defect is defect]


def _in_base64url(case: Case, defect: Defect) -> Outcome:
    """The outcome of a check on the coding of the parts: which part is concerned, and where."""
    if case.token.kind not in JOSE:
        return NOT_APPLICABLE
    found = _faults(case, defect)
    if not found:
        return passed()
    first = found[0]
    return failed(part=str(first.part), character=visible(first.detail), position=str(first.position + 1))


def segment_count(case: Case) -> Outcome:
    """RFC 7515 section 7.1, RFC 7516 section 7.1: three parts when signed, five when encrypted."""
    if case.token.kind not in JOSE or case.token.kind in _JSON_FORM:
        return NOT_APPLICABLE
    found = _faults(case, Defect.SEGMENT_COUNT)
    if not found:
        return passed()
    return failed("one") if found[0].detail == "1" else failed(count=found[0].detail)


def base64url_alphabet(case: Case) -> Outcome:
    """RFC 7515 section 2, RFC 4648 section 5: letters, digits, `-` and `_` only."""
    outcome = _in_base64url(case, Defect.BASE64URL_ALPHABET)
    found = _faults(case, Defect.BASE64URL_ALPHABET)
    if found and all(fault.detail in {"+", "/"} for fault in found) and case.token.kind in JOSE:
        return failed("standard", **outcome.values)
    return outcome


def base64url_padding(case: Case) -> Outcome:
    """RFC 7515 section 2: base64url without padding."""
    return _in_base64url(case, Defect.BASE64URL_PADDING)


def base64url_length(case: Case) -> Outcome:
    """RFC 4648 section 4: no text of base64 has a single character left over."""
    return _in_base64url(case, Defect.BASE64URL_LENGTH)


def base64url_canonical(case: Case) -> Outcome:
    """RFC 4648 section 3.5: unused bits are zero. In the signature it changes nothing, in a signed part it does."""
    outcome = _in_base64url(case, Defect.BASE64URL_CANONICAL)
    found = _faults(case, Defect.BASE64URL_CANONICAL)
    if found and all(fault.part is Part.SIGNATURE for fault in found):
        return warned(**outcome.values)
    return outcome


def header_json(case: Case) -> Outcome:
    """RFC 7515 section 5.2 steps 3 and 4: the header is a JSON object."""
    if case.token.kind not in JOSE:
        return NOT_APPLICABLE
    found = [fault for fault in _faults(case, Defect.HEADER_JSON) if fault.part is Part.HEADER]
    if found:
        return failed(position=str(found[0].position + 1))
    return passed() if case.token.header is not None else failed("missing")


def payload_json(case: Case) -> Outcome:
    """RFC 7519 section 7.2 step 10: the body of a JWT is a JSON object; a signed text need not be one."""
    token = case.token
    if token.kind not in JOSE or token.header is None or token.nested is not None:
        return NOT_APPLICABLE
    if not token.payload and token.payload_text is None:
        return NOT_APPLICABLE
    found = _faults(case, Defect.PAYLOAD_JSON)
    if not found and token.claims is not None:
        return passed()
    expected = header_type(token).endswith("jwt") or case.policy.typ is not None
    cty = token.header.get("cty")
    if not expected and isinstance(cty, str) and effective_type(cty) != "jwt":
        return NOT_APPLICABLE
    if not token.payload:
        return failed("empty") if expected else NOT_APPLICABLE
    if not found or found[0].detail == "not an object":
        return failed("other") if expected else warned("other")
    where = {"position": str(found[0].position + 1)}
    return failed(**where) if expected or token.claims is not None else warned()


def json_utf8(case: Case) -> Outcome:
    """RFC 7515 section 5.2, RFC 8259 section 8.1: UTF-8 without a byte order mark."""
    if case.token.header is None or case.token.kind not in JOSE:
        return NOT_APPLICABLE
    found = _faults(case, Defect.JSON_UTF8)
    if not found:
        return passed()
    values = {"part": str(found[0].part), "position": str(found[0].position + 1)}
    return failed("mark" if found[0].detail else "", **values)


def json_duplicate_names(case: Case) -> Outcome:
    """RFC 7515 section 4, RFC 7519 section 4: a name occurs once in the header, and once among the claims."""
    if case.token.header is None or case.token.kind not in JOSE:
        return NOT_APPLICABLE
    found = _faults(case, Defect.JSON_DUPLICATE_NAMES)
    if not found:
        return passed()
    names = listed(tuple(dict.fromkeys(fault.detail for fault in found)))
    if any(fault.part is not Part.PAYLOAD for fault in found):
        return failed("header", names=names)
    return warned(names=names) if all(fault.path for fault in found) else failed(names=names)


def json_numbers(case: Case) -> Outcome:
    """RFC 8259 section 6: numbers that every reader reads alike; NaN and Infinity are none."""
    if case.token.header is None or case.token.kind not in JOSE:
        return NOT_APPLICABLE
    found = _faults(case, Defect.JSON_NUMBERS)
    if not found:
        return passed()
    impossible = [fault for fault in found if not _is_finite(fault.detail)]
    if impossible:
        return failed(number=impossible[0].detail)
    return warned(number=found[0].detail)


def json_depth(case: Case) -> Outcome:
    """Practice: at most 32 levels and 1,000 members; monsters are made to stop programs."""
    if case.token.header is None or case.token.kind not in JOSE:
        return NOT_APPLICABLE
    shapes = [measure(part) for part in (case.token.header, case.token.claims) if part is not None]
    if _faults(case, Defect.JSON_DEPTH) or any(shape.levels > _MOST_LEVELS for shape in shapes):
        return failed()
    members = max(shape.members for shape in shapes)
    return failed("members", members=f"{members:,}") if members > _MOST_MEMBERS else passed()


def json_trailing(case: Case) -> Outcome:
    """RFC 8259 section 2: one value and nothing after it."""
    if case.token.header is None or case.token.kind not in JOSE:
        return NOT_APPLICABLE
    found = _faults(case, Defect.JSON_TRAILING)
    return failed(part=str(found[0].part), position=str(found[0].position + 1)) if found else passed()


def json_surrogate(case: Case) -> Outcome:
    """RFC 8259 section 8.2: half of a character (a lone surrogate) means something else to each program."""
    if case.token.header is None or case.token.kind not in JOSE:
        return NOT_APPLICABLE
    found = _faults(case, Defect.JSON_SURROGATE)
    return warned(part=str(found[0].part)) if found else passed()


def header_collision(case: Case) -> Outcome:
    """RFC 7515 section 7.2.1: no name stands both in the protected and in the unprotected header."""
    if case.token.kind not in _JSON_FORM:
        return NOT_APPLICABLE
    found = _faults(case, Defect.HEADER_COLLISION)
    return failed(name=found[0].detail) if found else passed()


def signature_present(case: Case) -> Outcome:
    """RFC 7519 section 6: a token without a signature proves nothing."""
    if not case.token.signatures or case.token.kind is Kind.MALFORMED:
        return NOT_APPLICABLE
    return failed() if any(signature.value is None for signature in case.token.signatures) else passed()


def nested_token(case: Case) -> Outcome:
    """RFC 7519 section 5.2: another token inside."""
    return passed() if case.token.nested is not None else NOT_APPLICABLE


def not_json_serialization(case: Case) -> Outcome:
    """RFC 7519 section 3: a JWT is in the compact form."""
    if case.token.kind in _JSON_FORM:
        return failed()
    return passed() if case.token.kind in JOSE else NOT_APPLICABLE


def _is_finite(text: str) -> bool:
    """Whether a number is one that a double can hold: not NaN, not Infinity, not beyond all bounds."""
    number = Number(text)
    if number.value is None:
        return False
    try:
        return abs(float(number.value)) != float("inf")
    except OverflowError:
        return False


CHECKS: tuple[Check, ...] = (
    segment_count,
    base64url_alphabet,
    base64url_padding,
    base64url_length,
    base64url_canonical,
    header_json,
    payload_json,
    json_utf8,
    json_duplicate_names,
    json_numbers,
    json_depth,
    json_trailing,
    json_surrogate,
    header_collision,
    signature_present,
    nested_token,
    not_json_serialization,
)
