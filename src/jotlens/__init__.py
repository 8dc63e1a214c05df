"""JotLens: says in plain words what a token is, and whether it fits."""

__version__ = "0.1.0"
