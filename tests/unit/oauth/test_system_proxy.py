"""The proxy of the system, as environment variables name it."""

import pytest

from jotlens.oauth.http.system_proxy import proxy_for, shown

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"https_proxy": "http://proxy.example:3128"}, "http://proxy.example:3128"),
        ({"HTTPS_PROXY": "proxy.example:3128"}, "http://proxy.example:3128"),
        ({"all_proxy": "socks5://proxy.example"}, "socks5://proxy.example"),
        ({"http_proxy": "http://proxy.example"}, None),
        ({"https_proxy": "http://proxy.example", "no_proxy": "other.example,.issuer.example"}, None),
        ({"https_proxy": "http://proxy.example", "no_proxy": "*"}, None),
    ],
)
def test_which_proxy_is_used(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], proxy: str | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_for("https://login.issuer.example/token") == proxy


@pytest.mark.parametrize("address", ["https://localhost/", "http://127.0.0.1:8080/", "http://[::1]/"])
def test_this_computer_is_never_behind_a_proxy(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in NAMES[:3]:
        monkeypatch.setenv(name, "http://proxy.example")
    assert proxy_for(address) is None


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("http://me:hidden@proxy.example:3128/", "proxy.example:3128"),
        ("http://proxy.example", "proxy.example"),
        ("http://proxy.example:port", "proxy.example"),
    ],
)
def test_a_proxy_is_shown_without_its_password(proxy: str, said: str) -> None:
    assert shown(proxy) == said
