"""The door: sends a request within its bounds and puts the exchange on record; also stands behind Authlib's session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jotlens.oauth.addresses import check_form
from jotlens.oauth.http.answer import Answer
from jotlens.oauth.http.bounds import Resolve, system_addresses
from jotlens.oauth.http.certificates import tls_context
from jotlens.oauth.network_failures import network_error
from jotlens.oauth.obtained import Around
from jotlens.oauth.trace import Headers

if TYPE_CHECKING:
    import ssl

    import requests
    from requests import PreparedRequest, Response


@dataclass(frozen=True, slots=True)
class Way:
    """How a connection reaches the network. Files are paths of PEM files; `ca_file` is trusted beside the system's.

    `deadline_s` holds for a whole exchange, from the look-up of the name to the last byte; `most_bytes` for an answer,
    on the wire and unpacked.
    """

    ca_file: str = ""
    certificate_file: str = ""
    key_file: str = ""
    key_passphrase: str | None = field(default=None, repr=False)
    deadline_s: float = 30.0
    most_bytes: int = 2 << 20


class Door:
    """The way out, for one fetch in one thread.

    `forbids_inside`: nothing inside the network is called (RefusedAddressError), looked at where it is connected to.
    """

    def __init__(
        self, way: Way, around: Around, *, resolve: Resolve = system_addresses, forbids_inside: bool = False
    ) -> None:
        self._way = way
        self._around = around
        self._resolve = resolve
        self._forbids_inside = forbids_inside
        self._context: ssl.SSLContext | None = None
        self._label = "request"
        self._last: Answer | None = None

    @property
    def around(self) -> Around:
        """What this door was made with: the clock, the trace, the cancellation."""
        return self._around

    @property
    def last(self) -> Answer | None:
        """The last answer, whatever its status; also when a library raised on it. None before the first."""
        return self._last

    def send(
        self, label: str, method: str, address: str, headers: Headers = (), body: str | None = None
    ) -> Answer:
        """Send a request and return the answer, whatever its status.

        Raises NetworkError, CancelledError, RefusedAddressError, ConnectionGapError (a certificate file).
        """
        import requests

        with requests.Session() as session, self.labelled(label):
            self.prepare(session)
            data = None if body is None else body.encode()
            session.request(method, address, headers=dict(headers), data=data)
        if self._last is None:
            raise AssertionError("an exchange without an answer has raised")
        return self._last

    def prepare(self, session: requests.Session) -> None:
        """Let everything that a session sends go through this door: Authlib's OAuth2Session is one.

        No environment (a ~/.netrc would replace a Bearer header), no cookies, no redirects, no switch for TLS.
        """
        from http.cookiejar import DefaultCookiePolicy

        from jotlens.oauth.http.adapter import DoorAdapter

        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.headers.update(
            {"User-Agent": "JotLens", "Accept-Encoding": "identity", "Connection": "close"}
        )
        session.adapters.clear()
        adapter = DoorAdapter(self._pass_through)
        session.mount("https://", adapter)
        session.mount("http://", adapter)

    @contextmanager
    def labelled(self, label: str) -> Iterator[None]:
        """Name what is sent in here, for the trace: "token request"."""
        from requests.exceptions import InvalidHeader, InvalidSchema, InvalidURL, MissingSchema

        before, self._label = self._label, label
        try:
            yield
        except (InvalidURL, MissingSchema, InvalidSchema, InvalidHeader):
            raise network_error("address", "") from None  # requests refused to prepare it
        finally:
            self._label = before

    def _pass_through(self, request: PreparedRequest) -> Response:
        """Send what a session has prepared; return what the session wants, and keep the Answer."""
        from jotlens.oauth.http.exchange import Terms, exchanged

        check_form(request.url or "")
        if self._context is None:
            way = self._way
            self._context = tls_context(way.ca_file, way.certificate_file, way.key_file, way.key_passphrase)
        self._last = None
        terms = Terms(
            self._label,
            self._context,
            self._way.deadline_s,
            self._way.most_bytes,
            self._resolve,
            self._forbids_inside,
        )
        response, self._last = exchanged(request, terms, self._around)
        return response
