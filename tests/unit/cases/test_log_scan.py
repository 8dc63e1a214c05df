"""Tokens in logs, mails, command lines and folders are found with their line, name and time."""

import gzip
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jotlens.cases.intake import Watch, take_in
from jotlens.cases.model import Intake, Part, Place, Trouble
from jotlens.inspection.moments.model import MomentTextError
from jotlens.inspection.moments.read import read_moment
from tests.support.terminal import healthy_token

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TOKEN = healthy_token(jti="log")
AT = datetime(2026, 3, 10, 13, 5, 9, tzinfo=UTC)


def _read_time(line: str) -> datetime | None:
    try:
        moment = read_moment(line, UTC, NOW) if line.strip() else None
    except MomentTextError:
        return None
    return moment.at if moment else None


def _place(tmp_path: Path, text: str, token: str = TOKEN) -> Place:
    path = tmp_path / "a.log"
    path.write_text(text, "utf-8", newline="")
    found = take_in((path,), _read_time)
    assert [item.text for item in found.tokens] == [token]
    assert len(found.tokens[0].seen) == 1
    return found.tokens[0].seen[0]


@pytest.mark.parametrize(
    ("text", "line", "header", "name", "at"),
    [
        (f"a\nb\n2026-03-10T13:05:09Z GET /x Authorization: Bearer {TOKEN}\n", 3, "authorization", None, AT),
        (f"a\r\n2026-03-10 13:05:09,000 WARN token={TOKEN} refused\r\n", 2, None, "token", AT),
        (
            f'{{"time":"2026-03-10T13:05:09Z","msg":"x"}}\n{{"time":"2026-03-10T13:05:09Z","id_token":"{TOKEN}"}}\n',
            2,
            None,
            "id_token",
            AT,
        ),
        (
            f'203.0.113.7 - - [10/Mar/2026:14:05:09 +0100] "GET /cb?x=1&id_token={TOKEN} HTTP/1.1" 200\n',
            1,
            None,
            "id_token",
            AT,
        ),
        (
            f"2026-03-10T13:05:09Z GET https://gw.example/?next=https%3A%2F%2Fa.example%2Fcb%23access_token%3D{TOKEN}",
            1,
            None,
            "access_token",
            AT,
        ),
        (
            f"2026-03-10T13:05:09Z request\n  Cookie: theme=dark; appSession={TOKEN}\n",
            2,
            "cookie",
            "appSession",
            AT,
        ),
        (
            f"curl -H 'Authorization: Bearer {TOKEN}' https://api.example/v1/orders",
            1,
            "authorization",
            None,
            None,
        ),
        (f"curl https://api.example/cb --data 'assertion={TOKEN}'", 1, None, "assertion", None),
    ],
)
def test_the_place_in_a_log(
    tmp_path: Path, text: str, line: int, header: str | None, name: str | None, at: datetime | None
) -> None:
    place = _place(tmp_path, text)
    assert (place.line, place.header, place.name, place.at) == (line, header, name, at)


def test_the_address_is_told_without_what_is_asked_there(tmp_path: Path) -> None:
    place = _place(tmp_path, f"GET https://api.example/v1/x?id_token={TOKEN}\n")
    assert place.url == "https://api.example/v1/x"


def test_a_large_log_has_the_lines_and_times_of_each_of_its_tokens(tmp_path: Path) -> None:
    lines: list[str] = []
    expected: dict[str, tuple[int, str | None, datetime]] = {}
    for number in range(1, 40_001):
        at = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(seconds=number)
        line = f"{at:%Y-%m-%dT%H:%M:%SZ} INFO order {number} served, JSON parsed, ünïcode"
        if number % 1000 == 7:
            token = healthy_token(jti=str(number))
            expected[token] = (number, "authorization", at)
            line += f" Authorization: Bearer {token}"
        if number == 20_000:
            line += ' {"refresh_token": "opaque-refresh-value-1"}'
            expected["opaque-refresh-value-1"] = (number, None, at)
        lines.append(line)
    path = tmp_path / "big.log.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode(), 1))
    found = take_in((path,), _read_time)
    seen = {token.text: token.seen[0] for token in found.tokens}
    assert {text: (place.line, place.header, place.at) for text, place in seen.items()} == expected


def test_a_token_cut_by_the_lines_of_a_mail_is_one(tmp_path: Path) -> None:
    lines = [TOKEN[start : start + 70] for start in range(0, len(TOKEN), 70)]
    assert _place(tmp_path, "Hello,\n\n> " + "\n> ".join(lines) + "\n\nRegards").line == 3


def test_an_encoded_attachment_is_read(tmp_path: Path) -> None:
    from base64 import encodebytes

    body = encodebytes(json.dumps({"log": "x" * 5000, "id_token": TOKEN}).encode()).decode()
    place = _place(tmp_path, f"Content-Transfer-Encoding: base64\n\n{body}\n--end\n")
    assert place.name == "id_token"


def test_a_file_of_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text(f"2026-03-10T13:05:09Z token={TOKEN}\r\n", "utf-16")
    assert [token.text for token in take_in((path,), _read_time).tokens] == [TOKEN]


def test_a_folder_is_gone_through(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.log").write_text(f"token={TOKEN}\n")
    (tmp_path / "b" / "c.txt").write_text(f"x\ntoken={TOKEN}\n")
    (tmp_path / "b" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b" / "link.txt").symlink_to(tmp_path / "a.log")
    found = take_in((tmp_path,), _read_time)
    assert [file.name for file in found.files] == ["a.log", str(Path("b", "c.txt"))]
    seen = found.tokens[0].seen
    assert [(place.file, place.line) for place in seen] == [("a.log", 1), (str(Path("b", "c.txt")), 2)]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "damaged.gz").write_bytes(b"\x1f\x8b\x08\x00 no gzip at all")
    found = take_in((tmp_path / "missing.har", tmp_path / "pipe", tmp_path / "damaged.gz"), _read_time)
    assert [file.trouble for file in found.files] == [Trouble.NO_FILE, Trouble.NO_FILE, Trouble.CUT]


def test_an_intake_can_be_stopped_and_tells_how_far_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(f"token={TOKEN}\n".encode() + b"x" * 3_000_000 + f"\ntoken={healthy_token()}\n".encode())
    told: list[tuple[str, int, int | None]] = []
    size = path.stat().st_size

    def take(stop_at: int) -> Intake:
        told.clear()
        watch = Watch(lambda: bool(told) and told[-1][1] >= stop_at, lambda *progress: told.append(progress))
        return take_in((path,), _read_time, watch)

    stopped = take(1_000_000)
    assert not stopped.is_whole
    assert [token.text for token in stopped.tokens] == [TOKEN]
    assert told[-1][1] < 1_500_000
    whole = take(size + 1)
    assert whole.is_whole
    assert len(whole.tokens) == 2
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert {(name, whole_size) for name, _, whole_size in told} == {("a.log", size)}


def test_the_part_of_a_cookie_is_known(tmp_path: Path) -> None:
    assert _place(tmp_path, f"Set-Cookie: at={TOKEN}; Path=/").part is Part.RESPONSE_COOKIE
