"""The installed program, at the certified authorization server, with a home of its own."""

from pathlib import Path

import pytest

from tests.support.authorization_server.process import AuthorizationServer
from tests.support.person import Person
from tests.support.terminal_login import Terminal


@pytest.fixture
def terminal(authorization_server: AuthorizationServer, person: Person, tmp_path: Path) -> Terminal:
    """Someone at a terminal who may log in at the authorization server."""
    return Terminal(authorization_server, person, tmp_path)
