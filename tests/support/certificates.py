"""Makes certificates for servers and clients of the tests: good, self-signed, expired, or for another host."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its private key, both PEM; `authority` is the certificate that a client must trust."""

    certificate: str
    key: str
    authority: str

    def written_to(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Write both into a folder; return the paths of the certificate and of the key."""
        paths = folder / f"{name}.pem", folder / f"{name}-key.pem"
        paths[0].write_text(self.certificate)
        paths[1].touch(mode=0o600)
        paths[1].write_text(self.key)
        return paths


class Authority:
    """A certificate authority that lives as long as the tests do."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = _sign("JotLens test authority", self._key, self._key, None, ca=True)

    @property
    def certificate(self) -> str:
        """What a client must trust, as PEM."""
        return _pem(self._certificate)

    def issue(self, name: str, *hosts: str, expired: bool = False) -> Certificate:
        """Return a certificate with `name` as its common name, for these host names or addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _sign(name, key, self._key, self._certificate.subject, hosts=hosts, expired=expired)
        return Certificate(_pem(made), _key_pem(key), self.certificate)


def self_signed(name: str, *hosts: str) -> Certificate:
    """Return a certificate that only vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _pem(_sign(name, key, key, None, hosts=hosts))
    return Certificate(made, _key_pem(key), made)


def server_context(kind: str, authority: Authority, folder: Path) -> ssl.SSLContext:
    """Return what a server on 127.0.0.1 needs; the kinds are good, self-signed, wrong-host and expired."""
    match kind:
        case "good":
            made = authority.issue("127.0.0.1", "127.0.0.1", "localhost")
        case "self-signed":
            made = self_signed("127.0.0.1", "127.0.0.1", "localhost")
        case "wrong-host":
            made = authority.issue("other.example", "other.example")
        case "expired":
            made = authority.issue("127.0.0.1", "127.0.0.1", "localhost", expired=True)
        case _:
            raise ValueError(kind)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*made.written_to(folder, kind))
    return context


def _sign(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    issuer: x509.Name | None,
    *,
    hosts: tuple[str, ...] = (),
    expired: bool = False,
    ca: bool = False,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # noqa: TID251 - the library that checks it reads the true clock too
    first, last = (now - 10 * _DAY, now - _DAY) if expired else (now - _DAY, now + 10 * _DAY)
    builder = (
        x509.CertificateBuilder(issuer or subject, subject, key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .add_extension(_usage(ca=ca), critical=True)
    )
    if hosts:
        builder = builder.add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), False)
    return builder.sign(signer, hashes.SHA256())


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def _key_pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode("ascii")
