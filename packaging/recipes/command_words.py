"""The words of the command line as plain values, read from the program's own parsers: for the man page and the shells."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from jotlens.cli import COMMANDS
from jotlens.cli.arguments import window_parser


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its spellings (`-h`, `--help`), what stands after it ("" for a switch), its choices, and its help."""

    names: tuple[str, ...]
    value: str
    choices: tuple[str, ...]
    about: str

    @property
    def takes_file(self) -> bool:
        """Whether a file may stand after it."""
        return any(word in self.value for word in ("FILE", "PNG", "PATH"))


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its options; `name` is "" for the window and "connection add" for an action of a command."""

    name: str
    usage: str
    about: str
    options: tuple[Option, ...]
    takes_file: bool


def commands() -> tuple[Command, ...]:
    """Return every command with its actions; first what can be said without a command."""
    found = [_command("", window_parser(), "open the window")]
    for name, (place, _, _, about) in COMMANDS.items():
        module, _, function = place.partition(":")
        parser = getattr(import_module(f"jotlens.cli.{module}"), function)()
        found.append(_command(name, parser, about))
        found += [_command(f"{name} {action}", inner, help_) for action, inner, help_ in _actions(parser)]
    return tuple(found)


def _actions(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    for action in parser._actions:  # noqa: SLF001 - argparse shows its options in no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            abouts = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001 - as above
            for name, inner in action.choices.items():
                yield name, inner, abouts.get(name, "")


def _command(name: str, parser: argparse.ArgumentParser, about: str) -> Command:
    options: list[Option] = []
    positionals: list[argparse.Action] = []
    for action in parser._actions:  # noqa: SLF001 - as above
        if action.help == argparse.SUPPRESS:
            continue
        if action.option_strings:
            options.append(_option(parser, action))
        elif not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            positionals.append(action)
    takes_file = any("FILE" in str(action.metavar) for action in positionals)
    return Command(name, _usage(parser), about, tuple(options), takes_file)


def _option(parser: argparse.ArgumentParser, action: argparse.Action) -> Option:
    value = ""
    if action.nargs != 0:
        value = str(action.metavar or (action.dest.upper() if not action.choices else "WORD"))
    choices = tuple(map(str, action.choices)) if action.choices else ()
    about = parser._get_formatter()._expand_help(action) if action.help else ""  # noqa: SLF001 - as above
    return Option(tuple(action.option_strings), value, choices, " ".join(about.split()))


def _usage(parser: argparse.ArgumentParser) -> str:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "10000"  # one line, however wide a terminal is there
    try:
        text = parser.format_usage()
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return " ".join(text.removeprefix("usage: ").split())
