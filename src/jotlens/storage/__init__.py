"""What JotLens remembers: connections as files, secrets in the system's keyring, and what issuers published."""
