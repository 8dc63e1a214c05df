"""The inspector reads what the sandbox issues: two readings of the same pages, each held against the other."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import KeyForm, load_keys
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import (
    LifetimeState,
    Policy,
    Purpose,
    Question,
    SignatureStatus,
    Status,
    VerdictStatus,
)
from jotlens.sandbox.compact import json_bytes, sign
from jotlens.sandbox.running import Sandbox
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read_all
from jotlens.tokens.resources import resource
from tests.support.looking import HEALTH, Look, for_health, health_token, key_set, said, status
from tests.support.seeded_keys import seeded_keys
from tests.support.visitor import FakeClock, Visitor

CALANDAR = "https://api.example.com/calandar/v1/"
BANK = "https://bank.example.com/"
TO_DO = "https://todo.example.com/"
GEO = "https://api.example.com/geocoding/v1/"


# --- formats and structure -------------------------------------------------------------------------


def test_an_opaque_token(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    """Statements S1 to S6: unreadable, a reference to the issuer's storage, checked there and only there."""
    seen = look(visitor.code_flow(scope="openid")["access_token"])
    assert seen.profile is not None
    assert seen.profile.id == "auth0-opaque-token"
    assert seen.verdict.status is VerdictStatus.UNREADABLE
    assert "/userinfo" in seen.verdict.sentence
    assert "only its issuer knows what it means" in said(seen, "opaque-no-validation")
    assert f"{tenant.address}userinfo" in said(seen, "opaque-use-userinfo")
    assert status(seen, "userinfo-usable") is Status.PASS


def test_a_reference_of_2015(look: Look) -> None:
    """Statements S11, S47 and S56: nothing can be read in it, and the issuer alone checks it."""
    seen = look("kZ7dQm2-xN4bV9_cT1rYw8LpHs3EaJ5u")
    assert seen.token.kind is Kind.OPAQUE
    assert seen.token.claims is None
    assert seen.signature.status is SignatureStatus.NOT_CHECKED
    assert not [finding for finding in seen.findings if finding.status is Status.FAIL]


def test_a_token_of_the_first_management_api(look: Look) -> None:
    """Statements S15 and S77: opaque, 64 characters, and switched off."""
    seen = look("kZ7dQm2xN4bV9cT1rYw8LpHs3EaJ5u0G" * 2)
    assert seen.token.kind is Kind.OPAQUE
    assert "switched off" in said(seen, "legacy-token")


