"""The checks on use and on providers' own ways: every outcome, and look-alikes that are in the right place."""

from typing import Any

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.fetched import Fetched
from jotlens.inspection.model import Policy, Status
from jotlens.tokens.read import read
from tests.support.claim_cases import (
    ACCESS,
    AT,
    ID,
    assert_reached,
    case,
    case_of,
    checks_of,
    compact,
    document,
    encrypted,
    opaque,
    pasted,
    said,
    seconds,
    without,
)

FAMILY = "usage"
TENANT = "https://acme.eu.auth0.com/"
MANAGEMENT = f"{TENANT}api/v2/"
USERINFO = f"{TENANT}userinfo"
REFRESH = "v1.MjQ0ZmFhYXNkZmFzZGZhc2RmYXNkZmFzZGY"
COOKIE = encrypted(iat=1, uat=1, exp=2)
GRAPH = {
    "iss": "https://sts.windows.net/t/",
    "aud": "https://graph.microsoft.com",
    "exp": AT + 60,
    "scp": "x",
}
FIREBASE = {**ID, "iss": "https://securetoken.google.com/orders"}
BOUND = {**ACCESS, "cnf": {"x5t#S256": "x"}}


def known(text: str, **policy: Any) -> Case:
    """Return the case of a text whose form decides what it is."""
    return case_of(read(text), Policy(**policy))


def answer(claims: dict[str, Any], token_type: str, field: str = "access_token") -> Case:
    return pasted(f'{{"{field}": "{compact(claims)}", "token_type": "{token_type}", "expires_in": 3600}}')


def for_profile(header: dict[str, Any] | None = None, **claims: Any) -> Case:
    return case({**ACCESS, "aud": [ACCESS["aud"], USERINFO], **claims}, header)


def managing(**claims: Any) -> Case:
    return case({**ACCESS, "aud": MANAGEMENT, "scope": "read:current_user", **claims})


AUTH0_OPAQUE = read(encrypted(iss=TENANT).text)
DESCRIBED = Fetched(issuer_document=document(issuer=TENANT, introspection_endpoint=f"{TENANT}ask"))
UNDESCRIBED = Fetched(issuer_document=document(issuer=TENANT))

CASES: tuple[tuple[str, str, Case], ...] = (
    ("id-token-as-access", "pass", case(ACCESS, scopes=("read:orders",))),
    ("id-token-as-access", "fail", case(ID, profile="access-token")),
    ("id-token-as-access", "fail.bearer", pasted(f"Authorization: Bearer {compact(ID)}")),
    ("id-token-as-access", "warn.bearer", pasted(f"Authorization: Bearer {compact(FIREBASE)}")),
    ("access-as-id", "pass", case(ID, profile="id-token")),
    ("access-as-id", "fail", case(ACCESS, profile="id-token")),
    ("refresh-as-access", "pass", known(REFRESH)),
    ("refresh-as-access", "fail", pasted(f"Authorization: Bearer {REFRESH}")),
    ("session-cookie", "warn", known(COOKIE.text)),
    ("session-cookie", "fail", known(COOKIE.text, audience="https://api.example.com/")),
    ("opaque-no-validation", "pass", case_of(AUTH0_OPAQUE)),
    ("opaque-no-validation", "pass.other", case_of(opaque())),
    ("opaque-use-userinfo", "pass", case_of(AUTH0_OPAQUE)),
    ("introspection-available", "pass", case_of(opaque(), Policy(fetched=DESCRIBED))),
    ("introspection-available", "pass.none", case_of(opaque(), Policy(fetched=UNDESCRIBED))),
    ("jwe-not-for-client", "pass", case_of(encrypted(alg="RSA-OAEP-256"))),
    ("userinfo-usable", "pass", for_profile()),
    ("userinfo-usable", "pass.opaque", case_of(AUTH0_OPAQUE)),
    ("userinfo-usable", "fail.machine", for_profile(sub="app@clients")),
    ("userinfo-usable", "fail.third-party", for_profile(azp="tpc_1")),
    ("userinfo-usable", "fail.method", for_profile({"alg": "HS256"})),
    ("userinfo-usable", "fail.scope", for_profile(scope="read:orders")),
    ("token-type-match", "pass", answer(ACCESS, "Bearer")),
    ("token-type-match", "pass.certificate", answer(BOUND, "DPoP")),
    ("token-type-match", "warn", answer(ACCESS, "MAC")),
    ("token-type-match", "warn.unbound", answer(ACCESS, "DPoP")),
    ("token-type-match", "warn.bond", answer({**ACCESS, "cnf": "x"}, "DPoP")),
    ("token-in-url", "warn", pasted(f"https://app.example/cb#access_token={compact(ACCESS)}&state=s")),
    ("secret-in-paste", "warn", known("ghp_" + "EXAMPLE0" * 4 + "EXAM")),
    ("secret-in-paste", "warn.refresh", known(REFRESH)),
    ("mgmt-opaque", "pass", managing()),
    ("mgmt-single-aud", "pass", managing()),
    ("mgmt-single-aud", "fail", managing(aud=[MANAGEMENT, "https://api.example.com/"])),
    ("mgmt-spa-scopes", "pass", managing()),
    ("mgmt-spa-scopes", "warn", managing(scope="openid read:current_user delete:users")),
    ("idp-not-ours", "pass", known("ya29.EXAMPLEexampleEXAMPLEexample")),
    ("idp-not-ours", "warn", known("ya29.EXAMPLEexampleEXAMPLEexample", audience="https://api.example.com/")),
    ("microsoft-graph-nonce", "pass", case(GRAPH, {"nonce": "n"})),
    ("legacy-token", "warn", case({**without(ACCESS, "scope"), "scopes": {"users": {"actions": ["read"]}}})),
    ("legacy-token", "warn.endless", case(without({**ACCESS, "aud": MANAGEMENT}, "exp"))),
    ("legacy-token", "warn.reference", case_of(opaque("x" * 64, "auth0-mgmt-v1"))),
)


