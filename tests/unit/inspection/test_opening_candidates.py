"""Of every key that was given for an encrypted token it is said whether it was taken or left, and why."""

import pytest

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import KeyOutcome, Policy, SignatureVerdict
from jotlens.tokens.read import read
from tests.unit.inspection.encrypting import direct, encrypted_by, oct_jwk, private_jwk
from tests.unit.inspection.minting import AT, ec_pair, jwk_ring, ring, rsa_pair, secret_ring

FITS, LEFT = KeyOutcome.FITS, KeyOutcome.LEFT


def look(text: str, keys: KeyRing) -> SignatureVerdict:
    return inspect(read(text), Policy(), keys, AT).signature


REASONS: dict[str, tuple[str, KeyRing, KeyOutcome, str]] = {
    "an encrypted token that the key opens": (
        encrypted_by("RSA-OAEP"),
        jwk_ring(private_jwk("RSA")),
        FITS,
        "it opens the token",
    ),
    "an encrypted token of somebody else": (
        encrypted_by("RSA-OAEP"),
        jwk_ring(rsa_pair("two").private_jwk()),
        KeyOutcome.DOES_NOT_FIT,
        "it does not open the token",
    ),
    "an encrypted token that nobody can open": (
        direct(cut=3),
        jwk_ring(oct_jwk(16)),
        KeyOutcome.NOT_TRIED,
        "It was not tried. The token's seal",
    ),
    "a public key to decrypt with": (
        encrypted_by("RSA-OAEP"),
        jwk_ring(rsa_pair().jwk),
        LEFT,
        "Only the private half decrypts",
    ),
    "a secret to decrypt with RSA": (encrypted_by("RSA-OAEP"), secret_ring(), LEFT, "takes an RSA key"),
    "a secret of another length": (
        encrypted_by("A128KW"),
        jwk_ring(oct_jwk(32)),
        LEFT,
        "a secret of 16 bytes",
    ),
    "another curve to decrypt with": (
        encrypted_by("ECDH-ES"),
        jwk_ring(ec_pair("ES384").private_jwk()),
        LEFT,
        "the sender used the curve P-256, and this key is on P-384",
    ),
    "a key for signatures to decrypt with": (
        encrypted_by("RSA-OAEP"),
        jwk_ring(private_jwk("RSA") | {"use": "sig"}),
        LEFT,
        "not for encryption",
    ),
    "a key that may not decrypt": (
        encrypted_by("RSA-OAEP"),
        jwk_ring(private_jwk("RSA") | {"key_ops": ["sign"]}),
        LEFT,
        "decrypting is not among the uses",
    ),
    "a damaged key to decrypt with": (
        encrypted_by("RSA-OAEP"),
        jwk_ring({"kty": "RSA"}),
        LEFT,
        "The key lacks a part that its kind needs.",
    ),
    "a key for another way to encrypt": (
        encrypted_by("RSA-OAEP"),
        jwk_ring(private_jwk("RSA") | {"alg": "RSA-OAEP-256"}),
        LEFT,
        "for the method RSA-OAEP-256 only",
    ),
}


@pytest.mark.parametrize(("text", "keys", "outcome", "words"), REASONS.values(), ids=REASONS)
def test_it_is_said_why_a_key_was_taken_or_left(
    text: str, keys: KeyRing, outcome: KeyOutcome, words: str
) -> None:
    (choice,) = look(text, keys).candidates
    assert choice.outcome is outcome
    assert words in choice.reason


def test_of_a_set_to_decrypt_with_every_key_is_told() -> None:
    two = rsa_pair("two").private_jwk()
    keys = ring(two, private_jwk("RSA"), rsa_pair("three").private_jwk(), ec_pair().jwk, two | {"kid": "B"})
    found = look(encrypted_by("RSA-OAEP", kid="A"), keys)
    outcomes = [choice.outcome for choice in found.candidates]
    assert outcomes == [KeyOutcome.DOES_NOT_FIT, FITS, KeyOutcome.NOT_NEEDED, LEFT, LEFT]
    assert "asks for the key “A”, and this one is named “B”" in found.candidates[4].reason
    assert "The token names the key “A”" in found.choice
