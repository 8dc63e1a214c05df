"""Writes a recording again as others write it: the same exchanges, with what each browser and proxy adds, leaves out, or turns."""

import base64
import copy
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

Entry = dict[str, Any]
_HERE: Final = timezone(timedelta(hours=5, minutes=30))


def chrome(har: bytes) -> bytes:
    """As Chrome exports with sensitive data: each question before a call is an entry, and members begin with `_`."""
    entries: list[Entry] = []
    for entry in _entries(har):
        if _is_cross_origin(entry):
            entries.append(_preflight(entry))
        entries.append(
            {
                "_connectionId": "99",
                "_initiator": {"type": "script", "stack": {"callFrames": []}},
                "_priority": "High",
                "_resourceType": "fetch",
                "cache": {},
                **{name: entry[name] for name in ("pageref", "request", "response")},
                "serverIPAddress": "127.0.0.1",
                **{name: entry[name] for name in ("startedDateTime", "time", "timings")},
            }
        )
    host = urlsplit(entries[0]["request"]["url"]).netloc
    entries.insert(2, _icon(entries[0], f"http://{host}/favicon.ico"))
    return _written(entries, "WebInspector", "537.36")


def chrome_sanitised(har: bytes) -> bytes:
    """As Chrome exports by default: without Authorization, Cookie and Set-Cookie."""
    entries = _entries(chrome(har))
    for entry in entries:
        for message in (entry["request"], entry["response"]):
            message["headers"] = [
                header
                for header in message["headers"]
                if header["name"].lower() not in {"authorization", "cookie", "set-cookie"}
            ]
            message["cookies"] = []
    return _written(entries, "WebInspector", "537.36")


def firefox(har: bytes) -> bytes:
    """As Firefox saves: in the time of this place, the question before a call too, and a form with its parameters."""
    entries: list[Entry] = []
    for entry in _entries(har):
        if _is_cross_origin(entry):
            entries.append(_preflight(entry))
        entries.append(entry)
    for entry in entries:
        entry["startedDateTime"] = (
            datetime.fromisoformat(entry["startedDateTime"]).astimezone(_HERE).isoformat()
        )
        request = entry["request"]
        if "postData" in request:
            pairs = parse_qsl(request["postData"]["text"], keep_blank_values=True)
            request["postData"]["params"] = [{"name": name, "value": value} for name, value in pairs]
        if _status(entry) == 302:
            entry["response"]["content"] = {"mimeType": "text/plain", "size": 0, "text": ""}
    return _written(entries, "Firefox", "140.0")


def safari(har: bytes) -> bytes:
    """As Safari exports: names of headers as they like, no text of pages, cookies in one header, a time without fraction."""
    entries = _entries(har)
    for entry in entries:
        at = datetime.fromisoformat(entry["startedDateTime"])
        entry["startedDateTime"] = at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"
        for message in (entry["request"], entry["response"]):
            for header in message["headers"]:
                header["name"] = header["name"].title()
            message["cookies"] = []
        response = entry["response"]
        set_cookies = [header["value"] for header in response["headers"] if header["name"] == "Set-Cookie"]
        if set_cookies:
            others = [header for header in response["headers"] if header["name"] != "Set-Cookie"]
            response["headers"] = [*others, {"name": "Set-Cookie", "value": ", ".join(set_cookies)}]
        if "json" not in response["content"].get("mimeType", ""):
            response["content"].pop("text", None)
            response["content"].pop("encoding", None)
        entry.pop("pageref", None)
    return _written(entries, "WebKit Web Inspector", "1.0")


def proxy(har: bytes) -> bytes:
    """As a proxy writes: in the order in which the answers came, small letters, all bodies in base64, no redirectURL."""
    entries = _entries(har)
    for entry in entries:
        for message in (entry["request"], entry["response"]):
            for header in message["headers"]:
                header["name"] = header["name"].lower()
            message["httpVersion"] = "HTTP/2.0"
        entry["response"]["redirectURL"] = ""
        content = entry["response"]["content"]
        if "text" in content and content.get("encoding") != "base64":
            content.update(text=base64.b64encode(content["text"].encode()).decode(), encoding="base64")
    return _written(list(reversed(entries)), "proxy", "1")


Dialect = Callable[[bytes], bytes]
DIALECTS: Final[tuple[Dialect, ...]] = (chrome, firefox, safari, proxy)


def _entries(har: bytes) -> list[Entry]:
    entries: list[Entry] = json.loads(har)["log"]["entries"]
    return copy.deepcopy(entries)


def _written(entries: list[Entry], name: str, version: str) -> bytes:
    creator = {"name": name, "version": version}
    return json.dumps(
        {"log": {"version": "1.2", "creator": creator, "pages": [], "entries": entries}}
    ).encode()


def _status(entry: Entry) -> int:
    return int(entry["response"]["status"])


def _is_cross_origin(entry: Entry) -> bool:
    """Whether a browser asks first: a call of another origin with a header that it does not send by itself."""
    names = {header["name"].lower() for header in entry["request"]["headers"]}
    return "origin" in names and bool({"authorization", "auth0-client"} & names)


def _preflight(entry: Entry) -> Entry:
    """Return the question of a browser before a call, as it is answered with a yes (Fetch standard, 4.8)."""
    asked = entry["request"]
    headers = [
        header for header in asked["headers"] if header["name"].lower() in {"origin", "referer", "host"}
    ]
    headers += [
        {"name": "Access-Control-Request-Method", "value": asked["method"]},
        {"name": "Access-Control-Request-Headers", "value": "authorization"},
    ]
    return {
        **{name: entry[name] for name in ("pageref", "startedDateTime", "timings") if name in entry},
        "time": 1,
        "request": {
            "method": "OPTIONS",
            "url": asked["url"],
            "httpVersion": "HTTP/1.1",
            "headers": headers,
            "queryString": [],
            "cookies": [],
        },
        "response": {
            "status": 204,
            "statusText": "No Content",
            "httpVersion": "HTTP/1.1",
            "headers": [{"name": "Access-Control-Allow-Origin", "value": "*"}],
            "cookies": [],
            "content": {"size": 0, "mimeType": "x-unknown"},
            "redirectURL": "",
        },
    }


def _icon(like: Entry, address: str) -> Entry:
    entry = copy.deepcopy(like)
    entry["request"]["url"] = address
    entry["response"].update(status=404, content={"size": 9, "mimeType": "text/html", "text": "Not found"})
    return entry
