"""An issuer as people write it, and the issuer identifier that is meant (RFC 8414 section 2), with what was changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from jotlens.oauth.addresses import parts_of
from jotlens.oauth.providers import Provider

_WELL_KNOWN = re.compile(r"/?\.well-known/(?:openid-configuration|oauth-authorization-server)/?$")
_ENDPOINT = re.compile(r"/(?:authorize|oauth/token|userinfo|oauth2/v\d/\w+|oauth2/\w+|v2/logout)/?$")
_LOOPBACK = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:/|$)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


class Change(StrEnum):
    """What was done to the text."""

    SCHEME = "scheme"  # https:// was put in front (http:// for this computer)
    DESCRIPTION = "description"  # the address of the server's description was taken off
    PATH = "path"  # the path of an endpoint was taken off
    SLASH = "slash"  # this provider's issuers end in a slash
    NO_SLASH = "no-slash"  # this provider's issuers do not end in one


@dataclass(frozen=True, slots=True)
class TidyIssuer:
    """An issuer identifier, and how it came from what was typed."""

    issuer: str
    changes: tuple[Change, ...] = ()


def tidy_issuer(text: str, provider: Provider) -> TidyIssuer:
    """Return the issuer that a text means at a provider: `acme.eu.auth0.com` is `https://acme.eu.auth0.com/` at Auth0.

    Only what surely is not part of an issuer is taken off; at "any OpenID provider" the slash at the end stays as it is.
    """
    issuer = text.strip()
    changes: list[Change] = []
    if not issuer:
        return TidyIssuer("")
    if not _SCHEME.match(issuer):
        issuer = ("http://" if _LOOPBACK.match(issuer) else "https://") + issuer.lstrip("/")
        changes.append(Change.SCHEME)
    if _WELL_KNOWN.search(issuer):
        issuer = _WELL_KNOWN.sub("", issuer)
        changes.append(Change.DESCRIPTION)
    if provider.issuer_ends_in_slash:
        if _ENDPOINT.search(issuer):
            issuer = _ENDPOINT.sub("/", issuer)
            changes.append(Change.PATH)
        if not issuer.endswith("/") and not parts_of(issuer).query:
            issuer += "/"
            if Change.DESCRIPTION not in changes:
                changes.append(Change.SLASH)
    elif provider.id != "openid" and issuer.endswith("/"):
        issuer = issuer.rstrip("/")
        changes.append(Change.NO_SLASH)
    return TidyIssuer(issuer, tuple(changes))
