"""Whom the door trusts, who it says the client is, and which proxy it goes through."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from jotlens.oauth.failures import ConnectionGapError, NetworkError
from jotlens.oauth.http import Certificates, Door, Way, certificates, certificates_in_use
from jotlens.oauth.trace import Trace
from tests.support.around import around, failure, only_exchange
from tests.support.bad_server import WAYS
from tests.support.certificates import Authority, server_context
from tests.support.http_server import HttpServer, serving


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("good", "tls-untrusted"),
        ("self-signed", "tls-untrusted"),
        ("wrong-host", "tls-hostname"),
        ("expired", "tls-expired"),
    ],
)
def test_a_bad_certificate_gets_nothing(
    tls_server: Callable[[str], HttpServer],
    certificate_authority: Authority,
    tmp_path: Path,
    kind: str,
    code: str,
) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_text(certificate_authority.certificate)
    way = Way() if kind == "good" else Way(ca_file=str(ca))
    server = tls_server(kind)
    error = failure(Door(way, around()), server.url("400"))
    assert error.code == code
    assert server.requests == ()


def test_no_switch_turns_verification_off(tls_server: Callable[[str], HttpServer]) -> None:
    import requests

    server = tls_server("self-signed")
    door = Door(Way(), around())
    with requests.Session() as session:
        session.verify = False
        door.prepare(session)
        with pytest.raises(NetworkError) as caught:
            session.get(server.url("400"), verify=False)
    assert caught.value.code == "tls-untrusted"
    assert server.requests == ()


def test_an_authority_of_its_own_is_trusted(
    tls_server: Callable[[str], HttpServer], certificate_authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text(certificate_authority.certificate)
    door = Door(Way(ca_file=str(tmp_path / "ca.pem")), around())
    assert door.send("x", "GET", tls_server("good").url("401")).text == "Unauthorized"


def test_https_at_a_port_of_http(bad_server: HttpServer) -> None:
    error = failure(Door(Way(), around()), bad_server.url("400").replace("http:", "https:"))
    assert error.code in {"not-tls", "closed"}


# --- who the client is ----------------------------------------------------------------------------------------


def test_files_that_cannot_be_used_are_named(tmp_path: Path, certificate_authority: Authority) -> None:
    made = certificate_authority.issue("client", "client.example")
    other = certificate_authority.issue("other", "other.example")
    certificate, key = map(str, made.written_to(tmp_path, "client"))
    _, other_key = map(str, other.written_to(tmp_path, "other"))
    text = tmp_path / "text.pem"
    text.write_text("no certificate")
    missing = str(tmp_path / "missing.pem")
    expected = (
        (Way(ca_file=missing), "ca-file-missing", "ca_file"),
        (Way(ca_file=str(text)), "ca-file-unreadable", "ca_file"),
        (Way(certificate_file=missing), "certificate-missing", "certificate_file"),
        (Way(certificate_file=certificate, key_file=missing), "certificate-missing", "key_file"),
        (Way(certificate_file=certificate, key_file=other_key), "key-mismatch", "key_file"),
        (Way(certificate_file=str(text), key_file=key), "certificate-unreadable", "certificate_file"),
    )
    for way, code, field in expected:
        error = failure(Door(way, around()), "https://127.0.0.1:1/")
        assert isinstance(error, ConnectionGapError)
        assert (error.code, error.field) == (code, field)


@pytest.fixture
def client_files(certificate_authority: Authority, tmp_path: Path) -> tuple[str, str, str]:
    """The certificate of a client, its key, and the same key protected by the passphrase `open`."""
    made = certificate_authority.issue("client", "client.example")
    certificate, key = made.written_to(tmp_path, "client")
    protected = tmp_path / "protected-key.pem"
    private = serialization.load_pem_private_key(made.key.encode(), None)
    protected.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"open"),
        )
    )
    return str(certificate), str(key), str(protected)


def test_a_client_shows_its_certificate(
    certificate_authority: Authority, client_files: tuple[str, str, str], tmp_path: Path
) -> None:
    certificate, key, protected = client_files
    ca = tmp_path / "ca.pem"
    ca.write_text(certificate_authority.certificate)
    context = server_context("good", certificate_authority, tmp_path)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cafile=ca)
    with serving(WAYS, context) as server:
        for way in (
            Way(str(ca), certificate, key),
            Way(str(ca), certificate, protected, "open"),
        ):
            assert Door(way, around()).send("x", "GET", server.url("nothing-in-it")).ok
        trace = Trace()
        error = failure(Door(Way(str(ca)), around(trace=trace)), server.url("nothing-in-it"))
        assert error.code in {"tls-client", "closed"}
        assert only_exchange(trace).status is None


@pytest.mark.parametrize(("passphrase", "said"), [(None, "enter it"), ("wrong", "does not open it")])
def test_a_protected_key_asks_for_its_passphrase_and_nobody_at_the_terminal(
    client_files: tuple[str, str, str], passphrase: str | None, said: str
) -> None:
    certificate, _, protected = client_files
    error = failure(Door(Way("", certificate, protected, passphrase), around()), "https://127.0.0.1:1/")
    assert error.code == "key-passphrase"
    assert said in error.sentence
    assert "wrong" not in error.sentence


def test_the_certificates_in_use_can_be_named() -> None:
    found = certificates_in_use()
    assert Path(found.place).exists()


def test_without_any_of_the_system_a_list_of_ours_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.setattr(certificates, "FILES", ())
    found = certificates_in_use()
    assert found.store is certificates.Store.CERTIFI
    assert Path(found.place).is_file()
    assert found == Certificates(found.store, found.place)


def test_a_file_of_the_environment_is_the_system_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.pem").write_text("x")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
    assert certificates_in_use() == Certificates(certificates.Store.SYSTEM, str(tmp_path / "own.pem"))


# --- proxies ------------------------------------------------------------------------------------------------


def test_a_proxy_that_wants_a_password(refusing_proxy: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", refusing_proxy.origin.replace("://", "://me:hidden@"))
    error = failure(Door(Way(), around()), "https://issuer.example/token")
    assert error.code == "proxy-auth"
    assert "127.0.0.1" in error.sentence
    assert "hidden" not in error.sentence
    assert [request.method for request in refusing_proxy.requests] == ["CONNECT"]


def test_a_proxy_that_is_not_there(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", nowhere)
    assert failure(Door(Way(), around()), "https://issuer.example/token").code == "proxy"


def test_a_proxy_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    assert failure(Door(Way(), around()), "https://issuer.example/token").code == "proxy-kind"


def test_loopback_is_never_proxied(
    bad_server: HttpServer, nowhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", nowhere)
    monkeypatch.setenv("all_proxy", nowhere)
    assert Door(Way(), around()).send("x", "GET", bad_server.url("nothing-in-it")).ok
