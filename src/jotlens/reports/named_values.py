"""Finds what stands behind the name of something secret in any text: `code=...`, `"refresh_token": "..."`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from jotlens.reports.codings import json_unescaped
from jotlens.reports.disclosure import REMOVED, is_removed
from jotlens.reports.secret_names import (
    LINKED,
    is_by_look,
    is_code_of_error,
    is_password,
    is_plain_word,
    is_secret,
    may_name_secret,
    worth_of,
)
from jotlens.tokens.jose_header import jose_header

_KEY = re.compile(r"(?<![A-Za-z0-9_])([A-Za-z_][\w-]{1,60}+)\\?[\"']?\s{0,4}(?:=>|[:=])\s{0,4}(\\?[\"'])?")
_VALUE = re.compile(r"[^\s\"'\\&;,<>{}]{1,16384}")
_BLOCK = re.compile(
    r"[|>][-+0-9]{0,2}[ \t]{0,9}\r?\n([ \t]{1,40})(?=(\S[^\r\n]{0,16384}+(?:\r?\n\1\S[^\r\n]{0,16384}+){0,99}))"
)
"""What says in YAML that the value is on the lines below."""

_IN_A_LINE = re.compile(r"\S[ \t]+\S")
"""Several words: only a password may have them, and the code below such a name is a program."""

_QUOTED = {
    '"': re.compile(r"(?:[^\"\\\r\n]|\\.){1,16384}"),
    "'": re.compile(r"(?:[^'\\\r\n]|\\.){1,16384}"),
    '\\"': re.compile(r"(?:[^\"\\\r\n]|\\(?!\")){1,16384}"),
    "\\'": re.compile(r"(?:[^'\\\r\n]|\\(?!')){1,16384}"),
}
"""What a value is that begins with such a mark: it goes on to the next one."""

_EXPRESSION = re.compile(
    r"function\b|[!(\[+?|]|=|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?:[(\[)]|\|\||[!=]=+[^=])"
    r"|[A-Za-z_$]{1,24}(?:\.[A-Za-z_$]{1,24})+\Z|[A-Za-z_$]{1,3}\Z"
)
"""How a value begins in a program: a call, a comparison, a member of something."""

_OF_PASSWORDS = re.compile(
    r"function\b|[!(=]|(?:this|self|document|window|[a-z]{1,2})[.(\[]|[A-Za-z_$]{1,3}\Z"
)
"""The same for a password, which could hold any sign."""

_PROGRAM = re.compile(r"\bfunction\b|=>\s?[{(]|\)\s?\{|\}\s?[.@#][\w-]+")
"""What is in a program, or in a style sheet, and in few other texts."""

_WORDS = re.compile(
    r"(?:[a-z]+|[A-Z][a-z]+|[A-Z]+)(?:[ _.?!'-]+(?:[a-z]+|[A-Z][a-z]+|[A-Z]+))*[ _.?!'-]*\Z|lang\("
)
_OF_STYLES = re.compile(
    r"(?:hover|focus(?:-within|-visible)?|active|disabled|enabled|checked|required|optional|invalid|valid|empty|target|root|visited|link|before|after|placeholder(?:-shown)?|read-(?:only|write)|(?:first|last|only)-(?:child|of-type))(?![\w-])|(?:not|is|where|has|lang|nth(?:-last)?-(?:child|of-type))\("
)
"""What a style sheet says about the state of an element."""

_MARKS = ".)]!?:"
"""What may end a sentence right behind a value."""

_NAME = re.compile(r"(?<![A-Za-z0-9_])([A-Za-z_][\w-]{1,60}+)\\?[\"']?\s{0,4}(?:=>|[:=])")


def values_changed(text: str, change: Callable[[str, str], str]) -> str:
    """Return a text with what stands behind such a name, and an equals sign or a colon, changed by name and value."""
    wanted = {name for name in set(_NAME.findall(text)) if _is_wanted(name)}
    if not wanted:
        return text
    is_program = _PROGRAM.search(text) is not None
    pieces: list[str] = []
    place = 0
    for key in _KEY.finditer(text):
        if key.start() < place or key[1] not in wanted:
            continue
        if not key[2] and (block := _BLOCK.match(text, key.end())) is not None:
            if is_password(_last(key[1])) or _IN_A_LINE.search(block[2].strip()) is None:
                pieces += (text[place : block.end()], change(_last(key[1]), block[2]))
                place = block.end(2)
            continue
        value = _QUOTED[key[2]].match(text, key.end()) if key[2] else _VALUE.match(text, key.end())
        if value is None or _is_plain(key[1], value[0], is_quoted=bool(key[2])):
            continue
        if (
            is_program
            and text[key.end(1)] not in "\\\"'"
            and (word := _in_program(key, value[0])) is not None
        ) or (not key[2] and (word := _in_a_sentence(text, key, value[0])) is not None):
            changed = word
        else:
            plain = json_unescaped(value[0]) if "\\" in value[0] else value[0]
            changed = change(_last(key[1]), plain)
            changed = value[0] if changed == plain else changed
        pieces += (text[place : key.end()], changed)
        place = value.end()
    return "".join((*pieces, text[place:]))


def _in_a_sentence(text: str, key: re.Match[str], value: str) -> str | None:
    """Return what stands for a word without quotes, which is not to be looked for elsewhere; None for all else."""
    if (
        text[max(key.start() - 1, 0)] in ".#"
        and text[key.end(1) : key.end()] == ":"
        and _OF_STYLES.match(value)
    ):
        return value
    name, word = _last(key[1]), value.rstrip(_MARKS)
    if name.lower() in LINKED or not is_plain_word(word) or not (is_password(name) or is_secret(name, word)):
        return None
    return f"{REMOVED}{value[len(word) :]}"


def _in_program(key: re.Match[str], value: str) -> str | None:
    """Return what stands for plain words of a program, which are not to be looked for elsewhere; None for all else."""
    name = _last(key[1])
    if not key[2] or not _WORDS.match(value):
        return None
    if name.lower() in LINKED or name.lower() == "code" or value.lower() == name.lower():
        return value
    return REMOVED if is_password(name) else None


@lru_cache(maxsize=1 << 13)
def _is_wanted(name: str) -> bool:
    return may_name_secret(_last(name))


def _last(name: str) -> str:
    """Return the name that counts of one like `x-code`."""
    return name if worth_of(name) is not None or "-" not in name else name.rpartition("-")[2] or name


def _is_plain(name: str, value: str, *, is_quoted: bool) -> bool:
    """Whether what stands behind a name is nothing secret, or was seen to before (as a token)."""
    if value.lower() in {"bearer", "true", "false", "null"} or is_removed(value.rstrip(_MARKS)):
        return True
    if is_code_of_error(name, value.rstrip(_MARKS)):
        return True
    if not is_quoted and (_OF_PASSWORDS if is_password(_last(name)) else _EXPRESSION).match(value):
        return True
    if not is_quoted and is_by_look(_last(name)) and _OF_PASSWORDS.match(value):
        return True
    return jose_header(value.partition(".")[0]) is not None
