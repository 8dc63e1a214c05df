"""A refusal of the authorization server: what it said, why that is likely, and what to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from jotlens.cli.contract import diagnosis_fields
from jotlens.cli.failures import ExitCode
from jotlens.cli.json_writer import write_json
from jotlens.cli.output import tell_lines, write_page
from jotlens.cli.page import look_of
from jotlens.cli.text_diagnosis import cause_lines
from jotlens.inspection.diagnosis.refused import causes_of
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.cli.page import Look
    from jotlens.inspection.model import Diagnosis
    from jotlens.oauth.connection import Connection
    from jotlens.oauth.obtained import Around, Refusal

SCHEMA = "jotlens.refusal/1"
_LONGEST = 1_000


def show_refusal(
    refusal: Refusal,
    connection: Connection | None,
    around: Around,
    *,
    as_json: bool = False,
    aside: bool = False,
) -> ExitCode:
    """Write the refusal with its causes; `aside` writes it where talk goes, for standard output holds a token only."""
    grant = refusal.asked.grant if refusal.asked is not None else ""
    causes = causes_of(refusal.answer, around.now(), grant)
    if as_json:
        write_page(write_json(refusal_fields(refusal, connection, causes), indented=True) + "\n")
    elif aside:
        tell_lines(refusal_lines(refusal, causes, look_of(sys.stderr)))
    else:
        look = look_of(sys.stdout)
        write_page(look.finished(refusal_lines(refusal, causes, look)))
    return ExitCode.CHECK_FAILED


def refusal_lines(refusal: Refusal, causes: tuple[Diagnosis, ...], look: Look) -> list[str]:
    """Return what the server said, and the causes."""
    status = f", HTTP {refusal.status}" if refusal.status is not None else ""
    head = (
        f"Refused: {visible(refusal.error or 'without a reason', 80)} ({visible(refusal.label, 60)}{status})"
    )
    lines = [look.strong(line) for line in look.wrapped(head)]
    if refusal.description:
        lines += look.wrapped(f"The server says: {visible(refusal.description, _LONGEST)}")
    if refusal.uri:
        lines += look.wrapped(f"It names this page: {visible(refusal.uri, _LONGEST)}")
    if refusal.sentence:
        lines += look.wrapped(refusal.sentence)
    elif refusal.retry_after_s is not None:
        lines += look.wrapped(f"It asks to wait {refusal.retry_after_s:,.0f} seconds.")
    told = cause_lines(causes, look)
    if not told and refusal.sentence:
        return lines
    if not told:
        return lines + look.wrapped(
            "JotLens does not know what that means. --trace shows what was sent and answered."
        )
    return [*lines, "", *told]


def refusal_fields(
    refusal: Refusal, connection: Connection | None, causes: tuple[Diagnosis, ...]
) -> dict[str, Writable]:
    """Return the refusal for machines."""
    return {
        "schema": SCHEMA,
        "connection": connection.name if connection is not None else None,
        "refusal": {
            "label": refusal.label,
            "error": refusal.error,
            "description": refusal.description,
            "uri": refusal.uri,
            "status": refusal.status,
            "retry_after_s": int(refusal.retry_after_s) if refusal.retry_after_s is not None else None,
        },
        "diagnosis": [diagnosis_fields(cause) for cause in causes],
    }
