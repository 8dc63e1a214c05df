"""From a library's exception, wrapped as libraries wrap them, to the code of a sentence."""

import ssl
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected

import pytest
import requests
from urllib3.exceptions import DecodeError, LocationParseError, MaxRetryError, ProtocolError, ProxyError

from jotlens.oauth.http.reasons import code_of


def tls(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] {reason.lower()} (_ssl.c:1000)")
    error.reason = reason
    return error


def certificate(number: int, message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, message)
    error.verify_code = number
    error.verify_message = message
    return error


def wrapped(error: Exception) -> Exception:
    """As urllib3 and requests hand it on."""
    retried = MaxRetryError(None, "/token?code=hidden", error)  # type: ignore[arg-type]
    return requests.ConnectionError(retried)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (certificate(10, "certificate has expired"), "tls-expired"),
        (certificate(9, "certificate is not yet valid"), "tls-expired"),
        (certificate(62, "Hostname mismatch, certificate is not valid for 'a'."), "tls-hostname"),
        (certificate(64, "IP address mismatch"), "tls-hostname"),
        (certificate(18, "self-signed certificate"), "tls-untrusted"),
        (certificate(20, "unable to get local issuer certificate"), "tls-untrusted"),
        # As truststore words it on Windows and macOS, with numbers of their own.
        (
            certificate(-2146762481, "The certificate's CN name does not match the passed value."),
            "tls-hostname",
        ),
        (certificate(-67818, "“a.example” certificate is expired"), "tls-expired"),
        (
            certificate(
                -2146762495, "A required certificate is not within its validity period when verifying"
            ),
            "tls-expired",
        ),
        (certificate(0x800B010F, "Der CN-Name stimmt nicht"), "tls-hostname"),
        (certificate(-2146762495, "abgelaufen"), "tls-expired"),
        (certificate(-67819, "noch nicht"), "tls-expired"),
        (certificate(-67843, "“a.example” certificate is not trusted"), "tls-untrusted"),
        (tls("WRONG_VERSION_NUMBER"), "not-tls"),
        (tls("TLSV13_ALERT_CERTIFICATE_REQUIRED"), "tls-client"),
        (tls("TLSV1_ALERT_UNKNOWN_CA"), "tls-client"),
        (tls("SSLV3_ALERT_HANDSHAKE_FAILURE"), "tls-other"),
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), "closed"),
        (RemoteDisconnected("Remote end closed connection without response"), "closed"),
        (ConnectionResetError(104, "reset"), "closed"),
        (BrokenPipeError(32, "broken"), "closed"),
        (TimeoutError("timed out"), "timeout"),
        (ProtocolError("Connection broken", IncompleteRead(b"", 5)), "truncated"),
        (ProtocolError("Connection aborted.", BadStatusLine("x")), "not-http"),
        (DecodeError("not gzip"), "undecodable"),
        (LocationParseError("x"), "address"),
        (ProxyError("Cannot connect", OSError("Tunnel connection failed: 407 Auth")), "proxy-auth"),
        (ProxyError("Cannot connect", OSError("Tunnel connection failed: 403 Forbidden")), "proxy"),
        (OSError("something else"), "other"),
    ],
    ids=str,
)
def test_the_code(error: Exception, code: str) -> None:
    assert code_of(error, proxied=False) == code
    assert code_of(wrapped(error), proxied=False) == code


def test_a_connection_that_a_proxy_closes_is_the_proxy_s() -> None:
    assert code_of(wrapped(ConnectionResetError()), proxied=True) == "proxy"


def test_an_error_that_wraps_itself_ends() -> None:
    error = OSError("x")
    error.__cause__ = error
    assert code_of(error, proxied=False) == "other"
