"""Tokens in JOSE JSON form: general, flattened, encrypted, and what only looks like one."""

from __future__ import annotations

import json

import pytest

from jotlens.tokens.base64url import encode
from jotlens.tokens.formats.jose_json import read_jose_json
from jotlens.tokens.model import Defect, Kind, Part

PROTECTED = encode(b'{"alg":"HS256"}')
PAYLOAD = encode(b'{"sub":"usr_123"}')


def form(**members: object) -> str:
    return json.dumps(members)


def test_flattened() -> None:
    token = read_jose_json(form(payload=PAYLOAD, protected=PROTECTED, header={"kid": "k"}, signature="AAAA"))
    assert token is not None
    assert token.kind is Kind.JWS_JSON
    assert token.subtype == "flattened"
    assert token.header is not None
    assert token.header.members == (("alg", "HS256"), ("kid", "k"))
    assert token.claims is not None
    assert token.claims.get("sub") == "usr_123"
    assert token.signatures[0].signing_input == f"{PROTECTED}.{PAYLOAD}".encode()
    assert token.signatures[0].value == b"\0\0\0"


def test_general_keeps_every_signature() -> None:
    signer = {"protected": PROTECTED, "signature": "AAAA"}
    token = read_jose_json(
        form(payload=PAYLOAD, signatures=[signer, {"header": {"alg": "ES256"}, "signature": ""}])
    )
    assert token is not None
    assert token.subtype == "general"
    assert [signature.value for signature in token.signatures] == [b"\0\0\0", None]
    assert token.signatures[1].protected_b64 == ""


def test_a_name_in_both_headers_is_a_fault() -> None:
    token = read_jose_json(
        form(payload=PAYLOAD, protected=PROTECTED, header={"alg": "none"}, signature="AAAA")
    )
    assert token is not None
    assert token.alg == "HS256"
    assert Defect.HEADER_COLLISION in {fault.defect for fault in token.faults}


def test_an_unencoded_payload() -> None:
    protected = encode(b'{"alg":"HS256","b64":false,"crit":["b64"]}')
    token = read_jose_json(form(payload="plain text!", protected=protected, signature="AAAA"))
    assert token is not None
    assert token.payload_text == "plain text!"
    assert token.signatures[0].signing_input == f"{protected}.plain text!".encode()


def test_encrypted() -> None:
    text = form(
        protected=encode(b'{"enc":"A128GCM"}'),
        recipients=[
            {"header": {"alg": "A128KW", "kid": "k1"}, "encrypted_key": "AAAA"},
            {"header": {"alg": "x"}},
        ],
        iv="AAAA",
        ciphertext="AAAA",
        tag="AAAA",
    )
    token = read_jose_json(text)
    assert token is not None
    assert token.kind is Kind.JWE_JSON
    assert token.header is not None
    assert token.header.members == (("enc", "A128GCM"), ("alg", "A128KW"), ("kid", "k1"))
    parts = token.encryption
    assert parts is not None
    assert parts.protected.members == (("enc", "A128GCM"),)
    assert parts.aad == encode(b'{"enc":"A128GCM"}').encode()
    assert [recipient.encrypted_key for recipient in parts.recipients] == [b"\0\0\0", b""]
    second = parts.recipients[1].header
    assert second is not None
    assert second.members == (("enc", "A128GCM"), ("alg", "x"))


def test_what_is_covered_beside_the_content() -> None:
    flat = {"ciphertext": "AAAA", "aad": "YmVzaWRl", "header": {"alg": "dir"}, "encrypted_key": "A"}
    for protected, covered in (("e30", b"e30.YmVzaWRl"), (None, b".YmVzaWRl")):
        token = read_jose_json(form(**flat, **({"protected": protected} if protected else {})))
        assert token is not None
        assert token.encryption is not None
        assert token.encryption.aad == covered
        assert (Defect.BASE64URL_LENGTH, Part.ENCRYPTED_KEY) in {(f.defect, f.part) for f in token.faults}


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"payload":"x"}',
        '{"payload":1,"signature":"x"}',
        '{"payload":"x","signatures":[]}',
        '{"payload":"x","signatures":[1]}',
        '{"payload":"x","signature":"AAAA"',
        "not json",
    ],
)
def test_other_json_is_no_token(text: str) -> None:
    assert read_jose_json(text) is None
