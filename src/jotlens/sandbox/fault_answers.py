"""Answers that go wrong on purpose: late, refused, of the wrong type, or without end."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response, request

from jotlens.sandbox.answers import json_answer, note
from jotlens.sandbox.faults import Faults
from jotlens.sandbox.tenant import Tenant

_HTML = (
    "<!doctype html><title>Gateway</title><h1>502 Bad Gateway</h1><p>JotLens sandbox: not for production.</p>"
)
_STEP_S = 0.1
_CHUNK = b" " * 16_384


def faulty_answers(app: Flask, tenant: Tenant) -> None:
    """Let the faults of the tenant strike before an endpoint answers."""

    @app.before_request
    def strike() -> Response | None:
        faults = tenant.faults
        if not faults.strikes(request.blueprint or ""):
            return None
        if faults.slow_s:
            _linger(tenant, faults)
        if faults.status == 429:
            note("api_limit", "a fault on purpose")
            answer = json_answer(
                {"error": "too_many_requests", "error_description": "Global limit has been reached"}, 429
            )
            reset = int(tenant.clock().timestamp()) + 60
            answer.headers["x-ratelimit-limit"] = "30"
            answer.headers["x-ratelimit-remaining"] = "0"
            answer.headers["x-ratelimit-reset"] = str(reset)
            answer.headers["Retry-After"] = "60"
            return answer
        if faults.status == 500:
            note("", "a fault on purpose")
            return json_answer({"error": "server_error", "error_description": "Internal server error"}, 500)
        if faults.html_for_json:
            note("", "a fault on purpose")
            return Response(_HTML, 200, content_type="text/html; charset=utf-8")
        if faults.endless_body:
            note("", "a fault on purpose")
            return Response(_endless(tenant), 200, content_type="application/json")
        return None


def _linger(tenant: Tenant, faults: Faults) -> None:
    """Wait as long as the fault says, or until the faults change or the sandbox stops."""
    left_s = faults.slow_s
    while left_s > 0 and tenant.faults is faults and not tenant.stopping.wait(min(_STEP_S, left_s)):
        left_s -= _STEP_S


def _endless(tenant: Tenant) -> Iterator[bytes]:
    yield b'{"endless":"'
    while not tenant.stopping.is_set() and tenant.faults.endless_body:
        yield _CHUNK