def status(check_id: str, of: Case) -> Status:
    return checks_of(FAMILY)[check_id](of).status


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


def test_an_id_token_alone_is_nothing_wrong() -> None:
    for of in (
        case(ID),
        pasted(compact(ID)),
        pasted(f'{{"id_token": "{compact(ID)}", "token_type": "Bearer"}}'),
        case(ID, client_id="my_client_id", nonce="n-1"),
    ):
        assert status("id-token-as-access", of) is Status.NOT_APPLICABLE


def test_only_the_token_behind_bearer_was_sent() -> None:
    text = f"Authorization: Bearer {compact(ACCESS)}\n\nid_token={compact(ID)}\n"
    of = pasted(text)
    assert of.finds is not None
    assert of.finds.found[1].text == compact(ID)
    other = case_of(read(compact(ID)), finds=of.finds)
    assert status("id-token-as-access", other) is Status.NOT_APPLICABLE


def test_rights_are_expected_of_access_tokens_only() -> None:
    for policy in ({"scopes": ("read",)}, {"permissions": ("read",)}, {"typ": "application/at+jwt"}):
        assert status("id-token-as-access", case(ID, **policy)) is Status.FAIL


def test_who_chose_the_id_token_knows_better_than_the_text() -> None:
    of = pasted(f"Authorization: Bearer {compact(ID)}", profile="id-token")
    assert status("id-token-as-access", of) is Status.NOT_APPLICABLE
    assert status("access-as-id", of) is Status.PASS


def test_an_api_that_asks_for_the_application_may_take_its_id_token() -> None:
    of = pasted(f"Authorization: Bearer {compact(ID)}", audience="my_client_id")
    assert status("id-token-as-access", of) is Status.WARN


def test_what_is_neither_is_not_mistaken() -> None:
    plain = {"iss": "https://a.example/", "sub": "u"}
    assert status("access-as-id", case(plain, profile="id-token")) is Status.NOT_APPLICABLE
    assert status("id-token-as-access", case(plain, profile="access-token")) is Status.NOT_APPLICABLE
    assert status("access-as-id", case(ACCESS)) is Status.NOT_APPLICABLE


def test_a_session_cookie_is_only_wrong_where_a_token_is_wanted() -> None:
    assert status("session-cookie", case_of(AUTH0_OPAQUE)) is Status.NOT_APPLICABLE
    assert status("session-cookie", pasted(f"Authorization: Bearer {COOKIE.text}")) is Status.FAIL


