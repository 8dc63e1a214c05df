"""A connection as TOML for people to read, and back again with everything checked. No secret goes in, none comes out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Expected, Grant
from jotlens.storage.secret_looks import is_secret, names_secret
from jotlens.tokens.visible import visible

FORMAT = 1
MOST_BYTES = 64 * 1024
FILES = ("key_file", "certificate_file", "ca_file")
_COMMENT = (
    "# A connection of JotLens: where and how a token is fetched.\n"
    "# It never holds a secret: JotLens keeps secrets in the system's keyring, and refuses a file with one in it.\n"
)
_ID = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME = 200
_OWN = ("format", "revision")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file, or a member of it, is not taken. `file` is its name, `member` its dotted name or empty.

    Codes: `secret`, `unknown-member`, `wrong-type`, `unknown-value`, `missing`, `newer-format`, `not-utf8`,
    `not-toml`, `too-large`, `unreadable`, `no-file`, `same-id`. The sentence holds no value out of the file.
    """

    file: str
    code: str
    sentence: str
    member: str = ""


class TroubleError(Exception):
    """Ends the reading of one text; `trouble` says why."""

    def __init__(self, code: str, sentence: str, member: str = "", file: str = "") -> None:
        super().__init__(code)
        self.trouble = Trouble(file, code, sentence, member)


@dataclass(frozen=True, slots=True)
class Stored:
    """A connection as its file tells it; `revision` counts how often it was saved."""

    connection: Connection
    revision: int = 0


def is_id(text: str) -> bool:
    """Whether this is an id of a connection: 32 hexadecimal digits."""
    return _ID.fullmatch(text) is not None


def name_fault(name: str) -> str | None:
    """Return a sentence that says what is wrong with a name for people, or None."""
    if not name.strip():
        return "A connection needs a name."
    if len(name) > _LONGEST_NAME:
        return f"This name is longer than {_LONGEST_NAME} characters."
    if not name.isprintable():
        return "A name cannot hold line breaks or other invisible characters."
    return None


def write_connection(stored: Stored, *, to_give_away: bool = False) -> str:
    """Return the text of a file, or of an export: without its id, and with the paths it names said at the top.

    Raises TroubleError where the connection holds what may not be written, above all a secret.
    """
    import tomli_w

    connection = stored.connection
    _refuse_secrets(_members(connection, ()), "This connection")
    members: dict[str, object] = {"format": FORMAT}
    if not to_give_away:
        members |= {"id": connection.id, "revision": stored.revision}
    for name, value in _members(connection, ("id",)):
        members[name] = value
    text = _COMMENT + (_paths_said(connection) if to_give_away else "") + tomli_w.dumps(_nested(members))
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise TroubleError("not-utf8", "This connection holds characters that are no text.") from None
    if len(data) > MOST_BYTES:
        raise TroubleError("too-large", f"A connection may take {MOST_BYTES // 1024} KB at most.")
    return text


def read_connection(data: bytes, file: str, *, new_id: str | None = None) -> Stored:
    """Read the text of a file or of an export (then with the id it is to get). Raises TroubleError."""
    what = f"“{visible(file, 80)}”" if file else "This text"
    try:
        return _read(data, what, new_id)
    except TroubleError as error:
        trouble = error.trouble
        raise TroubleError(trouble.code, trouble.sentence, trouble.member, file) from None
    except RecursionError:  # tables in tables in tables
        raise TroubleError("not-toml", f"{what} is no TOML that can be read.", file=file) from None


def _read(data: bytes, what: str, new_id: str | None) -> Stored:
    document = _document(data, what)
    number = document.get("format", FORMAT)
    if type(number) is int and number > FORMAT:
        raise TroubleError("newer-format", f"{what} was written by a newer version of JotLens.", "format")
    _refuse_secrets(_leaves(document, ""), what)
    revision = _take(document, "revision", int, 0, what)
    _take(document, "format", int, FORMAT, what)
    values = {name: reader(document, name, what) for name, reader in _READERS.items() if name in document}
    _refuse_unknown(document, (*_READERS, *_OWN), "", what)
    if new_id is not None:
        values["id"] = new_id
    connection = Connection(**{"id": "", "name": "", **values})  # type: ignore[arg-type]
    if not is_id(connection.id):
        raise TroubleError("missing", f"{what} has no usable “id” (32 hexadecimal digits): import it.", "id")
    if fault := name_fault(connection.name):
        raise TroubleError("missing", f"{what} has no usable “name”. {fault}", "name")
    return Stored(connection, revision)


