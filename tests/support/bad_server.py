"""The ways in which the tests' HTTP server misbehaves; a client must survive every one of them.

The fixture `bad_server` answers `bad_server.url("drip")` in the way of that name.
"""

import gzip
import socket
from collections.abc import Callable, Mapping
from typing import Final

from tests.support.http_server import Exchange, Way, fixed

_STEP_S: Final = 1.0
_BLOCK: Final = b"a" * 65_536
_HUGE: Final = 50 * 1024 * 1024
_BOMB: Final = 200 * 1024 * 1024
_HTML: Final = "text/html; charset=utf-8"


def _drip(to: Exchange) -> None:
    to.begin()
    while not to.ending.wait(_STEP_S):
        to.wfile.write(b" ")
        to.wfile.flush()


def _silence(to: Exchange) -> None:
    to.close_connection = True
    to.ending.wait()


def _endless(to: Exchange) -> None:
    to.begin()
    while not to.ending.is_set():
        to.wfile.write(_BLOCK)


def _huge(to: Exchange) -> None:
    to.begin(Content_Length=str(_HUGE))
    for _ in range(_HUGE // len(_BLOCK)):
        to.wfile.write(_BLOCK)


def _truncated(to: Exchange) -> None:
    to.close_connection = True
    to.say(200, b'{"access_token": "cut', Content_Length="1000")


def _closed(to: Exchange) -> None:
    to.close_connection = True
    to.connection.shutdown(socket.SHUT_RDWR)


def _garbage(to: Exchange) -> None:
    to.close_connection = True
    to.wfile.write(b"this is not HTTP\r\n\r\n")


def _endless_header(to: Exchange) -> None:
    to.close_connection = True
    to.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not to.ending.is_set():
        to.wfile.write(b"X-More: " + b"a" * 1_000 + b"\r\n")


def _bomb(to: Exchange) -> None:
    to.say(200, gzip.compress(b" " * _BOMB, 1), Content_Encoding="gzip")


def _redirect(status: int, where: Callable[[Exchange], str]) -> Way:
    return lambda to: to.say(status, b"", Location=where(to))


WAYS: Final[Mapping[str, Way]] = {
    # those that do not end, or not in time
    "drip": _drip,
    "silence": _silence,
    "endless": _endless,
    "endless-header": _endless_header,
    "huge": _huge,
    "gzip-bomb": _bomb,
    # those that break off
    "truncated": _truncated,
    "closed": _closed,
    "garbage": _garbage,
    # those that send elsewhere
    "redirect-elsewhere": _redirect(302, lambda to: f"http://localhost:{to.port}/stolen"),
    "redirect-307": _redirect(307, lambda to: f"http://localhost:{to.port}/stolen"),
    "redirect-file": _redirect(302, lambda _: "file:///etc/hostname"),
    "redirect-itself": _redirect(302, lambda to: to.path),
    # those that answer what was not asked for
    "html": fixed(200, "<!doctype html><title>Welcome</title><h1>It works!</h1>", _HTML),
    "empty": fixed(200, b""),
    "not-utf-8": fixed(200, b'{"access_token": "\xff\xfe"}'),
    "not-json": fixed(200, "access_token=abc&token_type=bearer", "text/plain"),
    "array": fixed(200, "[]"),
    "wrong-types": fixed(200, '{"access_token": 7, "token_type": [], "expires_in": "soon", "scope": {}}'),
    "nothing-in-it": fixed(200, "{}"),
    "deep": fixed(200, "[" * 100_000),
    # errors, as servers and what stands before them write them
    "400": fixed(400, '{"error": "invalid_grant", "error_description": "The code is used up."}'),
    "401": fixed(401, "Unauthorized", "text/plain", WWW_Authenticate='Bearer realm="api"'),
    "403": fixed(403, '{"message": "Forbidden"}'),
    "429": fixed(429, '{"error": "too_many_requests"}', Retry_After="30"),
    "429-reset": fixed(
        429, "slow down", "text/plain", x_ratelimit_reset="1750000030", x_ratelimit_remaining="0"
    ),
    "500": fixed(500, "Internal Server Error", "text/plain"),
    "502": fixed(502, "<html><h1>502 Bad Gateway</h1><hr>nginx</html>", _HTML),
    "503": fixed(503, b"", Retry_After="Wed, 21 Oct 2037 07:28:00 GMT"),
}
