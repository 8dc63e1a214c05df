"""Looks at a small file as a whole, as a pasted text is looked at: tokens in pieces, in JSON, in other formats."""

from __future__ import annotations

import codecs

from jotlens.cases.scan import Hit
from jotlens.tokens.find import find
from jotlens.tokens.jose_header import jose_header
from jotlens.tokens.model import Found, Kind
from jotlens.tokens.read import read

SMALL = 1 << 20
"""Bytes up to which a file is looked at so."""

_NO_TOKENS = frozenset({Kind.OPAQUE, Kind.NONE, Kind.MALFORMED})

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
    others = {found.text for found in whole if found.text not in tokens and _is_token(found)}
    return kept, [hit for hit in added if hit.text in others]


def _is_token(found: Found) -> bool:
    """Whether what is no token in compact form is one all the same: its name says so, or its look is known."""
    return (
        found.field is not None or read(found.text).kind not in _NO_TOKENS or bool(read(found.text).subtype)
    )


def _text(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    return data.decode("utf-8", "replace")
