"""The benchmarks measure what they say: tokens of the size they name, and no times of a program that failed."""

import pytest

from jotlens.inspection.keys.load import KeyForm, load_keys
from jotlens.inspection.model import Policy, SignatureStatus
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.tokens.model import Kind
from jotlens.tokens.read import LONGEST_TOKEN, read
from tests.benchmarks import signature
from tests.benchmarks.figures import UnmeasuredError, print_table
from tests.benchmarks.tokens import SECRET, SIZES, signed_token, unverifiable_token
from tests.benchmarks.watched import Program, start


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("as_list", [True, False])
def test_tokens_have_their_size_and_are_genuine(size: int, *, as_list: bool) -> None:
    text = signed_token(size, as_list=as_list)
    assert size * 0.97 <= len(text) <= min(size, LONGEST_TOKEN)
    keys = load_keys(SECRET.decode(), KeyForm.SECRET)
    assert verify_signature(read(text), keys, Policy()).verdict.status is SignatureStatus.VERIFIED
    assert signed_token(size, 1, as_list=as_list) != text


def test_the_usual_token_can_be_read_and_not_verified() -> None:
    token = read(unverifiable_token(1 << 10))
    assert (token.kind, token.alg, token.faults) == (Kind.JWS, "RS256", ())


@pytest.mark.parametrize("method", signature.METHODS)
def test_what_is_measured_of_a_signature_verifies(method: str) -> None:
    token, keys, bare = signature.prepare(method)
    assert (token.alg, keys.keys[0].problem) == (method, None)
    assert 1_700 <= len(token.text) <= 2_500
    assert bare() is None


def test_a_program_that_fails_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "no-such-platform")
    with pytest.raises(UnmeasuredError, match="empty failed"):
        start(Program("empty"))


def test_an_empty_window_is_measured() -> None:
    run = start(Program("empty"))
    assert run.painted_ms > 0
    assert run.memory_mib > 1


def test_a_table_has_straight_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Title", ["name", "ms"], [["a", "1.0"], ["long name", "100.0"]], "a note")
    assert capsys.readouterr().out.splitlines() == [
        "",
        "Title",
        "  name          ms",
        "  ---------  -----",
        "  a            1.0",
        "  long name  100.0",
        "  a note",
    ]
