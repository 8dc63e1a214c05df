"""Fixtures for the real parts: an authorization server, an OS keyring, a browser.

What a part needs is installed by `packaging/setup.sh --test-parts`. Where it is missing the test is skipped
with the reason; in the CI (the variable CI is set) it fails, unless JOTLENS_WITHOUT names the part.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn

import pytest

from tests.support.authorization_server.process import AuthorizationServer, running
from tests.support.person import Person

_NODE_MODULES: Final = Path(__file__).parent / "node_modules"


@pytest.fixture(scope="session")
def node() -> str:
    """The path of a Node.js which has what package.json asks for beside it."""
    path = shutil.which("node")
    if path is None:
        _lacking("node", "Node.js is not installed")
    if not (_NODE_MODULES / ".package-lock.json").exists():
        _lacking("node", "the npm packages of tests/support are not installed")
    return path


@pytest.fixture(scope="session")
def authorization_server(
    node: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AuthorizationServer]:
    """A certified authorization server on loopback, started at the first use and ended with the session."""
    with running(node, tmp_path_factory.mktemp("authorization-server")) as server:
        yield server


@pytest.fixture
def person(authorization_server: AuthorizationServer) -> Person:
    """Someone with an account at the authorization server, who allows what is asked for."""
    return Person(authorization_server.user, authorization_server.password)


def _lacking(part: str, reason: str) -> NoReturn:
    """End the test that needs a part which is not here."""
    message = f"{reason}; packaging/setup.sh --test-parts installs it"
    if "CI" in os.environ and part not in os.environ.get("JOTLENS_WITHOUT", "").split():
        pytest.fail(message)
    pytest.skip(message)
