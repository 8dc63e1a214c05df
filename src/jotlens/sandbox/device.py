"""Devices without a keyboard (RFC 8628): their codes, and the page where a person lets one in."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Blueprint, Response, request

from jotlens.sandbox.answers import json_answer, note, page, see
from jotlens.sandbox.browser import browser_of, check_form, form_token, give_cookie, session_of
from jotlens.sandbox.client_auth import authenticate
from jotlens.sandbox.consents import new_scopes
from jotlens.sandbox.entitlement import api_of, asked_audience, check_access, granted_scopes
from jotlens.sandbox.errors import OAuthRefusal, PageRefusal, grant_not_allowed
from jotlens.sandbox.model import GrantType, User
from jotlens.sandbox.parameters import body
from jotlens.sandbox.permit import DeviceRecord, DeviceState, Permit
from jotlens.sandbox.sessions import Transaction
from jotlens.sandbox.tenant import Tenant

DEVICE_LIFETIME_S = 900
_REMEMBERED_S = 3_600


def device_routes(tenant: Tenant) -> Blueprint:
    """Return the route by which a device begins."""
    routes = Blueprint("device", __name__)

    @routes.post("/oauth/device/code")
    def device_code() -> Response:
        parameters = body(request)
        client = authenticate(tenant, request, parameters)
        if GrantType.DEVICE_CODE not in client.grant_types:
            raise grant_not_allowed(GrantType.DEVICE_CODE)
        api = api_of(tenant, asked_audience(tenant, parameters, with_default=False))
        check_access(client, api)
        now = tenant.clock()
        record = DeviceRecord(
            client=client,
            api=api,
            asked=tuple(dict.fromkeys(parameters.get("scope", "").split())),
            user_code=tenant.chance.user_code(),
            expires_at=now + timedelta(seconds=DEVICE_LIFETIME_S),
        )
        code = tenant.chance.text(43)
        tenant.devices.put(code, record, now + timedelta(seconds=_REMEMBERED_S))
        page_address = f"{tenant.issuer}activate"
        return json_answer(
            {
                "device_code": code,
                "user_code": record.user_code,
                "verification_uri": page_address,
                "expires_in": DEVICE_LIFETIME_S,
                "interval": record.interval_s,
                "verification_uri_complete": f"{page_address}?user_code={record.user_code}",
            }
        )

    return routes


def activation_routes(tenant: Tenant) -> Blueprint:
    """Return the routes of the page where a person types the code of a device."""
    routes = Blueprint("activation", __name__)

    @routes.get("/activate")
    def activate_page() -> Response:
        browser = browser_of(tenant, request) or tenant.chance.text(43)
        shown = request.args.get("user_code", "")[:20]
        answer = page("activate.html", user_code=shown, trouble="", csrf=form_token(tenant, browser))
        return give_cookie(tenant, answer, browser)

    @routes.post("/activate")
    def activate() -> Response:
        browser = check_form(tenant, request)
        typed = request.form.get("user_code", "")
        record = _outstanding(tenant, typed)
        if record is None:
            trouble = "There is no such code, or its time is over."
            token = form_token(tenant, browser)
            return page("activate.html", 400, user_code=typed[:20], trouble=trouble, csrf=token)
        transaction = Transaction(tenant.chance.text(32), browser, record)
        tenant.transactions.put(transaction.transaction_id, transaction, record.expires_at)
        return advance(tenant, transaction, record)

    return routes


def advance(tenant: Tenant, transaction: Transaction, record: DeviceRecord) -> Response:
    """Go to the next page that the device's person needs; a person always confirms (RFC 8628 section 3.3)."""
    session = session_of(tenant, transaction.browser)
    user = None if session is None else tenant.registry.users.get(session.user_id)
    if session is None or user is None:
        return see(f"{tenant.issuer}u/login?state={transaction.transaction_id}")
    if not transaction.consented:
        return see(f"{tenant.issuer}u/consent?state={transaction.transaction_id}")
    with tenant.lock:
        _end(tenant, transaction)
        if record.state is not DeviceState.PENDING or tenant.clock() >= record.expires_at:
            raise PageRefusal("This code is over", "Start again on your device.")
        wanted, _ = dialog_scopes(tenant, record, user)
        record.permit = Permit(record.client, user, record.api, wanted, record.asked, session.session_id)
        record.state = DeviceState.APPROVED
    note("s", "let a device in", record.client.client_id, user.user_id)
    return page("message.html", title="Your device is connected", sentence="You can go back to it now.")


def refuse(tenant: Tenant, transaction: Transaction, record: DeviceRecord, refusal: OAuthRefusal) -> Response:
    """Tell the device no."""
    with tenant.lock:
        _end(tenant, transaction)
        if record.state is DeviceState.PENDING:
            record.state = DeviceState.DENIED
    note("f", refusal.description, record.client.client_id)
    return page("message.html", title="Your device was refused", sentence="You can close this page.")


def dialog_scopes(
    tenant: Tenant, record: DeviceRecord, user: User
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the scopes that this user can grant the device, and those of them that are new."""
    wanted = granted_scopes(tenant, record.client, user, record.api, record.asked, offline=True)
    audience = "" if record.api is None else record.api.identifier
    return wanted, new_scopes(
        tenant.consents.granted(user.user_id, record.client.client_id, audience), wanted
    )


def _end(tenant: Tenant, transaction: Transaction) -> None:
    tenant.transactions.take(transaction.transaction_id, tenant.clock())


def _outstanding(tenant: Tenant, typed: str) -> DeviceRecord | None:
    """Return the device that waits with this code, written with or without its hyphen (section 6.1)."""
    letters = re.sub(r"[^A-Z]", "", typed.upper())
    now = tenant.clock()
    return next(
        (
            record
            for record in tenant.devices.values()
            if record.user_code.replace("-", "") == letters
            and record.state is DeviceState.PENDING
            and now < record.expires_at
        ),
        None,
    )
