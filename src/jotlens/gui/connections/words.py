"""The words for grants and for ways of client authentication: a name, and what it is for in a sentence."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from jotlens.oauth.connection import ClientAuthentication, Grant

translate = QCoreApplication.translate


def grant_name(grant: Grant) -> str:
    """Return what a grant is called in lists."""
    match grant:
        case Grant.AUTHORIZATION_CODE:
            return translate("Connections", "Login in the browser (authorization code)")
        case Grant.CLIENT_CREDENTIALS:
            return translate("Connections", "Machine to machine (client credentials)")
        case Grant.DEVICE_CODE:
            return translate("Connections", "Login on another device (device code)")
        case Grant.REFRESH_TOKEN:
            return translate("Connections", "With a refresh token")
        case Grant.TOKEN_EXCHANGE:
            return translate("Connections", "Token exchange")
        case Grant.JWT_BEARER:
            return translate("Connections", "With a signed assertion (JWT bearer)")
        case Grant.PASSWORD:
            return translate("Connections", "Password (legacy)")
        case Grant.IMPLICIT:
            return translate("Connections", "Implicit (legacy)")
        case Grant.HYBRID:
            return translate("Connections", "Hybrid (legacy)")
        case _:
            assert_never(grant)


def grant_short(grant: Grant) -> str:
    """Return what a grant is called in the list of connections."""
    match grant:
        case Grant.AUTHORIZATION_CODE:
            return translate("Connections", "browser login")
        case Grant.CLIENT_CREDENTIALS:
            return translate("Connections", "machine to machine")
        case Grant.DEVICE_CODE:
            return translate("Connections", "device code")
        case Grant.REFRESH_TOKEN:
            return translate("Connections", "refresh token")
        case Grant.TOKEN_EXCHANGE:
            return translate("Connections", "token exchange")
        case Grant.JWT_BEARER:
            return translate("Connections", "signed assertion")
        case Grant.PASSWORD:
            return translate("Connections", "password, legacy")
        case Grant.IMPLICIT:
            return translate("Connections", "implicit, legacy")
        case Grant.HYBRID:
            return translate("Connections", "hybrid, legacy")
        case _:
            assert_never(grant)


def grant_explanation(grant: Grant) -> str:
    """Return what a grant is for; of a legacy one, why it is and what to use instead."""
    match grant:
        case Grant.AUTHORIZATION_CODE:
            return translate(
                "Connections", "A person logs in with the browser of this computer. Always with PKCE."
            )
        case Grant.CLIENT_CREDENTIALS:
            return translate("Connections", "The application asks for itself; no person logs in.")
        case Grant.DEVICE_CODE:
            return translate(
                "Connections", "A person logs in elsewhere, with a short code that is shown here."
            )
        case Grant.REFRESH_TOKEN:
            return translate(
                "Connections",
                "The refresh token is asked for when you fetch. Using one that rotates signs its owner out.",
            )
        case Grant.TOKEN_EXCHANGE:
            return translate(
                "Connections", "Trades one token for another. The token to trade is asked for when you fetch."
            )
        case Grant.JWT_BEARER:
            return translate(
                "Connections",
                "A JWT signed with your key asks for the token. Without a key it is asked for when you fetch.",
            )
        case Grant.PASSWORD:
            return translate(
                "Connections",
                "Legacy: the application gets to see the password, and a second factor has no place. "
                "Use the login in the browser instead. User name and password are asked for when you fetch.",
            )
        case Grant.IMPLICIT:
            return translate(
                "Connections",
                "Legacy: tokens travel in addresses, which browsers and logs remember. "
                "Use the login in the browser with an authorization code instead.",
            )
        case Grant.HYBRID:
            return translate(
                "Connections",
                "Legacy: a part of the tokens travels in an address, which browsers and logs remember. "
                "Use the login in the browser with an authorization code instead.",
            )
        case _:
            assert_never(grant)


def authentication_name(way: ClientAuthentication) -> str:
    """Return what a way of client authentication is called; the registered name stays in it."""
    match way:
        case ClientAuthentication.NONE:
            return translate("Connections", "None: a public client")
        case ClientAuthentication.CLIENT_SECRET_BASIC:
            return translate("Connections", "Secret in the header (client_secret_basic)")
        case ClientAuthentication.CLIENT_SECRET_POST:
            return translate("Connections", "Secret in the body (client_secret_post)")
        case ClientAuthentication.CLIENT_SECRET_JWT:
            return translate("Connections", "JWT signed with the secret (client_secret_jwt)")
        case ClientAuthentication.PRIVATE_KEY_JWT:
            return translate("Connections", "JWT signed with a private key (private_key_jwt)")
        case ClientAuthentication.TLS_CLIENT_AUTH:
            return translate("Connections", "Client certificate of a CA (tls_client_auth)")
        case ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH:
            return translate("Connections", "Own client certificate (self_signed_tls_client_auth)")
        case _:
            assert_never(way)
