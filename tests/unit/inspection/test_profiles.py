"""Profiles: each can be guessed, look-alikes are not taken for it, and a person's choice decides."""

import re
from typing import Any

import pytest

from jotlens.inspection.checks.catalogue import catalogue
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy, Purpose, PurposeGuess, Status
from jotlens.inspection.profiles import guess_profile, profile_named, profiles, seen_as
from jotlens.tokens.formats.format_table import entries
from jotlens.tokens.model import Kind, Saml, Token
from jotlens.tokens.read import read
from tests.support.claim_cases import (
    ACCESS,
    AT,
    ID,
    LOGOUT,
    NOW,
    PROOF,
    compact,
    encrypted,
    opaque,
    token,
    without,
)
from tests.unit.inspection.healthy_tokens import HEALTHY

TENANT = "https://3b7a1c2d.example/"
GRAPH = {
    "iss": "https://sts.windows.net/t/",
    "aud": "00000003-0000-0000-c000-000000000000",
    "scp": "User.Read",
}
OKTA = {**without(ACCESS, "scope"), "cid": "c", "scp": ["a"], "iss": "https://acme.okta.com"}

SHOWN: dict[str, Token] = {healthy.profile: read(healthy.text) for healthy in HEALTHY} | {
    "no-token": Token("hello there", Kind.NONE),
    "auth0-opaque-token": read(encrypted(iss=TENANT).text),
    "google-access-token": opaque(format_id="google-access"),
    "facebook-access-token": opaque(format_id="facebook-access"),
    "github-token": opaque(format_id="github-fine"),
    "linkedin-access-token": opaque(format_id="linkedin-access"),
    "microsoft-account-token": opaque(format_id="microsoft-msa"),
    "session-cookie": read(encrypted(iat=1, uat=1, exp=2).text),
    "api-key": opaque(format_id="stripe"),
    "saml-message": Token("x", Kind.SAML, saml=Saml("Response", None, "base64", "<x>")),
    "refresh-token": opaque(format_id="auth0-refresh"),
    "client-assertion": token({"iss": "c", "sub": "c", "aud": TENANT, "jti": "j", "exp": AT}),
    "request-object": token({"client_id": "c", "response_type": "code"}),
    "security-event": token({"events": {"urn:x": {}}}),
    "key-binding-proof": token({"nonce": "n", "sd_hash": "h", "aud": TENANT}),
    "credential": token({"vct": "https://example.com/card"}),
    "rfc9068-access-token": token({"iss": "https://a.example"}, typ="at+jwt"),
    "microsoft-graph-token": token(GRAPH),
    "okta-org-access-token": token(OKTA),
    "access-token": token({"iss": "https://a.example", "aud": "https://api.example.com", "scope": "read"}),
    "encrypted-token": encrypted(alg="RSA-OAEP-256"),
    "paseto": Token("v4.local.x", Kind.PASETO),
    "opaque-text": opaque(),
}


@pytest.mark.parametrize("profile", profiles(), ids=[profile.id for profile in profiles()])
def test_every_profile_is_guessed_and_has_words_for_people(profile: Any) -> None:
    seen = seen_as(SHOWN[profile.id], Policy())
    assert seen.profile is profile, seen.reason
    assert not seen.chosen
    for text in (profile.explanation, seen.reason):
        assert text[-1] == "."
        assert not re.search(r'[{}"]|  |\b(?:MUST|SHOULD|JOSE|JWKS?|boolean|array)\b', text)
    assert len(profile.name) <= 40
    assert profile.exempt <= {entry.id for entry, _ in catalogue()}


def test_conditions_name_what_exists() -> None:
    formats = {entry.format.id for section in ("opaque", "encrypted") for entry in entries(section)}
    signs = [sign for profile in profiles() for sign in profile.signs]
    assert frozenset().union(*(sign.formats for sign in signs)) <= formats
    assert frozenset().union(*(sign.purposes for sign in signs)) <= set(Purpose)
    assert frozenset().union(*(sign.kinds for sign in signs)) <= set(Kind)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_something_is_always_guessed(kind: Kind, purpose: Purpose) -> None:
    assert guess_profile(Token("x", kind), PurposeGuess(purpose, "So it is."))[1]


