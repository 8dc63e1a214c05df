"""A connection as lines for people and as fields for machines; there is no secret in it to show."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING

from jotlens.cli.secrets_given import WORDS
from jotlens.oauth.connection import Connection, Endpoints, Expected
from jotlens.oauth.needs import needs
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.cli.json_writer import Writable
    from jotlens.cli.page import Look
    from jotlens.oauth.providers import Provider

_COLUMN = 28
_LONGEST = 400


def connection_fields(connection: Connection) -> dict[str, Writable]:
    """Return every field as it stands in the file, empty ones too, and which secrets a fetch wants."""
    shown: dict[str, Writable] = {
        field.name: _plain(getattr(connection, field.name)) for field in fields(connection)
    }
    shown["extra"] = [f"{name}={value}" for name, value in connection.extra]
    shown["needs"] = [str(kind) for kind in needs(connection)]
    return shown


def connection_lines(connection: Connection, provider: Provider | None, look: Look) -> list[str]:
    """Return the page of a connection: what is set, and where the provider's console shows what is not."""
    lines = [look.strong(visible(connection.name, 200)), ""]
    for field in fields(connection):
        if field.name != "name":
            lines += _field_lines(field.name, getattr(connection, field.name), look)
    wanted = ", ".join(WORDS[kind] for kind in needs(connection))
    lines += _row("secrets", wanted or "none is needed", look)
    return lines + (_provider_lines(connection, provider, look) if provider is not None else [])


def list_lines(connections: tuple[Connection, ...], look: Look) -> list[str]:
    """Return a line a connection: its name, how it asks, and whom."""
    if not connections:
        return [
            "There is no connection yet. Add one: jotlens connection add NAME --issuer URL --client-id ID"
        ]
    names = [visible(each.name, 60) for each in connections]
    column = max(map(len, names)) + 2
    return [
        f"{name.ljust(column)}{look.faint(f'{each.grant}  {visible(each.issuer or each.endpoints.token_endpoint, 100)}')}"
        for name, each in zip(names, connections, strict=True)
    ]


def _field_lines(name: str, value: object, look: Look) -> list[str]:
    if isinstance(value, Endpoints | Expected):
        return [
            line
            for inner in fields(value)
            if getattr(value, inner.name)
            for line in _row(_label(name, inner.name), _said(getattr(value, inner.name)), look)
        ]
    if name == "extra" and isinstance(value, tuple):
        return [line for key, text in value for line in _row("parameter", f"{key}={text}", look)]
    return _row(name.replace("_", " "), _said(value), look) if value else []


def _label(name: str, inner: str) -> str:
    return inner.replace("_", " ") if name == "endpoints" else f"expected {inner}"


def _said(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " ".join(str(item) for item in value)
        case _:
            return str(value)


def _row(label: str, text: str, look: Look) -> list[str]:
    first, *others = look.wrapped(visible(text, _LONGEST), _COLUMN) or [""]
    return [f"  {label.ljust(_COLUMN - 2)}{first.lstrip()}", *others]


def _provider_lines(connection: Connection, provider: Provider, look: Look) -> list[str]:
    """Return where the console shows the values, and what must be set there for this grant."""
    lines: list[str] = []
    if provider.where:
        lines += ["", look.strong(f"Where {provider.name} shows the values")]
        for field, place in provider.where:
            lines += _row(field.replace("_", " "), place, look)
    start = provider.start_of(connection.grant)
    if start is not None and start.steps:
        lines += ["", look.strong(f"What must be set at {provider.name}")]
        for step in start.steps:
            said = step.replace("{callback}", connection.redirect_uri)
            first, *others = look.wrapped(said, 4)
            lines += [f"  - {first.lstrip()}", *others]
    return lines


def _plain(value: object) -> Writable:
    match value:
        case StrEnum() | str():
            return str(value)
        case bool():
            return value
        case tuple():
            return [_plain(item) for item in value]
        case Endpoints() | Expected():
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            raise AssertionError(type(value).__name__)
