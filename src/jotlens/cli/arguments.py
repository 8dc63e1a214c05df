"""The words of the command line: which command is meant, and the one boundary where a command ends."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from jotlens import __version__
from jotlens.cli import COMMANDS
from jotlens.cli.failures import CommandError, ExitCode, WrongUsageError
from jotlens.cli.output import silence_output, tell
from jotlens.cli.words import EXIT_CODES

_USAGE_COLUMN = 31


def run(words: Sequence[str], draw: Callable[[Picture], int]) -> int:
    """Carry out a command and return its exit code; `draw` draws a picture of the window (only it needs Qt).

    The words of a mistake are told by argparse, with exit code 2.
    """
    try:
        if words and words[0] in COMMANDS:
            parser, command, _, _ = COMMANDS[words[0]]
            options = _named(parser)().parse_args(words[1:])
            return guarded(lambda: _named(command)(options))
        options = window_parser().parse_args(words)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else ExitCode.UNREADABLE
    return guarded(lambda: draw(_picture(options)))


def _named(place: str) -> Callable[..., Any]:
    """Return the function that the table of commands names, as `module:function` of this room."""
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"jotlens.cli.{module}"), function)
    return found


def guarded(command: Callable[[], int]) -> int:
    """Run a command at the one boundary of the terminal: whatever happens, a sentence and an exit code."""
    try:
        return int(command())
    except CommandError as error:
        tell(error.sentence)
        return error.exit_code
    except BrokenPipeError:
        silence_output()
        return ExitCode.ALL_WELL
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the boundary: a bug is told without the token it met
        from jotlens.cli.batch import bug_sentence

        tell(bug_sentence(error))
        return ExitCode.NOT_CHECKED


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of a command line without a command."""
    top = argparse.ArgumentParser(
        prog="jotlens",
        usage="jotlens [--new-window] [FILE]\n       jotlens COMMAND …\n       jotlens --screenshot PNG [FILE]",
        description="Says in plain words what a token is, whether it is alive, and whether it fits.",
        epilog=f"{_commands()}\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("file", nargs="?", metavar="FILE", help="a text with a token, to open in the window")
    top.add_argument(
        "--new-window", action="store_true", help="open another window beside the one that is open"
    )
    top.add_argument("--version", action="version", version=f"JotLens {__version__}")
    picture = top.add_argument_group("a picture of the window, drawn without a display")
    picture.add_argument("--screenshot", metavar="PNG", help="write a picture of the window to the file PNG")
    picture.add_argument("--theme", choices=("light", "dark"), default="light", help="default: %(default)s")
    picture.add_argument("--size", type=_size, default=(1180, 760), metavar="WxH", help="default: 1180x760")
    picture.add_argument("--scale", type=_scale, default=1.0, metavar="N", help="default: 1")
    return top


def _commands() -> str:
    """Return the commands with a line each, as the table has them."""
    rows = [("jotlens", "open the window"), ("jotlens FILE", "open the window with FILE")]
    rows += [(f"jotlens {name} {usage}".rstrip(), about) for name, (_, _, usage, about) in COMMANDS.items()]
    lines = ["commands (each says more with --help):"]
    for usage, about in rows:
        if len(usage) < _USAGE_COLUMN - 1:
            lines.append(f"  {usage.ljust(_USAGE_COLUMN)}{about}")
        else:
            lines += [f"  {usage}", " " * (_USAGE_COLUMN + 2) + about]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the window that is wanted: where to, of which text, and how."""

    target: str
    file: str | None
    theme: str
    size: tuple[int, int]
    scale: float


def _picture(options: argparse.Namespace) -> Picture:
    if options.screenshot is None:
        raise WrongUsageError("--theme, --size and --scale belong to --screenshot. See: jotlens --help")
    return Picture(options.screenshot, options.file, options.theme, options.size, options.scale)


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError("the size is written like 1180x760")
    if not (100 <= int(width) <= 8000 and 100 <= int(height) <= 8000):
        raise argparse.ArgumentTypeError("width and height lie between 100 and 8000")
    return int(width), int(height)


def _scale(text: str) -> float:
    scale = float(text)
    if not 0.5 <= scale <= 4:
        raise argparse.ArgumentTypeError("the scale lies between 0.5 and 4")
    return scale
