"""Which secrets a fetch wants, so that a face can ask for them before it begins."""

from __future__ import annotations

from enum import StrEnum

from jotlens.oauth.connection import ClientAuthentication, Connection, Grant
from jotlens.oauth.key_file import is_encrypted


class SecretKind(StrEnum):
    """A secret as `Given` names it; the value is what stands in the keyring and in the terminal's options."""

    CLIENT_SECRET = "client-secret"
    KEY_PASSPHRASE = "key-passphrase"
    REFRESH_TOKEN = "refresh-token"
    USERNAME = "username"
    PASSWORD = "password"
    SUBJECT_TOKEN = "subject-token"
    ASSERTION = "assertion"

    @property
    def field(self) -> str:
        """The field of `Given` that it fills."""
        return self.value.replace("-", "_")


_OF_GRANT = {
    Grant.REFRESH_TOKEN: (SecretKind.REFRESH_TOKEN,),
    Grant.PASSWORD: (SecretKind.USERNAME, SecretKind.PASSWORD),
    Grant.TOKEN_EXCHANGE: (SecretKind.SUBJECT_TOKEN,),
}


def needs(connection: Connection) -> tuple[SecretKind, ...]:
    """Return the secrets without which this fetch cannot begin, in the order in which to ask for them.

    Looks into the key file, only to see whether it is encrypted. A JWT bearer without a key file wants its assertion.
    """
    wanted = []
    if connection.authentication.needs_secret and connection.grant is not Grant.IMPLICIT:
        wanted.append(SecretKind.CLIENT_SECRET)
    if uses_key(connection) and is_encrypted(connection.key_file):
        wanted.append(SecretKind.KEY_PASSPHRASE)
    if connection.grant is Grant.JWT_BEARER and not connection.key_file:
        wanted.append(SecretKind.ASSERTION)
    return (*wanted, *_OF_GRANT.get(connection.grant, ()))


def uses_key(connection: Connection) -> bool:
    """Whether this connection's fetch signs, or shows a certificate, with its private key."""
    authentication = connection.authentication
    if authentication is ClientAuthentication.PRIVATE_KEY_JWT or authentication.needs_certificate:
        return True
    return connection.grant is Grant.JWT_BEARER and bool(connection.key_file)
