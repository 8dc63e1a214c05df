"""The pages that the browser shows after a login: our own words, no token or code in them (resources/pages)."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html import escape

from jotlens.oauth.loopback_wire import Reply
from jotlens.tokens.resources import resource

_INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
_STATUS = {
    "done": (200, "OK"),
    "refused": (200, "OK"),
    "not-used": (400, "Bad Request"),
    "waiting": (200, "OK"),
    "second": (409, "Conflict"),
    "empty": (400, "Bad Request"),
    "wrong-path": (404, "Not Found"),
    "wrong-host": (421, "Misdirected Request"),
    "wrong-method": (405, "Method Not Allowed"),
    "wrong-origin": (403, "Forbidden"),
    "unreadable": (400, "Bad Request"),
}


def page(name: str) -> Reply:
    """Return the page of that name (resources/pages/texts.json)."""
    status, reason = _STATUS[name]
    more = (("Allow", "GET"),) if status == 405 else ()
    return Reply(status, reason, _filled(_template(), name), (*_policy(_template()), *more))


def hand_over_page(to: str, end: str) -> Reply:
    """Return the page whose script posts the fragment to `to`, takes it out of the history, and goes on to `end`.

    A fragment never leaves the browser by itself. The script is named in the policy by its hash, so no other runs.
    """
    template = _template("hand-over.html")
    html = _filled(template, "hand-over").replace("%TO%", escape(to)).replace("%END%", escape(end))
    return Reply(200, "OK", html, _policy(template))


def go_on(to: str) -> Reply:
    """Send the browser on to an address without the answer in it, which is what its history keeps."""
    return Reply(303, "See Other", headers=(("Location", to),))


@cache
def _template(script: str = "") -> str:
    """Return the one page with its places to fill in, and at its end the script of a file."""
    html = resource("pages/callback.html").read_text("utf-8")
    return html.replace("%SCRIPT%", resource(f"pages/{script}").read_text("utf-8") if script else "")


@cache
def _texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = json.loads(resource("pages/texts.json").read_text("utf-8"))
    return texts


def _filled(template: str, name: str) -> str:
    text = _texts()[name]
    html = template.replace("%TITLE%", escape(text["title"]))
    return html.replace("%SENTENCE%", escape(text["sentence"]))


@cache
def _policy(template: str) -> tuple[tuple[str, str], ...]:
    """Return the content security policy: nothing is loaded, and only our own style and script count."""
    hashes = {"style": "'none'", "script": "'none'"}
    for tag, text in _INLINE.findall(template):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
        hashes[tag] = f"'sha256-{digest}'"
    connect = "'self'" if hashes["script"] != "'none'" else "'none'"
    policy = (
        f"default-src 'none'; style-src {hashes['style']}; script-src {hashes['script']}; "
        f"connect-src {connect}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return (("Content-Security-Policy", policy),)
