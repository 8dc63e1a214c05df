"""The man page jotlens(1), in roff, from the program's own words."""

from __future__ import annotations

from recipes.command_words import Command, Option
from recipes.places import HOMEPAGE, commit_date, version

_INTRODUCTION = """\
JotLens says in plain words what a token is (a JWT, an encrypted or an opaque one), whether it is alive, whether it can
be trusted, and whether it fits the API it is meant for. Without a command it opens its window, with FILE in it; without
a display it prints the inspection of FILE.

Nothing is sent anywhere unless it is asked for, and the host is named first. A secret is given on standard input or
kept in the keyring, never on the command line, where others on this computer could read it."""

_EXIT_CODES = (
    ("0", "All is well."),
    ("1", "A check failed."),
    ("2", "Wrong usage, or a text that cannot be read."),
    ("3", "What was asked for could not be checked."),
    ("4", "The network, the keyring or the system failed."),
)


def man_page(commands: tuple[Command, ...]) -> str:
    """Return the page."""
    window, *others = commands
    lines = [
        f'.TH JOTLENS 1 "{commit_date()}" "JotLens {version()}" "User Commands"',
        ".SH NAME",
        r"jotlens, jotlens\-gui \- inspect tokens",
        ".SH SYNOPSIS",
        r".B jotlens\-gui",
        r"[\fIFILE\fR]",
        *(line for command in commands if " " not in command.name for line in _synopsis(command)),
        ".SH DESCRIPTION",
        *_paragraphs(_INTRODUCTION),
        ".SH OPTIONS",
        *_options(window),
        ".SH COMMANDS",
    ]
    for command in others:
        lines += [
            f".SS jotlens {_text(command.name)}",
            _text(f"{command.about[:1].upper()}{command.about[1:]}."),
        ]
        lines += _options(command)
    lines += [".SH EXIT STATUS"]
    for code, meaning in _EXIT_CODES:
        lines += [".TP", code, meaning]
    lines += [
        ".SH FILES",
        ".TP",
        r"\fI$XDG_CONFIG_HOME/JotLens\fR",
        "connections and settings, without secrets",
        ".TP",
        r"\fI$XDG_STATE_HOME/JotLens\fR",
        "what is remembered between two starts",
        ".SH EXAMPLES",
        *(
            ".EX",
            r"jotlens inspect request.txt",
            r"jotlens inspect \-\-audience https://api.example.com/v1/ < token.txt",
        ),
        *(
            r"echo keyboardcat | jotlens inspect \-\-secret\-stdin \-\-at 2016\-03\-24T12:00Z token.txt",
            ".EE",
        ),
        ".SH SEE ALSO",
        HOMEPAGE,
    ]
    return "\n".join(lines) + "\n"


def _synopsis(command: Command) -> list[str]:
    if not command.name:
        return [
            ".br",
            r".B jotlens",
            r"[\fIFILE\fR]",
            ".br",
            r".B jotlens",
            r"\-\-screenshot \fIPNG\fR [\fIFILE\fR]",
        ]
    return [".br", r".B jotlens " + _text(command.name), r"[\fIOPTION\fR]..."]


def _options(command: Command) -> list[str]:
    lines: list[str] = []
    for option in command.options:
        lines += [".TP", _spelled(option), _text(option.about) if option.about else r"\&"]
    return lines


def _spelled(option: Option) -> str:
    value = "|".join(option.choices) if option.choices else option.value
    names = ", ".join(rf"\fB{_text(name)}\fR" for name in option.names)
    return f"{names} \\fI{_text(value)}\\fR" if value else names


def _paragraphs(text: str) -> list[str]:
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n\n")):
        lines += [*([".PP"] if number else []), _text(" ".join(paragraph.split()))]
    return lines


def _text(text: str) -> str:
    """Return text as roff writes it: no escape, no request at the start of a line, real hyphens."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
