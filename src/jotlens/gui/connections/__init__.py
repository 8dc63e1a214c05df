"""The editor of connections: a list, a form with only what a grant needs, and secrets that stay in the keyring."""
