"""Writes a log, a mail or any other text as it may leave, some hundred lines at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jotlens.cases.source import Source
from jotlens.cases.whole_file import SMALL
from jotlens.reports.redaction import Redactor
from jotlens.tokens.find import find

_CUT = re.compile(rb"(?<!=)(?<!=\r)\n(?=[^\n]{0,400}?[^\s>][ \t]+[^\s>]+[ \t]+[^\s>])")
"""The end of a line before one of several words; one after an equals sign may be broken in quoted-printable."""

_NEAR_END = 1 << 16


def learn_log(source: Source, redactor: Redactor, stopped: Callable[[], bool] = lambda: False) -> None:
    """Let the redactor see the whole file, so that what is secret on one line is taken out of all."""
    redactor.is_learning = True
    try:
        for _ in redacted_log(source, redactor, stopped):
            pass
    finally:
        redactor.is_learning = False


def redacted_log(
    source: Source, redactor: Redactor, stopped: Callable[[], bool] = lambda: False
) -> Iterator[bytes]:
    """Yield the redacted text, in UTF-8; what is broken over lines is put together and seen as one."""
    for lines in _stretches(source):
        if stopped():
            return
        text = lines.decode("utf-8", "replace")
        redactor.learn(found.text for found in find(text).found)
        yield redactor.net(redactor.text(text)).encode("utf-8", "replace")


def _stretches(source: Source) -> Iterator[bytes]:
    """Yield stretches of whole lines that end before a line which can be no piece of a broken token."""
    carried = b""
    for block in source.blocks():
        data = carried + block
        end = _last_cut(data)
        if end:
            yield data[:end]
        carried = data[end:]
    if carried:
        yield carried


def _last_cut(data: bytes) -> int:
    """Return where a stretch may end; 0 where that cannot be told yet."""
    cuts = [match.end() for match in _CUT.finditer(data, max(len(data) - _NEAR_END, 0))]
    if cuts:
        return cuts[-1]
    return 0 if len(data) <= SMALL else data.rfind(b"\n") + 1 or len(data)
