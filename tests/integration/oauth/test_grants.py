"""Every grant against a certified authorization server, from the connection to the tokens."""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from jotlens.oauth.connection import Grant
from jotlens.oauth.obtained import BrowserPrompt, DevicePrompt, Given, Obtained, Prompt
from jotlens.tokens.find import find
from tests.integration.oauth.conftest import API, Desk
from tests.support.person import LostError, Person

CODE = Grant.AUTHORIZATION_CODE
MACHINE = Grant.CLIENT_CREDENTIALS
OFFLINE: dict[str, Any] = {"scopes": ("openid", "offline_access"), "extra": (("prompt", "consent"),)}


def answer_of(obtained: Obtained) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(obtained.text)
    return answer


def found_in(obtained: Obtained) -> list[str]:
    return [token.text for token in find(obtained.text).found]


def test_client_credentials(desk: Desk) -> None:
    obtained = desk.obtained("machine", MACHINE, resources=(API,), scopes=("read:orders",))
    answer = answer_of(obtained)
    assert answer["access_token"] in found_in(obtained)
    assert answer["scope"] == "read:orders"
    assert (obtained.asked.audience, obtained.asked.issuer) == (API, desk.server.issuer)
    assert obtained.issuer_date is not None
    assert json.loads(obtained.issuer_document or "")["issuer"] == desk.server.issuer


@pytest.mark.parametrize(
    "client", ["machine", "machine_post", "machine_secret_jwt", "machine_key_jwt", "machine_odd_secret"]
)
def test_client_authentication(desk: Desk, client: str) -> None:
    assert answer_of(desk.obtained(client, MACHINE))["access_token"]


@pytest.mark.parametrize("client", ["machine_certificate", "machine_self_signed"])
def test_mutual_tls(desk: Desk, client: str) -> None:
    certificate, key = desk.server.certificates[client]
    obtained = desk.obtained(
        client,
        MACHINE,
        certificate_file=str(certificate),
        key_file=str(key),
        ca_file=str(desk.server.authority),
    )
    assert answer_of(obtained)["access_token"]


def test_an_assertion_is_on_record(desk: Desk) -> None:
    desk.obtained("machine_key_jwt", MACHINE)
    (note,) = desk.notes("client assertion")
    values = {value.name: value.text for value in note.values}
    client = desk.server.clients["machine_key_jwt"].id
    assert (values["iss"], values["sub"], values["aud"]) == (client, client, desk.server.issuer)
    assert int(values["exp"]) - int(values["iat"]) == 60


def test_a_wrong_secret_is_a_refusal(desk: Desk) -> None:
    refusal = desk.refused("machine", MACHINE, Given(client_secret="wrong"))
    assert (refusal.error, refusal.status, refusal.label) == ("invalid_client", 401, "token request")
    assert refusal.answer.startswith("HTTP/1.1 401")
    assert '"invalid_client"' in refusal.answer


def test_no_resource_is_lost(desk: Desk) -> None:
    both = (API, "https://opaque.example/")
    desk.fetch("machine", MACHINE, resources=both)
    (body,) = desk.bodies("token request")
    assert body.count("resource=") == 2


def test_authorization_code(desk: Desk) -> None:
    obtained = desk.obtained("public", CODE, scopes=("openid", "email"))
    answer = answer_of(obtained)
    assert {answer["access_token"], answer["id_token"]} <= set(found_in(obtained))
    assert [note.passed for label in ("state", "iss", "nonce") for note in desk.notes(label)] == [True] * 3
    assert obtained.asked.nonce is not None
    (prompt,) = desk.prompts
    assert isinstance(prompt, BrowserPrompt)
    assert prompt.opened
    assert "You are signed in" in desk.browser.pages[-1]
    assert obtained.asked.code
    assert obtained.asked.code not in desk.browser.pages[-1]


def test_a_code_gets_a_jwt_for_the_resource(desk: Desk) -> None:
    obtained = desk.obtained("public", CODE, scopes=("openid", "read:orders"), resources=(API,))
    assert answer_of(obtained)["access_token"].count(".") == 2


def test_confidential_client_with_a_code(desk: Desk) -> None:
    assert answer_of(desk.obtained("web", CODE, scopes=("openid",)))["id_token"]


def test_without_openid_there_is_no_nonce(desk: Desk) -> None:
    obtained = desk.obtained("web", CODE, scopes=("read:orders",), resources=(API,))
    assert obtained.asked.nonce is None
    assert "nonce=" not in desk.browser.opened[0]


def test_form_post(desk: Desk) -> None:
    # The person's last page is the form that posts itself to the callback.
    person = desk.browser.person
    desk.browser.person = FormPoster(person.user, person.password)
    obtained = desk.obtained("public", CODE, scopes=("openid",), extra=(("response_mode", "form_post"),))
    assert answer_of(obtained)["id_token"]


