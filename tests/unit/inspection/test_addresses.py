"""Addresses: their parts, what runs on the same machine, and two spellings of one target."""

import pytest

from jotlens.inspection.addresses import Address, address, same_target


def test_the_parts_of_an_address() -> None:
    assert address("HTTPS://user:pw@API.Example.com:8443/v1/x?a=1#top") == Address(
        "https", "api.example.com", "8443", "/v1/x", "?a=1#top"
    )
    assert address("https://a.example:443") == Address("https", "a.example", "", "", "")
    assert address("api://orders") == Address("api", "orders", "", "", "")
    assert address("https://[2001:db8::1]:8080/") == Address("https", "[2001:db8::1]", "8080", "/", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "joe",
        "urn:x",
        "https://",
        "https:///path",
        "//a.example",
        "https://a:b:c/",
        "https://[::1",
        "1://a",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert address(text) is None


@pytest.mark.parametrize(
    ("text", "loopback"),
    [
        ("http://localhost:3000/", True),
        ("http://127.0.0.1/", True),
        ("http://127.8.9.10/", True),
        ("http://[::1]:8080/", True),
        ("http://app.localhost/", True),
        ("http://127.0.0.1.evil.example/", False),
        ("http://localhost.evil.example/", False),
        ("http://128.0.0.1/", False),
    ],
)
def test_what_runs_on_the_same_machine(text: str, loopback: bool) -> None:  # noqa: FBT001  # a table's column
    place = address(text)
    assert place is not None
    assert place.is_loopback is loopback


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example", "https://A.example:443/", True),
        ("http://a.example:80/x", "http://a.example/x", True),
        ("https://a.example/%7Eada", "https://a.example/~ada", True),
        ("https://a.example/a%2fb", "https://a.example/a%2Fb", True),
        ("https://a.example/a%2Fb", "https://a.example/a/b", False),
        ("https://a.example/a/./b/../c", "https://a.example/a/c", True),
        ("https://a.example/a/..", "https://a.example/", True),
        ("https://a.example/../../a", "https://a.example/a", True),
        ("https://a.example/a", "https://a.example/a/", False),
        ("https://a.example/a//b", "https://a.example/a/b", False),
        ("https://a.example:80/", "https://a.example/", False),
        ("no address", "no address", True),
        ("no address", "https://a.example/", False),
    ],
)
def test_two_spellings_of_one_target(one: str, other: str, same: bool) -> None:  # noqa: FBT001  # a table's column
    assert same_target(one, other) is same
    assert same_target(other, one) is same
