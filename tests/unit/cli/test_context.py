"""The context of a line in a batch: the key, the instant and what is expected."""

from datetime import UTC, datetime
from typing import Any

import pytest

from jotlens.cli.asked import Asked
from jotlens.cli.context import ContextError, with_context
from jotlens.inspection.fetched import Fetched, FetchTrouble, KeySetFetch
from jotlens.inspection.keys.load import Key, KeyFlaw, KeyForm, KeyRing
from jotlens.inspection.model import Policy
from tests.support.claim_cases import document

NOON = datetime(2016, 3, 24, 12, tzinfo=UTC)
NOTHING = Asked(Policy(), KeyRing(guesses=("secret",)), None)


def test_an_empty_context_changes_nothing() -> None:
    assert with_context({}, NOTHING, NOON) == NOTHING
    assert with_context({"key": None, "at": None, "expected": None, "leeway": None}, NOTHING, NOON) == NOTHING


def test_every_expectation_reaches_the_policy() -> None:
    expected = {
        "audience": "a",
        "issuer": "i",
        "scopes": ["read", "write"],
        "permissions": ["p"],
        "client_id": "c",
        "nonce": "n",
        "typ": "at+jwt",
        "alg": ["RS256"],
        "organization": "o",
        "acr": "mfa",
        "max_age": 60,
        "access_token": "t",
        "code": "co",
        "htm": "GET",
        "htu": "https://api.example/",
        "expires_in": 3600,
        "received_at": 1458820800,
        "clock_skew_s": 7,
        "profile": "id-token",
        "state": "s",
        "requested_scopes": ["openid"],
        "dpop_headers": 1,
        "issuer_document": {"issuer": "https://a.example/"},
        "key_set": {"address": "https://a.example/keys", "trouble": "not-found"},
        "userinfo": '{"sub": "u"}',
        "seen_before_at": 1458820800,
        "something_of_next_year": True,
    }
    context = {"expected": expected, "at": 1458820800, "leeway": 30, "detached_payload": "d"}
    asked = with_context(context, NOTHING, NOON)
    assert asked.at == NOON
    assert asked.policy == Policy(
        audience="a",
        issuer="i",
        scopes=("read", "write"),
        permissions=("p",),
        client_id="c",
        nonce="n",
        typ="at+jwt",
        algorithms=("RS256",),
        organization="o",
        acr="mfa",
        max_age_s=60,
        access_token="t",
        code="co",
        state="s",
        requested_scopes=("openid",),
        htm="GET",
        htu="https://api.example/",
        dpop_headers=1,
        leeway_s=30,
        expires_in_s=3600,
        received_at=NOON,
        clock_skew_s=7,
        detached_payload="d",
        profile="id-token",
        fetched=Fetched(
            issuer_document=document(issuer="https://a.example/"),
            key_set=KeySetFetch("https://a.example/keys", FetchTrouble.NOT_FOUND),
            userinfo=document(sub="u"),
            seen_before_at=NOON,
        ),
    )


def test_what_a_line_does_not_say_is_as_the_command_line_said() -> None:
    defaults = Asked(Policy(audience="a", issuer="i", leeway_s=5), NOTHING.keys, NOON)
    asked = with_context({"expected": {"issuer": "j"}, "leeway": 0}, defaults, NOON)
    assert asked == Asked(Policy(audience="a", issuer="j"), NOTHING.keys, NOON)


@pytest.mark.parametrize(
    ("key", "secret"),
    [
        ({"type": "secret", "value": "keyboardcat"}, b"keyboardcat"),
        ({"type": "secret-base64", "value": "a2V5Ym9hcmRjYXQ="}, b"keyboardcat"),
        ({"type": "secret-hex", "value": "6b6579"}, b"key"),
        ({"type": "jwk", "value": {"kty": "oct", "k": "a2V5"}}, b"key"),
        ({"type": "jwks", "value": {"keys": [{"kty": "oct", "k": "a2V5"}]}}, b"key"),
    ],
)
def test_the_key_is_read_in_the_form_that_is_named(key: dict[str, Any], secret: bytes) -> None:
    keys = with_context({"key": key}, NOTHING, NOON).keys
    assert [one.secret for one in keys.keys] == [secret]
    assert keys.form == key["type"]
    assert keys.guesses == ("secret",)


@pytest.mark.parametrize(
    "key",
    [
        {"type": "pem", "value": "no pem"},
        {"type": "jwks", "value": {}},
        {"type": "secret-hex", "value": "zz"},
    ],
)
def test_a_key_that_cannot_be_read_is_one_that_cannot_be_used(key: dict[str, Any]) -> None:
    keys = with_context({"key": key}, NOTHING, NOON).keys
    assert keys.keys == (Key(KeyForm(key["type"]), flaw=KeyFlaw.UNREADABLE),)


