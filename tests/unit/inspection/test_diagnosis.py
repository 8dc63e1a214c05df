"""The rejection desk: the right cause first, evidence of this token and this answer, and silence for the healthy."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import ApiAnswer, Diagnosis, Inspection, Policy, VerdictStatus
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read, read_all
from tests.unit.inspection.healthy_tokens import HEALTHY, Healthy
from tests.unit.inspection.minting import AT, SECRET, secret_ring, signed
from tests.unit.inspection.rejections import (
    API,
    CLIENT,
    EXPECTED,
    ISSUER,
    KEY_SET,
    NOW,
    OPAQUE,
    REJECTIONS,
    Rejection,
    answered,
    id_token,
    token,
)

UNREFUSED: Final[list[str]] = json.loads(Path(__file__).with_name("unrefused-texts.json").read_bytes())


def inspected(text: str, policy: Policy | None = None, keys: KeyRing | None = None) -> Inspection:
    finds, tokens = read_all(text)
    return inspect(tokens[0], policy or Policy(), keys or KeyRing(), AT, finds=finds)


def first(text: str, policy: Policy | None = None, keys: KeyRing | None = None) -> Diagnosis:
    return inspected(text, policy, keys).diagnoses[0]


@pytest.mark.parametrize("case", REJECTIONS, ids=lambda case: f"{case.cause}-{case.text[:30]}")
def test_right_cause_comes_first(case: Rejection) -> None:
    diagnoses = inspected(case.text, case.policy, case.keys).diagnoses
    assert [diagnosis.id for diagnosis in diagnoses][:1] == [case.cause]
    assert diagnoses[0].evidence, "a cause without evidence is a guess"


def test_every_cause_has_two_inputs_or_more() -> None:
    counted = Counter(case.cause for case in REJECTIONS)
    assert {f"D{number}": counted[f"D{number}"] >= 2 for number in range(1, 41)} == {
        f"D{number}": True for number in range(1, 41)
    }


@pytest.mark.parametrize("case", REJECTIONS, ids=lambda case: f"{case.cause}-{case.text[:30]}")
def test_sentences_are_whole(case: Rejection) -> None:
    for diagnosis in inspected(case.text, case.policy, case.keys).diagnoses:
        for sentence in (diagnosis.title, diagnosis.cause, diagnosis.fix, *diagnosis.evidence):
            assert sentence.strip()
            assert "{" not in sentence.replace("{id}", "").replace(case.text, ""), sentence
            assert "eyJhbGciOiJSUzI1NiI" not in sentence, "a token stands in a sentence"


def test_no_cause_is_named_twice() -> None:
    for case in REJECTIONS:
        ids = [diagnosis.id for diagnosis in inspected(case.text, case.policy, case.keys).diagnoses]
        assert len(set(ids)) == len(ids) <= 5


class TestHealthy:
    """Nothing is wrong, so nothing is said."""

    @pytest.mark.parametrize(
        ("text", "policy"),
        [
            (token(), Policy()),
            (token(), EXPECTED),
            (f"Authorization: Bearer {token()}", EXPECTED),
            (token(), Policy(audience=API, issuer=ISSUER, scopes=("read:orders",))),
            (id_token(), Policy()),
            (id_token(), Policy(audience=CLIENT)),
            (id_token(), Policy(client_id=CLIENT, nonce="n-1")),
            (OPAQUE, Policy()),
            (f"Authorization: Bearer {OPAQUE}", Policy()),
            (OPAQUE, Policy(audience="https://acme.eu.auth0.com/userinfo")),
            ("Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4", Policy()),
            ("v1.MkNhN0xYd2VtRXpWb2xnT1lrZDhYcQ", Policy()),
            (f'{{"access_token":"{token()}","id_token":"{id_token()}","expires_in":3600,"scope":"openid"}}', Policy()),
        ],
        ids=range(13),
    )  # fmt: skip
    def test_token_has_no_diagnosis(self, text: str, policy: Policy) -> None:
        assert inspected(text, policy).diagnoses == ()

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Hello, please find attached the minutes of our meeting.",
            "Uncaught SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
            "HTTP/1.1 403 Forbidden\r\nServer: nginx\r\n\r\n<html><head><title>403 Forbidden</title></head></html>",
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}",
            '{"error":{"code":404,"message":"Not Found"}}',
            "TypeError: Cannot read properties of undefined (reading 'map')",
            "https://app.example.com/callback?code=Qd0vT1o7f5k2Wm9XyZ&state=abc",
            '{"iss":"https://issuer.example/","aud":"x","exp":1}',
        ],
    )
    def test_text_without_refusal_has_no_diagnosis(self, text: str) -> None:
        found = inspected(text)
        assert found.token.kind is Kind.NONE
        assert found.diagnoses == ()

    @pytest.mark.parametrize("text", UNREFUSED)
    def test_text_of_another_matter_has_no_diagnosis(self, text: str) -> None:
        """It explains errors, lists changes, or is the refusal of a database, a shell, a shop, a web hook …"""
        assert inspected(text).diagnoses == ()

    @pytest.mark.parametrize("healthy", HEALTHY, ids=lambda healthy: healthy.id)
    def test_tokens_of_many_providers_have_no_diagnosis(self, healthy: Healthy) -> None:
        assert inspected(healthy.text, healthy.policy, healthy.keys).diagnoses == ()
        assert inspected(healthy.text).diagnoses == ()


class TestOfAnotherMatter:
    """What happened is told from what is only talked about."""

    @pytest.mark.parametrize(
        "trace",
        [
            "HTTP/1.1 401 Unauthorized",
            "2026-03-04 14:05:33 middleware",
            "ERROR middleware",
            "jose.errors.JWTError: refused",
            '{"level": 50}',
            "IDX10223: refused",
        ],
    )
    def test_a_trace_of_a_machine_outweighs_an_explanation(self, trace: str) -> None:
        explained = "After “jwt expired” clients should fetch a new token."
        assert inspected(explained).diagnoses == ()
        assert first(f"{trace}\n{explained}").id == "D4"

    def test_an_answer_that_was_given_as_one_is_no_explanation(self) -> None:
        explained = "After “jwt expired” clients should fetch a new token."
        assert first(token(), Policy(api=ApiAnswer(401, None, explained))).id == "D4"

    def test_only_the_sentence_of_the_wording_counts(self) -> None:
        assert inspected("Clients should try again after “jwt expired”.").diagnoses == ()
        assert first("Clients should stay logged in for a day. The app shows: jwt expired").id == "D4"

    def test_a_report_outweighs_the_general(self) -> None:
        assert first("Users should stay logged in, but they get “jwt expired”.").id == "D4"

    def test_one_line_with_a_dash_is_no_list_of_changes(self) -> None:
        assert first("- Fixed the clock, and now: jwt expired").id == "D4"

    def test_another_trade_that_speaks_of_tokens_is_none(self) -> None:
        assert inspected("signature of the web hook secret is invalid").diagnoses == ()
        assert first("web hook secret unused, token signature is invalid").id == "D7"


class TestDisagreement:
    """The answer and the token do not agree, and the desk says so."""

    def test_expired_to_the_api_and_alive_here(self) -> None:
        found = first(token(), answered("jwt expired", 401))
        assert found.id == "D4"
        assert "alive" in found.cause
        assert any("it ends in 50 min" in sentence for sentence in found.evidence)

    def test_expired_to_both(self) -> None:
        found = first(token(exp=NOW - 60), answered("jwt expired", 401))
        assert found.id == "D4"
        assert "alive" not in found.cause

    def test_signature_invalid_to_the_api_and_verified_here(self) -> None:
        found = first(signed(), Policy(api=ApiAnswer(401, None, "invalid signature")), secret_ring(SECRET))
        assert found.id == "D7"
        assert "it fits" in found.cause

    def test_audience_wrong_to_the_api_and_right_here(self) -> None:
        found = first(token(), answered("Audience validation failed", 401))
        assert found.id == "D3"
        assert "names exactly the audience" in found.cause

    def test_issuer_wrong_to_the_api_and_right_here(self) -> None:
        found = first(token(), answered("Invalid issuer", 401))
        assert found.id == "D10"
        assert "names exactly the issuer" in found.cause

    def test_key_unknown_to_the_api_and_in_the_set_here(self) -> None:
        found = first(token(), answered("Unable to find a signing key that matches 'one'", 401), KEY_SET)
        assert found.id == "D6"
        assert "holds it" in found.cause

    def test_scope_missing_to_the_api_and_there_here(self) -> None:
        found = first(token(), answered("Insufficient scope", 403, scopes=("read:orders",)))
        assert found.id == "D9"
        assert "carries it" in found.cause

    def test_answer_speaks_of_another_token(self) -> None:
        found = first(token(), answered("IDX10214: Audience validation failed. Audiences: 'spa'. Did not match: validationParameters.ValidAudience: 'api'", 401))  # fmt: skip
        assert any("another token was sent" in sentence for sentence in found.evidence)


class TestNearMiss:
    """The differing character is named, also where only the answer knows what was expected."""

    def test_slash_in_the_audience_of_the_answer(self) -> None:
        found = first(token(), Policy(api=ApiAnswer(401, None, f"jwt audience invalid. expected: {API}/")))
        assert "one slash is missing at the end" in found.cause

    def test_letter_in_the_issuer_of_the_answer(self) -> None:
        found = first(
            token(),
            Policy(api=ApiAnswer(401, None, "jwt issuer invalid. expected: https://acme.eu.auth1.com/")),
        )
        assert found.id == "D10"
        assert "“0” where “1” is expected" in found.cause

    def test_both_values_in_the_answer(self) -> None:
        found = first("The iss claim is not valid. Expected: https://a.example/ Actual: https://a.example")
        assert "one slash is missing at the end" in found.cause


def test_answer_is_no_token_and_its_verdict_tells_the_cause() -> None:
    found = inspected('{"error":"login_required","error_description":"Login required"}')
    assert found.token.kind is Kind.NONE
    assert found.findings == ()
    assert found.verdict.status is VerdictStatus.NOT_A_TOKEN
    assert found.verdict.sentence == found.diagnoses[0].cause
    assert found.verdict.next_step == found.diagnoses[0].fix


@pytest.mark.parametrize("word", ["invalid_grant", "login_required", "AADSTS50011", "E0000011"])
def test_error_code_alone_is_no_token(word: str) -> None:
    found = inspected(word)
    assert found.token.kind is Kind.NONE
    assert found.diagnoses


def test_text_read_without_its_surroundings_is_diagnosed_too() -> None:
    assert inspect(read("jwt expired"), Policy(), KeyRing(), AT).diagnoses[0].id == "D4"


def test_a_bare_no_beside_a_reason_adds_nothing() -> None:
    text = '{"errors":[{"message":"jwt expired","extensions":{"code":"UNAUTHENTICATED"}}]}'
    assert [diagnosis.id for diagnosis in inspected(text).diagnoses] == ["D4"]


def test_a_short_wording_does_not_name_a_framework() -> None:
    assert "words it" not in first("jwt expired").evidence[0]
    assert "as Microsoft Entra ID words it" in first("AADSTS50011").evidence[0]


def test_a_token_in_an_answer_is_not_repeated() -> None:
    found = inspected(
        token(), Policy(api=ApiAnswer(401, None, f"could not decode token '{token()}': jwt malformed"))
    )
    assert found.diagnoses
    for diagnosis in found.diagnoses:
        assert token().split(".")[1] not in " ".join(diagnosis.evidence)
