"""Secrets of this session: in memory, named by id and kind, and shown to nobody."""

import copy
import pickle

import pytest

from jotlens.oauth.cancellation import Cancellation
from jotlens.storage.patience import GivenUp, Patience
from jotlens.storage.secrets import Kept, Loaded, Reason, SecretStore, Where

ID = "0123456789abcdef" * 2
SECRET = "correct horse battery staple"


@pytest.fixture
def store() -> SecretStore:
    return SecretStore()


def test_it_is_there_until_the_store_is_closed(store: SecretStore) -> None:
    kept = store.keep(ID, "client-secret", SECRET, Where.SESSION)
    assert (kept.where, kept.reason) == (Where.SESSION, Reason.AS_ASKED)
    loaded = store.load(ID, "client-secret")
    assert (loaded.secret, loaded.where) == (SECRET, Where.SESSION)
    store.close()
    assert store.load(ID, "client-secret").secret is None


def test_once_means_nowhere(store: SecretStore) -> None:
    assert store.keep(ID, "password", SECRET, Where.NOWHERE).where is Where.NOWHERE
    assert store.load(ID, "password").secret is None


def test_kinds_and_connections_are_told_apart(store: SecretStore) -> None:
    store.keep(ID, "client-secret", SECRET, Where.SESSION)
    assert store.load(ID, "password").secret is None
    assert store.load("f" * 32, "client-secret").secret is None
    store.forget("f" * 32)
    assert store.load(ID, "client-secret").secret == SECRET
    store.forget(ID)
    assert store.load(ID, "client-secret").secret is None


def test_nobody_sees_it(store: SecretStore) -> None:
    kept = store.keep(ID, "client-secret", SECRET, Where.SESSION)
    loaded = store.load(ID, "client-secret")
    assert loaded.secret == SECRET
    assert SECRET not in repr((store, kept, loaded)) + str(store)
    for copier in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="not copied") as caught:
            copier(store)
        assert SECRET not in repr(caught.value)


@pytest.mark.parametrize("name", ["", "https://acme.example", "../x", "A", "x/y", "ü"])
def test_a_name_that_could_say_something_is_a_bug(store: SecretStore, name: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        store.keep(name, "client-secret", SECRET)
    with pytest.raises(ValueError, match="small letters"):
        store.load(ID, name)


def test_what_is_empty_is_not_kept(store: SecretStore) -> None:
    store.keep(ID, "client-secret", SECRET, Where.SESSION)
    assert store.keep(ID, "client-secret", "") == Kept(
        Where.NOWHERE, Reason.EMPTY, "There is nothing to keep."
    )
    assert store.load(ID, "client-secret").secret is None
    assert isinstance(store.load(ID, "client-secret"), Loaded)


def test_a_call_that_never_ends_is_given_up_and_waited_for_no_more() -> None:
    import threading

    patience, open_again = Patience(), threading.Event()
    told: list[bool] = []

    def stuck(given_up: object) -> str:
        open_again.wait()
        assert callable(given_up)
        told.append(given_up())
        return "late"

    assert patience.run(stuck, 0.05) is GivenUp.TIMED_OUT
    assert patience.run(lambda _: "next", 5.0) is GivenUp.STILL_WAITING
    open_again.set()
    while (result := patience.run(lambda _: "next", 5.0)) is GivenUp.STILL_WAITING:
        pass
    assert result == "next"
    assert told == [True]


def test_a_cancelled_call_ends_at_once() -> None:
    import threading

    cancellation, began, open_again = Cancellation(), threading.Event(), threading.Event()

    def stuck(_: object) -> None:
        began.set()
        open_again.wait()

    def cancel() -> None:
        began.wait()
        cancellation.cancel()

    thread = threading.Thread(target=cancel)
    thread.start()
    assert Patience().run(stuck, 600.0, cancellation) is GivenUp.CANCELLED
    open_again.set()
    thread.join()
