"""From the exception of a library to a code of resources/network-failures.json. Its text is read, never shown."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from http.client import IncompleteRead, RemoteDisconnected

_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")

# OpenSSL's X509_V_ERR_…, Windows' CERT_E_… and macOS's errSec… numbers, as 32 bits without a sign.
_EXPIRED = {9, 10, 12, 0x800B0101, -67818 & 0xFFFFFFFF, -67819 & 0xFFFFFFFF}
_HOSTNAME = {62, 63, 64, 0x800B010F, -67602 & 0xFFFFFFFF}

_CLIENT_ALERTS = (
    "CERTIFICATE_REQUIRED",
    "BAD_CERTIFICATE",
    "UNKNOWN_CA",
    "CERTIFICATE_UNKNOWN",
    "CERTIFICATE_REVOKED",
    "UNSUPPORTED_CERTIFICATE",
    "CERTIFICATE_EXPIRED",
)


def chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and everything that it wraps, each once."""
    pending: list[BaseException] = [error]
    seen: set[int] = set()
    while pending:
        current = pending.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (getattr(current, "reason", None), current.__cause__, current.__context__, *current.args)
        pending.extend(found for found in inner if isinstance(found, BaseException))


def code_of(error: BaseException, *, proxied: bool) -> str:
    """The code that says what went wrong."""
    causes = tuple(chain(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return _tls_code(cause)
    for cause in causes:
        tunnel = _TUNNEL.search(str(cause))
        if tunnel is not None:
            return "proxy-auth" if tunnel[1] == "407" else "proxy"
    code = next((named for cause in causes if (named := _plain_code(cause))), "other")
    return "proxy" if proxied and code == "closed" else code


def _plain_code(error: BaseException) -> str | None:
    match error:
        case TimeoutError():
            return "timeout"
        case IncompleteRead():
            return "truncated"
        case RemoteDisconnected() | ConnectionError():
            return "closed"
        case _:
            return _BY_NAME.get(type(error).__name__)


# Exceptions of urllib3 and http.client that have no better common base.
_BY_NAME = {
    "IncompleteRead": "truncated",
    "InvalidChunkLength": "truncated",
    "DecodeError": "undecodable",
    "BadStatusLine": "not-http",
    "UnknownProtocol": "not-http",
    "LineTooLong": "not-http",
    "HTTPException": "not-http",
    "LocationParseError": "address",
    "LocationValueError": "address",
    "InvalidURL": "address",
}


def _tls_code(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate_code(error)
    reason = str(getattr(error, "reason", "") or "").upper()
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError) or "UNEXPECTED_EOF" in reason:
        return "closed"
    if any(
        name in reason for name in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER", "PACKET_LENGTH")
    ):
        return "not-tls"
    if "ALERT" in reason and any(name in reason for name in _CLIENT_ALERTS):
        return "tls-client"
    return "tls-other"


def _certificate_code(error: ssl.SSLCertVerificationError) -> str:
    number = int(getattr(error, "verify_code", None) or 0) & 0xFFFFFFFF
    # The words are in the language of the system, and are asked where the number is not known.
    words = str(getattr(error, "verify_message", "") or error).lower()
    if number in _HOSTNAME or "hostname" in words or "ip address mismatch" in words or "cn name" in words:
        return "tls-hostname"
    if number in _EXPIRED or "expired" in words or "not yet valid" in words or "validity period" in words:
        return "tls-expired"
    return "tls-untrusted"
