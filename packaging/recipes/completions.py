"""What bash, zsh and fish complete after `jotlens`, from the program's own words."""

from __future__ import annotations

from recipes.command_words import Command, Option


def bash(commands: tuple[Command, ...]) -> str:
    """Return the completion of bash."""
    cases = "\n".join(
        f'    "{command.name}") options="{" ".join(_names(command))}" ;;' for command in commands
    )
    choices = "\n".join(
        f'    "{command.name} {name}") COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$word")); return ;;'
        for command in commands
        for option in command.options
        if option.choices
        for name in option.names
    )
    return f"""# What bash completes after jotlens; made from the program's own words.
_jotlens() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command="" options=""
  local first=${{COMP_WORDS[1]:-}} second=${{COMP_WORDS[2]:-}}
  case " {" ".join(_tops(commands))} " in *" $first "*) ((COMP_CWORD > 1)) && command=$first ;; esac
  case "|{"|".join(command.name for command in commands if " " in command.name)}|" in
    *"|$first $second|"*) ((COMP_CWORD > 2)) && command="$first $second" ;;
  esac
  case "$command $before" in
{choices}
  esac
  case $command in
{cases}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  local words=""
  if ((COMP_CWORD == 1)); then words="{" ".join(_tops(commands))}"; fi
  if ((COMP_CWORD == 2)); then
    case $first in
{_bash_actions(commands)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
}}
complete -o filenames -F _jotlens jotlens
complete -o filenames -f jotlens-gui
"""


def _bash_actions(commands: tuple[Command, ...]) -> str:
    rows = [f'      {top}) words="{" ".join(_inner(commands, top))}" ;;' for top in _tops(commands)]
    return "\n".join(row for row in rows if '""' not in row)


def zsh(commands: tuple[Command, ...]) -> str:
    """Return the completion of zsh."""
    window = commands[0]
    tops = "\n".join(f"    {_zsh_quoted(f'{name}:{about}')}" for name, about in _abouts(commands))
    cases = "\n".join(
        f"    ({_zsh_quoted(command.name)})\n      _arguments {_zsh_arguments(command)} ;;"
        for command in commands[1:]
    )
    actions = "\n".join(
        f"    ({top}) if ((CURRENT == 3)); then compadd -- {' '.join(_inner(commands, top))}; return; fi ;;"
        for top in _tops(commands)
        if _inner(commands, top)
    )
    return f"""#compdef jotlens jotlens-gui
# What zsh completes after jotlens; made from the program's own words.
_jotlens() {{
  local -a tops
  tops=(
{tops}
  )
  if [[ $service == jotlens-gui ]]; then _files; return; fi
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then _describe command tops; _files; return; fi
  local command=$words[2]
  case $command in
{actions}
  esac
  if [[ -n $words[3] && " {" ".join(command.name.replace(" ", "/") for command in commands if " " in command.name)} " == *" $command/$words[3] "* ]]; then
    command="$command $words[3]"
  fi
  case $command in
{cases}
    (*)
      _arguments {_zsh_arguments(window)} ;;
  esac
}}
_jotlens "$@"
"""


def _zsh_arguments(command: Command) -> str:
    rows = [_zsh_option(name, option) for option in command.options for name in option.names]
    return " ".join([*rows, "'*:file:_files'"])


def _zsh_option(name: str, option: Option) -> str:
    about = option.about.replace("[", "(").replace("]", ")").replace(":", r"\:")
    ending = ""
    if option.choices:
        ending = f":{option.value.lower()}:({' '.join(option.choices)})"
    elif option.value:
        ending = f":{option.value.lower().replace(':', ' ')}:{'_files' if option.takes_file else ' '}"
    return _zsh_quoted(f"*{name}[{about}]{ending}")


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def fish(commands: tuple[Command, ...]) -> str:
    """Return the completion of fish."""
    tops = " ".join(_tops(commands))
    lines = ["# What fish completes after jotlens; made from the program's own words."]
    for name, about in _abouts(commands):
        lines.append(
            f"complete -c jotlens -n 'not __fish_seen_subcommand_from {tops}' -a {name} -d {_fish_quoted(about)}"
        )
    for command in commands:
        top, _, action = command.name.partition(" ")
        if not top:
            where = f"not __fish_seen_subcommand_from {tops}"
        elif not action:
            where = f"__fish_seen_subcommand_from {top}"
        else:
            where = f"__fish_seen_subcommand_from {top}; and __fish_seen_subcommand_from {action}"
            unseen = f"not __fish_seen_subcommand_from {' '.join(_inner(commands, top))}"
            lines.append(
                f"complete -c jotlens -n '__fish_seen_subcommand_from {top}; and {unseen}' -a {action}"
                f" -d {_fish_quoted(command.about)}"
            )
        lines += [_fish_option(where, option) for option in command.options]
    return "\n".join(lines) + "\n"


def _fish_option(where: str, option: Option) -> str:
    words = [f"complete -c jotlens -n '{where}'"]
    words += [f"-s {name[1:]}" if not name.startswith("--") else f"-l {name[2:]}" for name in option.names]
    if option.choices:
        words.append(f"-x -a '{' '.join(option.choices)}'")
    elif option.value:
        words.append("-r" if option.takes_file else "-x")
    return " ".join([*words, "-d", _fish_quoted(option.about)])


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _tops(commands: tuple[Command, ...]) -> list[str]:
    return [command.name for command in commands if command.name and " " not in command.name]


def _abouts(commands: tuple[Command, ...]) -> list[tuple[str, str]]:
    return [(command.name, command.about) for command in commands if command.name and " " not in command.name]


def _inner(commands: tuple[Command, ...], top: str) -> list[str]:
    return [command.name.partition(" ")[2] for command in commands if command.name.startswith(f"{top} ")]


def _names(command: Command) -> list[str]:
    return [name for option in command.options for name in option.names]
