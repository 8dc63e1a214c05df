"""PASETO tokens are read as far as they can be without a key."""

import json

import pytest

from jotlens.tokens.base64url import encode
from jotlens.tokens.formats.paseto import read_paseto
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import Defect, Kind, Part
from tests.support.token_texts import noise

CLAIMS = '{"data":"this is a signed message","exp":"2030-01-01T00:00:00+00:00"}'
SIGNATURES = {"v1": 256, "v2": 64, "v3": 96, "v4": 64}


@pytest.mark.parametrize("version", SIGNATURES)
@pytest.mark.parametrize("claims", [CLAIMS, CLAIMS + " ", CLAIMS + "  "])
def test_the_payload_of_a_signed_token_stands_before_its_signature(version: str, claims: str) -> None:
    text = f"{version}.public.{encode(claims.encode() + noise(SIGNATURES[version]))}"
    token = read_paseto(text)
    assert token is not None
    assert (token.kind, token.subtype) == (Kind.PASETO, f"{version}.public")
    assert token.payload == claims.encode()
    assert token.payload_text == claims
    assert isinstance(token.claims, JsonObject)
    assert token.claims.get("data") == "this is a signed message"
    assert token.signatures == ()
    assert (token.header, token.footer, token.faults) == (None, None, ())
    assert [segment.part for segment in token.segments] == [Part.VERSION, Part.PAYLOAD, Part.SIGNATURE]
    assert token.part_text(Part.VERSION) == f"{version}.public"
    shown = token.part_text(Part.PAYLOAD)
    assert encode(claims.encode())[:-1] == shown[: len(encode(claims.encode())) - 1]
    assert f"{version}.public.{shown}{token.part_text(Part.SIGNATURE)}" == text


def test_the_content_of_an_encrypted_token_stays_closed_but_its_footer_is_read() -> None:
    text = f"v4.local.{encode(noise(120))}.{encode(json.dumps({'kid': 'key-1'}).encode())}"
    token = read_paseto(text)
    assert token is not None
    assert (token.subtype, token.payload, token.payload_text, token.claims) == ("v4.local", None, None, None)
    assert token.footer == '{"kid": "key-1"}'
    assert [segment.part for segment in token.segments] == [Part.VERSION, Part.CIPHERTEXT, Part.FOOTER]


def test_a_payload_that_is_no_json_is_kept_as_text() -> None:
    token = read_paseto(f"v2.public.{encode(b'not JSON' + noise(64))}")
    assert token is not None
    assert (token.payload_text, token.claims) == ("not JSON", None)
    assert [fault.defect for fault in token.faults] == [Defect.PAYLOAD_JSON]


def test_a_body_too_short_for_its_signature_has_no_payload() -> None:
    token = read_paseto(f"v2.public.{encode(noise(40))}")
    assert token is not None
    assert (token.payload, token.claims) == (b"", None)
    assert token.faults


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v5.public.AAAA",
        "v4.secret.AAAA",
        "v4.public.",
        "v4.public",
        "v4.public.A A",
        "v4.local.AAAA.BBBB.CCCC",
        "x v4.local.AAAA",
    ],
)
def test_everything_else_is_none(text: str) -> None:
    assert read_paseto(text) is None


def test_an_unreadable_footer_is_shown_with_escapes() -> None:
    token = read_paseto(f"v4.local.{encode(noise(80))}.{encode(bytes([0xFF, 0x41]))}")
    assert token is not None
    assert token.footer == "\\xffA"
    assert [(fault.defect, fault.part) for fault in token.faults] == [(Defect.JSON_UTF8, Part.FOOTER)]
