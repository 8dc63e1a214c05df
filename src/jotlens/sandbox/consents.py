"""What users have consented to, and when a dialog must be shown (statements S30 to S34)."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from jotlens.sandbox.model import Api, Client, Era, User


@dataclass(frozen=True, slots=True)
class Consent:
    """The scopes that a user has granted a client at an API (or, with no audience, at userinfo)."""

    user_id: str
    client_id: str
    audience: str
    scopes: frozenset[str]


class Consents:
    """Consents by user, client and audience."""

    def __init__(self) -> None:
        self._granted: dict[tuple[str, str, str], frozenset[str]] = {}
        self._lock = threading.Lock()

    def granted(self, user_id: str, client_id: str, audience: str) -> frozenset[str]:
        """Return the scopes that were granted."""
        return self._granted.get((user_id, client_id, audience), frozenset())

    def knows(self, user_id: str, client_id: str, audience: str) -> bool:
        """Whether the user has consented to anything there before, if only to be known."""
        return (user_id, client_id, audience) in self._granted

    def grant(self, user_id: str, client_id: str, audience: str, scopes: Iterable[str]) -> None:
        """Add scopes to what was granted."""
        key = (user_id, client_id, audience)
        with self._lock:
            self._granted[key] = self._granted.get(key, frozenset()) | frozenset(scopes)

    def withdraw(self, user_id: str, client_id: str, audience: str) -> None:
        """Forget what was granted."""
        with self._lock:
            self._granted.pop((user_id, client_id, audience), None)

    def of(self, user_id: str) -> tuple[Consent, ...]:
        """Return all consents of a user."""
        with self._lock:
            return tuple(Consent(*key, scopes) for key, scopes in self._granted.items() if key[0] == user_id)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._granted.clear()


def needs_no_dialog(client: Client, user: User, api: Api | None, era: Era) -> bool:
    """Whether this client never asks this user: an administrator consented, or the API lets its own clients skip.

    The page of 2017 knows no skipping by first-party clients, only earlier consent and that of an administrator.
    """
    if client.preapproved_domain is not None and user.email.endswith(f"@{client.preapproved_domain}"):
        return True
    if era is Era.SEED_003 or not client.first_party:
        return False
    return api is None or api.skip_consent_for_verifiable_first_party_clients


def new_scopes(granted: frozenset[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes that a dialog must ask for: those not granted before, in the order of the request."""
    return tuple(scope for scope in wanted if scope not in granted)
