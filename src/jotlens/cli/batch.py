"""`jotlens inspect --batch`: one JSON object a line in, one Inspection a line out, in order, whatever comes."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jotlens.cli.asked import Asked, with_answer
from jotlens.cli.context import ContextError, with_context
from jotlens.cli.contract import contract, extracted
from jotlens.cli.json_writer import write_json
from jotlens.inspection.inspect import inspect
from jotlens.tokens.read import read_all

if TYPE_CHECKING:
    from typing import BinaryIO

LONGEST_LINE_BYTES = 64 * 2**20

_SHAPE = 'Each line must be a JSON object {"id": …, "input": "text", "context": {…}}.'


@dataclass(frozen=True, slots=True)
class Batch:
    """What holds for every line: what the command line asked for, and the clock for lines that name no instant."""

    defaults: Asked
    now: Callable[[], datetime]
    all_checks: bool = False


def run_batch(lines: BinaryIO, answers: BinaryIO, batch: Batch) -> None:
    """Answer every line as it comes, each in ASCII and at once; memory holds one line at a time."""
    for line in _lines(lines):
        answers.write(answer(line, batch).encode("ascii") + b"\n")
        answers.flush()


def answer(line: bytes | None, batch: Batch) -> str:
    """Return the answer to one line as JSON text; None stands for a line that was too long to read.

    A fault of JotLens itself becomes the answer to that one line: the next line is read all the same.
    """
    try:
        request = None if line is None else json.loads(line.removeprefix(b"\xef\xbb\xbf").decode())
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict) or not isinstance(request.get("input"), str):
        return write_json({"id": None, "error": _SHAPE})
    identifier = json.dumps(request.get("id"))
    try:
        body = _answer(request["input"], request.get("context"), batch)
    except ContextError as error:
        body = write_json({"error": error.sentence})
    except Exception as error:  # noqa: BLE001 - the boundary: one line must not stop the others
        body = write_json({"error": bug_sentence(error)})
    return f'{{"id": {identifier}, {body[1:]}'


def bug_sentence(error: Exception) -> str:
    """Say that JotLens itself failed, and where; never what it was working on."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "jotlens" in frame.filename]
    place = f" at {Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else ""
    return f"JotLens met a fault of its own ({type(error).__name__}{place}). Please report it."


def _answer(text: str, context: object, batch: Batch) -> str:
    if context is not None and not isinstance(context, dict):
        raise ContextError("context must be an object.")
    now = batch.now()
    asked = with_context(context or {}, batch.defaults, now)
    finds, tokens = read_all(text)
    policy = with_answer(asked.policy, finds)
    inspection = inspect(tokens[0], policy, asked.keys, asked.at or now, finds=finds)
    return write_json(contract(inspection, finds, extracted(tokens), all_checks=batch.all_checks))


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines, and None for one that is longer than anybody's token or log."""
    while line := stream.readline(LONGEST_LINE_BYTES):
        if len(line) < LONGEST_LINE_BYTES or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE_BYTES)
        yield None
