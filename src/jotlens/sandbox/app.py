"""Puts the tenant's endpoints together as one WSGI application, with the one boundary where a request ends."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from jotlens.sandbox.answers import Note, json_answer, note, noted, page
from jotlens.sandbox.authorize import authorize_routes
from jotlens.sandbox.control import control_routes, granted_routes
from jotlens.sandbox.demo_apis import api_routes
from jotlens.sandbox.device import activation_routes, device_routes
from jotlens.sandbox.discovery import discovery_routes, jwks_routes
from jotlens.sandbox.errors import ManagementRefusal, OAuthRefusal, PageRefusal, Refusal
from jotlens.sandbox.fault_answers import faulty_answers
from jotlens.sandbox.guard import guard
from jotlens.sandbox.interaction import interaction_routes
from jotlens.sandbox.log import LogEntry
from jotlens.sandbox.logout import logout_routes
from jotlens.sandbox.management import management_routes
from jotlens.sandbox.par import par_routes
from jotlens.sandbox.provider import provider_routes
from jotlens.sandbox.resources import folder
from jotlens.sandbox.revoke import revoke_routes
from jotlens.sandbox.switches import switch_routes
from jotlens.sandbox.tenant import Tenant
from jotlens.sandbox.token import token_routes
from jotlens.sandbox.userinfo import userinfo_routes

_ROUTES = (
    authorize_routes,
    interaction_routes,
    token_routes,
    userinfo_routes,
    revoke_routes,
    device_routes,
    activation_routes,
    par_routes,
    logout_routes,
    discovery_routes,
    jwks_routes,
    management_routes,
    provider_routes,
    api_routes,
    control_routes,
    granted_routes,
    switch_routes,
)


def create_app(tenant: Tenant) -> Flask:
    """Return the application of a tenant."""
    place = folder()
    app = Flask(
        "jotlens.sandbox",
        template_folder=str(place / "pages"),
        static_folder=str(place / "static"),
        static_url_path="/sandbox/static",
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard(app, tenant)
    faulty_answers(app, tenant)
    for routes in _ROUTES:
        app.register_blueprint(routes(tenant))
    _boundaries(app)
    _log(app, tenant)
    return app


def _boundaries(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        if noted() == Note():
            note(refusal.log_code or "", refusal.description, g.get("client_id"))
        match refusal:
            case OAuthRefusal():
                answer = json_answer(refusal.members(), refusal.status)
                if refusal.status == 401:
                    answer.headers["WWW-Authenticate"] = 'Basic realm="sandbox"'
                return answer
            case ManagementRefusal():
                return json_answer(refusal.members(), refusal.status)
            case PageRefusal():
                values = {"title": refusal.title, "sentence": refusal.description}
                return page("message.html", refusal.status, **values)
            case _:
                return json_answer({"error": "invalid_request"}, refusal.status)

    @app.errorhandler(HTTPException)
    def refuse_by_http(error: HTTPException) -> Response:
        status = error.code or 500
        if "text/html" in request.headers.get("Accept", ""):
            return page("message.html", status, title=error.name, sentence="There is nothing here for you.")
        answer = json_answer({"error": "invalid_request", "error_description": error.name}, status)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            answer.headers["Allow"] = ", ".join(sorted(allowed))
        return answer

    @app.errorhandler(Exception)
    def bug(error: Exception) -> Response:
        # The text of an exception may hold a token: its kind must do.
        logging.getLogger("jotlens.sandbox").error("%s failed: %s", request.endpoint, type(error).__name__)
        note("", "a mistake in the sandbox")
        return json_answer({"error": "server_error", "error_description": "A mistake in the sandbox"}, 500)


def _log(app: Flask, tenant: Tenant) -> None:
    @app.after_request
    def log(answer: Response) -> Response:
        if request.endpoint == "static":
            return answer
        said = noted()
        entry = LogEntry(
            at=tenant.clock(),
            method=request.method,
            path=request.path[:200],
            status=answer.status_code,
            code=said.code,
            said=said.said[:300],
            client_id=said.client_id or g.get("client_id"),
            user_id=said.user_id,
        )
        tenant.log.add(entry)
        return answer
