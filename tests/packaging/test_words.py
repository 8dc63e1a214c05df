"""The man page and the completions say what the program's own parsers say."""

import shutil
import subprocess
from pathlib import Path

import pytest
from recipes import completions
from recipes.command_words import Command, commands
from recipes.man_page import man_page

from jotlens.cli import COMMANDS


@pytest.fixture(scope="module")
def found() -> tuple[Command, ...]:
    return commands()


def test_every_command_and_action_is_there(found: tuple[Command, ...]) -> None:
    names = [command.name for command in found]
    assert [name for name in names if name and " " not in name] == list(COMMANDS)
    assert "connection add" in names


def test_page_names_every_option(found: tuple[Command, ...]) -> None:
    page = man_page(found)
    for command in found:
        for option in command.options:
            assert option.names[-1].replace("-", r"\-") in page, (command.name, option.names)


def test_page_is_sound_roff(found: tuple[Command, ...], tmp_path: Path) -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    page = tmp_path / "jotlens.1"
    page.write_text(man_page(found), "utf-8")
    done = subprocess.run([groff, "-man", "-Tutf8", "-ww", page], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--secret-stdin" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_read_by_its_shell(shell: str, found: tuple[Command, ...], tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "script"
    script.write_text(getattr(completions, shell)(found), "utf-8")
    done = subprocess.run([program, "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["jotlens", "ins"], "inspect"),
        (["jotlens", "inspect", "--sec"], "--secret-stdin"),
        (["jotlens", "connection", "ad"], "add"),
        (["jotlens", "connection", "add", "--grant", "client"], "client-credentials"),
        (["jotlens", "--theme", "da"], "dark"),
    ],
)
def test_bash_completes(typed: list[str], offered: str, found: tuple[Command, ...], tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    script = tmp_path / "script"
    words = " ".join(typed)
    asked = (
        f'COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; _jotlens; printf "%s\\n" "${{COMPREPLY[@]}}"\n'
    )
    script.write_text(completions.bash(found) + asked, "utf-8")
    done = subprocess.run([bash, script], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert offered in done.stdout.split(), done.stdout + done.stderr
