"""Finds tokens in compact form inside a plain text, also those that were broken over several lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jotlens.tokens.broken_lines import Run
from jotlens.tokens.jose_header import Jose, jose_header
from jotlens.tokens.steady import matches, search

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = re.compile(r"e[wy][A-Za-z0-9_-]{6}")
"""Base64url of an opening brace and a quote, a blank or a line break: how the header of nearly every token begins."""

_SEGMENT = re.compile(r"[A-Za-z0-9_-]++")
_JWS_BODY = re.compile(r"\.[A-Za-z0-9_-]*+\.([A-Za-z0-9_-]*+)")
_JWE_BODY = re.compile(r"(?:\.[A-Za-z0-9_-]*+){3}\.([A-Za-z0-9_-]*+)")
_DISCLOSURES = re.compile(r"(?:~[A-Za-z0-9_-]+)*~(?:[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)?")
_PASETO = re.compile(r"(?<![A-Za-z0-9_.-])v[1-4]\.(?:local|public)\.[A-Za-z0-9_-]{40,}+(?:\.[A-Za-z0-9_-]+)?")
_PASETO_HEAD = re.compile(r"(?<![A-Za-z0-9_.-])v[1-4]\.(?:local|public)\.")
_DOT_OR_TILDE = re.compile(r"[.~]")

_LONGEST_SIGNATURE = 8_192
_SHORTEST_LINE = 20
_MOST_TRIES = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """A token in a text: its own text, and where it stands."""

    text: str
    start: int
    end: int


def is_complete(text: str) -> bool:
    """Whether a text is a compact token whose last part is as long as its algorithm makes it."""
    header, _, _ = text.partition(".")
    jose = jose_header(header)
    return (
        jose is not None
        and text.count(".") == jose.dots
        and len(text.rpartition(".")[2]) in jose.last_lengths
    )


def paseto_tokens(text: str) -> Iterator[Passage]:
    """Yield the PASETO tokens in a plain text."""
    for match in matches(_PASETO, _PASETO_HEAD, text):
        yield Passage(match[0], match.start(), match.end())


def compact_tokens(text: str) -> Iterator[Passage]:
    """Yield the JWS, JWE and SD-JWT in compact form in a plain text, in the order they stand there.

    Every stretch of the text is looked at a bounded number of times: what failed is not tried again from each of its
    characters.
    """
    position, last_dot, tries = 0, -1, 0
    headers: dict[str, Jose | None] = {}
    while match := search(_START, text, position):
        start = match.start()
        header, dot, run = _up_to_dot(text, start)
        if header is None:
            position = dot
            continue
        if header not in headers:
            headers[header] = jose_header(header)
        jose = headers[header]
        if jose is None:
            tries = tries + 1 if dot == last_dot else 1
            last_dot = dot
            position = start + 1 if tries < _MOST_TRIES else dot + 1
            continue
        passage = None if run else _on_one_line(text, start, dot, jose)
        passage = passage or _token(run or Run(text, start), jose)
        position = dot + 1 if passage is None else passage.end
        if passage is not None:
            yield passage


def _up_to_dot(text: str, start: int) -> tuple[str | None, int, Run | None]:
    """Return what stands before the first dot, where that is, and the run if it had to be followed over lines.

    Without a dot, the text is None and the place is where to go on searching.
    """
    segment = _SEGMENT.match(text, start)
    end = segment.end() if segment else start
    if text[end : end + 1] == ".":
        return text[start:end], end, None
    if not Run.goes_on(text, end):
        return None, end, None
    run = Run(text, start)
    piece = run.next()
    while piece is not None:
        run.grow()
        if "." in piece:
            header = run.text.partition(".")[0]
            return header, run.place(len(header)), run
        piece = run.next()
    return None, run.end, None


def _on_one_line(text: str, start: int, dot: int, jose: Jose) -> Passage | None:
    """Return the token at `start` if nothing in the text can be a part of it after the last character; or None."""
    body = (_JWE_BODY if jose.dots == 4 else _JWS_BODY).match(text, dot)
    if body is None:
        return None
    after, length = text[body.end() : body.end() + 1], body.end() - body.start(1)
    if after == "~" or (after == "." and not length):
        return None
    if length not in jose.last_lengths and Run.goes_on(text, body.end()):
        return None
    return Passage(text[start : body.end()], start, body.end())


def _token(run: Run, jose: Jose) -> Passage | None:
    dots = run.text.count(".")
    while dots < jose.dots:
        piece = run.next()
        if piece is None or _begins_another(piece):
            return None
        run.grow()
        dots += piece.count(".")
    last = _after_dot(run.text, jose.dots)
    stop = _DOT_OR_TILDE.search(run.text, last)
    if stop is None:
        run = _completed(run, last, jose.last_lengths)
        stop = _DOT_OR_TILDE.search(run.text, last)
    end = stop.start() if stop else run.length
    if stop and stop[0] == "." and end == last:
        return None  # two dots in a row where the signature should be: a text that was shortened by "..."
    if run.guessed and jose.last_lengths and end - last not in jose.last_lengths:
        return None
    if stop and stop[0] == "~" and jose.dots == 2:
        run, end = _with_disclosures(run, end)
    return Passage(run.text[:end], run.place(0), run.place(end - 1) + 1)


def _begins_another(piece: str) -> bool:
    header, dot, _ = piece.partition(".")
    jose = jose_header(header) if dot and header.startswith("e") else None
    return jose is not None and not jose.binds_key


def _after_dot(text: str, number: int) -> int:
    position = 0
    for _ in range(number):
        position = text.index(".", position) + 1
    return position


def _completed(run: Run, last: int, lengths: frozenset[int]) -> Run:
    """Return the run with the lines that the last part still needs; as it is when it is whole, or nothing fits.

    Of several possible lengths the longest counts: a part of a long signature may be as long as a short one.
    """
    longer = run.copy()
    whole = run if run.length - last in lengths else None
    longest = max(lengths, default=_LONGEST_SIGNATURE)
    while piece := longer.next():
        signature = piece.partition("~")[0]
        stray = not signature and len(piece) < _SHORTEST_LINE
        if stray or "." in signature or longer.length - last + len(signature) > longest:
            break
        longer.grow()
        if signature != piece:
            return longer
        if longer.length - last in lengths:
            whole = longer.copy()
    if whole is not None:
        return whole
    grown = longer.length > run.length
    return longer if grown and (not longer.guessed or (not lengths and run.broken)) else run


def _with_disclosures(run: Run, end: int) -> tuple[Run, int]:
    """Return the run with all disclosures of an SD-JWT and its key binding (RFC 9901 section 4), and where it ends."""
    tail = run.text.rpartition("~")[2]
    while "." not in tail:
        piece = run.next()
        if piece is None or (not tail and (_begins_another(piece) or not _is_disclosed(piece))):
            break
        run.grow()
        tail = piece.rpartition("~")[2] if "~" in piece else tail + piece
    binding = jose_header(tail.partition(".")[0]) if "." in tail else None
    while binding is not None and tail.count(".") < binding.dots and (piece := run.next()) is not None:
        run.grow()
        tail += piece
    if binding is not None and tail.count(".") == binding.dots:
        run = _completed(run, run.length - len(tail.rpartition(".")[2]), binding.last_lengths)
    match = _DISCLOSURES.match(run.text, end)
    return run, match.end() if match else end


def _is_disclosed(piece: str) -> bool:
    return "~" in piece or len(piece) >= _SHORTEST_LINE
