"""Keys of every form are read, bad ones say why, and no printout shows a secret."""

import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.keys.load import Key, KeyFlaw, KeyForm, KeyRing, KeyTextError, load_keys
from tests.unit.inspection.minting import (
    SECRET,
    b64,
    certificate,
    certificate_pem,
    ec_pair,
    ed_pair,
    ml_pair,
    number,
    rsa_pair,
    x5t,
    x5t_s256,
)


def _only(text: str, form: KeyForm | None = None) -> Key:
    keys = load_keys(text, form)
    assert len(keys.keys) == 1
    return keys.keys[0]


def _public(form: serialization.PublicFormat, encoding: serialization.Encoding) -> str:
    return str(rsa_pair().private.public_key().public_bytes(encoding, form).decode())


# --- forms ---------------------------------------------------------------------------------------------

PEM = serialization.Encoding.PEM
TEXTS: dict[str, tuple[Callable[[], str], KeyForm, str]] = {
    "a word": (lambda: "keyboardcat", KeyForm.SECRET, "oct"),
    "base64 of a secret stays text": (lambda: b64encode(SECRET.encode()).decode(), KeyForm.SECRET, "oct"),
    "SPKI": (lambda: rsa_pair().pem(), KeyForm.PEM, "RSA"),
    "PKCS#1": (lambda: _public(serialization.PublicFormat.PKCS1, PEM), KeyForm.PEM, "RSA"),
    "SPKI in one line": (lambda: rsa_pair().pem().replace("\n", "\\n"), KeyForm.PEM, "RSA"),
    "SPKI with blanks for lines": (lambda: rsa_pair().pem().replace("\n", " "), KeyForm.PEM, "RSA"),
    "SPKI of a curve": (lambda: ec_pair("ES384").pem(), KeyForm.PEM, "EC"),
    "SPKI of Ed25519": (lambda: ed_pair().pem(), KeyForm.PEM, "OKP"),
    "SPKI of ML-DSA": (lambda: ml_pair().pem(), KeyForm.PEM, "AKP"),
    "certificate": (lambda: certificate_pem(certificate(rsa_pair())), KeyForm.PEM, "RSA"),
    "bare certificate": (lambda: b64encode(certificate(rsa_pair())).decode(), KeyForm.PEM, "RSA"),
    "private PKCS#8": (lambda: ec_pair().private_pem(), KeyForm.PEM, "EC"),
    "OpenSSH line": (
        lambda: _public(serialization.PublicFormat.OpenSSH, serialization.Encoding.OpenSSH) + " me@host\n",
        KeyForm.SSH,
        "RSA",
    ),
    "JWK": (lambda: json.dumps(ec_pair().jwk), KeyForm.JWK, "EC"),
    "JWK Set": (lambda: json.dumps({"keys": [ed_pair("Ed448").jwk]}), KeyForm.JWKS, "OKP"),
    "JWK Set with a mark in front": (
        lambda: "\ufeff" + json.dumps({"keys": [rsa_pair().jwk]}),
        KeyForm.JWKS,
        "RSA",
    ),
    "list of JWKs": (lambda: json.dumps([ml_pair().jwk]), KeyForm.JWKS, "AKP"),
    "certificates by name": (
        lambda: json.dumps({"k1": certificate_pem(certificate(rsa_pair()))}),
        KeyForm.JWKS,
        "RSA",
    ),
}


@pytest.mark.parametrize(("text", "form", "kty"), TEXTS.values(), ids=TEXTS)
def test_the_form_is_told_from_the_text(text: Callable[[], str], form: KeyForm, kty: str) -> None:
    keys = load_keys(text())
    assert keys.form is form
    assert keys.keys[0].kty == kty
    assert keys.keys[0].problem is None


def test_secret_forms_give_the_bytes_they_mean() -> None:
    assert _only(" schlüssel\n", KeyForm.SECRET).secret == " schlüssel\n".encode()
    assert _only("c2VjcmV0LXRleHQ", KeyForm.SECRET_BASE64).secret == b"secret-text"
    assert _only("-_8=", KeyForm.SECRET_BASE64).secret == b"\xfb\xff"
    assert _only("+/8=\n", KeyForm.SECRET_BASE64).secret == b"\xfb\xff"
    assert _only("0xFBff", KeyForm.SECRET_HEX).secret == b"\xfb\xff"
    assert _only("fb:ff", KeyForm.SECRET_HEX).secret == b"\xfb\xff"


