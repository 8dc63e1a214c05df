"""Decrypting: every method, every form, and what a given key must not be used for."""

import json
from dataclasses import fields
from typing import Any

import pytest

from jotlens.inspection.decryption.decrypt import decrypt
from jotlens.inspection.decryption.methods import CONTENT_ENCRYPTION, KEY_MANAGEMENT
from jotlens.inspection.decryption.report import DecryptionReport
from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.model import DecryptionStatus
from jotlens.inspection.signatures.algorithms import ENCRYPTION_ALGORITHMS
from jotlens.tokens.read import read
from tests.unit.inspection.encrypting import (
    DIRECT_RING,
    ENCS,
    OCTETS,
    PASSWORD,
    agreeing,
    direct,
    encrypted_by,
    json_form,
    oaep,
    oct_jwk,
    opening,
    private_jwk,
)
from tests.unit.inspection.minting import (
    CLAIMS,
    b64,
    ec_pair,
    jwk_ring,
    part,
    ring,
    rsa_pair,
    secret_ring,
    x_pair,
)

DECRYPTED, FAILED, REJECTED, NOT_ATTEMPTED = DecryptionStatus
PLAIN = json.dumps(CLAIMS).encode()
OTHER = set(KEY_MANAGEMENT) - {"RSA-OAEP-384", "RSA-OAEP-512"}
METHODS = [(alg, enc) for alg in sorted(OTHER) for enc in (ENCS if alg in {"dir", "A128KW"} else ENCS[2:4])]


def opened(text: str, keys: KeyRing) -> DecryptionReport:
    """Decrypt, and hold every reason to be a plain sentence without a secret in it."""
    report = decrypt(read(text), keys)
    assert report.verdict is not None
    assert report.verdict.reason.endswith(".")
    assert len(report.verdict.reason) <= 120
    assert PASSWORD not in repr(report)
    assert (report.plaintext is not None) is report.decrypted
    return report


def status(text: str, keys: KeyRing) -> DecryptionStatus:
    found = opened(text, keys).verdict
    assert found is not None
    return found.status


def reason(text: str, keys: KeyRing) -> str:
    found = opened(text, keys).verdict
    assert found is not None
    return found.reason


# --- methods ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("alg", "enc"), METHODS)
def test_what_another_library_encrypts_is_decrypted(alg: str, enc: str) -> None:
    report = opened(encrypted_by(alg, enc), opening(alg, enc))
    assert report.plaintext == PLAIN
    assert report.verdict is not None
    assert report.verdict.shared_secret is not alg.startswith(("RSA", "ECDH"))


@pytest.mark.parametrize("bits", [384, 512])
def test_rsa_oaep_with_longer_hashes(bits: int) -> None:
    assert opened(oaep(bits), opening("RSA-OAEP")).plaintext == b'{"sub":"usr_123"}'


@pytest.mark.parametrize("crv", ["P-256", "P-384", "P-521", "X25519", "X448"])
@pytest.mark.parametrize("alg", ["ECDH-ES", "ECDH-ES+A192KW"])
def test_keys_are_agreed_on_every_curve(alg: str, crv: str) -> None:
    text = encrypted_by(alg, crv=crv, apu=b64(b"Alice"), apv=b64(b"Bob"))
    assert opened(text, opening(alg, crv=crv)).plaintext == PLAIN
    assert status(text, jwk_ring(agreeing(crv, "two").private_jwk())) is FAILED


def test_every_registered_method_is_one_that_is_decrypted() -> None:
    assert set(KEY_MANAGEMENT) == ENCRYPTION_ALGORITHMS
    assert set(CONTENT_ENCRYPTION) == set(ENCS)


