"""HAR files that other projects wrote can be opened, and what leaves of them holds no session and tells the same story."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jotlens.cases.exchange import read_exchange
from jotlens.cases.har_entries import HarEntries
from jotlens.cases.intake import take_in
from jotlens.cases.source import Bytes
from jotlens.cases.story import tell
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import learn_har, redacted_har
from jotlens.reports.redaction import Redactor
from tests.support.leaks import leaks
from tests.support.remains import secrets_in
from tests.vectors.comparison import cases

_FOLDER = Path(__file__).parents[2] / "hars"
_SHORTEST = 8
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HARS = {path.name: path.read_bytes() for path in sorted(_FOLDER.glob("*.har"))} | {
    case["id"]: str(case["input"]).encode()
    for case in cases()
    if case["id"].startswith("har-") and case["id"] != "har-neg-brokenfile"  # which is no HAR file
}


@pytest.fixture(params=HARS)
def har(request: pytest.FixtureRequest) -> bytes:
    data: bytes = HARS[str(request.param)]
    return data


def _redacted(har: bytes) -> bytes:
    redactor = Redactor(Level.OUTSIDE, FingerprintKey(b"a key of these tests"))
    learn_har(Bytes(har), redactor)
    return b"".join(redacted_har(Bytes(har), redactor))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            for name, item in value.items():
                yield name
                yield from _texts(item)


def _cookies(message: dict[str, Any]) -> Iterator[str]:
    for cookie in message.get("cookies", []):
        yield cookie["value"]
    for header in message.get("headers", []):
        if header["name"].lower() in {"cookie", "set-cookie"}:
            for pair in header["value"].split(";")[: None if header["name"].lower() == "cookie" else 1]:
                yield pair.partition("=")[2].strip()


def _secrets(har: bytes) -> dict[str, str]:
    """Return what is secret in a file, by its place: its cookies, what requests and answers name, e-mail addresses."""
    found: list[str] = []
    for entry in HarEntries(Bytes(har)):
        for message in (entry.value.get("request", {}), entry.value.get("response", {})):
            found += _cookies(message)
        for text in _texts(entry.value):
            found += (*secrets_in(text), *_EMAIL.findall(text))
    return {f"{number}: {text[:4]}…": text for number, text in enumerate(found) if len(text) >= _SHORTEST}


def test_it_is_opened(har: bytes, tmp_path: Path) -> None:
    path = tmp_path / "from-elsewhere.har"
    path.write_bytes(har)
    assert [file.trouble for file in take_in((path,), lambda _: None).files] == [None]
    for index, entry in enumerate(HarEntries(Bytes(har))):
        exchange = read_exchange(entry, index)
        assert exchange.url == entry.value["request"]["url"]
        assert exchange.status == entry.value.get("response", {}).get("status", 0)


def test_nothing_of_a_session_or_a_person_leaves(har: bytes) -> None:
    assert leaks(_redacted(har).decode(), _secrets(har)) == []


def test_it_tells_the_same_story(har: bytes) -> None:
    before, after = tell(Bytes(har)), tell(Bytes(_redacted(har)))
    assert after.story.sentence == before.story.sentence
    assert [(event.kind, event.title, event.exchange.at) for event in after.story.events] == [
        (event.kind, event.title, event.exchange.at) for event in before.story.events
    ]


def test_there_is_something_to_take_out_of_some() -> None:
    secrets = {name: _secrets(har) for name, har in HARS.items()}
    assert {name for name, found in secrets.items() if found} >= {
        "har2locust-reqres.har",
        "insomnia-importers-deep.har",
    }
    out = {name: json.loads(_redacted(HARS[name])) for name in ("har2locust-reqres.har", "har-examples.har")}
    assert [len(har["log"]["entries"]) for har in out.values()] == [2, 20]
