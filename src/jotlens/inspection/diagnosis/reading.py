"""Reads an answer out of any text: a status, challenges, an error code and its description, and plain wording."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from jotlens.inspection.diagnosis.challenge import Challenge, read_challenges
from jotlens.tokens.model import Kind
from jotlens.tokens.plain_text import masked, unescaped

if TYPE_CHECKING:
    from jotlens.inspection.model import ApiAnswer
    from jotlens.tokens.model import Finds, Token

MOST_READ = 12 << 10
"""Of a longer text the beginning and the end are read, so many characters each: errors stand there."""

TOKEN_MARK = "\N{LEFT-POINTING ANGLE BRACKET}token\N{RIGHT-POINTING ANGLE BRACKET}"
"""Stands in a text where a token stood: nothing of a token is searched or quoted."""

_TOKEN = re.compile(r"\bey[A-Za-z0-9_-]{8,}+(?:\.[A-Za-z0-9_~-]*+){1,5}")
"""A token that an answer repeats: some frameworks print it with their error."""

_STATUSES = tuple(
    re.compile(pattern)
    for pattern in (
        r"http/\d(?:\.\d)?\s{1,4}([1-5]\d\d)\b",
        r"[\"']?\bstatus(?:[ _-]?code)?[\"']?\s{0,4}(?:[:=]|is|of)?\s{0,4}[\"']?([45]\d\d)\b",
        r"[\"']\bcode[\"']\s{0,4}:\s{0,4}[\"']?([45]\d\d)\b",
        r"\b(?:http|error|code|got|get|gets|returns?|returned|response|responded with|with an?|an?|the)[ :(]{1,3}(40[0-9]|42[0-9]|431|494|50[0-4])\b",
        r"\A\s{0,8}([45]\d\d)\b",
        r"\b(4\d\d) (?:unauthorized|forbidden|bad request|request header|too many|authorization required|client error|\(|error\b|response|status)",
    )
)
_HEADER_LINE = re.compile(
    r"(?im)^[<*\s\"'-]{0,6}(?:proxy-|x-amzn-remapped-)?www-authenticate[\"']?\s{0,4}[:=]\s{0,4}[\"'\[]{0,2}(\S[^\r\n]{0,4000})"
)
_BARE_CHALLENGE = re.compile(r"(?i)\A\s*(?:bearer|dpop)(?:\s*\Z|\s+(?:\w+\s*=|$))")
_REQUEST = re.compile(
    r"(?m)^[>*\s]{0,4}(get|post|put|patch|delete|head|options)\s{1,4}(\S{1,2000})\s{1,4}http/\d"
)
_AUTHORIZATION = re.compile(r"\bauthorization[\"']?\s{0,4}[:=]")
_PARAMETER = re.compile(
    r"(?:[?#&]|\A\s*|[\s\"'])(error|error_description|error_reason|state|code)=([^&\s\"'<>#]{1,4000})"
)
_MEMBER = re.compile(
    r"[\"'](error|error_description|errordescription|error_reason|error_code|message|detail|title|errormessage|errorsummary|msg|hint)[\"']\s{0,8}[:=]\s{0,8}"
    r"(?:\"((?:[^\"\\]|\\.){0,4000}+)\"|'([^']{0,4000}+)')",
    re.IGNORECASE,
)
_HTML = re.compile(r"(?i)<(?:!doctype html|html|head|body|title|h1|div|p)\b")
_TAG = re.compile(r"<[^<>]{0,500}>")
_SCRIPT = re.compile(r"(?is)<(script|style)\b[^<>]{0,300}>.{0,20000}?</\1>")
_PLUSES = re.compile(r"(?i)\berror(?:_description|_reason)?=[^&\s\"'<>#]{1,4000}")
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWERED = str.maketrans(f"{_UPPER}\u2018\u2019\u201c\u201d", f"{_UPPER.lower()}''\"\"")
_WRAPPED = re.compile(r"(?<=[a-z,])(-?) ?\r?\n(?:> ?){0,3}(?=[a-z])(?!at |[\w-]{1,40} ?[:=])")
"""A line that was broken for want of room: the next one goes on in small letters, and is no header or stack frame."""

_SPACES = re.compile(r"[ \t]{2,}|\t")
_MOST_FOUND = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer, read. `text` is free of tokens, escapes, HTML tags and doubled blanks; `lowered` is as long, in small
    letters and with straight quotation marks.

    `code` and `description` are those of OAuth (RFC 6749 section 5.2), from a challenge, JSON or an address.
    `said_by_api` tells whether a status, a challenge or a body was given as an API's answer.
    """

    text: str = ""
    lowered: str = ""
    status: int | None = None
    challenges: tuple[Challenge, ...] = ()
    code: str | None = None
    description: str | None = None
    address: dict[str, str] | None = None
    requests: tuple[tuple[str, str], ...] = ()
    authorization_shown: bool = False
    said_by_api: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to go by."""
        return not self.text.strip() and self.status is None and not self.challenges


def read_answer(api: ApiAnswer | None, surroundings: str) -> Reading:
    """Read what the API answered, and what stood around the token (or the whole text, where there is no token)."""
    given = [part for part in (api.www_authenticate, api.body) if part] if api is not None else []
    given = [_TOKEN.sub(TOKEN_MARK, part) for part in given]
    raw = "\n".join([*given, surroundings] if surroundings.strip() else given)
    text = _plain(raw)
    lowered = text.translate(_LOWERED)
    members, address = _members(raw), _parameters(raw)
    challenges = _challenges(api, raw)
    first_error = next((challenge for challenge in challenges if challenge.error), None)
    code = members.get("error") or address.get("error")
    description = members.get("error_description") or address.get("error_description")
    if first_error is not None:
        code, description = first_error.error, first_error.description or description
    status = api.status if api is not None and api.status is not None else _status(lowered)
    return Reading(
        text=text,
        lowered=lowered,
        status=status,
        challenges=challenges,
        code=code,
        description=description or (members.get("message") if code is None else None),
        address=address or None,
        requests=tuple((m[1], m[2]) for m in islice(_REQUEST.finditer(lowered), _MOST_FOUND)),
        authorization_shown=_AUTHORIZATION.search(lowered) is not None,
        said_by_api=bool(given) or (api is not None and api.status is not None),
    )


_SHORTEST = 8
_MANY = 50
_WORD = re.compile(r"[A-Za-z0-9_.~+/=-]{8,}")


def surroundings(token: Token, finds: Finds | None) -> str:
    """Return the pasted text without its tokens, empty when it is a token and nothing else; or the text that is none."""
    if token.kind is Kind.NONE:
        return finds.text if finds is not None and finds.text else token.text
    return _rest(_Same(finds)) if finds is not None and finds.text.strip() else ""


class _Same:
    """Finds as a key that is compared by what it is and not by what it holds: that would cost as much as looking."""

    __slots__ = ("finds",)

    def __init__(self, finds: Finds) -> None:
        self.finds = finds

    def __hash__(self) -> int:
        return id(self.finds)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.finds is self.finds


@lru_cache(maxsize=2)
def _rest(same: _Same) -> str:
    finds = same.finds
    text, pieces, at = finds.text, [], 0
    for found in sorted(finds.found, key=lambda found: found.start):
        if found.start >= at:
            pieces += [text[at : found.start], TOKEN_MARK]
            at = found.end
    rest = _without_tokens(_cut("".join([*pieces, text[at:]])), finds)
    return "" if rest.replace(TOKEN_MARK, "").strip(" \t\r\n\"'`,;") == "" else rest


def _without_tokens(rest: str, finds: Finds) -> str:
    """Take away the tokens that stand there a second time; of very many only those that are words of their own."""
    texts = {found.text for found in finds.found if len(found.text) >= _SHORTEST}
    if len(texts) > _MANY:
        return _WORD.sub(lambda word: TOKEN_MARK if word[0] in texts else word[0], rest)
    for text in texts:
        rest = rest.replace(text, TOKEN_MARK)
    return rest


def _cut(text: str) -> str:
    return text if len(text) <= 2 * MOST_READ else f"{text[:MOST_READ]}\n{text[-MOST_READ:]}"


def _plain(raw: str) -> str:
    text = _PLUSES.sub(lambda match: match[0].replace("+", " "), _cut(raw))
    text = unescaped(masked(text)).replace("\0", "")
    if _HTML.search(text):
        text = _TAG.sub(" ", _SCRIPT.sub(" ", text))
    return _WRAPPED.sub(lambda match: match[1] or " ", _SPACES.sub(" ", text))


def _status(lowered: str) -> int | None:
    for pattern in _STATUSES:
        found = [int(match[1]) for match in islice(pattern.finditer(lowered), _MOST_FOUND)]
        if refused := [status for status in found if status >= 400]:
            return refused[-1]
    return None


def _challenges(api: ApiAnswer | None, raw: str) -> tuple[Challenge, ...]:
    values = [api.www_authenticate] if api is not None and api.www_authenticate else []
    values += [
        match[1].rstrip("\"'],") if "=" not in match[1] else match[1]
        for match in islice(_HEADER_LINE.finditer(_cut(raw)), _MOST_FOUND)
    ]
    if not values and _BARE_CHALLENGE.match(raw):
        values = [raw]
    return tuple(challenge for value in values for challenge in read_challenges(value))


def _parameters(raw: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in islice(_PARAMETER.finditer(_cut(raw)), _MOST_FOUND):
        found.setdefault(match[1], unquote_plus(match[2]).strip())
    return found


def _members(raw: str) -> dict[str, str]:
    found: dict[str, str] = {}
    text = _cut(raw)
    for candidate in (text, text.replace('\\"', '"')) if '\\"' in text else (text,):
        for match in islice(_MEMBER.finditer(candidate), _MOST_FOUND):
            value = match[2] if match[2] is not None else match[3]
            found.setdefault(match[1].lower(), _json_text(value))
    return found


def _json_text(inside: str) -> str:
    """Return the text behind the inside of a JSON string (RFC 8259 section 7); what is none stays as it is."""
    try:
        text = json.loads(f'"{inside}"')
    except ValueError:
        text = unescaped(inside).replace("\0", "")
    return str(text).strip()
