"""Which token a command is about, and whom it asks: a saved connection, the options, or the issuer of the token."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING

from jotlens.cli.connection import start_of
from jotlens.cli.connection_options import connection_of, describes, refuse_secret_parameters
from jotlens.cli.failures import UnreadableInputError, WrongUsageError
from jotlens.cli.issuer_keys import described
from jotlens.cli.output import tell
from jotlens.cli.source import STANDARD_INPUT, is_there, read_source
from jotlens.cli.stored import connection_named, is_connection
from jotlens.cli.token_issuer import issuer_in
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy, Purpose
from jotlens.oauth.addresses import check_address
from jotlens.oauth.connection import Connection, Endpoints
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read_all

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.model import Inspection
    from jotlens.oauth.http import Door
    from jotlens.oauth.metadata import Metadata
    from jotlens.tokens.model import Finds, Token

_ACCESS, _REFRESH = "access_token", "refresh_token"
_HINTS = {Purpose.ACCESS_TOKEN: _ACCESS, Purpose.REFRESH_TOKEN: _REFRESH}


@dataclass(frozen=True, slots=True)
class Target:
    """The connection and the token. `named_by_token`: the issuer is the token's own word, which a stranger wrote."""

    connection: Connection
    token: Token = field(repr=False)
    finds: Finds = field(repr=False)
    named_by_token: bool = False

    def inspected(self, policy: Policy, at: datetime) -> Inspection:
        """Return what can be said of the token."""
        return inspect(self.token, policy, KeyRing(), at, finds=self.finds)

    def hint(self, at: datetime) -> str:
        """Return as what the token goes to the server, as far as it can be told (RFC 7009 section 2.1)."""
        member = self.finds.found[0].field if self.finds.found else None
        if member in {_ACCESS, _REFRESH}:
            return member
        return _HINTS.get(self.inspected(Policy(), at).purpose.purpose, "")


def target_of(options: Namespace, *, may_be_named_by_token: bool) -> Target:
    """Return what the words name; the token is read from a file or from standard input.

    Raises CommandError; StorageError.
    """
    connection, word = _named(options)
    if word in {None, STANDARD_INPUT} and getattr(options, "secret_stdin", False):
        raise WrongUsageError("The secret comes from standard input, so the token must come from a FILE.")
    source = read_source(word)
    for remark in source.remarks:
        tell(remark)
    finds, tokens = read_all(source.text)
    token = tokens[0]
    if token.kind is Kind.NONE or not token.text.strip():
        raise UnreadableInputError(f"There is no token in {source.name}.")
    if connection is not None:
        return Target(connection, token, finds)
    issuer = issuer_in(tokens) if may_be_named_by_token else None
    if issuer is None:
        raise WrongUsageError(
            "Whom to ask? Name a connection, or give --issuer."
            if may_be_named_by_token
            else "Name a connection, or give --issuer and --client-id: the server wants to know who asks."
        )
    return Target(Connection("", "this token's issuer", issuer=issuer), token, finds, named_by_token=True)


def endpoints_at(target: Target, door: Door, at: datetime, *, wanted: str, allow_private: bool) -> Endpoints:
    """Return the endpoints: those that the connection names, else as the server describes itself.

    What a token's word led to is checked before it is called. Raises FetchError.
    """
    connection = target.connection
    if getattr(connection.endpoints, wanted):
        return connection.endpoints
    from jotlens.oauth.metadata import endpoints_of

    if not connection.issuer:
        raise WrongUsageError(f"Give --issuer, or --{wanted.replace('_', '-')}.")
    if target.named_by_token:
        check_address(connection.issuer, confirmed_private=allow_private, from_token=True)
    metadata: Metadata = described(connection.issuer, door, at)
    endpoints = endpoints_of(connection, metadata)
    if target.named_by_token and getattr(endpoints, wanted):
        check_address(getattr(endpoints, wanted), confirmed_private=allow_private, from_token=True)
    return endpoints


def _named(options: Namespace) -> tuple[Connection | None, str | None]:
    """Tell a connection's name from a file's: with one word, a file comes first."""
    match options.names:
        case []:
            name, word = None, None
        case [only] if only == STANDARD_INPUT or is_there(only):
            name, word = None, only
        case [only]:
            name, word = (only, None) if is_connection(only) else (None, only)
        case [name, word]:
            pass
        case _:
            raise WrongUsageError("Give at most a connection and a file.")
    if name is not None:
        connection = connection_of(options, connection_named(name))
    elif describes(options):
        connection = connection_of(options, start_of(options, token_hex(16), "this connection"))
    else:
        return None, word
    refuse_secret_parameters(connection.extra)
    return connection, word
