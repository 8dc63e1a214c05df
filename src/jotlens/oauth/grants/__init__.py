"""The grants, a file each: how one asks for a token. Each has `obtain(journey)`."""
