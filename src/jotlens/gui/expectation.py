"""What a person typed as expected, as it stands in the fields, and the policy that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jotlens.gui.fetching.login import Login
from jotlens.inspection.fetched import Fetched
from jotlens.inspection.model import ApiAnswer, Policy

DEFAULT_LEEWAY_S = 60
"""What servers commonly forgive a clock (rule book C0)."""

MOST_LEEWAY_S = 300


@dataclass(frozen=True, slots=True)
class Expectation:
    """The expected values as texts of the fields; empty means that nothing was said.

    `profile` is the id of the chosen profile. `as_of` None is now. `received_at` is when the pasted answer came, for a
    life that is counted from there.
    `clock_skew_s` is how far this computer's clock is ahead of the issuer's, None when that one is not known.
    """

    audience: str = ""
    issuer: str = ""
    scopes: str = ""
    client_id: str = ""
    implicit_assertion: str = ""
    nonce: str = ""
    typ: str = ""
    algorithms: str = ""
    profile: str = ""
    leeway_s: int = DEFAULT_LEEWAY_S
    as_of: datetime | None = None
    received_at: datetime | None = None
    clock_skew_s: int | None = None
    answer: str = ""
    """What the API answered, as it was pasted into the rejection desk."""
    login: Login | None = None
    """What the login asked for that brought the text; None for one that was pasted."""
    fetched: Fetched = Fetched()  # noqa: RUF009 - a frozen value
    """What others answered about the tokens of this text."""

    def policy(self, expires_in_s: int | None = None, named: str | None = None) -> Policy:
        """Return the policy of a token; `expires_in_s` is what the pasted answer says of its access token.

        `named` is the member of that answer in which it stood, such as `id_token`.
        """
        policy = self._said(expires_in_s)
        return policy if self.login is None else self.login.applied(policy, named)

    def _said(self, expires_in_s: int | None) -> Policy:
        """What the fields say."""
        return Policy(
            audience=self.audience.strip() or None,
            issuer=self.issuer.strip() or None,
            scopes=words_of(self.scopes),
            client_id=self.client_id.strip() or None,
            implicit_assertion=self.implicit_assertion or None,
            nonce=self.nonce.strip() or None,
            typ=self.typ.strip() or None,
            algorithms=words_of(self.algorithms),
            profile=self.profile or None,
            leeway_s=self.leeway_s,
            expires_in_s=expires_in_s,
            received_at=self.received_at,
            clock_skew_s=self.clock_skew_s,
            api=ApiAnswer(body=self.answer) if self.answer.strip() else None,
            fetched=self.fetched,
        )


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a field that takes several, between spaces or commas."""
    return tuple(text.replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class KeyText:
    """The key as it was given: its text, and how it is written (a value of KeyForm; empty: to be found out).

    `source` is the address that it was fetched from, empty for one that a person gave.
    """

    text: str = ""
    form: str = ""
    source: str = ""

    def __repr__(self) -> str:
        return f"KeyText({len(self.text)} characters, {self.form!r})"
