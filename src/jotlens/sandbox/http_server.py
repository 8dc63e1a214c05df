"""A WSGI server for 127.0.0.1: HTTP/1.1 with connections that stay open, a thread for each, and a stop that is sure.

Werkzeug's server closes the connection after each answer, which costs a token more than its signature does.
"""

from __future__ import annotations

import io
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LOOPBACK: Final = "127.0.0.1"
MOST_BODY_BYTES: Final = 256 * 1024
MOST_CONNECTIONS: Final = 128
IDLE_S: Final = 30.0
_PAUSE_S: Final = 0.05
Write = Callable[[bytes], object]
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"})
_WITHOUT_BODY = frozenset({204, 304})


class LoopbackServer:
    """Answers on one port of 127.0.0.1 until it is stopped."""

    def __init__(self, port: int = 0) -> None:
        """Bind the port (0: a free one). Raises OSError when it is taken."""
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform != "win32":  # there it would let two servers share one port
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((LOOPBACK, port))
            self._socket.listen(128)
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self.app: WSGIApplication | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._acceptor = threading.Thread(target=self._accept, name="sandbox-accept", daemon=True)

    def start(self, app: WSGIApplication) -> None:
        """Begin to answer with this application."""
        self.app = app
        self._acceptor.start()

    def stop(self) -> None:
        """End all connections, also those that are in the midst of an answer, and wait for their threads."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        if self._acceptor.ident is not None:
            with suppress(
                OSError
            ):  # wakes the acceptor; shutting a listening socket down does so on Linux only
                socket.create_connection((LOOPBACK, self.port), timeout=1).close()
            self._acceptor.join()
        self._socket.close()
        with self._lock:
            connections = dict(self._open)
        for connection, thread in connections.items():
            _shut(connection)
            thread.join(timeout=5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                if self._stopping.wait(_PAUSE_S):  # such as too many open files: it may pass
                    return
                continue
            with self._lock:
                if self._stopping.is_set() or len(self._open) >= MOST_CONNECTIONS:
                    connection.close()
                    if self._stopping.is_set():
                        return
                    continue
                thread = threading.Thread(
                    target=self._serve, args=(connection,), name="sandbox-connection", daemon=True
                )
                self._open[connection] = thread
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            connection.settimeout(IDLE_S)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _Handler(connection, (LOOPBACK, self.port), self)  # type: ignore[arg-type]
        except OSError:
            pass  # whoever asked has gone, or is too slow
        finally:
            with self._lock:
                self._open.pop(connection, None)
            _shut(connection)
            connection.close()


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """One connection: reads requests with the standard library, and answers them with the application."""

    protocol_version = "HTTP/1.1"
    server_version = "JotLens-sandbox"
    sys_version = ""
    wbufsize = -1
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain; charset=utf-8"
    server: LoopbackServer  # type: ignore[assignment]

    def log_message(self, *_: object) -> None:
        """Say nothing: the tenant has a log of its own, without queries."""

    def send_error(self, code: int, _message: str | None = None, _explain: str | None = None) -> None:
        """Refuse what is no HTTP; the words of the request are not repeated."""
        if self.request_version == "HTTP/0.9":
            self.request_version = "HTTP/1.0"  # so that the answer has a status
        super().send_error(code)
        self.close_connection = True

    def _answer(self) -> None:
        body = self._body()
        if body is None or self.server.app is None:
            return
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> Write:
            started[:] = [(status, headers)]
            return self.wfile.write

        parts = self.server.app(self._environ(body), start_response)
        try:
            status, headers = started[0]
            self._send(status, headers, parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = _answer  # noqa: N815 - http.server's names

    def _body(self) -> bytes | None:
        """Return the body, or None after a refusal: no length (411), no number (400), too long (413)."""
        if "Transfer-Encoding" in self.headers:
            self.send_error(411)
            return None
        lengths = self.headers.get_all("Content-Length", [])
        if not lengths:
            return b""
        if len(lengths) > 1 or not (lengths[0].isascii() and lengths[0].isdecimal()) or len(lengths[0]) > 15:
            self.send_error(400)
            return None
        if int(lengths[0]) > MOST_BODY_BYTES:
            self.send_error(413)
            return None
        body = self.rfile.read(int(lengths[0]))
        if len(body) < int(lengths[0]):
            self.close_connection = True
            return None
        return body

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        if not path.startswith("/"):  # an absolute address, as proxies send it
            path = "/" + path.partition("://")[2].partition("/")[2]
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": LOOPBACK,
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": LOOPBACK,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} or "_" in name:
                continue
            key = f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def _send(self, status: str, headers: list[tuple[str, str]], parts: Iterable[bytes]) -> None:
        """Send an answer: whole with its length, or in chunks when its end is not known."""
        self.send_response_only(int(status[:3]), status[4:])
        self.send_header("Date", self.date_time_string())
        for name, value in headers:
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        known = next((value for name, value in headers if name.lower() == "content-length"), None)
        bodyless = self.command == "HEAD" or int(status[:3]) in _WITHOUT_BODY
        chunked = known is None and self.request_version == "HTTP/1.1" and not bodyless
        if known is not None:
            self.send_header("Content-Length", known)
        elif chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif not bodyless:
            self.close_connection = True
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if not bodyless:
            for part in parts:
                if part:
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part) if chunked else part)
            if chunked:
                self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()
