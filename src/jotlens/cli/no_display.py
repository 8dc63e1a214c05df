"""What `jotlens` does where there is no display: it prints the inspection, and draws the window into a picture."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from jotlens.cli.arguments import Picture, guarded
from jotlens.cli.asked import LEEWAY_FOR_PEOPLE_S, Asked
from jotlens.cli.failures import CommandError, ExitCode
from jotlens.cli.inspect import inspect_text
from jotlens.cli.output import tell
from jotlens.cli.source import Source, read_source
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.model import Policy
from jotlens.tokens.resources import resource


def inspect_without_display(file: str | None, draw: Callable[[Picture], int]) -> int:
    """Print the inspection of FILE, or of the sample token together with a picture of the window.

    The exit code is 0 when there was something to print: a window would not have ended with more either.
    """
    return guarded(lambda: _sample(draw) if file is None else _file(file))


def _file(name: str) -> int:
    tell("There is no display, so the window cannot open. This is the inspection as text:")
    source = read_source(name)
    for remark in source.remarks:
        tell(remark)
    return _print(source)


def _sample(draw: Callable[[Picture], int]) -> int:
    tell("There is no display, so the window cannot open. This is the inspection of a sample token as text:")
    path = sample_path()
    code = _print(Source(path.read_text(encoding="utf-8"), path.name))
    target = _picture_path()
    if target is not None and _is_drawn(Picture(str(target), str(path), "light", (1180, 760), 1.0), draw):
        tell(f"A picture of the window is in {target}. To inspect a token of yours: jotlens inspect FILE")
    else:
        tell("The window could not be drawn into a picture either.")
    return code


def _is_drawn(picture: Picture, draw: Callable[[Picture], int]) -> bool:
    try:
        return draw(picture) == ExitCode.ALL_WELL
    except CommandError as error:
        tell(error.sentence)
        return False


def _print(source: Source) -> int:
    request = Asked(Policy(leeway_s=LEEWAY_FOR_PEOPLE_S), KeyRing(guesses=published_secrets()), None)
    code = inspect_text(source, request)
    return code if code is ExitCode.UNREADABLE else ExitCode.ALL_WELL


def sample_path() -> Path:
    """Return the file of the first sample, the one that the window's Help menu lists first."""
    samples = resource("samples/index.json")
    index = json.loads(samples.read_bytes())
    return samples.parent / str(index[0]["file"])


def _picture_path() -> Path | None:
    """Return where the picture goes: the person's cache, or a new temporary folder; None where nothing can be written.

    Not the current folder: nobody asked for a file there.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser(), "jotlens")
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError:
        pass
    else:
        if os.access(cache, os.W_OK):
            return cache / "window.png"
    try:
        return Path(tempfile.mkdtemp(prefix="jotlens-"), "window.png")
    except OSError:
        return None
