"""Of no vector is a signature left, nor anything that was encrypted, nor an opaque token."""

import pytest

from jotlens.cases.source import Bytes
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import learn_har, redacted_har
from jotlens.reports.log_writer import learn_log, redacted_log
from jotlens.reports.redaction import Redactor
from jotlens.tokens.model import Kind, Part, Token
from jotlens.tokens.read import read_all
from tests.support.leaks import leaks
from tests.support.recording import Recording
from tests.vectors.comparison import Case, cases

_SECRET = {Part.SIGNATURE, Part.CIPHERTEXT, Part.ENCRYPTED_KEY, Part.TAG, Part.DISCLOSURE}
_SHORTEST = 16


def _secrets(token: Token) -> dict[str, str]:
    if token.kind in {Kind.OPAQUE, Kind.PASETO, Kind.SAML}:
        return {"whole": token.text} if len(token.text) >= _SHORTEST else {}
    return {
        f"{segment.part} at {segment.start}": token.text[segment.start : segment.end]
        for segment in token.segments
        if segment.part in _SECRET and segment.end - segment.start >= _SHORTEST
    }


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_nothing_secret_of_a_vector_is_left(case: Case) -> None:
    data = case["input"].encode("utf-8", "surrogatepass")
    if len(data) > 200_000:
        pytest.skip("too long to be looked through in every encoding")
    redactor = Redactor(Level.OUTSIDE, FingerprintKey(b"a key of these tests"))
    learn_log(Bytes(data), redactor)
    out = b"".join(redacted_log(Bytes(data), redactor)).decode()
    for token in read_all(case["input"])[1]:
        assert leaks(out, _secrets(token)) == []


@pytest.mark.parametrize(
    "case",
    [case for case in cases() if any(token.kind is not Kind.OPAQUE for token in read_all(case["input"])[1])],
    ids=lambda case: case["id"],
)
def test_nothing_secret_of_a_vector_is_left_in_a_har(case: Case) -> None:
    if len(case["input"]) > 50_000:
        pytest.skip("too long to be looked through in every encoding")
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=case["input"], headers={"X-Note": case["input"]})
    har = recording.har()
    redactor = Redactor(Level.OUTSIDE, FingerprintKey(b"a key of these tests"))
    learn_har(Bytes(har), redactor)
    out = b"".join(redacted_har(Bytes(har), redactor)).decode()
    for token in read_all(case["input"])[1]:
        if token.kind not in {Kind.OPAQUE, Kind.SAML}:  # these are known by the name that they stand under
            assert leaks(out, _secrets(token)) == []
