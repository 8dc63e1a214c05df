"""Options of the command line, read into a policy, keys and an instant."""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jotlens.cli.asked import Asked, asked
from jotlens.cli.failures import UnreadableInputError, WrongUsageError
from jotlens.cli.inspect_words import inspect_parser
from jotlens.inspection.keys.load import KeyForm

NOON = datetime(2016, 3, 24, 12, tzinfo=UTC)


def _asked(*words: str) -> Asked:
    return asked(inspect_parser().parse_args(words))


@pytest.mark.parametrize(
    "text",
    ["2016-03-24T12:00Z", "2016-03-24 12:00", "24 Mar 2016 1:00 pm CET", "1458820800", "1458820800000"],
)
def test_a_moment_is_read_as_people_write_it_and_is_in_utc_without_a_zone(text: str) -> None:
    assert _asked("--at", text).at == NOON
    assert _asked("--received-at", text).policy.received_at == NOON


def test_now_is_left_to_the_clock() -> None:
    assert _asked("--at", "now").at is None
    assert _asked().at is None


@pytest.mark.parametrize("option", ["--at", "--received-at", "--issuer-date"])
@pytest.mark.parametrize("text", ["yesterday", "", "2016-13-01", "0001-01-01T00:00+14:00"])
def test_what_is_no_time_is_refused_with_a_sentence(option: str, text: str) -> None:
    with pytest.raises(WrongUsageError) as refused:
        _asked(option, text)
    assert refused.value.sentence.endswith((".", "now."))


def test_how_a_time_was_understood_is_said() -> None:
    assert _asked("--at", "2016-03-24T12:00:00Z").remarks == ()
    (said,) = _asked("--at", "04/03/2016 12:00 UTC").remarks
    assert said.startswith(
        "--at was read as 4 Mar 2016, 12:00:00 UTC. “04/03/2016 12:00 UTC” was read with the day"
    )
    assert len(_asked("--at", "1458820800000", "--received-at", "Mar 24 12:00:00").remarks) == 2


def test_the_life_of_an_answer_can_be_given() -> None:
    policy = _asked("--received-at", "2016-03-24 12:00", "--expires-in", "3600").policy
    assert (policy.received_at, policy.expires_in_s) == (NOON, 3600)


def test_the_issuers_clock_is_held_against_the_moment_when_its_answer_came() -> None:
    date = ("--issuer-date", "Date: Thu, 24 Mar 2016 12:00:42 GMT")
    assert _asked().policy.clock_skew_s is None
    assert _asked("--at", "2016-03-24T12:00:00Z", *date).policy.clock_skew_s == -42
    assert _asked("--at", "2016-03-24T12:00:42.9Z", *date).policy.clock_skew_s == 0
    assert _asked("--at", "2020-01-01", "--received-at", "2016-03-24T12:01Z", *date).policy.clock_skew_s == 18
    assert (_asked(*date).policy.clock_skew_s or 0) > 3 * 10**8


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


def test_a_key_set_is_not_fetched_without_encryption(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WrongUsageError, match="without encryption"):
        _asked("--jwks", "http://issuer.example/.well-known/jwks.json")
    assert "issuer.example" in capsys.readouterr().err


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


def test_a_profile_is_chosen_by_its_id() -> None:
    assert _asked("--profile", "id-token").policy.profile == "id-token"
    assert _asked().policy.profile is None
    with pytest.raises(WrongUsageError, match="There are: refresh-token, "):
        _asked("--profile", "cookie")
