"""The tenant's own pages: what is there, what was granted, and the switches, by form and by address."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, page, see
from jotlens.sandbox.browser import browser_of, check_form, form_token, give_cookie, session_of
from jotlens.sandbox.demo_apis import OPERATIONS
from jotlens.sandbox.errors import OAuthRefusal, PageRefusal
from jotlens.sandbox.faults import UnknownFaultError
from jotlens.sandbox.model import Era
from jotlens.sandbox.tenant import Tenant

_HEADER = "X-Sandbox-Control"
_SWITCHES = {
    "wrong_audience": "Tokens name another audience",
    "wrong_issuer": "Tokens name another issuer",
    "alg_none": "Tokens are not signed (alg none)",
    "hs_rs_confusion": "Tokens are signed by HS256 with the public key",
    "duplicate_claims": "Tokens have sub twice",
    "duplicate_kid": "Two keys of the key set have the same name",
    "omit_alg": "The key set leaves out alg",
    "html_for_json": "Endpoints answer with HTML",
    "endless_body": "Answers never end",
}
"""The faults that are on or off, with what the page says of them."""


def control_routes(tenant: Tenant) -> Blueprint:
    """Return the routes below /sandbox.

    Programs change faults by JSON with the header `X-Sandbox-Control: 1`, which no page of another origin can send
    without asking first, and is never allowed; people change them by a form with its token.
    """
    routes = Blueprint("control", __name__)

    @routes.get("/")
    def front() -> Response:
        return see(f"{tenant.issuer}sandbox/")

    @routes.get("/sandbox/")
    def home() -> Response:
        return _with_cookie(tenant, "home.html", _home(tenant))

    @routes.get("/sandbox/callback")
    def callback() -> Response:
        names = sorted({name[:100] for name in request.args})
        return page("callback.html", names=names)

    @routes.post("/sandbox/callback")
    def posted_callback() -> Response:
        return page("callback.html", names=sorted({name[:100] for name in request.form}))

    @routes.get("/sandbox/faults")
    def faults() -> Response:
        return json_answer(tenant.faults.members())

    @routes.post("/sandbox/faults")
    def change_faults() -> Response:
        if _is_program():
            return _change_by_program(tenant)
        check_form(tenant, request)
        chosen = {name: name in request.form for name in _SWITCHES}
        tenant.faults = tenant.faults.changed(chosen)
        return see(f"{tenant.issuer}sandbox/")

    @routes.post("/sandbox/keys/<action>")
    def keys(action: str) -> Response:
        _check_caller(tenant)
        match action:
            case "rotate":
                tenant.keys.rotate()
            case "revoke-previous":
                tenant.keys.revoke_previous()
            case _:
                raise PageRefusal("There is no such action", "There are rotate and revoke-previous.", 404)
        return _done(tenant)

    @routes.post("/sandbox/reset")
    def reset() -> Response:
        _check_caller(tenant)
        tenant.reset()
        return _done(tenant)

    return routes


def granted_routes(tenant: Tenant) -> Blueprint:
    """Return the routes of the page where a user sees and withdraws what was granted."""
    routes = Blueprint("granted", __name__)

    @routes.get("/sandbox/granted")
    def granted() -> Response:
        session = session_of(tenant, browser_of(tenant, request))
        consents = () if session is None else tenant.consents.of(session.user_id)
        values: dict[str, object] = {
            "consents": consents,
            "clients": tenant.registry.clients,
            "logged_in": session is not None,
        }
        return _with_cookie(tenant, "granted.html", values)

    @routes.post("/sandbox/granted")
    def withdraw() -> Response:
        session = session_of(tenant, check_form(tenant, request))
        if session is None:
            raise PageRefusal("Nobody is logged in", "Log in first.")
        client_id, audience = request.form.get("client_id", ""), request.form.get("audience", "")
        tenant.consents.withdraw(session.user_id, client_id, audience)
        tenant.refresh_tokens.drop(
            lambda record: (
                record.permit.subject == session.user_id
                and record.permit.client.client_id == client_id
                and record.permit.audience == audience
            )
        )
        return see(f"{tenant.issuer}sandbox/granted")

    return routes


def _home(tenant: Tenant) -> dict[str, object]:
    return {
        "issuer": tenant.issuer,
        "clients": tenant.registry.clients.values(),
        "apis": tenant.registry.apis.values(),
        "users": tenant.registry.users.values(),
        "operations": OPERATIONS,
        "settings": tenant.settings,
        "eras": [era.value for era in Era],
        "faults": tenant.faults.members(),
        "switches": _SWITCHES,
    }


def _with_cookie(tenant: Tenant, name: str, values: dict[str, object]) -> Response:
    browser = browser_of(tenant, request) or tenant.chance.text(43)
    answer = page(name, 200, csrf=form_token(tenant, browser), **values)
    return give_cookie(tenant, answer, browser)


def _is_program() -> bool:
    return request.headers.get(_HEADER) == "1"


def _check_caller(tenant: Tenant) -> None:
    if not _is_program():
        check_form(tenant, request)


def _done(tenant: Tenant) -> Response:
    if _is_program():
        return json_answer(tenant.faults.members())
    return see(f"{tenant.issuer}sandbox/")


def _change_by_program(tenant: Tenant) -> Response:
    try:
        changes: Any = json.loads(request.get_data())
    except (ValueError, RecursionError):
        changes = None
    if not isinstance(changes, dict):
        raise OAuthRefusal("invalid_request", "The body is no JSON object", 400)
    try:
        tenant.faults = tenant.faults.changed(changes)
    except UnknownFaultError as error:
        raise OAuthRefusal("invalid_request", str(error), 400) from None
    return json_answer(tenant.faults.members())
