"""A fetch in its thread: from a connection and its secrets to what the session needs of the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from jotlens.gui.fetching.login import Login
from jotlens.gui.fetching.qr_code import Matrix, matrix_of
from jotlens.gui.fetching.secret_fields import Typed
from jotlens.gui.fetching.stores import Stores, given_of, keep_refresh_token, keep_typed
from jotlens.gui.jobs import Ticket
from jotlens.inspection.clocks import skew_s
from jotlens.inspection.diagnosis.refused import causes_of
from jotlens.inspection.fetched import Fetched
from jotlens.inspection.model import Diagnosis
from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Connection
from jotlens.oauth.failures import FetchError
from jotlens.oauth.obtained import Around, DevicePrompt, Obtained, Prompt, Refusal
from jotlens.oauth.trace import Step, Trace
from jotlens.tokens.json_text import read_json
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.model import Part

if TYPE_CHECKING:
    from jotlens.oauth.dpop import ProofKey


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be fetched, and by what means."""

    connection: Connection
    typed: tuple[Typed, ...]
    stores: Stores
    clean_login: bool = False
    proof_key: ProofKey | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step happened, or is known better now; `masked` is the same without its secrets."""

    place: int
    step: Step
    masked: Step


@dataclass(frozen=True, slots=True)
class Prompted:
    """A person has something to do; `matrix` is the QR code of a device prompt."""

    prompt: Prompt
    matrix: Matrix = ()


@dataclass(frozen=True, slots=True)
class Came:
    """Tokens came: the answer, what its login asked for, how the server describes itself, and what was kept."""

    obtained: Obtained
    login: Login
    fetched: Fetched
    required_scopes: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said no; the causes are the likeliest first."""

    refusal: Refusal
    causes: tuple[Diagnosis, ...]


Ended = Came | Refused | FetchError


@dataclass(frozen=True, slots=True)
class World:
    """What the window hands in: the clock, randomness and the browser."""

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    open_browser: Callable[[str], bool]


def around_of(
    world: World,
    ticket: Ticket,
    cancellation: Cancellation,
    known_secrets: tuple[str, ...] = (),
    *,
    clean_login: bool = False,
) -> Around:
    """Return what a fetch needs of the world, with a trace and prompts that are told to the window."""
    from jotlens.oauth.masking import masked

    def on_step(place: int, step: Step) -> None:
        ticket.tell(Stepped(place, step, masked(step, known_secrets)))

    def on_prompt(prompt: Prompt) -> None:
        led_to = prompt.address_complete or prompt.address if isinstance(prompt, DevicePrompt) else ""
        ticket.tell(Prompted(prompt, matrix_of(led_to) if led_to else ()))

    return Around(
        now=world.now,
        random=world.random,
        open_browser=world.open_browser,
        prompt=on_prompt,
        cancellation=cancellation,
        trace=Trace(on_step),
        clean_login=clean_login,
    )


def run(asking: Asking, world: World, ticket: Ticket, cancellation: Cancellation) -> Ended:
    """Fetch, and make of the answer what the window needs; an expected failure is a value."""
    from jotlens.oauth.fetch import fetch

    connection, stores = asking.connection, asking.stores
    given = given_of(connection, asking.typed, stores, cancellation)
    given = replace(given, proof_key=asking.proof_key)
    around = around_of(
        world, ticket, cancellation, tuple(given.secrets().values()), clean_login=asking.clean_login
    )
    try:
        answer = fetch(connection, given, around)
    except FetchError as error:
        return error
    match answer:
        case Obtained():
            kept = keep_typed(connection, asking.typed, stores)
            kept += keep_refresh_token(connection, member_of(answer.text, "refresh_token"), stores)
            return Came(
                answer, login_of(connection, answer), fetched_of(answer), connection.expected.scopes, kept
            )
        case Refusal():
            return Refused(answer, causes_of(answer.answer or answer.error, world.now(), connection.grant))


def login_of(connection: Connection, obtained: Obtained) -> Login:
    """Return the facts of a login that its tokens are held against."""
    asked, expected = obtained.asked, connection.expected
    return Login(
        connection_id=connection.id,
        grant=asked.grant.value,
        issuer=expected.issuer or asked.issuer,
        client_id=asked.client_id,
        audience=expected.audience or asked.audience,
        organization=connection.organization,
        requested_scopes=asked.scopes,
        permissions=expected.permissions,
        received_at=obtained.received_at,
        clock_skew_s=_skew_s(obtained),
        nonce=asked.nonce,
        state=asked.state,
        code=asked.code,
        access_token=access_token_of(obtained.text),
        proof_key=obtained.proof_key,
    )


def fetched_of(obtained: Obtained) -> Fetched:
    """Return how the server describes itself, where it was asked."""
    return Fetched(issuer_document=object_of(obtained.issuer_document or ""))


def object_of(text: str) -> JsonObject | None:
    """Return the JSON object of a text; None where it is none."""
    if not text.strip():
        return None
    value = read_json(text, Part.PAYLOAD).value
    return value if isinstance(value, JsonObject) else None


def access_token_of(text: str) -> str | None:
    """Return the access token of an answer, or of a callback's address (RFC 6749 sections 5.1 and 4.2.2)."""
    return member_of(text, "access_token")


def member_of(text: str, name: str) -> str | None:
    """Return a member of an answer or of a callback's address; None where it is not there."""
    if text.lstrip().startswith("{"):
        answer = object_of(text)
        value = answer.get(name) if answer is not None else None
        return value if isinstance(value, str) else None
    parts = urlsplit(text.strip())
    found = parse_qs(parts.fragment or parts.query).get(name)
    return found[0] if found else None


def _skew_s(obtained: Obtained) -> int | None:
    """How far this computer's clock was ahead of the issuer's; None where its answer had no sound Date."""
    if obtained.issuer_date is None:
        return None
    try:
        issuer_at = parsedate_to_datetime(obtained.issuer_date)
    except ValueError:
        return None
    return skew_s(obtained.received_at, issuer_at) if issuer_at.tzinfo is not None else None
