"""`jotlens connection`: list, show, add, remove, import and export connections; their secrets go to the keyring."""

from __future__ import annotations

import sys
from argparse import Namespace
from secrets import token_hex
from typing import TYPE_CHECKING, assert_never

from jotlens.cli.connection_options import connection_of, refuse_secret_parameters
from jotlens.cli.connection_text import connection_fields, connection_lines, list_lines
from jotlens.cli.errand import told_failures
from jotlens.cli.failures import ExitCode, WrongUsageError
from jotlens.cli.json_writer import write_json
from jotlens.cli.output import tell, write_page
from jotlens.cli.page import look_of
from jotlens.cli.secrets_given import at_terminal, piped_secret, prompted
from jotlens.cli.source import as_text, read_file, read_standard_input, shown
from jotlens.cli.stored import connection_named, keep_secret, secret_store, stored_connections, tell_troubles
from jotlens.oauth.connection import Connection
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from typing import Literal

    from jotlens.cli.json_writer import Writable

    Action = Literal["list", "show", "add", "remove", "import", "export"]

SCHEMA = "jotlens.connections/1"


def run_connection(options: Namespace) -> ExitCode:
    """Carry out the command. Raises CommandError for what a person can put right."""
    action: Action = options.action
    with told_failures():
        match action:
            case "list":
                _list(options)
            case "show":
                _show(connection_named(options.name), as_json=options.json)
            case "add":
                return _add(options)
            case "remove":
                return _remove(options)
            case "import":
                _import(options)
            case "export":
                write_page(stored_connections().export_text(connection_named(options.name)))
            case _:
                assert_never(action)
    return ExitCode.ALL_WELL


def start_of(options: Namespace, connection_id: str, name: str) -> Connection:
    """Return what a connection begins with: the provider's usual start, or nothing. Raises WrongUsageError."""
    from jotlens.oauth.providers import providers, start_connection, with_grant

    if options.provider is None:
        return Connection(connection_id, name)
    provider = next((each for each in providers() if each.id == options.provider), None)
    if provider is None:
        known = ", ".join(each.id for each in providers())
        raise WrongUsageError(f"There is no ready-made start {shown(options.provider)}. There are: {known}.")
    started = start_connection(provider, connection_id, name)
    return with_grant(started, options.grant) if options.grant is not None else started


def _list(options: Namespace) -> None:
    store = stored_connections()
    loaded = store.all()
    tell_troubles(store)
    if options.json:
        _write({"connections": [connection_fields(each) for each in loaded.connections]})
    else:
        _print(list_lines(loaded.connections, look_of(sys.stdout)))


def _show(connection: Connection, *, as_json: bool) -> None:
    if as_json:
        _write({"connections": [connection_fields(connection)]})
        return
    from jotlens.oauth.providers import provider_named

    provider = provider_named(connection.provider) if connection.provider else None
    _print(connection_lines(connection, provider, look_of(sys.stdout)))


def _add(options: Namespace) -> ExitCode:
    connection = connection_of(options, start_of(options, token_hex(16), options.name))
    refuse_secret_parameters(connection.extra)
    _require(connection)
    stored_connections().save(connection)
    tell(f"The connection “{visible(connection.name, 80)}” is saved.")
    _tell_gaps(connection)
    code = _keep_client_secret(connection, options)
    if options.json:
        _show(connection, as_json=True)
    return code


def _require(connection: Connection) -> None:
    """Refuse what could never become a connection; what else is missing is only told."""
    if not (
        connection.issuer
        or connection.endpoints.token_endpoint
        or connection.endpoints.authorization_endpoint
    ):
        raise WrongUsageError("A connection needs --issuer, or the addresses of the server's endpoints.")
    if not connection.client_id:
        raise WrongUsageError("A connection needs --client-id.")


def _tell_gaps(connection: Connection) -> None:
    from jotlens.oauth.gaps import gaps

    for gap in gaps(connection):
        tell(f"Still to do: {gap.sentence}")


def _keep_client_secret(connection: Connection, options: Namespace) -> ExitCode:
    if not connection.authentication.needs_secret:
        if options.secret_stdin:
            raise WrongUsageError(
                f"With --auth {connection.authentication} there is no client secret, and none was read."
            )
        return ExitCode.ALL_WELL
    secret = ""
    if options.secret_stdin:
        secret = piped_secret()
    elif not options.no_secret and at_terminal():
        secret = prompted("Client secret, or nothing to be asked when a token is fetched")
    if not secret:
        tell("The client secret is not kept. It is asked for when a token is fetched.")
        return ExitCode.ALL_WELL
    kept = keep_secret(secret_store(), connection, "client-secret", secret)
    return ExitCode.ALL_WELL if kept else ExitCode.SYSTEM_FAILED


def _remove(options: Namespace) -> ExitCode:
    connection = connection_named(options.name)
    forgotten = secret_store().forget(connection.id)
    stored_connections().delete(connection)
    tell(f"The connection “{visible(connection.name, 80)}” is deleted.")
    if options.json:
        _write({"removed": connection.id, "secrets_removed": forgotten.done, "reason": forgotten.reason})
    if not forgotten.done:
        tell(forgotten.sentence)
        return ExitCode.SYSTEM_FAILED
    tell("The keyring holds no secret of it any more.")
    return ExitCode.ALL_WELL


def _import(options: Namespace) -> None:
    if options.source in {None, "-"}:
        text, _ = as_text(read_standard_input(), "standard input")
    else:
        text, _ = as_text(read_file(options.source), shown(options.source))
    connection = stored_connections().import_text(text, token_hex(16))
    tell(f"The connection “{visible(connection.name, 80)}” is saved.")
    _tell_gaps(connection)
    if options.json:
        _show(connection, as_json=True)


def _write(fields: dict[str, Writable]) -> None:
    write_page(write_json({"schema": SCHEMA, **fields}, indented=True) + "\n")


def _print(lines: list[str]) -> None:
    write_page(look_of(sys.stdout).finished(lines))
