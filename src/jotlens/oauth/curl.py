"""An exchange as a cURL command for a POSIX shell, with variables in the place of secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from jotlens.oauth.masking import masked_exchange, media_type
from jotlens.oauth.secret_texts import CLOSE, OPEN
from jotlens.oauth.trace import Exchange

_VARIABLE = re.compile(f"{OPEN}(\\w+){CLOSE}")
_OF_THE_CONNECTION = frozenset({"content-length", "connection", "accept-encoding", "host", "user-agent"})
_WITHOUT_QUOTES = re.compile(r"[\w@%+=:,./-]+", re.ASCII)


def curl_of(exchange: Exchange, *, masked: bool = True, known_secrets: Iterable[str] = ()) -> str:
    """Return the command that sends the same request.

    Masked, each secret is a shell variable such as "$CLIENT_SECRET", to be set before. Unmasked it holds the secrets
    themselves: who runs it leaves them in the history of the shell.
    """
    shown = exchange
    if masked:
        known = dict.fromkeys(filter(None, known_secrets), "secret")
        shown = masked_exchange(exchange, known, _variable)
    return " \\\n  ".join(_parts(shown))


def _parts(exchange: Exchange) -> Iterator[str]:
    glob = "--globoff " if any(sign in exchange.address for sign in "[]{}") else ""
    method = (
        "" if exchange.method == ("POST" if exchange.body else "GET") else f"--request {exchange.method} "
    )
    yield f"curl {glob}{method}--url {_quoted(exchange.address)}"
    for name, value in exchange.headers:
        if name.lower() not in _OF_THE_CONNECTION:
            yield f"--header {_quoted(f'{name}: {value}')}"
    if exchange.body:
        yield from _body(exchange)


def _body(exchange: Exchange) -> Iterator[str]:
    pairs = _form(exchange)
    if pairs is None:
        yield f"--data-raw {_quoted(exchange.body)}"
        return
    for name, value in pairs:
        yield f"--data-urlencode {_quoted(f'{name}={value}')}"


def _form(exchange: Exchange) -> list[tuple[str, str]] | None:
    """The members of a form, None if cURL could not make the same of them: it encodes values, and no names."""
    if media_type(exchange.headers) != "application/x-www-form-urlencoded":
        return None
    try:
        pairs = parse_qsl(exchange.body, keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return None
    return pairs if all(re.fullmatch(r"[\w.-]+", name, re.ASCII) for name, _ in pairs) else None


def _variable(name: str) -> str:
    plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").upper() or "SECRET"
    if plain[0].isdigit():
        plain = f"SECRET_{plain}"
    return f"{OPEN}{plain}{CLOSE}"


def _quoted(text: str) -> str:
    """Quote for a POSIX shell; variables stand between double quotes, everything else between single ones."""
    pieces = _VARIABLE.split(text)
    quoted = [
        f'"${{{piece}}}"' if place % 2 else _plainly(piece) for place, piece in enumerate(pieces) if piece
    ]
    return "".join(quoted) or "''"


def _plainly(text: str) -> str:
    if _WITHOUT_QUOTES.fullmatch(text):
        return text
    return "'" + text.replace("'", "'\"'\"'") + "'"
