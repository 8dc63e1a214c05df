"""What of a trace is shown: every secret becomes ••••••, wherever and however it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never, overload

from jotlens.oauth.secret_texts import (
    Mark,
    Masker,
    mask_mark,
    secrets_in_address,
    secrets_in_headers,
    secrets_in_json,
    secrets_in_pairs,
    worth_looking_for,
)
from jotlens.oauth.trace import Exchange, Headers, Note, Step


@overload
def masked(step: Exchange, known_secrets: Iterable[str] = ()) -> Exchange: ...
@overload
def masked(step: Note, known_secrets: Iterable[str] = ()) -> Note: ...
def masked(step: Step, known_secrets: Iterable[str] = ()) -> Step:
    """Return a step without secrets. `known_secrets` are those of the connection and of earlier steps.

    A secret that stands in one place of a step, by its name, is masked in every other place of it too, also
    percent-encoded, escaped, or inside base64.
    """
    known = dict.fromkeys(filter(None, known_secrets), "secret")
    match step:
        case Exchange():
            return masked_exchange(step, known, mask_mark)
        case Note():
            found = {value.text: value.name for value in step.values if value.secret}
            masker = Masker(worth_looking_for(found.items()) | known, mask_mark)
            values = tuple(
                replace(value, text=mask_mark(value.name) if value.secret else masker.text(value.text))
                for value in step.values
            )
            return replace(step, sentence=masker.text(step.sentence), values=values)
        case _:
            assert_never(step)


def secrets_of(steps: Iterable[Step]) -> tuple[str, ...]:
    """The secrets that stand in these steps under their names: to be known when other steps are masked."""
    found: dict[str, str] = {}
    for step in steps:
        match step:
            case Exchange():
                found |= worth_looking_for(_secrets_in(step))
            case Note():
                found |= worth_looking_for((value.text, value.name) for value in step.values if value.secret)
            case _:
                assert_never(step)
    return tuple(found)


def masked_exchange(exchange: Exchange, known: dict[str, str], mark: Mark) -> Exchange:
    """Return an exchange in which `mark` stands for every secret; `known` maps further secrets to names."""
    found = tuple(_secrets_in(exchange))
    whole = {secret for secret, _ in found if len(secret) > 1}
    masker = Masker(worth_looking_for(found) | known, mark, whole)
    return replace(
        exchange,
        address=masker.address(exchange.address),
        headers=_headers(exchange.headers, masker),
        body=masker.body(exchange.body, media_type(exchange.headers)),
        reason=masker.text(exchange.reason),
        answer_headers=_headers(exchange.answer_headers, masker),
        answer_body=masker.body(exchange.answer_body, media_type(exchange.answer_headers)),
    )


def media_type(headers: Headers) -> str:
    """The media type that headers name, in lower case; empty if none."""
    named = (value for name, value in headers if name.lower() == "content-type")
    return next(named, "").partition(";")[0].strip().lower()


def _headers(headers: Headers, masker: Masker) -> Headers:
    return tuple((name, masker.header(name, value)) for name, value in headers)


def _secrets_in(exchange: Exchange) -> Iterator[tuple[str, str]]:
    yield from secrets_in_address(exchange.address)
    yield from secrets_in_headers(exchange.headers)
    yield from secrets_in_headers(exchange.answer_headers)
    for body in (exchange.body, exchange.answer_body):
        yield from secrets_in_json(body)
    if not exchange.body.lstrip().startswith(("{", "[")):
        yield from secrets_in_pairs(exchange.body)
