"""Recognisable formats: every entry of the table, encrypted tokens by their header, and texts without a token."""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

from jotlens.tokens.formats.format_table import entries, known_text, known_word, named
from jotlens.tokens.formats.opaque import describe_none, recognise, recognise_jwe
from jotlens.tokens.formats.opaque_structures import STRUCTURES
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Confidence, Part
from jotlens.tokens.resources import resource
from tests.unit.tokens.opaque_samples import BRANCA, ENCRYPTED, NONE, OPAQUE, plain

VECTORS = Path(__file__).parents[2] / "vectors" / "open"
FIELDS: Final = {"id", "label", "explanation", "confidence", "secret", "source", "regex"}
SECTIONS: Final = json.loads(resource("token_formats.json").read_bytes())
ENTRIES: Final = [entry for section in SECTIONS.values() for entry in section]
SAMPLES: Final = OPAQUE | ENCRYPTED | NONE

# The vectors' words for a format, and ours, where they differ.
SAME: Final = {
    "aws-access-key-id": "aws-key-id",
    "discord": "discord-bot",
    "django-signing": "django-signed",
    "github-fine-grained-pat": "github-fine",
    "github-oauth": "github-token",
    "gitlab-pat": "gitlab-token",
    "google-oauth": "google-access",
    "itsdangerous": "flask-session",
    "jwk": "key-public",
    "json": "discovery",
    "pem": "key-public",
    "slack-bot": "slack-token",
    "spnego": "kerberos",
    "ssh": "key-ssh",
    "stripe-secret": "stripe",
}
# "_" is no base62 digit, so nothing about this text proves Branca.
NOT_CLAIMED: Final = {"branca-17": "opaque"}


def vectors() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((VECTORS / "opaque.json").read_bytes())
    return [case for case in cases if case["expect"]["kind"] == "opaque" or case["expect"].get("subtype")]


def header(text: str) -> JsonObject:
    value = read_json(text, Part.HEADER).value
    assert isinstance(value, JsonObject)
    return value


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_every_entry_is_well_formed(entry: dict[str, Any]) -> None:
    assert set(entry) - {"structure", "purpose"} == FIELDS
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", entry["id"])
    assert 0 < len(entry["label"]) <= 45
    assert not entry["label"].endswith(".")
    assert entry["explanation"].endswith(".")
    assert 1 <= len(re.findall(r"[.!?](?:\s|$)", entry["explanation"])) <= 3
    assert isinstance(entry["secret"], bool)
    assert entry["source"]
    assert entry.get("structure") in {None, *STRUCTURES}
    re.compile(entry["regex"], re.ASCII)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_words_are_no_surer_than_the_form(entry: dict[str, Any]) -> None:
    confidence = Confidence(entry["confidence"])
    assert (confidence is Confidence.HEURISTIC) == ("looks like" in entry["explanation"])


def test_ids_are_unique_and_every_structure_is_used() -> None:
    ids = [entry["id"] for entry in ENTRIES]
    assert len(set(ids)) == len(ids)
    assert {entry.get("structure") for entry in ENTRIES} == {None, *STRUCTURES}


def test_every_format_with_a_form_of_its_own_has_samples() -> None:
    assert set(SAMPLES) == {entry["id"] for entry in ENTRIES if entry["regex"]}


@pytest.mark.parametrize("format_id", OPAQUE)
def test_a_word_has_the_first_format_that_fits(format_id: str) -> None:
    fitting, other = OPAQUE[format_id]
    assert recognise(fitting).id == format_id
    found = known_word(other)
    assert found is None or found.id != format_id


@pytest.mark.parametrize("format_id", NONE)
def test_a_text_is_described_by_what_it_is(format_id: str) -> None:
    fitting, other = NONE[format_id]
    assert describe_none(fitting).id == format_id
    found = known_text(other)
    assert found is None or found.id != format_id


@pytest.mark.parametrize("format_id", SAMPLES)
def test_a_regex_matches_one_sample(format_id: str) -> None:
    (entry,) = (entry for entry in ENTRIES if entry["id"] == format_id)
    pattern = re.compile(entry["regex"], re.ASCII)
    match = pattern.search if format_id in NONE else pattern.fullmatch
    fitting, other = SAMPLES[format_id]
    assert match(fitting)
    assert entry.get("structure") or not match(other)


