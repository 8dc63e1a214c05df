"""Tells what looks like a secret, by the name of a member or by the letters of a value."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

_NAMES = re.compile(
    r"(?:^|_)(?:secrets?|passwords?|passwd|passphrases?|pass|pwd|credentials?|(?:api|private|access|shared)_?keys?|"
    r"assertions?|tokens?|authorization|bearer|cookies?|code_verifier|jwt|pem|code|device_code)$"
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY|\bPuTTY-User-Key-File")
_PRIVATE_JWK = re.compile(r"""["'](?:d|k|oth|dp|dq|qi)["']\s*:\s*["']""")
_TOKEN = re.compile(
    r"\be(?:yJ|yI|yA|wo|w0|wk)[\w-]{9,4000}\.|\bv[1-4]\.(?:local|public)\.[\w-]{16}", re.ASCII
)
_NOT_A_SECRET = {"credentials_for", "token_type"}
_LONGEST_WORD = 20_000


def names_secret(name: str) -> bool:
    """Whether a member or parameter of that name holds a secret, such as `client_secret` or `refreshToken`."""
    plain = _HUMP.sub("_", name.strip()).lower().replace("-", "_").replace(" ", "_").replace(".", "_")
    return plain not in _NOT_A_SECRET and _NAMES.search(plain) is not None


def is_secret(text: str) -> bool:
    """Whether a value is, or holds, a token, a private key or a password: by its shape, never by guessing.

    A client ID, an address or a scope is none. An address with a password or a token in it is one.
    """
    if len(text) < 8:
        return False
    if _PRIVATE_KEY.search(text) or _PRIVATE_JWK.search(text) or _TOKEN.search(text):
        return True
    return any(_secret_word(word) for word in text.split() if len(word) >= 8) or _secret_in_address(text)


def _secret_word(word: str) -> bool:
    from jotlens.tokens.formats.format_table import known_word
    from jotlens.tokens.model import Confidence

    if len(word) > _LONGEST_WORD:
        return True  # nothing that belongs into a connection is a word of that length
    known = known_word(word)
    return known is not None and known.secret and known.confidence in {Confidence.CERTAIN, Confidence.STRONG}


def _secret_in_address(text: str) -> bool:
    if "://" not in text:
        return False
    try:
        parts = urlsplit(text.strip())
        return bool(parts.password) or any(
            value and names_secret(name)
            for piece in (parts.query, parts.fragment)
            for name, value in parse_qsl(piece)
        )
    except ValueError:
        return False
