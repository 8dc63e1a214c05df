"""`jotlens userinfo`, `introspect` and `revoke`: the server is asked about a token, and its host is named first."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.cli.asked import LEEWAY_FOR_PEOPLE_S
from jotlens.cli.contract import diagnosis_fields
from jotlens.cli.endpoint_target import Target, endpoints_at, target_of
from jotlens.cli.errand import around_of, confirm, tell_asking, told_failures
from jotlens.cli.failures import ExitCode
from jotlens.cli.issuer_keys import door_of
from jotlens.cli.json_writer import write_json
from jotlens.cli.output import tell, write_page
from jotlens.cli.page import look_of
from jotlens.cli.progress import progress_of
from jotlens.cli.refused import refusal_lines
from jotlens.cli.secrets_given import gather
from jotlens.cli.stored import keep_secret, load_secret, remember_document, secret_store
from jotlens.cli.text_values import member_lines
from jotlens.inspection.diagnosis.refused import causes_of
from jotlens.inspection.model import LifetimeState, Policy, Purpose, Status
from jotlens.oauth.connection import Grant
from jotlens.oauth.endpoint_answer import EndpointAnswer, Kind
from jotlens.storage.snapshots import Document
from jotlens.tokens.json_text import JsonObject, read_json
from jotlens.tokens.model import Part

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.oauth.obtained import Around
    from jotlens.oauth.reach import Reached

SCHEMA = "jotlens.answer/1"
_WELL = {Kind.CLAIMS, Kind.SIGNED, Kind.ACTIVE, Kind.REVOKED}
_SIGNS_OUT = "Whoever uses this refresh token is signed out by that, and it cannot be undone."


def run_userinfo(options: Namespace) -> ExitCode:
    """Carry out `jotlens userinfo`: what will be refused is explained, and asked only with --anyway."""
    from jotlens.oauth.userinfo import userinfo

    around = around_of(progress_of(whole=options.trace, reveal=options.reveal))
    with told_failures():
        target = target_of(options, may_be_named_by_token=True)
        if (why := why_refused(target, around)) is not None:
            tell(why)
            if not options.anyway:
                tell("Nothing was sent. To ask all the same: --anyway.")
                return ExitCode.CHECK_FAILED
        forbidden = target.named_by_token and not options.allow_private
        door = door_of(target.connection, around, forbids_inside=forbidden)
        endpoints = endpoints_at(
            target, door, around.now(), wanted="userinfo_endpoint", allow_private=options.allow_private
        )
        if endpoints.userinfo_endpoint:
            tell_asking(endpoints.userinfo_endpoint, "who the user of this token is")
        answer = userinfo(endpoints.userinfo_endpoint, target.token.text, door)
    return _show(answer, options, around)


def run_introspect(options: Namespace) -> ExitCode:
    """Carry out `jotlens introspect`."""
    from jotlens.oauth.introspection import introspect

    around = around_of(progress_of(whole=options.trace, reveal=options.reveal))
    with told_failures():
        target = target_of(options, may_be_named_by_token=False)
        server = _reached(target, options, around, "introspection_endpoint")
        address = server.endpoints.introspection_endpoint
        if address:
            tell_asking(address, "whether this token is active")
        hint = options.hint or target.hint(around.now())
        answer = introspect(address, target.token.text, server.client, hint=hint)
    return _show(answer, options, around)


def run_revoke(options: Namespace) -> ExitCode:
    """Carry out `jotlens revoke`; where it is known to be no use, nothing is sent."""
    from jotlens.oauth.revocation import revoke, why_not_revocable

    around = around_of(progress_of(whole=options.trace, reveal=options.reveal))
    with told_failures():
        target = target_of(options, may_be_named_by_token=False)
        hint = options.hint or target.hint(around.now())
        known = why_not_revocable(target.connection.issuer, target.connection.endpoints, hint)
        if known is not None:
            return _show(EndpointAnswer(Kind.NOT_REVOCABLE, known), options, around)
        server = _reached(target, options, around, "revocation_endpoint")
        if hint != "access_token":
            tell(_SIGNS_OUT)
            confirm(yes=options.yes)
        if server.endpoints.revocation_endpoint:
            tell_asking(server.endpoints.revocation_endpoint, "to take this token back")
        answer = revoke(server.issuer, server.endpoints, target.token.text, server.client, hint=hint)
    return _show(answer, options, around)


def why_refused(target: Target, around: Around) -> str | None:
    """Return why /userinfo will refuse this token, as far as the token itself shows it; None where nothing speaks for it."""
    issuer = target.connection.issuer.rstrip("/")
    policy = Policy(audience=f"{issuer}/userinfo", leeway_s=LEEWAY_FOR_PEOPLE_S)
    inspection = target.inspected(policy, around.now())
    if inspection.purpose.purpose in {Purpose.ID_TOKEN, Purpose.REFRESH_TOKEN}:
        kind = "an ID token" if inspection.purpose.purpose is Purpose.ID_TOKEN else "a refresh token"
        return f"This looks like {kind}. UserInfo wants the access token, which came in the same answer."
    if inspection.lifetime.state is LifetimeState.EXPIRED:
        return "The token has expired, so UserInfo will refuse it. Fetch a new one."
    for finding in inspection.findings:
        if finding.id == "userinfo-usable" and finding.status is Status.FAIL:
            return f"{finding.message} {finding.next_step}".strip()
    return None


def _reached(target: Target, options: Namespace, around: Around, wanted: str) -> Reached:
    """Return the server with this client, ready to be asked; a secret is asked for where it is needed and not kept."""
    from jotlens.oauth.needs import needs
    from jotlens.oauth.reach import reach

    connection = target.connection
    store = secret_store()
    secrets = gather(
        connection,
        needs(replace(connection, grant=Grant.CLIENT_CREDENTIALS)),
        from_stdin=options.secret_stdin,
        load=lambda connection_id, kind: load_secret(store, connection_id, kind),
    )
    if options.remember:
        for kind in sorted(secrets.new):
            keep_secret(store, connection, kind, secrets.by_kind[kind])
    if not getattr(connection.endpoints, wanted):
        tell_asking(connection.issuer, "for its description of itself")
    reached = reach(connection, secrets.given(), around, wanted)
    if reached.metadata is not None:
        remember_document(connection.issuer, Document.METADATA, reached.metadata.text, around.now())
    return reached


def _show(answer: EndpointAnswer, options: Namespace, around: Around) -> ExitCode:
    """Write what came back: the sentence for people, and the members of the answer as data."""
    causes = causes_of(answer.message, around.now()) if answer.refusal is not None else ()
    if options.json:
        fields: dict[str, Writable] = {
            "schema": SCHEMA,
            "kind": answer.kind,
            "sentence": answer.sentence,
            "status": answer.status,
            "members": _members(answer),
            "token": answer.token,
            "diagnosis": [diagnosis_fields(cause) for cause in causes],
        }
        write_page(write_json(fields, indented=True) + "\n")
    else:
        look = look_of(sys.stdout)
        lines = look.wrapped(answer.sentence)
        if (members := _members(answer)) is not None and answer.refusal is None:
            lines += ["", *member_lines(members, "claims", around.now(), look)]
        if answer.token is not None:
            lines += ["", answer.token]
        if answer.refusal is not None:
            lines += ["", *refusal_lines(answer.refusal, causes, look)]
        write_page(look.finished(lines))
    return ExitCode.ALL_WELL if answer.kind in _WELL else ExitCode.CHECK_FAILED


def _members(answer: EndpointAnswer) -> JsonObject | None:
    """Return the JSON object of the answer in the reader's own values, so that numbers keep their digits."""
    if answer.members is None:
        return None
    read = read_json(json.dumps(answer.members), Part.PAYLOAD).value
    return read if isinstance(read, JsonObject) else None
