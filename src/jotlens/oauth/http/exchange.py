"""One exchange: the request goes out, the answer is read to its end, and the trace has it, whatever happens."""

from __future__ import annotations

import ssl
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from requests import PreparedRequest, Response

from jotlens.oauth.addresses import inside_network, is_inside
from jotlens.oauth.failures import CancelledError, FetchError, NetworkError
from jotlens.oauth.http.adapter import LIBRARY_ERRORS, Adapter, TooLargeError, read_body, silence
from jotlens.oauth.http.answer import Answer
from jotlens.oauth.http.bounds import Bounds, ReachError, Resolve
from jotlens.oauth.http.reasons import code_of
from jotlens.oauth.http.system_proxy import proxy_for, shown
from jotlens.oauth.network_failures import network_error
from jotlens.oauth.obtained import Around
from jotlens.oauth.trace import Exchange

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an exchange is made."""

    label: str
    context: ssl.SSLContext
    deadline_s: float
    most_bytes: int
    resolve: Resolve
    forbids_inside: bool


@dataclass(slots=True)
class _Run:
    """What is known of an exchange while it runs."""

    request: PreparedRequest
    terms: Terms
    around: Around
    step: Exchange
    place: int
    proxy: str | None
    started: float = field(default_factory=time.monotonic)

    @property
    def address(self) -> str:
        return self.request.url or ""

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""

    def record(self, **known: object) -> None:
        self.step = replace(self.step, took_s=time.monotonic() - self.started, **known)  # type: ignore[arg-type]
        self.around.trace.replace(self.place, self.step)

    def failure(self, code: str, target: str = "") -> NetworkError:
        parts = urlsplit(self.address)
        return network_error(
            code,
            self.host,
            status=self.step.status,
            port=str(parts.port or (443 if parts.scheme == "https" else 80)),
            seconds=f"{self.terms.deadline_s:g}",
            megabytes=f"{self.terms.most_bytes / (1 << 20):g}",
            proxy=shown(self.proxy or ""),
            target=target,
        )


def exchanged(request: PreparedRequest, terms: Terms, around: Around) -> tuple[Response, Answer]:
    """Send a request within its terms. Raises NetworkError, CancelledError, RefusedAddressError."""
    silence()
    step = _as_step(request, terms.label, around)
    run = _Run(request, terms, around, step, around.trace.add(step), proxy_for(request.url or ""))
    try:
        return _within_bounds(run)
    except FetchError as error:
        run.record(failure=error.code)
        raise


def _within_bounds(run: _Run) -> tuple[Response, Answer]:
    terms = run.terms
    if (run.proxy or "").startswith("socks"):
        raise run.failure("proxy-kind")
    with Bounds(terms.deadline_s, run.around.cancellation, terms.resolve) as bounds:
        adapter = Adapter(bounds, terms.context, run.proxy, forbids_inside=terms.forbids_inside)
        try:
            bounds.check()
            if terms.forbids_inside and run.proxy is not None:
                _check_before_a_proxy(run.host, bounds)
            response = adapter.exchange(run.request)
            run.record(
                status=response.status_code,
                reason=response.reason or "",
                answer_headers=tuple((name, value) for name, value in response.raw.headers.items()),
            )
            with closing(response):
                body = read_body(response.raw, terms.most_bytes)
            bounds.check()  # a socket that was shut looks like the end of an answer
        except TooLargeError:
            raise run.failure("too-large") from None
        except (ReachError, *LIBRARY_ERRORS) as error:
            raise _explained(error, bounds, run) from None
        finally:
            adapter.close()
    return _finished(run, response, body)


def _check_before_a_proxy(host: str, bounds: Bounds) -> None:
    """A proxy looks names up by itself; what this computer knows of the name is looked at in its place."""
    try:
        addresses = bounds.addresses(host, 443)
    except ReachError as error:
        if error.code != "dns":
            raise
        return
    if any(map(is_inside, addresses)):
        raise inside_network(host)


def _explained(error: Exception, bounds: Bounds, run: _Run) -> FetchError:
    """The failure that is told: what a person or the deadline ended is no failure of the connection."""
    if run.around.cancellation.is_cancelled:
        return CancelledError()
    if bounds.is_over:
        return run.failure("timeout")
    code = error.code if isinstance(error, ReachError) else code_of(error, proxied=run.proxy is not None)
    return run.failure(code)


def _finished(run: _Run, response: Response, body: bytes) -> tuple[Response, Answer]:
    response._content = body  # noqa: SLF001 (the way requests itself fills it, and a session reads it from there)
    response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001
    answer = Answer(
        status=response.status_code,
        reason=response.reason or "",
        headers=run.step.answer_headers,
        body=body,
        received_at=run.around.now(),
        took_s=time.monotonic() - run.started,
        place=run.place,
        address=run.address,
    )
    run.record(answer_body=answer.text)
    location = answer.header("location")
    if answer.status in _REDIRECTS and location is not None:
        raise run.failure("redirect", target=_target(run.address, location))
    return response, answer


def _target(address: str, location: str) -> str:
    """Where a redirect leads, for people: the host, or the scheme where there is none (`file:`)."""
    try:
        parts = urlsplit(urljoin(address, location))
    except ValueError:
        return "an address that cannot be read"
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return f"{parts.scheme}:"
    if parts.hostname == urlsplit(address).hostname:
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    return parts.hostname


def _as_step(request: PreparedRequest, label: str, around: Around) -> Exchange:
    return Exchange(
        label=label,
        method=request.method or "",
        address=request.url or "",
        headers=tuple((_text(name), _text(value)) for name, value in request.headers.items()),
        body=_text(request.body),
        started_at=around.now(),
    )


def _text(value: object) -> str:
    """A part of a request as text; requests keeps some of it as bytes."""
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
