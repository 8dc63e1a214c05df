"""The methods of encrypted tokens as facts: the key each needs, the lengths it makes, and the limits kept here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LARGEST_P2C = 1_200_000
"""More rounds of PBES2 are refused before the first one: twice the 600,000 that are advised for passwords today."""

LARGEST_PLAINTEXT_B = 250 * 1024
"""Unpacking stops here: a few bytes can be made to unpack to gigabytes (RFC 8725 section 3.6)."""

LEAST_P2C = 1_000
"""Fewer rounds hardly slow down who guesses the password (RFC 7518 section 4.8.1.2)."""


class Family(StrEnum):
    """How the content key reaches its reader (RFC 7518 section 4)."""

    RSA = "RSA"
    AES_WRAP = "AES Key Wrap"
    GCM_WRAP = "AES GCM Key Wrap"
    DIRECT = "direct"
    AGREEMENT = "ECDH-ES"
    PASSWORD = "PBES2"


@dataclass(frozen=True, slots=True)
class KeyManagement:
    """One registered `alg` of an encrypted token.

    `wrap_b` is the length in bytes of the AES key that wraps the content key, None where nothing is wrapped so. `hash`
    is the hash of RSA-OAEP or PBES2. `curves` are those on which keys are agreed.
    """

    name: str
    family: Family
    wrap_b: int | None = None
    hash: str | None = None
    curves: tuple[str, ...] = ()

    @property
    def symmetric(self) -> bool:
        """Whether its key is a secret that writer and reader share; otherwise anyone can write with the public half."""
        return self.family not in {Family.RSA, Family.AGREEMENT}

    @property
    def direct(self) -> bool:
        """Whether no encrypted key travels with the token (RFC 7516 section 5.2 step 10)."""
        return self.family is Family.DIRECT or (self.family is Family.AGREEMENT and self.wrap_b is None)

    @property
    def key_types(self) -> tuple[str, ...]:
        """The kinds of key (`kty`) that fit."""
        match self.family:
            case Family.RSA:
                return ("RSA",)
            case Family.AGREEMENT:
                return ("EC", "OKP")
            case _:
                return ("oct",)

    @property
    def operations(self) -> frozenset[str]:
        """The `key_ops` of which a key must have one to be used so (RFC 7517 section 4.3)."""
        match self.family:
            case Family.AGREEMENT:
                return frozenset({"deriveKey", "deriveBits"})
            case Family.PASSWORD:
                return frozenset({"deriveKey", "deriveBits", "unwrapKey", "decrypt"})
            case _:
                return frozenset({"unwrapKey", "decrypt"})

    def secret_length(self, content: ContentEncryption | None) -> int | None:
        """Return how many bytes a secret for it must have; None when any length will do, or it needs no secret."""
        if self.family is Family.DIRECT:
            return content.key_b if content is not None else None
        return self.wrap_b if self.family in {Family.AES_WRAP, Family.GCM_WRAP} else None


@dataclass(frozen=True, slots=True)
class ContentEncryption:
    """One registered `enc`: lengths in bytes; `hash` is that of the CBC methods, None for GCM."""

    name: str
    key_b: int
    iv_b: int
    tag_b: int
    hash: str | None = None


AGREEMENT_CURVES = ("P-256", "P-384", "P-521", "X25519", "X448")
"""The curves of ECDH-ES (RFC 7518 section 4.6.1.1, RFC 8037 section 3.2)."""


def _key_management() -> tuple[KeyManagement, ...]:
    wraps = ((128, 16), (192, 24), (256, 32))
    return (
        KeyManagement("RSA1_5", Family.RSA),
        KeyManagement("RSA-OAEP", Family.RSA, hash="SHA1"),
        *(KeyManagement(f"RSA-OAEP-{bits}", Family.RSA, hash=f"SHA{bits}") for bits in (256, 384, 512)),
        *(KeyManagement(f"A{bits}KW", Family.AES_WRAP, size) for bits, size in wraps),
        *(KeyManagement(f"A{bits}GCMKW", Family.GCM_WRAP, size) for bits, size in wraps),
        KeyManagement("dir", Family.DIRECT),
        KeyManagement("ECDH-ES", Family.AGREEMENT, curves=AGREEMENT_CURVES),
        *(
            KeyManagement(f"ECDH-ES+A{bits}KW", Family.AGREEMENT, size, curves=AGREEMENT_CURVES)
            for bits, size in wraps
        ),
        *(
            KeyManagement(f"PBES2-HS{hashed}+A{bits}KW", Family.PASSWORD, size, f"SHA{hashed}")
            for hashed, (bits, size) in zip((256, 384, 512), wraps, strict=True)
        ),
    )


KEY_MANAGEMENT = {method.name: method for method in _key_management()}
"""Every `alg` that can be decrypted here (RFC 7518 section 4.1, RFC 8037, and the registry's RSA-OAEP-384 and -512)."""

CONTENT_ENCRYPTION = {
    content.name: content
    for content in (
        ContentEncryption("A128CBC-HS256", 32, 16, 16, "SHA256"),
        ContentEncryption("A192CBC-HS384", 48, 16, 24, "SHA384"),
        ContentEncryption("A256CBC-HS512", 64, 16, 32, "SHA512"),
        ContentEncryption("A128GCM", 16, 12, 16),
        ContentEncryption("A192GCM", 24, 12, 16),
        ContentEncryption("A256GCM", 32, 12, 16),
    )
}
"""Every `enc` that can be decrypted here (RFC 7518 section 5.1)."""