class FormPoster(Person):
    """Sends the form that the server fills for the callback."""

    def visit(self, address: str) -> Any:
        import requests

        arrived = super().visit(address)
        values = {
            part.split('name="')[1].split('"')[0]: part.split('value="')[1].split('"')[0]
            for part in arrived.html.split("<input")[1:]
        }
        with requests.Session() as session:
            session.trust_env = False
            session.post(arrived.address, data=values, timeout=10, headers={"Origin": "http://127.0.0.1"})
        return type(arrived)(address, "posted")


def test_a_person_who_refuses(desk: Desk) -> None:
    desk.browser.person = Person(desk.server.user, desk.server.password, allows=False)
    refusal = desk.refused("public", CODE, scopes=("openid",))
    assert (refusal.label, refusal.error) == ("callback", "access_denied")
    assert "error=access_denied" in refusal.answer
    assert "refused" in desk.browser.pages[-1]


def test_a_clean_login_asks_for_a_login(desk: Desk) -> None:
    desk.clean_login = True
    desk.obtained("public", CODE, scopes=("openid",), extra=(("prompt", "consent"),))
    assert "prompt=login%20consent" in desk.browser.opened[0]


def test_pushed_authorization_request(desk: Desk) -> None:
    desk.obtained("web", CODE, scopes=("openid",), uses_par=True)
    address = desk.browser.opened[0]
    assert "request_uri=" in address
    assert "state=" not in address
    assert len(desk.bodies("pushed authorization request")) == 1


def test_pushed_by_a_public_client_that_must(desk: Desk) -> None:
    assert answer_of(desk.obtained("pushed", CODE, scopes=("openid",), uses_par=True))["id_token"]
    (body,) = desk.bodies("pushed authorization request")
    assert body.count("client_id=") == 1


def test_a_refused_push_is_a_refusal(desk: Desk) -> None:
    refusal = desk.refused("web", CODE, Given(client_secret="wrong"), uses_par=True)
    assert (refusal.label, refusal.error) == ("pushed authorization request", "invalid_client")
    assert desk.browser.opened == []


def test_dpop_for_a_machine(desk: Desk) -> None:
    obtained = desk.obtained("machine_dpop", MACHINE, uses_dpop=True)
    assert answer_of(obtained)["token_type"] == "DPoP"
    assert obtained.proof_key is not None
    assert [note.passed for note in desk.notes("DPoP")] == [True]


def test_dpop_with_a_pushed_request_and_a_nonce_for_everybody(desk: Desk) -> None:
    with desk.server.changed(dpop_nonce=True):
        obtained = desk.obtained("dpop", CODE, uses_dpop=True, uses_par=True, scopes=("openid",))
    assert answer_of(obtained)["token_type"] == "DPoP"
    assert "dpop_jkt=" in desk.bodies("pushed authorization request")[0]


def test_no_secret_of_a_login_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    obtained = desk.obtained("web", CODE, **OFFLINE)
    (made,) = desk.notes("login prepared")
    secrets = [value.text for value in made.values if value.secret]
    secrets += [obtained.asked.code or "", desk.server.clients["web"].secret or ""]
    secrets += [answer_of(obtained)[name] for name in ("access_token", "id_token", "refresh_token")]
    # The test's own browser logs what it asks for; JotLens does not use its loggers.
    said = "\n".join(record.getMessage() for record in caplog.records if record.threadName != "test-browser")
    assert [secret for secret in secrets if not secret or secret in said] == []


@pytest.mark.parametrize("client", ["dpop", "dpop_nonce"])
def test_dpop_with_a_code_and_its_refresh_token(desk: Desk, client: str) -> None:
    obtained = desk.obtained(client, CODE, uses_dpop=True, **OFFLINE)
    answer = answer_of(obtained)
    assert answer["token_type"] == "DPoP"
    assert "dpop_jkt=" in desk.browser.opened[0]
    wanted = 1 if client == "dpop_nonce" else 0
    assert len(desk.notes("DPoP nonce")) == wanted
    again = Given(refresh_token=answer["refresh_token"], proof_key=obtained.proof_key)
    assert answer_of(desk.obtained(client, Grant.REFRESH_TOKEN, again, uses_dpop=True))["access_token"]


def test_a_bound_refresh_token_needs_its_key(desk: Desk) -> None:
    answer = answer_of(desk.obtained("dpop", CODE, uses_dpop=True, **OFFLINE))
    other_key = Given(refresh_token=answer["refresh_token"])
    assert desk.refused("dpop", Grant.REFRESH_TOKEN, other_key, uses_dpop=True).error == "invalid_grant"


