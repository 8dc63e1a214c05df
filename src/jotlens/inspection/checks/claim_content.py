"""Checks on what stands in the claims: types, names of one's own, and what is too much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.inspection.addresses import address
from jotlens.inspection.checks.case import NOT_APPLICABLE, Outcome, passed, warned
from jotlens.inspection.claims import claim_text, listed, sound_claims, spoken_type, texts
from jotlens.inspection.model import Purpose
from jotlens.tokens.dictionary import meaning
from jotlens.tokens.json_text import Json, JsonObject, Number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jotlens.inspection.checks.case import Case, Check

_JUDGED_ELSEWHERE = {
    "iss", "sub", "aud", "exp", "nbf", "iat", "auth_time", "jti", "scope", "scp", "permissions", "cnf", "act", "may_act",
    "acr", "amr", "authorization_details", "org_id", "org_name", "azp", "client_id", "cid", "appid", "gty", "events",
}  # fmt: skip
_SPOKEN = {
    "boolean": "true or false",
    "object": "an object",
    "integer": "a number",
    "NumericDate": "a number of seconds",
    "any": "anything",
}
_FOREIGN_HOSTS = ("auth0.com", "webtask.io", "webtask.run")
_SECRET_NAMES = {
    "password", "passwd", "pwd", "passphrase", "secret", "clientsecret", "privatekey", "apikey", "accesskey", "secretkey",
    "refreshtoken", "accesstoken",
}  # fmt: skip
_NATIONAL_NAMES = {
    "ssn", "socialsecuritynumber", "nationalid", "nationalidnumber", "passportnumber", "taxid", "iban", "creditcard",
    "creditcardnumber", "cardnumber", "cvv", "cvc",
}  # fmt: skip
_PERSONAL = ("email", "phone_number", "address", "birthdate", "given_name", "family_name")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]")
_PRIVATE_KEY = re.compile(r"-----BEGIN[ A-Z0-9]{0,30}PRIVATE KEY-----")
_CARD = re.compile(r"\d(?<![\d-]\d)\d{3}[ -](?:\d{4}[ -]){2}\d{4}(?![\d-])")
_MOST_LOOKED_AT = 5_000
_LONGEST_LOOKED_AT = 10_000
_LONGEST_LIST_LOOKED_AT = 50_000


def claim_types(case: Case) -> Outcome:
    """RFC 7519 section 4 and the dictionary: a claim that is known is of the type that it is known for."""
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    wrong = [(name, fault) for name in claims if (fault := _type_fault(name, claims.get(name)))]
    if not wrong:
        return passed()
    name, fault = wrong[0]
    more = f" The same is true of {listed(tuple(other for other, _ in wrong[1:]))}." if wrong[1:] else ""
    return warned(name=name, fault=fault, more=more)


def claim_namespace(case: Case) -> Outcome:
    """Claims of one's own: named by an address, or by a plain word that a tenant may use."""
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    named = tuple(name for name in claims if "://" in name or name.startswith("urn:"))
    if foreign := tuple(name for name in named if _is_foreign(name)):
        return warned(names=listed(foreign))
    reserved = tuple(name for name in ("roles", "groups") if name in claims)
    if reserved and _from_auth0(claims):
        return warned("reserved", names=listed(reserved))
    return passed(names=listed(named)) if named else NOT_APPLICABLE


def claim_sensitive(case: Case) -> Outcome:
    """RFC 8725 section 3, RFC 9068 section 6: the claims are readable to everyone who sees the token."""
    claims = sound_claims(case.token)
    if claims is None:
        return NOT_APPLICABLE
    for name, value in _texts_inside(claims):
        plain = _NOT_A_LETTER.sub("", name.rpartition("/")[2].lower())
        if plain in _SECRET_NAMES or _PRIVATE_KEY.search(value):
            return warned("secret", name=name)
        if plain in _NATIONAL_NAMES or _holds_card(value):
            return warned("number", name=name)
    personal = tuple(name for name in _PERSONAL if name in claims)
    if personal and case.purpose.purpose is Purpose.ACCESS_TOKEN:
        return warned(names=listed(personal))
    return passed()


def _type_fault(name: str, value: Json) -> str:
    """Return what is wrong with the type of a claim, in words; empty when nothing is, or nothing is known of it."""
    known = meaning(name, "claims") if name not in _JUDGED_ELSEWHERE and value is not None else None
    if known is None:
        return ""
    kinds = known.type.split("|")
    if any(_is_of(value, kind) for kind in kinds):
        return ""
    wanted = " or ".join(dict.fromkeys(_spoken(kind) for kind in kinds))
    return f"{spoken_type(value)} instead of {wanted}"


def _is_of(value: Json, kind: str) -> bool:
    if kind.endswith("[]"):
        return isinstance(value, tuple) and all(_is_of(item, kind[:-2]) for item in value)
    match kind:
        case "any":
            return True
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, JsonObject)
        case "integer" | "NumericDate":
            return isinstance(value, Number)
        case _:
            return isinstance(value, str)


def _spoken(kind: str) -> str:
    if kind.endswith("[]"):
        return "a list of objects" if kind == "object[]" else "a list of texts"
    return _SPOKEN.get(kind, "a text")


def _is_foreign(name: str) -> bool:
    place = address(name)
    if place is None:
        return name.startswith("urn:auth0")
    return any(place.host == host or place.host.endswith(f".{host}") for host in _FOREIGN_HOSTS)


def _from_auth0(claims: JsonObject) -> bool:
    place = address(claim_text(claims, "iss") or "")
    return place is not None and place.host.endswith(".auth0.com")


def _texts_inside(claims: JsonObject) -> Iterator[tuple[str, str]]:
    """Yield the texts of the claims with the names that they stand under, as far as it is worth while."""
    open_values: list[tuple[str, Json]] = list(reversed(claims.members))
    for _ in range(_MOST_LOOKED_AT):
        if not open_values:
            return
        name, value = open_values.pop()
        if isinstance(value, str):
            yield name, value[:_LONGEST_LOOKED_AT]
        elif isinstance(value, JsonObject):
            open_values.extend(reversed(value.members))
        elif isinstance(value, tuple) and (names := texts(value[:_MOST_LOOKED_AT])):
            # A list of names, as most lists are, is looked at as one text: it may hold tens of thousands.
            yield name, "\n".join(names)[:_LONGEST_LIST_LOOKED_AT]
        elif isinstance(value, tuple):
            open_values.extend((name, item) for item in reversed(value[:_MOST_LOOKED_AT]))


def _holds_card(value: str) -> bool:
    return any(_is_card(found.group()) for found in _CARD.finditer(value))


def _is_card(number: str) -> bool:
    """Whether a number in groups of four has the check digit of a payment card (ISO/IEC 7812-1, Luhn)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return any(digits) and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


CHECKS: tuple[Check, ...] = (
    claim_types,
    claim_namespace,
    claim_sensitive,
)
