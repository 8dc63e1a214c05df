"""The steps of a fetch on the terminal: a line each, what was repeated once, and nothing secret in them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jotlens.cli.page import Look
from jotlens.cli.progress import Progress, prompt_lines
from jotlens.cli.qr import qr_lines
from jotlens.cli.text_steps import step_line, step_lines
from jotlens.oauth.obtained import BrowserPrompt, DevicePrompt
from jotlens.oauth.trace import Exchange, Note, Value

LOOK = Look()
SENT = Exchange(
    "token request",
    "POST",
    "https://user:pass@acme.example/oauth/token?code=s3cret",
    (("Authorization", "Basic czpzM2NyZXQtb2YtdGVzdHM="),),
    "grant_type=client_credentials&client_secret=s3cret-of-tests",
)
ANSWERED = Exchange(
    SENT.label,
    SENT.method,
    "https://acme.example/oauth/token",
    SENT.headers,
    SENT.body,
    status=200,
    reason="OK",
    answer_headers=(("Content-Type", "application/json"),),
    answer_body='{"access_token":"a-token-of-tests-0001","token_type":"Bearer"}',
    took_s=0.3149,
)


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (SENT, None),
        (ANSWERED, "✔ token request: POST acme.example/oauth/token → 200 OK, 0.31 s"),
        (
            Exchange(
                "signing keys", "GET", "https://acme.example/jwks", status=404, reason="Not\u202e Found"
            ),
            "⚠ signing keys: GET acme.example/jwks → 404 Not\\u202e Found",
        ),
        (
            Exchange("discovery", "GET", "https://acme.example/", failure="dns", took_s=1),
            "⚠ discovery: GET acme.example/ → dns, 1.00 s",
        ),
        (Note("state", "It is the same.", passed=True), "✔ state checked"),
        (Note("state", "It is another one.", passed=False), "✖ It is another one."),
        (Note("login prepared", "Made."), "· login prepared"),
    ],
)
def test_a_step_is_one_line(step: Exchange | Note, line: str | None) -> None:
    assert step_line(step, LOOK) == line


def test_an_address_is_shown_without_its_user_and_its_query() -> None:
    line = step_line(Exchange(SENT.label, "GET", SENT.address, status=200), LOOK)
    assert line is not None
    assert "s3cret" not in line
    assert "pass" not in line


def test_everything_of_a_step() -> None:
    lines = step_lines(ANSWERED, LOOK)
    assert lines[0] == "    > POST https://acme.example/oauth/token"
    assert "    < 200 OK" in lines
    assert any("grant_type" in line for line in lines)
    note = step_lines(Note("PKCE", "Made for this login.", (Value("code challenge", "abc"),)), LOOK)
    assert note == ["    Made for this login.", "    code challenge: abc"]


def test_the_trace_masks_secrets_unless_they_are_to_be_revealed(capsys: pytest.CaptureFixture[str]) -> None:
    for reveal in (False, True):
        progress = Progress(LOOK, whole=True, reveal=reveal)
        progress.on_step(0, SENT)
        progress.on_step(0, ANSWERED)
        said = capsys.readouterr().err
        assert "grant_type=client_credentials" in said
        for secret in ("s3cret-of-tests", "czpzM2NyZXQtb2YtdGVzdHM", "a-token-of-tests-0001"):
            assert (secret in said) == reveal


def test_an_answer_that_comes_in_two_pieces_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(LOOK, whole=True, reveal=True)
    progress.on_step(0, SENT)
    progress.on_step(0, replace(ANSWERED, answer_body="", took_s=0.1))
    progress.on_step(0, ANSWERED)
    said = capsys.readouterr().err
    for piece in ("token request:", "> POST", "grant_type", "< 200 OK", "a-token-of-tests-0001"):
        assert said.count(piece) == 1, piece
    progress.on_step(0, replace(ANSWERED, failure="truncated"))
    assert "→ 200 OK, then truncated" in capsys.readouterr().err


def test_what_is_asked_again_and_again_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(LOOK)
    for took_s in (0.1, 0.2, 0.3):
        progress.on_step(
            1, Exchange("token request", "POST", "https://a.example/t", status=400, took_s=took_s)
        )
    progress.on_step(2, ANSWERED)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_nothing_is_told_where_quiet_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    Progress(LOOK, quiet=True).on_step(0, ANSWERED)
    assert capsys.readouterr().err == ""


def test_a_device_gets_address_code_and_picture() -> None:
    until = datetime(2026, 1, 1, tzinfo=UTC)
    prompt = DevicePrompt(
        "ABCD-EFGH", "https://a.example/device", "https://a.example/device?c=ABCD-EFGH", until
    )
    lines = prompt_lines(prompt, LOOK)
    assert lines[1:4] == [
        "Open   https://a.example/device",
        "Code   ABCD-EFGH",
        "Until  1 Jan 2026, 00:00:00 UTC",
    ]
    assert lines[5:-3] == qr_lines(prompt.address_complete, LOOK)


@pytest.mark.parametrize(("opened", "said"), [(True, "is open now"), (False, "Copy this address")])
def test_an_address_stays_whole_to_be_copied(opened: bool, said: str) -> None:  # noqa: FBT001 - a case of the table
    address = f"https://a.example/authorize?state={'x' * 300}"
    lines = prompt_lines(BrowserPrompt(address, opened=opened), LOOK)
    assert f"  {address}" in lines
    assert said in " ".join(lines)


@pytest.mark.parametrize("colour", [False, True])
def test_the_picture_is_the_code(colour: bool) -> None:  # noqa: FBT001 - a case of the table
    import segno

    address = "https://a.example/device?user_code=ABCD-EFGH"
    rows = [list(row) for row in segno.make(address, error="l", micro=False).matrix_iter(border=2)]
    blocks = " ▄▀█" if colour else "█▀▄ "
    read: list[list[int]] = []
    for line in qr_lines(address, Look(colour=colour)):
        pairs = [blocks.index(char) for char in line.removeprefix("\x1b[30;107m").removesuffix("\x1b[0m")]
        read += [[pair >> 1 for pair in pairs], [pair & 1 for pair in pairs]]
    assert read[: len(rows)] == rows


def test_no_picture_without_block_characters_or_room() -> None:
    assert qr_lines("https://a.example/", Look(ascii_only=True)) == []
    assert qr_lines("https://a.example/", Look(width=20)) == []
