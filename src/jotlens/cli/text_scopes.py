"""The scopes side by side, as lines for people and as fields for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.model import Status
from jotlens.inspection.scopes import GrantedBy
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.cli.page import Look
    from jotlens.inspection.scopes import ScopeComparison, ScopeRow

_LONGEST_NAME = 60
_COLUMNS = ("asked for", "granted", "needed")
_BY = {
    GrantedBy.ANSWER: "as the server's answer says",
    GrantedBy.TOKEN: "as the access token says",
    GrantedBy.REQUEST: "the server says nothing else, so all that was asked for",
    GrantedBy.NOTHING: "nobody says which were granted",
}


def scope_lines(comparison: ScopeComparison, look: Look) -> list[str]:
    """Return the section; nothing where no scope was asked for, granted or needed."""
    rows = comparison.rows
    if not rows:
        return []
    names = [visible(row.name, _LONGEST_NAME) for row in rows]
    column = max(12, *(len(name) + 6 for name in names))
    head = "".join(word.ljust(len(word) + 3) for word in _COLUMNS)
    lines = ["", look.strong(f"Scopes ({_BY[comparison.by]})"), look.faint(" " * column + head.rstrip())]
    for row, name in zip(rows, names, strict=True):
        mark = look.mark(_status(row))
        cells = (row.requested, row.granted, row.required)
        said = "".join(_word(cell).ljust(len(word) + 3) for cell, word in zip(cells, _COLUMNS, strict=True))
        lines.append(f"  {mark} {name.ljust(column - 4)}{said.rstrip()}")
        if row.reason:
            lines += look.wrapped(f"{row.reason} {row.next_step}", 6)
    return lines


def scope_fields(comparison: ScopeComparison) -> dict[str, Writable]:
    """Return the fields of the comparison for machines."""
    return {
        "granted_by": comparison.by,
        "rows": [
            {
                "name": row.name,
                "requested": row.requested,
                "granted": row.granted,
                "required": row.required,
                "permitted": row.permitted,
                "reason": row.reason,
                "next_step": row.next_step,
            }
            for row in comparison.rows
        ],
    }


def _status(row: ScopeRow) -> Status:
    if row.is_gap:
        return Status.FAIL if row.required else Status.WARN
    if row.granted is None:
        return Status.UNKNOWN
    return Status.PASS


def _word(cell: bool | None) -> str:  # noqa: FBT001 - a cell of the table
    return {True: "yes", False: "no", None: "?"}[cell]