def test_an_opaque_text_of_nobody_has_no_address_to_ask() -> None:
    assert status("opaque-use-userinfo", case_of(opaque())) is Status.NOT_APPLICABLE
    asked = said(FAMILY, "opaque-use-userinfo", case_of(opaque(), Policy(issuer=TENANT)))
    assert USERINFO in asked.message
    elsewhere = Fetched(issuer_document=document(userinfo_endpoint="https://login.example.com/me"))
    named = said(FAMILY, "opaque-use-userinfo", case_of(opaque(), Policy(fetched=elsewhere)))
    assert "https://login.example.com/me" in named.message


def test_a_secret_is_not_called_a_harmless_opaque_text() -> None:
    key = known("sk_live_" + "EXAMPLE0" * 3)
    assert status("opaque-no-validation", key) is Status.NOT_APPLICABLE
    assert status("secret-in-paste", case_of(opaque())) is Status.NOT_APPLICABLE


def test_who_asks_for_no_profile_is_not_told_of_userinfo() -> None:
    machine = {**ACCESS, "sub": "app@clients", "scope": "read:orders"}
    assert status("userinfo-usable", case(machine)) is Status.NOT_APPLICABLE
    assert status("userinfo-usable", case(machine, audience=USERINFO)) is Status.FAIL
    assert status("userinfo-usable", case({**ID, "aud": USERINFO})) is Status.NOT_APPLICABLE


def test_an_expired_token_is_told_once() -> None:
    late = case({**ACCESS, "aud": USERINFO}, at=seconds(10_000))
    assert status("userinfo-usable", late) is Status.NOT_APPLICABLE


def test_the_type_of_an_answer_is_that_of_its_access_token() -> None:
    assert status("token-type-match", answer(ID, "DPoP", "id_token")) is Status.NOT_APPLICABLE
    assert (
        status("token-type-match", answer({**ACCESS, "cnf": {"jkt": "x"}}, "Bearer")) is Status.NOT_APPLICABLE
    )
    assert status("token-type-match", answer({**ACCESS, "cnf": {"jkt": "x"}}, "dpop")) is Status.PASS


def test_a_token_in_a_body_or_a_header_is_not_in_an_address() -> None:
    for text in (
        f"access_token={compact(ACCESS)}",
        f"Authorization: Bearer {compact(ACCESS)}",
        compact(ACCESS),
    ):
        assert status("token-in-url", pasted(text)) is Status.NOT_APPLICABLE


def test_userinfo_beside_the_management_api_does_no_harm() -> None:
    assert status("mgmt-single-aud", managing(aud=[MANAGEMENT, USERINFO])) is Status.PASS
    assert (
        status("mgmt-single-aud", case({**ACCESS, "aud": "https://api.test/api/v2/"}))
        is Status.NOT_APPLICABLE
    )


@pytest.mark.parametrize("claims", [{"sub": "app@clients"}, {"gty": "client-credentials"}, {"scope": ""}])
def test_a_program_may_have_every_scope(claims: dict[str, str]) -> None:
    of = managing(**{"scope": "delete:users", **claims})
    assert status("mgmt-spa-scopes", of) is Status.NOT_APPLICABLE


def test_a_login_with_google_is_ours() -> None:
    assert status("idp-not-ours", case({**ID, "iss": "https://accounts.google.com"})) is Status.NOT_APPLICABLE
    assert status("idp-not-ours", case(GRAPH, audience="https://graph.microsoft.com")) is Status.PASS


def test_oktas_own_server_issues_for_okta() -> None:
    token = {**ACCESS, "iss": "https://acme.okta.com", "scp": ["okta.users.read"], "cid": "c"}
    assert "Okta" in said(FAMILY, "idp-not-ours", case(token)).message
    custom = {**token, "iss": "https://acme.okta.com/oauth2/default"}
    assert status("idp-not-ours", case(custom)) is Status.NOT_APPLICABLE


def test_scopes_in_a_list_are_not_old() -> None:
    assert status("legacy-token", case({**ACCESS, "scopes": ["read"]})) is Status.NOT_APPLICABLE
    assert status("legacy-token", case({**ACCESS, "scopes": {"users": {}}})) is Status.NOT_APPLICABLE
