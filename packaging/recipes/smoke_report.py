"""Says of each thing that was looked at whether it was as it must be, and counts."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass


@dataclass(slots=True)
class Report:
    """What was seen in one system."""

    suite: str
    count: int = 0
    failed: int = 0

    def say(self, sentence: str) -> None:
        """Say something."""
        print(f"smoke-deb: {self.suite}: {sentence}", flush=True)

    def expect(self, what: str, holds: bool, seen: object) -> None:  # noqa: FBT001 - the sentence says what holds
        """Count one thing; what was seen is shown when it does not hold."""
        self.count += 1
        self.say(f"{'ok' if holds else 'FAILED'}: {what}")
        if not holds:
            self.failed += 1
            if isinstance(seen, subprocess.CompletedProcess):
                seen = f"status {seen.returncode}\n{seen.stdout.decode('utf-8', 'replace')}{seen.stderr.decode('utf-8', 'replace')}"
            print(str(seen)[-4000:], flush=True)
