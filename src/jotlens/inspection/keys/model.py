"""Keys that a person gives, as values: what is known of each, and nothing of its secret part in any printout."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

PRIVATE_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv")
"""The members of a JWK that must stay secret (RFC 7518 section 6; `priv` for ML-DSA)."""


class KeyForm(StrEnum):
    """How the text of a key is written."""

    SECRET = "secret"
    SECRET_BASE64 = "secret-base64"
    SECRET_HEX = "secret-hex"
    PEM = "pem"
    SSH = "ssh"
    JWK = "jwk"
    JWKS = "jwks"
    PASETO_PUBLIC = "paseto-public"
    PASETO_LOCAL = "paseto-local"


class KeyFlaw(StrEnum):
    """Why a key cannot be used; the value is the sentence for people."""

    EMPTY = "The secret is empty."
    INCOMPLETE = "The key lacks a part that its kind needs."
    ENCODING = "A part of the key is not written as it must be (base64url)."
    KIND = "The key is of a kind that JotLens does not know."
    CURVE = "The key belongs to a curve that JotLens does not know."
    POINT = "The public key is invalid: its point does not lie on the curve it names."
    WORTHLESS = (
        "The key is worthless: it is one of the few with which a signature can be made up for every text."
    )
    NUMBERS = "The numbers of this RSA key cannot be those of a real key."
    SIZE = "The key is unreasonably large."
    UNREADABLE = "The key cannot be read."


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an X.509 certificate says of itself: whose it is, who issued it, and when it is valid (aware, UTC).

    `foreign` says that it stands beside a JWK and belongs to another key (RFC 7517 section 4.7 forbids that).
    """

    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `kty` and `crv` are the names of RFC 7517 and RFC 7518, `AKP` for ML-DSA with its name as `crv`.

    `bits` is the length of an RSA modulus, of a curve's numbers or of a secret. `thumbprint` is that of RFC 7638 with
    SHA-256, None for a secret (it would help guessing) and for a key that cannot be used. `x5t` and `x5t_s256` are the
    fingerprints of its certificate, whose own words are `certificate`. `private` says that the text held a private half;
    `private_half` is that half as it was read (an object of `cryptography`, or the JWK), for decrypting only:
    `keys.private` makes a key of it. `modulus` is the public number of an RSA key; `material` is the public key object
    of `cryptography`.
    """

    form: KeyForm
    kty: str | None = None
    kid: str | None = None
    alg: str | None = None
    use: str | None = None
    key_ops: tuple[str, ...] | None = None
    crv: str | None = None
    bits: int | None = None
    exponent: int | None = None
    thumbprint: str | None = None
    x5t: str | None = None
    x5t_s256: str | None = None
    private: bool = False
    certificate: Certificate | None = None
    flaw: KeyFlaw | None = None
    modulus: int | None = field(default=None, repr=False)
    secret: bytes | None = field(default=None, repr=False)
    material: object = field(default=None, repr=False, compare=False)
    private_half: object = field(default=None, repr=False, compare=False)

    @property
    def problem(self) -> str | None:
        """Why this key cannot be used, as a sentence; None when it can."""
        return str(self.flaw) if self.flaw is not None else None

    @property
    def symmetric(self) -> bool:
        """Whether it is a shared secret: who can check with it can also sign with it."""
        return self.kty == "oct"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys to check with. `form` is None when none were given.

    `guesses` are published example secrets to try on HMAC tokens; `tried` is how many were tried on the token before,
    in vain. `source` is the address that the keys were fetched from, None when a person gave them.
    """

    keys: tuple[Key, ...] = ()
    form: KeyForm | None = None
    guesses: tuple[str, ...] = field(default=(), repr=False)
    source: str | None = None
    tried: int = 0

    @property
    def duplicate_kids(self) -> tuple[str, ...]:
        """The names that more than one key bears (RFC 7517 section 4.5 wants them distinct)."""
        counts = Counter(key.kid for key in self.keys if key.kid is not None)
        return tuple(kid for kid, count in counts.items() if count > 1)

    @property
    def mixed(self) -> bool:
        """Whether secrets and public keys stand in one set: a published set must hold no secret."""
        kinds = {key.symmetric for key in self.keys if key.kty is not None}
        return len(kinds) > 1


class KeyTextError(Exception):
    """The text given as a key is none. `code` is stable; the message is a sentence without any part of the text."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
