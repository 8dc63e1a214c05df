"""Fetching in the window: asking for a token, every step of it, and what can be asked of its issuer afterwards."""
