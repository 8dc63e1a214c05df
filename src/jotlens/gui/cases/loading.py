"""Loads what a case needs, in a thread: one module after another, so that the window gets its turn in between."""

from __future__ import annotations

from importlib import import_module

_ROOM = (
    "jotlens.cases.intake",
    "jotlens.cases.story",
    "jotlens.reports.redaction",
    "jotlens.inspection.compare",
    "jotlens.gui.cases.scanning",
    "jotlens.gui.cases.tokens_panel",
    "jotlens.gui.cases.story_page",
    "jotlens.gui.cases.comparing",
    "jotlens.gui.cases.desk",
)
_REPORTS = ("jinja2", "jotlens.reports.render", "zoneinfo", "jotlens.gui.cases.reporting")


def load() -> None:
    """Load the list, the story and what stands behind them."""
    for name in _ROOM:
        import_module(name)


def load_reports(_: object) -> None:
    """Load what makes reports."""
    for name in _REPORTS:
        import_module(name)
