"""The pages that a browser shows: whole, safe to show, and each with its words."""

import json

import pytest

from jotlens.oauth.loopback_pages import hand_over_page, page
from jotlens.oauth.loopback_wire import Incomplete, Request, read_request, write_reply
from jotlens.tokens.resources import resource

TEXTS = json.loads(resource("pages/texts.json").read_text("utf-8"))


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "hand-over"])
def test_each_page_has_its_words(name: str) -> None:
    html = page(name).html
    assert TEXTS[name]["title"] in html
    assert "%" not in html
    assert "<script" not in html


def test_the_hand_over_page_holds_nothing_but_paths() -> None:
    html = hand_over_page("/fragment/once", "/done").html
    assert 'data-to="/fragment/once" data-end="/done"' in html
    assert "%TO%" not in html


def test_a_page_allows_nothing_to_be_loaded() -> None:
    for reply in (page("done"), hand_over_page("/a", "/b")):
        policy = dict(reply.headers)["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_a_reply_says_how_long_it_is() -> None:
    data = write_reply(page("done"))
    head, _, body = data.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Connection: close" in head


def test_a_request_comes_in_pieces() -> None:
    data = b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nd=e"
    for end in range(len(data)):
        assert read_request(data[:end]) is Incomplete.MORE
    request = read_request(data)
    assert isinstance(request, Request)
    assert (request.method, request.path, request.query, request.body) == ("POST", "/a", "b=c", "d=e")


@pytest.mark.parametrize(
    "data",
    [
        b"GET http://x/ HTTP/1.1\r\n\r\n",
        b"GET / HTTP/2.0\r\n\r\n",
        b"get / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\r\nName : x\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n",
        b"x" * 70_000,
    ],
)
def test_what_is_no_request(data: bytes) -> None:
    assert read_request(data) is Incomplete.DAMAGED


def test_a_header_that_stands_there_twice_is_none() -> None:
    request = read_request(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
    assert isinstance(request, Request)
    assert request.header("host") is None
