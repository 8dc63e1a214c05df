"""Where a token of a case stands, as lines for people and as fields for machines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.cases.model import CaseToken, Part, Place
from jotlens.cli.times import iso
from jotlens.inspection.model import Inspection, Status, VerdictStatus
from jotlens.inspection.wording import instant
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.cli.page import Look

_MOST_PLACES = 5
_LONGEST_NAME = 80
_LONGEST_ADDRESS = 160
_MARKS = {
    VerdictStatus.WOULD_BE_ACCEPTED: Status.PASS,
    VerdictStatus.REJECT: Status.FAIL,
    VerdictStatus.NOT_VERIFIED: Status.UNKNOWN,
    VerdictStatus.UNREADABLE: Status.FAIL,
    VerdictStatus.NOT_A_TOKEN: Status.NOT_APPLICABLE,
}
_PARTS = {
    Part.REQUEST_ADDRESS: "in the address of",
    Part.REQUEST_HEADER: "in a header of",
    Part.REQUEST_COOKIE: "in a cookie of",
    Part.REQUEST_BODY: "in what was sent with",
    Part.RESPONSE_HEADER: "in a header of the answer to",
    Part.RESPONSE_COOKIE: "in a cookie set by the answer to",
    Part.RESPONSE_BODY: "in the answer to",
    Part.REDIRECT: "in the address to go to after",
    Part.OTHER: "in",
}


def place_fields(place: Place) -> dict[str, Writable]:
    """Return a place as the contract has it; the address is without what is asked there, which may hold tokens."""
    return {
        "file": place.file,
        "line": place.line,
        "offset": place.offset,
        "part": place.part,
        "method": place.method or None,
        "url": bare_address(place.url) or None,
        "status": place.status,
        "header": place.header,
        "field": place.name,
        "at": iso(place.at) if place.at is not None else None,
    }


def token_lines(token: CaseToken, inspection: Inspection, number: str, look: Look) -> list[str]:
    """Return a token in a few lines: what it is, what is to be said of it, and where it was seen."""
    mark = look.mark(_MARKS[inspection.verdict.status])
    lines = [look.strong(line) for line in look.wrapped(f"{number}  {inspection.title}")]
    said = look.wrapped(inspection.verdict.sentence, 4)
    lines += [f"  {mark} {said[0].lstrip()}", *said[1:]]
    for place in token.seen[:_MOST_PLACES]:
        lines += [look.faint(line) for line in look.wrapped(place_line(place), 4)]
    if len(token.seen) > _MOST_PLACES:
        lines.append(look.faint(f"    and at {len(token.seen) - _MOST_PLACES:,} more places"))
    return [*lines, ""]


def place_line(place: Place) -> str:
    """Return where something stands, in words."""
    name = ""
    if place.name or place.header:
        names = [visible(text, _LONGEST_NAME) for text in (place.header, place.name) if text]
        name = f"{' '.join(dict.fromkeys(names))}, "
    where = visible(place.file, _LONGEST_ADDRESS)
    if place.line is not None:
        where += f", line {place.line:,}"
    if place.url and place.line is None:
        asked = f"{place.method} {visible(bare_address(place.url), _LONGEST_ADDRESS)}".strip()
        where = f"{_PARTS[place.part]} {asked}{f' ({place.status})' if place.status else ''}, {where}"
    at = f", {instant(place.at)}" if place.at is not None else ""
    return f"{name}{where}{at}"


def bare_address(address: str) -> str:
    """Return an address without what is asked there, and without a name and password."""
    return re.sub(r"(?<=//)[^/@]*@", "", re.split(r"[?#]", address, maxsplit=1)[0])