@pytest.mark.parametrize(
    "word",
    [
        *(
            "a" * 200_000,
            "A" * 200_000,
            "0" * 200_000,
            "%3D" * 70_000,
            "T3BlbkFJ" * 25_000,
            "AgE" + "C" * 200_000,
        ),
        *("." * 200_000, "-" * 200_000, "ab." * 70_000, "a--" * 70_000, "eyJ" * 70_000, "|a" * 100_000),
        *("?code=" * 35_000, "&error=" * 30_000, "k1.sid." * 30_000, "=" * 200_000, "E" + "g" * 200_000),
        *(
            "-----BEGIN " * 20_000,
            "<!--" * 50_000,
            "data:;" * 35_000,
            "MDAy" * 50_000,
            "a@b." * 50_000,
            "eyJpdiI6" * 25_000,
        ),
    ],
    ids=lambda word: word[:8],
)
def test_hostile_words_come_back(word: str) -> None:
    for text in (word, word + "!", f"{word} \u00e9"):
        assert recognise(text).label
        assert describe_none(text).label


@pytest.mark.parametrize("case", vectors(), ids=lambda case: case["id"])
def test_vectors_are_recognised_as_the_same_thing(case: dict[str, Any]) -> None:
    subtype = case["expect"].get("subtype") or "opaque"
    wanted = NOT_CLAIMED.get(case["id"]) or SAME.get(subtype, subtype)
    look = recognise if case["expect"]["kind"] == "opaque" else describe_none
    assert look(case["input"]).id == wanted


@pytest.mark.parametrize(
    ("word", "format_id"),
    [
        ("v1.0-" + "a" * 24 + "-" + "b" * 146, "cloudflare-origin"),  # not v1., Auth0's refresh token
        ("v1.local." + plain(60), "opaque"),  # PASETO is read elsewhere
        ("d41d8cd98f00b204e9800998ecf8427e", "hex"),  # not 32 characters of a client ID
        ("EAAA" + plain(180), "facebook-access"),  # Square's have 64
        ("thisisalonglowercasewordofthirty", "opaque"),
        ("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1", "opaque"),  # the beginning of a JWT
        ("www.example.com", "address"),
        ('{"kty":"oct","k":"RVhBTVBMRQ"}', "key-shared"),
    ],
)
def test_collisions(word: str, format_id: str) -> None:
    assert recognise(word).id == format_id


@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        ('{"alg":"dir","enc":"A256GCM","iss":"https://acme.eu.auth0.com/"}', "auth0-encrypted"),
        (
            '{"alg":"dir","enc":"A256GCM","uat":1458872196,"iat":1458872196,"exp":1458958596}',
            "sdk-session-cookie",
        ),
        ('{"alg":"dir","enc":"A256GCM"}', "nextauth-session-cookie"),
        ('{"alg":"dir","enc":"A256CBC-HS512","kid":"EXAMPLE"}', "nextauth-session-cookie"),
        ('{"alg":"dir","enc":"A128GCM","iss":"https://acme.eu.auth0.com/"}', None),
        ('{"alg":"dir","enc":"A256GCM","zip":"DEF"}', None),
        ('{"alg":"PBES2-HS256+A128KW","enc":"A256GCM"}', None),
        ('{"alg":["dir"],"enc":"A256GCM"}', None),
    ],
)
def test_a_direct_encryption_is_told_by_its_header(text: str, format_id: str | None) -> None:
    form = recognise_jwe(header(text), "EXAMPLE..EXAMPLE.EXAMPLE.EXAMPLE")
    assert (form.id if form else None) == format_id


@pytest.mark.parametrize("alg", ["RSA-OAEP", "RSA-OAEP-512", "ECDH-ES+A256KW", "A256KW"])
def test_a_wrapped_key_is_for_an_api(alg: str) -> None:
    form = recognise_jwe(header(f'{{"alg":"{alg}","enc":"A256GCM"}}'), "a.b.c.d.e")
    assert form is not None
    assert form.id == "api-jwe"


def test_a_direct_encryption_with_a_key_is_not_guessed() -> None:
    assert recognise_jwe(header('{"alg":"dir","enc":"A256GCM","iss":"x"}'), "a.b.c.d.e") is None


