"""The face on the terminal, a file a command."""

COMMANDS = ("inspect", "sandbox")
"""The words that are commands; any other first word is the FILE of the window."""
