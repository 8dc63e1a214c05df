"""The words of the command line: what can be asked, and the one boundary where a command ends."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jotlens import __version__
from jotlens.cli import COMMANDS
from jotlens.cli.failures import CommandError, ExitCode, WrongUsageError
from jotlens.cli.output import silence_output, tell

_ENDINGS = """exit codes:
  0  all well
  1  a check failed
  2  wrong usage, or an input that cannot be read
  3  something that was asked could not be checked
  4  the file system or the display failed

Nothing is sent anywhere: JotLens inspects on this computer."""


_COMMANDS_AND_ENDINGS = f"""commands:
  jotlens                        open the window
  jotlens FILE                   open the window with FILE
  jotlens inspect [FILE|-]       inspect on the terminal; more: jotlens inspect --help
  jotlens sandbox                start a tenant to try things on; more: jotlens sandbox --help

{_ENDINGS}"""


def run(words: Sequence[str], draw: Callable[[Picture], int]) -> int:
    """Carry out a command and return its exit code; `draw` draws a picture of the window (only it needs Qt).

    The words of a mistake are told by argparse, with exit code 2.
    """
    try:
        if words and words[0] == "sandbox":
            from jotlens.cli.sandbox import run_sandbox, sandbox_parser

            asked = sandbox_parser().parse_args(words[1:])
            return guarded(lambda: run_sandbox(asked))
        if words and words[0] in COMMANDS:
            options = inspect_parser().parse_args(words[1:])
            return guarded(lambda: _run_inspect(options))
        options = window_parser().parse_args(words)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else ExitCode.UNREADABLE
    return guarded(lambda: draw(_picture(options)))


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
        usage="jotlens [FILE]\n       jotlens inspect [FILE|-] [options]\n       jotlens --screenshot PNG [FILE]",
        description="Says in plain words what a token is, whether it is alive, and whether it fits.",
        epilog=_COMMANDS_AND_ENDINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("file", nargs="?", metavar="FILE", help="a text with a token, to open in the window")
    top.add_argument("--version", action="version", version=f"JotLens {__version__}")
    picture = top.add_argument_group("a picture of the window, drawn without a display")
    picture.add_argument("--screenshot", metavar="PNG", help="write a picture of the window to the file PNG")
    picture.add_argument("--theme", choices=("light", "dark"), default="light", help="default: %(default)s")
    picture.add_argument("--size", type=_size, default=(1180, 760), metavar="WxH", help="default: 1180x760")
    picture.add_argument("--scale", type=_scale, default=1.0, metavar="N", help="default: 1")
    return top


def inspect_parser() -> argparse.ArgumentParser:
    """Return the parser of `jotlens inspect`."""
    inspect = argparse.ArgumentParser(
        prog="jotlens inspect",
        description="Inspect a token, or every token found in a text: FILE, or standard input.",
        epilog=_ENDINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    inspect.add_argument(
        "source", nargs="?", metavar="FILE", help="what to inspect; - or nothing: standard input"
    )
    form = inspect.add_argument_group("output")
    shape = form.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print one JSON object, for machines")
    shape.add_argument(
        "--batch", action="store_true", help="read a JSON object a line, print an Inspection a line"
    )
    form.add_argument("--weight", action="store_true", help="show also what takes how much room in the token")
    form.add_argument("--all-checks", action="store_true", help="show also what passed or does not apply")
    expected = inspect.add_argument_group("what is expected of the token")
    expected.add_argument("--audience", metavar="API", help="the API it must be for, letter by letter")
    expected.add_argument("--issuer", metavar="URL", help="who must have issued it, letter by letter")
    expected.add_argument("--scope", action="append", metavar="NAMES", help="scopes it must have")
    expected.add_argument("--permission", action="append", metavar="NAMES", help="permissions it must have")
    expected.add_argument("--client-id", metavar="ID", help="the application it must have been issued to")
    expected.add_argument("--nonce", metavar="TEXT", help="the nonce that the login was started with")
    expected.add_argument("--type", metavar="TYP", help="the typ that its header must name, such as at+jwt")
    expected.add_argument(
        "--profile",
        metavar="ID",
        help="as what to judge it, such as access-token; default: what it looks like",
    )
    expected.add_argument("--alg", action="append", metavar="NAMES", help="the algorithms that are accepted")
    expected.add_argument(
        "--api",
        metavar="FILE",
        help="what the API answered, to say why it refused: a file (or -) with a message or a whole HTTP answer",
    )
    time = inspect.add_argument_group("time")
    time.add_argument(
        "--at", metavar="TIME", help="inspect as of a moment: a date, seconds since 1970, or a line of a log"
    )
    time.add_argument(
        "--received-at", metavar="TIME", help="when the token came, where it does not say itself"
    )
    time.add_argument(
        "--expires-in", type=_seconds, metavar="SECONDS", help="how long it lives from then on (expires_in)"
    )
    time.add_argument(
        "--issuer-date", metavar="TEXT", help="the issuer's clock: the Date header of its answer, as it came"
    )
    time.add_argument(
        "--leeway", type=_leeway, metavar="SECONDS", help="tolerance for clocks; default: 60, with --batch 0"
    )
    keys = inspect.add_argument_group("the key to check the signature with").add_mutually_exclusive_group()
    keys.add_argument(
        "--key",
        metavar="FILE",
        help="a file with a PEM, SSH or PASETO key, certificate, JWK, key set or secret",
    )
    keys.add_argument("--jwks", metavar="FILE", help="a file with the issuer's key set")
    keys.add_argument("--secret-stdin", action="store_true", help="read a shared secret from standard input")
    inspect.add_argument(
        "--implicit-assertion",
        metavar="TEXT",
        help="what a PASETO token is signed along with, without being sent",
    )
    return inspect


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


def _run_inspect(options: argparse.Namespace) -> int:
    from jotlens.cli.inspect import run_inspect

    return run_inspect(options)


def _seconds(text: str) -> int:
    seconds = int(text)
    if not 0 <= seconds <= 10**10:
        raise argparse.ArgumentTypeError("this is a number of seconds, 0 or more")
    return seconds


def _leeway(text: str) -> int:
    seconds = int(text)
    if not 0 <= seconds <= 10**9:
        raise argparse.ArgumentTypeError("the leeway is a number of seconds, 0 or more")
    return seconds


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
