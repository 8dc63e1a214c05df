"""Which pages of other origins may call the tenant from a browser: those of its applications (CORS, Fetch standard 3.3).

As at Auth0, the origins of an application's callbacks are its web origins. What everybody may read, every page may.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from flask import Request, Response

from jotlens.sandbox.model import ClientKind
from jotlens.sandbox.registry import Registry
from jotlens.sandbox.tenant import Tenant

_OPEN: Final = frozenset({"discovery", "jwks"})
_FOR_APPLICATIONS: Final = frozenset({"token", "revoke", "userinfo", "management", "api"})
_HEADERS: Final = "Authorization, Content-Type, DPoP, Auth0-Client"
_EXPOSED: Final = "WWW-Authenticate, Retry-After, X-Sandbox-Failed-Step"
_METHODS: Final = "GET, POST, PATCH, DELETE"
_FOR_S: Final = "600"


def web_origins(registry: Registry) -> frozenset[str]:
    """Return the origins of the callbacks of every application that runs where its user sees it."""
    callbacks = (
        urlsplit(callback)
        for client in registry.clients.values()
        if client.kind is ClientKind.PUBLIC
        for callback in client.callbacks
    )
    return frozenset(
        f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        for parts in callbacks
        if parts.scheme.lower() in {"http", "https"} and parts.netloc
    )


def allowed_origin(tenant: Tenant, request: Request) -> str | None:
    """Return the origin whose pages may make this request and read its answer; None where it is none of them."""
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        return None
    if request.blueprint in _OPEN:
        return "*"
    if request.blueprint in _FOR_APPLICATIONS and origin in web_origins(tenant.registry):
        return origin
    return None


def preflight(request: Request) -> Response | None:
    """Answer the question that a browser asks before a request; None where the request is not that question."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
        return None
    answer = Response(status=204)
    answer.headers["Access-Control-Allow-Methods"] = _METHODS
    answer.headers["Access-Control-Allow-Headers"] = _HEADERS
    answer.headers["Access-Control-Max-Age"] = _FOR_S
    return answer


def let_read(answer: Response, origin: str) -> None:
    """Let the pages of an origin read an answer, and those of its headers that say why it was refused."""
    answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if origin != "*":
        answer.headers.add("Vary", "Origin")
