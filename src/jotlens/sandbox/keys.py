"""The tenant's keys: two that sign (one current, one next), what became of earlier ones, and those that seal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from jotlens.sandbox.chance import Chance

PrivateKeys = tuple[rsa.RSAPrivateKey, ...]
"""Up to three private keys, in order: the current signing key, the next, the one that encrypts."""

_PEM_END = b"-----END "


class KeysUnreadableError(ValueError):
    """A file of keys is not what is needed; the message says what is, and holds nothing of the file."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key with its `kid`."""

    kid: str
    private: rsa.RSAPrivateKey

    @property
    def public(self) -> rsa.RSAPublicKey:
        """The half that is published."""
        return self.private.public_key()

    def public_pem(self) -> bytes:
        """Return the public key as PEM: what an attacker who confuses HS256 with RS256 takes for a secret."""
        return self.public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


class Keys:
    """The keys of one run. They are made by a thread that `prepare` starts; who needs one earlier waits for it."""

    def __init__(self, chance: Chance, given: PrivateKeys = ()) -> None:
        self._chance = chance
        self._given = given
        self._lock = threading.Lock()
        self._published: list[Future[SigningKey]] = [Future(), Future()]  # the current key, then the next
        self._previous: SigningKey | None = None
        self._sealing: Future[rsa.RSAPrivateKey] = Future()
        self._thread: threading.Thread | None = None
        self.opaque = chance.bytes(32)  # seals opaque tokens: AES-256
        self.forms = chance.bytes(32)  # signs the tokens of forms: HMAC

    def prepare(self) -> None:
        """Begin to make the keys, in the order in which they are needed."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._make, name="sandbox-keys", daemon=True)
            self._thread.start()

    def join(self) -> None:
        """Wait until all keys are made."""
        if self._thread is not None:
            self._thread.join()

    @property
    def current(self) -> SigningKey:
        """The key that signs."""
        with self._lock:
            wanted = self._published[0]
        return wanted.result()

    @property
    def sealing(self) -> rsa.RSAPrivateKey:
        """The private key of the API whose tokens are encrypted."""
        return self._sealing.result()

    def published(self) -> tuple[SigningKey, ...]:
        """Return the keys of the key set: current, next, and the previous one unless it was revoked."""
        with self._lock:
            wanted, previous = tuple(self._published), self._previous
        keys = tuple(key.result() for key in wanted)
        return keys if previous is None else (*keys, previous)

    def find(self, kid: object) -> SigningKey | None:
        """Return the published key with that `kid`."""
        return next((key for key in self.published() if key.kid == kid), None)

    def rotate(self) -> None:
        """Make the next key the current one; the previous one stays published."""
        fresh: Future[SigningKey] = Future()
        fresh.set_result(self._signing_key(None))
        old = self.current
        with self._lock:
            self._previous = old
            self._published = [self._published[1], fresh]

    def revoke_previous(self) -> bool:
        """Remove the previous key from the key set; return whether there was one."""
        with self._lock:
            had, self._previous = self._previous is not None, None
        return had

    def _make(self) -> None:
        given = [*self._given, None, None, None]
        steps: tuple[Callable[[], None], ...] = (
            lambda: self._published[0].set_result(self._signing_key(given[0])),
            lambda: self._published[1].set_result(self._signing_key(given[1])),
            lambda: self._sealing.set_result(given[2] or _generate()),
        )
        for step in steps:
            step()

    def _signing_key(self, private: rsa.RSAPrivateKey | None) -> SigningKey:
        return SigningKey(self._chance.text(21), private or _generate())


def read_keys(pem: bytes) -> PrivateKeys:
    """Return the RSA private keys of a PEM text, in order: the current signing key, the next, the one that seals.

    Raises KeysUnreadableError when there is none, more than three, or one is no RSA key of 2048 bits or more.
    """
    keys: list[rsa.RSAPrivateKey] = []
    for block in _blocks(pem):
        try:
            key = serialization.load_pem_private_key(block, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise KeysUnreadableError("a key in it cannot be read; unencrypted PEM is needed") from None
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < 2048:
            raise KeysUnreadableError("a key in it is no RSA key of at least 2048 bits")
        keys.append(key)
    if not 1 <= len(keys) <= 3:
        raise KeysUnreadableError("one to three RSA private keys in PEM form are needed")
    return tuple(keys)


def _blocks(pem: bytes) -> list[bytes]:
    blocks: list[bytes] = []
    lines: list[bytes] = []
    for line in pem.splitlines(keepends=True):
        lines.append(line)
        if line.startswith(_PEM_END):
            blocks.append(b"".join(lines))
            lines = []
    return blocks


def _generate() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
