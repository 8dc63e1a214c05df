"""/authorize as its user meets it (S26 to S34): login, the consent dialog, when it comes again, and its errors."""

import dataclasses
from urllib.parse import urlsplit

import pytest

from jotlens.oauth.connection import FIXED_REDIRECT_URI
from jotlens.sandbox.model import Era
from jotlens.sandbox.running import Sandbox
from tests.support.visitor import CALLBACK, CHALLENGE, FakeClock, Page, Visitor, answer_in, claims_of

CALENDAR = {"client_id": "spa-demo", "response_type": "token", "audience": "api.calendar"}


def test_the_request_of_the_page(visitor: Visitor) -> None:
    """Statements S27, S29 and S31, with the ampersand that the page forgot."""
    answer = visitor.authorize(**CALENDAR, scope="read write", nonce="n-0")
    assert set(answer) == {"access_token", "expires_in", "token_type", "state"}
    assert answer["state"] == "st"
    assert answer["token_type"] == "Bearer"
    claims = claims_of(answer["access_token"])
    assert (claims["sub"], claims["aud"], claims["scope"]) == ("usr_123", "api.calendar", "read write")


def test_a_token_from_the_front_channel_comes_in_the_fragment(visitor: Visitor) -> None:
    reached = visitor.open("/authorize", {"redirect_uri": CALLBACK, **CALENDAR, "scope": "read"})
    while isinstance(reached, Page):
        forward = visitor.log_in if reached.action == "/u/login" else visitor.send
        reached = forward(reached, **({} if reached.action == "/u/login" else {"decision": "accept"}))
    assert urlsplit(reached).query == ""
    assert "access_token" in answer_in(reached)


def test_nothing_is_issued_before_login_and_consent(visitor: Visitor) -> None:
    """Statement S26."""
    login = visitor.open("/authorize", {"redirect_uri": CALLBACK, **CALENDAR, "scope": "read"})
    assert isinstance(login, Page)
    assert login.action == "/u/login"
    consent = visitor.log_in(login)
    assert isinstance(consent, Page)
    assert consent.action == "/u/consent"
    assert isinstance(visitor.send(consent, decision="accept"), str)


def test_the_dialog_lists_what_is_asked_for(visitor: Visitor) -> None:
    """Statement S30."""
    visitor.authorize(**CALENDAR, scope="read write")
    assert visitor.pages[-1].items("new") == ["read", "write"]
    assert "Demo page in a browser" in visitor.pages[-1].words


def test_no_dialog_after_an_earlier_consent(visitor: Visitor) -> None:
    """Statement S32."""
    visitor.authorize(**CALENDAR, scope="read write")
    shown = len(visitor.pages)
    answer = visitor.authorize(**CALENDAR, scope="read")
    assert "access_token" in answer
    assert len(visitor.pages) == shown


def test_a_wider_access_asks_again_for_what_is_new(visitor: Visitor) -> None:
    """Statement S33."""
    visitor.authorize(**CALENDAR, scope="read")
    visitor.authorize(**CALENDAR, scope="read write")
    assert visitor.dialogs() == 2
    assert visitor.pages[-1].items("new") == ["write"]
    assert visitor.pages[-1].items("before") == ["read"]


def test_an_administrator_has_consented_in_advance(visitor: Visitor, ada: Visitor) -> None:
    """Statement S34: for the company's employees, and for nobody else."""
    asked = {"client_id": "company-app", "response_type": "code", "audience": "api.calendar", "scope": "read"}
    assert "code" in visitor.authorize(**asked)
    assert visitor.dialogs() == 0
    assert "code" in ada.authorize(**asked)
    assert ada.dialogs() == 1


def test_who_declines_gives_nothing(visitor: Visitor) -> None:
    answer = visitor.authorize(decision="decline", **CALENDAR, scope="read")
    assert answer["error"] == "access_denied"
    assert answer["state"] == "st"
    assert "access_token" not in answer


