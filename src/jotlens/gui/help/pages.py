"""The pages of the guide: plain Markdown files in resources/guide, in the order of its index."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from jotlens.tokens.resources import resource

START = "start"


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `needs` is the objectName of the menu's action without which there is nothing to explain, or empty."""

    id: str
    title: str
    needs: str = ""

    def text(self) -> str:
        """Return its Markdown. Raises OSError when the file cannot be read."""
        return resource(f"guide/{self.id}.md").read_text(encoding="utf-8")


def all_pages() -> tuple[Page, ...]:
    """Return every page that is written, also those of what this version does not do (resources/guide/index.json)."""
    return tuple(Page(**entry) for entry in json.loads(resource("guide/index.json").read_bytes()))


def pages(has_action: Callable[[str], bool]) -> tuple[Page, ...]:
    """Return the pages for what this window can do."""
    return tuple(page for page in all_pages() if not page.needs or has_action(page.needs))
