"""Tokens in JOSE compact form, whole and damaged: everything readable is shown."""

from __future__ import annotations

import pytest

from jotlens.tokens.base64url import encode
from jotlens.tokens.formats.compact import holds_token, looks_compact, read_compact
from jotlens.tokens.json_text import Number
from jotlens.tokens.model import Defect, Kind, Part

HS256 = encode(b'{"alg":"HS256","typ":"JWT"}')
CLAIMS = encode(b'{"iss":"https://example.auth0.com/","exp":1458872196}')
SIGNATURE = encode(bytes(range(32)))
JWT = f"{HS256}.{CLAIMS}.{SIGNATURE}"
TRAILING = encode(b'{"alg":"HS256"} x')
TRAILING_COMMA = encode(b'{"alg":"HS256",}')
JWE_HEADER = encode(b'{"alg":"dir","enc":"A256GCM","iss":"https://acme.eu.auth0.com/"}')


def defects(text: str) -> set[Defect]:
    return {fault.defect for fault in read_compact(text).faults}


def test_a_signed_jwt_is_read_whole() -> None:
    token = read_compact(JWT)
    assert token.kind is Kind.JWS
    assert token.alg == "HS256"
    assert token.faults == ()
    assert token.claims is not None
    assert token.claims.get("exp") == Number("1458872196")
    assert token.payload_text == '{"iss":"https://example.auth0.com/","exp":1458872196}'
    (signature,) = token.signatures
    assert signature.signing_input == f"{HS256}.{CLAIMS}".encode()
    assert signature.value == bytes(range(32))
    assert [token.text[s.start : s.end] for s in token.segments] == [HS256, CLAIMS, SIGNATURE]
    assert token.part_text(Part.SIGNATURE) == SIGNATURE


@pytest.mark.parametrize("spelling", ["none", "None", "nOnE", "NONE", " none "])
def test_none_in_any_spelling_is_unsecured(spelling: str) -> None:
    header = encode(f'{{"alg":"{spelling}"}}'.encode())
    assert read_compact(f"{header}.{CLAIMS}.").kind is Kind.UNSECURED
    assert read_compact(f"{header}.{CLAIMS}.{SIGNATURE}").kind is Kind.UNSECURED


@pytest.mark.parametrize(
    ("text", "defect"),
    [
        (f"{HS256}.{CLAIMS}", Defect.SEGMENT_COUNT),
        (HS256, Defect.SEGMENT_COUNT),
        (f"{HS256}.{CLAIMS}.{SIGNATURE}.x", Defect.SEGMENT_COUNT),
        (f"{HS256}.{CLAIMS}.{SIGNATURE}=", Defect.BASE64URL_PADDING),
        (f"{HS256}.{CLAIMS}.{SIGNATURE[:-2]}", Defect.BASE64URL_LENGTH),
        (f"{HS256}.{CLAIMS[:5]} {CLAIMS[5:]}.{SIGNATURE}", Defect.BASE64URL_ALPHABET),
        (f"{encode(b'[1]')}.{CLAIMS}.{SIGNATURE}", Defect.HEADER_JSON),
        (f"{encode(b'')}.{CLAIMS}.{SIGNATURE}", Defect.HEADER_JSON),
        (f"{TRAILING_COMMA}.{CLAIMS}.{SIGNATURE}", Defect.HEADER_JSON),
        (f"{TRAILING}.{CLAIMS}.{SIGNATURE}", Defect.HEADER_JSON),
    ],
)
def test_damage_is_named_and_the_rest_is_shown(text: str, defect: Defect) -> None:
    token = read_compact(text)
    assert token.kind is Kind.MALFORMED
    assert defect in {fault.defect for fault in token.faults}


def test_a_space_inside_does_not_hide_the_claims() -> None:
    token = read_compact(f"{HS256}.{CLAIMS[:5]} {CLAIMS[5:]}.{SIGNATURE}")
    assert token.claims is not None
    assert token.claims.get("iss") == "https://example.auth0.com/"


@pytest.mark.parametrize("header", [b'{"typ":"JWT"}', b'{"alg":448}', b'{"alg":""}', b'{"alg":null}'])
def test_a_header_without_a_method_is_no_token(header: bytes) -> None:
    token = read_compact(f"{encode(header)}.{CLAIMS}.{SIGNATURE}")
    assert token.kind is Kind.MALFORMED
    assert token.header is not None


def test_loose_last_bits_are_told_but_do_not_break_it() -> None:
    token = read_compact(f"{HS256}.{CLAIMS}.{SIGNATURE[:-1]}9")
    assert token.kind is Kind.JWS
    assert Defect.BASE64URL_CANONICAL in defects(token.text)


def test_a_payload_need_not_be_claims() -> None:
    token = read_compact(f"{HS256}.{encode(b'foo')}.{SIGNATURE}")
    assert token.kind is Kind.JWS
    assert token.claims is None
    assert token.payload_text == "foo"
    assert Defect.PAYLOAD_JSON in defects(token.text)


def test_an_empty_payload_is_no_fault_of_its_own() -> None:
    token = read_compact(f"{HS256}..{SIGNATURE}")
    assert token.kind is Kind.JWS
    assert token.payload == b""
    assert token.faults == ()


def test_an_unencoded_payload_is_taken_as_it_stands() -> None:
    header = encode(b'{"alg":"HS256","b64":false,"crit":["b64"]}')
    token = read_compact(f"{header}.hello, you.{SIGNATURE}")
    assert token.payload_text == "hello, you"
    assert Defect.BASE64URL_ALPHABET not in defects(token.text)


def test_five_parts_with_enc_are_encrypted() -> None:
    token = read_compact(f"{JWE_HEADER}..{encode(b'x' * 12)}.{encode(b'secret')}.{encode(b'y' * 16)}")
    assert token.kind is Kind.JWE
    assert token.header is not None
    assert token.header.get("iss") == "https://acme.eu.auth0.com/"
    assert [segment.part for segment in token.segments] == [
        Part.HEADER,
        Part.ENCRYPTED_KEY,
        Part.IV,
        Part.CIPHERTEXT,
        Part.TAG,
    ]
    assert token.faults == ()
    parts = token.encryption
    assert parts is not None
    assert (parts.iv, parts.ciphertext, parts.tag) == (b"x" * 12, b"secret", b"y" * 16)
    assert (parts.aad, parts.protected) == (JWE_HEADER.encode(), token.header)
    assert [recipient.encrypted_key for recipient in parts.recipients] == [b""]


def test_five_parts_without_enc_are_not() -> None:
    assert read_compact(f"{HS256}.a.b.c.d").kind is Kind.MALFORMED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (JWT, True),
        ("eyJhbGci", True),
        (encode(b' {"alg":"HS256"}') + ".e30.AA", True),
        ("www.example.com", False),
        ("1.2.3", False),
        ("a.b.c", False),
        ("", False),
    ],
)
def test_only_a_json_header_looks_compact(text: str, *, expected: bool) -> None:
    assert looks_compact(text) is expected


def test_a_token_inside_is_noticed() -> None:
    assert holds_token(read_compact(f"{HS256}.{encode(JWT.encode())}.{SIGNATURE}"))
    assert not holds_token(read_compact(JWT))


def test_a_million_dots_are_one_fault() -> None:
    token = read_compact("eyJhbGciOiJIUzI1NiJ9" + "." * 1_000_000)
    assert token.kind is Kind.MALFORMED
    assert len(token.segments) < 100
