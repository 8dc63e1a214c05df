"""What a check is given, and what it gives back: no check reaches for anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jotlens.inspection.decryption.report import DecryptionReport
from jotlens.inspection.model import Difference, Status
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.inspection.model import Inspection, Lifetime, Policy, PurposeGuess
    from jotlens.inspection.profiles import Seen
    from jotlens.inspection.signatures.key_choice import Considered
    from jotlens.inspection.signatures.verify import SignatureReport
    from jotlens.tokens.model import Finds, Token


UNREADABLE = frozenset({Kind.OPAQUE, Kind.JWE, Kind.JWE_JSON, Kind.PASETO})
"""The kinds of tokens whose claims, if they have any, are hidden from whoever has no key."""

_NOT_ENCRYPTED = DecryptionReport()


@dataclass(frozen=True, slots=True)
class Case:
    """One token with everything that was established about it before the checks run.

    `seen` says as what it is judged; `purpose` is what it is judged to be made for.
    `token` holds the plaintext if it was decrypted, and `inside` is the inspection of a token that was decrypted so.
    """

    token: Token
    policy: Policy
    keys: KeyRing
    at: datetime
    seen: Seen
    purpose: PurposeGuess
    lifetime: Lifetime
    signature: SignatureReport
    decryption: DecryptionReport = _NOT_ENCRYPTED
    inside: Inspection | None = None
    finds: Finds | None = None

    @property
    def key(self) -> Key | None:
        """The key that findings speak of: that of the signature, or that of the encryption."""
        return self.signature.key or self.decryption.key

    @property
    def considered(self) -> tuple[Considered, ...]:
        """Every given key with the reasons not to use it; nothing when none was held against the token."""
        deciding = self.signature.deciding
        return self.decryption.considered if deciding is None else deciding.considered

    def requires(self, claim: str) -> bool:
        """Whether the profile asks for a claim of that name."""
        return claim in self.seen.profile.required


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one check, before words are put to it.

    `variant` chooses a special text of the catalogue (`slash` for an issuer that lacks only its last slash). `values`
    fill the placeholders of that text.
    """

    status: Status
    variant: str = ""
    values: dict[str, str] = field(default_factory=dict)
    difference: Difference | None = None


Check = Callable[[Case], Outcome]
"""A check: pure, and named as its id with underscores (`aud_match` is the check `aud-match`)."""


def passed(variant: str = "", **values: str) -> Outcome:
    """Return a passed outcome."""
    return Outcome(Status.PASS, variant, values)


def warned(variant: str = "", **values: str) -> Outcome:
    """Return a warning."""
    return Outcome(Status.WARN, variant, values)


def failed(variant: str = "", **values: str) -> Outcome:
    """Return a failed outcome."""
    return Outcome(Status.FAIL, variant, values)


def unknown(variant: str = "", **values: str) -> Outcome:
    """Return "could not be checked": something is missing that a person can give."""
    return Outcome(Status.UNKNOWN, variant, values)


NOT_APPLICABLE = Outcome(Status.NOT_APPLICABLE)
"""The check has nothing to say about this kind of token."""
