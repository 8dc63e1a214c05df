"""The access token that a request brings, in the header or, where a form may bring it, in the body (RFC 6750)."""

from __future__ import annotations

from flask import Request


def bearer_token(request: Request, *, in_form: bool = False) -> str | None:
    """Return the token, or None when there is none, or one in more than one place (RFC 6750 section 2)."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    in_header = value.strip() if scheme.lower() == "bearer" and value.strip() else None
    posted = in_form and request.mimetype == "application/x-www-form-urlencoded"
    in_body = request.form.getlist("access_token") if posted else []
    if len(in_body) > 1 or (in_body and in_header is not None):
        return None
    return in_body[0] if in_body else in_header
