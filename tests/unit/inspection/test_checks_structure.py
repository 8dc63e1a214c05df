"""The checks on the structure of a token, each through every outcome."""

import json

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.checks.json_shape import measure
from jotlens.inspection.checks.structure import (
    base64url_alphabet,
    json_depth,
    json_numbers,
    payload_json,
)
from jotlens.inspection.model import Policy, Status
from jotlens.tokens.json_text import read_json
from jotlens.tokens.model import Kind, Part, Token
from tests.support.claim_cases import assert_reached, checks_of, encrypted, opaque
from tests.unit.inspection.minting import (
    CLAIMS,
    SECRET,
    b64,
    case,
    compact,
    ec_pair,
    jwk_ring,
    part,
    presentation,
    secret_ring,
    sign,
    signed,
)

FAMILY = "structure"
SPELLING = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def next_spelling(text: str) -> str:
    """Return the same bytes, written with another last character."""
    return text[:-1] + SPELLING[SPELLING.index(text[-1]) + 1]


def with_payload(text: str | bytes, **header: object) -> Case:
    data = text.encode() if isinstance(text, str) else text
    return case(f"{part({'alg': 'HS256', **header})}.{b64(data)}.c2ln")


def json_form(header: object = None) -> Case:
    flat = {"payload": part(CLAIMS), "protected": part({"alg": "HS256"}), "signature": "c2ln"}
    return case(json.dumps(flat if header is None else flat | {"header": header}))


def with_disclosures(*disclosures: str, method: str | None = None) -> Case:
    claims = {"_sd": []} if method is None else {"_sd": [], "_sd_alg": method}
    return case("~".join((signed(payload=claims), *disclosures, "")))


def unsigned_header(text: str) -> str:
    """Return a token whose header is this JSON text."""
    return f"{b64(text.encode())}.e30.c2ln"


ISSUER = jwk_ring(ec_pair().jwk)
DISCLOSED = presentation().rpartition("~")[0] + "~"
REPEATED = DISCLOSED + DISCLOSED.split("~")[1] + "~"

CHECKS = tuple(checks_of("structure").values())

