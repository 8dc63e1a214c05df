"""Diagnosing never raises, whatever was answered, and says nothing of a token in what it quotes."""

from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.diagnosis.refusals import refusals
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import ApiAnswer, Policy
from jotlens.tokens.read import read_all
from tests.unit.inspection.minting import AT
from tests.unit.inspection.rejections import API, ISSUER, OPAQUE, id_token, token

_WORDINGS = [refusal.example for refusal in refusals()][::7]
_PIECES = st.sampled_from([
    *_WORDINGS, "HTTP/1.1 401 ", "\r\n", "WWW-Authenticate: Bearer ", 'error="', "?error=access_denied&", "{", '"error":"',
    "Bearer ", token(), OPAQUE, "<html>", "%", "\\u00", "'", "expected: ",
])  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=200), st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=6).map("".join)
)
_POLICIES = st.builds(
    Policy,
    audience=st.none() | st.just(API),
    issuer=st.none() | st.just(ISSUER),
    scopes=st.sampled_from([(), ("read:orders",), ("write:orders",)]),
    api=st.none()
    | st.builds(ApiAnswer, st.none() | st.integers(100, 599), st.none() | _TEXTS, st.none() | _TEXTS),
)


@given(_TEXTS, _POLICIES)
def test_any_text_with_any_answer(text: str, policy: Policy) -> None:
    finds, tokens = read_all(text)
    found = inspect(tokens[0], policy, KeyRing(), AT, finds=finds)
    assert len(found.diagnoses) <= 5
    for diagnosis in found.diagnoses:
        assert diagnosis.title
        assert diagnosis.cause
        assert diagnosis.fix
        assert not any(token().split(".")[1] in sentence for sentence in diagnosis.evidence)


@given(st.sampled_from([token(), id_token(), OPAQUE]), _TEXTS)
def test_more_words_never_change_a_finding(text: str, body: str) -> None:
    alone = inspect(read_all(text)[1][0], Policy(), KeyRing(), AT)
    answered = inspect(read_all(text)[1][0], Policy(api=ApiAnswer(body=body)), KeyRing(), AT)
    assert answered.findings == alone.findings
    assert answered.verdict == alone.verdict
