"""Writes a log, a mail or any other text as it may leave, some hundred lines at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jotlens.cases.source import Source
from jotlens.cases.whole_file import SMALL
from jotlens.reports.redaction import Redactor
from jotlens.tokens.find import find


def learn_log(source: Source, redactor: Redactor, stopped: Callable[[], bool] = lambda: False) -> None:
    """Let the redactor see the whole file, so that what is secret on one line is taken out of all."""
    for _ in redacted_log(source, redactor, stopped):
        pass


def redacted_log(
    source: Source, redactor: Redactor, stopped: Callable[[], bool] = lambda: False
) -> Iterator[bytes]:
    """Yield the redacted text, in UTF-8; what is broken over lines is put together and seen as one."""
    for lines in _stretches(source):
        if stopped():
            return
        text = lines.decode("utf-8", "replace")
        redactor.learn_tokens(found.text for found in find(text).found if _is_broken(text, found.text))
        yield redactor.net(redactor.text(text)).encode("utf-8", "replace")


def _is_broken(text: str, token: str) -> bool:
    return token.count(".") > 1 and token not in text


def _stretches(source: Source) -> Iterator[bytes]:
    carried = b""
    for block in source.blocks():
        data = carried + block
        end = data.rfind(b"\n") + 1 or (len(data) if len(data) > SMALL else 0)
        if end:
            yield data[:end]
        carried = data[end:]
    if carried:
        yield carried
