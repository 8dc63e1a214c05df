"""Runs the certified authorization server (npm oidc-provider) on loopback and says what a test must know of it."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent
_END_WITHIN_S: Final = 10


class StartError(RuntimeError):
    """The server did not start; the message is what it wrote."""


@dataclass(frozen=True, slots=True)
class RegisteredClient:
    """A client as it is registered: how it authenticates (RFC 7591's names) and which grant types it may use.

    `redirect_uris` name no port: any port of 127.0.0.1 will do (RFC 8252, section 7.3). `private_jwk` is the
    key for `private_key_jwt`, and for the assertion of the JWT bearer grant.
    """

    name: str
    id: str
    authentication: str
    grants: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    secret: str | None = field(default=None, repr=False)
    private_jwk: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AuthorizationServer:
    """A running server: where it is, who may log in, and its clients by name.

    `tls_address` is the same server behind https, for mutual TLS; `authority` is the certificate to trust
    there. `certificates` gives the paths of certificate and key of the clients `machine_certificate` and
    `machine_self_signed`.
    """

    issuer: str
    tls_address: str
    user: str
    password: str = field(repr=False)
    clients: Mapping[str, RegisteredClient]
    authority: Path
    certificates: Mapping[str, tuple[Path, Path]]
    admin_key: str = field(repr=False)

    @property
    def discovery(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def client(self, name: str) -> tuple[str, str]:
        """Return the id and the secret of a client that has one."""
        client = self.clients[name]
        assert client.secret is not None
        return client.id, client.secret

    def rotate_keys(self) -> None:
        """Sign with new keys from now on; the old ones leave the key set, what was issued stays."""
        self._change(rotate_keys=True)

    @contextmanager
    def changed(
        self,
        *,
        lifetimes_s: Mapping[str, int] | None = None,
        dpop_nonce: bool = False,
        closed: bool = False,
    ) -> Iterator[None]:
        """Let it behave otherwise for a while.

        `lifetimes_s` of: access_token, authorization_code, device_code, id_token, refresh_token.
        `dpop_nonce`: every DPoP proof needs a nonce. `closed`: the account is no more.
        """
        self._change(lifetimes_s=dict(lifetimes_s or {}), dpop_nonce=dpop_nonce, closed=closed)
        try:
            yield
        finally:
            self._change()

    def _change(self, **wish: Any) -> None:
        import requests

        with requests.Session() as session:
            session.trust_env = False
            session.headers["Authorization"] = f"Bearer {self.admin_key}"
            session.post(f"{self.issuer}/admin", json=wish, timeout=10).raise_for_status()


@contextmanager
def running(node: str, folder: Path) -> Iterator[AuthorizationServer]:
    """Start the server with files of its own in `folder`, and end it; raises `StartError`."""
    from tests.support.certificates import Authority, self_signed

    authority = Authority()
    server = authority.issue("127.0.0.1", "127.0.0.1", "localhost")
    machine, lone = authority.issue("test-machine-certificate"), self_signed("test-machine-self-signed")
    (folder / "authority.pem").write_text(authority.certificate)
    told = {
        "tls": {"key": server.key, "certificate": server.certificate, "authority": authority.certificate},
        "certificate_subject": "CN=test-machine-certificate",
        "self_signed_certificate": lone.certificate,
    }
    with (folder / "stderr.txt").open("w") as stderr:
        process = subprocess.Popen(
            [node, str(_FOLDER / "server.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        ready = process.stdout.readline()
        if not ready:
            raise StartError((folder / "stderr.txt").read_text())
        yield _server(
            json.loads(ready),
            folder / "authority.pem",
            {
                "machine_certificate": machine.written_to(folder, "machine"),
                "machine_self_signed": lone.written_to(folder, "self-signed"),
            },
        )
    finally:
        process.stdin.close()  # which it takes as the sign to end
        process.stdout.close()
        try:
            process.wait(_END_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _server(
    ready: dict[str, Any], authority: Path, certificates: dict[str, tuple[Path, Path]]
) -> AuthorizationServer:
    clients = {
        entry["name"]: RegisteredClient(
            name=entry["name"],
            id=entry["id"],
            authentication=entry["authentication"],
            grants=tuple(entry["grants"]),
            redirect_uris=tuple(entry["redirect_uris"]),
            secret=entry.get("secret"),
            private_jwk=entry.get("private_jwk"),
        )
        for entry in ready["clients"]
    }
    return AuthorizationServer(
        issuer=ready["issuer"],
        tls_address=ready["tls_address"],
        user=ready["user"],
        password=ready["password"],
        clients=MappingProxyType(clients),
        authority=authority,
        certificates=MappingProxyType(certificates),
        admin_key=ready["admin_key"],
    )
