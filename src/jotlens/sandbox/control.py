"""The tenant's own pages: what is there, where answers arrive, and what a user has granted."""

from __future__ import annotations

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import page, see
from jotlens.sandbox.browser import browser_of, check_form, form_token, give_cookie, session_of
from jotlens.sandbox.demo_apis import OPERATIONS
from jotlens.sandbox.errors import PageRefusal
from jotlens.sandbox.model import Era
from jotlens.sandbox.switches import SWITCHES
from jotlens.sandbox.tenant import Tenant


def control_routes(tenant: Tenant) -> Blueprint:
    """Return the routes of the front page, and of a callback for those who have no application at hand."""
    routes = Blueprint("control", __name__)

    @routes.get("/")
    def front() -> Response:
        return see(f"{tenant.issuer}sandbox/")

    @routes.get("/sandbox/")
    def home() -> Response:
        return _with_cookie(tenant, "home.html", _home(tenant))

    @routes.get("/sandbox/callback")
    def callback() -> Response:
        return page("callback.html", names=sorted({name[:100] for name in request.args}))

    @routes.post("/sandbox/callback")
    def posted_callback() -> Response:
        return page("callback.html", names=sorted({name[:100] for name in request.form}))

    return routes


def granted_routes(tenant: Tenant) -> Blueprint:
    """Return the routes of the page where a user sees and withdraws what was granted."""
    routes = Blueprint("granted", __name__)

    @routes.get("/sandbox/granted")
    def granted() -> Response:
        session = session_of(tenant, browser_of(tenant, request))
        values: dict[str, object] = {
            "consents": () if session is None else tenant.consents.of(session.user_id),
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
        "eras": tuple(Era),
        "faults": tenant.faults.members(),
        "switches": SWITCHES,
    }


def _with_cookie(tenant: Tenant, name: str, values: dict[str, object]) -> Response:
    browser = browser_of(tenant, request) or tenant.chance.text(43)
    answer = page(name, 200, csrf=form_token(tenant, browser), **values)
    return give_cookie(tenant, answer, browser)
