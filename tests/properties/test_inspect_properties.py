"""Whatever is pasted, there is an Inspection: it never raises, is written as JSON and as a page, and needs nobody."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.cli.asked import Asked
from jotlens.cli.batch import Batch, answer
from jotlens.cli.page import Look
from jotlens.cli.text import inspection_text
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Inspection, Policy
from jotlens.tokens.read import read_all
from tests.vectors.comparison import cases

pytestmark = pytest.mark.no_sockets

_INPUTS = [str(case["input"]) for case in cases()]
_CONTEXTS = [case["context"] for case in cases() if case.get("context")]
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_BATCH = Batch(Asked(Policy(), KeyRing(guesses=("secret",)), None), lambda: _AT)

_EXPECTING = Policy(
    audience="https://api.example/",
    issuer="https://issuer.example/",
    scopes=("read",),
    permissions=("write",),
    client_id="app",
    nonce="n",
    typ="at+jwt",
    algorithms=("RS256",),
    organization="o",
    acr="a",
    max_age_s=60,
    access_token="t",
    code="c",
    htm="GET",
    htu="https://api.example/",
    leeway_s=60,
    expires_in_s=60,
    received_at=_AT,
    clock_skew_s=3,
    detached_payload="p",
)
_ODD = st.sampled_from(
    ["", ".", "..", "~", "=", "eyJ", "Bearer ", '"', "\\n", "\u200b", "\ud800", "\0", "{", "é", "%2E"]
)
_ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.lists(_ODD).map("".join)


def _inspected(text: str) -> list[Inspection]:
    finds, tokens = read_all(text)
    return [inspect(token, _EXPECTING, _BATCH.defaults.keys, _AT, finds=finds) for token in tokens]


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A text of the vectors, with a few places cut out, doubled or overwritten."""
    text = draw(st.sampled_from(_INPUTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        middle = draw(st.sampled_from(["", text[start:end] * 2]) | _ODD | st.text(max_size=8))
        text = text[:start] + middle + text[end:]
    return text


def _holds(text: str) -> None:
    for inspection in _inspected(text):
        page = inspection_text(inspection, Look(), all_checks=True)
        assert inspection.title
        assert inspection.verdict.sentence
        assert not any(mark in page for mark in "\x1b\u202e\u200b\0")


@given(_ANY_TEXT)
def test_any_text(text: str) -> None:
    _holds(text)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    _holds(data.decode(errors="backslashreplace"))
    _holds(data.decode("latin-1"))


@given(_mutated())
def test_any_damaged_token(text: str) -> None:
    _holds(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
_CLAIMS = st.dictionaries(
    st.sampled_from(
        ["iss", "aud", "exp", "nbf", "iat", "scope", "sub", "azp", "cnf", "events", "permissions", "act"]
    ),
    _JSON,
)


@given(
    header=st.dictionaries(st.sampled_from(["alg", "typ", "kid", "crit", "jwk", "x5c", "b64", "cty"]), _JSON),
    claims=_CLAIMS,
)
def test_any_header_and_claims(header: dict[str, object], claims: dict[str, object]) -> None:
    from jotlens.tokens.base64url import encode

    head, body = (encode(json.dumps(part).encode()) for part in ({"alg": "HS256"} | header, claims))
    _holds(f"{head}.{body}.c2ln")


@given(text=_mutated() | _ANY_TEXT, context=st.sampled_from(_CONTEXTS) | _JSON)
def test_any_line_of_a_batch_gets_one_line_of_json(text: str, context: object) -> None:
    line = json.dumps({"id": "x", "input": text, "context": context})
    given = answer(line.encode(), _BATCH)
    read = json.loads(given)
    assert given.isascii()
    assert "\n" not in given
    assert read["id"] == "x"
    assert "kind" in read or read["error"].startswith("context")


@given(st.binary(max_size=200))
def test_any_bytes_as_a_line_of_a_batch(line: bytes) -> None:
    assert isinstance(json.loads(answer(line, _BATCH)), dict)
