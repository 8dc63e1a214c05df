"""The connections as a list of rows, by name, and those of them that fit what a person looks for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject

from jotlens.gui.connections.words import grant_short
from jotlens.gui.models.list_model import Index, ListModel
from jotlens.oauth.addresses import parts_of
from jotlens.oauth.connection import Connection
from jotlens.oauth.providers import provider_named
from jotlens.tokens.visible import visible

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """What the list says of a connection."""

    title: str
    detail: str
    unsaved: bool = False


class ConnectionsModel(ListModel[ConnectionRow]):
    """Shows connections in the order of their names."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Connection, ...] = ()
        self._shown: tuple[Connection, ...] = ()
        self._unsaved: frozenset[str] = frozenset()
        self._wanted = ""

    @property
    def connections(self) -> tuple[Connection, ...]:
        """Every connection, also those that are filtered out."""
        return self._all

    @property
    def shown(self) -> tuple[Connection, ...]:
        """Those that are not filtered out, in the order of the rows."""
        return self._shown

    def show_connections(
        self, connections: tuple[Connection, ...], unsaved: frozenset[str] = frozenset()
    ) -> None:
        """Show other connections; those with an id in `unsaved` have a mark."""
        self._unsaved = unsaved
        self._all = tuple(sorted(connections, key=lambda each: (each.name.casefold(), each.id)))
        self._filter()

    def set_filter(self, text: str) -> None:
        """Show only those whose name, server or kind of server has all of these words."""
        if text != self._wanted:
            self._wanted = text
            self._filter()

    def connection_at(self, index: Index) -> Connection | None:
        """Return the connection of a row."""
        return self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None

    def index_of(self, connection_id: str) -> QModelIndex:
        """Return the row of a connection; an invalid one when it is not shown."""
        for row, connection in enumerate(self._shown):
            if connection.id == connection_id:
                return self.index(row)
        return QModelIndex()

    def said(self, at: int, row: ConnectionRow) -> str:
        said = f"{row.title}, {row.detail}"
        return f"{said}, {self.tr('not saved')}" if row.unsaved else said

    def _row(self, connection: Connection) -> ConnectionRow:
        detail = " · ".join(filter(None, (grant_short(connection.grant), host_of(connection))))
        title = visible(connection.name, _LONGEST) or self.tr("Without a name")
        return ConnectionRow(title, visible(detail, _LONGEST), connection.id in self._unsaved)

    def _filter(self) -> None:
        words = self._wanted.casefold().split()
        self._shown = tuple(each for each in self._all if all(word in _said(each) for word in words))
        self.show_anew([self._row(each) for each in self._shown])


def host_of(connection: Connection) -> str:
    """Return the host that a connection asks; empty when it names none."""
    return parts_of(connection.issuer or connection.endpoints.token_endpoint).hostname or ""


def _said(connection: Connection) -> str:
    return f"{connection.name} {connection.issuer} {provider_named(connection.provider).name}".casefold()
