"""The browser that asks: its cookie, its login session, and the tokens of its forms."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256

from flask import Request, Response

from jotlens.sandbox.errors import PageRefusal
from jotlens.sandbox.sessions import Session
from jotlens.sandbox.tenant import Tenant

SESSION_LIFETIME_S = 3_600 * 12


def cookie_name(tenant: Tenant) -> str:
    """Return the cookie's name. Cookies do not tell ports apart, so the port is in it."""
    return f"jotlens_sandbox_{tenant.issuer.rstrip('/').rpartition(':')[2]}"


def browser_of(tenant: Tenant, request: Request) -> str | None:
    """Return what the browser's cookie says, if it looks like one of ours."""
    value = request.cookies.get(cookie_name(tenant), "")
    return value if len(value) == 43 else None


def give_cookie(tenant: Tenant, answer: Response, browser: str) -> Response:
    """Give the browser its cookie, which ends with the browser."""
    answer.set_cookie(cookie_name(tenant), browser, httponly=True, samesite="Lax", path="/")
    return answer


def session_of(tenant: Tenant, browser: str | None) -> Session | None:
    """Return the login of a browser, if it is logged in."""
    return None if browser is None else tenant.sessions.get(browser, tenant.clock())


def log_in(tenant: Tenant, browser: str, user_id: str) -> tuple[str, Session]:
    """Log a user in, and return the new name of the browser: who knew the old one gets nothing."""
    now = tenant.clock()
    tenant.sessions.take(browser, now)
    renamed = tenant.chance.text(43)
    session = Session(user_id, tenant.chance.text(32), now)
    tenant.sessions.put(renamed, session, now + timedelta(seconds=SESSION_LIFETIME_S))
    return renamed, session


def form_token(tenant: Tenant, browser: str) -> str:
    """Return the token that a form of this browser must bring back, against requests that others forge."""
    return hmac.new(tenant.keys.forms, browser.encode("utf-8", "replace"), sha256).hexdigest()


def check_form(tenant: Tenant, request: Request) -> str:
    """Return the browser whose form this is. Raises PageRefusal when the form is not one of its pages."""
    browser = browser_of(tenant, request)
    sent = request.form.get("csrf", "")
    if browser is None or not hmac.compare_digest(
        form_token(tenant, browser).encode(), sent.encode("utf-8", "replace")
    ):
        raise PageRefusal(
            "This form cannot be used", "It was not sent from a page of this sandbox. Start again.", 403
        )
    return browser
