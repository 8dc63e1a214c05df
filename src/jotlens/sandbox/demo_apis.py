"""The demo APIs: each asks of a token the four questions of the page of 2017, and says which one failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, note
from jotlens.sandbox.bearer import bearer_token
from jotlens.sandbox.compact import Compact, MalformedTokenError, is_signed_by, parse
from jotlens.sandbox.entitlement import signing
from jotlens.sandbox.model import Api
from jotlens.sandbox.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that an API does: where, for whom, and which scope it needs."""

    method: str
    path: str
    audience: str
    scope: str
    answer: dict[str, object]


_EVENTS: dict[str, object] = {"events": [{"title": "Dentist", "at": "2026-03-04T09:00:00Z"}]}
OPERATIONS = (
    Operation("GET", "/calandar/v1/events", "https://api.example.com/calandar/v1/", "read", _EVENTS),
    Operation(
        "POST", "/calandar/v1/events", "https://api.example.com/calandar/v1/", "write", {"created": True}
    ),
    Operation("GET", "/calendar/events", "api.calendar", "read", _EVENTS),
    Operation("POST", "/calendar/events", "api.calendar", "write", {"created": True}),
    Operation(
        "GET",
        "/geocoding/v1/reverse",
        "https://api.example.com/geocoding/v1/",
        "reverse:geocode",
        {"place": "Null Island"},
    ),
    Operation(
        "GET",
        "/health-api/patients",
        "https://example.com/health-api",
        "read:patients",
        {"patients": [{"id": 1, "name": "Sam Sample"}]},
    ),
    Operation(
        "GET", "/bank/accounts", "https://bank.example.com/", "read:accounts", {"accounts": [{"balance": 42}]}
    ),
    Operation("POST", "/bank/transfers", "https://bank.example.com/", "transfer:money", {"sent": True}),
    Operation(
        "GET", "/todo/items", "https://todo.example.com/", "read:todo", {"items": ["Read about tokens"]}
    ),
    Operation(
        "GET", "/rfc9068/things", "https://rfc9068.example.com/", "read:things", {"things": ["a thing"]}
    ),
    Operation("GET", "/sealed/secrets", "https://sealed.example.com/", "read:secrets", {"secrets": ["none"]}),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a token was refused: the step of the four, and the words of RFC 6750 section 3.1."""

    step: int
    error: str
    description: str

    @property
    def status(self) -> int:
        """403 for missing rights, 401 for everything else."""
        return 403 if self.error == "insufficient_scope" else 401


def api_routes(tenant: Tenant) -> Blueprint:
    """Return the routes of all demo APIs."""
    routes = Blueprint("api", __name__)
    for number, operation in enumerate(OPERATIONS):
        routes.add_url_rule(
            operation.path, f"operation_{number}", _view(tenant, operation), methods=[operation.method]
        )
    return routes


def _view(tenant: Tenant, operation: Operation) -> Callable[[], Response]:
    def view() -> Response:
        api = tenant.registry.apis[operation.audience]
        token = bearer_token(request)
        if token is None:
            note("fapi", "no token")
            answer = json_answer({"error": "invalid_request", "error_description": "A token is needed"}, 401)
            answer.headers["WWW-Authenticate"] = f'Bearer realm="{api.identifier}"'
            return answer
        failure = check(tenant, api, token, operation.scope)
        if failure is None:
            note("sapi", f"called {api.name}")
            return json_answer(operation.answer)
        note("fapi", f"step {failure.step}: {failure.description}")
        answer = json_answer(
            {"error": failure.error, "error_description": failure.description}, failure.status
        )
        answer.headers["WWW-Authenticate"] = _challenge(api, failure, operation.scope)
        answer.headers["X-Sandbox-Failed-Step"] = str(failure.step)
        return answer

    return view


def check(tenant: Tenant, api: Api, token: str, scope: str) -> Failure | None:
    """Ask the four questions, in the order of the page (statements S48 to S52); None when all are answered well."""
    read = _read(tenant, api, token)
    if read is None:
        return Failure(3, "invalid_token", "The token cannot be read by this API")
    audience = read.claims.get("aud")
    if audience != api.identifier and not (isinstance(audience, list) and api.identifier in audience):
        return Failure(1, "invalid_token", "The token is for another API")
    expires_at = read.claims.get("exp")
    if not isinstance(expires_at, int) or tenant.clock().timestamp() >= expires_at:
        return Failure(2, "invalid_token", "The token is expired")
    issued_at = read.claims.get("iat")
    if not isinstance(issued_at, int) or issued_at > tenant.clock().timestamp() + 60:
        return Failure(2, "invalid_token", "The token is from the future")
    distrust = _distrust(tenant, api, read)
    if distrust:
        return Failure(3, "invalid_token", distrust)
    if scope not in str(read.claims.get("scope", "")).split():
        return Failure(4, "insufficient_scope", f"The scope {scope} is needed")
    return None


def _read(tenant: Tenant, api: Api, token: str) -> Compact | None:
    if api.token_encryption:
        from jotlens.sandbox.sealed import open_nested

        opened = open_nested(token, tenant.keys.sealing)
        if opened is None:
            return None
        token = opened
    try:
        return parse(token)
    except MalformedTokenError:
        return None


def _distrust(tenant: Tenant, api: Api, read: Compact) -> str:
    """Why it is not signed by the issuer, by the one algorithm of this API; empty where it is.

    The header's word decides nothing: it is only held against that algorithm.
    """
    if read.claims.get("iss") != tenant.issuer:
        return "The issuer is not the one that this API trusts"
    algorithm, secret = signing(tenant, api)
    if read.header.get("alg") != algorithm:
        return f"The signing algorithm is not allowed: this API takes {algorithm}"
    if algorithm == "HS256":
        return "" if is_signed_by(read, "HS256", (secret or "").encode()) else "Signature verification failed"
    key = tenant.keys.find(read.header.get("kid"))
    if key is None:
        return "There is no key with this kid in the issuer's key set"
    return "" if is_signed_by(read, "RS256", key.public) else "Signature verification failed"


def _challenge(api: Api, failure: Failure, scope: str) -> str:
    parts = [
        f'Bearer realm="{api.identifier}"',
        f'error="{failure.error}"',
        f'error_description="{failure.description}"',
    ]
    if failure.error == "insufficient_scope":
        parts.append(f'scope="{scope}"')
    return ", ".join(parts)
