"""A verified token stays verified only as it is: whatever character or bit is changed, it verifies no more."""

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jotlens.inspection.keys.load import KeyRing, load_keys
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.tokens import base64url
from jotlens.tokens.model import Part
from jotlens.tokens.read import read
from tests.unit.inspection.minting import (
    SECRET,
    b64,
    ed_pair,
    jwk_ring,
    pair_for,
    presentation,
    secret_ring,
    signed,
)
from tests.unit.inspection.test_paseto_signatures import VERSIONS, mint, pem_of, private_of

METHODS = (
    *("HS256", "HS512", "RS256", "PS256", "ES256", "ES384", "ES512", "ES256K"),
    *("EdDSA", "Ed448", "ML-DSA-44"),
)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_STRANGE = ".=+/~ \n\t\0\u00e9\u0410\u200b\ud800{}"


@cache
def minted(name: str) -> tuple[str, KeyRing]:
    """Return a token that verifies, and its keys."""
    if name in VERSIONS:
        private = private_of(name)
        return mint(name, private, footer=b"a footer"), load_keys(pem_of(private))
    if name.startswith("HS"):
        secret = SECRET * 2
        return signed(name, secret), secret_ring(secret)
    pair = ed_pair("Ed448") if name == "Ed448" else pair_for(name)
    return signed(name, pair.private), jwk_ring(pair.jwk)


def status(text: str, keys: KeyRing) -> SignatureStatus:
    return verify_signature(read(text), keys, Policy()).verdict.status


@pytest.mark.parametrize("name", [*METHODS, *VERSIONS])
def test_as_it_is_the_token_verifies(name: str) -> None:
    assert status(*minted(name)) is SignatureStatus.VERIFIED


@pytest.mark.parametrize("name", [*METHODS, *VERSIONS])
@given(place=st.floats(0, 1, exclude_max=True), char=st.sampled_from(_ALPHABET + _STRANGE))
@example(place=0.999_999, char="A")
@example(place=0.999_999, char="B")
def test_no_character_can_be_exchanged(name: str, place: float, char: str) -> None:
    text, keys = minted(name)
    at = int(place * len(text))
    if text[at] != char:
        assert status(text[:at] + char + text[at + 1 :], keys) is not SignatureStatus.VERIFIED


@pytest.mark.parametrize("name", [*METHODS, *VERSIONS])
def test_the_bits_that_mean_nothing_cannot_be_used_either(name: str) -> None:
    """The last character of a part may have unused bits: another one decodes to the same bytes, and is refused."""
    text, keys = minted(name)
    parts = text.split(".")
    for index, own in enumerate(parts):
        for char in _ALPHABET:
            changed = own[:-1] + char
            if changed == own or (name in VERSIONS and index < 2):
                continue
            twin = ".".join([*parts[:index], changed, *parts[index + 1 :]])
            assert status(twin, keys) is not SignatureStatus.VERIFIED, (index, char)


@pytest.mark.parametrize("name", [*METHODS, *VERSIONS])
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@example(place=0.0, bit=0)
@example(place=0.999_999, bit=7)
def test_no_bit_can_be_turned(name: str, place: float, bit: int) -> None:
    """Of what is behind the text: header, body, signature and footer."""
    text, keys = minted(name)
    parts = text.split(".")
    first = 2 if name in VERSIONS else 0
    sizes = [base64url.decode(one, Part.WHOLE).data for one in parts]
    at = int(place * sum(map(len, sizes[first:])))
    for index in range(first, len(parts)):
        if at < len(sizes[index]):
            data = bytearray(sizes[index])
            data[at] ^= 1 << bit
            parts[index] = b64(bytes(data))
            break
        at -= len(sizes[index])
    assert ".".join(parts) != text
    assert status(".".join(parts), keys) is not SignatureStatus.VERIFIED


@pytest.mark.parametrize("name", METHODS)
@given(st.integers(0, 400), st.sampled_from([*_ALPHABET[::9], *_STRANGE]))
def test_nothing_can_be_put_in_or_taken_out(name: str, at: int, char: str) -> None:
    text, keys = minted(name)
    inner = min(at + 1, len(text) - 2)
    assert status(text[:inner] + text[inner + 1 :], keys) is not SignatureStatus.VERIFIED
    if not char.isspace():  # line breaks and blanks inside a token are taken out before it is read
        assert status(text[:inner] + char + text[inner:], keys) is not SignatureStatus.VERIFIED


@pytest.mark.parametrize("name", METHODS)
@given(other=st.sampled_from(METHODS))
def test_a_signature_of_one_token_is_none_of_another(name: str, other: str) -> None:
    (text, keys), (another, _) = minted(name), minted(other)
    own, foreign = text.rpartition(".")[0], another.rpartition(".")[2]
    if name != other:
        assert status(f"{own}.{foreign}", keys) is not SignatureStatus.VERIFIED


@given(place=st.floats(0, 1, exclude_max=True), char=st.sampled_from(_ALPHABET))
def test_no_character_of_a_holders_proof_can_be_exchanged(place: float, char: str) -> None:
    from jotlens.inspection.signatures.report import KeyBinding

    text = _shown()
    start = text.rindex("~") + 1
    at = start + int(place * (len(text) - start))
    found = verify_signature(read(text), KeyRing(), Policy()).key_binding
    assert found is KeyBinding.FITS
    if text[at] != char:
        changed = text[:at] + char + text[at + 1 :]
        assert verify_signature(read(changed), KeyRing(), Policy()).key_binding is not KeyBinding.FITS


@cache
def _shown() -> str:
    return presentation()
