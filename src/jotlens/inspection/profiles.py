"""Profiles: as which kind of token a text is judged, guessed from its looks or chosen by a person."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jotlens.inspection.claims import audiences, claim_text, header_type, readable_claims
from jotlens.inspection.model import ProfileUsed, Purpose, PurposeGuess
from jotlens.inspection.purpose import guess_purpose
from jotlens.tokens.resources import resource
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.inspection.model import Policy
    from jotlens.tokens.json_text import JsonObject
    from jotlens.tokens.model import Token

_LONGEST_VALUE = 90
_LONGEST_MATCHED = 400
_CHOSEN = "You chose it."


@dataclass(frozen=True, slots=True)
class Sign:
    """One way to recognise a profile: everything that is named here holds; what is empty is not asked.

    `issuer`, `audience` and `subject` are patterns for the whole text (of one audience, where there are several).
    `claims`, `absent` and `header` are names; `values` are claims with the texts they may have. `reason` is the sentence
    for people; empty where the reason for the purpose says it all.
    """

    kinds: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    issuer: re.Pattern[str] | None = None
    audience: re.Pattern[str] | None = None
    subject: re.Pattern[str] | None = None
    claims: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    values: tuple[tuple[str, frozenset[str]], ...] = ()
    reason: str = ""

    def holds(self, token: Token, looks: PurposeGuess) -> bool:
        """Whether a token shows this sign."""
        asked = (
            (self.kinds, token.kind),
            (self.formats, token.format.id if token.format is not None else ""),
            (self.purposes, looks.purpose),
            (self.types, header_type(token)),
        )
        if any(among and value not in among for among, value in asked):
            return False
        if any(token.header is None or name not in token.header for name in self.header):
            return False
        claims = readable_claims(token)
        if claims is None:
            return not self._asks_claims
        return self._fits(claims)

    @property
    def _asks_claims(self) -> bool:
        return bool(self.issuer or self.audience or self.subject or self.claims or self.values)

    def _fits(self, claims: JsonObject) -> bool:
        said = (
            (self.issuer, (claim_text(claims, "iss") or "",)),
            (self.audience, audiences(claims)),
            (self.subject, (claim_text(claims, "sub") or "",)),
        )
        return (
            all(pattern is None or any(_matches(pattern, text) for text in texts) for pattern, texts in said)
            and all(name in claims for name in self.claims)
            and not any(name in claims for name in self.absent)
            and all((claim_text(claims, name) or "").lower() in allowed for name, allowed in self.values)
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules that fit a kind of token (an entry of resources/profiles.json).

    `purpose` None leaves the purpose open. `required` are claims that have to be there, `exempt` checks that do not
    apply, `typ` the type that its header has to name. `client_is_audience` says that the application stands in the place
    of an audience. `only_at` names the provider whose own services alone take such tokens. `sent_to_apis` says that
    applications are told to send these ID tokens to APIs. `offered` profiles can be chosen.
    """

    id: str
    name: str
    explanation: str
    purpose: Purpose | None
    required: frozenset[str]
    exempt: frozenset[str]
    typ: str | None
    client_is_audience: bool
    only_at: str | None
    sent_to_apis: bool
    offered: bool
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """As what a token is judged.

    `looks` is what it is made for by its own looks; `purpose` is what it is judged as, which a chosen profile decides.
    """

    profile: Profile
    reason: str
    chosen: bool
    looks: PurposeGuess
    purpose: PurposeGuess

    @property
    def shown(self) -> PurposeGuess:
        """What the token is called: by its looks, and by what the person said where they tell nothing."""
        return self.purpose if self.looks.purpose is Purpose.UNKNOWN else self.looks

    @property
    def used(self) -> ProfileUsed:
        """The profile as it is shown."""
        profile = self.profile
        return ProfileUsed(profile.id, profile.name, self.reason, profile.explanation, self.chosen)


@cache
def profiles() -> tuple[Profile, ...]:
    """Return every profile, in the order in which they are tried."""
    raw = json.loads(resource("profiles.json").read_bytes())
    return tuple(_profile(profile_id, entry) for profile_id, entry in raw.items())


def profile_named(profile_id: str) -> Profile | None:
    """Return the profile of that id, None when there is none."""
    return next((profile for profile in profiles() if profile.id == profile_id), None)


def offered_profiles() -> tuple[str, ...]:
    """Return the ids of the profiles that a person can choose."""
    return tuple(profile.id for profile in profiles() if profile.offered)


def guess_profile(token: Token, looks: PurposeGuess) -> tuple[Profile, str]:
    """Return the first profile whose signs the token shows, with the reason as a sentence."""
    for profile in profiles():
        for sign in profile.signs:
            if sign.holds(token, looks):
                return profile, _reason(sign, token) or looks.reason
    raise AssertionError(token.kind)  # the last profile takes everything; a test holds that it does


def seen_as(token: Token, policy: Policy) -> Seen:
    """Return as what a token is judged: by the profile that a person chose, or by the guessed one.

    A guessed profile that says what its tokens are for knows better than the claims alone: some providers issue ID
    tokens without any sign of it.
    """
    looks = guess_purpose(token)
    guess, reason = guess_profile(token, looks)
    if guess.purpose is not None and guess.purpose is not looks.purpose:
        looks = PurposeGuess(guess.purpose, reason)
    chosen = profile_named(policy.profile) if policy.profile is not None else None
    if chosen is None:
        return Seen(guess, reason, chosen=False, looks=looks, purpose=looks)
    purpose = PurposeGuess(chosen.purpose or Purpose.UNKNOWN, _CHOSEN)
    said = _CHOSEN if chosen is guess else f"{_CHOSEN} By its looks it is: {guess.name}. {reason}"
    return Seen(chosen, said, chosen=True, looks=looks, purpose=purpose)


def _reason(sign: Sign, token: Token) -> str:
    claims = readable_claims(token)
    issuer = claim_text(claims, "iss") or claim_text(token.header, "iss") or "nobody"
    values = {"issuer": visible(issuer, _LONGEST_VALUE), "typ": visible(header_type(token), 24)}
    return sign.reason.format_map(values)


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST_MATCHED and pattern.fullmatch(text) is not None


def _profile(profile_id: str, raw: dict[str, Any]) -> Profile:
    return Profile(
        id=profile_id,
        name=raw["name"],
        explanation=raw["explanation"],
        purpose=Purpose(raw["purpose"]) if "purpose" in raw else None,
        required=frozenset(raw.get("required", ())),
        exempt=frozenset(raw.get("exempt", ())),
        typ=raw.get("typ"),
        client_is_audience=raw.get("client_is_audience", False),
        only_at=raw.get("only_at"),
        sent_to_apis=raw.get("sent_to_apis", False),
        offered=raw.get("offered", True),
        signs=tuple(_sign(sign) for sign in raw["signs"]),
    )


def _sign(raw: dict[str, Any]) -> Sign:
    """Return a sign; a name that is not one of Sign's is a TypeError."""
    made: dict[str, Any] = {}
    for name, value in raw.items():
        if name in {"issuer", "audience", "subject"}:
            made[name] = re.compile(value, re.IGNORECASE | re.ASCII)
        elif name == "values":
            made[name] = tuple((claim, frozenset(texts)) for claim, texts in value.items())
        elif name in {"kinds", "formats", "purposes", "types"}:
            made[name] = frozenset(value)
        else:
            made[name] = tuple(value) if isinstance(value, list) else value
    return Sign(**made)
