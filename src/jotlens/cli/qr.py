"""An address as a QR code made of block characters, for the camera of a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jotlens.cli.page import Look

_QUIET = 2
"""Light modules around the code. The standard wants four; cameras read a screen's code with two."""

_BLACK_ON_WHITE = "30;107"


def qr_lines(address: str, look: Look) -> list[str]:
    """Return the lines, two rows of the code in each; none where the terminal has no block characters or no room.

    Light is drawn and dark is left out, because most terminals are dark; where colour may be used, it is black on white
    whatever the terminal looks like.
    """
    if look.ascii_only:
        return []
    import segno

    code = segno.make(address, error="l", micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET)]
    if len(rows[0]) > look.width:
        return []
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    blocks = " ▄▀█" if look.colour else "█▀▄ "
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = ["".join(blocks[2 * up + low] for up, low in zip(*pair, strict=True)) for pair in pairs]
    return [look.painted(line, _BLACK_ON_WHITE) for line in lines]
