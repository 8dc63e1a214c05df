"""A small HTTP(S) server of the tests' own: on loopback, it answers as it is told and remembers what it was asked."""

import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from tests.support.guards import outlives_its_test

JSON: Final = "application/json"
_POLL_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request as it came: `path` with its query, header names in lower case (of two, the last)."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def form(self) -> dict[str, str]:
        """The form fields of the body; of a name that is given twice, the first."""
        fields = parse_qs(self.body.decode(), keep_blank_values=True)
        return {name: values[0] for name, values in fields.items()}


class Exchange(http.server.BaseHTTPRequestHandler):
    """One connection, and the request on it that is being answered."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # otherwise each line of the head is a packet of its own, and Nagle's algorithm waits 44 ms
    disable_nagle_algorithm = True
    server: "_Server"

    def say(self, status: int, body: bytes, kind: str = JSON, **headers: str) -> None:
        """Answer at once; `Retry_After="3"` is a header, and `Content_Length="9"` may be a lie."""
        self._head(status, {"Content-Type": kind, "Content-Length": str(len(body))}, headers)
        self.wfile.write(body)

    def begin(self, **headers: str) -> None:
        """Begin an answer whose body goes on until the connection ends."""
        self.close_connection = True
        self._head(200, {"Content-Type": JSON, "Connection": "close"}, headers)
        self.wfile.flush()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def ending(self) -> threading.Event:
        """Set when the server ends: who answers slowly, or for ever, stops then."""
        return self.server.ending

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return what this computer's clock shows, or the wrong one that the server has."""
        return super().date_time_string((timestamp or time.time()) + self.server.ahead_s)  # noqa: TID251 - a real clock, set wrong

    def _head(self, status: int, usual: Mapping[str, str], wanted: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**usual, **{name.replace("_", "-"): wanted[name] for name in wanted}}.items():
            self.send_header(name, value)
        self.end_headers()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.recorded.append(Recorded(self.command, self.path, headers, body))
        self.server.way_of(self.path)(self)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_CONNECT = _answer  # noqa: N815 - http.server's names

    def handle(self) -> None:
        with suppress(OSError):  # the client has had enough
            super().handle()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()

    def log_message(self, *_: Any) -> None:
        """Say nothing; what came is remembered."""


Way = Callable[[Exchange], None]
"""What is done with one request."""


def fixed(status: int, body: bytes | str = b"", kind: str = JSON, **headers: str) -> Way:
    """Return the way that answers always the same; `Retry_After="3"` is a header."""
    data = body.encode() if isinstance(body, str) else body
    return lambda to: to.say(status, data, kind, **headers)


class _Server(http.server.HTTPServer):
    """Gives each connection a thread, and ends them all."""

    request_queue_size = 64

    def __init__(self, ways: Mapping[str, Way], context: ssl.SSLContext | None, ahead_s: float = 0) -> None:
        self.ahead_s = ahead_s
        self.ways = dict(ways)
        self.recorded: list[Recorded] = []
        self.ending = threading.Event()
        self._context = context
        self._workers: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), Exchange)

    def server_bind(self) -> None:
        """As for TCP alone: the one for HTTP asks the name server who we are, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.server_address = self.socket.getsockname()

    def way_of(self, path: str) -> Way:
        return self.ways.get(urlsplit(path).path.removeprefix("/")) or self.ways.get("*") or fixed(404, "{}")

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        worker = threading.Thread(target=self._serve, args=(request, client_address), name="http-server")
        self._workers.append(outlives_its_test(worker))
        worker.start()

    def _serve(self, request: socket.socket, client_address: Any) -> None:
        connection = request
        try:
            if self._context is not None:
                # In the connection's own thread: who does not greet must not hold up the others.
                connection = self._context.wrap_socket(
                    request, server_side=True, do_handshake_on_connect=False
                )
                self._open.add(connection)
                connection.do_handshake()
            self.finish_request(connection, client_address)
        except OSError:
            pass  # a client that does not trust our certificate ends the greeting
        finally:
            connection.close()
            self._open -= {request, connection}

    def end(self) -> None:
        """End what is still under way, and wait for its threads."""
        self.ending.set()
        self.shutdown()
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for worker in self._workers:
            worker.join()
        self.server_close()


@dataclass(frozen=True, slots=True)
class HttpServer:
    """A running server; `origin` is its address without a path."""

    origin: str
    _server: _Server = field(repr=False)

    def url(self, path: str) -> str:
        """Return the address of a path, written without the first slash."""
        return f"{self.origin}/{path}"

    @property
    def requests(self) -> tuple[Recorded, ...]:
        """What was asked so far, in order of arrival."""
        return tuple(self._server.recorded)

    def answer(self, path: str, way: Way) -> str:
        """Answer a path in that way from now on (`*` is every other path); return its address."""
        self._server.ways[path] = way
        return self.url(path)


@contextmanager
def serving(
    ways: Mapping[str, Way], context: ssl.SSLContext | None = None, *, ahead_s: float = 0
) -> Iterator[HttpServer]:
    """Serve on a free port of 127.0.0.1, with TLS if a context is given, until the end.

    `ahead_s` is how far its clock is ahead, as the Date of its answers shows.
    """
    server = _Server(ways, context, ahead_s)
    thread = outlives_its_test(threading.Thread(target=server.serve_forever, args=(_POLL_S,)))
    thread.start()
    try:
        scheme = "http" if context is None else "https"
        yield HttpServer(f"{scheme}://127.0.0.1:{server.server_address[1]}", server)
    finally:
        server.end()
        thread.join()
