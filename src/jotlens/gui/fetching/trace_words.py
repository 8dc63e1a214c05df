"""A step of a fetch as a row of the trace: what it is in one line, and what an opened row tells of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from PySide6.QtCore import QCoreApplication

from jotlens.oauth.trace import Exchange, Headers, Note, Step

translate = QCoreApplication.translate

LONGEST = 3_000
"""More characters of a body are not laid out: what is copied is whole."""

_LONGEST_PARSED = 64 << 10
_PENDING = ("authorization_pending", "slow_down", "use_dpop_nonce")
_FORM = "application/x-www-form-urlencoded"
_BAD = 400


class Shape(StrEnum):
    """How a part of an opened row is drawn."""

    HEADING = "heading"
    PAIR = "pair"
    CODE = "code"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Part:
    """One line or block of an opened row; `name` is that of a pair."""

    shape: Shape
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class TraceRow:
    """What the list says of a step: `status` is a mark (pass, fail, clock, or empty), `aside` stands at the right.

    `place` is that of the step in the trace, `times` how often the same was asked in a row.
    """

    place: int
    status: str
    title: str
    aside: str
    line: str
    parts: tuple[Part, ...] = ()
    opened: bool = False
    times: int = 1

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        state = {
            "pass": translate("Trace", "Done"),
            "fail": translate("Trace", "Failed"),
            "clock": translate("Trace", "Waiting"),
        }.get(self.status, translate("Trace", "Noted"))
        return ". ".join(filter(None, (f"{state}: {self.title}", self.aside, self.line)))


def row_of(place: int, step: Step, *, opened: bool, times: int = 1) -> TraceRow:
    """Return the row of a step, which is masked already where it has to be."""
    match step:
        case Exchange():
            return _exchange_row(place, step, opened=opened, times=times)
        case Note():
            return _note_row(place, step, opened=opened)


def is_pending(step: Step) -> bool:
    """Whether an answer only says that it is too early, or how to ask again: no failure, and nothing to look at."""
    if not isinstance(step, Exchange) or step.status is None or step.status < _BAD:
        return False
    return any(f'"{code}"' in step.answer_body[:2_000] for code in _PENDING)


def _exchange_row(place: int, step: Exchange, *, opened: bool, times: int) -> TraceRow:
    parts = urlsplit(step.address)
    line = f"{step.method} {parts.netloc}{parts.path}"
    return TraceRow(
        place,
        _mark(step),
        _capital(step.label),
        _aside(step, times),
        line,
        _exchange_parts(step) if opened else (),
        opened,
        times,
    )


def _mark(step: Exchange) -> str:
    if step.failure is not None:
        return "fail"
    if step.status is None:
        return "clock"
    if is_pending(step):
        return "clock"
    return "fail" if step.status >= _BAD else "pass"


def _aside(step: Exchange, times: int) -> str:
    took = f"{step.took_s * 1000:,.0f} ms" if step.took_s is not None else ""
    if step.failure is not None:
        status = f"{step.status} {step.reason}".strip() if step.status is not None else ""
        return " · ".join(filter(None, (translate("Trace", "no usable answer"), status, took)))
    if step.status is None:
        return translate("Trace", "waiting…")
    often = f"{times} ×" if times > 1 else ""
    return " · ".join(filter(None, (often, f"{step.status} {step.reason}".strip(), took)))


def _exchange_parts(step: Exchange) -> tuple[Part, ...]:
    address = urlsplit(step.address)
    whole = f"{address.scheme}://{address.netloc}{address.path}"
    parts = [Part(Shape.HEADING, translate("Trace", "Request"))]
    parts.append(Part(Shape.CODE, f"{step.method} {whole}"))
    parts += _pairs(address.query)
    parts += _headers(step.headers)
    parts += _body(step.body, step.headers)
    parts.append(Part(Shape.HEADING, translate("Trace", "Answer")))
    if step.status is None:
        said = translate("Trace", "No answer yet.") if step.failure is None else translate("Trace", "None.")
        return (*parts, Part(Shape.WORDS, said))
    parts.append(Part(Shape.CODE, f"{step.status} {step.reason}".strip()))
    parts += _headers(step.answer_headers)
    parts += _body(step.answer_body, step.answer_headers)
    return tuple(parts)


def _headers(headers: Headers) -> list[Part]:
    return [Part(Shape.PAIR, text, name) for name, text in headers]


def _pairs(form: str) -> list[Part]:
    if not form or len(form) > _LONGEST_PARSED:
        return [Part(Shape.CODE, _cut(form))] if form else []
    try:
        found = parse_qsl(form, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return [Part(Shape.CODE, _cut(form))]
    return [Part(Shape.PAIR, _cut(text), name) for name, text in found]


def _body(body: str, headers: Headers) -> list[Part]:
    if not body:
        return []
    kind = next((text for name, text in headers if name.lower() == "content-type"), "")
    if kind.startswith(_FORM):
        return _pairs(body)
    return [Part(Shape.CODE, _cut(_indented(body)))]


def _indented(body: str) -> str:
    if len(body) > _LONGEST_PARSED or not body.lstrip().startswith(("{", "[")):
        return body
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return body


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    words = translate("Trace", "… {count} characters in all; copy the step to see the rest")
    return f"{text[:LONGEST]}\n{words.format(count=f'{len(text):,}')}"


def _note_row(place: int, note: Note, *, opened: bool) -> TraceRow:
    status = {True: "pass", False: "fail", None: ""}[note.passed]
    parts = [Part(Shape.WORDS, note.sentence)] if note.sentence else []
    parts += [Part(Shape.PAIR, _cut(value.text), value.name) for value in note.values]
    return TraceRow(
        place, status, _capital(note.label), "", note.sentence, tuple(parts) if opened else (), opened
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def step_text(step: Step) -> str:
    """Return a whole step as text for a ticket; what it was handed masked stays so."""
    if isinstance(step, Note):
        values = [f"{value.name}: {value.text}" for value in step.values]
        return "\n".join(filter(None, (_capital(step.label), step.sentence, *values)))
    headers = [f"{name}: {text}" for name, text in step.headers]
    lines = [_capital(step.label), "", f"{step.method} {step.address}", *headers]
    if step.body:
        lines += ["", step.body]
    if step.status is not None:
        lines += ["", f"HTTP {step.status} {step.reason}".rstrip()]
        lines += [f"{name}: {text}" for name, text in step.answer_headers]
        lines += ["", step.answer_body]
    return "\n".join(lines)
