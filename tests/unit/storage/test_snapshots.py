"""What issuers published: versions with their dates, bounded, and "published until"."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jotlens.storage.snapshots import MOST_BYTES, MOST_ISSUERS, MOST_VERSIONS, Document, Snapshot, Snapshots

ISSUER = "https://acme.eu.auth0.com/"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def _keys(*kids: str, **more: str) -> str:
    return json.dumps({"keys": [{"kty": "RSA", "kid": kid, **more} for kid in kids]})


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "state" / "snapshots")


def test_a_key_that_is_no_longer_published_was_so_until_then(snapshots: Snapshots) -> None:
    assert snapshots.keep(ISSUER, Document.JWKS, _keys("old", "new"), MONDAY)
    assert snapshots.keep(ISSUER, Document.JWKS, _keys("old", "new"), MONDAY + DAY)
    assert snapshots.keep(ISSUER, Document.JWKS, _keys("new"), MONDAY + 2 * DAY)
    assert snapshots.keys_seen(ISSUER).get("old") == (MONDAY, MONDAY + DAY)
    assert snapshots.keys_seen(ISSUER).get("new") == (MONDAY, MONDAY + 2 * DAY)
    assert snapshots.keys_seen(ISSUER).get("never") is None
    assert snapshots.keys_seen("https://other.example/").get("old") is None


def test_the_same_text_is_kept_once(snapshots: Snapshots) -> None:
    for day in range(3):
        snapshots.keep(ISSUER, Document.METADATA, '{"issuer": "x"}', MONDAY + day * DAY)
    assert snapshots.history(ISSUER, Document.METADATA) == (
        Snapshot('{"issuer": "x"}', MONDAY, MONDAY + 2 * DAY),
    )
    assert snapshots.history(ISSUER, Document.JWKS) == ()


def test_versions_are_bounded(snapshots: Snapshots) -> None:
    for number in range(MOST_VERSIONS + 5):
        snapshots.keep(ISSUER, Document.JWKS, _keys(f"k{number}"), MONDAY + number * DAY)
    history = snapshots.history(ISSUER, Document.JWKS)
    assert len(history) == MOST_VERSIONS
    assert history[-1].text == _keys(f"k{MOST_VERSIONS + 4}")
    assert snapshots.keys_seen(ISSUER).get("k4") is None
    assert snapshots.keys_seen(ISSUER).get("k5") == (MONDAY + 5 * DAY, MONDAY + 5 * DAY)


def test_size_is_bounded(snapshots: Snapshots) -> None:
    assert not snapshots.keep(ISSUER, Document.JWKS, _keys("x" * MOST_BYTES), MONDAY)
    for number in range(MOST_VERSIONS):
        assert snapshots.keep(ISSUER, Document.JWKS, _keys(f"{number}" + "x" * (MOST_BYTES - 100)), MONDAY)
    assert sum(len(version.text) for version in snapshots.history(ISSUER, Document.JWKS)) <= 8 * MOST_BYTES


def test_the_issuers_not_seen_for_longest_go(snapshots: Snapshots, tmp_path: Path) -> None:
    for number in range(MOST_ISSUERS):
        snapshots.keep(f"https://{number}.example", Document.JWKS, _keys("x"), MONDAY)
    folder = tmp_path / "state" / "snapshots"
    for place, path in enumerate(sorted(folder.iterdir())):
        os.utime(path, ns=(place, place))
    oldest = min(folder.iterdir())
    snapshots.keep("https://new.example", Document.JWKS, _keys("x"), MONDAY)
    assert not oldest.exists()
    assert len(list(folder.iterdir())) == MOST_ISSUERS
    assert snapshots.keys_seen("https://new.example").get("x")


@pytest.mark.parametrize(
    "text",
    ["", "<html>", "[]", '"x"', "[" * 100_000, _keys("x", d="private"), _keys("x", k="shared")],
)
def test_what_is_no_document_or_holds_a_private_key_is_not_kept(
    snapshots: Snapshots, text: str, tmp_path: Path
) -> None:
    assert not snapshots.keep(ISSUER, Document.JWKS, text, MONDAY)
    assert not (tmp_path / "state").exists()


def test_a_file_name_says_nothing_of_the_issuer(snapshots: Snapshots, tmp_path: Path) -> None:
    snapshots.keep("../" + ISSUER, Document.JWKS, _keys("x"), MONDAY)
    (path,) = (tmp_path / "state" / "snapshots").iterdir()
    assert path.name.removesuffix(".jwks.json").isalnum()


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b'{"issuer": "x"}',
        b"\xff",
        b'{"issuer": "https://acme.eu.auth0.com/", "versions": [{"text": 5}]}',
    ],
)
def test_a_broken_file_counts_as_missing(snapshots: Snapshots, tmp_path: Path, broken: bytes) -> None:
    snapshots.keep(ISSUER, Document.JWKS, _keys("x"), MONDAY)
    (path,) = (tmp_path / "state" / "snapshots").iterdir()
    path.write_bytes(broken)
    assert snapshots.history(ISSUER, Document.JWKS) == ()
    assert snapshots.keep(ISSUER, Document.JWKS, _keys("y"), MONDAY)
    assert snapshots.keys_seen(ISSUER).get("y") == (MONDAY, MONDAY)
    snapshots.forget_all()
    assert list(path.parent.iterdir()) == []


def test_times_are_kept_in_utc(snapshots: Snapshots) -> None:
    local = datetime.fromisoformat("2026-03-02T10:00:00+01:00")
    snapshots.keep(ISSUER, Document.JWKS, _keys("x"), local)
    assert snapshots.keys_seen(ISSUER).get("x") == (MONDAY, MONDAY)
