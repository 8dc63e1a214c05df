"""What JotLens signs is verified by another implementation (joserfc), and keys are read as people keep them."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from joserfc import jwk, jws

from jotlens.oauth.dpop import make_proof_key, proof
from jotlens.oauth.failures import ConnectionGapError
from jotlens.oauth.key_file import is_encrypted, load_private_key
from jotlens.oauth.needs import SecretKind
from jotlens.oauth.signing import algorithms_of, choose_algorithm, sign_jwt, sign_jwt_with_secret

# The name EdDSA is what servers know; joserfc warns that RFC 9864 has better ones.
pytestmark = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
KEYS: dict[str, Any] = {
    "RSA": jwk.RSAKey.generate_key(2048, {"kid": "r1"}),
    "P-256": jwk.ECKey.generate_key("P-256"),
    "P-384": jwk.ECKey.generate_key("P-384"),
    "P-521": jwk.ECKey.generate_key("P-521"),
    "Ed25519": jwk.OKPKey.generate_key("Ed25519"),
    "Ed448": jwk.OKPKey.generate_key("Ed448"),
}


def verified(token: str, key: Any) -> dict[str, Any]:
    algorithm = json.loads(_header(token))["alg"]
    found = jws.deserialize_compact(token, key, algorithms=[algorithm])
    claims: dict[str, Any] = json.loads(found.payload)
    return claims


def _header(token: str) -> str:
    import base64

    head = token.partition(".")[0]
    return base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode()


def written(folder: Path, key: Any, passphrase: str | None = None) -> str:
    path = folder / "key.pem"
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    path.write_bytes(key.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    return str(path)


@pytest.mark.parametrize("name", KEYS)
def test_another_implementation_verifies_each_algorithm(tmp_path: Path, name: str) -> None:
    key, _ = load_private_key(written(tmp_path, KEYS[name]), None)
    assert algorithms_of(key)
    for algorithm in algorithms_of(key):
        token = sign_jwt({"alg": algorithm}, {"a": 1}, key)
        assert verified(token, KEYS[name]) == {"a": 1}


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_a_secret_signs(algorithm: str) -> None:
    secret = "a secret of enough octets, and some more: ümlaut, to be sixty-four of them"
    token = sign_jwt_with_secret({"alg": algorithm}, {"a": 1}, secret)
    assert verified(token, jwk.OctKey.import_key(secret)) == {"a": 1}


@pytest.mark.parametrize("name", KEYS)
def test_a_jwk_is_read_with_its_kid(tmp_path: Path, name: str) -> None:
    path = tmp_path / "key.jwk"
    path.write_text(json.dumps({**KEYS[name].as_dict(private=True), "kid": "k1"}))
    key, kid = load_private_key(str(path), None)
    assert kid == "k1"
    token = sign_jwt({"alg": algorithms_of(key)[0]}, {"a": 1}, key)
    assert verified(token, KEYS[name]) == {"a": 1}


def test_a_passphrase_opens_the_key(tmp_path: Path) -> None:
    path = written(tmp_path, KEYS["P-256"], "correct horse")
    assert is_encrypted(path)
    key, _ = load_private_key(path, "correct horse")
    assert algorithms_of(key) == ("ES256",)


def test_a_passphrase_too_many_does_not_hinder(tmp_path: Path) -> None:
    path = written(tmp_path, KEYS["P-256"])
    assert not is_encrypted(path)
    assert load_private_key(path, "not needed")[1] == ""


@pytest.mark.parametrize(
    ("passphrase", "code", "field"),
    [(None, "passphrase-missing", "key_passphrase"), ("wrong", "passphrase-wrong", "key_passphrase")],
)
def test_an_encrypted_key_without_its_passphrase(
    tmp_path: Path, passphrase: str | None, code: str, field: str
) -> None:
    path = written(tmp_path, KEYS["P-256"], "correct horse")
    with pytest.raises(ConnectionGapError) as caught:
        load_private_key(path, passphrase)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.field == SecretKind.KEY_PASSPHRASE.field


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no key",
        "{",
        "[]",
        "{}",
        '{"kty": 1}',
        '{"kty": "EC", "crv": "P-999", "d": "AA"}',
        '{"kty": "EC", "crv": "P-256", "d": 5}',
        '{"kty": "RSA", "n": "AA", "e": "AQAB", "d": "AA", "p": "AA", "q": "AA"}',
        '{"kty": "oct", "k": "c2VjcmV0"}',
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    ],
)
def test_what_is_no_private_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    with pytest.raises(ConnectionGapError) as caught:
        load_private_key(str(path), None)
    assert caught.value.code == "key-file-unreadable"


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    assert not is_encrypted(str(tmp_path / "none"))
    with pytest.raises(ConnectionGapError) as caught:
        load_private_key(str(tmp_path / "none"), None)
    assert caught.value.code == "key-file-missing"


def test_an_algorithm_that_the_key_cannot_do(tmp_path: Path) -> None:
    key, _ = load_private_key(written(tmp_path, KEYS["P-256"]), None)
    with pytest.raises(ConnectionGapError) as caught:
        choose_algorithm(key, "RS256")
    assert caught.value.code == "key-algorithm"
    assert "ES256" in caught.value.sentence


def test_a_dpop_proof_says_what_rfc_9449_wants() -> None:
    key = make_proof_key(os.urandom)
    public = jwk.ECKey.import_key(dict(key.jwk))
    token = proof(
        key,
        "post",
        "https://server.example:8443/token?a=b#c",
        now=AT,
        random=os.urandom,
        nonce="n-1",
        access_token="Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
    )
    claims = verified(token, public)
    assert json.loads(_header(token)) == {"typ": "dpop+jwt", "alg": "ES256", "jwk": key.jwk}
    assert (claims["htm"], claims["htu"]) == ("POST", "https://server.example:8443/token")
    assert (claims["iat"], claims["nonce"]) == (int(AT.timestamp()), "n-1")
    assert claims["ath"] == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"  # RFC 9449 section 7.1
    assert key.thumbprint == public.thumbprint()
    assert str(key.number) not in repr(key)


def test_proofs_are_never_the_same() -> None:
    key = make_proof_key(os.urandom)
    made = {proof(key, "GET", "https://a.example/", now=AT, random=os.urandom) for _ in range(3)}
    assert len(made) == 3
