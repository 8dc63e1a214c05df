"""A connection in words: whom it asks, for what, and what a person should know before."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from jotlens.oauth.addresses import parts_of
from jotlens.oauth.connection import Connection, Grant
from jotlens.oauth.obtained import Refusal
from jotlens.tokens.visible import visible

translate = QCoreApplication.translate

_LONGEST = 120
_BAD = 400


def host_of(address: str) -> str:
    """Return the host of an address with its port, as it is named before it is called; itself where there is none."""
    return visible(parts_of(address).netloc.rpartition("@")[2] or address, _LONGEST)


def host_of_connection(connection: Connection) -> str:
    """Return the host that a connection asks for tokens."""
    endpoints = connection.endpoints
    return host_of(
        endpoints.token_endpoint or connection.issuer or endpoints.authorization_endpoint or connection.name
    )


def refused_words(refusal: Refusal, host: str) -> str:
    """Say that there is no token, with the error's name where the server gave one (RFC 6749 section 5.2)."""
    if refusal.error:
        error = visible(refusal.error, 80)
        return translate("Fetch", "{host} said no: {error}").format(host=host, error=error)
    if refusal.status is not None and refusal.status >= _BAD:
        return translate("Fetch", "{host} said no").format(host=host)
    return translate("Fetch", "{host} sent no token").format(host=host)


def grant_words(grant: Grant) -> str:
    """Return the name of a grant, and of the legacy ones that they are."""
    words = {
        Grant.CLIENT_CREDENTIALS: translate(
            "Fetch", "Client credentials: the application itself, without a user"
        ),
        Grant.AUTHORIZATION_CODE: translate("Fetch", "Authorization code with PKCE: a login in the browser"),
        Grant.DEVICE_CODE: translate("Fetch", "Device code: a login on another device"),
        Grant.REFRESH_TOKEN: translate("Fetch", "Refresh: a new token for a refresh token"),
        Grant.TOKEN_EXCHANGE: translate("Fetch", "Token exchange: one token for another"),
        Grant.JWT_BEARER: translate("Fetch", "JWT bearer: a token for a signed assertion"),
        Grant.PASSWORD: translate("Fetch", "Password (legacy): the password passes through JotLens"),
        Grant.IMPLICIT: translate("Fetch", "Implicit (legacy): tokens in the address of the browser"),
        Grant.HYBRID: translate("Fetch", "Hybrid (legacy): code and tokens in the address of the browser"),
    }
    return words[grant]


def asked_words(connection: Connection) -> str:
    """Return what a connection asks for, as one or two sentences."""
    for_what = [connection.audience] if connection.audience else list(connection.resources)
    sentences = [
        translate("Fetch", "For {api}.").format(api=", ".join(visible(each, _LONGEST) for each in for_what))
        if for_what
        else translate("Fetch", "For no API in particular: the token may be opaque.")
    ]
    if connection.scopes:
        scopes = visible(" ".join(connection.scopes), 300)
        sentences.append(translate("Fetch", "Scopes: {scopes}.").format(scopes=scopes))
    if connection.client_id:
        client = visible(connection.client_id, _LONGEST)
        sentences.append(translate("Fetch", "As the application {client}.").format(client=client))
    return " ".join(sentences)


def called_words(connection: Connection) -> str:
    """Return whom JotLens is about to call."""
    hosts = {
        host_of(address): None
        for address in (
            connection.issuer,
            connection.endpoints.token_endpoint,
            connection.endpoints.authorization_endpoint,
            connection.endpoints.device_authorization_endpoint,
        )
        if address
    }
    if not hosts:
        return translate("Fetch", "This connection names no server yet.")
    return translate("Fetch", "JotLens will ask {hosts}, and the addresses that it names for this.").format(
        hosts=", ".join(hosts)
    )


def warning_words(connection: Connection) -> str:
    """Return what a person should know before this grant is used; empty where there is nothing to warn of."""
    if connection.grant is Grant.REFRESH_TOKEN:
        return translate(
            "Fetch",
            "A refresh token that is used here may be replaced by a new one. If it is a customer's, their application "
            "still holds the old one, which is good no more: the customer is signed out. Use your own.",
        )
    if connection.grant is Grant.PASSWORD:
        return translate(
            "Fetch",
            "Legacy: RFC 9700 says that this grant must not be used. The password is sent by JotLens, and a second "
            "factor cannot be asked for.",
        )
    if connection.grant.is_legacy:
        return translate(
            "Fetch",
            "Legacy: tokens come back in the address, where browser history and logs may keep them. The authorization "
            "code with PKCE does without.",
        )
    return ""
