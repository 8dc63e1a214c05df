"""Reads the bodies that a HAR file holds in base64: a token in one is not seen in the file's own bytes."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass, field

from jotlens.cases.source import Source

BODY_MARK = b'"encoding"'
"""What stands beside such a body in HAR 1.2, section content."""

_MOST = 1 << 24
_STEP = 1 << 14
_BETWEEN = 64
_BASE64 = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\")
_TRACES = (b"ZXlK", b"l5S", b"leU")
"""What base64 makes of "eyJ", by how many bytes stand before it: three in a row begin at one of three places."""


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """A body as it was before it was encoded, and where its text begins in the file."""

    start: int
    decoded: bytes = field(repr=False)


def encoded_body(source: Source, mark_at: int) -> EncodedBody | None:
    """Return the body that the mark at this place speaks of; None where it is no base64 or can hold no token.

    The body is looked for before the mark and behind it: browsers write `text` first, others last.
    """
    around = source.read_at(mark_at, _BETWEEN)
    value = around[len(BODY_MARK) :].lstrip(b" \t\r\n:")
    if not value.startswith(b'"base64"'):
        return None
    text = _text_before(source, mark_at) or _text_behind(
        source, mark_at + len(around) - len(value) + len(b'"base64"')
    )
    if text is None or not any(trace in text[1] for trace in _TRACES):
        return None
    packed = text[1].replace(b"\\/", b"/")
    try:
        return EncodedBody(text[0], b64decode(packed[: len(packed) // 4 * 4]))
    except Base64Error:
        return None


def _text_before(source: Source, mark_at: int) -> tuple[int, bytes] | None:
    """Return the string that ends before the mark: where it begins, and what stands in it."""
    step = _STEP
    while step <= _MOST:
        start = max(mark_at - step, 0)
        before = source.read_at(start, mark_at - start).rstrip(b" \t\r\n,")
        if not before.endswith(b'"'):
            return None
        opening = before.rfind(b'"', 0, len(before) - 1)
        if opening >= 0:
            name = before[max(opening - _BETWEEN, 0) : opening].rstrip(b" \t\r\n:")
            found = (start + opening + 1, before[opening + 1 : -1])
            return found if name.endswith(b'"text"') else None
        if not start or not _BASE64.issuperset(before[: _BETWEEN - 1]):
            return None
        step *= 4
    return None


def _text_behind(source: Source, place: int) -> tuple[int, bytes] | None:
    head = source.read_at(place, _BETWEEN)
    opening = head.lstrip(b" \t\r\n,")
    if not opening.startswith(b'"text"'):
        return None
    value = opening[len(b'"text"') :].lstrip(b" \t\r\n:")
    if not value.startswith(b'"'):
        return None
    start, step = place + len(head) - len(value) + 1, _STEP
    while step <= _MOST:
        text = source.read_at(start, step)
        end = text.find(b'"')
        if end >= 0:
            return start, text[:end]
        if len(text) < step:
            return None
        step *= 4
    return None
