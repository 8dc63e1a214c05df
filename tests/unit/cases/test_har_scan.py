"""Every token of a HAR file is found, no other, with its exchange, its part and its name right."""

import base64
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jotlens.cases.har_places import HarPlaces, is_har
from jotlens.cases.intake import take_in
from jotlens.cases.model import CaseToken, Part, Place
from jotlens.cases.scan import scan
from jotlens.cases.source import BLOCK, Bytes, opened
from tests.support.har_files import WAYS, Known, entry, put, write_har
from tests.support.terminal import healthy_token

MB = 1_000_000


def _found(path: Path) -> list[tuple[str, Place]]:
    with path.open("rb", buffering=0) as file:
        source = opened(path, file)
        assert is_har(source)
        places = HarPlaces(source, path.name)
        return [(hit.text, places.place(hit)) for hit in scan(source)]


def _as_expected(found: list[tuple[str, Place]]) -> list[tuple[str, int, Part, str | None, str | None]]:
    rows = [
        (token, int(place.url.split("/v1/")[1].split("?")[0]), place.part, place.header, place.name)
        for token, place in found
    ]
    return sorted(rows, key=repr)


@pytest.mark.parametrize(
    ("size", "chrome", "indent"),
    [
        (MB, False, None),
        (MB, True, None),
        (MB, False, 2),
        (MB, True, 2),
        (8 * MB, False, None),
        (8 * MB, True, None),
    ],
)
def test_every_token_is_found_with_its_place(
    tmp_path: Path, *, size: int, chrome: bool, indent: int | None
) -> None:
    path = tmp_path / "a.har"
    known = write_har(path, size=size, tokens=200, seed=size + chrome, chrome=chrome, indent=indent)
    found = _found(path)
    assert _as_expected(found) == known.expected()
    for _, place in found:
        index = int(place.url.split("/v1/")[1].split("?")[0])
        assert place.at == datetime(2025, 6, 15, 15, index // 60, index % 60, 250_000, tzinfo=UTC)
        assert place.status == 200 + index % 5
        assert place.method in {"GET", "POST"}


@pytest.mark.parametrize("way", WAYS)
def test_a_token_across_two_blocks_is_one(tmp_path: Path, way: str) -> None:
    token = healthy_token()
    for shift in (-600, -300, -40, -8, -4, -3, -2, -1, 0, 1):
        value = entry(0)
        put(value, token, way)
        text = json.dumps({"log": {"entries": [value]}})
        at = text.index(token[:20]) if token in text else text.index("ZXlK") if "ZXlK" in text else 900
        pad = BLOCK + shift - at
        text = json.dumps({"log": {"comment": "x" * (pad - 14), "entries": [value]}})
        path = tmp_path / "a.har"
        path.write_text(text, "utf-8")
        rows = [(place.part, place.header, place.name) for found, place in _found(path) if found == token]
        assert sorted(rows, key=repr) == sorted(WAYS[way], key=repr), shift


def test_a_packed_file_is_read_as_the_plain_one(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.har", tmp_path / "a.har.gz"
    known = write_har(plain, size=2 * MB, tokens=60, seed=3)
    packed.write_bytes(gzip.compress(plain.read_bytes(), 1))
    assert _as_expected(_found(packed)) == known.expected()


def test_a_packed_file_that_was_cut_off_yields_what_it_holds_and_says_so(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.har", tmp_path / "a.har.gz"
    write_har(plain, size=2 * MB, tokens=60, seed=3)
    data = gzip.compress(plain.read_bytes(), 1)
    packed.write_bytes(data[: len(data) // 2])
    intake = take_in((packed,), lambda _: None)
    assert intake.files[0].trouble == "cut"
    assert 5 < len(intake.tokens) < 60


def test_one_token_seen_several_times_is_one(tmp_path: Path) -> None:
    token = healthy_token()
    first, second = entry(0), entry(1)
    put(first, token, "response-json")
    put(second, token, "request-header")
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"entries": [first, second]}}), "utf-8")
    intake = take_in((path,), lambda _: None)
    assert [found.text for found in intake.tokens] == [token]
    seen = intake.tokens[0].seen
    assert [(place.part, place.status) for place in seen] == [
        (Part.RESPONSE_BODY, 200),
        (Part.REQUEST_HEADER, 201),
    ]
    assert seen[0].exchange_at != seen[1].exchange_at


def test_opaque_tokens_are_found_by_where_they_stand(tmp_path: Path) -> None:
    login, call = entry(0), entry(1)
    answer = {"access_token": "opaque-access-1", "refresh_token": "v1.refresh-2", "expires_in": 60}
    login["response"]["content"]["text"] = json.dumps(answer)
    login["response"]["headers"].append({"name": "Set-Cookie", "value": "appSession=s3ssion-value; Path=/"})
    login["request"]["postData"] = {
        "mimeType": "application/x-www-form-urlencoded",
        "text": "grant_type=authorization_code&code=c0de-of-one-use&client_secret=never-a-token",
    }
    call["request"]["headers"].append({"name": "authorization", "value": "Bearer opaque-access-1"})
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"entries": [login, call]}}), "utf-8")
    found = {token.text: [(seen.part, seen.name) for seen in token.seen] for token in _take(path)}
    assert found == {
        "opaque-access-1": [(Part.RESPONSE_BODY, "access_token"), (Part.REQUEST_HEADER, None)],
        "v1.refresh-2": [(Part.RESPONSE_BODY, "refresh_token")],
        "s3ssion-value": [(Part.RESPONSE_COOKIE, "appSession")],
    }


