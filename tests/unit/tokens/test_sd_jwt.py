"""SD-JWTs: disclosures are filled in where their digests stand (RFC 9901)."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jotlens.tokens.base64url import encode
from jotlens.tokens.formats.sd_jwt import read_sd_jwt
from jotlens.tokens.json_text import JsonObject
from jotlens.tokens.model import Kind, Part

HEADER = encode(b'{"alg":"ES256","typ":"dc+sd-jwt"}')
SIGNATURE = encode(bytes(64))


def disclosure(*items: Any) -> str:
    return encode(json.dumps(items).encode())


def digest(text: str, name: str = "sha256") -> str:
    return encode(hashlib.new(name, text.encode()).digest())


def sd_jwt(claims: dict[str, Any], *disclosures: str, binding: str = "") -> str:
    issued = f"{HEADER}.{encode(json.dumps(claims).encode())}.{SIGNATURE}"
    return "~".join([issued, *disclosures, binding])


def test_a_claim_a_list_item_and_a_nested_claim_are_filled_in() -> None:
    street = disclosure("s1", "street", "Main")
    address = disclosure("s2", "address", {"_sd": [digest(street)], "country": "DE"})
    nationality = disclosure("s3", "DE")
    text = sd_jwt(
        {
            "iss": "https://i.example",
            "_sd_alg": "sha-256",
            "_sd": [digest(address), digest("decoy")],
            "nationalities": [{"...": digest(nationality)}, {"...": digest("decoy")}, "FR"],
        },
        street,
        address,
        nationality,
    )
    token = read_sd_jwt(text)
    assert token is not None
    assert token.kind is Kind.SD_JWT
    assert token.sd is not None
    assert token.sd.resolved is not None
    assert token.sd.resolved.members == (
        ("iss", "https://i.example"),
        ("address", JsonObject((("street", "Main"), ("country", "DE")))),
        ("nationalities", ("DE", "FR")),
    )
    assert [(item.name, item.matched, item.repeated) for item in token.sd.disclosures] == [
        ("street", True, False),
        ("address", True, False),
        (None, True, False),
    ]
    assert token.sd.key_binding is None
    assert token.sd.sd_hash == digest(text)
    assert [segment.part for segment in token.segments][3:] == [Part.DISCLOSURE] * 3 + [Part.KEY_BINDING]


def test_a_stranger_and_a_repetition_are_told() -> None:
    given = disclosure("s", "name", "Ann")
    stranger = disclosure("s", "admin", True)
    token = read_sd_jwt(sd_jwt({"_sd": [digest(given)]}, given, given, stranger, "bm90IGpzb24"))
    assert token is not None
    assert token.sd is not None
    assert [(d.readable, d.matched, d.repeated) for d in token.sd.disclosures] == [
        (True, True, False),
        (True, True, True),
        (True, False, False),
        (False, False, False),
    ]
    assert token.sd.resolved == JsonObject((("name", "Ann"),))


def test_the_token_names_its_hash() -> None:
    given = disclosure("s", "name", "Ann")
    token = read_sd_jwt(sd_jwt({"_sd": [digest(given, "sha512")], "_sd_alg": "sha-512"}, given))
    assert token is not None
    assert token.sd is not None
    assert token.sd.disclosures[0].matched


def test_a_key_binding_is_read_and_the_hash_leaves_it_out() -> None:
    header, claims = encode(b'{"alg":"ES256","typ":"kb+jwt"}'), encode(b'{"nonce":"n"}')
    binding = f"{header}.{claims}.{SIGNATURE}"
    text = sd_jwt({"_sd": []}, binding=binding)
    token = read_sd_jwt(text)
    assert token is not None
    assert token.sd is not None
    assert token.sd.key_binding is not None
    assert token.sd.key_binding.kind is Kind.JWS
    assert token.sd.sd_hash == digest(text.removesuffix(binding))


def test_a_chain_of_disclosures_is_followed_only_so_far() -> None:
    chain, texts = {"_sd": ["x"]}, []
    for level in range(200):
        texts.append(disclosure(f"s{level}", "next", chain))
        chain = {"_sd": [digest(texts[-1])]}
    token = read_sd_jwt(sd_jwt(chain, *texts))
    assert token is not None
    assert token.sd is not None
    assert not all(item.matched for item in token.sd.disclosures)


def test_text_with_a_tilde_is_not_enough() -> None:
    assert read_sd_jwt("hello~world~") is None
    assert read_sd_jwt(f"{HEADER}.e30.{SIGNATURE}") is None