CASES: tuple[tuple[str, str, Case], ...] = (
    ("segment-count", "pass", case(signed())),
    ("segment-count", "fail", case(f"{part({'alg': 'HS256'})}.e30")),
    ("segment-count", "fail.one", case(part({"alg": "HS256"}))),
    ("base64url-alphabet", "pass", case(signed())),
    ("base64url-alphabet", "fail", case(f"{part({'alg': 'HS256'})}.e3!0.c2ln")),
    ("base64url-alphabet", "fail.standard", case(f"{part({'alg': 'HS256'})}.e30.c2+/")),
    ("base64url-padding", "pass", case(signed())),
    ("base64url-padding", "fail", case(f"{part({'alg': 'HS256'})}.e30=.c2ln")),
    ("base64url-length", "pass", case(signed())),
    ("base64url-length", "fail", case(f"{part({'alg': 'HS256'})}.e30.c2lnc")),
    ("base64url-canonical", "pass", case(signed())),
    ("base64url-canonical", "warn", case(next_spelling(signed()))),
    ("base64url-canonical", "fail", case(f"{part({'alg': 'HS256'})}.{next_spelling('e30')}.c2ln")),
    ("header-json", "pass", case(signed())),
    ("header-json", "fail", case(unsigned_header('{"alg":"HS256",}'))),
    ("header-json", "fail.missing", case(Token("x", Kind.MALFORMED))),
    ("payload-json", "pass", case(signed())),
    ("payload-json", "warn", with_payload("just words")),
    ("payload-json", "warn.other", with_payload("[1, 2]")),
    ("payload-json", "fail", with_payload('{"sub": "x"', typ="JWT")),
    ("payload-json", "fail.other", with_payload("[1, 2]", typ="JWT")),
    ("payload-json", "fail.empty", with_payload("", typ="JWT")),
    ("json-utf8", "pass", case(signed())),
    ("json-utf8", "fail", with_payload(b'{"sub":"\xff"}')),
    ("json-utf8", "fail.mark", with_payload(b"\xef\xbb\xbf{}")),
    ("json-duplicate-names", "pass", case(signed())),
    ("json-duplicate-names", "warn", with_payload('{"a":{"b":1,"b":2}}')),
    ("json-duplicate-names", "fail", with_payload('{"sub":"a","sub":"b"}')),
    ("json-duplicate-names", "fail.header", case(unsigned_header('{"alg":"none","alg":"HS256"}'))),
    ("json-numbers", "pass", case(signed())),
    ("json-numbers", "warn", with_payload('{"id":9007199254740993}')),
    ("json-numbers", "fail", with_payload('{"exp":NaN}')),
    ("json-depth", "pass", case(signed())),
    ("json-depth", "fail", with_payload('{"a":' + "[" * 33 + "]" * 33 + "}")),
    ("json-depth", "fail.members", with_payload(json.dumps({"groups": list(range(1_001))}))),
    ("json-trailing", "pass", case(signed())),
    ("json-trailing", "fail", with_payload("{} x")),
    ("json-surrogate", "pass", case(signed())),
    ("json-surrogate", "warn", with_payload('{"name":"\\ud800"}')),
    ("header-collision", "pass", json_form({"kid": "k"})),
    ("header-collision", "fail", json_form({"alg": "none"})),
    ("signature-present", "pass", case(signed())),
    ("signature-present", "fail", case(compact({"alg": "HS256"}, CLAIMS))),
    ("nested-token", "pass", case(signed(payload=signed()))),
    ("not-json-serialization", "pass", case(signed())),
    ("not-json-serialization", "fail", json_form()),
    ("sd-digests", "pass", case(DISCLOSED)),
    ("sd-digests", "pass.none", with_disclosures()),
    ("sd-digests", "fail", with_disclosures(part(["salt", "name", "Eve"]))),
    ("sd-digests", "fail.repeated", case(REPEATED)),
    ("sd-digests", "unknown", with_disclosures(part(["salt", "name", "Eve"]), method="blake-9")),
    ("kb-jwt", "pass", case(presentation(), ISSUER)),
    ("kb-jwt", "pass.unproved", case(presentation())),
    ("kb-jwt", "warn", case(presentation(cnf={}))),
    ("kb-jwt", "fail", case(presentation(holder=ec_pair().private))),
    ("kb-jwt", "fail.other", case(presentation(sd_hash="AAAA"))),
    ("kb-jwt", "fail.form", case(presentation(typ="JWT"))),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize("token", [opaque(), Token("v4.public.x", Kind.PASETO), Token("<x/>", Kind.SAML)])
def test_other_formats_have_no_such_structure(token: Token) -> None:
    assert {check(case(token)).status for check in CHECKS} == {Status.NOT_APPLICABLE}


def test_a_fault_is_shown_where_it_is() -> None:
    values = base64url_alphabet(case(f"{part({'alg': 'HS256'})}.e3!0.c2ln")).values
    assert values == {"part": "payload", "character": "!", "position": "3"}


def test_a_text_that_says_what_it_is_need_not_be_json() -> None:
    assert payload_json(with_payload("just words", cty="text/plain")).status is Status.NOT_APPLICABLE
    assert payload_json(with_payload("just words", cty="JWT")).status is Status.WARN
    assert payload_json(case(encrypted())).status is Status.NOT_APPLICABLE
    assert payload_json(case(signed(payload=signed()))).status is Status.NOT_APPLICABLE
    assert payload_json(with_payload("")).status is Status.NOT_APPLICABLE


def test_a_body_is_wanted_when_a_kind_of_token_is_expected() -> None:
    token = with_payload("[]").token
    assert payload_json(case(token, policy=Policy(typ="at+jwt"))).status is Status.FAIL


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("9007199254740992", Status.PASS),
        ("1.5", Status.PASS),
        ("9007199254740993", Status.WARN),
        ("1e400", Status.FAIL),
        ("9" * 400, Status.FAIL),
        ("9" * 5_000, Status.FAIL),
        ("Infinity", Status.FAIL),
    ],
)
def test_numbers_that_not_every_program_can_hold(number: str, status: Status) -> None:
    assert json_numbers(with_payload('{"exp":' + number + "}")).status is status


@pytest.mark.parametrize(("levels", "status"), [(31, Status.PASS), (32, Status.FAIL), (3_000, Status.FAIL)])
def test_the_threshold_of_depth(levels: int, status: Status) -> None:
    nested = '{"a":' + "[" * levels + "]" * levels + "}"
    assert json_depth(with_payload(nested)).status is status


def test_the_shape_of_a_value() -> None:
    value = read_json('{"a": [1, {"b": null}], "c": "d"}', Part.PAYLOAD).value
    assert (measure(value).levels, measure(value).members) == (3, 5)
    assert (measure("text").levels, measure("text").members) == (0, 0)


def test_a_signature_is_asked_of_every_signer() -> None:
    payload, protected = part(CLAIMS), part({"alg": "HS256"})
    value = b64(sign("HS256", SECRET, f"{protected}.{payload}".encode()))
    signatures = [{"protected": protected, "signature": value}, {"protected": protected, "signature": ""}]
    both = case(json.dumps({"payload": payload, "signatures": signatures}), secret_ring())
    assert (
        next(check for check in CHECKS if check.__name__ == "signature_present")(both).status is Status.FAIL
    )