def test_a_jwt_is_judged_without_a_server(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    """Statements S7, S8, S9, S16 to S19, S45 and S54: header, claims, signature; believed when verified."""
    token = health_token(visitor)
    keys = key_set(visitor)
    seen = look(token, for_health(tenant), keys)
    assert seen.token.kind is Kind.JWS
    assert len(token.split(".")) == 3
    assert seen.token.header is not None
    assert set(seen.token.header) == {"alg", "typ", "kid"}
    assert seen.token.claims is not None
    assert seen.signature.status is SignatureStatus.VERIFIED
    assert seen.verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    assert look(token, for_health(tenant)).verdict.status is VerdictStatus.NOT_VERIFIED
    changed = look(
        token[:-6] + ("AAAAA" if not token.endswith("AAAAAA") else "BBBBB") + token[-1], None, keys
    )
    assert changed.verdict.status is VerdictStatus.REJECT


def test_the_token_of_the_current_page(ada: Visitor, look: Look, tenant: Sandbox) -> None:
    """Statements S20 to S23: a list of audiences, the scopes, the user's ID, and nothing else of the user."""
    scope = "openid profile read:patients read:admin"
    token = ada.code_flow("spa-demo", scope=scope, audience=HEALTH)["access_token"]
    seen = look(token, for_health(tenant), key_set(ada))
    assert "auth0|123456" in said(seen, "sub-present")
    assert status(seen, "claim-sensitive") is Status.PASS
    assert status(seen, "scope-required") is Status.PASS
    assert f"{tenant.address}userinfo" in said(seen, "aud-multiple")
    assert status(seen, "aud-multiple") is Status.PASS
    assert status(seen, "userinfo-usable") is Status.PASS


def test_a_token_for_the_management_api(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    """Statements S55 and S78 to S80: a JWT in form, and not to be relied on by anybody else."""
    token = visitor.machine(f"{tenant.address}api/v2/", "web-demo").json()["access_token"]
    seen = look(token, None, key_set(visitor))
    assert seen.token.kind is Kind.JWS
    assert seen.profile is not None
    assert seen.profile.id == "auth0-management-token"
    assert "must not rely on its content" in said(seen, "mgmt-opaque")
    assert status(seen, "mgmt-single-aud") is Status.PASS


@pytest.mark.parametrize(
    ("user_id", "profile"),
    [("facebook|1000001", "facebook-access-token"), ("google-oauth2|42", "google-access-token")],
)
def test_a_token_of_a_provider(tenant: Sandbox, look: Look, user_id: str, profile: str) -> None:
    """Statements S12 to S14 and S80: of the provider's own format, for the provider's own API."""
    user = next(user for user in tenant.users if user.user_id == user_id)
    token = user.identities[0].access_token
    assert token is not None
    seen = look(token, Policy(audience=HEALTH))
    assert seen.profile is not None
    assert seen.profile.id == profile
    assert status(seen, "idp-not-ours") is Status.WARN


def test_machine_and_user(visitor: Visitor, look: Look) -> None:
    """Statements S35 and S41: whether a user stands behind it."""
    machine = look(visitor.machine(GEO).json()["access_token"])
    assert "no user logged in" in said(machine, "sub-machine")
    user = look(visitor.code_flow(scope="read", audience=CALANDAR)["access_token"])
    assert "usr_123" in said(user, "sub-present")


def test_the_answer_of_the_page(visitor: Visitor) -> None:
    """Statement S37: a pasted answer of the token endpoint is taken apart."""
    finds, tokens = read_all(visitor.machine(GEO).text)
    assert [token.kind for token in tokens] == [Kind.JWS]
    assert finds.answer is not None
    assert finds.answer.expires_in_s == 86_400


def test_an_encrypted_token(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    audience = "https://sealed.example.com/"
    token = visitor.code_flow(scope="read:secrets", audience=audience)["access_token"]
    assert look(token).verdict.status is VerdictStatus.UNREADABLE
    opened = look(token, Policy(audience=audience), load_keys(tenant.sealing_key_pem()))
    assert opened.opened
    assert status(opened, "aud-match") is Status.PASS


def test_both_dialects(visitor: Visitor, look: Look) -> None:
    standard = visitor.code_flow(scope="read:things", audience="https://rfc9068.example.com/")["access_token"]
    seen = look(standard)
    assert seen.profile is not None
    assert seen.profile.id == "auth0-rfc9068-access-token"
    assert status(seen, "typ-at-jwt") is Status.PASS


def test_an_id_token_is_told_from_an_access_token(visitor: Visitor, look: Look) -> None:
    tokens = visitor.code_flow(scope="openid profile read:patients", audience=HEALTH)
    assert look(tokens["id_token"]).purpose.purpose is Purpose.ID_TOKEN
    assert look(tokens["access_token"]).purpose.purpose is Purpose.ACCESS_TOKEN


# --- the four questions ----------------------------------------------------------------------------


def test_the_four_questions_of_the_page(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    """Statements S48 to S53: for me, still valid, from whom, allowed to do this."""
    token = visitor.code_flow(scope="read write", audience=CALANDAR)["access_token"]
    secret = load_keys("keyboardcat", KeyForm.SECRET)
    policy = Policy(audience=CALANDAR, issuer=tenant.address, scopes=("read", "write"))
    seen = look(token, policy, secret)
    passed = ("aud-match", "exp-passed", "signature-valid", "iss-match", "scope-required")
    assert {name: status(seen, name) for name in passed} == dict.fromkeys(passed, Status.PASS)
    assert "usr_123" in said(seen, "sub-present")
    assert "read and write" in said(seen, "scope-required")
    assert [answer.question for answer in seen.answers] == list(Question)


@pytest.mark.parametrize(
    ("policy", "check"),
    [
        (Policy(audience="api.calendar"), "aud-match"),
        (Policy(audience=CALANDAR.rstrip("/")), "aud-near-miss"),
        (Policy(scopes=("write",)), "scope-required"),
        (Policy(issuer="https://example.auth0.com/"), "iss-match"),
    ],
)
def test_each_question_can_be_answered_with_no(
    visitor: Visitor, look: Look, policy: Policy, check: str
) -> None:
    """Statement S52: any of them refuses the token."""
    token = visitor.code_flow(scope="read", audience=CALANDAR)["access_token"]
    seen = look(token, policy, load_keys("keyboardcat", KeyForm.SECRET))
    assert status(seen, check) is Status.FAIL
    assert seen.verdict.status is VerdictStatus.REJECT


def test_userinfo_wants_rs256(visitor: Visitor, look: Look) -> None:
    """Statements S75 and S76."""
    calandar = look(visitor.code_flow(scope="openid read", audience=CALANDAR)["access_token"])
    assert status(calandar, "userinfo-usable") is not Status.PASS
    assert status(look(health_token(visitor)), "userinfo-usable") is Status.PASS


# --- lifetimes -------------------------------------------------------------------------------------


def test_lifetimes_are_told_for_what_they_are(visitor: Visitor, look: Look) -> None:
    """Statements S57, S59 and S66: usual for an API; a bank's is shorter; the token itself says which."""
    todo = look(visitor.code_flow(scope="read:todo", audience=TO_DO)["access_token"])
    assert todo.lifetime.lifetime_s == 86_400
    assert "short for a bank, longer for a to-do list" in said(todo, "lifetime-known")
    assert (
        look(visitor.code_flow(scope="read:accounts", audience=BANK)["access_token"]).lifetime.lifetime_s
        == 900
    )


def test_the_fixed_lifetimes_of_opaque_tokens(visitor: Visitor, look: Look) -> None:
    """Statements S60 to S63: two hours from the implicit flow, a day from the others, and not to be changed."""
    implicit = visitor.authorize(client_id="spa-demo", response_type="token", scope="openid")
    policy = Policy(expires_in_s=int(implicit["expires_in"]), received_at=look.clock.now)
    seen = look(implicit["access_token"], policy)
    assert seen.lifetime.lifetime_s == 7_200
    assert "cannot be changed" in said(seen, "lifetime-known")
    code = visitor.code_flow(scope="openid")
    policy = Policy(expires_in_s=code["expires_in"], received_at=look.clock.now)
    assert "authorization code and hybrid" in said(look(code["access_token"], policy), "lifetime-known")


def test_an_expired_token_and_what_to_do(visitor: Visitor, look: Look) -> None:
    """Statements S65, S67 and S72: it cannot be prolonged; refresh, or log in again."""
    token = visitor.code_flow(scope="read:accounts", audience=BANK)["access_token"]
    later = look.clock.now + timedelta(seconds=900)
    seen = look(token, Policy(audience=BANK), key_set(visitor), later)
    assert seen.lifetime.state is LifetimeState.EXPIRED
    assert "cannot be repaired or prolonged" in said(seen, "exp-passed")
    assert "logging in again" in said(seen, "exp-passed")


def test_an_access_token_cannot_be_revoked(visitor: Visitor, look: Look) -> None:
    """Statements S73 and S74: a short lifetime is what limits the damage."""
    token = visitor.code_flow(scope="read:todo", audience=TO_DO)["access_token"]
    words = said(look(token), "lifetime-no-revocation")
    assert "cannot be revoked" in words
    assert "short lifetime" in words


def test_a_refresh_token_is_known_and_a_missing_one_explained(visitor: Visitor, look: Look) -> None:
    """Statements S68, S70 and S71."""
    tokens = visitor.code_flow(scope="read:todo offline_access", audience=TO_DO)
    refresh = look(tokens["refresh_token"])
    assert refresh.purpose.purpose is Purpose.REFRESH_TOKEN
    assert "gets new access tokens" in said(refresh, "refresh-as-access")
    asked = ("read:accounts", "offline_access")
    bank = visitor.code_flow(scope=" ".join(asked), audience=BANK)
    finds, (token,) = read_all(json.dumps(bank))
    seen = inspect(token, Policy(requested_scopes=asked), KeyRing(), look.clock.now, finds=finds)
    assert "there is no refresh token" in said(seen, "scope-response-match")


# --- what people paste -----------------------------------------------------------------------------


def test_the_call_of_the_page(visitor: Visitor) -> None:
    """Statements S42 to S44: the token is found in the request, behind Bearer."""
    token = visitor.code_flow(scope="read", audience=CALANDAR)["access_token"]
    request = f"GET /calandar/v1/events\nHost: api.example.com\n\nAuthorization: Bearer {token}\n"
    finds, tokens = read_all(request)
    assert [found.text for found in tokens] == [token]
    assert len(finds.found) == 1


def test_the_answer_in_the_fragment(visitor: Visitor) -> None:
    """Statement S29: a pasted callback address gives its token, and says that it stood in an address."""
    asked = {
        "client_id": "spa-demo",
        "response_type": "token",
        "audience": "api.calendar",
        "scope": "read write",
    }
    answer = visitor.authorize(**asked, nonce="n")
    address = f"http://127.0.0.1:49152/callback#{urlencode(answer)}"
    finds, (token,) = read_all(address)
    seen = inspect(token, Policy(audience="api.calendar"), KeyRing(), FakeClock().now, finds=finds)
    assert status(seen, "aud-match") is Status.PASS
    assert status(seen, "token-in-url") is Status.WARN


def test_lifetimes_of_the_two_samples(look: Look) -> None:
    """Statement S66: a day, and a thousand seconds, which is not the default."""
    sample = resource("samples").joinpath("calendar-request.txt").read_text("utf-8")
    _, (token,) = read_all(sample)
    assert inspect(token, Policy(), KeyRing(), look.clock.now).lifetime.lifetime_s == 86_400
    claims = {"iss": "https://my-domain.auth0.com/", "aud": [HEALTH], "exp": 1311281970, "iat": 1311280970}
    thousand = look(sign({"alg": "RS256", "typ": "JWT"}, json_bytes(claims), seeded_keys()[0]))
    assert thousand.lifetime.lifetime_s == 1_000


def test_the_best_practices_that_a_token_shows(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    """Statement S79: an expiry, no sensitive data, no weak secret; HTTPS is not to be had on loopback."""
    seen = look(health_token(visitor), for_health(tenant), key_set(visitor))
    kept = ("exp-present", "claim-sensitive", "lifetime-policy", "alg-none", "rsa-key-size")
    assert {name: status(seen, name) for name in kept} == dict.fromkeys(kept, Status.PASS)
    calandar = visitor.code_flow(scope="read", audience=CALANDAR)["access_token"]
    weak = look(calandar, None, load_keys("keyboardcat", KeyForm.SECRET))
    assert status(weak, "hmac-secret-guessable") is Status.FAIL
