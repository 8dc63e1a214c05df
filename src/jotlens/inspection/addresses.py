"""Web addresses as far as tokens are judged by them: their parts, and two spellings of one address (RFC 3986)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:[^@]*@)?(\[[^\]]*\]|[^:\[\]]*)(?::(\d*))?")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[::1\]|[a-z0-9.-]+\.localhost")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address (RFC 3986 section 3): scheme and host in small letters, the path as written.

    `extra` is the query and the fragment together, with their marks. `port` is empty when it goes without saying.
    """

    scheme: str
    host: str
    port: str
    path: str
    extra: str

    @property
    def is_loopback(self) -> bool:
        """Whether it is a server on the same machine, where http is in order (RFC 8252 section 7.3)."""
        return _LOOPBACK.fullmatch(self.host) is not None

    @property
    def labels(self) -> tuple[str, ...]:
        """The names between the dots of the host."""
        return tuple(self.host.split("."))


def address(text: str) -> Address | None:
    """Return the parts of an address that names a scheme and a host; None for any other text."""
    parts = _PARTS.fullmatch(text)
    authority = _AUTHORITY.fullmatch(parts.group(2)) if parts else None
    if parts is None or authority is None or not authority.group(1):
        return None
    scheme, port = parts.group(1).lower(), authority.group(2) or ""
    return Address(
        scheme=scheme,
        host=authority.group(1).lower(),
        port="" if port == _DEFAULT_PORTS.get(scheme) else port,
        path=parts.group(3),
        extra=(parts.group(4) or "") + (parts.group(5) or ""),
    )


def same_target(one: str, other: str) -> bool:
    """Whether two addresses are one HTTP target, query and fragment left out (RFC 9449 section 4.3 step 9).

    Capital letters of scheme and host, default ports, needless percent-encoding and dot segments make no difference
    (RFC 3986 sections 6.2.2 and 6.2.3).
    """
    first, second = address(one), address(other)
    if first is None or second is None:
        return one == other
    return _target(first) == _target(second)


def _target(place: Address) -> tuple[str, str, str, str]:
    return place.scheme, place.host, place.port, _plain_path(_ESCAPE.sub(_unescaped, place.path))


def _unescaped(escape: re.Match[str]) -> str:
    character = chr(int(escape.group(1), 16))
    return character if character in _UNRESERVED else escape.group().upper()


def _plain_path(path: str) -> str:
    """Remove dot segments (RFC 3986 section 5.2.4); an empty path is the root."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
