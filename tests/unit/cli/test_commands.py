"""The table of commands: every row names what is there, every command has its parser and its line of help."""

import argparse
from importlib import import_module
from typing import Any

import pytest

from jotlens.cli import COMMANDS
from jotlens.cli.arguments import window_parser


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_what_its_row_names(name: str) -> None:
    parser, command, _, about = COMMANDS[name]
    made = _named(parser)()
    assert isinstance(made, argparse.ArgumentParser)
    assert made.prog == f"jotlens {name}"
    assert callable(_named(command))
    assert about == about[:1].lower() + about[1:]
    assert f"jotlens {name}" in window_parser().format_help()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_sends(name: str) -> None:
    said = _named(COMMANDS[name][0])().format_help()
    assert ("Nothing is sent anywhere" in said) != ("is sent to" in said or "asks" in said)
    assert "exit codes:" in said


def _named(place: str) -> Any:
    module, _, function = place.partition(":")
    return getattr(import_module(f"jotlens.cli.{module}"), function)
