"""What a connection lacks before anything is sent, each with the field and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Grant
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.needs import SecretKind, needs, uses_key
from jotlens.oauth.obtained import Given
from jotlens.oauth.parameters import RESERVED
from jotlens.oauth.redirect import read_redirect

_ENDPOINT_WORDS = {
    "authorization_endpoint": "authorization endpoint",
    "token_endpoint": "token endpoint",
    "device_authorization_endpoint": "device authorization endpoint",
    "pushed_authorization_request_endpoint": "endpoint for pushed authorization requests",
}
_SECRET_SENTENCES = {
    SecretKind.CLIENT_SECRET: "This way to authenticate needs the client secret.",
    SecretKind.KEY_PASSPHRASE: "The key file is encrypted: its passphrase is needed.",
    SecretKind.REFRESH_TOKEN: "A refresh token is needed: that of an earlier answer, or one that you paste.",
    SecretKind.USERNAME: "The user name is needed.",
    SecretKind.PASSWORD: "The user's password is needed.",
    SecretKind.SUBJECT_TOKEN: "The token that is to be exchanged is needed.",
    SecretKind.ASSERTION: "An assertion is needed: paste one, or name the key file to make it with.",
}


def gaps(
    connection: Connection, given: Given | None = None, endpoints: Endpoints | None = None
) -> tuple[ConnectionGapError, ...]:
    """Return everything that is missing, in the order of the form; nothing is sent and nothing raised.

    Without `given` the secrets are not looked at (the editor has none). `endpoints` are those that are known after
    discovery; without them an endpoint counts as missing only if there is no issuer to ask.
    """
    found = [*_of_server(connection, endpoints), *_of_client(connection), *_of_files(connection)]
    found += _of_grant(connection)
    if given is not None:
        found += _of_secrets(connection, given)
    return tuple(found)


def needed_endpoints(connection: Connection) -> tuple[str, ...]:
    """Return the fields of `Endpoints` that this fetch calls, in order."""
    needed = []
    if connection.grant.opens_browser:
        needed.append("authorization_endpoint")
        if connection.uses_par:
            needed.append("pushed_authorization_request_endpoint")
    if connection.grant is Grant.DEVICE_CODE:
        needed.append("device_authorization_endpoint")
    if connection.grant is not Grant.IMPLICIT:
        needed.append("token_endpoint")
    return tuple(needed)


def _of_server(connection: Connection, endpoints: Endpoints | None) -> Iterator[ConnectionGapError]:
    known = endpoints or connection.endpoints
    missing = [name for name in needed_endpoints(connection) if not getattr(known, name)]
    if not missing or (endpoints is None and connection.issuer):
        return
    if not connection.issuer:
        yield ConnectionGapError(
            "issuer-missing",
            "Say which authorization server to ask: its issuer, or the addresses of its endpoints.",
            "issuer",
        )
        return
    for name in missing:
        yield ConnectionGapError(
            "endpoint-missing",
            f"The server's description of itself names no {_ENDPOINT_WORDS[name]}. "
            "Either it does not offer this, or the address has to be typed.",
            name,
        )


def _of_client(connection: Connection) -> Iterator[ConnectionGapError]:
    if not connection.client_id and connection.grant is not Grant.JWT_BEARER:
        yield ConnectionGapError("client-id-missing", "The client ID is missing.", "client_id")
    none = connection.authentication is ClientAuthentication.NONE
    if none and connection.grant is Grant.CLIENT_CREDENTIALS:
        yield ConnectionGapError(
            "authentication-missing",
            "Client credentials are for clients that can prove who they are: choose how this one does.",
            "authentication",
        )
    for name, _ in connection.extra:
        if name in RESERVED:
            yield ConnectionGapError(
                "extra-reserved", f"JotLens makes the parameter {name} itself: take it out.", "extra"
            )


def _of_files(connection: Connection) -> Iterator[ConnectionGapError]:
    wanted = []
    if uses_key(connection):
        wanted.append(("key_file", connection.key_file, "The file with the private key"))
    if connection.authentication.needs_certificate:
        wanted.append(("certificate_file", connection.certificate_file, "The file with the certificate"))
    if connection.ca_file:
        wanted.append(("ca_file", connection.ca_file, "The file with the certificates to trust"))
    for name, path, words in wanted:
        code = name.replace("_", "-")
        if not path:
            yield ConnectionGapError(f"{code}-missing", f"{words} is not named.", name)
        elif not _is_file(path):
            yield ConnectionGapError(f"{code}-missing", f"{words} is not there.", name)


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _of_grant(connection: Connection) -> Iterator[ConnectionGapError]:
    if connection.grant.opens_browser and read_redirect(connection.redirect_uri) is None:
        yield ConnectionGapError(
            "redirect-uri",
            "The redirect URI must be a loopback address of this computer, such as "
            "http://127.0.0.1:8765/callback, because JotLens itself waits there.",
            "redirect_uri",
        )
    if connection.grant.opens_browser:
        yield from _of_answer(connection)


def _of_answer(connection: Connection) -> Iterator[ConnectionGapError]:
    """What a person's own response_mode and response_type may be; each grant takes one kind of answer."""
    extra = dict(connection.extra)
    mode, wanted = extra.get("response_mode"), extra.get("response_type")
    if mode is not None and mode not in {"query", "fragment", "form_post"}:
        yield ConnectionGapError(
            "response-mode", f"JotLens takes answers as query, fragment or form_post, not as {mode}.", "extra"
        )
    if wanted is None:
        return
    words = set(wanted.split())
    front = words & {"token", "id_token"}
    fits = {
        Grant.AUTHORIZATION_CODE: words == {"code"},
        Grant.IMPLICIT: bool(front) and words == front,
        Grant.HYBRID: bool(front) and words == front | {"code"},
    }
    if not fits[connection.grant]:
        yield ConnectionGapError(
            "response-type",
            f"The response_type {wanted} does not belong to this grant. The code grant takes code; implicit takes token "
            "and id_token; hybrid takes code with one of these.",
            "extra",
        )


def _of_secrets(connection: Connection, given: Given) -> Iterator[ConnectionGapError]:
    for kind in needs(connection):
        if not getattr(given, kind.field):
            yield ConnectionGapError(f"{kind.value}-missing", _SECRET_SENTENCES[kind], kind.field)
