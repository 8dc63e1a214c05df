"""Random identifiers, made of a source of random bytes that is given."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628 section 6.1: no vowels, so no words

RandomBytes = Callable[[int], bytes]


class Chance:
    """Makes texts that nobody can guess."""

    def __init__(self, random_bytes: RandomBytes) -> None:
        self.bytes = random_bytes

    def text(self, length: int) -> str:
        """Return `length` characters of the base64url alphabet, six random bits each."""
        return urlsafe_b64encode(self.bytes((length * 3 + 3) // 4)).decode("ascii")[:length]

    def letters(self, length: int, alphabet: str = _LETTERS) -> str:
        """Return `length` letters of the alphabet, each as likely as any other."""
        fair = 256 - 256 % len(alphabet)
        found = ""
        while len(found) < length:
            found += "".join(alphabet[byte % len(alphabet)] for byte in self.bytes(length) if byte < fair)
        return found[:length]

    def user_code(self) -> str:
        """Return a code that a person reads off a device and types, as ABCD-EFGH (RFC 8628 section 6.1)."""
        letters = self.letters(8, _USER_CODE_LETTERS)
        return f"{letters[:4]}-{letters[4:]}"
