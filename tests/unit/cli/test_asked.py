"""Options of the command line, read into a policy, keys and an instant."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jotlens.cli.arguments import inspect_parser
from jotlens.cli.asked import Asked, asked, parse_instant
from jotlens.cli.failures import UnreadableInputError, WrongUsageError
from jotlens.inspection.keys.load import KeyForm

NOON = datetime(2016, 3, 24, 12, tzinfo=UTC)


def _asked(*words: str) -> Asked:
    return asked(inspect_parser().parse_args(words))


@pytest.mark.parametrize(
    "text",
    [
        "2016-03-24T12:00Z",
        "2016-03-24T12:00:00+00:00",
        "2016-03-24 12:00",
        "2016-03-24T13:00+01:00",
        "20160324T120000Z",
        "1458820800",
        " 1458820800.0 ",
    ],
)
def test_times_are_iso_8601_or_seconds_since_1970(text: str) -> None:
    assert parse_instant(text) == NOON


def test_now_is_left_to_the_clock() -> None:
    assert parse_instant("now") is None
    assert _asked().at is None


@pytest.mark.parametrize(
    "text", ["yesterday", "", "2016-13-01", "0001-01-01T00:00+14:00", "99999999999999999"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(WrongUsageError):
        parse_instant(text)


def test_milliseconds_are_recognised() -> None:
    with pytest.raises(WrongUsageError, match="divide it by 1000"):
        parse_instant("1458820800000000")


def test_names_are_split_at_blanks_and_commas() -> None:
    policy = _asked("--scope", "read write", "--scope", "admin,all", "--alg", "RS256").policy
    assert policy.scopes == ("read", "write", "admin", "all")
    assert policy.algorithms == ("RS256",)
    assert policy.permissions == ()


def test_the_leeway_is_for_people_unless_a_machine_asks() -> None:
    assert _asked().policy.leeway_s == 60
    assert _asked("--batch").policy.leeway_s == 0
    assert _asked("--batch", "--leeway", "5").policy.leeway_s == 5
    assert _asked("--leeway", "0").policy.leeway_s == 0


def test_a_secret_comes_from_standard_input_without_its_line_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"keyboardcat\r\n")))
    keys = _asked("token.txt", "--secret-stdin").keys
    assert keys.form is KeyForm.SECRET
    assert [key.secret for key in keys.keys] == [b"keyboardcat"]


@pytest.mark.parametrize("words", [[], ["-"]])
def test_secret_and_token_cannot_both_be_standard_input(words: list[str]) -> None:
    with pytest.raises(WrongUsageError, match="token must come from a FILE"):
        _asked(*words, "--secret-stdin")


def test_a_key_set_is_not_fetched() -> None:
    with pytest.raises(WrongUsageError, match="Save the key set as a file"):
        _asked("--jwks", "https://issuer.example/.well-known/jwks.json")


def test_a_key_file_is_told_by_its_content(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text('{"kty":"oct","k":"a2V5Ym9hcmRjYXQ","kid":"one"}\n')
    keys = _asked("--key", str(file)).keys
    assert [(key.kid, key.secret) for key in keys.keys] == [("one", b"keyboardcat")]


def test_a_key_that_is_none_is_told_without_its_text(tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_text('{"keys": [], "hidden": "s3cret"}')
    with pytest.raises(UnreadableInputError, match="no key in this JSON") as refused:
        _asked("--jwks", str(file))
    assert "s3cret" not in refused.value.sentence


def test_a_missing_key_file_is_named() -> None:
    with pytest.raises(UnreadableInputError, match="There is no file “nowhere"):
        _asked("--key", "nowhere.pem")


def test_the_text_that_a_paseto_token_is_signed_along_with_is_taken() -> None:
    assert _asked("--implicit-assertion", "user 7").policy.implicit_assertion == "user 7"
    assert _asked().policy.implicit_assertion is None


def test_published_secrets_are_always_tried() -> None:
    assert "keyboardcat" in _asked().keys.guesses
