"""`jotlens jwks`: an issuer's signing keys, what each of them is, and since when they are known here."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens.cli.connection_options import issuer_of
from jotlens.cli.errand import around_of, host_of, told_failures
from jotlens.cli.failures import ExitCode, SystemFailedError
from jotlens.cli.issuer_keys import ask_keys, described, door_of, jwks_uri_of, ring_of
from jotlens.cli.json_writer import write_json
from jotlens.cli.output import tell, write_page
from jotlens.cli.page import look_of
from jotlens.cli.progress import progress_of
from jotlens.cli.source import shown
from jotlens.cli.stored import connection_named, is_connection, keys_seen
from jotlens.cli.text_keys import choice_lines
from jotlens.cli.times import iso
from jotlens.inspection.model import KeyOutcome
from jotlens.inspection.signatures.candidates import told
from jotlens.oauth.addresses import parts_of
from jotlens.oauth.connection import Connection
from jotlens.tokens.json_text import read_json
from jotlens.tokens.model import Part

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.inspection.model import KeyChoice
    from jotlens.oauth.jwks import KeySetAnswer

SCHEMA = "jotlens.jwks/1"
_KEY_SET = re.compile(r"(?:^|[/_.-])(?:jwks|keys|certs)(?:\.json)?/?$", re.IGNORECASE)


def run_jwks(options: Namespace) -> ExitCode:
    """Carry out the command. Raises CommandError for what a person can put right."""
    around = around_of(progress_of(whole=options.trace))
    with told_failures():
        connection = _connection(options)
        door = door_of(connection, around)
        address = connection.endpoints.jwks_uri or jwks_uri_of(
            described(connection.issuer, door, around.now())
        )
        answer = ask_keys(address, door, connection.issuer, around.now())
    keys = ring_of(answer)
    choices = told(keys, [(KeyOutcome.LEFT, "")] * len(keys.keys), None, around.now())
    if options.save is not None:
        _save(answer.text, options.save)
    if options.json:
        write_page(write_json(jwks_fields(answer, connection.issuer, choices), indented=True) + "\n")
    else:
        look = look_of(sys.stdout)
        count = f"{len(choices)} {'key' if len(choices) == 1 else 'keys'}"
        lines = [look.strong(f"{count} of {host_of(address)}"), *look.wrapped(address), ""]
        write_page(look.finished([*lines, *choice_lines(choices, look)]))
    return ExitCode.ALL_WELL


def is_key_set_address(text: str) -> bool:
    """Whether an address looks like that of a key set and not like an issuer: its path ends so at every vendor."""
    parts = parts_of(text)
    return parts.scheme in {"http", "https"} and _KEY_SET.search(parts.path) is not None


def jwks_fields(answer: KeySetAnswer, issuer: str, choices: tuple[KeyChoice, ...]) -> dict[str, Writable]:
    """Return the key set for machines: what each key is, and the document as it came."""
    seen = keys_seen(issuer) if issuer else {}
    return {
        "schema": SCHEMA,
        "issuer": issuer or None,
        "address": answer.address,
        "fetched_at": iso(answer.fetched_at),
        "keys": [
            {
                "kid": choice.kid,
                "kind": choice.kind,
                "thumbprint": choice.thumbprint,
                "x5t_s256": choice.x5t_s256,
                "notes": list(choice.notes),
                "first_seen_at": iso(seen[choice.kid][0]) if choice.kid and choice.kid in seen else None,
            }
            for choice in choices
        ],
        "key_set": read_json(answer.text, Part.PAYLOAD).value,
    }


def _connection(options: Namespace) -> Connection:
    """Return whom to ask, as a connection: a saved one, an issuer, or only the address of a key set."""
    named: str = options.issuer
    if is_key_set_address(named):
        connection = Connection("", "")
        connection = replace(connection, endpoints=replace(connection.endpoints, jwks_uri=named))
    elif is_connection(named):
        connection = connection_named(named)
    else:
        connection = Connection("", "", issuer=issuer_of(named))
    if options.ca_file is not None:
        connection = replace(connection, ca_file=options.ca_file)
    return connection


def _save(text: str, name: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise SystemFailedError(f"{shown(name)} could not be written: {error.strerror}.") from None
    tell(f"The key set is in {shown(name)}.")
