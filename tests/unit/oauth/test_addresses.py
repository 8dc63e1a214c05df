"""Which addresses are called, and which hosts are inside the network, however they are written."""

import socket

import pytest

from jotlens.oauth.addresses import check_address, check_form, is_inside, is_loopback_name
from jotlens.oauth.failures import RefusedAddressError


def refusal(url: str, **options: object) -> RefusedAddressError:
    with pytest.raises(RefusedAddressError) as caught:
        check_address(url, **{"from_token": False, **options})  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    "url",
    [
        "https://issuer.example/",
        "https://issuer.example:8443/a?b=c",
        "http://127.0.0.1:8080/",
        "http://localhost/",
        "http://[::1]:9/",
        "http://LOCALHOST./",
        "http://127.9.9.9/",
    ],
)
def test_what_is_called(url: str) -> None:
    check_address(url, from_token=False)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://issuer.example/", "not-https"),
        ("http://127.0.0.1.issuer.example/", "not-https"),
        ("http://localhost.issuer.example/", "not-https"),
        ("http://2130706433/", "not-https"),
        ("https://user:password@issuer.example/", "user-in-address"),
        ("https://@issuer.example/", "user-in-address"),
        ("file:///etc/hostname", "address"),
        ("issuer.example", "address"),
        ("https://", "address"),
        ("https://issuer.example:port/", "address"),
        ("https://[::1/", "address"),
        ("https://issuer.example/a\nb", "address"),
        ("", "address"),
    ],
)
def test_what_is_not_called(url: str, code: str) -> None:
    error = refusal(url)
    assert (error.code, error.may_confirm) == (code, False)
    assert "password" not in error.sentence.replace("a password", "")
    with pytest.raises(RefusedAddressError):
        check_form(url)


@pytest.mark.parametrize(
    "address",
    "10.0.0.1 172.16.0.1 192.168.1.1 127.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255"
    " 198.18.0.1 192.0.0.8 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::a00:1"
    " 2002:0a00:0001:: 64:ff9b:1::1".split(),
)
def test_addresses_inside(address: str) -> None:
    assert is_inside(address)


@pytest.mark.parametrize("address", "8.8.8.8 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split())
def test_addresses_outside(address: str) -> None:
    assert not is_inside(address)


def test_a_token_s_issuer_inside_the_network_needs_a_second_yes() -> None:
    def inside(_host: str, _port: int) -> tuple[str, ...]:
        return "8.8.8.8", "10.1.2.3"

    error = refusal("https://issuer.example/", from_token=True, resolve=inside)
    assert (error.code, error.host, error.may_confirm) == ("inside-network", "issuer.example", True)
    check_address("https://issuer.example/", from_token=True, confirmed_private=True, resolve=inside)
    check_address("https://issuer.example/", from_token=False, resolve=inside)
    check_address("https://issuer.example/", from_token=True, resolve=lambda *_: ("8.8.8.8",))


@pytest.mark.parametrize("url", ["http://localhost:8080/", "https://127.0.0.1/", "http://[::1]/"])
def test_a_token_s_issuer_on_this_computer_needs_a_second_yes(url: str) -> None:
    assert refusal(url, from_token=True).may_confirm


def test_a_name_that_is_not_found_is_left_to_the_door() -> None:
    def unknown(_host: str, _port: int) -> tuple[str, ...]:
        raise socket.gaierror

    check_address("https://issuer.example/", from_token=True, resolve=unknown)


@pytest.mark.parametrize("name", ["127.0.0.1.example", "notlocalhost", "localhost.example", "128.0.0.1", ""])
def test_names_that_only_look_like_this_computer(name: str) -> None:
    assert not is_loopback_name(name)
