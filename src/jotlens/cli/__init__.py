"""The face on the terminal, a file a command."""

COMMANDS = {
    "inspect": ("inspect_words:inspect_parser", "inspect:run_inspect", "[FILE|-]", "inspect a token"),
    "connection": (
        "connection_words:connection_parser",
        "connection:run_connection",
        "ACTION …",
        "look after connections",
    ),
}
"""The words that are commands; any other first word is the FILE of the window.

For each: what makes its parser and what carries it out (`module:function` of this room, imported when it is wanted),
what follows its name, and a line for `jotlens --help`. The parser takes nothing and returns an ArgumentParser; what
carries it out takes the Namespace and returns an ExitCode.
"""
