"""Tokens that are known to be good, one a connection (or an issuer): later ones are held against them.

What is kept of such a token is its header and its claims: never its signature, so nobody can use what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jotlens.inspection.claims import claim_text, readable_claims
from jotlens.inspection.compare import Comparison, compare
from jotlens.inspection.purpose import guess_purpose
from jotlens.reports.redacted_token import redacted_token
from jotlens.tokens.model import Token
from jotlens.tokens.read import read


@dataclass(frozen=True, slots=True)
class KnownGood:
    """A token without its signature, whose it is (a connection's id or an issuer), and of which kind it is."""

    of: str
    purpose: str
    text: str = field(repr=False)


class KnownGoods:
    """What is known to be good in this session."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], KnownGood] = {}

    @property
    def all(self) -> tuple[KnownGood, ...]:
        """Everything that is known to be good."""
        return tuple(self._kept.values())

    def keep(self, token: Token, connection_id: str = "") -> KnownGood | None:
        """Hold later tokens against this one; None for a token without claims or an issuer to tell others by."""
        of = connection_id or _issuer(token)
        text = redacted_token(token.text, "0" * 16, lambda tree: tree)
        if not of or text is None or readable_claims(token) is None:
            return None
        good = KnownGood(of, guess_purpose(token).purpose.value, text)
        self._kept[good.of, good.purpose] = good
        return good

    def take(self, goods: tuple[KnownGood, ...]) -> None:
        """Take in what was saved."""
        for good in goods:
            self._kept[good.of, good.purpose] = good

    def held_against(self, token: Token, connection_id: str = "") -> Comparison | None:
        """Compare a token with the known good one of its connection, or else of its issuer; None where there is none."""
        purpose = guess_purpose(token).purpose.value
        good = self._kept.get((connection_id, purpose)) or self._kept.get((_issuer(token), purpose))
        if good is None or readable_claims(token) is None or _unsigned(good.text) == _unsigned(token.text):
            return None
        return compare(read(good.text), token)


def _issuer(token: Token) -> str:
    return claim_text(readable_claims(token), "iss") or ""


def _unsigned(text: str) -> str:
    return text.rpartition(".")[0]
