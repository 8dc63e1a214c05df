"""Sentences that no table has: they are read by the thing they speak of and what is wrong with it."""

import pytest

from jotlens.inspection.diagnosis.clauses import match_clauses
from jotlens.inspection.diagnosis.reading import read_answer


def told(text: str) -> set[str]:
    return {said.symptom for said in match_clauses(read_answer(None, text))}


@pytest.mark.parametrize(
    ("text", "symptom"),
    [
        ("The token was rejected: audience mismatch", "audience-wrong"),
        ("this jwt is not intended for the orders API", "audience-wrong"),
        ("issuer of the token is not trusted here", "issuer-wrong"),
        ("token signature could not be verified", "signature-invalid"),
        ("the signature of your token has expired", "expired"),
        ("unknown kid in the token's header", "key-not-found"),
        ("the algorithm HS256 is not allowed for this token", "algorithm-refused"),
        ("your access token has expired", "expired"),
        ("the jwt is not yet valid", "not-yet-valid"),
        ("iat lies in the future", "issued-in-future"),
        ("token lacks the scope orders.write", "scope-missing"),
        ("the API says that the role admin is required", "permission-missing"),
        ("Authorization header was not sent", "token-missing"),
        ("no token provided", "token-missing"),
        ("the token could not be decoded", "malformed"),
        ("login failed: the nonce is wrong", "nonce-mismatch"),
        ("oauth login: state does not match", "state-mismatch"),
        ("refresh token was revoked", "refresh-invalid"),
        ("the refresh token is undefined", "refresh-not-returned"),
        ("the authorization code was already redeemed", "code-invalid"),
        ("PKCE verification failed", "code-invalid"),
        ("redirect_uri is not registered", "redirect-mismatch"),
        ("client_secret is incorrect", "client-authentication"),
        ("the password grant is not enabled", "grant-not-allowed"),
        ("DPoP proof was replayed", "dpop-proof-invalid"),
        ("multi-factor authentication is required", "mfa"),
        ("org_id in the token is unexpected", "organization"),
        ("could not fetch the JWKS of the issuer", "keys-unreachable"),
        ("at+jwt was unexpected", "type-wrong"),
    ],
)
def test_thing_and_fault_tell_the_symptom(text: str, symptom: str) -> None:
    assert symptom in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Set up your issuer, audience and scope in the settings page",
        "The token was issued for the audience and the signature is genuine",
        "Unexpected token '<' in the JSON of the API",
        "CSRF token missing",
        "invalid algorithm for sorting",
        "an object is in a wrong state",
        "The license key is invalid",
        "Permission denied (publickey)",
        "a role is required for each module of the handbook",
        "the audience of the campaign is missing",
        "token",
        "",
    ],
)
def test_other_texts_tell_nothing(text: str) -> None:
    assert told(text) == set()


def test_fault_of_another_sentence_is_not_taken() -> None:
    assert told("The audience is https://api.example. Your order is missing.") == set()


def test_special_thing_comes_before_the_general() -> None:
    assert told("the refresh token of the login has expired") == {"refresh-invalid"}


def test_quote_is_the_text_itself() -> None:
    (said,) = match_clauses(read_answer(None, "Fehler: Token Signature Is Invalid!"))
    assert said.quote == "Signature Is Invalid"
