"""The header's list of extensions that must be understood (`crit`, RFC 7515 section 4.1.11), and `b64` (RFC 7797)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jotlens.tokens import base64url
from jotlens.tokens.json_text import JsonObject, decode_utf8, read_json
from jotlens.tokens.model import Part

if TYPE_CHECKING:
    from jotlens.tokens.model import Signature

UNDERSTOOD = frozenset({"b64"})
"""The extensions that JotLens applies."""

REGISTERED = frozenset(
    {
        *("alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"),
        *("enc", "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"),
    }
)
"""The names of RFC 7515 and RFC 7518, which must not stand in `crit`."""


class CriticalFault(StrEnum):
    """What can be wrong with `crit`."""

    SHAPE = "shape"
    DOUBLED = "doubled"
    REGISTERED = "registered"
    ABSENT = "absent"
    UNPROTECTED = "unprotected"
    UNKNOWN = "unknown"
    B64_UNLISTED = "b64-unlisted"


@dataclass(frozen=True, slots=True)
class CriticalFinding:
    """One fault of `crit` and the name it concerns (empty: the list as a whole)."""

    fault: CriticalFault
    name: str = ""


def protected_header(signature: Signature) -> JsonObject:
    """Return the members that the signature covers: all of a compact token, `protected` of the JSON form."""
    decoded = base64url.decode(signature.protected_b64, Part.HEADER)
    value = read_json(decode_utf8(decoded.data, Part.HEADER)[0], Part.HEADER).value
    return value if isinstance(value, JsonObject) else JsonObject(())


def demands(header: JsonObject) -> bool:
    """Whether a header asks anything special of whoever verifies; nearly none does, and the rest need not be looked at."""
    return "crit" in header or header.get("b64") is False


def critical_findings(
    header: JsonObject, protected: JsonObject, understood: frozenset[str] = UNDERSTOOD
) -> tuple[CriticalFinding, ...]:
    """Return everything that is wrong with the `crit` of a header; nothing when it is absent or sound.

    `understood` are the extensions that are applied; `b64` is one of signed tokens only (RFC 7797 section 5).
    """
    unlisted = CriticalFinding(CriticalFault.B64_UNLISTED, "b64")
    if "crit" not in header:
        return (unlisted,) if header.get("b64") is False else ()
    names = header.get("crit")
    if not isinstance(names, tuple) or not names or not all(isinstance(name, str) for name in names):
        return (CriticalFinding(CriticalFault.SHAPE),)
    texts = [str(name) for name in names]
    found = [] if "crit" in protected else [CriticalFinding(CriticalFault.UNPROTECTED)]
    for place, name in enumerate(texts):
        if name in texts[:place]:
            found.append(CriticalFinding(CriticalFault.DOUBLED, name))
        elif name in REGISTERED:
            found.append(CriticalFinding(CriticalFault.REGISTERED, name))
        elif name not in header:
            found.append(CriticalFinding(CriticalFault.ABSENT, name))
        elif name in understood and name not in protected:
            found.append(CriticalFinding(CriticalFault.UNPROTECTED, name))
        elif name not in understood:
            found.append(CriticalFinding(CriticalFault.UNKNOWN, name))
    if header.get("b64") is False and "b64" not in texts:
        found.append(unlisted)
    return tuple(found)
