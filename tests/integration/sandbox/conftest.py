"""One sandbox a module, reset before each test, and a visitor with a fresh browser."""

from collections.abc import Iterator

import pytest

from jotlens.sandbox.model import Settings
from jotlens.sandbox.running import Sandbox
from tests.support.looking import Look
from tests.support.visitor import FakeClock, Visitor, sandbox


@pytest.fixture(scope="module")
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="module")
def _running(clock: FakeClock) -> Iterator[Sandbox]:
    with sandbox(clock) as running:
        yield running


@pytest.fixture
def tenant(_running: Sandbox) -> Sandbox:
    """A sandbox that remembers nothing, with today's rules and no rate limits."""
    _running.reset()
    _running.settings = Settings(rate_limits=False)
    return _running


@pytest.fixture
def visitor(tenant: Sandbox) -> Iterator[Visitor]:
    """Ursula, with a browser that has never been here."""
    person = Visitor(tenant)
    yield person
    person.close()


@pytest.fixture
def ada(tenant: Sandbox) -> Iterator[Visitor]:
    """Ada the administrator, with a browser of her own."""
    person = Visitor(tenant, "auth0|123456")
    yield person
    person.close()


@pytest.fixture
def look(clock: FakeClock) -> Look:
    """The inspector, at the sandbox's time."""
    return Look(clock)
