"""What a person sees while something is fetched: a line a step, and what to do in the browser or on another device."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, assert_never

from jotlens.cli.output import tell_lines
from jotlens.cli.page import Look, look_of
from jotlens.cli.qr import qr_lines
from jotlens.cli.text_steps import body_lines, step_line, step_lines
from jotlens.inspection.wording import instant
from jotlens.oauth.obtained import BrowserPrompt, DevicePrompt
from jotlens.oauth.trace import Exchange, Step
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.oauth.obtained import Prompt

_LONGEST = 4_000


@dataclass(slots=True)
class Progress:
    """Tells the steps on standard error as they happen, from whatever thread they come.

    `whole` shows each request with its answer, `reveal` shows secrets in it. A request that is made again and again
    with the same answer (a device that asks whether the person is done) is told once.
    """

    look: Look
    whole: bool = False
    reveal: bool = False
    quiet: bool = False
    _last: str = ""
    _steps: dict[int, Step] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def on_step(self, place: int, step: Step) -> None:
        """Take a step of the trace; an answer comes twice to the same place: its head, and then with its body."""
        if self.quiet:
            return
        with self._lock:
            before = self._steps.get(place)
            self._steps[place] = step
            line = step_line(step, self.look)
            if line is None:
                return
            told = _without_time(line, step)
            again, self._last = told == self._last, told
            if before is not None and step_line(before, self.look) is not None and again:
                tell_lines(self._rest(before, step))
            elif not again or self.whole:
                tell_lines([line, *self._details(step)])

    def prompt(self, prompt: Prompt) -> None:
        """Show a person what to do."""
        with self._lock:
            tell_lines(prompt_lines(prompt, self.look))

    def _details(self, step: Step) -> list[str]:
        return [*step_lines(self._shown(step), self.look), ""] if self.whole else []

    def _rest(self, before: Step, step: Step) -> list[str]:
        """Return what an answer has more than it had: its body."""
        more = isinstance(before, Exchange) and isinstance(step, Exchange) and not before.answer_body
        if not self.whole or not more:
            return []
        shown = self._shown(step)
        return [*body_lines(shown, self.look), ""] if isinstance(shown, Exchange) else []

    def _shown(self, step: Step) -> Step:
        if self.reveal:
            return step
        from jotlens.oauth.masking import masked, secrets_of

        return masked(step, secrets_of(self._steps.values()))


def progress_of(*, whole: bool = False, reveal: bool = False, quiet: bool = False) -> Progress:
    """Return the progress for this process's standard error."""
    look = look_of(sys.stderr) if sys.stderr is not None else Look()
    return Progress(look, whole=whole or reveal, reveal=reveal, quiet=quiet)


def prompt_lines(prompt: Prompt, look: Look) -> list[str]:
    """Return what a person is to do, as lines: the address whole, so that it can be copied."""
    match prompt:
        case BrowserPrompt():
            said = (
                "Log in in the browser, which is open now. If it is not, copy this address into one on this computer:"
                if prompt.opened
                else "Copy this address into a browser on this computer, and log in there:"
            )
            return ["", *look.wrapped(said), f"  {visible(prompt.address, _LONGEST)}", ""]
        case DevicePrompt():
            lines = ["", f"Open   {look.strong(visible(prompt.address, _LONGEST))}"]
            lines += [f"Code   {look.strong(visible(prompt.user_code, 80))}"]
            if prompt.expires_at is not None:
                lines += [f"Until  {instant(prompt.expires_at)}"]
            code = qr_lines(prompt.address_complete or prompt.address, look)
            if code:
                lines += [
                    "",
                    *code,
                    "",
                    "The picture holds the same address. Check that the page shows this code.",
                ]
            return [*lines, ""]
    assert_never(prompt)


def _without_time(line: str, step: Step) -> str:
    return line.rpartition(", ")[0] if isinstance(step, Exchange) and step.took_s is not None else line
