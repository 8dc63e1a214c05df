"""What came out of verifying: the verdict, and for each signature which keys were looked at and why not taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from jotlens.inspection.model import SignatureStatus

if TYPE_CHECKING:
    from jotlens.inspection.keys.model import Key
    from jotlens.inspection.model import SignatureVerdict
    from jotlens.inspection.signatures.algorithms import Algorithm
    from jotlens.inspection.signatures.key_choice import Considered
    from jotlens.inspection.signatures.mathematics import Fit
    from jotlens.tokens.model import Signature


class SecretReading(StrEnum):
    """How the text of a secret had to be read before the signature fitted; the value is for people."""

    BASE64 = "base64"
    BASE64URL = "base64url"
    HEX = "hexadecimal"
    TRIMMED = "text without the blanks around it"


class KeyBinding(StrEnum):
    """What became of the key-binding JWT of an SD-JWT (RFC 9901 section 7.3)."""

    FITS = "fits"
    NO_KEY = "no-key"
    OTHER_SIGNATURE = "other-signature"
    OTHER_PRESENTATION = "other-presentation"
    NO_PROOF = "no-proof"


@dataclass(frozen=True, slots=True)
class SignatureResult:
    """The outcome for one signature.

    `key` is the key that verified, or else the one that findings speak of. `tried` counts the keys that the
    mathematics was asked about, and `answers` what it said of each; `fitted` is the place of the one that verified
    among all given keys, from 1. `reading` says how a secret text had to be read; None when it was taken as it is.
    """

    status: SignatureStatus
    reason: str
    alg: str | None = None
    algorithm: Algorithm | None = None
    signature: Signature | None = None
    considered: tuple[Considered, ...] = ()
    key: Key | None = None
    kid_known: bool | None = None
    tried: int = 0
    fitted: int | None = None
    reading: SecretReading | None = None
    answers: tuple[Fit, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """Everything about the signatures of one token; `results` holds one entry for each signature.

    `guessed_secret` is a published secret that signed the token although no given key verified it; `guessed` says
    whether guesses were tried to the end. `published` says that the secret which verified stands in a public list.
    `own_key` is how a DPoP proof fits the key that it brings, which makes nothing genuine.
    """

    verdict: SignatureVerdict
    results: tuple[SignatureResult, ...] = ()
    guessed: bool = False
    guessed_secret: str | None = field(default=None, repr=False)
    published: bool = False
    key_binding: KeyBinding | None = None
    own_key: SignatureStatus | None = None

    @property
    def deciding(self) -> SignatureResult | None:
        """The result that decided: the worst one, since a token is verified only when all its signatures are."""
        return worst(self.results)

    @property
    def key(self) -> Key | None:
        """The key that the deciding result speaks of."""
        return self.deciding.key if self.deciding is not None else None


_WORST_FIRST = (
    SignatureStatus.REJECTED,
    SignatureStatus.INVALID,
    SignatureStatus.NOT_CHECKED,
    SignatureStatus.VERIFIED,
)


def worst(results: tuple[SignatureResult, ...]) -> SignatureResult | None:
    """Return the worst of several results, the first of them if there are more; None when there is none."""
    if len(results) < 2:
        return results[0] if results else None
    return min(results, key=lambda result: _WORST_FIRST.index(result.status))
