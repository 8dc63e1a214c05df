"""Which addresses are called: https, or http to this computer; inside the network only after a second yes.

A token is written by a stranger, and its `iss` may name a host inside the network of whoever pastes it, so that
JotLens calls there in the stranger's place.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from jotlens.oauth.failures import RefusedAddressError

# Shared and translated ranges that Python does not count among the private ones in every version.
_INSIDE = tuple(
    ipaddress.ip_network(text)
    for text in ("100.64.0.0/10", "192.0.0.0/24", "198.18.0.0/15", "64:ff9b:1::/48", "fec0::/10")
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


def parts_of(text: str) -> SplitResult:
    """Split an address for what is said of it. A text that is none, such as `https://[x/`, has no parts."""
    try:
        return urlsplit(text)
    except ValueError:
        return SplitResult("", "", "", "", "")


def is_loopback_name(host: str) -> bool:
    """Whether a host is this computer by its very name: `localhost`, 127.0.0.0/8, `::1` (RFC 6761, RFC 8252)."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_inside(address: str) -> bool:
    """Whether an IP address is not one of the public network: private, link-local, loopback, reserved, multicast…

    An IPv4 address that is written inside an IPv6 one counts as what it is.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_inside(str(inner))
    return (
        not found.is_global
        or found.is_multicast
        or any(found in network for network in _INSIDE if network.version == found.version)
    )


def check_form(url: str) -> SplitResult:
    """Split an address that may be called by its form. Raises RefusedAddressError.

    Codes: `address` (not an address), `not-https`, `user-in-address` (a password would stand in it).
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises for one that is no number
    except ValueError:
        raise _refused("address", "") from None
    if not host or parts.scheme not in {"http", "https"} or any(c.isspace() or ord(c) < 32 for c in url):
        raise _refused("address", host)
    if parts.username is not None or parts.password is not None:
        raise _refused("user-in-address", host)
    if parts.scheme == "http" and not is_loopback_name(host):
        raise _refused("not-https", host)
    return parts


def check_address(
    url: str,
    *,
    confirmed_private: bool = False,
    from_token: bool,
    resolve: Callable[[str, int], tuple[str, ...]] | None = None,
) -> None:
    """Raise RefusedAddressError for an address that is not called; may look the name up, so not on the GUI thread.

    `from_token`: a pasted token named it. Then a host with an address inside the network is refused with
    `may_confirm`, code `inside-network`, until a person confirmed it. A name that is not found passes: the door says
    what is wrong with it. The door looks once more at what it connects to (`Door(…, forbids_inside=True)`), so that
    a name cannot point elsewhere in between.
    """
    parts = check_form(url)
    if not from_token or confirmed_private:
        return
    host = parts.hostname or ""
    if is_loopback_name(host):
        raise inside_network(host)
    if any(is_inside(address) for address in _addresses(host, parts.port or 443, resolve)):
        raise inside_network(host)


def inside_network(host: str) -> RefusedAddressError:
    """The refusal of a host inside the network, which a person may overrule."""
    return _refused("inside-network", host, may_confirm=True)


def _addresses(
    host: str, port: int, resolve: Callable[[str, int], tuple[str, ...]] | None
) -> tuple[str, ...]:
    from jotlens.oauth.http.bounds import system_addresses

    try:
        return (resolve or system_addresses)(host, port)
    except (OSError, UnicodeError):
        return ()


_SENTENCES = {
    "address": "This is not an address that can be called. It must look like https://example.com/path.",
    "user-in-address": "The address of {host} has a user name or a password in it. JotLens does not call such"
    " addresses: take it out.",
    "not-https": "{host} would be called without encryption (http). JotLens calls https addresses only, and http"
    " only on this computer (127.0.0.1, localhost).",
    "inside-network": "{host} is not on the public internet but inside this network, or on this computer. A token"
    " that somebody sent may name it to make JotLens call there. Call it only if you know this host and expect it.",
}


def _refused(code: str, host: str, *, may_confirm: bool = False) -> RefusedAddressError:
    return RefusedAddressError(code, _SENTENCES[code].format(host=host), host, may_confirm=may_confirm)
