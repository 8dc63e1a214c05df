"""The tenant's state, all of it in memory: what is registered, what was permitted, and what is outstanding."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jotlens.sandbox.chance import Chance
from jotlens.sandbox.consents import Consents
from jotlens.sandbox.faults import Faults
from jotlens.sandbox.keys import Keys
from jotlens.sandbox.log import Log
from jotlens.sandbox.model import Settings
from jotlens.sandbox.permit import CodeRecord, DeviceRecord, OpaqueRecord, RefreshRecord
from jotlens.sandbox.rate import RateLimits
from jotlens.sandbox.registry import Registry
from jotlens.sandbox.sessions import Pushed, Session, Transaction
from jotlens.sandbox.shelf import Shelf

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Tenant:
    """One tenant. `issuer` is its address, with the final slash; `clock` tells the true instant, in UTC.

    `lock` is held wherever something is looked at and then used up, so that a code is spent once.
    """

    issuer: str
    clock: Clock
    chance: Chance
    keys: Keys
    registry: Registry
    settings: Settings = field(default_factory=Settings)
    faults: Faults = field(default_factory=Faults)
    log: Log = field(default_factory=Log)
    lock: threading.RLock = field(default_factory=threading.RLock)
    stopping: threading.Event = field(default_factory=threading.Event)
    sessions: Shelf[Session] = field(default_factory=Shelf)
    transactions: Shelf[Transaction] = field(default_factory=Shelf)
    codes: Shelf[CodeRecord] = field(default_factory=Shelf)
    opaque_tokens: Shelf[OpaqueRecord] = field(default_factory=Shelf)
    refresh_tokens: Shelf[RefreshRecord] = field(default_factory=Shelf)
    devices: Shelf[DeviceRecord] = field(default_factory=Shelf)
    pushed: Shelf[Pushed] = field(default_factory=Shelf)
    consents: Consents = field(default_factory=Consents)
    rates: RateLimits = field(default_factory=RateLimits)

    @property
    def userinfo(self) -> str:
        """The audience that means `/userinfo`."""
        return f"{self.issuer}userinfo"

    @property
    def management(self) -> str:
        """The audience of the Management API, with its final slash."""
        return f"{self.issuer}api/v2/"

    def token_time(self) -> datetime:
        """Return the instant by the tenant's clock, which a fault can set wrong; tokens carry this one."""
        return self.clock() + timedelta(seconds=self.faults.clock_offset_s)

    def reset(self) -> None:
        """Forget every login, consent, token and log entry, and end all faults; keys and secrets stay."""
        with self.lock:
            for shelf in (self.sessions, self.transactions, self.codes, self.opaque_tokens):
                shelf.clear()
            for other in (self.refresh_tokens, self.devices, self.pushed):
                other.clear()
            self.consents.clear()
            self.rates.clear()
            self.faults = Faults()
            self.log.clear()
