"""/authorize: checks the request, lets its user log in and consent where that is needed, and answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import deliver, note, note_client, see
from jotlens.sandbox.asking import AuthorizeRequest
from jotlens.sandbox.authorize_request import read_destination, read_request
from jotlens.sandbox.browser import browser_of, give_cookie, session_of
from jotlens.sandbox.consents import needs_no_dialog, new_scopes
from jotlens.sandbox.entitlement import Channel, granted_scopes
from jotlens.sandbox.errors import OAuthRefusal, PageRefusal
from jotlens.sandbox.issue import access_token, id_token, scope_is_told
from jotlens.sandbox.model import User
from jotlens.sandbox.parameters import query
from jotlens.sandbox.permit import CodeRecord, Permit
from jotlens.sandbox.sessions import Session, Transaction
from jotlens.sandbox.tenant import Tenant

CODE_LIFETIME_S = 60
CODE_REMEMBERED_S = 3_600  # to notice that a spent one is used again
TRANSACTION_LIFETIME_S = 3_600


def authorize_routes(tenant: Tenant) -> Blueprint:
    """Return the route of the authorization endpoint (RFC 6749 section 3.1)."""
    routes = Blueprint("authorize", __name__)

    @routes.get("/authorize")
    def authorize() -> Response:
        parameters, doubled = query(request)
        if "request_uri" in parameters:
            parameters = _pushed(tenant, parameters)
        destination = read_destination(tenant, parameters, doubled)
        note_client(destination.client.client_id)
        try:
            asked = read_request(tenant, destination, parameters, doubled)
        except OAuthRefusal as refusal:
            note("f", refusal.description, destination.client.client_id)
            return deliver(destination, refusal.members())
        browser = browser_of(tenant, request) or tenant.chance.text(43)
        transaction = begin(tenant, browser, asked)
        return give_cookie(tenant, advance(tenant, transaction, asked), browser)

    return routes


def begin(tenant: Tenant, browser: str, asked: AuthorizeRequest) -> Transaction:
    """Remember a request while its user logs in and consents."""
    transaction = Transaction(tenant.chance.text(32), browser, asked)
    end = tenant.clock() + timedelta(seconds=TRANSACTION_LIFETIME_S)
    tenant.transactions.put(transaction.transaction_id, transaction, end)
    return transaction


def refuse(
    tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest, refusal: OAuthRefusal
) -> Response:
    """End a request with an error that is redirected."""
    tenant.transactions.take(transaction.transaction_id, tenant.clock())
    note(refusal.log_code or "f", refusal.description, asked.client.client_id)
    return deliver(asked.destination, refusal.members())


def dialog_scopes(
    tenant: Tenant, asked: AuthorizeRequest, user: User
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the scopes that this user can grant, and those of them that are new (statement S33)."""
    wanted = granted_scopes(tenant, asked.client, user, asked.api, asked.asked, offline=asked.gives_code)
    granted = tenant.consents.granted(user.user_id, asked.client.client_id, _audience(asked))
    return wanted, new_scopes(granted, wanted)


def _pushed(tenant: Tenant, parameters: dict[str, str]) -> dict[str, str]:
    """Return the parameters that were pushed before (RFC 9126 section 4); they are used once."""
    pushed = tenant.pushed.take(parameters["request_uri"], tenant.clock())
    if pushed is None or pushed.client_id != parameters.get("client_id"):
        raise PageRefusal("Invalid request", "The request_uri is unknown, used, or over.")
    return dict(pushed.parameters)


def advance(tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    """Go to the next page that the request needs, or answer it."""
    session = session_of(tenant, transaction.browser)
    user = None if session is None else tenant.registry.users.get(session.user_id)
    if session is None or user is None or _must_log_in(tenant, transaction, asked, session):
        if "none" in asked.prompt:
            return refuse(tenant, transaction, asked, _silent("login_required", "Login required"))
        return see(f"{tenant.issuer}u/login?state={transaction.transaction_id}")
    if not transaction.consented and _must_ask(tenant, asked, user):
        if "none" in asked.prompt:
            return refuse(tenant, transaction, asked, _silent("consent_required", "Consent required"))
        return see(f"{tenant.issuer}u/consent?state={transaction.transaction_id}")
    return _finish(tenant, transaction, asked, user, session)


def _silent(error: str, description: str) -> OAuthRefusal:
    return OAuthRefusal(error, description, log_code="fsa")


def _must_log_in(tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest, session: Session) -> bool:
    if transaction.logged_in:
        return False
    age_s = (tenant.clock() - session.auth_at).total_seconds()
    return "login" in asked.prompt or (asked.max_age_s is not None and age_s >= asked.max_age_s)


def _must_ask(tenant: Tenant, asked: AuthorizeRequest, user: User) -> bool:
    if "consent" in asked.prompt or tenant.settings.confirm_loopback:
        return True
    if needs_no_dialog(asked.client, user, asked.api, tenant.settings.era):
        return False
    _, new = dialog_scopes(tenant, asked, user)
    known = tenant.consents.knows(user.user_id, asked.client.client_id, _audience(asked))
    return bool(new) or not (known or asked.client.first_party)


def _audience(asked: AuthorizeRequest) -> str:
    return "" if asked.api is None else asked.api.identifier


def _finish(
    tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest, user: User, session: Session
) -> Response:
    if tenant.transactions.take(transaction.transaction_id, tenant.clock()) is None:
        raise PageRefusal("This login is over", "It has been answered already. Start again.")
    wanted, _ = dialog_scopes(tenant, asked, user)
    shows_time = asked.max_age_s is not None or "login" in asked.prompt
    permit = Permit(
        client=asked.client,
        user=user,
        api=asked.api,
        scopes=wanted,
        asked=asked.asked,
        session_id=session.session_id,
        nonce=asked.nonce,
        auth_at=session.auth_at if shows_time else None,
    )
    note("s", "logged in", asked.client.client_id, user.user_id)
    members = _members(tenant, asked, permit)
    if tenant.settings.issuer_in_answers:
        members["iss"] = tenant.issuer  # RFC 9207
    return deliver(asked.destination, members)


def _members(tenant: Tenant, asked: AuthorizeRequest, permit: Permit) -> dict[str, Any]:
    """Return what the answer brings (OAuth 2.0 Multiple Response Type Encoding Practices)."""
    family = tenant.chance.text(16)
    members: dict[str, Any] = {}
    code = access = None
    if asked.gives_code:
        code = members["code"] = tenant.chance.text(43)
        now = tenant.clock()
        ends_at = now + timedelta(seconds=CODE_LIFETIME_S)
        record = CodeRecord(permit, asked.destination.redirect_uri, asked.challenge, family, ends_at)
        tenant.codes.put(code, record, now + timedelta(seconds=CODE_REMEMBERED_S))
    if "token" in asked.response_type:
        channel = Channel.HYBRID if asked.gives_code else Channel.IMPLICIT
        issued = access_token(tenant, permit, channel, family=family)
        access = members["access_token"] = issued.token
        members |= {"expires_in": issued.expires_in, "token_type": "Bearer"}
        if scope_is_told(tenant, permit):
            members["scope"] = " ".join(permit.scopes)
    if "id_token" in asked.response_type:
        identity = id_token(tenant, permit, access=access, code=code)
        if identity is not None:
            members["id_token"] = identity
    return members
