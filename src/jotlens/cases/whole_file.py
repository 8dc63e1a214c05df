"""Looks at a small file as a whole, as a pasted text is looked at: tokens in pieces, in JSON, in other formats."""

from __future__ import annotations

import codecs

from jotlens.cases.scan import Hit
from jotlens.tokens.compact_search import jose_header
from jotlens.tokens.find import find

SMALL = 1 << 20
"""Bytes up to which a file is looked at so."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def found_in_whole(data: bytes, hits: list[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Return the tokens in the order of the file, and apart from them what only its name shows to be one.

    Each token that is found in the whole is there at least once; of the scan's those that are not pieces of one.
    """
    text = _text(data)
    known = {hit.text for hit in hits}
    whole = [found for found in find(text).found if found.text not in known]
    shaped = [found for found in whole if jose_header(found.text.partition(".")[0]) is not None]
    kept = [hit for hit in hits if not any(hit.text in found.text for found in shaped)]
    added = [Hit(len(text[: found.start].encode("utf-8", "replace")), found.text) for found in whole]
    tokens = {found.text for found in shaped}
    kept += [hit for hit in added if hit.text in tokens]
    kept.sort(key=lambda hit: hit.start)
    return kept, [hit for hit in added if hit.text not in tokens and _is_word(hit.text)]


def _is_word(text: str) -> bool:
    """Whether a text can be an opaque token or one of another format; the whole of a text that is none is not."""
    return " " not in text.strip() or text.lstrip().startswith(("{", "<"))


def _text(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    return data.decode("utf-8", "replace")
