"""Decides whether a pasted text is one token and nothing else, wrapped or damaged as it may be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jotlens.tokens import surroundings
from jotlens.tokens.jose_header import jose_header
from jotlens.tokens.steady import search

_WRAPPERS = (
    (
        surroundings.HEADER,
        re.compile(
            r"(?i)(?:curl[ \t]+)?(?:(?:-H|--header)[ \t=]*)?[\"'`]?(?:proxy-)?authorization[\"'`]?[ \t]*[:=][ \t]*[\"'`]?"
            r"(?=\S)"
        ),
    ),
    (surroundings.BEARER, re.compile(r"(?i)bearer[ \t:]+(?=\S)")),
    (surroundings.DPOP, re.compile(r"(?i)dpop[ \t:]+(?=\S)")),
    (surroundings.SCHEME, re.compile(r"(?i)(?:basic|negotiate|ssws)[ \t]+(?=[!-~]{8,}\Z)")),
    (
        surroundings.NAME,
        re.compile(
            r"(?i)(?:export[ \t]+|set[ \t]+|\$env:|-{1,2})?[\"']?[a-z0-9_.-]{0,40}(?:token|jwt|assertion)[a-z0-9_.-]{0,40}"
            r"[\"']?[ \t]*(?::=|=>|:(?!:)|=)[ \t]*(?=\S)"
        ),
    ),
)
_SCHEME_AFTER_HEADER = re.compile(r"(?i)(?:token|jwt|apikey)[ \t]+(?=\S)")
_PAIRS = {'"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "(": ")"}
_ENTITY_AT_END = re.compile(r"&#?[A-Za-z0-9]{1,8}\Z")
_MOST_WRAPPERS = 8

_WORD = re.compile(r"[!-~]+")
_CODE = re.compile(r"[\"'`()<>\[\]{}\\]")
_DAMAGED_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{8}\S*")
_COMPACT = re.compile(r"e[wy][A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,4}(?:~[A-Za-z0-9_.~-]*)?")
_SPACED = re.compile(r"e[wy][A-Za-z0-9_-]++(?:[ \t]*+\.[ \t]*+[A-Za-z0-9_-]*+){1,4}")
_LINE_BREAK = re.compile(r"[ \t]*+[\r\n]\s*+(?:>\s*+)*+")
_LONGEST_IN_LINES = 2 << 20
_BEGINNING = 1 << 16
_NOT_OF_A_TOKEN = re.compile(r"[^A-Za-z0-9_.~=+/>\s-]|[A-Za-z0-9_.~=+/-][ \t]{1,200}[A-Za-z0-9_.~=+/-]")
"""What stands in no line of a token, nor where lines are joined."""

_LINES_OF_A_TOKEN = re.compile(r"[A-Za-z0-9_.~=+/-]+")
_LINES_OF_BASE64 = re.compile(r"[A-Za-z0-9+/]{60,}={0,2}")
_NO_TOKEN = re.compile(
    r"(?i)(?:undefined|null|nil|none|nan|true|false|\[object\b.*|\(null\)|nonetype)"  # what a program printed
    r"|[a-z][a-z0-9+.-]{0,40}://.*|(?:mailto|data|javascript|tel|about|file):.*"  # an address
    r"|[{\[<].*|-----.*"  # JSON, XML, PEM
    r"|[^@\s/=]{1,100}@[a-z0-9.-]{1,100}\.[a-z]{2,20}"
    r"|www\..*|(?:[a-z0-9-]{1,63}\.){1,8}(?:com|org|net|io|dev|app|edu|gov|info|local|example|test|invalid)(?::\d{1,5})?/?"
    r"|(?:com|org|net|io)\.[a-z][a-z0-9_.]*"
    r"|v?\d{1,6}(?:\.\d{1,6}){1,3}(?:-[a-z0-9.]{1,40})?"  # a version, an IP address
    r"|sha(?:256|384|512)-.*"
    r"|(?!ey)[?#]?[a-z_][a-z0-9_.-]{0,60}=[^=].*"  # parameters
    r"|\$\{.*|\$\w{1,60}|%\w{1,60}%|your[_-].*|[a-z_-]{0,20}token[a-z_-]{0,20}"  # a placeholder
)


@dataclass(frozen=True, slots=True)
class Whole:
    """One token that is all of a text: where it begins and ends, what was taken off, and whether lines were joined."""

    text: str
    start: int
    end: int
    stripped: tuple[str, ...]
    joined: bool = False


def whole_token(text: str) -> Whole | None:
    """Return the token that the text is, or None when it is something else, or several things.

    `text` is free of invisible characters. A single word is a token unless it is an address, a version, a bare name
    of nothing (`null`); several lines are one when they are one token cut into lines.
    """
    start, end, stripped = _unwrapped(text)
    core = text[start:end]
    if _WORD.fullmatch(core):
        several = surroundings.NAME in stripped and "&" in core
        return None if several or is_no_token(core) else Whole(core, start, end, stripped)
    if "." in core and _DAMAGED_TOKEN.fullmatch(core):
        return Whole(core, start, end, stripped)
    if "\n" in core or "\r" in core:
        if len(core) > _LONGEST_IN_LINES or search(_NOT_OF_A_TOKEN, core, 0) is not None:
            return None
        joined = _LINE_BREAK.sub("", core)
        if _is_one_token(joined) or _is_cut_token(core, joined):
            return Whole(joined, start, end, (*stripped, surroundings.LINE_BREAKS), joined=True)
        return None
    if _SPACED.fullmatch(core) and jose_header(core.partition(".")[0].rstrip()) is not None:
        return Whole(core, start, end, stripped)
    return None


def is_no_token(word: str) -> bool:
    """Whether a single word is plainly something else than a token: an address, a version, a piece of code."""
    if word.startswith("ey"):
        return False
    # Of what is no token, everything that tells so stands at the beginning, or it is short.
    return _NO_TOKEN.fullmatch(word[:_BEGINNING]) is not None or search(_CODE, word, 0) is not None


def _unwrapped(text: str) -> tuple[int, int, tuple[str, ...]]:
    start, end = _trimmed(text, 0, len(text))
    stripped: list[str] = []
    for _ in range(_MOST_WRAPPERS):
        before = (start, end)
        for word, pattern in _WRAPPERS:
            if match := pattern.match(text, start, end):
                start = match.end()
                stripped.append(word)
                break
        if surroundings.HEADER in stripped and (match := _SCHEME_AFTER_HEADER.match(text, start, end)):
            start = match.end()
            stripped.append(surroundings.SCHEME)
        if end - start > 2 and _PAIRS.get(text[start]) == text[end - 1]:
            start, end = start + 1, end - 1
            stripped.append(surroundings.QUOTES)
        bare = start + len(text[start:end].rstrip(",;"))
        if text[bare : bare + 1] == ";" and _ENTITY_AT_END.search(text, max(start, bare - 10), bare):
            bare += 1
        if start < bare < end:
            end = bare
            stripped.append(surroundings.PUNCTUATION)
        if before == (start, end):
            break
        start, end = _trimmed(text, start, end)
    return start, end, tuple(dict.fromkeys(stripped))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    core = text[start:end]
    return start + len(core) - len(core.lstrip()), start + len(core.rstrip())


def _is_one_token(joined: str) -> bool:
    return _COMPACT.fullmatch(joined) is not None and jose_header(joined.partition(".")[0]) is not None


def _is_cut_token(core: str, joined: str) -> bool:
    """Whether lines are a damaged token, or base64, that was cut to a width."""
    if not _LINES_OF_A_TOKEN.fullmatch(joined):
        return False
    lines = core.split()
    if len(lines) > 2 and _LINES_OF_BASE64.fullmatch(joined):
        return len({len(line) for line in lines[:-1]}) == 1 and len(lines[0]) >= 60
    starts = [jose_header(line.partition(".")[0]) for line in lines if line.startswith("eyJ") and "." in line]
    return (
        joined.startswith("eyJ")
        and "." in joined
        and all(len(line) >= 20 for line in lines[:-1])
        and sum(start is not None for start in starts) <= 1
    )
