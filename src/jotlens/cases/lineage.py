"""Ties tokens to each other and to the login that they come from: by hashes, by what they name, by who brought them."""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from jotlens.cases.issuing import Ledger
from jotlens.cases.story_model import Event, EventKind
from jotlens.inspection.claims import claim_text, readable_claims
from jotlens.tokens.base64url import encode
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.read import read


class Tie(StrEnum):
    """By what two texts belong together."""

    AT_HASH = "at_hash"
    C_HASH = "c_hash"
    NONCE = "nonce"
    SID = "sid"
    JTI = "jti"
    AZP = "azp"
    REFRESHED = "refreshed"
    ANSWER = "answer"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two texts: of the token that names it, and of what it names (a token, a code, or a value)."""

    tie: Tie
    one: str = field(repr=False)
    other: str = field(repr=False)


def lineage(texts: Iterable[str], events: tuple[Event, ...], ledger: Ledger) -> tuple[Link, ...]:
    """Return every tie between these tokens, each once, in the order of `Tie`."""
    claims = {text: _claims(text) for text in dict.fromkeys(texts)}
    links = [
        *_hashes(claims, ledger),
        *_nonces(claims, ledger),
        *_same(claims, "sid", Tie.SID),
        *_same(claims, "jti", Tie.JTI),
        *_clients(claims, ledger),
        *_brought(events),
    ]
    return tuple(dict.fromkeys(links))


def half_hash(alg: str, text: str) -> str | None:
    """Return the left half of a text's hash in base64url (OpenID Connect Core section 3.1.3.6); None without a method."""
    name = {"256": "sha256", "384": "sha384", "512": "sha512"}.get(alg[-3:])
    if alg in {"EdDSA", "Ed25519"}:
        name = "sha512"
    if name is None:
        return None
    digest = hashlib.new(name, text.encode("utf-8", "surrogatepass")).digest()
    return encode(digest[: len(digest) // 2])


def _claims(text: str) -> tuple[str, JsonObject | None]:
    token = read(text)
    return token.alg or "", readable_claims(token)


_Claims = dict[str, tuple[str, JsonObject | None]]


def _hashes(claims: _Claims, ledger: Ledger) -> Iterable[Link]:
    codes = [item.text for item in ledger.issued.values() if item.name == "code"]
    for text, (alg, members) in claims.items():
        for name, tie, others in (("at_hash", Tie.AT_HASH, [*claims]), ("c_hash", Tie.C_HASH, codes)):
            said = claim_text(members, name)
            if said is not None:
                for other in others:
                    if half_hash(alg, other) == said.rstrip("="):
                        yield Link(tie, text, other)


def _nonces(claims: _Claims, ledger: Ledger) -> Iterable[Link]:
    sent = {asked["nonce"] for asked in ledger.logins.values() if "nonce" in asked}
    for text, (_, members) in claims.items():
        if (nonce := claim_text(members, "nonce")) in sent:
            yield Link(Tie.NONCE, text, nonce or "")


def _same(claims: _Claims, name: str, tie: Tie) -> Iterable[Link]:
    by_value: dict[str, list[str]] = defaultdict(list)
    for text, (_, members) in claims.items():
        if value := claim_text(members, name):
            by_value[value].append(text)
    for texts in by_value.values():
        yield from (Link(tie, one, other) for one, other in itertools.pairwise(texts))


def _clients(claims: _Claims, ledger: Ledger) -> Iterable[Link]:
    clients = {asked["client_id"] for asked in ledger.logins.values() if "client_id" in asked}
    for text, (_, members) in claims.items():
        for name in ("azp", "client_id"):
            if (client := claim_text(members, name)) in clients:
                yield Link(Tie.AZP, text, client or "")


def _brought(events: tuple[Event, ...]) -> Iterable[Link]:
    for event in events:
        tokens = [item.text for item in event.got if item.name != "code"]
        yield from (Link(Tie.ANSWER, one, other) for one, other in itertools.pairwise(tokens))
        if event.kind in {EventKind.REFRESH, EventKind.TOKENS}:
            tie = Tie.REFRESHED if event.kind is EventKind.REFRESH else Tie.CODE
            yield from (Link(tie, token, sent) for token in tokens for sent in event.sent)