def test_an_empty_secret_is_a_key_with_a_problem() -> None:
    key = _only("", KeyForm.SECRET)
    assert key.flaw is KeyFlaw.EMPTY
    assert key.problem == "The secret is empty."


PUBLIC_TEXTS = [
    "SPKI",
    "PKCS#1",
    "SPKI in one line",
    "certificate",
    "bare certificate",
    "OpenSSH line",
    "JWK",
    "JWK Set",
]


@pytest.mark.parametrize("name", PUBLIC_TEXTS)
@pytest.mark.parametrize("form", [KeyForm.SECRET, KeyForm.SECRET_BASE64, KeyForm.SECRET_HEX])
def test_a_public_key_is_never_taken_as_a_secret(name: str, form: KeyForm) -> None:
    text, told, _ = TEXTS[name]
    keys = load_keys(text(), form)
    assert keys.form is told
    assert all(key.secret is None for key in keys.keys)


def test_a_secret_may_look_like_json() -> None:
    assert _only('{"not": "a key"}', KeyForm.SECRET).secret == b'{"not": "a key"}'
    assert _only("{x", KeyForm.SECRET).secret == b"{x"


# --- what is kept --------------------------------------------------------------------------------------


def test_everything_a_jwk_says_is_kept() -> None:
    der = certificate(rsa_pair())
    said = {
        "kid": "k1",
        "alg": "RS256",
        "use": "sig",
        "key_ops": ["verify"],
        "x5c": [b64encode(der).decode()],
    }
    key = _only(json.dumps(rsa_pair().jwk | said))
    assert (key.kid, key.alg, key.use, key.key_ops) == ("k1", "RS256", "sig", ("verify",))
    assert (key.bits, key.exponent, key.crv, key.private) == (2048, 65_537, None, False)
    assert (key.x5t, key.x5t_s256) == (x5t(der), x5t_s256(der))


def test_a_certificate_keeps_its_fingerprints() -> None:
    der = certificate(ec_pair())
    key = _only(certificate_pem(der))
    assert key.certificate
    assert (key.x5t, key.x5t_s256, key.crv, key.bits) == (x5t(der), x5t_s256(der), "P-256", 256)


def test_a_chain_speaks_for_its_first_certificate() -> None:
    leaf, root = ec_pair("ES256", "leaf"), ec_pair("ES256", "root")
    chain = [certificate(leaf, root, "leaf", "root"), certificate(root, name="root")]
    assert _only("".join(map(certificate_pem, chain))).thumbprint == _only(leaf.pem()).thumbprint


def test_unrelated_certificates_are_all_kept() -> None:
    both = certificate_pem(certificate(rsa_pair())) + certificate_pem(certificate(ec_pair(), name="other"))
    assert [key.kty for key in load_keys(both).keys] == ["RSA", "EC"]


def test_the_public_half_of_a_private_key_is_used() -> None:
    pair = ec_pair()
    private = pair.private.private_numbers().private_value
    keys = [
        _only(pair.private_pem()),
        _only(json.dumps(pair.jwk | {"d": number(private, 32)})),
        _only(
            pair.private.private_bytes(
                PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
            ).decode()
        ),
    ]
    public = _only(pair.pem())
    assert [key.private for key in keys] == [True] * 3
    assert {key.thumbprint for key in keys} == {public.thumbprint}
    assert not public.private


def test_a_shared_secret_is_not_called_private() -> None:
    assert not _only('{"kty":"oct","k":"AyM1"}').private


def test_thumbprints_are_those_of_the_standards() -> None:
    """RFC 7638 section 3.1, and RFC 8037 appendix A.3."""
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi"
        "FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnY"
        "b9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0"
        "Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    rsa_key = _only(json.dumps({"kty": "RSA", "n": n, "e": "AQAB", "kid": "2011-04-29"}))
    assert rsa_key.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    ed_key = _only(json.dumps({"kty": "OKP", "crv": "Ed25519", "x": x}))
    assert ed_key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert _only(SECRET).thumbprint is None


def test_a_thumbprint_does_not_depend_on_the_form() -> None:
    pairs = [rsa_pair(), ec_pair("ES512"), ec_pair("ES256K"), ed_pair("Ed448"), ml_pair("ML-DSA-65")]
    for pair in pairs:
        assert _only(pair.pem()).thumbprint == _only(json.dumps(pair.jwk)).thumbprint is not None


