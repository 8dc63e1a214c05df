"""The weight of a token: how many of its characters each claim takes, against the ceilings that tokens meet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from jotlens.inspection.json_sizes import MOST_INSIDE, MemberSize, member_sizes
from jotlens.tokens import base64url
from jotlens.tokens.model import Kind, Part, Segment, Token
from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

_MOST_SHARES = 200
"""So many claims are named one by one; the lightest others are one share together."""

_LONGEST_NAME = 60
_ENCRYPTED = {Kind.JWE, Kind.JWE_JSON}


@dataclass(frozen=True, slots=True)
class Share:
    """What one thing takes of a token, in characters of the token as it is sent.

    `name` is that of a claim, of a header member or of what is inside one; None for a whole `part` of the token.
    `others` counts the small ones that this share stands for, 0 when it stands for one.
    """

    name: str | None
    part: Part
    characters: int
    inside: tuple[Share, ...] = ()
    others: int = 0


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A usual limit in characters, and what is said of it. `around` is what stands beside the token there."""

    id: str
    name: str
    most: int
    around: int
    explanation: str
    source: str


@dataclass(frozen=True, slots=True)
class CeilingAnswer:
    """A ceiling held against a token: how much of it is filled (1.0 is full), also without the heaviest claim."""

    ceiling: Ceiling
    filled: float
    fits: bool
    fits_without: bool


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of one token: shares from the biggest to the smallest, together all of its characters.

    `heaviest` is the claim that takes the most, with `without_heaviest` the characters that would remain; both None
    where there are no readable claims.
    """

    characters: int
    shares: tuple[Share, ...]
    ceilings: tuple[CeilingAnswer, ...]
    heaviest: Share | None
    without_heaviest: int | None
    sentence: str


def weigh(token: Token) -> Weight | None:
    """Weigh a token of any kind; None for a text that is none. A megabyte takes some tenths of a second."""
    if token.kind is Kind.NONE:
        return None
    total = len(token.text)
    shares = _shares(token)
    heaviest = max((s for s in shares if _is_claim(s)), key=lambda share: share.characters, default=None)
    rest = total - heaviest.characters if heaviest is not None else None
    answers = tuple(_held(ceiling, total, total if rest is None else rest) for ceiling in ceilings())
    return Weight(
        characters=total,
        shares=_folded(shares),
        ceilings=answers,
        heaviest=heaviest,
        without_heaviest=rest,
        sentence=_sentence(token, total, answers, heaviest),
    )


@cache
def ceilings() -> tuple[Ceiling, ...]:
    """Return the usual ceilings, the lowest first (resources/ceilings.json)."""
    return tuple(Ceiling(**entry) for entry in _table()["ceilings"])


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(resource("ceilings.json").read_bytes())
    return table


def percent(characters: int, total: int) -> str:
    """Return a share for people: `56 %`, `under 1 %`."""
    share = 100 * characters / total if total else 0
    if characters and share < 1:
        return "under 1 %"
    return "over 99 %" if characters < total and share > 99 else f"{share:.0f} %"


def share_words(share: Share, total: int) -> str:
    """Return what a share is called, not yet made visible: a claim by its name, a part of the token by its own."""
    words: dict[str, str] = _table()["parts"]
    if share.others:
        return words["others"].format(count=f"{share.others:,}")
    if share.name is not None:
        return share.name
    return words["whole"] if share.characters == total else words.get(share.part, share.part)


def _is_claim(share: Share) -> bool:
    return share.name is not None and share.part in {Part.PAYLOAD, Part.DISCLOSURE}


def _shares(token: Token) -> list[Share]:
    shares: list[Share] = []
    covered, disclosed = 0, 0
    for segment in _segments(token):
        length = segment.end - segment.start
        covered += length
        if segment.part is Part.DISCLOSURE and token.sd is not None:
            disclosure = token.sd.disclosures[disclosed]
            disclosed += 1
            shares.append(Share(disclosure.name or "…", Part.DISCLOSURE, length))
        elif segment.part is Part.PAYLOAD and token.payload:
            shares += _split(token.payload, length, Part.PAYLOAD) or [Share(None, Part.PAYLOAD, length)]
        elif segment.part is Part.HEADER:
            text = token.part_text(Part.HEADER) or token.text[segment.start : segment.end]
            data = base64url.decode(text, Part.HEADER).data
            inside = sorted(_split(data, length, Part.HEADER), key=lambda share: -share.characters)
            shares.append(Share(None, Part.HEADER, length, tuple(inside[:MOST_INSIDE])))
        elif length:
            shares.append(Share(None, segment.part, length))
    between = len(token.text) - covered
    return [*shares, Share(None, Part.WHOLE, between)] if between else shares


def _segments(token: Token) -> tuple[Segment, ...]:
    """Return the parts of the token text; in a JSON serialisation they are looked for in the text around them."""
    if token.kind not in {Kind.JWS_JSON, Kind.JWE_JSON}:
        return token.segments
    wanted = [(Part.PAYLOAD, base64url.encode(token.payload))] if token.payload else []
    for signature in token.signatures:
        wanted.append((Part.HEADER, signature.protected_b64))
        wanted.append((Part.SIGNATURE, base64url.encode(signature.value or b"")))
    found = []
    for part, text in wanted:
        start = token.text.find(text) if text else -1
        if start >= 0:
            found.append(Segment(part, start, start + len(text)))
    return tuple(found)


def _split(data: bytes, length: int, part: Part) -> list[Share]:
    """Share the characters of a segment out among the members of its JSON, so that not one is lost or counted twice."""
    if not data:
        return []

    def at(byte: int) -> int:
        return round(byte * length / len(data))

    return [
        Share(member.name, part, at(member.end) - at(member.start), _inside(member, length / len(data), part))
        for member in member_sizes(data)
    ]


def _inside(member: MemberSize, scale: float, part: Part) -> tuple[Share, ...]:
    shares = [Share(item.name, part, round((item.end - item.start) * scale)) for item in member.inside]
    if member.others:
        shares.append(Share(None, part, round(member.others_b * scale), others=member.others))
    return tuple(shares)


def _folded(shares: list[Share]) -> tuple[Share, ...]:
    """Return the shares, biggest first; where they are very many, the lightest stand together in the last one."""
    shares = sorted(shares, key=lambda share: -share.characters)
    if len(shares) <= _MOST_SHARES:
        return tuple(shares)
    light = shares[_MOST_SHARES - 1 :]
    together = Share(None, Part.PAYLOAD, sum(share.characters for share in light), others=len(light))
    return (*shares[: _MOST_SHARES - 1], together)


def _held(ceiling: Ceiling, total: int, rest: int) -> CeilingAnswer:
    return CeilingAnswer(
        ceiling=ceiling,
        filled=(total + ceiling.around) / ceiling.most,
        fits=total + ceiling.around <= ceiling.most,
        fits_without=rest + ceiling.around <= ceiling.most,
    )


def _sentence(token: Token, total: int, answers: tuple[CeilingAnswer, ...], heaviest: Share | None) -> str:
    words: dict[str, str] = _table()["sentences"]
    over = [answer.ceiling.name for answer in answers if not answer.fits]
    said = words["over" if over else "fits"].format(characters=f"{total:,}", names=", ".join(over))
    if heaviest is None:
        return f"{said} {words['sealed' if token.kind in _ENCRYPTED else 'opaque']}"
    relieved = [answer.ceiling.name for answer in answers if answer.fits_without and not answer.fits]
    more = words["relieved" if relieved else "heaviest"].format(
        name=visible(heaviest.name or "", _LONGEST_NAME),
        share=percent(heaviest.characters, total),
        rest=f"{total - heaviest.characters:,}",
        names=", ".join(relieved),
    )
    return f"{said} {more}"
