"""What an encrypted token becomes once its plaintext is known: claims, another token, or a text."""

import json

import pytest

from jotlens.tokens.base64url import encode
from jotlens.tokens.model import Defect, Kind, Token
from jotlens.tokens.read import open_encrypted, read

INNER = ".".join((encode(b'{"alg":"HS256"}'), encode(b'{"sub":"a"}'), "AAAA"))


def sealed(**header: object) -> Token:
    head = {"alg": "dir", "enc": "A128GCM"} | header
    return read(f"{encode(json.dumps(head).encode())}..{'A' * 16}.AAAA.{'A' * 22}")


@pytest.mark.parametrize("cty", [None, "JWT", "application/json"])
def test_claims(cty: str | None) -> None:
    token = sealed(**({"cty": cty} if cty else {}))
    opened = open_encrypted(token, b'{"sub":"a", "n":1E2}')
    assert opened.claims is not None
    assert opened.claims.get("sub") == "a"
    assert opened.payload_text == '{"sub":"a", "n":1E2}'
    assert (opened.kind, opened.text, opened.nested) == (Kind.JWE, token.text, None)
    assert opened.format is None


@pytest.mark.parametrize("cty", [None, "JWT", "jwt", "application/jwt", "text/plain"])
def test_a_token_inside(cty: str | None) -> None:
    opened = open_encrypted(sealed(**({"cty": cty} if cty else {})), INNER.encode())
    assert opened.claims is None
    assert opened.nested is not None
    assert (opened.nested.kind, opened.nested.text) == (Kind.JWS, INNER)
    assert opened.faults == ()


def test_no_deeper_than_three() -> None:
    assert open_encrypted(sealed(), INNER.encode(), 2).nested is not None
    deepest = open_encrypted(sealed(), INNER.encode(), 3)
    assert (deepest.nested, deepest.payload_text) == (None, INNER)


def test_json_of_another_type_is_no_claims_set() -> None:
    opened = open_encrypted(sealed(cty="jwk-set+json"), b'{"keys":[]}')
    assert (opened.claims, opened.payload_text, opened.faults) == (None, '{"keys":[]}', ())


@pytest.mark.parametrize(
    ("plaintext", "defect"),
    [
        (b"words", Defect.PAYLOAD_JSON),
        (b"\xff", Defect.JSON_UTF8),
        (b'{"a":1,"a":2}', Defect.JSON_DUPLICATE_NAMES),
        (b'{"a":NaN}', Defect.JSON_NUMBERS),
    ],
)
def test_faults_inside_join_those_outside(plaintext: bytes, defect: Defect) -> None:
    opened = open_encrypted(sealed(), plaintext)
    assert defect in {fault.defect for fault in opened.faults}
    assert opened.payload == plaintext
