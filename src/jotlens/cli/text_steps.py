"""The steps of a fetch as lines: one a step for everybody, and the whole request and answer for who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never
from urllib.parse import urlsplit

from jotlens.inspection.model import Status
from jotlens.oauth.trace import Exchange, Note
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.page import Look
    from jotlens.oauth.trace import Headers, Step

_LONGEST = 200
_LONGEST_BODY = 20_000
_PASSED = {None: Status.NOT_APPLICABLE, True: Status.PASS, False: Status.FAIL}


def step_line(step: Step, look: Look) -> str | None:
    """Return the one line of a step, None while there is nothing to say: a request that is still on its way."""
    match step:
        case Exchange():
            return _exchange_line(step, look)
        case Note():
            first = step.sentence if step.passed is False or not step.label else step.label
            first = f"{first} checked" if step.passed else first
            return f"{look.mark(_PASSED[step.passed])} {visible(first, _LONGEST)}"
    assert_never(step)


def step_lines(step: Step, look: Look) -> list[str]:
    """Return everything of a step, as it was masked or not by the caller."""
    match step:
        case Exchange():
            return _exchange_lines(step, look)
        case Note():
            lines = look.wrapped(visible(step.sentence, _LONGEST_BODY), 4) if step.sentence else []
            for value in step.values:
                lines += look.wrapped(
                    f"{visible(value.name, 60)}: {visible(value.text, _LONGEST_BODY)}", 6, 4
                )
            return lines
    assert_never(step)


def body_lines(step: Exchange, look: Look) -> list[str]:
    """Return the body of an answer, whose head was shown before."""
    return [look.faint(line) for line in _message_lines((), step.answer_body, "<")]


def place(address: str) -> str:
    """Return host and path of an address: what was asked, without what was asked for."""
    parts = urlsplit(address)
    return visible(f"{parts.netloc.rpartition('@')[2]}{parts.path}", _LONGEST)


def _exchange_line(step: Exchange, look: Look) -> str | None:
    if step.status is None and step.failure is None:
        return None
    well = step.failure is None and step.status is not None and step.status < 400
    mark = look.mark(Status.PASS if well else Status.WARN)
    took = f", {step.took_s:.2f} s" if step.took_s is not None else ""
    head = f"{step.status} {visible(step.reason, 40)}".rstrip() if step.status is not None else ""
    answer = ", then ".join(filter(None, (head, step.failure)))
    return f"{mark} {visible(step.label, 60)}: {step.method} {place(step.address)} → {answer}{took}"


def _exchange_lines(step: Exchange, look: Look) -> list[str]:
    lines = [f"    > {step.method} {visible(step.address, _LONGEST_BODY)}"]
    lines += _message_lines(step.headers, step.body, ">")
    if step.status is not None:
        lines += ["", f"    < {step.status} {visible(step.reason, 80)}".rstrip()]
        lines += _message_lines(step.answer_headers, step.answer_body, "<")
    return [look.faint(line) for line in lines]


def _message_lines(headers: Headers, body: str, arrow: str) -> list[str]:
    lines = [f"    {arrow} {visible(name, 100)}: {visible(value, _LONGEST_BODY)}" for name, value in headers]
    if body:
        lines.append(f"    {arrow}")
        lines += [f"    {arrow} {visible(line, _LONGEST_BODY)}" for line in body[:_LONGEST_BODY].splitlines()]
        if len(body) > _LONGEST_BODY:
            lines.append(f"    {arrow} … ({len(body):,} characters)")
    return lines
