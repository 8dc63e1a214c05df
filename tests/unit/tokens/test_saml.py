"""SAML messages are recognised in all their wrappings, and read without trusting their XML."""

import base64
import zlib
from urllib.parse import quote

import pytest

from jotlens.tokens.find import find
from jotlens.tokens.formats.saml import MOST_XML, read_saml

RESPONSE = (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1" Version="2.0" '
    'IssueInstant="2025-06-14T10:00:00Z"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">\n'
    "  https://idp.example/metadata\n</saml:Issuer><samlp:Status/><saml:Issuer>second</saml:Issuer></samlp:Response>"
)
REQUEST = RESPONSE.replace("Response", "AuthnRequest")


def in_base64(xml: str) -> str:
    return base64.b64encode(xml.encode()).decode()


def deflated(xml: str) -> str:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return base64.b64encode(deflater.compress(xml.encode()) + deflater.flush()).decode()


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        (RESPONSE, "xml+Response"),
        (f'\n<?xml version="1.0" encoding="UTF-8"?>\n{RESPONSE}\n', "xml+Response"),
        (in_base64(RESPONSE), "base64+Response"),
        (in_base64(RESPONSE).replace("+", "-").replace("/", "_").rstrip("="), "base64+Response"),
        (base64.encodebytes(RESPONSE.encode()).decode(), "base64+Response"),
        (quote(in_base64(RESPONSE), safe=""), "base64+Response"),
        (in_base64(f"\ufeff{REQUEST}"), "base64+AuthnRequest"),
        (deflated(REQUEST), "deflate+base64+AuthnRequest"),
        (quote(deflated(REQUEST), safe=""), "deflate+base64+AuthnRequest"),
    ],
)
def test_a_message_is_read_in_every_wrapping(text: str, subtype: str) -> None:
    read = read_saml(text)
    assert read is not None
    saml, said = read
    assert said == subtype
    assert (saml.root, saml.issuer) == (subtype.rpartition("+")[2], "https://idp.example/metadata")
    assert saml.encoding == subtype.rpartition("+")[0]
    assert "<samlp:" in saml.xml


def test_a_message_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    read = read_saml(RESPONSE[: RESPONSE.index("<samlp:Status")])
    assert read is not None
    assert read[0].issuer == "https://idp.example/metadata"
    read = read_saml(in_base64(RESPONSE[: RESPONSE.index("<saml:Issuer")]))
    assert read is not None
    assert (read[0].root, read[0].issuer) == ("Response", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<",
        "<Response><Issuer>an API of its own</Issuer></Response>",
        "<html><body>Response</body></html>",
        "<samlp:NameIDPolicy xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'/>",
        f'<!DOCTYPE x [<!ENTITY a "{"b" * 9}">]>{RESPONSE}',
        f'<!DOCTYPE x SYSTEM "file:///etc/hostname">{RESPONSE}',
        in_base64(f'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/">]>{RESPONSE}'),
        in_base64("hello there, this is no message at all"),
        "aGVsbG8gdGhlcmU",
        "no base64 at all, but prose that goes on and on",
        "A" * 41,
        base64.b64encode(b"\x00\x01\x02" * 20).decode(),
    ],
)
def test_everything_else_is_none(text: str) -> None:
    assert read_saml(text) is None


def test_inflation_stops_at_the_limit() -> None:
    bomb = RESPONSE.replace("<samlp:Status/>", "<x>" + " " * (4 * MOST_XML) + "</x>")
    assert len(deflated(bomb)) < len(bomb) // 50
    assert read_saml(deflated(bomb)) is None
    assert read_saml(bomb) is None


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (f"SAMLResponse={quote(in_base64(RESPONSE), safe='')}&RelayState=x", "SAMLResponse"),
        (
            f"https://idp.example/sso?SAMLRequest={quote(deflated(REQUEST), safe='')}&RelayState=x",
            "SAMLRequest",
        ),
        (f'<input type="hidden" name="SAMLResponse" value="{in_base64(RESPONSE)}"/>', "SAMLResponse"),
        (f'{{"name": "SAMLResponse", "value": "{in_base64(RESPONSE)}"}}', "SAMLResponse"),
    ],
)
def test_a_message_is_found_under_its_name(text: str, field: str) -> None:
    (found,) = find(text).found
    assert read_saml(found.text) is not None
    assert found.field == field
    assert [again.text for again in find(found.text).found] == [found.text]


def test_a_whole_text_that_is_a_message_is_found() -> None:
    wrapped = base64.encodebytes(RESPONSE.encode()).decode()
    assert [found.text for found in find(wrapped).found] == [in_base64(RESPONSE)]
    assert [found.text for found in find(f"\n{RESPONSE}\n").found] == [RESPONSE]
    assert find("SAMLResponse=bm90IGEgbWVzc2FnZSBhdCBhbGwsIGJ1dCBwcm9zZQ%3D%3D&RelayState=x").found == ()
