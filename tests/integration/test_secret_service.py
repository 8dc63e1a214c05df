"""The OS keyring that other tests stand on is a real one, and can be locked, missing, or waiting for a person."""

import threading

import keyring
import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from tests.support.secret_service import SecretService


def test_a_secret_is_kept(secret_service: SecretService) -> None:
    keyring.set_password("jotlens-test", "who", "ünlikely")
    assert keyring.get_password("jotlens-test", "who") == "ünlikely"
    (item,) = secret_service.items()
    assert item.secret == "ünlikely".encode()
    assert ("service", "jotlens-test") in item.attributes


def test_the_next_test_finds_it_empty(secret_service: SecretService) -> None:
    assert secret_service.items() == ()
    assert keyring.get_password("jotlens-test", "who") is None


def test_a_locked_keyring_tells_so(secret_service: SecretService) -> None:
    keyring.set_password("jotlens-test", "who", "unlikely")
    secret_service.lock()
    with pytest.raises(KeyringLocked):
        keyring.get_password("jotlens-test", "who")
    secret_service.unlock()
    assert keyring.get_password("jotlens-test", "who") == "unlikely"


@pytest.mark.usefixtures("locked_secret_service")
def test_nothing_is_written_to_a_locked_keyring() -> None:
    with pytest.raises(KeyringLocked):
        keyring.set_password("jotlens-test", "who", "unlikely")


def test_a_prompt_stays_open_until_it_is_dismissed(locked_secret_service: SecretService) -> None:
    outcome: list[type[BaseException]] = []

    def ask() -> None:
        try:
            keyring.get_password("jotlens-test", "who")
        except KeyringLocked as error:
            outcome.append(type(error))

    thread = threading.Thread(target=ask)
    with locked_secret_service.unanswered_prompts() as asked:
        thread.start()
        assert asked.wait(10)
        assert thread.is_alive()
        assert outcome == []
    thread.join(10)
    assert outcome == [KeyringLocked]


@pytest.mark.usefixtures("bus_without_secrets")
def test_a_bus_without_a_secret_service() -> None:
    with pytest.raises(NoKeyringError):
        keyring.get_password("jotlens-test", "who")


@pytest.mark.usefixtures("no_keyring")
def test_no_bus() -> None:
    with pytest.raises(NoKeyringError):
        keyring.get_password("jotlens-test", "who")
