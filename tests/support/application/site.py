"""Serves the single-page application of this folder: its page, what the page loads, and how it is set."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.support.http_server import Way, fixed

_FOLDER: Final = Path(__file__).parent
_PICTURE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def ways(config: Mapping[str, Any]) -> dict[str, Way]:
    """Return what the application's site answers; the page stands at `/` and at its callback."""
    page = fixed(
        200, (_FOLDER / "index.html").read_text(), "text/html; charset=utf-8", Cache_Control="no-cache"
    )
    return {
        "": page,
        "callback": page,
        "config.json": fixed(200, json.dumps(config), Cache_Control="no-store"),
        "static/app.js": fixed(200, (_FOLDER / "app.js").read_text(), "text/javascript"),
        "static/style.css": fixed(200, (_FOLDER / "style.css").read_text(), "text/css"),
        "static/logo.png": fixed(200, _PICTURE, "image/png"),
        "favicon.ico": fixed(404, "", "text/plain"),
    }
