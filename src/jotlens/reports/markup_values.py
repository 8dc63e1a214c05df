"""Finds what stands under a name in markup and forms: XML elements, hidden fields, property lists, multipart bodies."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import islice

Change = Callable[[str, str], str]

_PART = re.compile(
    r"(?i)(form-data;[^\r\n]{0,200}?\bname=[\"']?)([^\"'\r\n;]{1,100}+)([\"']?+[^\r\n]{0,400}+(?:\r?\n[^\r\n]{1,400}+){0,8}?\r?\n\r?\n)([^\r\n]{1,16384})"
)
_ELEMENT = re.compile(
    r"(<(?:[\w.-]{1,60}:)?)([A-Za-z_][\w.-]{1,60})((?:\s[^<>]{0,1000})?>)([^<>]{1,131072})(?=</)"
)
_CDATA = re.compile(
    r"(<(?:[\w.-]{1,60}:)?)([A-Za-z_][\w.-]{1,60})((?:\s[^<>]{0,1000})?>\s{0,9}<!\[CDATA\[)([^<>\]]{1,131072}+)(?=\]\]>)"
)
_PAIR = re.compile(
    r"(?i)(<(?:key|name)>\s{0,9})([^<>]{1,100}?)(\s{0,9}</(?:key|name)>\s{0,20}<(?:string|value|data)>\s{0,9})([^<>]{1,16384})"
)
_TAG = re.compile(r"<[A-Za-z][\w:.-]{0,60}\s[^<>]{1,16384}>")
_NAME = re.compile(r"(?i)\s(?:name|key|id|property)\s{0,4}=\s{0,4}[\"']?([^\"'\s<>]{1,100})")
_NAME_OF_VALUE = re.compile(r"(?i)\s(?:name|key)\s{0,4}=\s{0,4}[\"']?([^\"'\s<>]{1,100})")
_ONE_WORD = re.compile(r"(?=[^\s0-9]*+[0-9])\S++\Z")
_VALUE = re.compile(
    r"(?i)(\s(?:value|content)\s{0,4}=\s{0,4})(?:\"([^\"]{1,16384})\"|'([^']{1,16384})'|([^\"'\s<>]{1,16384}))"
)

_MOST_NAMES = 4
"""A field has a name and an ID, and each may say what it is."""


def marked_values_changed(text: str, change: Change) -> str:
    """Return a text whose values that markup gives a name to are changed, by name and value."""
    if "form-data" in text:
        text = _PART.sub(lambda match: _changed(match, change), text)
    if "<" not in text:
        return text
    if "</" in text:
        text = _ELEMENT.sub(lambda match: _element(match, change), text)
        if "<![CDATA[" in text:
            text = _CDATA.sub(lambda match: _changed(match, change), text)
        text = _PAIR.sub(lambda match: _changed(match, change), text)
    return _TAG.sub(lambda match: _tag(match[0], change), text) if "=" in text else text


def _changed(match: re.Match[str], change: Change) -> str:
    before, name, between, value = match.groups()
    return f"{before}{name}{between}{_value(name, value, change)}"


def _element(match: re.Match[str], change: Change) -> str:
    """Return an element; what an attribute names in it is one word and no label."""
    changed = _changed(match, change)
    named = _NAME_OF_VALUE.search(match[3]) if "=" in match[3] and _ONE_WORD.match(match[4]) else None
    if named is None or changed != match[0]:
        return changed
    return f"{match[1]}{match[2]}{match[3]}{_value(named[1], match[4], change)}"


def _value(name: str, written: str, change: Change) -> str:
    plain = html.unescape(written)
    changed = change(name, plain)
    return written if changed == plain else html.escape(changed)


def _tag(tag: str, change: Change) -> str:
    value = _VALUE.search(tag)
    if value is None:
        return tag
    group = next(number for number in (2, 3, 4) if value[number] is not None)
    changed = value[group]
    for name in islice(_NAME.finditer(tag), _MOST_NAMES):
        changed = _value(name[1], changed, change)
    return f"{tag[: value.start(group)]}{changed}{tag[value.end(group) :]}"
