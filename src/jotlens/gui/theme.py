"""The one table of colours: light, dark and high contrast, with the contrast that a person needs to read them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ThemeChoice(StrEnum):
    """What a person may choose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


# Named tuples: dataclasses take 5 ms to import and make, and this is the way to the first paint.
class Tone(NamedTuple):
    """The colours of one status: `ink` for words and marks, `tint` behind a banner, `edge` around it."""

    ink: str
    tint: str
    edge: str


class Theme(NamedTuple):
    """Every colour of the window, as `#rrggbb`.

    `canvas` lies behind, `surface` holds content, `sunken` is for fields. `segments` colours the parts of a raw token
    by `tokens.model.Part`; `tones` the outcomes by `inspection.model.Status`.
    """

    name: str
    dark: bool
    canvas: str
    surface: str
    sunken: str
    raised: str
    line: str
    field_line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    chosen: str
    hover: str
    selection: str
    amber: str
    tones: dict[str, Tone]
    segments: dict[str, str]

    def tone(self, status: str) -> Tone:
        """Return the colours of a status; what has none is quiet."""
        return self.tones.get(status, self.tones["na"])

    def segment(self, part: str) -> str:
        """Return the ink of a part of a token."""
        return self.segments.get(part, self.text)


LIGHT = Theme(
    name="light",
    dark=False,
    canvas="#f5f6f8",
    surface="#ffffff",
    sunken="#f7f8fa",
    raised="#ffffff",
    line="#dde1e6",
    field_line="#8b939e",
    text="#1b1f24",
    muted="#5b6570",
    accent="#2152c4",
    on_accent="#ffffff",
    chosen="#e7edf9",
    hover="#f0f2f5",
    selection="#cddcfb",
    amber="#b06f00",
    tones={
        "pass": Tone("#17764a", "#eaf6f0", "#a9d8c1"),
        "warn": Tone("#855500", "#fdf5e2", "#e6cc8f"),
        "fail": Tone("#b3261e", "#fdeeec", "#eab0ab"),
        "unknown": Tone("#465779", "#eff2f8", "#c3cddf"),
        "na": Tone("#5b6570", "#f5f6f8", "#dde1e6"),
    },
    segments={
        "header": "#a3206f",
        "payload": "#2152c4",
        "signature": "#0b7562",
        "encrypted key": "#9a4700",
        "initialization vector": "#6b3fc2",
        "ciphertext": "#2152c4",
        "authentication tag": "#0b7562",
        "disclosure": "#9a4700",
        "key binding": "#6b3fc2",
        "version and purpose": "#a3206f",
        "footer": "#9a4700",
    },
)

DARK = Theme(
    name="dark",
    dark=True,
    canvas="#181b1f",
    surface="#21252a",
    sunken="#1b1e22",
    raised="#2a2f35",
    line="#353b43",
    field_line="#747d89",
    text="#e7eaee",
    muted="#a3acb8",
    accent="#8cb2ff",
    on_accent="#10182b",
    chosen="#2b3650",
    hover="#282d33",
    selection="#3b4f7c",
    amber="#f0b849",
    tones={
        "pass": Tone("#68d7a0", "#1c3229", "#2f5f49"),
        "warn": Tone("#f0c25b", "#38301b", "#6b5a2c"),
        "fail": Tone("#ff958b", "#3b2323", "#7a423f"),
        "unknown": Tone("#adbde0", "#262d3b", "#46526b"),
        "na": Tone("#a3acb8", "#21252a", "#353b43"),
    },
    segments={
        "header": "#f590cf",
        "payload": "#8cb2ff",
        "signature": "#5fd6bd",
        "encrypted key": "#f3ab6d",
        "initialization vector": "#c3a6ff",
        "ciphertext": "#8cb2ff",
        "authentication tag": "#5fd6bd",
        "disclosure": "#f3ab6d",
        "key binding": "#c3a6ff",
        "version and purpose": "#f590cf",
        "footer": "#f3ab6d",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    dark=True,
    canvas="#000000",
    surface="#000000",
    sunken="#000000",
    raised="#141414",
    line="#ffffff",
    field_line="#ffffff",
    text="#ffffff",
    muted="#e6e6e6",
    accent="#ffe14d",
    on_accent="#000000",
    chosen="#003a8c",
    hover="#262626",
    selection="#0050c8",
    amber="#ffb000",
    tones={
        "pass": Tone("#3dff9a", "#00210f", "#3dff9a"),
        "warn": Tone("#ffd23d", "#241b00", "#ffd23d"),
        "fail": Tone("#ff9d94", "#2b0400", "#ff9d94"),
        "unknown": Tone("#b9d4ff", "#001638", "#b9d4ff"),
        "na": Tone("#e6e6e6", "#000000", "#ffffff"),
    },
    segments={
        "header": "#ff9de0",
        "payload": "#9cc2ff",
        "signature": "#4dffdb",
        "encrypted key": "#ffb870",
        "initialization vector": "#d3bcff",
        "ciphertext": "#9cc2ff",
        "authentication tag": "#4dffdb",
        "disclosure": "#ffb870",
        "key binding": "#d3bcff",
        "version and purpose": "#ff9de0",
        "footer": "#ffb870",
    },
)

THEMES = (LIGHT, DARK, HIGH_CONTRAST)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 counts it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
