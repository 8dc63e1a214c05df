"""Whatever is done to an encrypted token, there is an Inspection; and nothing that was changed is ever decrypted."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.decryption.decrypt import decrypt
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import DecryptionStatus, Policy
from jotlens.tokens.read import read
from tests.unit.inspection.encrypting import (
    ENCS,
    PASSWORD,
    deflated,
    direct,
    encrypted_by,
    json_form,
    oct_jwk,
    private_jwk,
)
from tests.unit.inspection.minting import b64, ec_pair, part, ring, rsa_pair, signed, x_pair

pytestmark = pytest.mark.no_sockets

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_ALGS = (
    "RSA-OAEP",
    "RSA1_5",
    "A128KW",
    "A256GCMKW",
    "dir",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "PBES2-HS256+A128KW",
)
_KEYS = ring(
    private_jwk("RSA-OAEP"),
    private_jwk("ECDH-ES"),
    x_pair().private_jwk(),
    oct_jwk(16),
    oct_jwk(32),
    {"kty": "oct", "k": b64(PASSWORD.encode())},
)
_TOKENS = (
    *(encrypted_by(alg, "A128GCM" if alg == "A128KW" else "A256GCM", signed()) for alg in _ALGS),
    *(encrypted_by("A128KW", enc) for enc in ENCS),
    encrypted_by("ECDH-ES", crv="X25519", apu="QWxpY2U"),
    direct(deflated(b"{}"), zip="DEF"),
    json.dumps(json_form([({"alg": "A128KW"}, oct_jwk(16))], {"enc": "A128GCM"}, aad=b"beside")),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_EPKS = st.sampled_from(
    [ec_pair().jwk, ec_pair("ES384").jwk, rsa_pair().jwk, x_pair().jwk, x_pair("X448").jwk]
)
_TEXTS = st.sampled_from(
    ["", "AA", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAA", "=", "é", "P-256", "DEF", "JWT"]
)
_NAMES = st.sampled_from(
    [
        "alg",
        "enc",
        "zip",
        "epk",
        "apu",
        "apv",
        "iv",
        "tag",
        "p2s",
        "p2c",
        "crit",
        "cty",
        "kid",
        "typ",
        "b64",
        "x",
    ]
)


@given(st.sampled_from(_TOKENS), st.data())
def test_a_changed_token_is_inspected_and_not_decrypted(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(place, min(len(text), place + 30)))
    middle = data.draw(st.sampled_from(["", "A", ".", "..", "=", text[place:end] * 2]) | st.text(max_size=6))
    changed = text[:place] + middle + text[end:]
    found = inspect(read(changed), Policy(), _KEYS, _AT)
    assert found.verdict.sentence
    assert found.answers
    if found.opened and "{" not in text:
        assert changed == text, "a compact token was changed, and opened all the same"


@given(
    alg=st.sampled_from([*_ALGS, "A256GCM", "mock", ""]) | _JSON,
    enc=st.sampled_from([*ENCS, "dir", ""]) | _JSON,
    header=st.dictionaries(_NAMES, _JSON | _EPKS | _TEXTS | st.integers(0, 2_000), max_size=5),
    parts=st.tuples(*[st.binary(max_size=64) | st.sampled_from([bytes(12), bytes(16), bytes(24), b""])] * 4),
)
def test_no_header_makes_decrypting_raise(
    alg: object, enc: object, header: dict[str, object], parts: tuple[bytes, ...]
) -> None:
    head = part({"alg": alg, "enc": enc} | header)
    compact = ".".join((head, *(b64(octets) for octets in parts)))
    names = ("encrypted_key", "iv", "ciphertext", "tag")
    flat = {"protected": head, "header": header} | dict(zip(names, (b64(one) for one in parts), strict=True))
    for text in (compact, json.dumps(flat)):
        token = read(text)
        report = decrypt(token, _KEYS)
        assert not report.decrypted
        assert inspect(token, Policy(issuer="i", algorithms=("RS256",)), _KEYS, _AT).verdict.sentence
        assert decrypt(token, KeyRing()).faults == report.faults


@given(
    st.dictionaries(
        st.sampled_from(["kty", "crv", "x", "y", "d", "n", "e", "p", "q", "k", "alg", "use"]), _JSON | _TEXTS
    )
)
def test_no_key_makes_decrypting_raise(members: dict[str, object]) -> None:
    for jwk in (members, private_jwk("RSA-OAEP") | members, private_jwk("ECDH-ES") | members):
        keys = ring(jwk)
        for text in (_TOKENS[0], _TOKENS[4], _TOKENS[5]):
            report = decrypt(read(text), keys)
            assert report.verdict is not None
            assert report.verdict.status is not DecryptionStatus.NOT_ATTEMPTED
