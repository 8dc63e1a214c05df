"""RSA keys made once for all tests that need a tenant at once."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa


@cache
def seeded_keys() -> tuple[rsa.RSAPrivateKey, ...]:
    """Return three keys: the signing key, the next one, and the one that encrypts."""
    return tuple(rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3))
