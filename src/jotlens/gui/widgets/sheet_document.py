"""What an editor's document stands for: which paragraphs are one line, and which bullets stand for what secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtGui import (
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
)

from jotlens.gui.widgets.sheet_text import BULLET, Cut, from_sheet

_CUT = int(QTextFormat.Property.UserProperty.value) + 1
_SECRET = int(QTextFormat.Property.UserProperty.value) + 2
_NOT_CUT = 1 << 62
"""Longer than any paragraph."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The characters behind the bullets, by the number that marks them in the document; line feeds are not hidden."""

    by_number: dict[int, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """What a document says after a person has typed in it.

    `breaks` are the places where a line was cut, `masks` what bullets stand for, both in characters of `text`.
    `blended` says that something was typed between bullets. `remains` are the bullets, in places of the document, of
    secrets that were deleted in part; nothing in `text` stands for them.
    """

    text: str = field(repr=False)
    breaks: tuple[int, ...]
    masks: tuple[tuple[int, int], ...]
    blended: bool
    remains: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Run:
    """A stretch of the document: where it begins, what it shows, and the number of the secret it is part of (0: none)."""

    position: int
    shown: str
    number: int


def mark_secret(cursor: QTextCursor, number: int) -> None:
    """Note that the bullets of a selection stand for a secret."""
    marked = QTextCharFormat()
    marked.setProperty(_SECRET, number)
    cursor.mergeCharFormat(marked)


def mark_cuts(document: QTextDocument, cut: Cut) -> None:
    """Note which paragraph breaks are no line breaks but cuts: the breaks themselves, so that they are undone with it."""
    offset, number, breaks = 0, 0, iter(cut.breaks)
    place = next(breaks, None)
    cursor, block = QTextCursor(document), document.begin()
    cursor.beginEditBlock()
    while block.isValid() and place is not None:
        offset += len(block.text())
        block = block.next()
        if offset == place:
            number, place = number + 1, next(breaks, None)
            marked = QTextCharFormat()
            marked.setProperty(_CUT, number)
            cursor.setPosition(block.position())
            cursor.mergeBlockCharFormat(marked)
        else:
            offset += 1
    cursor.endEditBlock()


def continues(block: QTextBlock) -> bool:
    """Whether a paragraph goes on with the line of the one before. A break typed beside a cut has its number: it is none."""
    return _cut_before(block) not in {0, _cut_before(block.previous())}


def step_over_cut(cursor: QTextCursor, *, back: bool) -> bool:
    """Move a cursor from one side of a cut to the other, so that a character is deleted next and not the cut."""
    if back and cursor.atBlockStart() and continues(cursor.block()):
        return cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
    if not back and cursor.atBlockEnd() and continues(cursor.block().next()):
        return cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
    return False


def cover_secrets(cursor: QTextCursor, secrets: Secrets, *, back: bool) -> bool:
    """Select the whole of each secret that would lose a part, or the one beside the cursor that would lose a character.

    Nobody can see which character of a secret goes: it goes whole, in one step that can be undone.
    """
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    first, last = (start, end - 1) if cursor.hasSelection() else (start - back, start - back)
    document = cursor.document()
    numbers = _number_at(document, first), _number_at(document, last)
    if not any(numbers):
        return False
    bullets = [
        place
        for run in _runs(document, secrets, _NOT_CUT)
        if run.number and run.number in numbers
        for place in _places_of_bullets(run)
    ]
    cursor.setPosition(min(start, bullets[0][0]))
    cursor.setPosition(max(end, bullets[-1][1]), QTextCursor.MoveMode.KeepAnchor)
    return True


def read_document(document: QTextDocument, secrets: Secrets, full: int) -> Written:
    """Read a whole document; with `full`, a paragraph of so many characters goes on, else the marks of cuts tell."""
    runs = list(_runs(document, secrets, full))
    counts = dict.fromkeys(secrets.by_number, 0)
    for run in runs:
        if run.number:
            counts[run.number] += run.shown.count(BULLET)
    gone = {number for number, secret in secrets.by_number.items() if counts[number] < len(secret)}
    pieces: list[str] = []
    breaks: list[int] = []
    spans: dict[int, tuple[int, int]] = {}
    behind = {number: iter(secret) for number, secret in secrets.by_number.items()}
    remains: list[tuple[int, int]] = []
    at, blended = 0, False
    for run in runs:
        if not run.shown:
            breaks.append(at)
        elif run.number in gone:
            typed = run.shown.replace(BULLET, "")
            remains += _places_of_bullets(run)
            pieces.append(from_sheet(typed))
            at += len(typed)
        else:
            if run.number:
                blended = blended or run.shown.strip(BULLET) != ""
                spans[run.number] = (spans.get(run.number, (at, 0))[0], at + len(run.shown))
            pieces.append(_real(run.shown, behind.get(run.number)))
            at += len(run.shown)
    return Written("".join(pieces), tuple(breaks), tuple(sorted(spans.values())), blended, tuple(remains))


def read_selection(cursor: QTextCursor, secrets: Secrets, full: int) -> str:
    """Return what is selected, as it was given."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    behind = {number: iter(secret) for number, secret in secrets.by_number.items()}
    pieces: list[str] = []
    for run in _runs(cursor.document(), secrets, full):
        if run.position >= end:
            break
        before = _units(run.shown, start - run.position)
        _real(run.shown[:before], behind.get(run.number))
        pieces.append(
            _real(run.shown[before : _units(run.shown, end - run.position)], behind.get(run.number))
        )
    return "".join(pieces)


def remove_remains(document: QTextDocument, remains: tuple[tuple[int, int], ...]) -> None:
    """Take bullets away that nothing stands behind any more; undoing brings the whole secret back."""
    cursor = QTextCursor(document)
    cursor.joinPreviousEditBlock()
    for start, end in reversed(remains):
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    cursor.endEditBlock()


def _number_at(document: QTextDocument, position: int) -> int:
    """Return the number of the secret that a character is a bullet of; 0 when it is of none."""
    if position < 0 or document.characterAt(position) != BULLET:
        return 0
    fragments = document.findBlock(position).begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        if fragment.contains(position):
            return _secret_of(fragment)
        fragments += 1
    return 0


def _secret_of(fragment: QTextFragment) -> int:
    number = fragment.charFormat().property(_SECRET)
    return number if isinstance(number, int) else 0


def _runs(document: QTextDocument, secrets: Secrets, full: int) -> Iterator[_Run]:
    """Yield the stretches of a document; between two pieces of a line stands an empty one, between lines a line feed."""
    block = document.begin()
    while block.isValid():
        text = block.text()
        if not secrets.by_number:
            if text:
                yield _Run(block.position(), text, 0)
        else:
            fragments = block.begin()
            while not fragments.atEnd():
                fragment = fragments.fragment()
                yield _Run(fragment.position(), fragment.text(), _secret_of(fragment))
                fragments += 1
        following = block.next()
        if following.isValid():
            joined = len(text) >= full if full else continues(following)
            yield _Run(block.position() + block.length() - 1, "" if joined else "\n", 0)
        block = following


def _real(shown: str, behind: Iterator[str] | None) -> str:
    """Return what shown characters stand for; every bullet of a secret takes the next character behind them."""
    if behind is None:
        return from_sheet(shown)
    return "".join(next(behind, char) if char == BULLET else from_sheet(char) for char in shown)


def _places_of_bullets(run: _Run) -> list[tuple[int, int]]:
    places, at = [], run.position
    for char in run.shown:
        width = 2 if char > "\uffff" else 1
        if char == BULLET:
            places.append((at, at + width))
        at += width
    return places


def _units(text: str, units: int) -> int:
    """Return how many characters lie within so many UTF-16 units, as Qt counts."""
    if units <= 0 or text.isascii():
        return max(0, units)
    count = 0
    for char in text:
        units -= 2 if char > "\uffff" else 1
        if units < 0:
            break
        count += 1
    return count


def _cut_before(block: QTextBlock) -> int:
    """Return the number of the cut in front of a paragraph; 0 when there is none."""
    number = block.charFormat().property(_CUT) if block.isValid() else None
    return number if isinstance(number, int) else 0