def test_first_party_clients_skip_the_dialog_where_the_api_lets_them(
    visitor: Visitor, tenant: Sandbox
) -> None:
    asked = {"client_id": "spa-demo", "response_type": "token", "audience": "https://todo.example.com/"}
    visitor.authorize(**asked, scope="read:todo")
    assert visitor.dialogs() == 0
    tenant.settings = dataclasses.replace(tenant.settings, era=Era.SEED_003)
    visitor.authorize(**asked, scope="read:todo")
    assert visitor.dialogs() == 1  # the page of 2017 knows no such skipping


def test_a_third_party_asks_once_and_gets_no_id_token(visitor: Visitor) -> None:
    asked = {"scope": "openid read:todo", "audience": "https://todo.example.com/"}
    tokens = visitor.code_flow("tpc_partner", **asked)
    assert visitor.dialogs() == 1
    assert "id_token" not in tokens
    assert tokens["scope"] == "read:todo"
    assert visitor.call("/userinfo", tokens["access_token"]).status_code == 401
    visitor.code_flow("tpc_partner", **asked)
    assert visitor.dialogs() == 1


def test_a_third_party_needs_a_client_grant(visitor: Visitor) -> None:
    proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    asked = {"client_id": "tpc_partner", "response_type": "code", "audience": "api.calendar", **proof}
    assert visitor.authorize(**asked)["error"] == "access_denied"


def test_prompt_consent_always_asks(visitor: Visitor) -> None:
    visitor.authorize(**CALENDAR, scope="read")
    visitor.authorize(**CALENDAR, scope="read", prompt="consent")
    assert visitor.dialogs() == 2
    assert visitor.pages[-1].items("before") == ["read"]


def test_prompt_login_asks_for_the_password_again(visitor: Visitor) -> None:
    asked = {"client_id": "spa-demo", "response_type": "id_token", "scope": "openid", "nonce": "n"}
    visitor.authorize(**asked)
    shown = len(visitor.pages)
    answer = visitor.authorize(**asked, prompt="login")
    assert len(visitor.pages) == shown + 1
    assert claims_of(answer["id_token"])["auth_time"] == claims_of(answer["id_token"])["iat"]


def test_max_age_asks_again_when_the_login_is_older(visitor: Visitor, clock: FakeClock) -> None:
    asked = {"client_id": "spa-demo", "response_type": "id_token", "scope": "openid", "nonce": "n"}
    visitor.authorize(**asked)
    clock.forward(100)
    shown = len(visitor.pages)
    answer = visitor.authorize(**asked, max_age="3600")
    assert len(visitor.pages) == shown
    claims = claims_of(answer["id_token"])
    assert claims["iat"] - claims["auth_time"] == 100
    visitor.authorize(**asked, max_age="60")
    assert len(visitor.pages) == shown + 1


def test_prompt_none_never_shows_a_page(visitor: Visitor, tenant: Sandbox) -> None:
    assert visitor.authorize(**CALENDAR, scope="read", prompt="none")["error"] == "login_required"
    visitor.authorize(**CALENDAR, scope="read")
    shown = len(visitor.pages)
    assert "access_token" in visitor.authorize(**CALENDAR, scope="read", prompt="none")
    assert visitor.authorize(**CALENDAR, scope="write", prompt="none")["error"] == "consent_required"
    assert len(visitor.pages) == shown
    assert tenant.log.entries()[-1].code == "fsa"


