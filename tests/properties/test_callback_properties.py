"""Whatever comes to the callback's address, it is answered, and only this login's own answer is taken."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from jotlens.oauth.callback import Awaited, Callback, judge
from jotlens.oauth.loopback_site import Arrangement, Site
from jotlens.oauth.loopback_wire import Incomplete, Reply, read_request, write_reply
from jotlens.oauth.redirect import Redirect, read_redirect
from jotlens.oauth.trace import Trace

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NAMES = st.sampled_from(["state", "code", "iss", "error", "id_token", "access_token"]) | st.text(max_size=5)
PAIRS = st.lists(st.tuples(NAMES, st.sampled_from(["s", "x", ""]) | st.text(max_size=8)), max_size=6)


@given(
    pairs=PAIRS,
    response_type=st.sampled_from(["code", "token", "code id_token"]),
    promises=st.booleans(),
)
def test_only_a_callback_with_this_state_once_is_taken(
    *, pairs: list[tuple[str, str]], response_type: str, promises: bool
) -> None:
    judged = judge(Callback("", tuple(pairs), AT), Awaited("s", response_type, "https://a.example", promises))
    if judged.error is None:
        assert [text for name, text in pairs if name == "state"] == ["s"]
        assert all(text == "https://a.example" for name, text in pairs if name == "iss")
    if judged.error is None and judged.refusal is None and "code" in response_type:
        assert [text for name, text in pairs if name == "code"] not in ([], [""])


@given(
    st.sampled_from(["GET", "POST", "HEAD"]),
    st.sampled_from(["/callback", "/done", "/fragment/once", "/"])
    | st.from_regex(r"/[!-~]{0,9}", fullmatch=True),
    st.from_regex(r"[!-~]{0,20}", fullmatch=True),
    st.sampled_from(["query", "fragment", "form_post"]),
    st.binary(max_size=30),
)
def test_every_request_is_answered(method: str, path: str, query: str, mode: str, body: bytes) -> None:
    taken: list[Callback] = []

    def judged(callback: Callback) -> str:
        taken.append(callback)
        return "done"

    redirect = read_redirect("http://127.0.0.1:8765/callback")
    assert isinstance(redirect, Redirect)
    site = Site(Arrangement(redirect, mode, "once", lambda: AT, Trace(), judged))
    head = f"{method} {path}?{query} HTTP/1.1\r\nHost: 127.0.0.1:8765\r\nContent-Length: {len(body)}\r\n\r\n"
    for _ in range(2):
        request = read_request(head.encode() + body)
        assert request is not Incomplete.MORE
        reply = site.answer(request)
        assert isinstance(reply, Reply)
        assert b"no-store" in write_reply(reply)
    assert len(taken) <= 1


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read_request(data)
    read_request(b"GET / HTTP/1.1\r\n" + data + b"\r\n\r\n")


@given(st.text(max_size=40))
def test_any_text_may_stand_in_the_redirect_field(text: str) -> None:
    redirect = read_redirect(text) or read_redirect(f"http://127.0.0.1{text}")
    assert redirect is None or redirect.uri.startswith("http://")
