"""The one password of the sandbox. Everyone may know it: nothing here is worth a secret."""

from __future__ import annotations

import hmac

from jotlens.sandbox.model import User

PASSWORD = "demo"
"""The password of every user; the login page shows it."""


def password_is_right(user: User | None, password: str) -> bool:
    """Whether there is such a user and this is the password."""
    right = hmac.compare_digest(password.encode("utf-8", "replace"), PASSWORD.encode())
    return right and user is not None
