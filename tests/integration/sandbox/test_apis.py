"""What tokens open (S5, S12 to S14, S42 to S55, S75 to S78): the demo APIs, userinfo, the Management API, a provider."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import jwt
import pytest

from jotlens.sandbox.model import Settings
from jotlens.sandbox.running import Sandbox
from tests.support.visitor import FakeClock, Visitor, claims_of, part_of

CALANDAR = "https://api.example.com/calandar/v1/"
HEALTH = "https://example.com/health-api"


@pytest.fixture
def token(visitor: Visitor) -> str:
    """Ursula's token for the calendar of the page, with the right to read."""
    return str(visitor.code_flow(scope="read", audience=CALANDAR)["access_token"])


def encode(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode("ascii")


# --- the demo APIs, with the four steps of the page ------------------------------------------------


def test_a_token_is_sent_as_a_bearer_credential(visitor: Visitor, token: str) -> None:
    """Statements S42, S43 and S44: the request of the page."""
    answer = visitor.call("/calandar/v1/events", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.json()["events"]
    elsewhere = [
        visitor.call("/calandar/v1/events"),
        visitor.call(f"/calandar/v1/events?access_token={token}"),
        visitor.call("/calandar/v1/events", headers={"Authorization": f"Token {token}"}),
    ]
    assert [refused.status_code for refused in elsewhere] == [401, 401, 401]
    assert elsewhere[0].headers["WWW-Authenticate"] == f'Bearer realm="{CALANDAR}"'  # RFC 6750 section 3.1


@dataclass(frozen=True)
class Refusal:
    step: str
    status: int
    error: str


def refusal_of(visitor: Visitor, token: str, method: str = "GET") -> Refusal:
    answer = visitor.call("/calandar/v1/events", token, method)
    challenge = answer.headers["WWW-Authenticate"]
    assert f'error="{answer.json()["error"]}"' in challenge
    assert answer.json()["error_description"] in challenge
    return Refusal(answer.headers["X-Sandbox-Failed-Step"], answer.status_code, answer.json()["error"])


def test_step_1_the_audience(visitor: Visitor) -> None:
    """Statement S48, with the near miss of the page: api.calendar is another API."""
    other = visitor.code_flow(scope="read", audience="api.calendar")["access_token"]
    assert refusal_of(visitor, other) == Refusal("1", 401, "invalid_token")


def test_step_1_takes_a_list_that_holds_the_audience(visitor: Visitor) -> None:
    """Equal if it is a text, among them if it is a list."""
    both = visitor.code_flow(scope="openid read:patients", audience=HEALTH)["access_token"]
    assert isinstance(claims_of(both)["aud"], list)
    assert visitor.call("/health-api/patients", both).status_code == 200


def test_step_2_the_expiry(visitor: Visitor, token: str, clock: FakeClock) -> None:
    """Statement S49."""
    clock.forward(86_400)
    assert refusal_of(visitor, token) == Refusal("2", 401, "invalid_token")


def _changed(token: str) -> str:
    header, _, signature = token.split(".")
    return f"{header}.{encode(claims_of(token) | {'scope': 'read write'})}.{signature}"


def _unsigned(token: str) -> str:
    return f"{encode({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}."


def _by_another(token: str) -> str:
    return jwt.encode(claims_of(token), "another-secret-of-thirty-two-bytes!", "HS256")


def _of_another_issuer(token: str) -> str:
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        return jwt.encode(claims_of(token) | {"iss": "https://example.auth0.com/"}, "keyboardcat", "HS256")


@pytest.mark.parametrize("forge", [_changed, _unsigned, _by_another, _of_another_issuer])
def test_step_3_the_signature(visitor: Visitor, token: str, forge: Callable[[str], str]) -> None:
    """Statement S50: changed, not signed, signed by another, or issued by another."""
    assert refusal_of(visitor, forge(token)) == Refusal("3", 401, "invalid_token")


def test_step_3_with_the_secret_of_the_page(visitor: Visitor, token: str) -> None:
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        own = jwt.encode(claims_of(token) | {"scope": "read write"}, "keyboardcat", "HS256")
    assert visitor.call("/calandar/v1/events", own, "POST").status_code == 200  # whoever knows it can sign


def test_step_3_hs256_with_the_public_key(visitor: Visitor, tenant: Sandbox) -> None:
    good = visitor.code_flow(scope="read:patients", audience=HEALTH)["access_token"]
    tenant.set_faults(hs_rs_confusion=True)
    confused = visitor.code_flow(scope="read:patients", audience=HEALTH)["access_token"]
    assert part_of(confused, 0)["alg"] == "HS256"
    assert visitor.call("/health-api/patients", good).status_code == 200
    refused = visitor.call("/health-api/patients", confused)
    assert (refused.status_code, refused.headers["X-Sandbox-Failed-Step"]) == (401, "3")


def test_step_4_the_scope(visitor: Visitor, token: str) -> None:
    """Statement S51."""
    assert refusal_of(visitor, token, "POST") == Refusal("4", 403, "insufficient_scope")
    answer = visitor.call("/calandar/v1/events", token, "POST")
    assert 'scope="write"' in answer.headers["WWW-Authenticate"]
    writes = visitor.code_flow(scope="read write", audience=CALANDAR)["access_token"]
    assert visitor.call("/calandar/v1/events", writes, "POST").status_code == 200


@pytest.mark.parametrize(
    "text", ["x", "a.b.c", "eyJhbGciOiJub25lIn0..", "a" * 60_000, "é.é.é".encode().hex()]
)
def test_what_is_no_token_is_refused(visitor: Visitor, text: str) -> None:
    """Statement S52."""
    answer = visitor.call("/calandar/v1/events", text)
    assert answer.status_code in {401, 431}


def test_an_opaque_token_and_an_id_token_are_refused(visitor: Visitor) -> None:
    tokens = visitor.code_flow(scope="openid")
    assert refusal_of(visitor, tokens["access_token"]).step == "3"
    assert refusal_of(visitor, tokens["id_token"]).step == "1"


# --- userinfo --------------------------------------------------------------------------------------


def test_userinfo_tells_of_the_user_by_scope(visitor: Visitor, tenant: Sandbox) -> None:
    """Statements S5 and S75."""
    token = visitor.code_flow(scope="openid profile email")["access_token"]
    answer = visitor.call("/userinfo", token)
    assert answer.json() == {
        "sub": "usr_123",
        "name": "Ursula Sample",
        "given_name": "Ursula",
        "family_name": "Sample",
        "nickname": "ursula",
        "picture": f"{tenant.address}sandbox/static/person.svg",
        "updated_at": "2026-01-02T03:04:05.678Z",
        "email": "ursula@company.example",
        "email_verified": True,
    }
    assert answer.headers["Cache-Control"] == "no-store"
    less = visitor.code_flow(scope="openid email")["access_token"]
    assert set(visitor.call("/userinfo", less).json()) == {"sub", "email", "email_verified"}
    assert visitor.call(answer.json()["picture"]).status_code == 200


def test_userinfo_takes_a_posted_token(visitor: Visitor) -> None:
    token = visitor.code_flow(scope="openid")["access_token"]
    posted = visitor.call("/userinfo", method="POST", data={"access_token": token})
    assert posted.json() == {"sub": "usr_123"}
    twice = visitor.call("/userinfo", token, method="POST", data={"access_token": token})
    assert twice.status_code == 401


def test_userinfo_takes_a_token_of_an_rs256_api(visitor: Visitor) -> None:
    """Statement S76, the one half: the token of the current page works here too."""
    token = visitor.code_flow(scope="openid profile read:patients", audience=HEALTH)["access_token"]
    assert visitor.call("/userinfo", token).json()["name"] == "Ursula Sample"


@pytest.mark.parametrize(
    ("scope", "audience"),
    [
        ("openid read", CALANDAR),  # HS256: the other half of statement S76
        ("read:patients", HEALTH),  # no openid
        ("profile", ""),
        ("openid read:current_user", "{issuer}api/v2/"),
    ],
)
def test_userinfo_refuses_with_one_plain_word(visitor: Visitor, scope: str, audience: str) -> None:
    named = audience.replace("{issuer}", visitor.sandbox.address)
    token = visitor.code_flow(scope=scope, audience=named)["access_token"]
    answer = visitor.call("/userinfo", token)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.text == "Unauthorized"


def test_userinfo_refuses_a_machine_and_strangers(visitor: Visitor) -> None:
    machine = visitor.machine("https://api.example.com/geocoding/v1/").json()["access_token"]
    for stranger in (machine, "x", "a.b.c.d.e", None):
        assert visitor.call("/userinfo", stranger).text == "Unauthorized"


def test_userinfo_is_limited_by_user(
    visitor: Visitor, ada: Visitor, tenant: Sandbox, clock: FakeClock
) -> None:
    tenant.settings = Settings()
    token = visitor.code_flow(scope="openid")["access_token"]
    answers = [visitor.call("/userinfo", token) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[0].headers["x-ratelimit-remaining"] == "9"
    assert int(answers[-1].headers["x-ratelimit-reset"]) == int(clock.now.timestamp()) + 12
    assert tenant.log.entries()[-1].code == "api_limit"
    assert ada.call("/userinfo", ada.code_flow(scope="openid")["access_token"]).status_code == 200
    clock.forward(12)
    assert visitor.call("/userinfo", token).status_code == 200
    assert visitor.call("/userinfo", token).status_code == 429


# --- the Management API ----------------------------------------------------------------------------


def test_access_tokens_protect_the_management_api(visitor: Visitor, tenant: Sandbox) -> None:
    """Statements S46 and S78: a JWT in form, with one audience, and used there as it is."""
    audience = f"{tenant.address}api/v2/"
    token = visitor.machine(audience, "web-demo").json()["access_token"]
    assert claims_of(token)["aud"] == audience
    user = visitor.call("/api/v2/users/facebook|1000001", token).json()
    assert user["name"] == "Fred Facebook"
    assert user["identities"][0]["access_token"].startswith("EAA")


def test_the_tokens_of_providers_need_a_scope_of_their_own(visitor: Visitor, tenant: Sandbox) -> None:
    token = visitor.machine(f"{tenant.address}api/v2/", "web-demo", scope="read:users").json()["access_token"]
    user = visitor.call("/api/v2/users/facebook|1000001", token).json()
    assert "access_token" not in user["identities"][0]


def test_a_user_sees_nobody_else(visitor: Visitor, tenant: Sandbox) -> None:
    asked = {"scope": "openid read:current_user", "audience": f"{tenant.address}api/v2/"}
    token = visitor.code_flow(**asked)["access_token"]
    assert claims_of(token)["aud"] == asked["audience"]  # never a list
    assert visitor.call("/api/v2/users/usr_123", token).json()["user_id"] == "usr_123"
    refused = visitor.call("/api/v2/users/auth0|123456", token)
    assert refused.status_code == 403
    assert refused.json() == {
        "statusCode": 403,
        "error": "Forbidden",
        "message": "Insufficient scope, expected any of: read:users,read:current_user",
        "errorCode": "insufficient_scope",
    }


def test_the_management_api_words_its_refusals_in_its_own_way(
    visitor: Visitor, tenant: Sandbox, clock: FakeClock
) -> None:
    other = visitor.code_flow(scope="read:patients", audience=HEALTH)["access_token"]
    token = visitor.machine(f"{tenant.address}api/v2/", "web-demo").json()["access_token"]

    def said(sent: str | None, path: str = "usr_123") -> tuple[int, str]:
        answer = visitor.call(f"/api/v2/users/{path}", sent)
        assert answer.json()["statusCode"] == answer.status_code
        return answer.status_code, answer.json()["message"]

    assert said(None) == (400, "Bad HTTP authentication header format")
    assert said("x.y.z") == (401, "Invalid token")
    assert said(other) == (401, f"Bad audience: {HEALTH}")
    assert said(token, "nobody") == (404, "The user does not exist.")
    clock.forward(86_400)
    assert said(token) == (401, "Expired token")


# --- a provider's own API --------------------------------------------------------------------------


def test_the_token_of_a_provider_opens_the_providers_api_alone(visitor: Visitor, tenant: Sandbox) -> None:
    """Statements S12, S13 and S14: of a format of its own, from the provider, for the provider."""
    fred = next(user for user in tenant.users if user.user_id == "facebook|1000001")
    own = fred.identities[0].access_token
    assert own is not None
    assert own.startswith("EAA")
    assert "." not in own
    assert visitor.call("/graph/me", own).json() == {"id": "1000001", "name": "Fred Facebook"}
    assert visitor.call("/userinfo", own).status_code == 401
    ours = visitor.code_flow(scope="openid")["access_token"]
    google = next(user for user in tenant.users if user.user_id == "google-oauth2|42")
    for token in (ours, google.identities[0].access_token, None):
        refused = visitor.call("/graph/me", token)
        assert refused.status_code == 400
        assert refused.json()["error"]["code"] == 190


def test_providers_tokens_are_new_in_each_run(tenant: Sandbox) -> None:
    with Sandbox.start(clock=FakeClock()) as other:
        mine = {identity.access_token for user in tenant.users for identity in user.identities}
        hers = {identity.access_token for user in other.users for identity in user.identities}
        assert mine & hers == {None}
        assert replace(tenant.client("web-demo"), secret=None).secret != other.client("web-demo").secret