def test_a_loopback_address_can_be_confirmed_each_time(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.settings = dataclasses.replace(tenant.settings, confirm_loopback=True)
    asked = {"client_id": "spa-demo", "response_type": "token", "scope": "openid"}
    visitor.authorize(**asked)
    assert visitor.dialogs() == 1
    assert visitor.authorize(**asked, prompt="none")["error"] == "consent_required"


def test_hybrid_answers_bring_hashes(visitor: Visitor) -> None:
    asked = {"scope": "openid", "nonce": "n", "response_type": "code id_token token"}
    answer = visitor.authorize(client_id="spa-demo", **asked)
    assert {"code", "id_token", "access_token", "expires_in"} <= set(answer)
    claims = claims_of(answer["id_token"])
    assert len(claims["at_hash"]) == len(claims["c_hash"]) == 22


def test_form_post_brings_a_form_that_sends_itself(visitor: Visitor) -> None:
    asked = {
        "client_id": "web-demo",
        "response_type": "code",
        "scope": "openid",
        "response_mode": "form_post",
    }
    login = visitor.open("/authorize", {"redirect_uri": CALLBACK, "state": '"><b>', **asked})
    assert isinstance(login, Page)
    page = visitor.log_in(login)
    assert isinstance(page, Page)
    assert page.action == CALLBACK
    assert page.fields["state"] == '"><b>'
    assert "<b>" not in page.html
    assert page.fields["code"]


def test_a_blocked_user_is_refused(tenant: Sandbox) -> None:
    bob = Visitor(tenant, "auth0|blocked")
    answer = bob.authorize(**CALENDAR, scope="read")
    bob.close()
    assert (answer["error"], answer["error_description"]) == ("unauthorized", "user is blocked")


def test_a_wrong_password_shows_the_login_page_again(visitor: Visitor, tenant: Sandbox) -> None:
    login = visitor.open("/authorize", {"redirect_uri": CALLBACK, **CALENDAR})
    assert isinstance(login, Page)
    again = visitor.send(login, username="usr_123", password="wrong")
    assert isinstance(again, Page)
    assert (again.status, again.action) == (401, "/u/login")
    assert "Wrong email or password." in again.words
    assert tenant.log.entries()[-1].code == "fp"


def test_logout_ends_the_login(visitor: Visitor) -> None:
    visitor.authorize(**CALENDAR, scope="read")
    reached = visitor.open("/v2/logout", {"client_id": "spa-demo", "returnTo": CALLBACK})
    assert reached == CALLBACK
    assert visitor.authorize(**CALENDAR, scope="read", prompt="none")["error"] == "login_required"


def test_logout_goes_to_registered_addresses_only(visitor: Visitor) -> None:
    page = visitor.open("/v2/logout", {"client_id": "spa-demo", "returnTo": "https://evil.example/"})
    assert isinstance(page, Page)
    assert page.status == 400


def test_what_was_granted_can_be_withdrawn(visitor: Visitor) -> None:
    """Refresh tokens end with it; access tokens live on (S73)."""
    scope = {"scope": "read offline_access", "audience": "api.calendar"}
    tokens = visitor.code_flow(**scope)
    page = visitor.open("/sandbox/granted")
    assert isinstance(page, Page)
    assert "Demo desktop application" in page.words
    visitor.send(page)
    refreshed = visitor.token(
        grant_type="refresh_token", client_id="native-demo", refresh_token=tokens["refresh_token"]
    )
    assert refreshed.json()["error"] == "invalid_grant"
    assert visitor.call("/calendar/events", tokens["access_token"]).status_code == 200
    asked = visitor.dialogs()
    visitor.code_flow(**scope)
    assert visitor.dialogs() == asked + 1


def test_a_pushed_request_is_used_once(visitor: Visitor) -> None:
    form = {"client_id": "native-demo", "response_type": "code", "scope": "openid", "redirect_uri": CALLBACK}
    proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    pushed = visitor.call("/oauth/par", method="POST", data={**form, **proof})
    assert pushed.status_code == 201
    assert pushed.json()["expires_in"] == 90
    query = {"client_id": "native-demo", "request_uri": pushed.json()["request_uri"]}
    login = visitor.open("/authorize", query)
    assert isinstance(login, Page)
    reached = visitor.log_in(login)
    assert isinstance(reached, str)
    assert visitor.exchange(answer_in(reached)["code"]).status_code == 200
    again = visitor.open("/authorize", query)
    assert isinstance(again, Page)
    assert again.status == 400


def test_the_issuer_in_answers_is_a_switch(visitor: Visitor, tenant: Sandbox) -> None:
    assert "iss" not in visitor.authorize(**CALENDAR, scope="read")
    tenant.settings = dataclasses.replace(tenant.settings, issuer_in_answers=True)
    assert visitor.authorize(**CALENDAR, scope="read")["iss"] == tenant.address


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": ""}, "invalid_request"),
        ({"response_type": "jwt"}, "unsupported_response_type"),
        ({"client_id": "code-only"}, "unauthorized_client"),
        ({"response_type": "id_token", "scope": "openid"}, "invalid_request"),
        ({"response_mode": "query"}, "invalid_request"),
        ({"response_mode": "pigeon"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"audience": "https://bank.example.com"}, "access_denied"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
        ({"client_id": "native-demo", "response_type": "code"}, "invalid_request"),
    ],
)
def test_other_errors_are_redirected(visitor: Visitor, changes: dict[str, str], error: str) -> None:
    answer = visitor.authorize(**{**CALENDAR, "scope": "read", **changes})
    assert answer["error"] == error
    assert answer["error_description"]
    assert answer["state"] == "st"


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"client_id": "nobody"}, 400, "Unknown client: nobody"),
        ({"client_id": ""}, 400, "Missing required parameter: client_id"),
        ({"redirect_uri": ""}, 400, "Missing required parameter: redirect_uri"),
        ({"redirect_uri": "https://evil.example/callback"}, 403, "Callback URL mismatch."),
        ({"redirect_uri": f"{CALLBACK}/"}, 403, "Callback URL mismatch."),
        ({"redirect_uri": CALLBACK.replace("127.0.0.1", "localhost")}, 403, "Callback URL mismatch."),
        ({"redirect_uri": "<script>alert(1)</script>"}, 403, "Callback URL mismatch."),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:unknown"}, 400, "request_uri"),
    ],
)
def test_a_wrong_client_or_address_is_never_redirected(
    visitor: Visitor, query: dict[str, str], status: int, said: str
) -> None:
    page = visitor.open("/authorize", {"redirect_uri": CALLBACK, **CALENDAR, **query})
    assert isinstance(page, Page)
    assert page.status == status
    assert said in page.words
    assert "<script>alert" not in page.html


