"""An issuer's signing keys, asked for because somebody wanted them: the host is named, and what came is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.cli.errand import around_of, tell_asking, told_failures
from jotlens.cli.failures import NetworkFailedError, WrongUsageError
from jotlens.cli.login_policy import KeySet
from jotlens.cli.output import tell
from jotlens.cli.progress import progress_of
from jotlens.cli.stored import keys_seen, remember_document
from jotlens.inspection.claims import claim_text
from jotlens.inspection.fetched import FetchTrouble, KeySetFetch
from jotlens.inspection.keys.load import KeyForm, KeyRing, KeyTextError, load_keys
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.wording import instant
from jotlens.oauth.failures import NetworkError
from jotlens.storage.snapshots import Document
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.oauth.connection import Connection
    from jotlens.oauth.http import Door
    from jotlens.oauth.jwks import KeySetAnswer
    from jotlens.oauth.metadata import Metadata
    from jotlens.oauth.obtained import Around, Obtained
    from jotlens.tokens.model import Token

_OFFLINE = {"dns", "refused", "unreachable", "proxy", "proxy-auth", "timeout", "closed", "truncated"}


def door_of(connection: Connection | None, around: Around, *, forbids_inside: bool = False) -> Door:
    """Return the way out for a connection: with its own certificates to trust, if it names any."""
    from jotlens.oauth.http import Door, Way

    way = Way(ca_file=connection.ca_file) if connection is not None else Way()
    return Door(way, around, forbids_inside=forbids_inside)


def keys_of_login(obtained: Obtained, connection: Connection, around: Around) -> KeySet:
    """Return the keys of the issuer of a login; where they do not come, why. The login is not lost by that."""
    address = connection.endpoints.jwks_uri or _told(obtained.issuer_document, "jwks_uri")
    if not address:
        tell("The issuer names no address of its signing keys, so the signatures are not checked.")
        return KeySet(KeyRing(guesses=published_secrets()), KeySetFetch("", FetchTrouble.NOT_FOUND))
    try:
        answer = ask_keys(address, door_of(connection, around), obtained.asked.issuer, around.now())
        return KeySet(ring_of(answer), KeySetFetch(answer.address))
    except NetworkError as error:
        tell(error.sentence)
        return KeySet(KeyRing(guesses=published_secrets()), KeySetFetch(address, trouble_of(error)))
    except NetworkFailedError as error:
        tell(error.sentence)
        return KeySet(KeyRing(guesses=published_secrets()), KeySetFetch(address, FetchTrouble.NOT_JSON))


def keys_at(address: str) -> KeyRing:
    """Return the keys at an address that a person named. Raises CommandError, NetworkFailedError among them."""
    around = around_of(progress_of(quiet=True))
    with told_failures():
        return ring_of(ask_keys(address, door_of(None, around), "", around.now()))


def ask_keys(address: str, door: Door, issuer: str, at: datetime) -> KeySetAnswer:
    """Fetch a key set, and remember it as a dated snapshot of its issuer. Raises NetworkError."""
    from jotlens.oauth.jwks import fetch_key_set

    tell_asking(address, "for its signing keys")
    answer = fetch_key_set(address, door)
    if issuer:
        remember_document(issuer, Document.JWKS, answer.text, at)
    return answer


def tell_retired(issuer: str, token: Token | None, keys: KeyRing) -> None:
    """Where a token names a key that is no longer published, say until when this computer saw it there."""
    kid = claim_text(token.header, "kid") if token is not None else None
    if kid is None or not keys.keys or any(key.kid == kid for key in keys.keys):
        return
    seen = keys_seen(issuer).get(kid)
    if seen is not None:
        first, last = instant(seen[0]), instant(seen[1])
        tell(
            f"The key “{visible(kid, 80)}” is not published any more; it was seen from {first} until {last}."
        )


def ring_of(answer: KeySetAnswer) -> KeyRing:
    """Return the keys of an answer, with the guesses that every inspection makes. Raises NetworkFailedError."""
    from dataclasses import replace

    try:
        keys = load_keys(answer.text, KeyForm.JWKS)
    except KeyTextError as error:
        raise NetworkFailedError(f"The answer is no key set that can be used: {error.sentence}") from None
    return replace(keys, source=answer.address, guesses=published_secrets())


def described(issuer: str, door: Door, at: datetime) -> Metadata:
    """Ask an issuer for its description of itself, and remember it. Raises NetworkError, RefusedAddressError."""
    from jotlens.oauth.metadata import discover

    tell_asking(issuer, "for its description of itself")
    metadata = discover(issuer, door)
    remember_document(issuer, Document.METADATA, metadata.text, at)
    return metadata


def jwks_uri_of(metadata: Metadata) -> str:
    """Return where an issuer publishes its keys. Raises WrongUsageError where it does not say."""
    if not metadata.endpoints.jwks_uri:
        raise WrongUsageError("The issuer describes itself, and names no address of its signing keys.")
    return metadata.endpoints.jwks_uri


def trouble_of(error: NetworkError) -> FetchTrouble:
    """Return a failure in the words of the inspection."""
    if error.code in _OFFLINE:
        return FetchTrouble.OFFLINE
    if error.code.startswith("tls"):
        return FetchTrouble.TLS
    if error.code in {"html", "not-json", "not-text"}:
        return FetchTrouble.NOT_JSON
    if error.code == "too-many":
        return FetchTrouble.TOO_MANY
    return FetchTrouble.NOT_FOUND if error.status == 404 else FetchTrouble.OTHER


def _told(document: str | None, name: str) -> str:
    if document is None:
        return ""
    read = read_json(document, Part.PAYLOAD).value
    value = read.get(name) if isinstance(read, JsonObject) else None
    return value if isinstance(value, str) else ""