@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        ("", "empty"),
        (" \r\n\t\u200b\ufeff", "empty"),
        *(
            (word, "word-instead")
            for word in ("undefined", "null", "None", "NaN", "[object Object]", '"null"')
        ),
        *(
            (word, "word-instead")
            for word in ("Bearer null", "Authorization: Bearer undefined", "bearer Bearer NaN")
        ),
        *((word, "bearer-alone") for word in ("Bearer", "Authorization: Bearer ", "Bearer Bearer")),
        *((word, "placeholder") for word in ("{{access_token}}", "${token}", "YOUR_ACCESS_TOKEN", "<token>")),
        ("Bearer {{ token }}", "placeholder"),
        *((word, "shortened") for word in ("eyJ...", "eyJhbGciOi\u2026", "Bearer eyJhbGci...sw5c")),
        *((word, "masked") for word in ("***", "Bearer ********", "[REDACTED]")),
        ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("%PDF-1.7\n%\u00e2\u00e3", "binary"),
        ("a\0b\0" * 40, "binary"),
        ("\ufffd" * 9 + "text", "binary"),
        ('{"kty":"RSA","n":"AQAB","e":"AQAB"}', "key-public"),
        ('{"kty":"EC","d":"EXAMPLE"}', "key-private"),
        ('{"private_key":"-----BEGIN PRIVATE KEY-----\\nEXAMPLE"}', "key-private"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nEXAMPLE", "key-private"),
        ('{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}', "key-set"),
        ('{"keys":[{"kty":"oct","k":"EXAMPLE"}]}', "key-set-private"),
        ('{"iss":"https://example.com/","sub":"1","aud":"a","exp":1}', "claims-decoded"),
        ('{"header":{"alg":"RS256"},"payload":{"sub":"1"}}', "token-decoded"),
        ('{"alg":"RS256","typ":"JWT"}\n{"sub":"1"}', "token-decoded"),
        ('{"alg":"RS256","typ":"JWT"}', "header-decoded"),
        ('{"sub":"auth0|1","name":"EXAMPLE"}', "user-profile"),
        ('{"error":"invalid_grant","error_description":"EXAMPLE"}', "oauth-error"),
        ('{"access_token":"","token_type":"Bearer"}', "token-answer"),
        ('{"active":false}', "introspection"),
        ('{"device_code":"EXAMPLE","user_code":"WDJB-MJHT"}', "device-answer"),
        ('{"issuer":"https://example.com","jwks_uri":"https://example.com/keys"}', "discovery"),
        ('{"log":{"version":"1.2","entries":[]}}', "har"),
        ('{"a":1}', "json"),
        ('{"a":1}\n{"b":2}', "json"),
        ("[1, 2", "not-a-token"),
        ('"iss": "https://example.com/",\n"sub": "1",', "json-no-braces"),
        ("{'iss': 'https://example.com/'}", "json-damaged"),
        ("HTTP/1.1 401 Unauthorized\r\nDate: today", "http-message"),
        ("sha256-" + plain(43), "integrity-hash"),
        ("Please find attached the minutes.", "prose"),
        ("\u90e8\u843d\u683c", "not-a-token"),
    ],
)
def test_what_is_no_token_is_named(text: str, format_id: str) -> None:
    form = describe_none(text)
    assert form.id == format_id
    assert "{" not in form.explanation.replace("{ and }", "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            '"iss": "",\n "sub": "auth0|123456",\n "aud": [\n "azp": "my_client_id",\n "exp": 1311281970',
            "line 4, at character 7",
        ),
        ('"iss": "",\n"sub" "1"', "line 2, at character 7"),
        ('"iss": "abc', "line 1, at character 8"),
        ('"aud": [', "line 1, at character 9"),
        ('\n\n  {"iss": "",\r\n  "aud": [}', "line 4, at character 11"),
        ('{"iss":"a","exp":1} trailing', "line 1, at character 21"),
        ('{"iss":', "line 1, at character 8"),
    ],
)
def test_damaged_json_names_the_place(text: str, place: str) -> None:
    form = describe_none(text)
    assert form.id == "json-damaged"
    assert place in form.explanation


def test_a_text_that_is_too_long_is_measured_and_not_read() -> None:
    assert describe_none("a" * (1 << 20)).id == "not-a-token"
    form = describe_none("\x89PNG" + "a" * (1 << 20))
    assert form.id == "too-big"
    assert "1,048,580 characters" in form.explanation


def test_secrets_are_marked() -> None:
    secret = {
        entry.format.id
        for section in ("opaque", "encrypted", "none")
        for entry in entries(section)
        if entry.format.secret
    }
    assert {
        "github-pat",
        "auth0-refresh",
        "flask-session",
        "key-private",
        "key-shared",
        "sdk-session-cookie",
    } <= secret
    assert not {"uuid", "key-public", "auth0-user-id", "google-access", "auth0-encrypted", "opaque"} & secret


def test_a_format_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError, match="no-such-format"):
        named("none", "no-such-format")


def test_branca_is_not_claimed_for_a_number_of_another_version() -> None:
    assert recognise(BRANCA).confidence is Confidence.HEURISTIC
    assert recognise(BRANCA[:-1]).id != "branca"


@pytest.mark.parametrize("text", ["token=undefined", "?access_token=null", '"id_token": null', "jwt: NaN"])
def test_a_word_under_a_tokens_name_is_a_word_all_the_same(text: str) -> None:
    assert describe_none(text).id == "word-instead"


@pytest.mark.parametrize("between", ["\n.\n", ".", "\n", ", "])
def test_a_header_beside_its_claims_is_a_decoded_token(between: str) -> None:
    assert describe_none('{"alg": "RS256", "typ": "JWT"}' + between + '{"iss": "x"}').id == "token-decoded"
