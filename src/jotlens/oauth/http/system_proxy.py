"""The proxy that the system names: environment variables on Linux, the settings of Windows and macOS."""

from __future__ import annotations

from urllib.parse import urlsplit

from jotlens.oauth.addresses import is_loopback_name


def proxy_for(address: str) -> str | None:
    """The address of the proxy for this request, None for a direct connection. Loopback is never proxied."""
    # Only the look into the system's settings is used of it, nothing is opened.
    from urllib.request import getproxies, proxy_bypass  # noqa: TID251

    parts = urlsplit(address)
    host = parts.hostname or ""
    if is_loopback_name(host) or proxy_bypass(host):
        return None
    named = getproxies()
    proxy = named.get(parts.scheme) or named.get("all")
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def shown(proxy: str) -> str:
    """The proxy for people, without the password that may stand in it: `proxy.example:3128`."""
    parts = urlsplit(proxy)
    host = parts.hostname or ""
    try:
        port = parts.port
    except ValueError:
        port = None
    return f"{host}:{port}" if port else host
