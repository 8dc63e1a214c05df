"""Runs of base64 in any text: broken over lines, escaped, in either alphabet; decoded one by one, or many together."""

from __future__ import annotations

import re
import zlib
from binascii import Error as Base64Error
from binascii import a2b_base64
from urllib.parse import unquote

BASE64 = re.compile(
    r"[A-Za-z0-9+/_-]{11,}+(?:(?:\r?\n|\\r\\n|\\n|\\/|%2[BbFf]|%3[Dd])[A-Za-z0-9+/_-]*+)*+={0,2}"
)
"""Eleven letters are what eight bytes are written with, and no shorter secret is looked for."""

LINE = re.compile(r"[A-Za-z0-9+/_-]{11,}+={0,2}")
"""A run that is in one piece."""

_BETWEEN_LINES = re.compile(r"\r?\n|\\r\\n|\\n|\\(?=/)")
_TO_STANDARD = str.maketrans("-_", "+/")
_PAD_TO_ZEROS = str.maketrans("-_=", "+/A")
_APART = "A" * 7
"""Between two runs that are decoded together; it makes some bytes of zeros, at whatever place of its group it begins."""

_LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "+\\-", "/_")


_COMPRESSED = "H4sI|eA[E-H]|eF[4-7]|eJ[w-z]|eN[o-r]"
"""How gzip and zlib begin (RFC 1952 section 2.3.1, RFC 1950 section 2.2)."""

_UTF_16 = "[/_][/_][4-7]|[/_]v[89+/_-]|A[A-P]|.[AQgw][A-D]"
"""How UTF-16 begins: with its mark, or with a zero in the first letter."""

_MOST_BEHIND = 3
"""So many bytes at the end of a text may come from letters that do not belong to it."""

_SHORTEST = 9
_MOST_INFLATED = 1 << 22


def _may_be_text() -> re.Pattern[str]:
    """Return what the first eleven letters of a text are, which most words are not: of UTF-8 (RFC 3629 section 4), or of one compressed.

    Seen in letters of six bits, the top bits of three bytes lie in the first letter, the second and the third.
    """

    def letters(*tops: int, of: int) -> str:
        found = (letter for value, letter in enumerate(_LETTERS) if value >> (4 - 2 * of) & 0b11 in tops)
        return f"[{''.join(found)}]"

    ascii_, lead, more = ([letters(*tops, of=of) for of in range(3)] for tops in ((0, 1), (3,), (2,)))
    plain = "".join(ascii_) + "."
    begun = (
        lead[0] + more[1],
        ascii_[0] + lead[1] + more[2],
        ascii_[0] + ascii_[1] + lead[2] + rf".(?:{more[0]}|[\\%\r\n])",
    )
    return re.compile(
        f"(?:{plain}){{2}}{''.join(ascii_)}|(?:{plain}){{0,2}}(?:{'|'.join(begun)})|{_COMPRESSED}|{_UTF_16}"
    )


_MAY_BE_TEXT = _may_be_text()


def standard(run: str) -> str:
    """Return a run in the standard alphabet, in one piece and without padding."""
    return unquote(_BETWEEN_LINES.sub("", run)).rstrip("=").translate(_TO_STANDARD)


def together(runs: list[str]) -> str | None:
    """Return many runs as one text, which `decoded_at` decodes at once with something between them.

    Each may begin at any place of a group of four, and have some more bits at its end. None where one of them may have
    padding in its midst, which ends the decoding.
    """
    joined = _APART.join(runs)
    if "%3" in joined:
        return None
    if "%" in joined or "\\" in joined or "\n" in joined:
        joined = unquote(_BETWEEN_LINES.sub("", joined))
    return joined.translate(_PAD_TO_ZEROS)


def decoded_at(code: str, shift: int) -> bytes:
    """Return what standard base64 is from its first, second, third or fourth letter on. Raises binascii.Error."""
    whole = (len(code) - shift) // 4 * 4
    part, rest = code[shift : shift + whole], code[shift + whole :]
    return a2b_base64(part + (rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""))


def hold_text(runs: list[str]) -> bool:
    """Whether one of some runs, or a line of one, holds a text."""
    if any(base64_text(run) is not None for run in filter(_MAY_BE_TEXT.match, runs)):
        return True
    lines = [line for run in runs if "\n" in run or "\\" in run for line in LINE.findall(run)]
    return any(base64_text(line) is not None for line in filter(_MAY_BE_TEXT.match, lines))


def base64_text(run: str) -> str | None:
    """Return the text that a run of base64 holds, as UTF-8, as UTF-16 or compressed; None for what is none."""
    code = standard(run)
    if len(code) % 4 == 1:
        code = code[:-1]  # it is something else's
    try:
        data = a2b_base64(code + "=" * (-len(code) % 4))
    except (Base64Error, ValueError):
        return None
    return text_of(data)


def text_of(data: bytes) -> str | None:
    """Return the text that some bytes are, also one in UTF-16 or one that is compressed; None for what is none."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _decoded(data, "utf-16")
    if data[:2] == b"\x1f\x8b" or (data[:1] == b"x" and data[:2] in _ZLIB):
        return _decoded(_inflated(data), "utf-8")
    if b"\0" in data[:2]:
        return _decoded(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    return _decoded(data, "utf-8")


_ZLIB = frozenset({b"x\x01", b"x\x5e", b"x\x9c", b"x\xda"})


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(data, _MOST_INFLATED)
    except zlib.error:
        return data


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        if fault.start < max(len(data) - _MOST_BEHIND, _SHORTEST):
            return None
        text = data[: fault.start].decode(encoding)
    return text if text and (text[:-_MOST_BEHIND].isprintable() or "\n" in text) else None
