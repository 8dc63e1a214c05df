"""What came of a fetch, written: the access token alone, one JSON object, or a page for every token."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jotlens.cli.contract import contract
from jotlens.cli.errand import host_of
from jotlens.cli.failures import ExitCode, RefusedError
from jotlens.cli.json_writer import write_json
from jotlens.cli.login_policy import ACCESS, NAMES, REFRESH, KeySet, Login, login_of, person_expects
from jotlens.cli.outcome import exit_code, worst
from jotlens.cli.output import tell, write_page
from jotlens.cli.page import look_of
from jotlens.cli.text import inspection_text
from jotlens.cli.text_scopes import scope_fields, scope_lines
from jotlens.cli.times import iso
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.scopes import ScopeContext, compare_scopes, granted_scopes, permissions_of
from jotlens.oauth.connection import Grant
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Finds, Part
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.inspection.scopes import ScopeComparison
    from jotlens.oauth.connection import Connection
    from jotlens.oauth.obtained import Around, Obtained

SCHEMA = "jotlens.fetch/1"
_AUTH0 = ".auth0.com"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the outcome is wanted."""

    as_json: bool = False
    token_only: bool = False
    reveal: bool = False
    all_checks: bool = False
    with_keys: bool = False


def show_obtained(obtained: Obtained, connection: Connection, around: Around, shape: Shape) -> ExitCode:
    """Write what came, inspected with what this login asked for; return how the command ends."""
    if connection.uses_dpop:
        tell(
            "The tokens are bound to a key that ends with this command: they are of use to nobody else (DPoP)."
        )
    if shape.token_only:
        token = member(obtained, ACCESS)
        if not token:
            raise RefusedError("The answer holds no access token.")
        write_page(token + "\n")
        return ExitCode.ALL_WELL
    key_set = KeySet(KeyRing(guesses=published_secrets()))
    if shape.with_keys:
        from jotlens.cli.issuer_keys import keys_of_login

        key_set = keys_of_login(obtained, connection, around)
    login = login_of(obtained, connection, key_set, around.now())
    compared = scopes_of(login, connection)
    if shape.as_json:
        write_page(write_json(fetch_fields(login, connection, compared, shape), indented=True) + "\n")
    else:
        _write_pages(login, compared, shape)
    if not shape.with_keys and any(each.inspection.token.signatures for each in login.received):
        tell(f"The signatures are not checked: --keys asks {_issuer(login)} for its signing keys.")
    codes = [ended(login, connection, key_set, place) for place in range(len(login.received))]
    if key_set.fetch is not None and key_set.fetch.trouble is not None:
        codes.append(ExitCode.NOT_CHECKED)
    return worst(codes) if codes else ExitCode.NOT_CHECKED


def ended(login: Login, connection: Connection, key_set: KeySet, place: int) -> ExitCode:
    """Return the exit code of one token. Only what a person expects must be answered: an opaque token answers nothing."""
    each = login.received[place]
    if each.field == REFRESH:
        return ExitCode.ALL_WELL
    expected = person_expects(connection) if each.field == ACCESS else each.inspection.policy
    signed = each.inspection.token.signatures or each.inspection.token.encryption
    return exit_code(replace(each.inspection, policy=expected), key_set.keys if signed else KeyRing())


def member(obtained: Obtained, name: str) -> str | None:
    """Return a token of the answer by its member, as it came; None where there is none."""
    read = read_json(obtained.text, Part.PAYLOAD).value
    if isinstance(read, JsonObject):
        value = read.get(name)
        return value if isinstance(value, str) and value else None
    from jotlens.tokens.read import read_all

    return next((found.text for found in read_all(obtained.text)[0].found if found.field == name), None)


def scopes_of(login: Login, connection: Connection) -> ScopeComparison:
    """Put the scopes of this login side by side."""
    asked, access = login.obtained.asked, login.token(ACCESS)
    answer = login.finds.answer
    auth0 = connection.provider == "auth0" or host_of(asked.issuer).endswith(_AUTH0)
    context = ScopeContext(
        machine=asked.grant is Grant.CLIENT_CREDENTIALS,
        front_channel=asked.grant is Grant.IMPLICIT,
        api=bool(asked.audience or connection.resources) or not auth0,
        auth0=auth0,
        client_id=asked.client_id,
        has_refresh_token=login.token(REFRESH) is not None,
    )
    granted = granted_scopes(answer.scope if answer is not None else None, access, asked.scopes)
    return compare_scopes(asked.scopes, granted, connection.expected.scopes, permissions_of(access), context)


def fetch_fields(
    login: Login, connection: Connection, compared: ScopeComparison, shape: Shape
) -> dict[str, Writable]:
    """Return what came for machines; the tokens themselves only where a person asked to have them revealed."""
    answer, obtained = login.finds.answer, login.obtained
    tokens: list[Writable] = []
    for each in login.received:
        text = each.inspection.token.text
        fields = contract(
            each.inspection, Finds(()), (text,) if shape.reveal else (), all_checks=shape.all_checks
        )
        tokens.append({"field": each.field, "inspection": fields})
    return {
        "schema": SCHEMA,
        "connection": connection.name,
        "obtained": {
            "grant": obtained.asked.grant,
            "issuer": obtained.asked.issuer,
            "received_at": iso(obtained.received_at),
            "token_type": answer.token_type if answer is not None else None,
            "expires_in": answer.expires_in_s if answer is not None else None,
            "scope": answer.scope if answer is not None else None,
        },
        "scopes": scope_fields(compared),
        "tokens": tokens,
    }


def _write_pages(login: Login, compared: ScopeComparison, shape: Shape) -> None:
    look = look_of(sys.stdout)
    names = [NAMES.get(each.field, each.field) for each in login.received]
    issuer = _issuer(login)
    if not names:
        tell(f"{issuer} answered, and there is no token in the answer that JotLens knows.")
        return
    lines = look.wrapped(f"From {issuer}: {visible(', '.join(names), 200)}.")
    for each in login.received:
        lines += ["", look.strong(f"— {visible(each.name, 60)} —"), ""]
        write_page(look.finished(lines))
        write_page(inspection_text(each.inspection, look, all_checks=shape.all_checks))
        lines = []
    if section := scope_lines(compared, look):
        write_page(look.finished(section))


def _issuer(login: Login) -> str:
    return host_of(login.obtained.asked.issuer) or "the server"
