"""`jotlens fetch` and `jotlens refresh`: tokens from where they are issued, inspected as they come."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from secrets import token_hex
from typing import TYPE_CHECKING, assert_never

from jotlens.cli.connection import start_of
from jotlens.cli.connection_options import connection_of, describes, refuse_secret_parameters
from jotlens.cli.errand import LOGIN_S, around_of, confirm, told_failures
from jotlens.cli.failures import ExitCode, WrongUsageError
from jotlens.cli.obtained import Shape, show_obtained
from jotlens.cli.output import tell
from jotlens.cli.progress import progress_of
from jotlens.cli.refused import show_refusal
from jotlens.cli.secrets_given import gather
from jotlens.cli.stored import connection_named, keep_secret, load_secret, remember_document, secret_store
from jotlens.oauth.connection import Grant
from jotlens.oauth.obtained import Obtained, Refusal
from jotlens.storage.snapshots import Document

if TYPE_CHECKING:
    from jotlens.cli.secrets_given import Secrets
    from jotlens.oauth.connection import Connection
    from jotlens.oauth.needs import SecretKind
    from jotlens.oauth.obtained import Around
    from jotlens.storage.secrets import SecretStore

_ONCE = "this connection"
_SIGNS_OUT = (
    "Where refresh tokens are replaced at each use, using one here makes the copy that the application holds "
    "worthless: with a customer's token, that signs the customer out."
)


def run_fetch(options: Namespace) -> ExitCode:
    """Carry out `jotlens fetch`. Raises CommandError for what a person can put right."""
    with told_failures():
        connection, saved = _connection(options)
        return _fetch(connection, options, saved=saved)


def run_refresh(options: Namespace) -> ExitCode:
    """Carry out `jotlens refresh`: a fetch with the refresh token, after a warning."""
    with told_failures():
        connection = connection_of(options, connection_named(options.connection))
        tell(_SIGNS_OUT)
        confirm(yes=options.yes)
        return _fetch(replace(connection, grant=Grant.REFRESH_TOKEN), options, saved=True)


def _connection(options: Namespace) -> tuple[Connection, bool]:
    """Return the connection and whether it is a saved one; what the options say holds for this once."""
    if options.connection is not None:
        base, saved = connection_named(options.connection), True
    elif describes(options):
        base, saved = start_of(options, token_hex(16), _ONCE), False
    else:
        raise WrongUsageError(
            "Name a connection (jotlens connection list shows them), or give --issuer and --client-id."
        )
    if options.remember and not saved:
        raise WrongUsageError("--remember needs a saved connection: jotlens connection add NAME …")
    connection = connection_of(options, base)
    refuse_secret_parameters(connection.extra)
    return connection, saved


def _fetch(connection: Connection, options: Namespace, *, saved: bool) -> ExitCode:
    from jotlens.oauth.fetch import fetch
    from jotlens.oauth.needs import needs

    store = secret_store()
    secrets = gather(
        connection,
        needs(connection),
        from_stdin=options.secret_stdin,
        load=lambda connection_id, kind: load_secret(store, connection_id, kind) if saved else None,
    )
    progress = progress_of(whole=options.trace, reveal=options.reveal and options.trace)
    around = around_of(
        progress,
        browser=not getattr(options, "no_browser", True),
        login_s=float(getattr(options, "login_time", None) or LOGIN_S),
        clean_login=getattr(options, "as_another_user", False),
    )
    try:
        outcome = fetch(connection, secrets.given(getattr(options, "subject_token_type", None)), around)
    except KeyboardInterrupt:
        around.cancellation.cancel()
        raise
    return _shown(outcome, connection, secrets, around, store, options)


def _shown(
    outcome: Obtained | Refusal,
    connection: Connection,
    secrets: Secrets,
    around: Around,
    store: SecretStore,
    options: Namespace,
) -> ExitCode:
    shape = Shape(
        as_json=options.json,
        token_only=options.print_token,
        reveal=options.reveal,
        all_checks=options.all_checks,
        with_keys=options.keys,
    )
    match outcome:
        case Obtained():
            _remember(outcome, connection, secrets, store, options)
            if outcome.issuer_document is not None:
                issuer = outcome.asked.issuer
                remember_document(issuer, Document.METADATA, outcome.issuer_document, outcome.received_at)
            return show_obtained(outcome, connection, around, shape)
        case Refusal():
            return show_refusal(outcome, connection, around, as_json=options.json, aside=options.print_token)
    assert_never(outcome)


def _remember(
    obtained: Obtained, connection: Connection, secrets: Secrets, store: SecretStore, options: Namespace
) -> None:
    """Keep what a person wants kept: the secrets of this fetch, and the refresh token, which replaces the one before."""
    from jotlens.cli.obtained import member

    if options.remember:
        for kind in sorted(secrets.new):
            keep_secret(store, connection, kind, secrets.by_kind[kind])
    refresh_token = member(obtained, "refresh_token")
    if refresh_token and (connection.remembers_refresh_token or _was_kept(connection, secrets)):
        keep_secret(store, connection, "refresh-token", refresh_token)


def _was_kept(connection: Connection, secrets: Secrets) -> bool:
    """Whether this refresh used a token of the keyring, which may be worthless now."""
    used: list[SecretKind] = [kind for kind in secrets.by_kind if kind == "refresh-token"]
    return connection.grant is Grant.REFRESH_TOKEN and bool(used) and used[0] not in secrets.new