def test_the_port_of_a_loopback_address_may_be_left_open(visitor: Visitor, tenant: Sandbox) -> None:
    tenant.settings = dataclasses.replace(tenant.settings, any_loopback_port=True)
    anywhere = visitor.authorize(
        **{**CALENDAR, "redirect_uri": "http://127.0.0.1:50123/callback"}, scope="read"
    )
    assert "access_token" in anywhere
    for other in (
        "http://127.0.0.1:50123/other",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:50123@evil.example/callback",
        "http://localhost:50123/callback",
        "https://127.0.0.1:50123/callback",
    ):
        page = visitor.open("/authorize", {**CALENDAR, "redirect_uri": other})
        assert isinstance(page, Page)
        assert page.status == 403


def test_the_callback_of_the_application_itself_is_registered(visitor: Visitor) -> None:
    answer = visitor.authorize(**CALENDAR, redirect_uri=FIXED_REDIRECT_URI, scope="read")
    assert "access_token" in answer


def test_a_doubled_parameter_is_refused(visitor: Visitor) -> None:
    page = visitor.open(f"/authorize?client_id=spa-demo&redirect_uri={CALLBACK}&redirect_uri={CALLBACK}")
    assert isinstance(page, Page)
    assert page.status == 400
    reached = visitor.open(
        f"/authorize?client_id=spa-demo&response_type=token&redirect_uri={CALLBACK}&scope=a&scope=b"
    )
    assert isinstance(reached, str)
    assert answer_in(reached)["error"] == "invalid_request"


def test_a_login_belongs_to_its_browser(visitor: Visitor, ada: Visitor) -> None:
    login = visitor.open("/authorize", {"redirect_uri": CALLBACK, **CALENDAR})
    assert isinstance(login, Page)
    hers = ada.open("/authorize", {"redirect_uri": CALLBACK, **CALENDAR})
    assert isinstance(hers, Page)
    stolen = ada.send(hers, state=login.fields["state"], username="usr_123", password="demo")
    assert isinstance(stolen, Page)
    assert stolen.status == 400
