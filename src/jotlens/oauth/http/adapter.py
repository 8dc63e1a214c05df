"""Between requests and the socket: one exchange within its bounds. Nothing else talks to requests and urllib3."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable
from functools import partial
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

from requests import PreparedRequest, RequestException, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from jotlens.oauth.addresses import inside_network, is_inside, is_loopback_name
from jotlens.oauth.http.bounds import Bounds, ReachError

LIBRARY_ERRORS: Final = (RequestException, HTTPError, HTTPException, OSError, ValueError)
"""What requests and urllib3 raise when an exchange fails."""

_CHUNK = 64 * 1024


def silence() -> None:
    """Keep urllib3's records from everybody: they carry addresses, whose query may hold a secret."""
    logging.getLogger("urllib3").propagate = False
    for name in ("connectionpool", "connection", "poolmanager", "response", "util.retry"):
        logging.getLogger(f"urllib3.{name}").disabled = True


class DoorAdapter(BaseAdapter):
    """Stands in a session, and hands what the session sends to the door."""

    def __init__(self, pass_through: Callable[[PreparedRequest], Response]) -> None:
        super().__init__()
        self._pass_through = pass_through

    def send(self, request: PreparedRequest, *_args: object, **_options: object) -> Response:
        """Send through the door, whose bounds hold instead of the session's options."""
        return self._pass_through(request)

    def close(self) -> None:
        """Nothing is kept open."""


class TooLargeError(Exception):
    """The answer passed the cap."""


class _Reaching:
    """How a connection of urllib3 reaches the other side here."""

    only_loopback = (
        False  # without TLS nothing leaves this computer, whatever `localhost` may be looked up as
    )
    debuglevel = 0  # http.client prints whole requests above that, whoever set it

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 (urllib3's own)
        bounds: Bounds,
        forbids_inside: bool,
        **kwargs: Any,  # noqa: ANN401 (urllib3's own)
    ) -> None:
        super().__init__(*args, **kwargs)
        self._bounds = bounds
        self._forbids_inside = forbids_inside

    def _new_conn(self) -> socket.socket:
        """Look the name up and connect; what is connected to is what was looked at."""
        host, port, proxied = self._dns_host, self.port, self.proxy is not None  # type: ignore[attr-defined]
        try:
            addresses = self._bounds.addresses(host, port)
            self._check(host, addresses, proxied=proxied)
            return self._bounds.connect(addresses, port)
        except ReachError as error:
            if proxied and error.code != "timeout":
                raise ReachError("proxy") from None
            raise

    def _check(self, host: str, addresses: tuple[str, ...], *, proxied: bool) -> None:
        if self.only_loopback and not proxied and not all(map(is_loopback_name, addresses)):
            raise ReachError("not-loopback")
        if self._forbids_inside and not proxied and any(map(is_inside, addresses)):
            raise inside_network(host)


class _Plain(_Reaching, HTTPConnection):
    only_loopback = True


class _Tls(_Reaching, HTTPSConnection):
    pass


class Adapter(HTTPAdapter):
    """Sends one request within its bounds, and reads the answer to its end, up to so many bytes."""

    def __init__(
        self, bounds: Bounds, context: ssl.SSLContext, proxy: str | None, *, forbids_inside: bool
    ) -> None:
        self._bounds = bounds
        self._context = context
        self._proxy = proxy
        self._forbids_inside = forbids_inside
        super().__init__(max_retries=0)

    def exchange(self, request: PreparedRequest) -> Response:
        """Send, and return the answer with its headers; the body has not been read."""
        proxies = {} if self._proxy is None else {"http": self._proxy, "https": self._proxy}
        left = max(self._bounds.left_s, 0.001)
        # stream: the body is ours to read
        return super().send(request, stream=True, timeout=Timeout(left, left), proxies=proxies)  # type: ignore[arg-type]

    def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
        """Nothing to do: the context verifies, and knows the client's certificate."""

    def get_connection_with_tls_context(
        self, request: PreparedRequest, verify: object, proxies: object = None, cert: object = None
    ) -> HTTPConnectionPool:
        """A pool whose connections obey the bounds, with our context whatever the session was told about `verify`."""
        del verify, proxies, cert
        parts = urlsplit(request.url or "")
        manager: PoolManager = self.poolmanager
        if self._proxy is not None:  # the TLS connection to the proxy is verified like any other
            manager = self.proxy_manager_for(self._proxy, proxy_ssl_context=self._context)
        options = (
            {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"} if parts.scheme == "https" else {}
        )
        pool = manager.connection_from_host(parts.hostname, parts.port, parts.scheme, pool_kwargs=options)
        kind = _Tls if parts.scheme == "https" else _Plain
        pool.ConnectionCls = partial(kind, bounds=self._bounds, forbids_inside=self._forbids_inside)  # type: ignore[assignment]
        return pool


def read_body(raw: HTTPResponse, most_bytes: int) -> bytes:
    """Read and unpack a body. Raises TooLargeError beyond the cap, on the wire or unpacked."""
    announced = raw.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most_bytes:
        raise TooLargeError
    body = bytearray()
    for chunk in raw.stream(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > most_bytes or raw.tell() > most_bytes:
            raise TooLargeError
    return bytes(body)
