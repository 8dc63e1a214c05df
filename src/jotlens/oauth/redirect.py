"""Takes a connection's redirect URI apart: a loopback address, a port and a path (RFC 8252 section 7.3)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where the browser comes back to. `host` as it is written, IPv6 without brackets; port 0 means any free one."""

    host: str
    port: int
    path: str
    shows_port: bool = True

    @property
    def authority(self) -> str:
        """Host and port, as the browser's `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.shows_port else host

    @property
    def origin(self) -> str:
        """The origin of its pages."""
        return f"http://{self.authority}"

    @property
    def uri(self) -> str:
        """The redirection URI, as the authorization server compares it: letter by letter."""
        return f"{self.origin}{self.path}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses to listen at: a browser may take either for `localhost`."""
        return ("127.0.0.1", "::1") if self.host == "localhost" else (self.host,)

    def at(self, port: int) -> Redirect:
        """The same at the port that was free."""
        return replace(self, port=port, shows_port=True)


def read_redirect(uri: str) -> Redirect | None:
    """Return the parts of a redirect URI that JotLens can listen at; None for any other."""
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme != "http" or parts.username is not None or parts.query or "#" in uri or "?" in uri:
        return None
    if host != "localhost" and not _is_loopback(host):
        return None
    redirect = Redirect(host, 80 if port is None else port, parts.path, shows_port=port is not None)
    same = redirect.uri == uri  # what is compared by the letter must be what the person wrote
    return redirect if same and all(" " < letter <= "~" for letter in uri) else None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
