"""What no request gets past: whom the tenant answers, and how its pages may be used by a browser."""

from __future__ import annotations

from flask import Flask, Response, request

from jotlens.sandbox.answers import note, text_answer
from jotlens.sandbox.cors import allowed_origin, let_read, preflight
from jotlens.sandbox.tenant import Tenant

MOST_BODY_BYTES = 64 * 1024

_POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Sandbox": "JotLens sandbox: not for production",
}


def guard(app: Flask, tenant: Tenant) -> None:
    """Refuse foreign names and origins, and put the headers on every answer.

    A foreign `Host` is how a page on the internet reaches a loopback address (DNS rebinding); a foreign `Origin` on
    anything but a reading request is another page that acts for its visitor, unless it is an application's (`cors`).
    """
    port = tenant.issuer.rstrip("/").rpartition(":")[2]
    hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
    origins = frozenset(f"http://{host}" for host in hosts)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.config["MAX_FORM_PARTS"] = 200

    @app.before_request
    def refuse_strangers() -> Response | None:
        if request.headers.get("Host") not in hosts:
            return text_answer(f"This sandbox answers only at {tenant.issuer}", 400)
        origin = request.headers.get("Origin")
        allowed = allowed_origin(tenant, request)
        if allowed is not None:
            return preflight(request)  # before the faults: a gateway answers it
        if origin is not None and origin not in origins and request.method not in {"GET", "HEAD"}:
            note("fco", "a page of another origin sent this")
            return text_answer(f"Origin {origin[:200]} is not allowed.", 403)
        return None

    @app.after_request
    def protect(answer: Response) -> Response:
        for name, value in _HEADERS.items():
            answer.headers[name] = value
        if (allowed := allowed_origin(tenant, request)) is not None:
            let_read(answer, allowed)
        return answer
