"""Every name of the dictionary is explained well, and names lead to the right entry."""

import json
import re
from typing import Any, Final

import pytest

from jotlens.tokens.dictionary import ANY_ADDRESS, Where, meaning, meaning_inside
from jotlens.tokens.resources import resource

ENTRIES: Final[list[dict[str, Any]]] = json.loads(resource("claims.json").read_bytes())
TYPES: Final = {
    "string", "StringOrURI", "NumericDate", "base64url", "uri", "boolean", "integer", "object", "any",
    "space-delimited string",
}  # fmt: skip
FIELDS: Final = {"name", "where", "title", "explanation", "type", "source"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['where']}-{entry['name']}")
def test_an_entry_is_well_formed(entry: dict[str, Any]) -> None:
    assert set(entry) == FIELDS
    assert all(isinstance(value, str) and value == value.strip() and value for value in entry.values())
    assert entry["where"] in {"header", "claims"}
    assert len(entry["title"]) <= 60
    assert not entry["title"].endswith(".")
    assert entry["explanation"].endswith((".", "…."))
    assert len(entry["explanation"]) <= 400
    for alternative in entry["type"].split("|"):
        assert alternative.removesuffix("[]") in TYPES
    assert not re.search(r"(?<![\w.~])/(?:work|home|root)/", str(entry))


def test_a_name_stands_once_in_each_place() -> None:
    names = [(entry["where"], entry["name"]) for entry in ENTRIES]
    assert len(set(names)) == len(names)
    assert {"alg", "typ", "kid", "crit"} <= {name for where, name in names if where == "header"}
    assert {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"} <= {
        name for where, name in names if where == "claims"
    }


@pytest.mark.parametrize(
    ("name", "where", "title"),
    [
        ("alg", "header", "Algorithm"),
        ("kid", "header", "Key ID"),
        ("cnf.jkt", "claims", None),
        ("act.sub", "claims", None),
        ("exp", "claims", None),
    ],
)
def test_a_known_name_has_its_meaning(name: str, where: Where, title: str | None) -> None:
    found = meaning(name, where)
    assert found is not None
    assert found.name == name
    assert title in {None, found.title}


@pytest.mark.parametrize(
    ("path", "where", "title"),
    [
        (("address", "street_address"), "claims", "Street"),
        (("act", "sub"), "claims", "Actor subject"),
        (("act", "act", "act", "sub"), "claims", "Actor subject"),
        (("realm_access", "roles"), "claims", "Realm roles"),
        (("resource_access", "my.client", "roles"), "claims", "Client roles"),
        (("cnf", "jwk", "kty"), "claims", "Key type"),
        (("jwk", "crv"), "header", "Curve"),
    ],
)
def test_a_name_inside_a_claim_has_its_meaning(path: tuple[str, ...], where: Where, title: str) -> None:
    found = meaning_inside(path, where)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    "path",
    [("address", "sub"), ("sub", "act"), ("act", "roles"), ("x", "cnf", "jkt"), ("address", "a", "country")],
)
def test_the_same_name_inside_another_claim_has_none(path: tuple[str, ...]) -> None:
    assert meaning_inside(path, "claims") is None


@pytest.mark.parametrize("name", ["https://example.com/roles", "http://example.com/x", "urn:example:role"])
def test_a_web_address_has_the_meaning_of_all_of_them(name: str) -> None:
    found, of_all = meaning(name, "claims"), meaning(ANY_ADDRESS, "claims")
    assert found is not None
    assert of_all is not None
    assert found.name == name
    assert (found.title, found.explanation) == (of_all.title, of_all.explanation)


def test_a_web_address_with_an_entry_of_its_own_keeps_it() -> None:
    name = "http://schemas.openid.net/event/backchannel-logout"
    found, of_all = meaning(name, "claims"), meaning(ANY_ADDRESS, "claims")
    assert found is not None
    assert of_all is not None
    assert found.explanation != of_all.explanation


@pytest.mark.parametrize(
    ("name", "where"),
    [("", "claims"), ("no-such-name", "claims"), ("https://example.com/x", "header"), ("exp.x", "claims")],
)
def test_an_unknown_name_has_none(name: str, where: Where) -> None:
    assert meaning(name, where) is None


def test_header_and_claims_are_kept_apart() -> None:
    in_header, in_claims = meaning("kid", "header"), meaning("kid", "claims")
    assert in_header is not None
    assert in_header != in_claims
