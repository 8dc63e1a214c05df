"""Finds SAML messages: a text that is one, and the parameters that carry one through a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jotlens.tokens.compact_search import Passage
from jotlens.tokens.steady import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

_MESSAGE = re.compile(
    r"\s*+(<(?:\?xml[^<>]{0,200}>\s*+<)?(?:[A-Za-z_][\w.-]{0,40}:)?"
    r"(?:Assertion|EncryptedAssertion|Response|AuthnRequest|LogoutRequest|LogoutResponse|ArtifactResolve"
    r"|ArtifactResponse)[\s>])"
)
_PARAMETER = re.compile(
    r"SAML(?:Response|Request)(?:=|[\"']\s{0,8}:\s{0,8}[\"']|[\"'][^<>]{0,80}?value[\"']?\s{0,8}[=:]\s{0,8}[\"'])"
    r"([A-Za-z0-9+/_-]{20,}+(?:\r?\n[ \t]*+[A-Za-z0-9+/_-]++)*+={0,2})"
)

_PARAMETER_HEAD = re.compile("SAML(?:Response|Request)")


def saml_message(text: str) -> tuple[int, int] | None:
    """Return where the message stands when the text is one in XML, or None."""
    match = _MESSAGE.match(text)
    if match is None or _is_none(text):
        return None
    return match.start(1), len(text.rstrip())


def saml_parameters(text: str) -> Iterator[Passage]:
    """Yield the messages under the names SAMLResponse and SAMLRequest (SAML bindings sections 3.4 and 3.5)."""
    for match in matches(_PARAMETER, _PARAMETER_HEAD, text):
        code = "".join(match[1].split())
        if not _is_none(code):
            yield Passage(code, match.start(1), match.end(1))


def _is_none(text: str) -> bool:
    from jotlens.tokens.formats.saml import read_saml

    return read_saml(text) is None
