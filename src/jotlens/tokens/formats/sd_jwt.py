"""SD-JWT (RFC 9901): an issuer-signed JWT, disclosures that fill in its digests, and perhaps a key-binding JWT."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jotlens.tokens import base64url
from jotlens.tokens.formats.compact import read_compact
from jotlens.tokens.json_text import Json, JsonObject, decode_utf8, read_json
from jotlens.tokens.model import Disclosure, Kind, Part, Segment, SelectiveDisclosure, Token

_HASHES = {
    "sha-256": "sha256",
    "sha-384": "sha384",
    "sha-512": "sha512",
    "sha3-256": "sha3_256",
    "sha3-384": "sha3_384",
    "sha3-512": "sha3_512",
}
"""Names of the IANA registry of Named Information hashes, and hashlib's."""
_MOST_LEVELS = 48
_NAMED, _LISTED = 3, 2


def read_sd_jwt(text: str) -> Token | None:
    """Read `JWT~disclosure~…~[key-binding JWT]`, or return None when the text before the first tilde is no JWT."""
    first, *rest = text.split("~")
    if not rest:
        return None
    issued = read_compact(first)
    if issued.kind not in {Kind.JWS, Kind.UNSECURED}:
        return None
    binding_text = rest[-1]
    binding = read_compact(binding_text) if binding_text else None
    hash_name = _hash_name(issued.claims)
    read = tuple(_disclosure(item, hash_name) for item in rest[:-1])
    resolver = _Resolver(read)
    resolved = resolver.object(issued.claims, 0) if issued.claims is not None else None
    seen: set[str] = set()
    disclosures = []
    for item in read:
        disclosures.append(replace(item, matched=item.digest in resolver.used, repeated=item.digest in seen))
        seen.add(item.digest)
    presented = text[: len(text) - len(binding_text)]
    return replace(
        issued,
        text=text,
        kind=Kind.SD_JWT,
        segments=_segments(issued, rest),
        sd=SelectiveDisclosure(tuple(disclosures), resolved, binding, _digest(presented, hash_name)),
    )


def _hash_name(claims: JsonObject | None) -> str:
    """Return hashlib's name for `_sd_alg`; sha-256 when the token does not say (RFC 9901 section 4.1.1)."""
    named = claims.get("_sd_alg") if claims is not None else None
    return _HASHES.get(named, "sha256") if isinstance(named, str) else "sha256"


def _digest(text: str, hash_name: str) -> str:
    import hashlib  # brings 3.5 MB of OpenSSL with it, which no other token needs

    return base64url.encode(hashlib.new(hash_name, text.encode(errors="surrogatepass")).digest())


def _disclosure(text: str, hash_name: str) -> Disclosure:
    decoded = base64url.decode(text, Part.DISCLOSURE)
    value = read_json(decode_utf8(decoded.data, Part.DISCLOSURE)[0], Part.DISCLOSURE).value
    items = value if isinstance(value, tuple) else ()
    name = items[1] if len(items) == _NAMED else None
    readable = len(items) == _LISTED or isinstance(name, str)
    return Disclosure(
        text=text,
        digest=_digest(text, hash_name),
        name=name if isinstance(name, str) else None,
        value=items[-1] if readable else None,
        readable=readable,
        matched=False,
        repeated=False,
    )


@dataclass(slots=True, init=False)
class _Resolver:
    """Fills disclosures in where their digests stand, and remembers which digests were used."""

    by_digest: dict[str, Disclosure]
    used: set[str]

    def __init__(self, disclosures: tuple[Disclosure, ...]) -> None:
        self.by_digest = {item.digest: item for item in disclosures if item.readable}
        self.used = set()

    def object(self, value: JsonObject, level: int) -> JsonObject:
        members: list[tuple[str, Json]] = []
        for name, member in value.members:
            if name == "_sd" and isinstance(member, tuple):
                for digest in member:
                    item = self._take(digest)
                    if item is not None and item.name is not None:
                        members.append((item.name, self.value(item.value, level + 1)))
            elif not (name == "_sd_alg" and level == 0):
                members.append((name, self.value(member, level + 1)))
        return JsonObject(tuple(members))

    def value(self, value: Json, level: int) -> Json:
        if level > _MOST_LEVELS:
            return value
        if isinstance(value, JsonObject):
            return self.object(value, level)
        if isinstance(value, tuple):
            return tuple(item for part in value for item in self._element(part, level + 1))
        return value

    def _element(self, value: Json, level: int) -> tuple[Json, ...]:
        """Return a list element: itself, the disclosed value behind `{"...": digest}`, or nothing."""
        if isinstance(value, JsonObject) and tuple(value) == ("...",):
            item = self._take(value.get("..."))
            return () if item is None else (self.value(item.value, level),)
        return (self.value(value, level),)

    def _take(self, digest: Json) -> Disclosure | None:
        item = self.by_digest.get(digest) if isinstance(digest, str) else None
        if item is not None:
            self.used.add(item.digest)
        return item


def _segments(issued: Token, rest: list[str]) -> tuple[Segment, ...]:
    segments = list(issued.segments)
    start = issued.segments[-1].end + 1
    for index, part in enumerate(rest):
        name = Part.KEY_BINDING if index == len(rest) - 1 else Part.DISCLOSURE
        segments.append(Segment(name, start, start + len(part)))
        start += len(part) + 1
    return tuple(segments)
