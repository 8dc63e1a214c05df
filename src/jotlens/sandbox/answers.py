"""Answers of the endpoints as HTTP, and what each request notes for the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Response, g, render_template

from jotlens.sandbox.asking import Destination
from jotlens.sandbox.compact import json_bytes


@dataclass(frozen=True, slots=True)
class Note:
    """What the log shows of a request beside its address and status."""

    code: str = ""
    said: str = ""
    client_id: str | None = None
    user_id: str | None = None


def note(code: str, said: str = "", client_id: str | None = None, user_id: str | None = None) -> None:
    """Note for the log what became of this request."""
    g.note = Note(code, said, client_id, user_id)


def noted() -> Note:
    """Return what was noted of this request."""
    found = g.get("note")
    return found if isinstance(found, Note) else Note()


def note_client(client_id: str) -> None:
    """Remember who asks, for a refusal that is noted later."""
    g.client_id = client_id


def json_answer(members: object, status: int = 200) -> Response:
    """Return JSON that nobody may keep (RFC 6749 section 5.1)."""
    answer = Response(json_bytes(members), status, content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Pragma"] = "no-cache"
    return answer


def text_answer(text: str, status: int) -> Response:
    """Return plain text that nobody may keep."""
    answer = Response(text, status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Pragma"] = "no-cache"
    return answer


def page(name: str, status: int = 200, **values: object) -> Response:
    """Return a page for people; its texts are escaped by the template."""
    answer = Response(render_template(name, **values), status, content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def see(address: str) -> Response:
    """Send the browser to an address."""
    answer = Response("", 302, content_type="text/plain; charset=utf-8")
    answer.headers["Location"] = address
    answer.headers["Cache-Control"] = "no-store"
    return answer


def deliver(destination: Destination, members: Mapping[str, object]) -> Response:
    """Bring an answer of /authorize to the client: in the query, the fragment, or a form that is posted."""
    pairs = {name: str(value) for name, value in members.items()}
    if destination.state is not None:
        pairs["state"] = destination.state
    if destination.mode == "form_post":
        return page("form_post.html", action=destination.redirect_uri, pairs=pairs)
    text = urlencode(pairs)
    if destination.mode == "fragment":
        return see(f"{destination.redirect_uri}#{text}")
    joint = "&" if urlsplit(destination.redirect_uri).query else "?"
    return see(f"{destination.redirect_uri}{joint}{text}")
