"""The left side of the editor: the connections, a filter, and what can be done with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from jotlens.gui.connections.connections_model import ConnectionsModel
from jotlens.gui.connections.connections_view import ConnectionsView
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.oauth.connection import Connection
from jotlens.oauth.providers import providers


class ListPane(QFrame):
    """Shows connections, and asks for what a person wants with them.

    Signals:
        chosen: (Connection) another row was chosen.
        start_requested: (str) a new connection from this provider's start.
        duplicate_requested, import_requested, export_requested, delete_requested: of the chosen one.
        undo_requested: the last deletion is to be taken back.
    """

    chosen = Signal(object)
    start_requested = Signal(str)
    duplicate_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()
    delete_requested = Signal()
    undo_requested = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self.model = ConnectionsModel(self)
        self.view = ConnectionsView(looks, self.model)
        self.filter = QLineEdit()
        self.new = QToolButton()
        self.more = QToolButton()
        self.actions_of_one: dict[str, QAction] = {}
        self._empty = Paragraph(looks, quiet=True)
        self._notice = QFrame()
        self._notice_text = Paragraph(looks)
        self.undo = QToolButton()
        self._build()
        self._connect()

    @property
    def current(self) -> Connection | None:
        """The chosen connection, as it was last saved."""
        return self.model.connection_at(self.view.currentIndex())

    def show_connections(
        self, connections: tuple[Connection, ...], chosen: str, unsaved: frozenset[str] = frozenset()
    ) -> None:
        """Show other connections, with the one of that id chosen, and a mark on those that are not saved."""
        self.model.show_connections(connections, unsaved)
        self.choose(chosen)
        self._show_emptiness()

    def choose(self, connection_id: str) -> None:
        """Show which connection is on show, without asking for it."""
        index = self.model.index_of(connection_id)
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        selection.setCurrentIndex(index, flags)
        selection.blockSignals(False)
        self.view.viewport().update()
        if index.isValid():
            self.view.scrollTo(index)

    def set_actions_enabled(self, *, one: bool) -> None:
        """Say whether there is a connection to do something with."""
        for name in ("duplicate", "export", "delete"):
            self.actions_of_one[name].setEnabled(one)

    def show_notice(self, text: str, *, undo: bool = False) -> None:
        """Say something below the list, with a button to take it back; empty for nothing."""
        self._notice_text.set_text(text)
        self._notice.setVisible(bool(text))
        self.undo.setVisible(undo)

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("connectionsColumn")
        self.view.setObjectName("connectionsList")
        self.view.setAccessibleName(self.tr("Connections"))
        self.filter.setObjectName("connectionsFilter")
        self.filter.setAccessibleName(self.tr("Filter the connections"))
        self.filter.setPlaceholderText(self.tr("Filter"))
        self.filter.setClearButtonEnabled(True)
        for action in self.filter.findChildren(QAction):
            action.setObjectName("connectionsFilterClearAction")
            action.setText(self.tr("Clear the filter"))
        for button in self.filter.findChildren(QToolButton):
            button.setObjectName("connectionsFilterClear")
            button.setAccessibleName(self.tr("Clear the filter"))
        self._build_buttons()
        self._build_notice()
        self._empty.setObjectName("connectionsEmpty")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(6))
        head.addWidget(self.filter, 1)
        head.addWidget(self.new)
        head.addWidget(self.more)
        column.addLayout(head)
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        column.addWidget(self._notice)
        self._show_emptiness()

    def _build_buttons(self) -> None:
        for button, name, text, told in (
            (self.new, "connectionsNew", self.tr("New ▾"), self.tr("New connection")),
            (self.more, "connectionsMore", "⋯", self.tr("More to do with connections")),
        ):
            button.setObjectName(name)
            button.setText(text)
            button.setAccessibleName(told)
            button.setToolTip(told)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setProperty("role", "menu")
        starts = QMenu(self)
        starts.setObjectName("connectionsNewMenu")
        for provider in providers():
            action = starts.addAction(provider.name)
            action.setObjectName(f"connectionsNew-{provider.id}")
            action.triggered.connect(partial(self.start_requested.emit, provider.id))
        self.new.setMenu(starts)
        self.new.setShortcut(QKeySequence(QKeySequence.StandardKey.New))
        more = QMenu(self)
        more.setObjectName("connectionsMoreMenu")
        for key, text, signal, keys in (
            ("duplicate", self.tr("Duplicate"), self.duplicate_requested, "Ctrl+D"),
            ("export", self.tr("Export…"), self.export_requested, ""),
            ("import", self.tr("Import…"), self.import_requested, ""),
            ("delete", self.tr("Delete"), self.delete_requested, ""),
        ):
            action = more.addAction(text)
            action.setObjectName(f"connections-{key}")
            action.setShortcut(keys)
            action.triggered.connect(signal)
            self.actions_of_one[key] = action
            if key != "import":
                self.addAction(action)
        self.more.setMenu(more)
        self._menu = more

    def _build_notice(self) -> None:
        px = self._looks.px
        self._notice.setObjectName("connectionsNotice")
        self._notice_text.setObjectName("connectionsNoticeText")
        self.undo.setObjectName("connectionsUndo")
        self.undo.setText(self.tr("Undo"))
        self.undo.setAccessibleName(self.tr("Undo the deletion"))
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(px(10), px(7), px(8), px(7))
        row.setSpacing(px(8))
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._notice_text)
        middle.addStretch(1)
        row.addLayout(middle, 1)
        row.addWidget(self.undo)
        self._notice.hide()

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.delete_requested.connect(self.delete_requested)
        self.filter.textChanged.connect(self._on_filter)
        self.filter.returnPressed.connect(self._on_filter_done)
        self.undo.clicked.connect(self.undo_requested)

    def _on_current(self, index: QModelIndex) -> None:
        connection = self.model.connection_at(index)
        if connection is not None:
            self.chosen.emit(connection)

    def _on_menu(self, place: QPoint) -> None:
        self._menu.popup(self.view.viewport().mapToGlobal(place))

    def _on_filter(self, text: str) -> None:
        current = self.current
        self.model.set_filter(text)
        if current is not None:
            self.choose(current.id)
        self._show_emptiness()

    def _on_filter_done(self) -> None:
        """Enter in the filter goes to the first connection that is left."""
        if self.model.rowCount():
            self.view.setFocus()
            if self.current is None:
                self.view.setCurrentIndex(self.model.index(0))

    def _show_emptiness(self) -> None:
        if self.model.rowCount():
            words = ""
        elif self.model.connections:
            words = self.tr("No connection has these words.")
        else:
            words = self.tr("No connections yet.")
        self._empty.set_text(words)
        self._empty.setVisible(bool(words))
