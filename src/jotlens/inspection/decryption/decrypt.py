"""Opens an encrypted token with a key that a person gave; keys and limits decide before any mathematics is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jotlens.inspection.decryption.form import content_of, form_faults, method_of, rounds
from jotlens.inspection.decryption.key_choice import consider_for_decryption, fitting
from jotlens.inspection.decryption.mathematics import content_key, plaintext_of
from jotlens.inspection.decryption.methods import LARGEST_P2C, LARGEST_PLAINTEXT_B, Family
from jotlens.inspection.decryption.report import DecryptionReport, Packing
from jotlens.inspection.decryption.unpack import unpack
from jotlens.inspection.decryption.words import (
    MISFITS,
    NO_KEY,
    OVERWORKED,
    UNPACKING,
    flaw_words,
    not_opened,
    opened_with,
)
from jotlens.inspection.keys.model import Key, KeyFlaw
from jotlens.inspection.keys.private import private_key
from jotlens.inspection.model import DecryptionStatus, DecryptionVerdict
from jotlens.inspection.signatures.key_choice import Considered, Misfit, meant_key
from jotlens.inspection.signatures.verify import key_used

if TYPE_CHECKING:
    from jotlens.inspection.decryption.methods import ContentEncryption, KeyManagement
    from jotlens.inspection.keys.model import KeyRing
    from jotlens.tokens.json_text import JsonObject
    from jotlens.tokens.model import Encryption, Recipient, Token

_MOST_ATTEMPTS = 64
"""So many pairs of a recipient and a key are tried: a token may name thousands of recipients."""

_MOST_ROUNDS = 2 * LARGEST_P2C
"""So many rounds of PBES2 are spent on one token in all."""


@dataclass(frozen=True, slots=True)
class _Lock:
    """One recipient of a token with sound form, and the keys held against it."""

    place: int
    recipient: Recipient
    header: JsonObject
    method: KeyManagement
    content: ContentEncryption
    considered: tuple[Considered, ...]

    @property
    def taken(self) -> tuple[Key, ...]:
        return tuple(item.key for item in self.considered if not item.misfits)


def decrypt(token: Token, ring: KeyRing) -> DecryptionReport:
    """Decrypt a token with the given keys; never raises.

    What is wrong with its form is found without any key (RFC 7516 section 5.2). A key's own kind, curve, `alg`, `use`
    and `key_ops` must allow the method; the header alone decides nothing. One recipient that opens is enough.
    """
    encryption = token.encryption
    if encryption is None or not encryption.recipients:
        return DecryptionReport()
    faults = form_faults(token, encryption)
    first = encryption.recipients[0].header
    base = DecryptionReport(
        DecryptionVerdict(DecryptionStatus.NOT_ATTEMPTED, NO_KEY),
        faults,
        method_of(first),
        content_of(first),
    )
    if not ring.keys:
        return base
    locks = _locks(encryption, base, ring)
    looked = _looked_at(base, locks, encryption, ring)
    if not locks:
        return _rejected(looked, flaw_words(faults[0]))
    if not any(lock.taken for lock in locks):
        return _rejected(looked, _why_none(looked.considered))
    return _try(looked, locks, encryption, ring)


def _locks(encryption: Encryption, base: DecryptionReport, ring: KeyRing) -> list[_Lock]:
    """Return the recipients that may be opened: those without a fault, if all have none in common."""
    closed = {fault.recipient for fault in base.faults}
    if None in closed:
        return []
    locks = []
    for place, recipient in enumerate(encryption.recipients):
        header, method, content = recipient.header, method_of(recipient.header), content_of(recipient.header)
        if place not in closed and header is not None and method is not None and content is not None:
            considered = consider_for_decryption(header, method, content, ring)
            locks.append(_Lock(place, recipient, header, method, content, considered))
    return locks


def _looked_at(
    base: DecryptionReport, locks: list[_Lock], encryption: Encryption, ring: KeyRing
) -> DecryptionReport:
    """Say which keys were looked at: for the recipient that a key fits, else for the first."""
    lock = next((lock for lock in locks if lock.taken), locks[0] if locks else None)
    if lock is not None:
        chosen = meant_key(lock.considered)
        key = chosen.key if chosen is not None else None
        return replace(base, method=lock.method, content=lock.content, considered=lock.considered, key=key)
    header = encryption.recipients[0].header
    if header is None:
        return base
    considered = consider_for_decryption(header, base.method, base.content, ring)
    chosen = meant_key(considered)
    return replace(base, considered=considered, key=chosen.key if chosen is not None else None)


def _try(
    looked: DecryptionReport, locks: list[_Lock], encryption: Encryption, ring: KeyRing
) -> DecryptionReport:
    """Try every key on every recipient that it fits, within the limits."""
    attempts = spent = 0
    tried: list[Key] = []
    flawed: tuple[Key, KeyFlaw] | None = None
    for lock in locks:
        for key in lock.taken:
            tried.append(key)
            for candidate in fitting(key, lock.method, lock.content):
                attempts += 1
                spent += (rounds(lock.header) or 0) if lock.method.family is Family.PASSWORD else 0
                if attempts > _MOST_ATTEMPTS or spent > _MOST_ROUNDS:
                    return _rejected(looked, OVERWORKED)
                opener = candidate.secret if candidate.symmetric else private_key(candidate)
                if isinstance(opener, KeyFlaw):
                    flawed = key, opener
                    continue
                plaintext = _open(lock, encryption, opener)
                if plaintext is not None:
                    found = replace(looked, tried=tuple(tried))
                    return _opened(found, lock, key, plaintext, encryption, ring)
    looked = replace(looked, tried=tuple(tried))
    if flawed is not None:
        return _rejected(replace(looked, key=replace(flawed[0], flaw=flawed[1])), str(flawed[1]))
    reason = not_opened(tried[0], len({id(key) for key in tried}))
    verdict = DecryptionVerdict(DecryptionStatus.FAILED, reason, key_used(tried[0], ring))
    return replace(looked, verdict=verdict)


def _open(lock: _Lock, encryption: Encryption, opener: object) -> bytes | None:
    key = content_key(lock.method, lock.content, lock.recipient, opener)
    return None if key is None else plaintext_of(lock.content, key, encryption)


def _opened(
    looked: DecryptionReport, lock: _Lock, key: Key, plaintext: bytes, encryption: Encryption, ring: KeyRing
) -> DecryptionReport:
    """Return the report of a token that was opened, unpacked if it was compressed."""
    found = replace(
        looked, method=lock.method, content=lock.content, considered=lock.considered, key=key, used=key
    )
    if "zip" in encryption.protected:
        packing, plaintext = unpack(plaintext, LARGEST_PLAINTEXT_B)
        found = replace(found, packing=packing)
        if packing is not Packing.UNPACKED:
            return _rejected(found, UNPACKING[packing])
    verdict = DecryptionVerdict(
        DecryptionStatus.DECRYPTED,
        opened_with(key, lock.place, len(encryption.recipients)),
        key_used(key, ring),
        shared_secret=lock.method.symmetric,
        plaintext=plaintext,
    )
    return replace(found, verdict=verdict)


def _rejected(report: DecryptionReport, reason: str) -> DecryptionReport:
    return replace(report, verdict=DecryptionVerdict(DecryptionStatus.REJECTED, reason))


def _why_none(considered: tuple[Considered, ...]) -> str:
    """Say why no key was taken: by the key that was meant, or by what all of them have in common."""
    chosen = meant_key(considered)
    items = [chosen] if chosen is not None else list(considered)
    shared = set(items[0].misfits).intersection(*(item.misfits for item in items))
    weightiest = next((misfit for misfit in Misfit if misfit in shared), None)
    if weightiest is Misfit.UNUSABLE:
        return items[0].key.problem or ""
    return MISFITS[weightiest]