def test_refresh_rotation_and_reuse(desk: Desk) -> None:
    first = answer_of(desk.obtained("public", CODE, **OFFLINE))["refresh_token"]
    second = answer_of(desk.obtained("public", Grant.REFRESH_TOKEN, Given(refresh_token=first)))
    assert second["refresh_token"] != first
    assert "A new refresh token came" in desk.notes("rotation")[0].sentence
    refusal = desk.refused("public", Grant.REFRESH_TOKEN, Given(refresh_token=first))
    assert (refusal.error, refusal.status) == ("invalid_grant", 400)
    spent = Given(refresh_token=second["refresh_token"])
    assert desk.refused("public", Grant.REFRESH_TOKEN, spent).error == "invalid_grant"


def test_refresh_narrows_only_if_asked(desk: Desk) -> None:
    scopes = ("openid", "email", "offline_access")
    first = answer_of(desk.obtained("public", CODE, scopes=scopes, extra=(("prompt", "consent"),)))
    desk.obtained("public", Grant.REFRESH_TOKEN, Given(refresh_token=first["refresh_token"]), scopes=scopes)
    body = desk.bodies("token request")[-1]
    assert "scope=" not in body


def on_device(person: Person) -> Callable[[Prompt], None]:
    """Return what opens the device's address once the code is shown, in a thread as on another device."""

    def shown(prompt: Prompt) -> None:
        assert isinstance(prompt, DevicePrompt)
        threading.Thread(target=visit, args=(prompt.address_complete,)).start()

    def visit(address: str) -> None:
        # After a refusal the server shows the form for the next code, again and again.
        with suppress(LostError):
            person.visit(address)

    return shown


def test_device_code(desk: Desk, person: Person) -> None:
    desk.on_prompt = on_device(person)
    obtained = desk.obtained("device", Grant.DEVICE_CODE, scopes=("openid",))
    (prompt,) = desk.prompts
    assert isinstance(prompt, DevicePrompt)
    assert prompt.expires_at is not None
    assert prompt.user_code in prompt.address_complete
    assert answer_of(obtained)["id_token"]


def test_device_code_refused_by_the_person(desk: Desk) -> None:
    desk.on_prompt = on_device(Person(desk.server.user, desk.server.password, allows=False))
    refusal = desk.refused("device", Grant.DEVICE_CODE, scopes=("openid",))
    assert (refusal.label, refusal.error) == ("token request", "access_denied")


def test_password(desk: Desk) -> None:
    given = desk.given("password", username=desk.server.user, password=desk.server.password)
    obtained = desk.obtained("password", Grant.PASSWORD, given, resources=(API,), scopes=("read:orders",))
    assert answer_of(obtained)["scope"] == "read:orders"
    wrong = desk.given("password", username=desk.server.user, password="wrong")
    assert desk.refused("password", Grant.PASSWORD, wrong).error == "invalid_grant"


def test_token_exchange(desk: Desk) -> None:
    subject = answer_of(desk.obtained("public", CODE, scopes=("openid",)))["access_token"]
    given = desk.given("exchange", subject_token=subject)
    obtained = desk.obtained("exchange", Grant.TOKEN_EXCHANGE, given, audience=API, scopes=("read:orders",))
    assert answer_of(obtained)["issued_token_type"].endswith(":access_token")
    other = desk.given("exchange", subject_token="unknown")
    assert desk.refused("exchange", Grant.TOKEN_EXCHANGE, other).error == "invalid_request"


def test_jwt_bearer(desk: Desk) -> None:
    extra = (("sub", desk.server.user),)
    obtained = desk.obtained(
        "assertion", Grant.JWT_BEARER, resources=(API,), scopes=("read:orders",), extra=extra
    )
    assert answer_of(obtained)["access_token"].count(".") == 2
    body = desk.bodies("token request")[0]
    assert "sub=" not in body
    given = Given(assertion="a.b.c")
    assert desk.refused("assertion", Grant.JWT_BEARER, given).error == "invalid_grant"


@pytest.mark.parametrize("response_type", ["", "id_token"])
def test_implicit(desk: Desk, response_type: str) -> None:
    extra = (("response_type", response_type),) if response_type else ()
    obtained = desk.obtained("legacy", Grant.IMPLICIT, Given(), scopes=("openid",), extra=extra)
    assert obtained.text == desk.browser.callbacks[0]
    assert len(found_in(obtained)) == (1 if response_type else 2)
    assert desk.notes("nonce")[0].passed
    assert desk.bodies("token request") == []


@pytest.mark.parametrize("response_type", ["", "code token", "code id_token token"])
def test_hybrid(desk: Desk, response_type: str) -> None:
    extra = (("response_type", response_type),) if response_type else ()
    obtained = desk.obtained("legacy", Grant.HYBRID, scopes=("openid",), extra=extra)
    tokens = found_in(obtained)
    assert len([token for token in tokens if token.startswith("ey")]) == (
        1 if response_type == "code token" else 2
    )
    assert obtained.asked.code is not None
    assert f"code={obtained.asked.code}" in obtained.text
