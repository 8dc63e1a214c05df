"""The opener of the system's browser: addresses of the web only, no shell, and the system's own libraries."""

import sys
from pathlib import Path

import pytest

from jotlens.oauth.browser import open_browser, outside

ADDRESS = "https://login.example/auth?state=a%20b&nonce=$HOME`id`;x"


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A screen, and an xdg-open that writes down what it was given."""
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s|%s|%s" "$#" "$1" "$LD_LIBRARY_PATH" > "{tmp_path}/given"\n')
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/frozen")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/system")
    return tmp_path


pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="xdg-open is Linux's")


def test_the_address_is_one_argument_and_no_shell_sees_it(screen: Path) -> None:
    assert open_browser(ADDRESS)
    assert (screen / "given").read_text() == f"1|{ADDRESS}|/system"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "-h",
        "https://a b",
        "https://a\n",
        "ftp://a",
        " https://a",
        "HTTPS://a",
    ],
)
def test_only_addresses_of_the_web(screen: Path, address: str) -> None:
    assert not open_browser(address)
    assert not (screen / "given").exists()


def test_an_opener_that_fails(screen: Path) -> None:
    (screen / "xdg-open").write_text("#!/bin/sh\nexit 3\n")
    assert not open_browser(ADDRESS)


@pytest.mark.usefixtures("screen")
def test_without_a_screen_nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not open_browser(ADDRESS)


def test_the_library_path_of_a_package_is_taken_back() -> None:
    assert outside({"LD_LIBRARY_PATH": "a", "LD_LIBRARY_PATH_ORIG": "b"}) == {"LD_LIBRARY_PATH": "b"}
    assert outside({"LD_LIBRARY_PATH": "mine"}) == {"LD_LIBRARY_PATH": "mine"}
