"""What people have instead of a plain key is read where it can be, and otherwise named, with what to do."""

import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.keys.containers import text_of_file
from jotlens.inspection.keys.load import KeyFlaw, KeyForm, KeyTextError, load_keys
from tests.unit.inspection.minting import (
    SECRET,
    certificate,
    certificate_pem,
    ec_pair,
    ed_pair,
    number,
    rsa_pair,
)


def pkcs12_file(password: bytes | None = b"password") -> bytes:
    made = x509.load_der_x509_certificate(certificate(rsa_pair()))
    locked = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"name", rsa_pair().private, made, None, locked)


def spki() -> bytes:
    return bytes(ec_pair().private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def pkcs8() -> bytes:
    return bytes(
        ec_pair().private.private_bytes(
            Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


# --- files ---------------------------------------------------------------------------------------------

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "PEM": (lambda: rsa_pair().pem().encode(), "RSA"),
    "PEM with a mark in front": (lambda: b"\xef\xbb\xbf" + rsa_pair().pem().encode(), "RSA"),
    "PEM in UTF-16": (lambda: rsa_pair().pem().encode("utf-16"), "RSA"),
    "a certificate in DER": (lambda: certificate(rsa_pair()), "RSA"),
    "a public key in DER": (spki, "EC"),
    "a private key in DER": (pkcs8, "EC"),
    "a key set": (lambda: json.dumps({"keys": [ed_pair().jwk]}).encode(), "OKP"),
    "a secret": (SECRET.encode, "oct"),
    "a secret that looks a little like DER": (lambda: b"0" + SECRET.encode(), "oct"),
}


@pytest.mark.parametrize(("data", "kty"), FILES.values(), ids=FILES)
def test_a_key_file_is_read(data: Callable[[], bytes], kty: str) -> None:
    (key,) = load_keys(text_of_file(data())).keys
    assert (key.kty, key.problem) == (kty, None)


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "PKCS#12": (pkcs12_file, "pkcs12", "openssl pkcs12"),
    "PKCS#12 without a password": (lambda: pkcs12_file(None), "pkcs12", "-nokeys"),
    "a Java key store": (lambda: bytes.fromhex("feedfeed00000002") + bytes(60), "java-store", "keytool"),
    "bytes": (lambda: bytes(range(256)), "binary", "hexadecimal"),
    "a text with a zero in it": (lambda: b"secret\0secret", "binary", "hexadecimal"),
}


@pytest.mark.parametrize(("data", "code", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_holds_no_plain_key_is_named(data: Callable[[], bytes], code: str, words: str) -> None:
    with pytest.raises(KeyTextError) as caught:
        text_of_file(data())
    assert caught.value.code == code
    assert words in caught.value.sentence


@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_an_expected_failure(data: bytes) -> None:
    with suppress(KeyTextError):
        assert "\0" not in text_of_file(data)


# --- texts ---------------------------------------------------------------------------------------------

TEXTS: dict[str, tuple[Callable[[], str], str, str]] = {
    "PKCS#12 in base64": (lambda: b64encode(pkcs12_file()).decode(), "pkcs12", "locked with a password"),
    "a Java key store in base64": (
        lambda: b64encode(bytes.fromhex("feedfeed00000002") + bytes(60)).decode(),
        "java-store",
        "Export the certificate",
    ),
    "a key of PuTTY": (lambda: "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n", "putty", "public half"),
    "a discovery document": (
        lambda: json.dumps({"issuer": "https://a.example/", "jwks_uri": "https://a.example/jwks.json"}),
        "discovery",
        "“jwks_uri”, https://a.example/jwks.json: open",
    ),
    "one with an odd address": (
        lambda: json.dumps({"jwks_uri": "javascript:alert(1)"}),
        "discovery",
        "“jwks_uri”: open",
    ),
}


@pytest.mark.parametrize(("text", "code", "words"), TEXTS.values(), ids=TEXTS)
def test_a_text_that_holds_no_plain_key_is_named(text: Callable[[], str], code: str, words: str) -> None:
    with pytest.raises(KeyTextError) as caught:
        load_keys(text())
    assert caught.value.code == code
    assert words in caught.value.sentence


def test_an_address_with_a_password_is_not_repeated() -> None:
    with pytest.raises(KeyTextError) as caught:
        load_keys(json.dumps({"jwks_uri": "https://me:s3cret@a.example/"}))
    assert "s3cret" not in caught.value.sentence


def test_keys_that_stand_in_a_description_are_taken() -> None:
    text = json.dumps({"jwks_uri": "https://a.example/", "keys": [ec_pair().jwk]})
    assert load_keys(text).keys[0].kty == "EC"


@pytest.mark.parametrize("word", ["MIGht-be-a-secret", "MIIEowIBAAKCAQEAsecretsecret", "MI"])
def test_a_secret_may_begin_like_a_key_store(word: str) -> None:
    assert load_keys(word).form is KeyForm.SECRET


# --- forms of the public key that must not pass for secrets ----------------------------------------------


def ssh2_block(crv: str = "Ed25519") -> str:
    """Return a block of RFC 4716: the bytes of the OpenSSH line between two lines of dashes."""
    line = ed_pair(crv).private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    body = line.split()[1]
    return (
        "---- BEGIN SSH2 PUBLIC KEY ----\n"
        'Comment: "a long comment that goes \\\non in the next line"\n'
        f"{body[:40]}\n{body[40:]}\n---- END SSH2 PUBLIC KEY ----\n"
    )


def xml(private: str = "") -> str:
    numbers = rsa_pair().private.public_key().public_numbers()
    n, e = (b64encode(value.to_bytes(size)).decode() for value, size in ((numbers.n, 256), (numbers.e, 3)))
    return f"<RSAKeyValue><Modulus>{n}</Modulus><Exponent>{e}</Exponent>{private}</RSAKeyValue>"


def test_a_block_of_ssh_is_read() -> None:
    keys = load_keys(ssh2_block(), KeyForm.SECRET)
    assert keys.form is KeyForm.SSH
    assert keys.keys[0].thumbprint == load_keys(ed_pair().pem()).keys[0].thumbprint
    with pytest.raises(KeyTextError, match="whole SSH public key"):
        load_keys("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n---- END SSH2 PUBLIC KEY ----")


def test_a_key_in_xml_is_read() -> None:
    keys = load_keys(xml(), KeyForm.SECRET)
    assert keys.form is KeyForm.PEM
    assert keys.keys[0].thumbprint == load_keys(rsa_pair().pem()).keys[0].thumbprint
    assert not keys.keys[0].private
    assert load_keys('<?xml version="1.0"?>\n' + xml("<D>AQAB</D>")).keys[0].private
    assert load_keys("<RSAKeyValue><Modulus>AQAB</Modulus></RSAKeyValue>").keys[0].flaw is KeyFlaw.INCOMPLETE
    damaged = "<RSAKeyValue><Modulus>A</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"
    assert load_keys(damaged).keys[0].flaw is KeyFlaw.INCOMPLETE


def test_a_bare_private_key_in_base64_is_no_secret_text() -> None:
    keys = load_keys(b64encode(pkcs8()).decode())
    assert (keys.form, keys.keys[0].private, keys.keys[0].kty) == (KeyForm.PEM, True, "EC")


def test_a_key_of_a_security_stick_is_no_secret_text() -> None:
    with pytest.raises(KeyTextError) as caught:
        load_keys("sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t", KeyForm.SECRET)
    assert caught.value.code == "ssh-damaged"


# --- certificates ----------------------------------------------------------------------------------------


def test_a_certificate_says_whose_it_is() -> None:
    der = certificate(ec_pair(), rsa_pair("root"), "api.example", "Example CA")
    words = load_keys(certificate_pem(der)).keys[0].certificate
    assert words is not None
    assert (words.subject, words.issuer, words.foreign) == ("api.example", "Example CA", False)
    assert (words.not_after - words.not_before).days == 1
    assert words.not_before.tzinfo is not None


def test_a_key_without_a_certificate_has_none() -> None:
    assert load_keys(rsa_pair().pem()).keys[0].certificate is None
    private = number(ec_pair().private.private_numbers().private_value, 32)
    assert load_keys(json.dumps(ec_pair().jwk | {"d": private})).keys[0].certificate is None
