"""What can be switched while the tenant runs, by form and by address: faults, the era, the keys, and all of its memory."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, see
from jotlens.sandbox.browser import check_form
from jotlens.sandbox.errors import OAuthRefusal, PageRefusal
from jotlens.sandbox.faults import UnknownFaultError
from jotlens.sandbox.model import Era
from jotlens.sandbox.tenant import Tenant

SWITCHES = {
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

_HEADER = "X-Sandbox-Control"


def switch_routes(tenant: Tenant) -> Blueprint:
    """Return the routes that change something.

    Programs send the header `X-Sandbox-Control: 1`, which no page of another origin can send without asking first,
    and is never allowed; people send a form with its token.
    """
    routes = Blueprint("switches", __name__)

    @routes.get("/sandbox/faults")
    def faults() -> Response:
        return json_answer(tenant.faults.members())

    @routes.post("/sandbox/faults")
    def change_faults() -> Response:
        if _is_program():
            return _change_by_program(tenant)
        check_form(tenant, request)
        return _change_by_form(tenant)

    @routes.post("/sandbox/era")
    def era() -> Response:
        _check_caller(tenant)
        try:
            chosen = Era(request.values.get("era", ""))
        except ValueError:
            raise PageRefusal("There is no such era", f"There are {', '.join(Era)}.") from None
        tenant.settings = dataclasses.replace(tenant.settings, era=chosen)
        return _done(tenant)

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


def _is_program() -> bool:
    return request.headers.get(_HEADER) == "1"


def _check_caller(tenant: Tenant) -> None:
    if not _is_program():
        check_form(tenant, request)


def _done(tenant: Tenant) -> Response:
    if _is_program():
        return json_answer(tenant.faults.members())
    return see(f"{tenant.issuer}sandbox/")


def _change_by_form(tenant: Tenant) -> Response:
    form = request.form
    changes: dict[str, object] = {name: name in form for name in SWITCHES}
    try:
        changes["clock_offset_s"] = int(form.get("clock_offset_s") or 0)
        changes["slow_s"] = float(form.get("slow_s") or 0)
        changes["status"] = int(form["status"]) if form.get("status") else None
    except ValueError:
        raise PageRefusal("There is no such fault", "A number is needed.") from None
    try:
        tenant.faults = tenant.faults.changed(changes)
    except UnknownFaultError as error:
        raise PageRefusal("There is no such fault", f"{error}.") from None
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
