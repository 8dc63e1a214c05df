"""`jotlens connection` and `refresh`, with and without a keyring; and that no secret is anywhere but in it."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.support.person import Person
from tests.support.secret_service import SecretService
from tests.support.terminal_login import API, Terminal

SECRET = "a secret of these tests, easily found"
ADD = ("connection", "add", "acme", "--issuer", "acme.eu.auth0.com", "--client-id", "abc")
MACHINE = ("--grant", "client-credentials")


@pytest.fixture
def with_keyring(terminal: Terminal, secret_service: SecretService) -> Terminal:
    terminal.environment = {"DBUS_SESSION_BUS_ADDRESS": secret_service.address}
    return terminal


def names(terminal: Terminal) -> list[str]:
    found = json.loads(terminal.run("connection", "list", "--json").out)
    return [each["name"] for each in found["connections"]]


def test_add_list_show_and_remove(terminal: Terminal) -> None:
    assert "There is no connection yet" in terminal.run("connection", "list").out
    added = terminal.run(*ADD, "--provider", "auth0", "--audience", API)
    assert (added.code, added.out) == (0, "")
    assert terminal.run("connection", "list").out == "acme  authorization-code  https://acme.eu.auth0.com/\n"
    shown = terminal.run("connection", "show", "acme").out
    assert "Where Auth0 shows the values" in shown
    assert "Allowed Callback URLs holds" in shown
    removed = terminal.run("connection", "remove", "ACME")
    assert removed.code == 0
    assert "is deleted" in removed.err
    assert names(terminal) == []


def test_nothing_is_made_by_looking(terminal: Terminal) -> None:
    terminal.run("connection", "list")
    terminal.run("doctor")
    assert list(terminal.home.iterdir()) == []


def test_export_and_import(terminal: Terminal) -> None:
    terminal.run(*ADD, "--param", "prompt=login", "--token-endpoint", "https://acme.example/t")
    text = terminal.run("connection", "export", "acme").out
    brought = terminal.run("connection", "import", "--json", given=text)
    assert brought.code == 0
    (fields,) = json.loads(brought.out)["connections"]
    assert (fields["name"], fields["extra"]) == ("acme (2)", ["prompt=login"])
    assert fields["endpoints"]["token_endpoint"] == "https://acme.example/t"
    poisoned = terminal.run("connection", "import", given=f'{text}\nclient_secret = "{SECRET}"\n')
    assert poisoned.code == 2
    assert SECRET not in poisoned.err


@pytest.mark.parametrize(
    "words",
    [
        ["connection"],
        ["connection", "add", "x"],
        ["connection", "add", "x", "--issuer", "https://a.example"],
        ["connection", "add", "x", "--issuer", "a.example", "--client-id", "b", "--provider", "nobody"],
        ["connection", "add", "x", "--issuer", "a.example", "--client-id", "b", "--param", "password=c"],
        ["connection", "add", "x", "--issuer", "a.example", "--client-id", "b", "--grant", "magic"],
        ["connection", "show", "nobody"],
        ["connection", "import", "no-such-file"],
    ],
)
def test_wrong_usage_is_2(terminal: Terminal, words: list[str]) -> None:
    assert terminal.run(*words).code == 2
    assert terminal.texts() == ""


def test_a_name_that_is_taken_is_refused(terminal: Terminal) -> None:
    terminal.run(*ADD)
    again = terminal.run(*ADD)
    assert again.code == 2
    assert "already a connection" in again.err


def test_without_a_keyring_the_secret_is_not_kept_and_it_is_said(terminal: Terminal) -> None:
    words = (*ADD, *MACHINE, "--auth", "client_secret_post", "--secret-stdin")
    done = terminal.run(*words, given=SECRET)
    assert done.code == 4
    assert "No keyring is running: the client secret is not kept" in done.err
    assert names(terminal) == ["acme"]
    assert SECRET not in terminal.texts() + done.err + done.out


def test_the_keyring_holds_the_secret_and_nothing_else_does(
    with_keyring: Terminal, secret_service: SecretService
) -> None:
    terminal = with_keyring
    secret = terminal.secret("machine").strip()
    words = terminal.client("machine", "client-credentials", "--resource", API, "--secret-stdin")
    added = terminal.run("connection", "add", "api", *words, given=secret)
    assert added.code == 0, added.err
    assert "The client secret is kept in" in added.err
    assert len(secret_service.items()) == 1
    fetched = terminal.run("fetch", "api", "--print-token")
    assert fetched.out.count(".") == 2
    assert secret not in terminal.texts() + added.err + fetched.err
    assert fetched.out.strip() not in terminal.texts() + fetched.err
    removed = terminal.run("connection", "remove", "api")
    assert "holds no secret of it any more" in removed.err
    assert secret_service.items() == ()


def test_what_is_typed_is_remembered_only_if_asked(
    with_keyring: Terminal, secret_service: SecretService
) -> None:
    terminal = with_keyring
    words = terminal.client("machine", "client-credentials", "--no-secret")
    assert "not kept" in terminal.run("connection", "add", "api", *words).err
    secret = terminal.secret("machine")
    assert terminal.run("fetch", "api", "--secret-stdin", given=secret).code == 0
    assert secret_service.items() == ()
    assert terminal.run("fetch", "api").code == 2
    kept = terminal.run("fetch", "api", "--secret-stdin", "--remember", given=secret)
    assert "The client secret is kept in" in kept.err
    assert terminal.run("fetch", "api").code == 0


def test_a_locked_keyring_is_said(terminal: Terminal, locked_secret_service: SecretService) -> None:
    terminal.environment = {"DBUS_SESSION_BUS_ADDRESS": locked_secret_service.address}
    words = (*ADD, *MACHINE, "--auth", "client_secret_post", "--secret-stdin")
    done = terminal.run(*words, given=SECRET)
    assert done.code == 4
    assert "The keyring stayed locked: the client secret is not kept" in done.err


def test_refresh_rotates_the_token_of_the_keyring(with_keyring: Terminal) -> None:
    terminal = with_keyring
    words = terminal.client("device", "device-code", "--scope", "openid offline_access")
    terminal.run("connection", "add", "mine", *words, "--remember-refresh-token")
    fetched = terminal.run("fetch", "mine", "--no-browser")
    assert "The refresh token is kept in" in fetched.err
    nobody = terminal.run("refresh", "mine")
    assert nobody.code == 2
    assert "signs the customer out" in nobody.err
    for _ in range(2):  # the second one needs the token that the first one brought
        again = terminal.run("refresh", "mine", "--yes", "--json")
        assert again.code == 0, again.err + again.out
        assert json.loads(again.out)["obtained"]["grant"] == "refresh-token"


def test_a_used_refresh_token_is_explained(terminal: Terminal) -> None:
    words = terminal.client("device", "device-code", "--scope", "openid offline_access")
    terminal.run("connection", "add", "mine", *words)
    fetched = json.loads(terminal.run("fetch", "mine", "--no-browser", "--json", "--reveal").out)
    old = next(each for each in fetched["tokens"] if each["field"] == "refresh_token")
    token = old["inspection"]["extracted"][0]
    assert terminal.run("refresh", "mine", "--yes", "--secret-stdin", given=token).code == 0
    again = terminal.run("refresh", "mine", "--yes", "--secret-stdin", given=token)
    assert again.code == 1
    assert "The refresh token is no longer good (D19)" in again.out
    assert "(D29)" not in again.out
    assert token not in terminal.texts() + again.err + again.out


def test_no_secret_is_among_the_words_of_any_program(terminal: Terminal) -> None:
    """The browser's opener gets an address: its words are the only ones that this program writes."""
    opener = terminal.home / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text('#!/bin/sh\nprintf "%s\\n" "$@" >> "$0.words"\n')
    opener.chmod(opener.stat().st_mode | stat.S_IXUSR)
    path = f"{opener.parent}{os.pathsep}{os.environ['PATH']}"
    terminal.environment = {"PATH": path, "DISPLAY": ":99"}
    terminal.person = Person(terminal.server.user, terminal.server.password)
    words = terminal.client(
        "web", "authorization-code", "--scope", "openid", "--secret-stdin", "--print-token"
    )
    secret = terminal.secret("web")
    done = terminal.run("fetch", *words, given=secret)
    assert done.code == 0, done.err
    told = Path(f"{opener}.words").read_text()
    assert told.startswith(terminal.server.issuer)
    assert secret.strip() not in told + done.err
    assert done.out.strip() not in told + done.err
    assert "code_verifier" not in told
