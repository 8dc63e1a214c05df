"""What comes out of a fetch: an answer with tokens, or a refusal; and what is handed in for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from jotlens.oauth.cancellation import Cancellation
from jotlens.oauth.connection import Grant
from jotlens.oauth.dpop import ProofKey
from jotlens.oauth.trace import Trace


@dataclass(frozen=True, slots=True)
class Given:
    """The secrets of one fetch, from the keyring or from a person. None: not given. Never shown, never kept.

    `subject_token` and `actor_token` belong to a token exchange, `assertion` to a JWT bearer whose assertion a
    person brings; without one it is made with the connection's key. `proof_key` is that of the login before, for a
    refresh token or an access token that is bound to it (RFC 9449 section 5).
    """

    client_secret: str | None = field(default=None, repr=False)
    key_passphrase: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    subject_token: str | None = field(default=None, repr=False)
    subject_token_type: str = "urn:ietf:params:oauth:token-type:access_token"
    actor_token: str | None = field(default=None, repr=False)
    assertion: str | None = field(default=None, repr=False)
    proof_key: ProofKey | None = field(default=None, repr=False)

    @classmethod
    def of(cls, secrets: Mapping[str, str | None]) -> Given:
        """Return secrets that stand by their kinds, as the keyring names them."""
        return cls(
            client_secret=secrets.get("client-secret"),
            key_passphrase=secrets.get("key-passphrase"),
            refresh_token=secrets.get("refresh-token"),
            username=secrets.get("username"),
            password=secrets.get("password"),
            subject_token=secrets.get("subject-token"),
            assertion=secrets.get("assertion"),
        )

    def secrets(self) -> dict[str, str]:
        """Return the texts that are given, by the names of their fields: each is to be masked wherever it appears."""
        texts = (
            (one.name, getattr(self, one.name)) for one in fields(self) if one.name != "subject_token_type"
        )
        return {name: text for name, text in texts if isinstance(text, str) and text}


@dataclass(frozen=True, slots=True)
class BrowserPrompt:
    """The browser was (or could not be) opened at `address`; the person logs in there."""

    address: str = field(repr=False)
    redirect_uri: str = ""
    opened: bool = True


@dataclass(frozen=True, slots=True)
class DevicePrompt:
    """What a person types on another device (RFC 8628 section 3.2): `address_complete` has the code in it already."""

    user_code: str
    address: str
    address_complete: str = ""
    expires_at: datetime | None = None


Prompt = BrowserPrompt | DevicePrompt


@dataclass(frozen=True, slots=True)
class Around:
    """What a fetch needs of the world, handed in.

    `now` is the clock (aware, UTC), `random` gives so many random bytes, `open_browser` opens an address and says
    whether it could, `prompt` shows a person what to do (called in the worker's thread). `login_s` is how long a
    person may take. `clean_login` asks for a login as somebody else (`prompt=login`).
    """

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    open_browser: Callable[[str], bool]
    prompt: Callable[[Prompt], None]
    cancellation: Cancellation
    trace: Trace
    login_s: float = 300.0
    clean_login: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What this very login was started with: the tokens are held against it."""

    connection_id: str
    grant: Grant
    issuer: str
    client_id: str
    scopes: tuple[str, ...] = ()
    audience: str = ""
    nonce: str | None = field(default=None, repr=False)
    state: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Obtained:
    """An answer with tokens. `text` is the answer as it came (JSON), or the callback's address for legacy grants.

    `issuer_date` is the Date header of the answer. `issuer_document` is the server's description of itself as it came,
    None where none was asked for. `proof_key` is the key that the tokens are bound to, with DPoP.
    """

    text: str = field(repr=False)
    received_at: datetime
    asked: Asked
    issuer_date: str | None = None
    issuer_document: str | None = field(default=None, repr=False)
    proof_key: ProofKey | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The authorization server said no (RFC 6749 sections 4.1.2.1 and 5.2). `answer` is the whole HTTP answer as text.

    `label` is that of the Exchange, or of the callback, that brought it. `answer` can be handed to the diagnosis.
    `sentence` says what the status means for the server itself: too many requests, or a failure of its own.
    """

    label: str
    error: str
    description: str = ""
    uri: str = ""
    status: int | None = None
    answer: str = field(default="", repr=False)
    retry_after_s: float | None = None
    asked: Asked | None = None
    sentence: str = ""
