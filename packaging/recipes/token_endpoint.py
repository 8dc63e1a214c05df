"""A token endpoint on loopback that says yes to one client, and remembers with which secret it came."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def _token() -> str:
    parts = ({"alg": "HS256", "typ": "at+jwt"}, {"sub": "smoke", "aud": "api", "exp": 4_102_444_800})
    return ".".join(
        [
            *(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts),
            "c2ln",
        ]
    )


class _Server(ThreadingHTTPServer):
    secrets: list[str]


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Answer a request for a token with one whose signature is none."""
        scheme, _, credentials = self.headers.get("Authorization", "").partition(" ")
        if scheme == "Basic":
            self.server.secrets.append(base64.b64decode(credentials).decode().partition(":")[2])
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        answer = json.dumps({"access_token": _token(), "token_type": "Bearer", "expires_in": 60})
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Say nothing."""


@contextmanager
def token_endpoint() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of the endpoint, and the list of the secrets that clients have shown so far."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.secrets = []
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/token", server.secrets
        finally:
            server.shutdown()
            thread.join()
