"""What an address becomes when it leaves: host and path stay, unless something secret or personal stands in them."""

from __future__ import annotations

from urllib.parse import unquote

from jotlens.reports.changes import Changes
from jotlens.reports.codings import percent
from jotlens.reports.secret_names import is_code_of_address


def redacted_address(address: str, to: Changes) -> str:
    """Return an address; the credentials in it (RFC 3986 section 3.2.1) are left out."""
    main, hash_, fragment = address.partition("#")
    path, question, query = main.partition("?")
    scheme, slashes, rest = path.partition("://")
    authority, slash, way = rest.partition("/")
    if "@" in authority:
        user, _, authority = authority.rpartition("@")
        to.password(user)
        to.password(unquote(user.partition(":")[2]))
    segments = [_segment(segment, to) for segment in way.split("/")]
    path = f"{scheme}{slashes}{to.text(authority)}{slash}{'/'.join(segments)}" if slashes else to.text(path)
    return to.net(
        f"{path}{question}{redacted_parameters(query, to)}{hash_}{redacted_parameters(fragment, to)}"
    )


def redacted_parameters(query: str, to: Changes) -> str:
    """Return a query, a fragment or a form."""
    if "=" not in query:
        return _segment(query, to)
    pairs = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        plain_name = unquote(name.replace("+", " "))
        plain = unquote(value.replace("+", " "))
        redacted = (
            to.secret(plain, "code")
            if is_code_of_address(plain_name, plain)
            else to.member(plain_name, plain)
        )
        pairs.append(f"{_segment(name, to)}{equals}{value if redacted == plain else percent(redacted)}")
    return "&".join(pairs)


def _segment(segment: str, to: Changes) -> str:
    plain = unquote(segment)
    redacted = to.text(plain)
    return segment if redacted == plain else percent(redacted)
