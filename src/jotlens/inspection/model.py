"""What can be said of a token, as values: what was expected, what was found, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from jotlens.inspection.fetched import Fetched

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.keys.model import Certificate
    from jotlens.tokens.model import Token


class Question(StrEnum):
    """The four questions that a person asks of a token (seed 003 asks them of every API)."""

    WHAT = "what"
    WHEN = "when"
    WHO = "who"
    FOR_WHAT = "for-what"


class Status(StrEnum):
    """The outcome of one check. UNKNOWN is "could not be checked": never shown as passed, nor as failed."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "na"


class Severity(StrEnum):
    """How much a failed check matters: CRITICAL never accept, HIGH refuse, MEDIUM risky, LOW style, INFO a note."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Purpose(StrEnum):
    """What a token is made for, as far as it can be told from the token itself."""

    ACCESS_TOKEN = "access-token"
    ID_TOKEN = "id-token"
    REFRESH_TOKEN = "refresh-token"
    LOGOUT_TOKEN = "logout-token"
    DPOP_PROOF = "dpop-proof"
    CLIENT_ASSERTION = "client-assertion"
    SESSION_COOKIE = "session-cookie"
    SECURITY_EVENT = "security-event"
    REQUEST_OBJECT = "request-object"
    CREDENTIAL = "credential"
    KEY_BINDING = "key-binding"
    API_KEY = "api-key"
    SAML_MESSAGE = "saml-message"
    WORKLOAD_IDENTITY = "workload-identity"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PurposeGuess:
    """The purpose, and the sentence that says from what it was told."""

    purpose: Purpose
    reason: str


@dataclass(frozen=True, slots=True)
class ProfileUsed:
    """The profile that a token was judged by: guessed from its looks, or chosen by a person; with the reason."""

    id: str
    name: str
    reason: str
    explanation: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """What an API answered to a token: its status, its WWW-Authenticate header and its body, as far as they are known.

    `body` may be anything that was copied: the body alone, a whole HTTP message, or a framework's error text.
    """

    status: int | None = None
    www_authenticate: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What a person expects of the token. None and empty mean "nothing was said": such a check cannot be run.

    `leeway_s` is the tolerance for clocks. `expires_in_s` and `received_at` come from the answer that brought the
    token. `access_token`, `code`, `state`, `htm`, `htu` and `max_age_s` are what hashes, proofs and login ages are
    held against; `dpop_headers` counts the DPoP headers of the request. `requested_scopes` is what the token was asked
    for with. `clock_skew_s` is how far this computer's clock is ahead of the issuer's (negative: behind).
    `detached_payload` is the payload of a detached JWS, and `implicit_assertion` the text that a PASETO token
    of version 3 or 4 is signed along with, without being sent. `profile` is the id of the profile that a person chose
    (None: the guess holds). `fetched` is what was had from elsewhere, `api` what the API answered to the token.
    """

    audience: str | None = None
    issuer: str | None = None
    scopes: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    client_id: str | None = None
    nonce: str | None = None
    typ: str | None = None
    algorithms: tuple[str, ...] = ()
    organization: str | None = None
    acr: str | None = None
    max_age_s: int | None = None
    access_token: str | None = None
    code: str | None = None
    state: str | None = None
    requested_scopes: tuple[str, ...] = ()
    htm: str | None = None
    htu: str | None = None
    dpop_headers: int | None = None
    leeway_s: int = 0
    expires_in_s: int | None = None
    received_at: datetime | None = None
    clock_skew_s: int | None = None
    detached_payload: str | None = None
    implicit_assertion: str | None = None
    profile: str | None = None
    fetched: Fetched = Fetched()  # noqa: RUF009 - a frozen value
    api: ApiAnswer | None = None


class SignatureStatus(StrEnum):
    """INVALID: the mathematics fails. REJECTED: refused before or despite it. NOT_CHECKED: no key was given."""

    VERIFIED = "verified"
    INVALID = "invalid"
    REJECTED = "rejected"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class KeyUsed:
    """The key of a verdict: where it came from, its name and its thumbprint (RFC 7638, None for a secret text)."""

    source: str
    kid: str | None
    thumbprint: str | None


