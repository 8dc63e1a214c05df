"""/v2/logout: ends the login in this browser and goes to an address that the client has registered."""

from __future__ import annotations

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import note, page, see
from jotlens.sandbox.browser import browser_of
from jotlens.sandbox.errors import PageRefusal
from jotlens.sandbox.parameters import query
from jotlens.sandbox.tenant import Tenant


def logout_routes(tenant: Tenant) -> Blueprint:
    """Return the route of the logout endpoint."""
    routes = Blueprint("logout", __name__)

    @routes.get("/v2/logout")
    def logout() -> Response:
        parameters, doubled = query(request)
        if doubled:
            raise PageRefusal("Invalid request", "A parameter was sent more than once.")
        address = parameters.get("returnTo", "")
        client = tenant.registry.clients.get(parameters.get("client_id", ""))
        if address and (client is None or address not in (*client.logout_urls, *client.callbacks)):
            raise PageRefusal(
                "Logout address mismatch.", f"{address[:2_000]} is not in the list of allowed logout URLs."
            )
        browser = browser_of(tenant, request)
        session = None if browser is None else tenant.sessions.take(browser, tenant.clock())
        user_id = None if session is None else session.user_id
        note("slo", "logged out", None if client is None else client.client_id, user_id)
        if address:
            return see(address)
        return page("message.html", title="You are logged out", sentence="You can close this page.")

    return routes