def test_cookies_of_one_header_are_apart(tmp_path: Path) -> None:
    value = entry(0)
    joined = "session=first-of-three, sid_2=second-of-three; Expires=Wed, 11 Mar 2026 10:00:00 GMT\nauth=third-of-three"
    value["response"]["headers"].append({"name": "Set-Cookie", "value": joined})
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"entries": [value]}}), "utf-8")
    found = {token.text: token.seen[0].name for token in _take(path)}
    assert found == {"first-of-three": "session", "second-of-three": "sid_2", "third-of-three": "auth"}


def _take(path: Path) -> tuple[CaseToken, ...]:
    return take_in((path,), lambda _: None).tokens


def test_a_body_in_base64_with_escaped_slashes_is_read(tmp_path: Path) -> None:
    token = healthy_token(sub="???>>>~~~" * 9)
    body = base64.b64encode(json.dumps({"x": "????~~~~>>>>", "refresh_token": token}).encode()).decode()
    assert "/" in body
    value = entry(0)
    value["response"]["content"].update(text=body, encoding="base64")
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"entries": [value]}}).replace("/", "\\/"), "utf-8")
    assert [(text, place.name) for text, place in _found(path)] == [(token, "refresh_token")]


@pytest.mark.parametrize("hostile", ["eyJ", "eyJhbGciOiJIUzI1NiJ9", "J", "ZXlK", "V5S", "leUp", "eyJ."])
def test_a_hostile_run_yields_nothing_of_its_own(hostile: str) -> None:
    assert len(list(scan(Bytes(hostile.encode() * (3 * MB // len(hostile)))))) < 5


@pytest.mark.parametrize(
    "last", ["V", "X", "U", "J", "Z", "e", "ey", "eyJ", "V5", "V5S", "ZXlK", "leU", "le"]
)
def test_a_text_may_end_as_a_token_begins(last: str) -> None:
    assert list(scan(Bytes(last.encode()))) == []
    assert list(scan(Bytes(b"a text that ends in " + last.encode()))) == []
    assert list(scan(Bytes(b" " * (BLOCK - 1) + last.encode()))) == []


@pytest.mark.parametrize("before", range(6))
def test_a_token_is_found_in_base64_wherever_its_group_begins(before: int) -> None:
    """Its header names its type first, and is longer than what is looked back at."""
    header = {"typ": "JWT", "alg": "RS256", "x5c": ["MIIB" * 200]}
    parts = (json.dumps(header, separators=(",", ":")).encode(), b'"no object"', b"\1" * 64)
    token = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    code = base64.b64encode(b"x" * before + b'"' + token.encode() + b'"')
    assert [hit.text for hit in scan(Bytes(b'{"text":"' + code + b'"}'))] == [token]


def test_known_places_are_of_every_kind(tmp_path: Path) -> None:
    known: Known = write_har(tmp_path / "a.har", size=MB, tokens=200, seed=1)
    assert {way for places in known.places.values() for _, way in places} == set(WAYS)


def test_where_tokens_are_given_is_no_token(tmp_path: Path) -> None:
    settings = {"authorize": "https://login.example/authorize", "token": "https://login.example/oauth/token"}
    value = entry(0, body=json.dumps(settings))
    other = entry(1, body=json.dumps({"token": "an-opaque-token-of-somebody"}))
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": [value, other]}}))
    intake = take_in((path,), lambda _: None)
    assert [token.text for token in intake.tokens] == ["an-opaque-token-of-somebody"]
