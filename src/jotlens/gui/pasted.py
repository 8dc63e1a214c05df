"""What the clipboard holds, and whether it is surely a token, wherever it is put in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

_TOKEN = re.compile(
    r"""(?i: (?:authorization\s*:\s*)? (?:bearer|dpop) \s+ )?  # how it is sent
    ["']?
    (?: ey[JKA][\w-]{4,} (?:\.[\w-]*){2,4} (?:~[\w.~-]*)?  # a signed or encrypted token, and what is disclosed
      | v[1-4]\.(?:local|public)\.[\w-]{20,}(?:\.[\w-]*)? )
    ["']?""",
    re.VERBOSE | re.ASCII,
)
_SENT = re.compile(r"authorization\s*:\s*(?:bearer|dpop)\s+\S", re.IGNORECASE)
_ANSWER = re.compile(r'"(?:access_token|id_token|refresh_token)"\s*:')
_BREAKS = re.compile(r"[\r\n]+[ \t]*")
_LONGEST = 4 << 20


def clipboard_data() -> QMimeData | None:
    """Return what is in the clipboard, None when nothing was copied yet."""
    from PySide6.QtGui import QGuiApplication

    # The binding's types do not tell that there may be nothing.
    return cast("QMimeData | None", QGuiApplication.clipboard().mimeData())


def is_for_the_box(text: str) -> bool:
    """Whether a text is a token, a line that sends one, or an answer that brings one: never a key or a short value."""
    if len(text) > _LONGEST:
        return False
    joined = _BREAKS.sub("", text).strip()
    if _TOKEN.fullmatch(joined):
        return True
    return _SENT.search(text) is not None or (joined.startswith("{") and _ANSWER.search(text) is not None)
