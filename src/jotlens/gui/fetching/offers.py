"""What can be asked of an issuer about the token on show, and why, or why not: words only, nothing is asked here."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from jotlens.gui.fetching.connection_words import host_of
from jotlens.gui.fetching.issuer_page import Action, IssuerView, Offer
from jotlens.gui.fetching.login import Login
from jotlens.gui.fetching.questioning import Target
from jotlens.gui.reading import Entry
from jotlens.inspection.claims import claim_text, readable_claims
from jotlens.inspection.model import Inspection, Purpose, Status
from jotlens.inspection.scopes import (
    ScopeComparison,
    ScopeContext,
    compare_scopes,
    granted_scopes,
    permissions_of,
)
from jotlens.oauth.connection import Connection, Endpoints
from jotlens.oauth.revocation import why_not_revocable
from jotlens.tokens.model import Kind
from jotlens.tokens.visible import visible

translate = QCoreApplication.translate

_MACHINES = {"client-credentials", "jwt-bearer"}
_FRONT_CHANNEL = {"implicit"}


@dataclass(frozen=True, slots=True)
class Shown:
    """The token on show, with what is known around it."""

    entry: Entry
    inspection: Inspection
    login: Login | None
    connections: tuple[Connection, ...]
    typed_issuer: str
    answer_scope: str | None
    required_scopes: tuple[str, ...]
    has_refresh_token: bool


def kind_of(shown: Shown) -> str:
    """Return what the token is: `access`, `id`, `refresh`, `other`, or `none` for what is no token."""
    named = shown.entry.found.field if shown.entry.found is not None else None
    if named in {"access_token", "id_token", "refresh_token"}:
        return named.removesuffix("_token")
    if shown.inspection.token.kind is Kind.NONE:
        return "none"
    return {
        Purpose.ACCESS_TOKEN: "access",
        Purpose.ID_TOKEN: "id",
        Purpose.REFRESH_TOKEN: "refresh",
        Purpose.UNKNOWN: "access",
    }.get(shown.inspection.purpose.purpose, "other")


def target_of(shown: Shown) -> Target | None:
    """Return whom to ask; None where nothing names an issuer.

    An issuer that a login or a saved connection knows, or that a person typed, is not a stranger's word.
    """
    claims = readable_claims(shown.inspection.contents.token)
    header = shown.inspection.token.header
    said = (
        claim_text(claims, "iss") or claim_text(header, "iss") or ""
    )  # an encrypted token may name it in front
    login = shown.login
    issuer = (login.issuer if login is not None else "") or said or shown.typed_issuer
    if not issuer:
        return None
    connection = _connection_of(shown, issuer)
    trusted = login is not None or connection is not None or issuer == shown.typed_issuer
    kind = kind_of(shown)
    token, subject = shown.entry.original.text, None
    if kind == "id":
        token = (login.access_token if login is not None else None) or ""
        subject = claim_text(claims, "sub")
    return Target(
        issuer=issuer,
        from_token=not trusted,
        connection=connection,
        token=token,
        hint="refresh_token" if kind == "refresh" else "access_token",
        subject=subject,
        kid=claim_text(shown.inspection.contents.token.header, "kid"),
        proof_key=login.proof_key if login is not None else None,
    )


def view_of(shown: Shown, target: Target | None) -> IssuerView:
    """Return what the page says and offers."""
    if target is None:
        return IssuerView(
            translate("Issuer", "Nobody to ask"),
            translate(
                "Issuer",
                "This token names no issuer. Fill in the issuer on the right, or fetch the token here, and its issuer "
                "can be asked.",
            ),
        )
    host = host_of(target.issuer)
    kind = kind_of(shown)
    offers: list[tuple[Action, Offer]] = []
    if kind not in {"refresh", "none"}:
        offers.append((Action.KEYS, _keys_offer(host)))
    if kind in {"access", "id"}:
        offers.append((Action.USERINFO, _userinfo_offer(shown, target, host, kind)))
    if kind in {"access", "refresh"}:
        offers.append((Action.INTROSPECT, _introspect_offer(target, host)))
    if kind == "refresh":
        offers.append((Action.REFRESH, _refresh_offer(target, host)))
    if kind in {"access", "refresh"}:
        offers.append((Action.REVOKE, _revoke_offer(target, host)))
    scopes = _scopes(shown, target) if kind == "access" else None
    return IssuerView(host, _known_from(shown, target), tuple(offers), scopes, _scopes_said(scopes))


def _connection_of(shown: Shown, issuer: str) -> Connection | None:
    wanted = shown.login.connection_id if shown.login is not None else ""
    by_id = next((each for each in shown.connections if each.id == wanted), None)
    same = (each for each in shown.connections if each.issuer.rstrip("/") == issuer.rstrip("/"))
    return by_id or next(same, None)


def _known_from(shown: Shown, target: Target) -> str:
    if shown.login is not None:
        name = target.connection.name if target.connection is not None else ""
        return translate("Issuer", "The token was fetched from it, by the connection “{name}”.").format(
            name=visible(name, 80)
        )
    if target.connection is not None:
        name = visible(target.connection.name, 80)
        return translate(
            "Issuer", "The token names it, and you have a connection for it: “{name}”. Nothing was asked yet."
        ).format(name=name)
    if not target.from_token:
        return translate("Issuer", "This is the issuer that you expect. Nothing was asked yet.")
    return translate(
        "Issuer",
        "Only the token names it, and anyone can write that into a token. Nothing is asked before you press a button.",
    )


def _keys_offer(host: str) -> Offer:
    return Offer(
        translate(
            "Issuer",
            "With its public keys the signature can be checked here. The token itself is not sent.",
        ),
        translate("Issuer", "Fetch the signing keys of {host}").format(host=host),
    )


def _userinfo_offer(shown: Shown, target: Target, host: str, kind: str) -> Offer:
    button = translate("Issuer", "Ask {host} who this is").format(host=host)
    if kind == "id" and not target.token:
        return Offer(
            translate(
                "Issuer",
                "UserInfo is asked with the access token that came with this ID token. It is not here.",
            ),
            button,
            usable=False,
        )
    if kind == "id":
        why = translate(
            "Issuer", "The access token of the same login is sent, and the answer is held against this one."
        )
        return Offer(why, button)
    finding = shown.inspection.finding("userinfo-usable")
    sent = translate("Issuer", "The token is sent to {host}.").format(host=host)
    if finding is None or finding.status is Status.NOT_APPLICABLE:
        return Offer(sent, button)
    return Offer(f"{finding.title}: {finding.message} {sent}", button)


def _introspect_offer(target: Target, host: str) -> Offer:
    button = translate("Issuer", "Ask {host} about this token").format(host=host)
    if target.connection is None:
        return Offer(_no_client(host), button, usable=False)
    return Offer(
        translate(
            "Issuer",
            "The token is sent to {host} with the credentials of the application {client}, and the issuer says whether "
            "it is still active. Auth0 has no such endpoint.",
        ).format(host=host, client=visible(target.connection.client_id, 80)),
        button,
    )


def _refresh_offer(target: Target, host: str) -> Offer:
    button = translate("Issuer", "Refresh at {host}").format(host=host)
    if target.connection is None:
        return Offer(_no_client(host), button, usable=False)
    return Offer(
        translate(
            "Issuer",
            "New tokens for this refresh token. It may be replaced by a new one: if it is a customer's, their application "
            "is left with the old one, and the customer is signed out. Use your own.",
        ),
        button,
    )


def _revoke_offer(target: Target, host: str) -> Offer:
    button = translate("Issuer", "Take it back at {host}").format(host=host)
    endpoints = target.connection.endpoints if target.connection is not None else Endpoints()
    known = why_not_revocable(target.issuer, endpoints, target.hint)
    if known is not None:
        return Offer(known, button, usable=False)
    if target.connection is None:
        return Offer(_no_client(host), button, usable=False)
    if target.hint == "refresh_token":
        why = translate("Issuer", "No new tokens can be had with it afterwards. This cannot be undone.")
    else:
        why = translate(
            "Issuer",
            "Works where the issuer looks tokens up. An API that checks a JWT by itself accepts it until it expires.",
        )
    return Offer(why, button)


def _no_client(host: str) -> str:
    return translate(
        "Issuer", "This needs the credentials of an application: make a connection for {host} first."
    ).format(host=host)


def _scopes(shown: Shown, target: Target) -> ScopeComparison | None:
    login = shown.login
    if login is None:
        return None
    token = shown.inspection.contents.token
    connection = target.connection
    host = host_of(target.issuer)
    context = ScopeContext(
        machine=login.grant in _MACHINES,
        front_channel=login.grant in _FRONT_CHANNEL,
        api=bool(login.audience),
        auth0=host.endswith(".auth0.com") or (connection is not None and connection.provider == "auth0"),
        client_id=login.client_id,
        has_refresh_token=shown.has_refresh_token,
    )
    granted = granted_scopes(shown.answer_scope, token, login.requested_scopes)
    found = compare_scopes(
        login.requested_scopes, granted, shown.required_scopes, permissions_of(token), context
    )
    return found if found.rows else None


def _scopes_said(found: ScopeComparison | None) -> str:
    if found is None:
        return ""
    return {
        "answer": translate("Issuer", "What was granted stands in the answer."),
        "token": translate("Issuer", "What was granted stands in the token."),
        "request": translate(
            "Issuer", "The answer names no scopes: by RFC 6749 what was asked for was granted."
        ),
        "nothing": translate("Issuer", "Nothing says what was granted."),
    }[found.by.value]
