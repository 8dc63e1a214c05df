"""Encrypted tokens, opened with a key that a person gives: what can be known without it, and what comes out."""
