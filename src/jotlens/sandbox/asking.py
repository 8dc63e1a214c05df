"""A request to /authorize without faults, and where its answer goes, as values."""

from __future__ import annotations

from dataclasses import dataclass

from jotlens.sandbox.model import Api, Client


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an answer goes: an address that the client has registered, how, and with which state."""

    client: Client
    redirect_uri: str
    mode: str
    state: str | None


@dataclass(frozen=True, slots=True)
class AuthorizeRequest:
    """A request without faults; what it may get depends on who logs in."""

    destination: Destination
    response_type: frozenset[str]
    api: Api | None
    asked: tuple[str, ...]
    nonce: str | None
    prompt: frozenset[str]
    max_age_s: int | None
    challenge: str | None
    login_hint: str

    @property
    def client(self) -> Client:
        """Who asks."""
        return self.destination.client

    @property
    def gives_code(self) -> bool:
        """Whether the answer has a code."""
        return "code" in self.response_type
