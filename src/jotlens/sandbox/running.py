"""Starts a tenant and holds it: the one door through which the window and the terminal use the sandbox."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Self

from cryptography.hazmat.primitives import serialization

from jotlens.sandbox.app import create_app
from jotlens.sandbox.chance import Chance, RandomBytes
from jotlens.sandbox.faults import Faults
from jotlens.sandbox.http_server import LOOPBACK, LoopbackServer
from jotlens.sandbox.keys import Keys, PrivateKeys
from jotlens.sandbox.log import Log
from jotlens.sandbox.model import Api, Client, Settings, User
from jotlens.sandbox.passwords import PASSWORD
from jotlens.sandbox.registry import read_registry
from jotlens.sandbox.scenarios import Scenario, scenarios
from jotlens.sandbox.tenant import Clock, Tenant


class Sandbox:
    """A tenant that answers at its address until it is stopped. Its methods may be called from any thread."""

    password = PASSWORD
    """The password of every user."""

    def __init__(self, tenant: Tenant, server: LoopbackServer) -> None:
        """Hold what `start` has put together."""
        self._tenant = tenant
        self._server = server

    @classmethod
    def start(
        cls,
        *,
        clock: Clock,
        port: int = 0,
        random_bytes: RandomBytes = secrets.token_bytes,
        keys: PrivateKeys = (),
        callbacks: Iterable[str] = (),
        settings: Settings = Settings(),  # noqa: B008 - it is frozen
    ) -> Sandbox:
        """Start a tenant on 127.0.0.1 and return it when it answers.

        `clock` tells the instant in UTC. `port` 0 takes a free one. `keys` are the current signing key, the next and
        the one that encrypts, each made anew where it is not given. `callbacks` are registered, letter by letter,
        for every application that has users. Raises OSError when the port is taken, ValueError for a callback that is no address.
        """
        server = LoopbackServer(port)
        issuer = f"http://{LOOPBACK}:{server.port}/"
        chance = Chance(random_bytes)
        try:
            registry = read_registry(issuer, chance, callbacks)
            tenant = Tenant(issuer, clock, chance, Keys(chance, keys), registry, settings)
            server.start(create_app(tenant))
        except BaseException:
            server.stop()
            raise
        tenant.keys.prepare()
        return cls(tenant, server)

    def stop(self) -> None:
        """End every connection and wait until no thread is left; a second call does nothing more."""
        self._tenant.stopping.set()
        self._server.stop()
        self._tenant.keys.join()

    def __enter__(self) -> Self:
        """Return itself, to be stopped at the end of a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """The issuer and address, with the final slash, such as `http://127.0.0.1:4711/`."""
        return self._tenant.issuer

    @property
    def home(self) -> str:
        """The page that shows a person what is there."""
        return f"{self._tenant.issuer}sandbox/"

    @property
    def log(self) -> Log:
        """The requests; `log.subscribe` tells of each, in a thread of the server."""
        return self._tenant.log

    @property
    def clients(self) -> tuple[Client, ...]:
        """The registered clients, with the secrets of this run."""
        return tuple(self._tenant.registry.clients.values())

    @property
    def apis(self) -> tuple[Api, ...]:
        """The registered APIs."""
        return tuple(self._tenant.registry.apis.values())

    @property
    def users(self) -> tuple[User, ...]:
        """The users; identities hold the tokens of identity providers of this run."""
        return tuple(self._tenant.registry.users.values())

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The guided scenarios, for this address."""
        return scenarios(self.address)

    def client(self, client_id: str) -> Client:
        """Return one client. Raises KeyError."""
        return self._tenant.registry.clients[client_id]

    @property
    def settings(self) -> Settings:
        """The switches, the era among them."""
        return self._tenant.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._tenant.settings = settings

    @property
    def faults(self) -> Faults:
        """What is wrong on purpose at the moment."""
        return self._tenant.faults

    def set_faults(self, **changes: object) -> Faults:
        """Set faults, as `clock_offset_s=600`; return all. Raises UnknownFaultError."""
        with self._tenant.lock:
            self._tenant.faults = self._tenant.faults.changed(changes)
        return self._tenant.faults

    def clear_faults(self) -> None:
        """End all faults."""
        self._tenant.faults = Faults()

    def rotate_keys(self) -> None:
        """Let the next key sign; the previous one stays in the key set."""
        self._tenant.keys.rotate()

    def revoke_previous_key(self) -> bool:
        """Take the previous key out of the key set; return whether there was one."""
        return self._tenant.keys.revoke_previous()

    def sealing_key_pem(self) -> str:
        """Return the private key of the API whose tokens are encrypted: what that API would see them with."""
        pem = self._tenant.keys.sealing.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return pem.decode("ascii")

    def allow_callbacks(self, callbacks: Iterable[str]) -> None:
        """Register more callbacks, letter by letter, for every application that has users. Raises ValueError."""
        with self._tenant.lock:
            self._tenant.registry = self._tenant.registry.with_callbacks(callbacks)

    def reset(self) -> None:
        """Forget every login, consent, token and log entry, and end all faults; keys and secrets stay."""
        self._tenant.reset()