@pytest.mark.parametrize(
    "alg", ["RSA-OAEP", "RSA1_5", "A128KW", "A256GCMKW", "dir", "ECDH-ES", "PBES2-HS256+A128KW"]
)
def test_another_key_of_the_same_kind_does_not_open_it(alg: str) -> None:
    other: dict[str, Any] = {
        "RSA": rsa_pair("two").private_jwk(),
        "ECD": ec_pair("ES256", "two").private_jwk(),
        "PBE": {"kty": "oct", "k": b64(b"another")},
    }.get(alg[:3], oct_jwk(64))
    if other["kty"] == "oct" and not alg.startswith("PBES2"):
        other["k"] = b64(bytes(len(OCTETS[: len(private_jwk(alg)["k"]) * 3 // 4])))
    report = opened(encrypted_by(alg), jwk_ring(other))
    assert report.verdict is not None
    assert report.verdict.status is FAILED
    assert report.verdict.key is not None
    assert report.used is None


# --- forms -----------------------------------------------------------------------------------------------------


def test_the_general_form_is_opened_for_any_of_its_recipients() -> None:
    recipients = [
        ({"alg": "A128KW"}, oct_jwk(16)),
        ({"alg": "RSA-OAEP"}, private_jwk("RSA-OAEP")),
        ({"alg": "ECDH-ES+A256KW"}, private_jwk("ECDH-ES")),
    ]
    text = json.dumps(json_form(recipients, {"enc": "A128CBC-HS256"}))
    for place, (header, jwk) in enumerate(recipients, 1):
        report = opened(text, jwk_ring(jwk))
        assert report.plaintext == PLAIN
        assert report.method is KEY_MANAGEMENT[header["alg"]]
        assert report.verdict is not None
        assert f"as recipient {place} of 3" in report.verdict.reason
    assert status(text, jwk_ring(ec_pair("ES384").private_jwk())) is REJECTED


def test_the_flattened_form_and_what_is_authenticated_beside_it() -> None:
    general = json_form([({"alg": "A256KW"}, oct_jwk(32))], {"enc": "A256GCM"}, aad=b"beside it")
    flat = {name: value for name, value in general.items() if name != "recipients"}
    flat |= general["recipients"][0]
    assert opened(json.dumps(flat), opening("A256KW")).plaintext == PLAIN
    assert status(json.dumps(flat | {"aad": b64(b"something else")}), opening("A256KW")) is FAILED
    del flat["aad"]
    assert status(json.dumps(flat), opening("A256KW")) is FAILED


def test_a_header_is_covered_as_it_was_written() -> None:
    text = direct()
    header, rest = text.split(".", 1)
    assert opened(text, DIRECT_RING).decrypted
    blank = part('{"alg": "dir",  "enc":"A128GCM"}')
    assert blank != header
    assert status(f"{blank}.{rest}", DIRECT_RING) is FAILED


def test_an_empty_content_is_a_content() -> None:
    assert opened(direct(b""), DIRECT_RING).plaintext == b""


# --- keys ------------------------------------------------------------------------------------------------------


def test_private_keys_in_every_form() -> None:
    for alg, pair in (("RSA-OAEP", rsa_pair()), ("ECDH-ES", ec_pair())):
        assert opened(encrypted_by(alg), load_keys(pair.private_pem())).decrypted
    assert opened(encrypted_by("ECDH-ES", crv="X25519"), load_keys(x_pair().private_pem())).decrypted
    minimal = {name: private_jwk("RSA-OAEP")[name] for name in ("kty", "n", "e", "d")}
    assert opened(encrypted_by("RSA-OAEP"), jwk_ring(minimal)).decrypted


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (b64(OCTETS[:32]), None),
        (OCTETS[:32].hex(), None),
        (b64(OCTETS[:32]), KeyForm.SECRET_BASE64),
        (OCTETS[:32].hex(), KeyForm.SECRET_HEX),
    ],
)
def test_a_secret_is_read_as_it_was_meant(text: str, form: KeyForm | None) -> None:
    assert opened(encrypted_by("dir"), load_keys(text, form)).decrypted


def test_a_password_is_taken_as_it_stands() -> None:
    text = encrypted_by("PBES2-HS512+A256KW")
    assert opened(text, secret_ring(PASSWORD)).decrypted
    assert status(text, secret_ring(PASSWORD.encode().hex())) is FAILED


def test_of_several_keys_the_fitting_one_is_found() -> None:
    two, one = rsa_pair("two").private_jwk(), rsa_pair().private_jwk()
    report = opened(
        encrypted_by("RSA-OAEP-256"), ring(ec_pair().jwk, two | {"kid": "two"}, one | {"kid": "one"})
    )
    assert report.verdict is not None
    assert report.verdict.key is not None
    assert report.verdict.key.kid == "one"
    assert report.used is report.key
    assert "any of the 2 keys" in reason(
        encrypted_by("RSA-OAEP", kid="three"), ring(two, two | {"use": "enc"})
    )


@pytest.mark.parametrize(
    ("alg", "key", "said"),
    [
        ("RSA-OAEP", rsa_pair().jwk, "public half"),
        ("RSA-OAEP", oct_jwk(32), "another kind"),
        ("RSA-OAEP", private_jwk("RSA") | {"alg": "RSA-OAEP-256"}, "another method"),
        ("RSA-OAEP", private_jwk("RSA") | {"use": "sig"}, "meant for signatures"),
        ("RSA-OAEP", private_jwk("RSA") | {"key_ops": ["sign"]}, "not meant for decrypting"),
        ("RSA-OAEP", private_jwk("RSA") | {"d": "AQAB", "p": "AQAB"}, "cannot be those of a real key"),
        ("RSA-OAEP", {"kty": "RSA", "d": "AQ"}, "lacks a part"),
        ("ECDH-ES", ec_pair("ES384").private_jwk(), "another curve"),
        ("ECDH-ES", private_jwk("ECDH-ES") | {"d": b64(bytes(31) + b"\7")}, "cannot be read"),
        ("ECDH-ES", private_jwk("ECDH-ES") | {"key_ops": ["decrypt"]}, "not meant for decrypting"),
        ("A256KW", oct_jwk(31), "another length"),
        ("A256KW", oct_jwk(32, alg="A256GCM"), "another method"),
        ("dir", oct_jwk(32, alg="A128GCM"), "another method"),
        ("dir", {"kty": "oct", "k": ""}, "empty"),
        ("A256GCMKW", oct_jwk(32, use="sig"), "meant for signatures"),
    ],
)
def test_a_key_that_must_not_be_used_is_not(alg: str, key: dict[str, Any], said: str) -> None:
    text = encrypted_by(alg)
    assert status(text, opening(alg)) is DECRYPTED
    assert status(text, jwk_ring(key)) is REJECTED
    assert said in reason(text, jwk_ring(key))


@pytest.mark.parametrize(
    ("alg", "members"),
    [
        ("dir", {"alg": "dir"}),
        ("dir", {"alg": "A256GCM", "use": "enc", "key_ops": ["decrypt"]}),
        ("A256KW", {"alg": "A256KW", "key_ops": ["wrapKey", "unwrapKey"]}),
        ("ECDH-ES", {"alg": "ECDH-ES", "key_ops": ["deriveBits"]}),
        ("RSA-OAEP", {"alg": "RSA-OAEP", "use": "enc", "key_ops": ["decrypt"]}),
        ("PBES2-HS256+A128KW", {"key_ops": ["deriveKey"]}),
    ],
)
def test_a_key_that_says_what_it_is_for_is_used_for_that(alg: str, members: dict[str, Any]) -> None:
    assert status(encrypted_by(alg), jwk_ring(private_jwk(alg) | members)) is DECRYPTED


def test_a_name_is_binding_in_a_set() -> None:
    text = encrypted_by("RSA-OAEP", kid="one")
    key = private_jwk("RSA-OAEP")
    assert status(text, jwk_ring(key | {"kid": "other"})) is DECRYPTED
    assert status(text, ring(key | {"kid": "other"})) is REJECTED
    assert "names another key" in reason(text, ring(key | {"kid": "other"}, key | {"kid": "third"}))
    assert status(text, ring(key | {"kid": "one"}, ec_pair().jwk)) is DECRYPTED


def test_without_a_key_nothing_is_tried() -> None:
    assert status(direct(), KeyRing()) is NOT_ATTEMPTED
    assert opened(direct(cut=4), KeyRing()).faults


@pytest.mark.parametrize("text", ["", "words", "e30.e30.YQ", "v4.local.YQ", "ghp_abc"])
def test_what_is_not_encrypted_has_no_verdict(text: str) -> None:
    assert decrypt(read(text), DIRECT_RING) == DecryptionReport()


def test_nothing_secret_is_printed() -> None:
    pem = rsa_pair().private_pem()
    for keys, text in (
        (opening("RSA-OAEP"), encrypted_by("RSA-OAEP")),
        (load_keys(pem), encrypted_by("RSA-OAEP")),
    ):
        assert {"private_half", "material", "secret"} <= {field.name for field in fields(keys.keys[0])}
        said = repr((keys, decrypt(read(text), keys)))
        assert private_jwk("RSA")["d"][:20] not in said
        assert "usr_123" not in said
        assert "PrivateKey" not in said
