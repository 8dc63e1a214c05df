"""Whom this computer trusts, and who the client is: the TLS context of a connection. It cannot be switched off."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens.oauth.failures import ConnectionGapError

if TYPE_CHECKING:
    import ssl

# Where distributions keep one file with all certificates; as truststore looks for them.
FILES = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)


class Store(StrEnum):
    """Where the trusted certificates come from."""

    SYSTEM = "system"
    CERTIFI = "certifi"


@dataclass(frozen=True, slots=True)
class Certificates:
    """The certificates in use: the system's, or Mozilla's list that comes with JotLens; `place` is a file or folder."""

    store: Store
    place: str = ""


def certificates_in_use() -> Certificates:
    """Say whose certificates are trusted. The list of certifi is used only where the system has none at all."""
    if sys.platform in {"win32", "darwin"}:
        return Certificates(Store.SYSTEM)
    import ssl

    paths = ssl.get_default_verify_paths()
    if paths.cafile:
        return Certificates(Store.SYSTEM, paths.cafile)
    if paths.capath and any(Path(paths.capath).glob("[0-9a-f]*.[0-9]")):
        return Certificates(Store.SYSTEM, paths.capath)
    found = next((name for name in FILES if Path(name).is_file()), None)
    if found is not None:
        return Certificates(Store.SYSTEM, found)
    import certifi

    return Certificates(Store.CERTIFI, certifi.where())


def tls_context(
    ca_file: str = "", certificate_file: str = "", key_file: str = "", key_passphrase: str | None = None
) -> ssl.SSLContext:
    """A context that verifies, always. Raises ConnectionGapError for a file that cannot be used."""
    import ssl

    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    certificates = certificates_in_use()
    if certificates.store is Store.CERTIFI:
        context.load_verify_locations(cafile=certificates.place)
    if ca_file:
        _trust(context, ca_file)
    if certificate_file:
        _identify(context, certificate_file, key_file, key_passphrase)
    return context


def _trust(context: ssl.SSLContext, ca_file: str) -> None:
    try:
        context.load_verify_locations(cafile=ca_file)
    except FileNotFoundError:
        raise ConnectionGapError(
            "ca-file-missing", f"The CA file {ca_file} of the connection is not there.", "ca_file"
        ) from None
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise ConnectionGapError(
            "ca-file-unreadable",
            f"The CA file {ca_file} cannot be read. It must hold certificates in PEM form: blocks that begin with"
            " -----BEGIN CERTIFICATE-----.",
            "ca_file",
        ) from None


def _identify(
    context: ssl.SSLContext, certificate_file: str, key_file: str, key_passphrase: str | None
) -> None:
    asked = False

    def passphrase() -> str:
        """Answer OpenSSL, which would otherwise ask at the terminal."""
        nonlocal asked
        asked = True
        return key_passphrase or ""

    try:
        context.load_cert_chain(certificate_file, key_file or None, passphrase)
    except FileNotFoundError:
        missing = certificate_file if not Path(certificate_file).is_file() else key_file
        field = "certificate_file" if missing == certificate_file else "key_file"
        raise ConnectionGapError(
            "certificate-missing", f"The file {missing} of the connection is not there.", field
        ) from None
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise _unusable(certificate_file, key_file, error, asked=asked, given=bool(key_passphrase)) from None


def _unusable(
    certificate_file: str, key_file: str, error: Exception, *, asked: bool, given: bool
) -> ConnectionGapError:
    if asked:
        said = "The passphrase does not open it." if given else "It is protected by a passphrase: enter it."
        return ConnectionGapError(
            "key-passphrase",
            f"The private key in {key_file or certificate_file} was not read. {said}",
            "key_file",
        )
    if getattr(error, "reason", "") == "KEY_VALUES_MISMATCH":
        return ConnectionGapError(
            "key-mismatch",
            f"The certificate in {certificate_file} does not belong to the private key in"
            f" {key_file or certificate_file}.",
            "key_file",
        )
    return ConnectionGapError(
        "certificate-unreadable",
        f"The certificate in {certificate_file} or its private key cannot be read. Both must be in PEM form: blocks"
        " that begin with -----BEGIN.",
        "certificate_file",
    )