@pytest.mark.parametrize(
    ("claims", "other"),
    [
        ({**ACCESS, "iss": "https://acme.auth0.com.evil.example/"}, "auth0-access-token"),
        ({**ACCESS, "iss": "https://evil.example/https://acme.auth0.com/"}, "auth0-access-token"),
        ({**ID, "iss": "https://accounts.google.com.evil.example"}, "google-id-token"),
        ({**ACCESS, "aud": "https://evil.example/api/v2/"}, "auth0-management-token"),
        ({**OKTA, "iss": "https://acme.okta.com/oauth2/default"}, "okta-org-access-token"),
        ({**GRAPH, "iss": "https://evil.example/"}, "microsoft-graph-token"),
        ({**GRAPH, "aud": "https://api.example.com/"}, "microsoft-graph-token"),
        ({**ACCESS, "token_use": 1}, "cognito-access-token"),
        ({**LOGOUT, "iss": "https://accounts.google.com"}, "google-id-token"),
        ({**PROOF, "iss": "https://appleid.apple.com"}, "apple-id-token"),
        ({**ID, "typ": "Bearer of news"}, "keycloak-access-token"),
    ],
)
def test_a_look_alike_is_not_taken_for_it(claims: dict[str, Any], other: str) -> None:
    assert seen_as(token(claims), Policy()).profile.id != other


def test_a_provider_knows_better_than_the_claims() -> None:
    firebase = token(
        {**without(ID, "nonce", "name"), "iss": "https://securetoken.google.com/shop", "aud": "shop"}
    )
    seen = seen_as(firebase, Policy())
    assert seen.looks.purpose is seen.purpose.purpose is Purpose.ID_TOKEN
    assert "Firebase" in seen.looks.reason


def test_a_choice_decides_what_it_is_judged_as_and_not_what_it_looks_like() -> None:
    seen = seen_as(token(ID), Policy(profile="access-token"))
    assert seen.chosen
    assert seen.purpose.purpose is Purpose.ACCESS_TOKEN
    assert seen.looks.purpose is seen.shown.purpose is Purpose.ID_TOKEN
    assert seen.reason.startswith("You chose it. By its looks it is: ID token (OpenID Connect). It shows ")
    same = seen_as(token(ID), Policy(profile="id-token"))
    assert (same.reason, same.chosen) == ("You chose it.", True)


def test_where_the_looks_tell_nothing_the_choice_names_it() -> None:
    plain = token({"iss": "https://a.example/", "sub": "u"})
    assert seen_as(plain, Policy(profile="id-token")).shown.purpose is Purpose.ID_TOKEN
    assert seen_as(plain, Policy()).shown.purpose is Purpose.UNKNOWN


def test_an_unknown_choice_leaves_the_guess() -> None:
    assert profile_named("cookie-jar") is None
    assert not seen_as(token(ID), Policy(profile="cookie-jar")).chosen


def statuses(what: Token, policy: Policy) -> dict[str, Status]:
    return {finding.id: finding.status for finding in inspect(what, policy, KeyRing(), NOW).findings}


def test_what_has_to_be_there_follows_the_choice() -> None:
    bare = token({"iss": "https://a.example/", "aud": "x"})
    as_guessed, as_id = statuses(bare, Policy()), statuses(bare, Policy(profile="id-token"))
    for check_id in ("exp-present", "iat-present", "sub-present"):
        assert as_guessed[check_id] is Status.WARN
        assert as_id[check_id] is Status.FAIL
    assert statuses(bare, Policy(profile="rfc9068-access-token"))["profile-complete"] is Status.FAIL
    assert statuses(token(ACCESS, typ="at+jwt"), Policy(profile="plain-jwt"))["profile-complete"] is (
        Status.NOT_APPLICABLE
    )


def test_what_does_not_apply_is_left_out() -> None:
    without_scope = without(ACCESS, "scope")
    entra = {**without_scope, "iss": "https://sts.windows.net/t/", "appid": "a", "gty": "x"}
    assert seen_as(token(entra), Policy()).profile.id == "entra-access-token"
    assert statuses(token(entra), Policy())["scope-absent"] is Status.NOT_APPLICABLE
    assert statuses(token({**without_scope, "gty": "x"}), Policy())["scope-absent"] is Status.WARN


def test_an_application_stands_for_the_audience_only_where_the_provider_says_so() -> None:
    cognito = {**without(ACCESS, "aud"), "token_use": "access", "client_id": "c"}
    assert statuses(token(cognito), Policy())["aud-present"] is Status.NOT_APPLICABLE
    assert statuses(token(cognito), Policy(audience="https://api.example.com"))["aud-present"] is Status.FAIL
    assert statuses(token(without(ACCESS, "aud")), Policy())["aud-present"] is Status.WARN


def test_an_inspection_has_its_profile() -> None:
    found = inspect(read(compact(ACCESS)), Policy(), KeyRing(), NOW).profile
    assert found is not None
    assert (found.id, found.name, found.chosen) == ("auth0-access-token", "Auth0 access token", False)
    assert inspect(Token("hello there", Kind.NONE), Policy(), KeyRing(), NOW).profile is None
