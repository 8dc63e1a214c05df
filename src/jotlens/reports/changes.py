"""What the parts of the engine ask of the whole: to take out of a value what must not leave."""

from __future__ import annotations

from typing import Protocol


class Changes(Protocol):
    """Returns what may leave of a value, by what is known of it."""

    def secret(self, value: str, kind: str = ...) -> str:
        """Return what stands for a secret."""

    def password(self, value: str) -> str:
        """Return what stands for something that could be guessed."""

    def member(self, name: str, value: str) -> str:
        """Return the value of a member, parameter or cookie of this name."""

    def text(self, text: str) -> str:
        """Return any text."""

    def address(self, address: str) -> str:
        """Return an address."""

    def net(self, text: str) -> str:
        """Return a text without what is known to be secret."""
