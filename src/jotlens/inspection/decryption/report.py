"""What came out of decrypting: the verdict, what is wrong with the token's form, and which keys were looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jotlens.inspection.model import DecryptionStatus

if TYPE_CHECKING:
    from jotlens.inspection.decryption.methods import ContentEncryption, KeyManagement
    from jotlens.inspection.keys.model import Key
    from jotlens.inspection.model import DecryptionVerdict
    from jotlens.inspection.signatures.key_choice import Considered


class Flaw(StrEnum):
    """Why an encrypted token must not be opened, whatever the key; in the order in which it is said."""

    BASE64URL = "base64url"
    COLLISION = "collision"
    CRITICAL = "critical"
    SWAPPED = "swapped"
    METHOD = "method"
    CONTENT = "content"
    ZIP = "zip"
    KEY_PRESENT = "key-present"
    KEY_MISSING = "key-missing"
    IV = "iv"
    TAG = "tag"
    WRAP_IV = "wrap-iv"
    WRAP_TAG = "wrap-tag"
    COUNT = "count"
    TOO_MANY_ROUNDS = "too-many-rounds"
    EPK = "epk"
    EPK_POINT = "epk-point"


_UNKNOWN_HERE = {Flaw.METHOD, Flaw.CONTENT}


@dataclass(frozen=True, slots=True)
class FormFault:
    """One flaw. `recipient` counts from 0, None when all are concerned; `said` and `needed` are what is compared."""

    flaw: Flaw
    recipient: int | None = None
    said: str = ""
    needed: str = ""


class Packing(StrEnum):
    """What became of a compressed plaintext (`zip`)."""

    UNPACKED = "unpacked"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class DecryptionReport:
    """Everything about decrypting one token; `verdict` is None when the token is not encrypted.

    `method`, `considered` and `key` speak of the recipient that was opened, or else of the one that the given keys
    come nearest to. `tried` are the given keys that the mathematics was asked about, `used` is the one that opened it.
    """

    verdict: DecryptionVerdict | None = None
    faults: tuple[FormFault, ...] = ()
    method: KeyManagement | None = None
    content: ContentEncryption | None = None
    considered: tuple[Considered, ...] = ()
    key: Key | None = None
    tried: tuple[Key, ...] = ()
    used: Key | None = None
    packing: Packing | None = None

    @property
    def plaintext(self) -> bytes | None:
        """What was inside; None unless the token was decrypted."""
        return self.verdict.plaintext if self.verdict is not None else None

    @property
    def decrypted(self) -> bool:
        """Whether the token was decrypted."""
        return self.verdict is not None and self.verdict.status is DecryptionStatus.DECRYPTED

    @property
    def broken(self) -> FormFault | None:
        """The fault for which no key can open the token; a method that is not known here may be known elsewhere."""
        return next((fault for fault in self.faults if fault.flaw not in _UNKNOWN_HERE), None)

    def fault(self, *flaws: Flaw) -> FormFault | None:
        """Return the first fault of one of these flaws."""
        return next((fault for fault in self.faults if fault.flaw in flaws), None)
