"""Writes a report as Markdown, as one HTML file without a script, or as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from jotlens.reports.report import Report, headings
from jotlens.tokens.resources import resource

if TYPE_CHECKING:
    from jinja2 import Environment

SCHEMA = "jotlens.report/1"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&])")


class Form(StrEnum):
    """How a report is written."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


def render(report: Report, form: Form) -> str:
    """Return the report as text. Whatever a token says stays text: nothing of it is markup, a link or a script."""
    match form:
        case Form.MARKDOWN:
            return _filled("report.md.j2", report)
        case Form.HTML:
            return _filled("report.html.j2", report)
        case Form.JSON:
            return json.dumps({"schema": SCHEMA, **asdict(report)}, indent=2) + "\n"


def _filled(name: str, report: Report) -> str:
    return _environment().get_template(name).render(report=report, words=headings())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(resource("reports")),
        autoescape=select_autoescape(
            enabled_extensions=("html.j2",), disabled_extensions=("md.j2",), default=True
        ),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["md"] = markdown_text
    return environment


def markdown_text(text: str) -> str:
    """Return a text in which Markdown finds nothing to interpret, on one line."""
    return (
        _MARKDOWN.sub(r"\\\1", re.sub(r"\s+", " ", text))
        .replace("://", ":\u200b//")
        .replace("www.", "www\u200b.")
    )
