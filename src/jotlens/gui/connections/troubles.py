"""What is wrong with a connection before anything is sent: by field, as a sentence that stands below it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from PySide6.QtCore import QCoreApplication

from jotlens.gui.connections.shown_fields import shown_fields
from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from jotlens.oauth.parameters import RESERVED
from jotlens.storage.secret_looks import is_secret, names_secret

translate = QCoreApplication.translate

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_FIELDS = frozenset({"grant_type", "scope", "audience", "resource", "organization", "code"})
"""Parameters for which the form has fields, or which the grant decides."""


@dataclass(frozen=True, slots=True)
class FieldTrouble:
    """`stops_saving`: with this the connection cannot be written down; otherwise it can only not be used yet."""

    field: str
    sentence: str
    stops_saving: bool = False


def troubles(connection: Connection) -> tuple[FieldTrouble, ...]:
    """Return what is wrong, in the order of the form; at most one a field."""
    shown = shown_fields(connection)
    found = [
        *_names(connection),
        *_addresses(connection, shown),
        *_client(connection, shown),
        *_extra(connection),
    ]
    known: dict[str, FieldTrouble] = {}
    for trouble in found:
        known.setdefault(trouble.field, trouble)
    return tuple(known.values())


def _names(connection: Connection) -> list[FieldTrouble]:
    if connection.name.strip():
        return []
    return [
        FieldTrouble("name", translate("Connections", "Give it a name, to find it again."), stops_saving=True)
    ]


def _addresses(connection: Connection, shown: frozenset[str]) -> list[FieldTrouble]:
    found = []
    if not connection.issuer and not connection.endpoints.token_endpoint:
        found.append(
            FieldTrouble("issuer", translate("Connections", "The address of the server is missing."))
        )
    elif connection.issuer and (sentence := _address_fault(connection.issuer)):
        found.append(FieldTrouble("issuer", sentence))
    if "redirect_uri" in shown and (sentence := _callback_fault(connection.redirect_uri)):
        found.append(FieldTrouble("redirect_uri", sentence))
    for name in Endpoints.__slots__:
        address = getattr(connection.endpoints, name)
        if address and (sentence := _address_fault(address, query=True)):
            found.append(FieldTrouble(name, sentence))
    return found


def _client(connection: Connection, shown: frozenset[str]) -> list[FieldTrouble]:
    found = []
    if not connection.client_id and connection.grant is not Grant.JWT_BEARER:
        found.append(FieldTrouble("client_id", translate("Connections", "The client ID is missing.")))
    public = connection.authentication is ClientAuthentication.NONE
    if connection.grant is Grant.CLIENT_CREDENTIALS and public:
        sentence = translate("Connections", "This grant needs a client that can prove who it is. Choose how.")
        found.append(FieldTrouble("authentication", sentence))
    needs_key = connection.authentication is ClientAuthentication.PRIVATE_KEY_JWT
    if "key_file" in shown and needs_key and not connection.key_file:
        found.append(
            FieldTrouble("key_file", translate("Connections", "Choose the file with the private key."))
        )
    if connection.authentication.needs_certificate and not connection.certificate_file:
        sentence = translate("Connections", "Choose the file with the certificate.")
        found.append(FieldTrouble("certificate_file", sentence))
    return found


def _extra(connection: Connection) -> list[FieldTrouble]:
    for name, value in connection.extra:
        if sentence := parameter_fault(name, value):
            return [FieldTrouble("extra", sentence, stops_saving=True)]
    return []


def parameter_fault(name: str, value: str) -> str:
    """Return why a further parameter cannot be one; empty when it can."""
    if not name:
        return translate("Connections", "A parameter has a value, but no name.") if value else ""
    if any(letter.isspace() for letter in name):
        return translate("Connections", "The name of a parameter has no spaces: “{name}”.").format(name=name)
    if names_secret(name) or is_secret(value):
        return translate(
            "Connections",
            "“{name}” looks like a secret. Those are kept in the keyring, never in a connection: "
            "there is a field of its own for the client secret.",
        ).format(name=name)
    if name in RESERVED | _FIELDS:
        return translate("Connections", "JotLens sends “{name}” by itself: take it out.").format(name=name)
    return ""


def _address_fault(address: str, *, query: bool = False) -> str:
    parts = _split(address)
    if parts is None or not parts.hostname or any(letter.isspace() for letter in address):
        return translate("Connections", "This is no address. It looks like https://login.example.com/")
    if parts.username is not None or parts.password is not None:
        return translate("Connections", "An address holds no user name and no password.")
    if parts.fragment or (parts.query and not query):
        return translate("Connections", "An issuer ends before the first ? or #.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        return translate("Connections", "Only https:// is called; http:// only on this computer.")
    if parts.scheme not in {"https", "http"}:
        return translate("Connections", "The address begins with https://")
    return ""


def _callback_fault(address: str) -> str:
    parts = _split(address)
    if parts is None or parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        return translate(
            "Connections",
            "The callback comes back to this computer: http://127.0.0.1, http://localhost or http://[::1].",
        )
    if parts.port is None:
        return translate("Connections", "Name a port, such as 8765; 0 takes any free one.")
    if parts.query or parts.fragment:
        return translate("Connections", "The callback ends with its path: nothing with ? or # behind it.")
    return ""


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts
