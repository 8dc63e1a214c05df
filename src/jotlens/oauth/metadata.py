"""What an authorization server says about itself: OpenID Connect Discovery and RFC 8414."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from urllib.parse import urlsplit

from jotlens.oauth.addresses import check_form, parts_of
from jotlens.oauth.connection import Connection, Endpoints
from jotlens.oauth.failures import IssuerMismatchError, NetworkError
from jotlens.oauth.http import Answer, Door
from jotlens.oauth.network_failures import network_error, sentence_of
from jotlens.oauth.trace import Note

LABEL = "discovery"
_JSON = (("Accept", "application/json"),)


@dataclass(frozen=True, slots=True)
class Metadata:
    """A server's description, checked to be of `issuer`. Names as in RFC 8414 section 2; absent members are empty.

    `authorization_response_iss`: answers to the browser carry `iss` (RFC 9207). `text` is the document as it came
    from `fetched_from` at `fetched_at`.
    """

    issuer: str
    endpoints: Endpoints
    scopes_supported: tuple[str, ...] = ()
    response_types_supported: tuple[str, ...] = ()
    grant_types_supported: tuple[str, ...] = ()
    token_endpoint_auth_methods_supported: tuple[str, ...] = ()
    code_challenge_methods_supported: tuple[str, ...] = ()
    dpop_signing_alg_values_supported: tuple[str, ...] = ()
    authorization_response_iss: bool = False
    require_pushed_authorization_requests: bool = False
    text: str = field(default="", repr=False)
    fetched_from: str = ""
    fetched_at: datetime | None = None


def discovery_addresses(issuer: str) -> tuple[str, ...]:
    """Where the description of an issuer may stand, in the order in which it is looked for.

    OpenID Connect Discovery section 4 appends to the issuer, RFC 8414 section 3 inserts before its path.
    """
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    origin = f"{parts.scheme}://{parts.netloc}"
    return (
        f"{origin}{path}/.well-known/openid-configuration",
        f"{origin}/.well-known/oauth-authorization-server{path}",
    )


def discover(issuer: str, door: Door) -> Metadata:
    """Fetch and check the description of an issuer.

    Raises IssuerMismatchError, NetworkError (`no-description`, and what a door raises), RefusedAddressError,
    CancelledError.
    """
    check_form(issuer)
    first: NetworkError | None = None
    for address in discovery_addresses(issuer):
        answer = door.send(LABEL, "GET", address, _JSON)
        document = answer.json_or_none()
        if answer.ok and document is not None and isinstance(document.get("issuer"), str):
            return _checked(issuer, answer, document, door)
        first = first or answer.trouble
    raise first or network_error("no-description", urlsplit(issuer).hostname or "")


def endpoints_of(connection: Connection, metadata: Metadata | None) -> Endpoints:
    """The endpoints in use: those that were typed in win over those that the server names."""
    described = metadata.endpoints if metadata is not None else Endpoints()
    typed = connection.endpoints
    return Endpoints(
        **{
            each.name: getattr(typed, each.name) or getattr(described, each.name)
            for each in fields(Endpoints)
        }
    )


def metadata_of(issuer: str, document: dict[str, object]) -> Metadata:
    """Read a description; members of a wrong type count as absent."""
    return Metadata(
        issuer=issuer,
        endpoints=Endpoints(**{each.name: _text(document, each.name) for each in fields(Endpoints)}),
        scopes_supported=_texts(document, "scopes_supported"),
        response_types_supported=_texts(document, "response_types_supported"),
        grant_types_supported=_texts(document, "grant_types_supported"),
        token_endpoint_auth_methods_supported=_texts(document, "token_endpoint_auth_methods_supported"),
        code_challenge_methods_supported=_texts(document, "code_challenge_methods_supported"),
        dpop_signing_alg_values_supported=_texts(document, "dpop_signing_alg_values_supported"),
        authorization_response_iss=document.get("authorization_response_iss_parameter_supported") is True,
        require_pushed_authorization_requests=document.get("require_pushed_authorization_requests") is True,
    )


def _checked(issuer: str, answer: Answer, document: dict[str, object], door: Door) -> Metadata:
    """RFC 8414 section 3.3: a description of somebody else must not be used (mix-up of servers)."""
    said = str(document["issuer"])
    around = door.around
    if said != issuer:
        sentence = sentence_of(
            "issuer-mismatch", host=answer.host, said=said, asked=issuer, difference=difference(issuer, said)
        )
        around.trace.add(Note("issuer", sentence, passed=False, at=around.now()))
        raise IssuerMismatchError(sentence, answer.host, said)
    around.trace.add(
        Note(
            "issuer",
            "The server's description is of the issuer that was asked for.",
            passed=True,
            at=around.now(),
        )
    )
    return replace(
        metadata_of(issuer, document),
        text=answer.text,
        fetched_from=answer.address,
        fetched_at=answer.received_at,
    )


def difference(asked: str, said: str) -> str:
    """One sentence on what differs between two issuers, so that a person sees a missing slash."""
    if said == f"{asked}/":
        return "The slash at its end is missing in what was asked for."
    if asked == f"{said}/":
        return "What was asked for has a slash too many at its end."
    if "{" in said:
        return "That is a pattern for many tenants: use the issuer of your own tenant."
    if said.lower() == asked.lower():
        return "They differ in capital and small letters."
    one, other = parts_of(asked), parts_of(said)
    if (one.hostname, one.path.rstrip("/")) == (other.hostname, other.path.rstrip("/")):
        return "They differ in how they begin (http or https), in the port, or in the slash at the end."
    if one.hostname != other.hostname:
        return f"The host differs: {other.hostname or said} instead of {one.hostname}."
    return f"The path differs: {other.path or '/'} instead of {one.path or '/'}."


def _text(document: dict[str, object], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _texts(document: dict[str, object], name: str) -> tuple[str, ...]:
    value = document.get(name)
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
