"""Which of the given keys may verify a token: the header only ever narrows the choice (RFC 8725 section 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jotlens.inspection.keys.model import KeyForm
from jotlens.inspection.signatures.algorithms import Algorithm, same_method

if TYPE_CHECKING:
    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.tokens.json_text import JsonObject


class Misfit(StrEnum):
    """Why a key was not taken; in the order of weight."""

    HMAC_WITH_PUBLIC = "hmac-with-public"
    NAME = "name"
    UNUSABLE = "unusable"
    KIND = "kind"
    CURVE = "curve"
    PUBLIC = "public"
    LENGTH = "length"
    METHOD = "method"
    USE = "use"
    KEY_OPS = "key-ops"


@dataclass(frozen=True, slots=True)
class Considered:
    """One of the given keys, and every reason not to use it on the token (empty: it was taken)."""

    key: Key
    misfits: tuple[Misfit, ...]


def wanted_kid(header: JsonObject) -> str | None:
    """Return the `kid` that a header names, None when there is none or it is no text (RFC 7515 section 4.1.4)."""
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def consider(header: JsonObject, algorithm: Algorithm, ring: KeyRing) -> tuple[Considered, ...]:
    """Hold every key against a signed token's header: name, kind, curve, method and purpose."""
    others = strangers(header, ring)
    return tuple(
        [
            Considered(key, _misfits(key, algorithm, stranger=stranger))
            for key, stranger in zip(ring.keys, others, strict=True)
        ]
    )


def name_is_known(header: JsonObject, ring: KeyRing) -> bool | None:
    """Whether a key of that name was given; None when the token names none or no given key has a name."""
    kid = wanted_kid(header)
    if kid is None:
        return None
    names = {key.kid for key in ring.keys if key.kid is not None}
    return kid in names if names else None


def meant_key(considered: tuple[Considered, ...]) -> Considered | None:
    """Return the key that findings speak of when none verified: one taken, else one of the right name, else the only.

    None when several keys were given and nothing tells which was meant.
    """
    taken = [item for item in considered if not item.misfits]
    named = [item for item in considered if Misfit.NAME not in item.misfits]
    if taken:
        return taken[0]
    return considered[0] if len(considered) == 1 else named[0] if len(named) == 1 else None


def strangers(header: JsonObject, ring: KeyRing) -> tuple[bool, ...]:
    """Whether each key is out because the token names another one.

    A name is binding in a set only: a single key is the person's own choice. Where no key of the set bears the name,
    those without any name are still tried.
    """
    kid = wanted_kid(header)
    if kid is None or (ring.form is not KeyForm.JWKS and len(ring.keys) < 2):
        return (False,) * len(ring.keys)
    known = any(key.kid == kid for key in ring.keys)
    return tuple(key.kid != kid and (known or key.kid is not None) for key in ring.keys)


def _misfits(key: Key, algorithm: Algorithm, *, stranger: bool) -> tuple[Misfit, ...]:
    same_kind = key.kty == algorithm.kty
    found = []
    if not same_kind and algorithm.kty == "oct" and key.kty is not None:
        found.append(Misfit.HMAC_WITH_PUBLIC)
    if stranger:
        found.append(Misfit.NAME)
    if key.flaw is not None:
        found.append(Misfit.UNUSABLE)
    if not same_kind and key.kty is not None:
        found.append(Misfit.KIND)
    if same_kind and key.kty != "AKP" and algorithm.curves and key.crv not in algorithm.curves:
        found.append(Misfit.CURVE)
    if key.alg is not None and not same_method(key.alg, algorithm.name):
        found.append(Misfit.METHOD)
    if key.use is not None and key.use != "sig":
        found.append(Misfit.USE)
    if key.key_ops is not None and not _may_verify(key):
        found.append(Misfit.KEY_OPS)
    return tuple(found)


def _may_verify(key: Key) -> bool:
    """Whether `key_ops` allow verifying; a private key that may sign has a public half that may verify."""
    operations = key.key_ops or ()
    return "verify" in operations or (key.private and "sign" in operations)