def test_a_set_knows_doubled_names_and_mixtures() -> None:
    one, two = rsa_pair().jwk | {"kid": "a"}, ec_pair().jwk | {"kid": "a"}
    secret = {"kty": "oct", "k": b64(SECRET.encode()), "kid": "b"}
    assert load_keys(json.dumps({"keys": [one, two]})).duplicate_kids == ("a",)
    assert load_keys(json.dumps({"keys": [one, secret]})).duplicate_kids == ()
    assert load_keys(json.dumps({"keys": [one, secret]})).mixed
    assert not load_keys(json.dumps({"keys": [one, two]})).mixed
    assert not KeyRing().mixed


# --- bad keys ------------------------------------------------------------------------------------------

_EC = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}
FLAWED: dict[str, tuple[object, KeyFlaw]] = {
    "no JWK at all": (7, KeyFlaw.INCOMPLETE),
    "no kind": ({"n": "AQAB"}, KeyFlaw.INCOMPLETE),
    "unknown kind": ({"kty": "XYZ"}, KeyFlaw.KIND),
    "no secret": ({"kty": "oct"}, KeyFlaw.INCOMPLETE),
    "empty secret": ({"kty": "oct", "k": ""}, KeyFlaw.EMPTY),
    "secret in ordinary base64": ({"kty": "oct", "k": "+/+/"}, KeyFlaw.ENCODING),
    "member of another type": ({"kty": "RSA", "n": 3, "e": "AQAB"}, KeyFlaw.INCOMPLETE),
    "exponent 1": ({"kty": "RSA", "n": number((1 << 2047) + 1), "e": "AQ"}, KeyFlaw.NUMBERS),
    "huge modulus": ({"kty": "RSA", "n": "_" * 3_000, "e": "AQAB"}, KeyFlaw.SIZE),
    "monstrous modulus": ({"kty": "RSA", "n": "_" * 60_000, "e": "AQAB"}, KeyFlaw.SIZE),
    "point beside the curve": (_EC, KeyFlaw.POINT),
    "coordinates of another length": (_EC | {"crv": "P-384"}, KeyFlaw.POINT),
    "unknown curve": (_EC | {"crv": "P-999"}, KeyFlaw.CURVE),
    "no coordinate": ({"kty": "EC", "crv": "P-256", "x": "AAAA"}, KeyFlaw.INCOMPLETE),
    "unknown Edwards curve": ({"kty": "OKP", "crv": "Ed1", "x": "AAAA"}, KeyFlaw.CURVE),
    "short Edwards key": ({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}, KeyFlaw.UNREADABLE),
    "unknown ML-DSA": ({"kty": "AKP", "alg": "ML-DSA-1", "pub": "AAAA"}, KeyFlaw.KIND),
    "nameless ML-DSA": ({"kty": "AKP", "pub": "AAAA"}, KeyFlaw.INCOMPLETE),
    "short ML-DSA": ({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AAAA"}, KeyFlaw.UNREADABLE),
    "ML-DSA without its bytes": ({"kty": "AKP", "alg": "ML-DSA-44"}, KeyFlaw.INCOMPLETE),
}


@pytest.mark.parametrize(("jwk", "flaw"), FLAWED.values(), ids=FLAWED)
def test_a_malformed_jwk_does_not_spoil_the_set(jwk: object, flaw: KeyFlaw) -> None:
    bad, good = load_keys(json.dumps({"keys": [jwk, ec_pair().jwk | {"kid": "good"}]})).keys
    assert bad.flaw is flaw
    assert bad.problem == flaw.value
    assert (good.problem, good.kid) == (None, "good")


def test_what_a_flawed_key_says_is_kept() -> None:
    key = _only(json.dumps(_EC | {"kid": "k", "use": "enc"}))
    assert (key.kty, key.crv, key.kid, key.use, key.thumbprint) == ("EC", "P-256", "k", "enc", None)


def test_a_damaged_pem_block_is_a_key_with_a_problem() -> None:
    assert _only("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----").flaw is KeyFlaw.UNREADABLE
    private = _openssh("AAAA")
    assert (_only(private).flaw, _only(private).private) == (KeyFlaw.UNREADABLE, True)


def test_a_damaged_certificate_does_not_spoil_the_others() -> None:
    broken = "-----BEGIN CERTIFICATE-----"
    keys = load_keys(json.dumps({"a": broken, "b": certificate_pem(certificate(ec_pair()))})).keys
    assert [(key.kid, key.problem is None) for key in keys] == [("a", False), ("b", True)]


def test_a_kind_of_key_for_other_purposes_is_named() -> None:
    private = dsa.generate_private_key(2048)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    text = private.public_key().public_bytes(PEM, form).decode()
    assert _only(text).flaw is KeyFlaw.KIND


# --- expected failures ---------------------------------------------------------------------------------

_MARK = "MARKED"
FAILURES: dict[str, tuple[str, KeyForm | None, str]] = {
    "nothing": ("  \n", None, "empty"),
    "no base64": (_MARK + "!", KeyForm.SECRET_BASE64, "base64"),
    "impossible base64": ("AAAAA", KeyForm.SECRET_BASE64, "base64"),
    "no hex": (_MARK, KeyForm.SECRET_HEX, "hex"),
    "half of a PEM": (f"-----BEGIN PUBLIC KEY-----\n{_MARK}", None, "pem-damaged"),
    "no PEM": (_MARK, KeyForm.PEM, "no-key"),
    "half of an SSH line": ("ssh-rsa AAAA" + _MARK, None, "ssh-damaged"),
    "half of a JWK Set": ('{"keys": [{"kty": "' + _MARK, None, "json"),
    "a discovery document": (json.dumps({"issuer": _MARK}), None, "no-key"),
    "an empty set": ('{"keys": []}', None, "no-key"),
    "a JSON list of numbers by mistake": ("[]", None, "no-key"),
    "a book": ("A" * (5 << 20), None, "too-long"),
}


@pytest.mark.parametrize(("text", "form", "code"), FAILURES.values(), ids=FAILURES)
def test_a_text_that_is_no_key_is_refused(text: str, form: KeyForm | None, code: str) -> None:
    with pytest.raises(KeyTextError) as caught:
        load_keys(text, form)
    assert caught.value.code == code
    assert _MARK not in str(caught.value)
    assert str(caught.value) == caught.value.sentence
    assert caught.value.__cause__ is None


_LOCKED_OPENSSH = (
    "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABBVkYKl5I+lwB9o3SVlMSstAAAAEAAAAAEAAAAzAAAAC3Nz"
    "aC1lZDI1NTE5AAAAINGutARkGQOlV0c7YZdLVauPI+rtKbRtgDqclrSugXGQAAAAkKKDQeqx1hhF/MsS3qiKPeXYcnMLYYPhTYJ5+eT/2J3C"
    "OZxMCo0i7AEmUsllvILpnS8pv6/hck1/Zr9qSMBMZRXDcqakVMWTHmh3bTWdTZYUrevrtso8oSJqJVQ0wOEhRt8vb5FTWwciNF5+qb5CiFqf"
    "IInIs7TADK11NupuYEpRyYunsEtz+2IfPWSvkocOQA=="
)


def _locked(form: serialization.PrivateFormat) -> str:
    password = serialization.BestAvailableEncryption(b"password")
    return str(rsa_pair().private.private_bytes(PEM, form, password).decode())


def _openssh(body: str) -> str:
    return f"-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----"


@pytest.mark.parametrize(
    "text",
    [
        lambda: _locked(serialization.PrivateFormat.PKCS8),
        lambda: _locked(serialization.PrivateFormat.TraditionalOpenSSL),
        lambda: _openssh(_LOCKED_OPENSSH),
    ],
    ids=["PKCS#8", "traditional", "OpenSSH"],
)
def test_a_locked_private_key_is_refused(text: Callable[[], str]) -> None:
    with pytest.raises(KeyTextError) as caught:
        load_keys(text())
    assert caught.value.code == "key-locked"


# --- secrecy -------------------------------------------------------------------------------------------


def test_no_printout_shows_key_material() -> None:
    private = number(ec_pair().private.private_numbers().private_value, 32)
    keys = [
        load_keys(SECRET),
        load_keys(json.dumps({"kty": "oct", "k": b64(SECRET.encode())})),
        load_keys(json.dumps(ec_pair().jwk | {"d": private})),
        KeyRing(guesses=(SECRET,)),
    ]
    for shown in (repr(keys), str(keys), f"{keys}"):
        assert SECRET not in shown
        assert b64(SECRET.encode()) not in shown
        assert private not in shown


@given(st.text(max_size=200), st.sampled_from([None, *KeyForm]))
def test_any_text_is_keys_or_an_expected_failure(text: str, form: KeyForm | None) -> None:
    with suppress(KeyTextError):
        assert load_keys(text, form).keys
