"""What is under way in a browser: the login session, and a request that waits for login or consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jotlens.sandbox.asking import AuthorizeRequest
from jotlens.sandbox.permit import DeviceRecord


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in user in one browser; `session_id` is the `sid` of ID tokens."""

    user_id: str
    session_id: str
    auth_at: datetime


@dataclass(slots=True)
class Transaction:
    """A request that waits for its user. `browser` is the one that may go on with it."""

    transaction_id: str
    browser: str
    request: AuthorizeRequest | DeviceRecord
    logged_in: bool = False
    consented: bool = False


@dataclass(frozen=True, slots=True)
class Pushed:
    """The parameters of a pushed authorization request (RFC 9126)."""

    client_id: str
    parameters: Mapping[str, str]
