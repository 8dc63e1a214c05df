"""The weight of a token as lines for people: the ceilings, then what takes the room, each with a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.model import Status
from jotlens.inspection.weight import CeilingAnswer, Share, Weight, percent, share_words
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.page import Look

_BAR = 20
_NAME = 26
_MOST_ROWS = 30
_MOST_INSIDE = 5


def weight_lines(weight: Weight, look: Look) -> list[str]:
    """Return the section on weight."""
    lines = ["", look.strong("Weight"), *look.wrapped(weight.sentence, 2), ""]
    for answer in weight.ceilings:
        lines += _ceiling_lines(answer, look)
    lines.append("")
    for share in weight.shares[:_MOST_ROWS]:
        lines.append(_row(share, weight.characters, 2))
        lines += [_row(inside, weight.characters, 4) for inside in share.inside[:_MOST_INSIDE]]
        if len(share.inside) > _MOST_INSIDE:
            lines.append(f"    … and {len(share.inside) - _MOST_INSIDE:,} more inside")
    if len(weight.shares) > _MOST_ROWS:
        lines.append(f"  … and {len(weight.shares) - _MOST_ROWS:,} more; --json names them.")
    return lines


def _ceiling_lines(answer: CeilingAnswer, look: Look) -> list[str]:
    ceiling = answer.ceiling
    mark = look.mark(Status.PASS if answer.fits else Status.WARN)
    name = ceiling.name[:1].upper() + ceiling.name[1:]
    head = f"  {mark} {name}: {answer.filled:.0%} of {ceiling.most:,}".replace("%", " %")
    return [head] if answer.fits else [head, *look.wrapped(ceiling.explanation, 4)]


def _row(share: Share, total: int, indent: int) -> str:
    name = visible(share_words(share, total), _NAME - indent)
    filled = max(1, round(_BAR * share.characters / total)) if share.characters else 0
    return f"{' ' * indent}{name}".ljust(_NAME + 2) + (
        f"{'█' * filled}".ljust(_BAR) + f"{share.characters:>9,}{percent(share.characters, total):>11}"
    )