@pytest.mark.parametrize(
    "text", ["2016-03-24 13:00 CET", "24 Mar 2016 12:00", "1458820800", "[24/Mar/2016:13:00:00 +0100] GET /"]
)
def test_a_moment_may_be_a_text_of_any_form(text: str) -> None:
    assert with_context({"at": text}, NOTHING, NOON).at == NOON
    assert with_context({"expected": {"received_at": text}}, NOTHING, NOON).policy.received_at == NOON


def test_a_moment_without_a_year_is_the_last_before_now() -> None:
    assert with_context({"at": "Mar 24 12:00:00"}, NOTHING, NOON).at == NOON


def test_the_issuers_date_says_how_far_this_computer_is_off() -> None:
    expected = {"issuer_date": "Thu, 24 Mar 2016 12:00:42 GMT"}
    assert with_context({"expected": expected}, NOTHING, NOON).policy.clock_skew_s == -42
    context = {"at": 1458820842, "expected": expected}
    assert with_context(context, NOTHING, NOON).policy.clock_skew_s == 0


def test_a_key_of_paseto_is_read() -> None:
    keys = with_context({"key": {"type": "paseto-public", "value": "00" * 32}}, NOTHING, NOON).keys
    assert (keys.form, keys.keys[0].crv) == (KeyForm.PASETO_PUBLIC, "Ed25519")
    keys = with_context({"key": {"type": "paseto-local", "value": "00" * 32}}, NOTHING, NOON).keys
    assert (keys.form, keys.keys[0].symmetric) == (KeyForm.PASETO_LOCAL, True)
    assert with_context({"paseto_implicit_assertion": "x"}, NOTHING, NOON).policy.implicit_assertion == "x"


@pytest.mark.parametrize(
    ("context", "named"),
    [
        ({"at": "soon"}, "context.at"),
        ({"at": "04/03/2016 12:00"}, "context.at: “04/03/2016 12:00” was read with the day first"),
        ({"at": "2016-03-24 12:00 IST"}, "context.at: IST has more than one meaning"),
        ({"expected": {"issuer_date": "today"}}, "context.expected.issuer_date"),
        ({"at": True}, "context.at"),
        ({"at": 1e300}, "context.at"),
        ({"at": float("nan")}, "context.at"),
        ({"leeway": "60"}, "context.leeway"),
        ({"leeway": 10**30}, "context.leeway"),
        ({"detached_payload": 1}, "context.detached_payload"),
        ({"key": "keyboardcat"}, "context.key"),
        ({"key": {"type": "rot13", "value": "x"}}, "context.key.type"),
        ({"key": {"value": "x"}}, "context.key.type"),
        ({"expected": []}, "context.expected"),
        ({"expected": {"audience": ["a"]}}, "context.expected.audience"),
        ({"expected": {"scopes": [1]}}, "context.expected.scopes"),
        ({"expected": {"max_age": "1"}}, "context.expected.max_age"),
        ({"expected": {"received_at": []}}, "context.expected.received_at"),
        ({"expected": {"profile": "x"}}, "context.expected.profile"),
        ({"expected": {"profile": 1}}, "context.expected.profile"),
        ({"expected": {"dpop_headers": True}}, "context.expected.dpop_headers"),
        ({"expected": {"dpop_headers": -1}}, "context.expected.dpop_headers"),
        ({"expected": {"issuer_document": "<html>"}}, "context.expected.issuer_document"),
        ({"expected": {"issuer_document": [1]}}, "context.expected.issuer_document"),
        ({"expected": {"userinfo": "[]"}}, "context.expected.userinfo"),
        ({"expected": {"key_set": {"trouble": "offline"}}}, "context.expected.key_set"),
        (
            {"expected": {"key_set": {"address": "https://a.example", "trouble": "rain"}}},
            "context.expected.key_set",
        ),
        (
            {"expected": {"key_set": {"address": "https://a.example", "trouble": []}}},
            "context.expected.key_set",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_told_and_never_ignored(context: dict[str, Any], named: str) -> None:
    with pytest.raises(ContextError) as refused:
        with_context(context, NOTHING, NOON)
    assert refused.value.sentence.startswith(named)


def test_an_address_alone_is_a_key_set_that_came() -> None:
    asked = with_context({"expected": {"key_set": "https://a.example/keys"}}, NOTHING, NOON)
    assert asked.policy.fetched == Fetched(key_set=KeySetFetch("https://a.example/keys"))