def _document(data: bytes, what: str) -> dict[str, object]:
    if len(data) > MOST_BYTES:
        raise TroubleError(
            "too-large", f"{what} is larger than {MOST_BYTES // 1024} KB: it is no connection."
        )
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise TroubleError("not-utf8", f"{what} is no UTF-8 text. Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at (?:line (\d+), column \d+|end of document)\)\s*$", str(error))
        place = f" Look at line {found[1]}." if found and found[1] else ""
        raise TroubleError("not-toml", f"{what} is no TOML that can be read.{place}") from None
    except ValueError:  # a number of thousands of digits
        raise TroubleError("not-toml", f"{what} is no TOML that can be read.") from None


# --- secrets ---------------------------------------------------------------------------------------------


def _refuse_secrets(leaves: Iterator[tuple[str, object]], what: str) -> None:
    for member, value in leaves:
        last = member.rpartition(".")[2]
        if is_secret(member) or is_secret(last):
            raise TroubleError("secret", f"{what} holds a secret as the name of a member. {_TAKE_OUT}")
        texts = value if isinstance(value, tuple | list) else (value,)
        named = member not in _KNOWN and names_secret(last)
        if named or any(isinstance(text, str) and is_secret(text) for text in texts):
            said = f"{what} holds a secret in “{visible(member, 60)}”. {_TAKE_OUT}"
            raise TroubleError("secret", said, member)
        if member == "extra":
            _refuse_secret_parameters(texts, what)


def _refuse_secret_parameters(texts: tuple[object, ...] | list[object], what: str) -> None:
    for text in texts:
        name = text.partition("=")[0] if isinstance(text, str) else ""
        if names_secret(name):
            said = f"{what} holds a secret in “extra”, in the parameter “{visible(name, 60)}”. {_TAKE_OUT}"
            raise TroubleError("secret", said, "extra")


_TAKE_OUT = "Secrets belong into the keyring: take it out, and type it into JotLens where it asks for it."


