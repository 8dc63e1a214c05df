"""What was permitted, and the records that stand for it: codes, opaque tokens, refresh tokens, device codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jotlens.sandbox.model import Api, Client, User


@dataclass(frozen=True, slots=True)
class Permit:
    """What a client may do, and for whom.

    `api` is None where the token is for `/userinfo` only, `user` where a machine acts for itself. `scopes` are
    granted, `asked` is what the request said. `auth_at` is set where the ID token must tell it.
    """

    client: Client
    user: User | None
    api: Api | None
    scopes: tuple[str, ...]
    asked: tuple[str, ...]
    session_id: str = ""
    nonce: str | None = None
    auth_at: datetime | None = None

    @property
    def audience(self) -> str:
        """The identifier of the API, or nothing."""
        return "" if self.api is None else self.api.identifier

    @property
    def subject(self) -> str:
        """The `sub` of its tokens."""
        return self.user.user_id if self.user is not None else f"{self.client.client_id}@clients"


@dataclass(slots=True)
class CodeRecord:
    """An authorization code. `family` marks what was issued for it, to be withdrawn when it is used twice."""

    permit: Permit
    redirect_uri: str
    challenge: str | None
    family: str
    ends_at: datetime
    spent: bool = False


@dataclass(frozen=True, slots=True)
class OpaqueRecord:
    """What an opaque access token stands for (statement S3)."""

    permit: Permit
    expires_at: datetime
    family: str


@dataclass(slots=True)
class RefreshRecord:
    """A refresh token; all that come of one login are one family. It is spent when it has been rotated."""

    permit: Permit
    family: str
    spent: bool = False


class DeviceState(StrEnum):
    """How far a device code has come."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    OVER = "over"


@dataclass(slots=True)
class DeviceRecord:
    """A device code (RFC 8628). `interval_s` grows when the device asks too often."""

    client: Client
    api: Api | None
    asked: tuple[str, ...]
    user_code: str
    expires_at: datetime
    interval_s: int = 5
    state: DeviceState = DeviceState.PENDING
    permit: Permit | None = None
    polled_at: datetime | None = None
