"""The pages between a request and its answer: login and consent, for /authorize and for devices alike."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, request

from jotlens.sandbox import authorize, device
from jotlens.sandbox.answers import note, page
from jotlens.sandbox.asking import AuthorizeRequest
from jotlens.sandbox.browser import browser_of, check_form, form_token, give_cookie, log_in, session_of
from jotlens.sandbox.errors import OAuthRefusal, PageRefusal
from jotlens.sandbox.model import Api, Client, User
from jotlens.sandbox.passwords import PASSWORD, password_is_right
from jotlens.sandbox.permit import DeviceRecord
from jotlens.sandbox.sessions import Transaction
from jotlens.sandbox.tenant import Tenant

_OIDC_DESCRIPTIONS = {
    "openid": "Know who you are",
    "profile": "See your name and picture",
    "email": "See your e-mail address",
    "offline_access": "Act for you while you are away",
}


def interaction_routes(tenant: Tenant) -> Blueprint:
    """Return the routes of the login page and the consent page."""
    routes = Blueprint("interaction", __name__)

    @routes.get("/u/login")
    def login_page() -> Response:
        transaction = _transaction(tenant, request.args.get("state", ""))
        return _login_page(tenant, transaction, "")

    @routes.post("/u/login")
    def login() -> Response:
        check_form(tenant, request)
        transaction = _transaction(tenant, request.form.get("state", ""))
        return _log_in(tenant, transaction)

    @routes.get("/u/consent")
    def consent_page() -> Response:
        transaction = _transaction(tenant, request.args.get("state", ""))
        return _consent_page(tenant, transaction, _user(tenant, transaction))

    @routes.post("/u/consent")
    def consent() -> Response:
        check_form(tenant, request)
        transaction = _transaction(tenant, request.form.get("state", ""))
        return _decide(tenant, transaction, _user(tenant, transaction))

    return routes


def _transaction(tenant: Tenant, transaction_id: str) -> Transaction:
    transaction = tenant.transactions.get(transaction_id, tenant.clock())
    if transaction is None or transaction.browser != browser_of(tenant, request):
        raise PageRefusal(
            "This login is over", "It was answered, took too long, or began elsewhere. Start again."
        )
    return transaction


def _user(tenant: Tenant, transaction: Transaction) -> User:
    session = session_of(tenant, transaction.browser)
    user = None if session is None else tenant.registry.users.get(session.user_id)
    if user is None:
        raise PageRefusal("Nobody is logged in", "Start again.")
    return user


def _advance(tenant: Tenant, transaction: Transaction) -> Response:
    match transaction.request:
        case AuthorizeRequest() as asked:
            return authorize.advance(tenant, transaction, asked)
        case DeviceRecord() as record:
            return device.advance(tenant, transaction, record)


def _refuse(tenant: Tenant, transaction: Transaction, refusal: OAuthRefusal) -> Response:
    match transaction.request:
        case AuthorizeRequest() as asked:
            return authorize.refuse(tenant, transaction, asked, refusal)
        case DeviceRecord() as record:
            return device.refuse(tenant, transaction, record, refusal)


def _login_page(tenant: Tenant, transaction: Transaction, trouble: str) -> Response:
    hint = transaction.request.login_hint if isinstance(transaction.request, AuthorizeRequest) else ""
    return page(
        "login.html",
        401 if trouble else 200,
        client=transaction.request.client,
        users=tenant.registry.users.values(),
        chosen=request.form.get("username", hint),
        trouble=trouble,
        password=PASSWORD,
        state=transaction.transaction_id,
        csrf=form_token(tenant, transaction.browser),
    )


def _log_in(tenant: Tenant, transaction: Transaction) -> Response:
    name = request.form.get("username", "")
    user = tenant.registry.user_named(name)
    client_id = transaction.request.client.client_id
    if user is None or not password_is_right(user, request.form.get("password", "")):
        note("fu" if user is None else "fp", "wrong user or password", client_id)
        return _login_page(tenant, transaction, "Wrong email or password.")
    if user.blocked:
        return _refuse(tenant, transaction, OAuthRefusal("unauthorized", "user is blocked"))
    browser, _ = log_in(tenant, transaction.browser, user.user_id)
    transaction.browser = browser
    transaction.logged_in = True
    note("s", "logged in", client_id, user.user_id)
    return give_cookie(tenant, _advance(tenant, transaction), browser)


def _scopes(tenant: Tenant, transaction: Transaction, user: User) -> tuple[Sequence[str], Sequence[str]]:
    match transaction.request:
        case AuthorizeRequest() as asked:
            return authorize.dialog_scopes(tenant, asked, user)
        case DeviceRecord() as record:
            return device.dialog_scopes(tenant, record, user)


def _consent_page(tenant: Tenant, transaction: Transaction, user: User) -> Response:
    wanted, new = _scopes(tenant, transaction, user)
    asked = transaction.request
    described = _descriptions(asked.api)
    return page(
        "consent.html",
        client=asked.client,
        api=asked.api,
        user=user,
        new=[(scope, described.get(scope, scope)) for scope in new],
        before=[(scope, described.get(scope, scope)) for scope in wanted if scope not in new],
        is_device=isinstance(asked, DeviceRecord),
        state=transaction.transaction_id,
        csrf=form_token(tenant, transaction.browser),
    )


def _descriptions(api: Api | None) -> dict[str, str]:
    own = {} if api is None else {scope.value: scope.description for scope in api.scopes}
    return _OIDC_DESCRIPTIONS | own


def _decide(tenant: Tenant, transaction: Transaction, user: User) -> Response:
    if request.form.get("decision") != "accept":
        return _refuse(
            tenant, transaction, OAuthRefusal("access_denied", "User did not authorize the request")
        )
    wanted, _ = _scopes(tenant, transaction, user)
    asked = transaction.request
    client: Client = asked.client
    audience = "" if asked.api is None else asked.api.identifier
    tenant.consents.grant(user.user_id, client.client_id, audience, wanted)
    transaction.consented = True
    return _advance(tenant, transaction)
