"""Public PASETO tokens of all four versions verify with the right key, and with nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import KeyForm, KeyRing, KeyTextError, load_keys
from jotlens.inspection.model import Policy, SignatureStatus, Status, VerdictStatus
from jotlens.inspection.signatures.paseto import pre_authentication_encoding
from jotlens.tokens.read import read
from tests.unit.inspection.minting import (
    AT,
    SECRET,
    b64,
    ec_pair,
    ed_pair,
    jwk_ring,
    rsa_pair,
    secret_ring,
)

VERIFIED, INVALID = SignatureStatus.VERIFIED, SignatureStatus.INVALID
REJECTED, NOT_CHECKED = SignatureStatus.REJECTED, SignatureStatus.NOT_CHECKED

BODY = b'{"sub":"usr_123","exp":"2026-01-03T00:00:00+00:00"}'
VERSIONS = ("v1", "v2", "v3", "v4")


def private_of(version: str) -> Any:
    match version:
        case "v1":
            return rsa_pair().private
        case "v3":
            return ec_pair("ES384").private
        case _:
            return ed_pair().private


def mint(
    version: str, private: Any, *, body: bytes = BODY, footer: bytes = b"", assertion: bytes = b""
) -> str:
    """Sign as the PASETO specification says."""
    pieces = [f"{version}.public.".encode(), body, footer]
    if version in {"v3", "v4"}:
        pieces.append(assertion)
    if version == "v1":
        pss = padding.PSS(padding.MGF1(SHA384()), 48)
        value = private.sign(pre_authentication_encoding(pieces), pss, SHA384())
    elif version == "v3":
        point = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        r, s = decode_dss_signature(
            private.sign(pre_authentication_encoding([point, *pieces]), ec.ECDSA(SHA384()))
        )
        value = r.to_bytes(48) + s.to_bytes(48)
    else:
        value = private.sign(pre_authentication_encoding(pieces))
    return f"{version}.public.{b64(body + value)}" + (f".{b64(footer)}" if footer else "")


def pem_of(private: Any) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return str(private.public_key().public_bytes(Encoding.PEM, form).decode())


def raw_of(version: str, form: PublicFormat = PublicFormat.CompressedPoint) -> bytes:
    public = private_of(version).public_key()
    return bytes(public.public_bytes(Encoding.X962, form) if version == "v3" else public.public_bytes_raw())


def status(text: str, keys: KeyRing, assertion: str | None = None) -> SignatureStatus:
    return inspect(read(text), Policy(implicit_assertion=assertion), keys, AT).signature.status


# --- a right key ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("footer", [b"", b'{"kid":"k1"}', b"\xff not a text"])
def test_a_public_token_verifies(version: str, footer: bytes) -> None:
    private = private_of(version)
    inspection = inspect(
        read(mint(version, private, footer=footer)), Policy(), load_keys(pem_of(private)), AT
    )
    signature = inspection.signature
    assert (signature.status, signature.alg) == (VERIFIED, f"{version}.public")
    assert signature.key is not None
    assert signature.key.thumbprint == load_keys(pem_of(private)).keys[0].thumbprint
    assert [choice.outcome for choice in signature.candidates] == ["fits"]
    finding = inspection.finding("signature-valid")
    assert finding is not None
    assert finding.status is Status.PASS
    assert inspection.verdict.status is VerdictStatus.NOT_VERIFIED
    assert "genuine" in inspection.verdict.sentence


KEY_TEXTS: dict[str, tuple[str, Callable[[], str], KeyForm | None]] = {
    "hex": ("v4", lambda: raw_of("v4").hex(), KeyForm.PASETO_PUBLIC),
    "hex of version 2": ("v2", lambda: raw_of("v2").hex().upper(), KeyForm.PASETO_PUBLIC),
    "hex that nobody named a key": ("v4", lambda: raw_of("v4").hex() + "\n", None),
    "a compressed point": ("v3", lambda: raw_of("v3").hex(), KeyForm.PASETO_PUBLIC),
    "a whole point": (
        "v3",
        lambda: raw_of("v3", PublicFormat.UncompressedPoint).hex(),
        KeyForm.PASETO_PUBLIC,
    ),
    "PASERK": ("v4", lambda: f"k4.public.{b64(raw_of('v4'))}", None),
    "PASERK of version 3": ("v3", lambda: f"k3.public.{b64(raw_of('v3'))}", None),
    "PASERK of version 1": (
        "v1",
        lambda: (
            "k1.public."
            + b64(
                rsa_pair().private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            )
        ),
        None,
    ),
    "PEM where a PASETO key was announced": ("v1", lambda: rsa_pair().pem(), KeyForm.PASETO_PUBLIC),
}


@pytest.mark.parametrize(("version", "text", "form"), KEY_TEXTS.values(), ids=KEY_TEXTS)
def test_the_key_may_be_given_in_many_ways(
    version: str, text: Callable[[], str], form: KeyForm | None
) -> None:
    assert status(mint(version, private_of(version)), load_keys(text(), form)) is VERIFIED


@pytest.mark.parametrize("version", ["v3", "v4"])
def test_an_implicit_assertion_belongs_to_the_signature(version: str) -> None:
    private = private_of(version)
    keys, text = load_keys(pem_of(private)), mint(version, private, assertion=b"user 7")
    assert status(text, keys, "user 7") is VERIFIED
    assert status(text, keys, "user 8") is INVALID
    inspection = inspect(read(text), Policy(), keys, AT)
    assert inspection.signature.status is INVALID
    assert "implicit assertion" in inspection.signature.reason
    assert status(mint(version, private), keys, "") is VERIFIED


def test_older_versions_know_no_implicit_assertion() -> None:
    keys = load_keys(pem_of(private_of("v2")))
    assert status(mint("v2", private_of("v2")), keys, "whatever") is VERIFIED


# --- anything else ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_a_changed_token_does_not_verify(version: str) -> None:
    private = private_of(version)
    keys, text = load_keys(pem_of(private)), mint(version, private, footer=b"footer")
    assert status(text, keys) is VERIFIED
    signature_b = {"v1": 256, "v3": 96}.get(version, 64)
    forged = {
        "another footer": mint(version, private, footer=b"footer").rpartition(".")[0] + f".{b64(b'Footer')}",
        "no footer": text.rpartition(".")[0],
        "zeros for a signature": f"{version}.public.{b64(BODY + bytes(signature_b))}.{b64(b'footer')}",
    }
    for name, changed in forged.items():
        assert status(changed, keys) is INVALID, name
    assert status(f"{version}.public.{b64(bytes(signature_b - 1))}", keys) is REJECTED


def test_a_token_of_one_version_is_none_of_another() -> None:
    keys = load_keys(pem_of(private_of("v4")))
    assert status(mint("v2", private_of("v2")).replace("v2", "v4", 1), keys) is INVALID
    assert status(mint("v4", private_of("v4")).replace("v4", "v2", 1), keys) is INVALID


WRONG_KEYS: dict[str, tuple[str, Callable[[], KeyRing]]] = {
    "RSA for version 4": ("v4", lambda: jwk_ring(rsa_pair().jwk)),
    "Ed448 for version 4": ("v4", lambda: jwk_ring(ed_pair("Ed448").jwk)),
    "P-256 for version 3": ("v3", lambda: jwk_ring(ec_pair().jwk)),
    "Ed25519 for version 1": ("v1", lambda: jwk_ring(ed_pair().jwk)),
    "a short RSA key for version 1": ("v1", lambda: jwk_ring(rsa_pair("short", 1024).jwk)),
    "a word": ("v4", secret_ring),
    "a key for version 2": ("v4", lambda: load_keys(f"k2.public.{b64(raw_of('v2'))}")),
    "a key for JWTs": ("v4", lambda: jwk_ring(ed_pair().jwk | {"alg": "EdDSA"})),
    "a key for encryption": ("v4", lambda: jwk_ring(ed_pair().jwk | {"use": "enc"})),
    "a shared PASETO key": ("v4", lambda: load_keys("70" * 32, KeyForm.PASETO_LOCAL)),
    "a point beside the curve": ("v3", lambda: load_keys("02" + "ff" * 48, KeyForm.PASETO_PUBLIC)),
}


@pytest.mark.parametrize(("version", "keys"), WRONG_KEYS.values(), ids=WRONG_KEYS)
def test_a_key_of_another_kind_is_refused(version: str, keys: Callable[[], KeyRing]) -> None:
    inspection = inspect(read(mint(version, private_of(version))), Policy(), keys(), AT)
    assert inspection.signature.status is REJECTED
    assert inspection.signature.reason.endswith(".")


def test_without_a_key_nothing_is_checked() -> None:
    inspection = inspect(read(mint("v4", private_of("v4"))), Policy(), KeyRing(), AT)
    assert inspection.signature.status is NOT_CHECKED
    assert inspection.verdict.status is VerdictStatus.NOT_VERIFIED
    assert "Give the issuer's key" in inspection.verdict.next_step


def test_an_encrypted_token_is_not_checked_and_not_opened() -> None:
    text = f"v4.local.{b64(bytes(range(120)))}"
    for keys in (
        KeyRing(),
        load_keys("70" * 32, KeyForm.PASETO_LOCAL),
        load_keys(f"k4.local.{b64(bytes(32))}"),
    ):
        inspection = inspect(read(text), Policy(), keys, AT)
        assert inspection.signature.status is NOT_CHECKED
        assert "does not open such tokens" in inspection.signature.reason
        finding = inspection.finding("signature-valid")
        assert finding is not None
        assert finding.status is Status.NOT_APPLICABLE


def test_unused_bits_in_the_text_are_refused() -> None:
    text = mint("v4", private_of("v4"), body=BODY + b" ")
    assert len(text.split(".")[2]) % 4  # so that the last character has bits that mean nothing
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    changed = text[:-1] + alphabet[alphabet.index(text[-1]) + 1]
    keys = load_keys(pem_of(private_of("v4")))
    assert (status(text, keys), status(changed, keys)) == (VERIFIED, REJECTED)


KEY_FAILURES = {
    "the secret half": (f"k4.secret.{b64(bytes(64))}", None, "paseto-secret"),
    "hex of another length": ("abcd", KeyForm.PASETO_PUBLIC, "paseto"),
    "no hex": (SECRET, KeyForm.PASETO_PUBLIC, "paseto"),
    "a PASERK of another length": (f"k4.public.{b64(bytes(7))}", None, "paseto"),
    "a shared key that is none": ("no hex", KeyForm.PASETO_LOCAL, "paseto-local"),
}


@pytest.mark.parametrize(("text", "form", "code"), KEY_FAILURES.values(), ids=KEY_FAILURES)
def test_a_text_that_is_no_paseto_key_is_refused(text: str, form: KeyForm | None, code: str) -> None:
    with pytest.raises(KeyTextError) as caught:
        load_keys(text, form)
    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")
    assert text not in caught.value.sentence


def test_hexadecimal_text_stays_a_secret_for_a_signed_jwt() -> None:
    (key,) = load_keys("70" * 32).keys
    assert (key.form, key.kty) == (KeyForm.SECRET, "oct")


# --- the encoding --------------------------------------------------------------------------------------


def test_the_encoding_is_that_of_the_specification() -> None:
    assert pre_authentication_encoding([]) == bytes(8)
    assert pre_authentication_encoding([b"test"]) == b"\x01" + bytes(7) + b"\x04" + bytes(7) + b"test"


@given(st.lists(st.binary(max_size=8), max_size=4), st.lists(st.binary(max_size=8), max_size=4))
def test_no_two_lists_of_pieces_are_encoded_alike(one: list[bytes], two: list[bytes]) -> None:
    same = pre_authentication_encoding(one) == pre_authentication_encoding(two)
    assert same == (one == two)