def _leaves(value: object, name: str) -> Iterator[tuple[str, object]]:
    """Yield every value of a document with its dotted name, tables and lists opened."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{name}.{key}" if name else key)
    elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        for item in value:
            yield from _leaves(item, name)
    else:
        yield name, value


# --- writing ---------------------------------------------------------------------------------------------


def _members(connection: Connection, without: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """Yield what is not as it is without being said, by dotted name."""
    usual = Connection(id="", name="")
    for field in fields(Connection):
        value, default = getattr(connection, field.name), getattr(usual, field.name)
        if field.name in without or (value == default and field.name not in _ALWAYS):
            continue
        if field.name == "extra":
            yield "extra", [_parameter(name, text) for name, text in value]
        elif isinstance(value, Endpoints | Expected):
            for inner in fields(value):
                if item := getattr(value, inner.name):
                    yield f"{field.name}.{inner.name}", list(item) if isinstance(item, tuple) else item
        else:
            yield field.name, _plain(value)


_ALWAYS = ("name", "issuer", "client_id", "grant", "authentication")


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, StrEnum) else value


def _parameter(name: str, text: str) -> str:
    if not name or "=" in name:
        raise TroubleError(
            "unknown-value", "A further parameter needs a name without an equals sign.", "extra"
        )
    return f"{name}={text}"


def _nested(members: Mapping[str, object]) -> dict[str, object]:
    """Tables last, as TOML wants them."""
    flat = {name: value for name, value in members.items() if "." not in name}
    tables: dict[str, dict[str, object]] = {}
    for name, value in members.items():
        table, dot, inner = name.partition(".")
        if dot:
            tables.setdefault(table, {})[inner] = value
    return flat | tables


def _paths_said(connection: Connection) -> str:
    named = [name for name in FILES if getattr(connection, name)]
    if not named:
        return ""
    return f"# It names files of the computer it comes from ({', '.join(named)}); they are not part of this text.\n"


# --- reading ---------------------------------------------------------------------------------------------

_Table = Mapping[str, object]


def _wrong(what: str, member: str, wanted: str) -> TroubleError:
    return TroubleError("wrong-type", f"“{member}” in {_inside(what)} must be {wanted}.", member)


def _inside(what: str) -> str:
    return "this text" if what == "This text" else what


def _take(table: _Table, name: str, kind: type[int], default: int, what: str) -> int:
    value = table.get(name, default)
    if type(value) is not kind or value < 0:
        raise _wrong(what, name, "a number")
    return value


def _text(table: _Table, name: str, what: str, member: str = "") -> str:
    value = table[name]
    if not isinstance(value, str):
        raise _wrong(what, member or name, "a text in quotation marks")
    return value


def _truth(table: _Table, name: str, what: str) -> bool:
    value = table[name]
    if not isinstance(value, bool):
        raise _wrong(what, name, "true or false")
    return value


def _texts(table: _Table, name: str, what: str, member: str = "") -> tuple[str, ...]:
    value = table[name]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(what, member or name, 'a list of texts, such as ["one", "two"]')
    return tuple(value)


def _one_of(choices: type[StrEnum]) -> Callable[[_Table, str, str], StrEnum]:
    def read(table: _Table, name: str, what: str) -> StrEnum:
        text = _text(table, name, what)
        if text not in set(choices):
            said = f"“{name}” in {_inside(what)} is none that JotLens knows. It knows: {', '.join(choices)}."
            raise TroubleError("unknown-value", said, name)
        return choices(text)

    return read


def _extra(table: _Table, name: str, what: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in _texts(table, name, what):
        parameter, equals, text = item.partition("=")
        if not (parameter and equals):
            raise _wrong(what, name, 'a list of parameters, such as ["prompt=login"]')
        pairs.append((parameter, text))
    return tuple(pairs)


def _table_of(choices: type[Endpoints | Expected]) -> Callable[[_Table, str, str], object]:
    def read(table: _Table, name: str, what: str) -> object:
        below = table[name]
        if not isinstance(below, Mapping):
            raise _wrong(what, name, f"a table that begins with [{name}]")
        _refuse_unknown(below, tuple(field.name for field in fields(choices)), f"{name}.", what)
        readers = {"tuple[str, ...]": _texts, "str": _text}
        return choices(
            **{
                field.name: readers[str(field.type)](below, field.name, what, f"{name}.{field.name}")
                for field in fields(choices)
                if field.name in below
            }  # type: ignore[arg-type]
        )

    return read


def _refuse_unknown(table: _Table, known: tuple[str, ...], before: str, what: str) -> None:
    for name in table:
        if name not in known:
            member = visible(before + name, 60)
            said = f"JotLens does not know “{member}” in {_inside(what)}. Correct the name, or take it out."
            raise TroubleError("unknown-member", said, before + name)


_BY_TYPE: Mapping[str, Callable[[_Table, str, str], object]] = {
    "str": _text,
    "bool": _truth,
    "tuple[str, ...]": _texts,
    "tuple[tuple[str, str], ...]": _extra,
    "Grant": _one_of(Grant),
    "ClientAuthentication": _one_of(ClientAuthentication),
    "Endpoints": _table_of(Endpoints),
    "Expected": _table_of(Expected),
}
_READERS = {field.name: _BY_TYPE[str(field.type)] for field in fields(Connection)}
_KNOWN = {
    *_READERS,
    *_OWN,
    *(f"endpoints.{field.name}" for field in fields(Endpoints)),
    *(f"expected.{field.name}" for field in fields(Expected)),
}
