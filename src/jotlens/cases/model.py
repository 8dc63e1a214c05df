"""The values of a case: where something stands in what a customer sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Part(StrEnum):
    """The part of an exchange in which something stands."""

    REQUEST_ADDRESS = "request-address"
    REQUEST_HEADER = "request-header"
    REQUEST_COOKIE = "request-cookie"
    REQUEST_BODY = "request-body"
    RESPONSE_HEADER = "response-header"
    RESPONSE_COOKIE = "response-cookie"
    RESPONSE_BODY = "response-body"
    REDIRECT = "redirect"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: at which byte of which file; in a HAR also in which exchange, and in which part of it.

    `line` counts from 1 in a log, and is None in a HAR. `exchange_at` is the byte where the exchange's request begins:
    two places with the same belong to one exchange. `url` is the request's; `header` is the header that it stands in, and
    `name` the cookie, parameter or member. `at` is when the request was started, or the time of the log's line.
    """

    file: str
    offset: int
    line: int | None = None
    exchange_at: int | None = None
    part: Part = Part.OTHER
    header: str | None = None
    name: str | None = None
    method: str = ""
    url: str = field(default="", repr=False)
    status: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseToken:
    """A token of a case, once, with every place where it was seen, in the order of the files."""

    text: str = field(repr=False)
    seen: tuple[Place, ...]


class Trouble(StrEnum):
    """Why a file was not read, or not to its end."""

    UNREADABLE = "unreadable"
    CUT = "cut"
    NO_FILE = "no-file"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a case: its name as it was given, or its path below the folder that was given."""

    name: str
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """What was found in the files of a case. `is_whole` is false where somebody stopped it."""

    files: tuple[CaseFile, ...] = ()
    tokens: tuple[CaseToken, ...] = ()
    is_whole: bool = True
