"""The panes of the window: passive, each shows one value and emits what was asked of it."""
