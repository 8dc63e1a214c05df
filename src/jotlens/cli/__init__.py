"""The face on the terminal, a file a command."""
