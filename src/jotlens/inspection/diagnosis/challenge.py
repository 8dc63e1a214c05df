"""Reads WWW-Authenticate: one or several challenges, each a scheme with parameters (RFC 9110 section 11.6.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

_SCHEME = re.compile(r"[,\s]*([A-Za-z][A-Za-z0-9._~+-]{0,60})(?=\s|,|\Z)(?!\s*=)")
_PARAMETER = re.compile(
    r"[,\s]*([A-Za-z][A-Za-z0-9_.*-]{0,60})\s{0,8}=\s{0,8}(?:\"((?:[^\"\\]|\\.)*+)\"|'([^']*+)'|([^\s,\"']*+))"
)
_TOKEN68 = re.compile(r"[ \t]+[A-Za-z0-9._~+/-]++=*(?=\s*(?:,|\Z))")
_QUOTED_PAIR = re.compile(r"\\(.)")
_MOST = 16
_LONGEST = 8_192


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge; `scheme` in small letters, the parameters by their name in small letters."""

    scheme: str
    parameters: dict[str, str]

    @property
    def error(self) -> str | None:
        """The error of RFC 6750 section 3, None where no token was seen."""
        return self.parameters.get("error") or None

    @property
    def description(self) -> str | None:
        """What the server adds to the error."""
        return self.parameters.get("error_description") or None


def read_challenges(value: str) -> tuple[Challenge, ...]:
    """Read the value of the header; what cannot be read is passed over, and it never raises."""
    text, at = value[:_LONGEST], 0
    challenges: list[Challenge] = []
    while at < len(text) and len(challenges) < _MOST:
        scheme = _SCHEME.match(text, at)
        if scheme is None:
            at += 1
            continue
        at = scheme.end()
        parameters: dict[str, str] = {}
        if blob := _TOKEN68.match(text, at):
            at = blob.end()
        while match := _PARAMETER.match(text, at):
            parameters.setdefault(match[1].lower(), _unquoted(match))
            at = match.end()
        challenges.append(Challenge(scheme[1].lower(), parameters))
    return tuple(islice(challenges, _MOST))


def _unquoted(match: re.Match[str]) -> str:
    quoted = match[2]
    if quoted is not None:
        return _QUOTED_PAIR.sub(r"\1", quoted).strip()
    return (match[3] if match[3] is not None else match[4]).strip()