class KeyOutcome(StrEnum):
    """What became of a given key, best first. NOT_NEEDED: another one fits already; LEFT: it may not be used here."""

    FITS = "fits"
    DOES_NOT_FIT = "does-not-fit"
    REFUSED = "refused"
    NOT_NEEDED = "not-needed"
    NOT_TRIED = "not-tried"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """One of the given keys, and whether it was taken or left.

    `kind` is what it is, in words; `reason` is a sentence, and so is each of `notes` (it is short, private, expired).
    `thumbprint` is that of RFC 7638, None for a secret and for a key that cannot be used; `x5t_s256` that of its
    certificate.
    """

    kid: str | None
    kind: str
    thumbprint: str | None
    x5t_s256: str | None
    outcome: KeyOutcome
    reason: str
    notes: tuple[str, ...] = ()
    certificate: Certificate | None = None

    @property
    def taken(self) -> bool:
        """Whether it was put to the mathematics, or would have been had it been needed."""
        return self.outcome not in {KeyOutcome.LEFT, KeyOutcome.NOT_TRIED}


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What is known of the signature, with a plain reason.

    `candidates` are the given keys, each with why it was taken or left; `choice` says in a sentence which key the
    token names and which were given (empty when there is nothing to tell apart).
    """

    status: SignatureStatus
    alg: str | None
    key: KeyUsed | None
    reason: str
    candidates: tuple[KeyChoice, ...] = ()
    choice: str = ""


class DecryptionStatus(StrEnum):
    """FAILED: the key does not open it. REJECTED: refused before that was tried. NOT_ATTEMPTED: no key was given."""

    DECRYPTED = "decrypted"
    FAILED = "failed"
    REJECTED = "rejected"
    NOT_ATTEMPTED = "not-attempted"


@dataclass(frozen=True, slots=True)
class DecryptionVerdict:
    """What became of an encrypted token, with a plain reason; `plaintext` is what was inside.

    `shared_secret` says that the key is a secret which writer and reader share: then only a holder of it can have
    written what is inside. Otherwise anyone could who has the public half.
    """

    status: DecryptionStatus
    reason: str
    key: KeyUsed | None = None
    shared_secret: bool = False
    plaintext: bytes | None = field(default=None, repr=False)


class LifetimeState(StrEnum):
    """UNKNOWN is not "never expires": nobody said how long the token lives."""

    ACTIVE = "active"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    NO_EXPIRY = "no-expiry"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When the token lives. Instants are aware and in UTC; None when not said or beyond the calendar.

    `seconds_left` is negative after expiry. `lifetime_s` is the whole life. `source` is where the end comes from:
    `claims`, `expires_in` or None.
    """

    state: LifetimeState
    issued_at: datetime | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None
    seconds_left: int | None = None
    lifetime_s: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts that nearly agree: what the token says, what is expected, and the first stretch that differs.

    Spans are (start, end) in characters; an empty span marks where something is missing.
    """

    said: str
    expected: str
    said_span: tuple[int, int]
    expected_span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says, in words for people."""

    id: str
    question: Question
    status: Status
    severity: Severity
    title: str
    message: str
    next_step: str
    reference: str
    difference: Difference | None = None


class VerdictStatus(StrEnum):
    """WOULD_BE_ACCEPTED only when the signature verified and issuer, audience and time passed."""

    WOULD_BE_ACCEPTED = "would-be-accepted"
    REJECT = "reject"
    NOT_VERIFIED = "not-verified"
    UNREADABLE = "unreadable"
    NOT_A_TOKEN = "not-a-token"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one sentence and the one next step; `finding_id` is the check that decided, if one did."""

    status: VerdictStatus
    sentence: str
    next_step: str
    finding_id: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one of the four questions, for a card: a short headline and a line of detail."""

    question: Question
    status: Status
    headline: str
    detail: str


@dataclass(frozen=True, slots=True)
class ClockAnswer:
    """What the token is by the issuer's clock, which shows `at` when this computer's shows the inspection's instant.

    `skew_s` is how far this computer is ahead (negative: behind). `differs` says that the two clocks disagree on the
    token; `sentence` says both answers, and is worth a person's time when `worth_saying`.
    """

    skew_s: int
    at: datetime
    lifetime: Lifetime
    verdict: Verdict
    differs: bool
    worth_saying: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One cause of a rejection (D1 to D40), with the sentences of this token and this answer that speak for it."""

    id: str
    title: str
    cause: str
    evidence: tuple[str, ...]
    fix: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything that is said of one token for one policy at one instant; `profile` is None where there is no token.

    `decryption` is None for what is not encrypted. Of a token that was decrypted, `token` holds the plaintext, and when
    that is a token, everything here speaks of both: findings, lifetime, answers and verdict.
    """

    token: Token
    policy: Policy
    at: datetime
    title: str
    subtitle: str
    purpose: PurposeGuess
    signature: SignatureVerdict
    lifetime: Lifetime
    findings: tuple[Finding, ...]
    verdict: Verdict
    answers: tuple[Answer, Answer, Answer, Answer]
    decryption: DecryptionVerdict | None = None
    nested: Inspection | None = None
    other_clock: ClockAnswer | None = None
    profile: ProfileUsed | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    """Why it was or would be rejected, most likely first; empty for a healthy token."""

    @property
    def opened(self) -> bool:
        """Whether the token was encrypted and has been decrypted."""
        return self.decryption is not None and self.decryption.status is DecryptionStatus.DECRYPTED

    @property
    def contents(self) -> Inspection:
        """The inspection that the claims are shown of: that of the token inside, once it was decrypted."""
        return self.nested.contents if self.opened and self.nested is not None else self

    def finding(self, check_id: str) -> Finding | None:
        """Return what the check of that id says, or None when it was not run."""
        return next((finding for finding in self.findings if finding.id == check_id), None)
