"""Where the secrets of a fetch come from: lines of standard input, the keyring, or nowhere."""

import io
import sys

import pytest

from jotlens.cli.failures import WrongUsageError
from jotlens.cli.secrets_given import WORDS, Secrets, gather
from jotlens.oauth.connection import Connection
from jotlens.oauth.needs import SecretKind

CONNECTION = Connection("0" * 32, "acme")
SECRET, USER, PASSWORD = SecretKind.CLIENT_SECRET, SecretKind.USERNAME, SecretKind.PASSWORD
WANTED = (SECRET, USER, PASSWORD)
KEPT = {SECRET: "kept secret", USER: "kept user", PASSWORD: "kept password"}


def gathered(
    monkeypatch: pytest.MonkeyPatch,
    typed: str | None,
    kept: dict[SecretKind, str],
    wanted: tuple[SecretKind, ...],
) -> Secrets:
    stream = io.TextIOWrapper(io.BytesIO((typed or "").encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    return gather(CONNECTION, wanted, from_stdin=typed is not None, load=lambda _, kind: kept.get(kind))


def test_every_kind_has_a_word() -> None:
    assert set(WORDS) == set(SecretKind)


@pytest.mark.parametrize(
    ("typed", "kept", "values", "new"),
    [
        (None, KEPT, ("kept secret", "kept user", "kept password"), ()),
        ("a\nb\nc\n", KEPT, ("a", "b", "c"), WANTED),
        ("a\r\nb\r\nc", {}, ("a", "b", "c"), WANTED),
        ("a\nb\nc\nd\n", {}, ("a", "b", "c"), WANTED),
        ("b\nc\n", {SECRET: "kept secret"}, ("kept secret", "b", "c"), (USER, PASSWORD)),
        (" blanks stay \nb\nc", {}, (" blanks stay ", "b", "c"), WANTED),
    ],
)
def test_lines_come_before_the_keyring(
    monkeypatch: pytest.MonkeyPatch,
    typed: str | None,
    kept: dict[SecretKind, str],
    values: tuple[str, ...],
    new: tuple[SecretKind, ...],
) -> None:
    secrets = gathered(monkeypatch, typed, kept, WANTED)
    assert tuple(secrets.by_kind.values()) == values
    assert secrets.new == frozenset(new)


@pytest.mark.parametrize(
    ("typed", "kept", "part"),
    [
        (None, {}, "Pipe it in"),
        ("", {}, "no line for it"),
        ("a\n", {}, "the user name"),
        ("a\nb\n", {SECRET: "x", USER: "y"}, "were not needed"),
    ],
)
def test_what_is_missing_is_said_without_a_value(
    monkeypatch: pytest.MonkeyPatch, typed: str | None, kept: dict[SecretKind, str], part: str
) -> None:
    with pytest.raises(WrongUsageError, match=part):
        gathered(monkeypatch, typed, kept, WANTED)


def test_what_is_given_goes_where_it_belongs_and_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = gathered(monkeypatch, "\n".join(f"value {kind}" for kind in SecretKind), {}, tuple(SecretKind))
    given = secrets.given("urn:x")
    for kind in SecretKind:
        assert getattr(given, kind.field) == f"value {kind}"
    assert given.subject_token_type == "urn:x"
    assert "value" not in repr(secrets) + repr(given)
