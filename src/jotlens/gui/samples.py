"""The samples of the Help menu: tokens to try, each with what to look at and what may be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from jotlens.tokens.resources import resource


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: `look` says what there is to see; the rest may be filled into the fields, empty is nothing."""

    id: str
    title: str
    look: str
    file: str
    audience: str = ""
    issuer: str = ""
    scopes: str = ""
    key: str = ""
    as_of: datetime | None = None

    @property
    def offers(self) -> bool:
        """Whether the sample has anything to fill in."""
        return bool(self.audience or self.issuer or self.scopes or self.key or self.as_of)

    def text(self) -> str:
        """Return the text to paste. Raises OSError when the file cannot be read."""
        return resource(f"samples/{self.file}").read_text(encoding="utf-8")


@cache
def samples() -> tuple[Sample, ...]:
    """Return the samples in the order of the menu (resources/samples/index.json)."""
    import json  # not needed before the first paint

    raw = json.loads(resource("samples/index.json").read_bytes())
    return tuple(_sample(entry) for entry in raw)


def _sample(entry: dict[str, str]) -> Sample:
    as_of = entry.get("as_of", "")
    texts = {name: entry.get(name, "") for name in ("audience", "issuer", "scopes", "key")}
    return Sample(
        id=entry["id"],
        title=entry["title"],
        look=entry["look"],
        file=entry["file"],
        as_of=datetime.fromisoformat(as_of).astimezone(UTC) if as_of else None,
        **texts,
    )
