"""The window of the connection editor: a list at the left, the form at the right, Save and Fetch below. It never blocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.connections.editor import ConnectionsEditor
from jotlens.gui.connections.form import ConnectionForm
from jotlens.gui.connections.library import Library
from jotlens.gui.connections.list_pane import ListPane
from jotlens.gui.connections.starts_page import StartsPage
from jotlens.gui.connections.vault import secrets_keeper
from jotlens.gui.jobs import Jobs
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.oauth.connection import Connection
from jotlens.oauth.obtained import Given
from jotlens.storage.connections import Connections, file_name
from jotlens.storage.secrets import Backend, SecretStore

if TYPE_CHECKING:
    from jotlens.oauth.metadata import Metadata

_SIZE = (1_000, 700)
_LEAST = (560, 360)


class ConnectionsDialog(QDialog):
    """Non-modal: open it with `show`. `select` and `start` say what it begins with.

    Signals:
        fetch_requested: (Connection) a token is to be fetched; secrets for this one time come from `take_once`.
        discover_requested: (Connection) its issuer is to be asked for its description; `show_discovered` or
            `show_not_discovered` follows.
        connections_changed: (tuple of Connection) what is on the disk now.
        stays: the question whether to save before closing was answered with going on.
    """

    fetch_requested = Signal(object)
    discover_requested = Signal(object)
    connections_changed = Signal(object)
    stays = Signal()

    def __init__(
        self,
        looks: Looks,
        jobs: Jobs,
        connections: Connections,
        secrets: SecretStore,
        parent: QWidget | None = None,
        *,
        at_once: bool = True,
    ) -> None:
        """Make the dialog; with `at_once` false it is empty until `step` has returned False."""
        super().__init__(parent)
        self.setObjectName("connectionsDialog")
        # While it is empty: for another flag, Qt styles all that lies in a window anew.
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self._looks = looks
        self._may_close = False
        self._rest = self._made(jobs, connections, secrets, parent or QApplication.instance() or self)
        while at_once and self.step():
            pass

    def step(self) -> bool:
        """Make a part of the dialog; whether more is to be made."""
        return next(self._rest, self) is not self

    def _made(
        self, jobs: Jobs, connections: Connections, secrets: SecretStore, owner: QObject
    ) -> Iterator[None]:
        looks = self._looks
        self._columns = QSplitter(Qt.Orientation.Horizontal, self)
        self._pane = ListPane(looks, self._columns)
        self._right = QWidget(self._columns)
        self._stack = QStackedWidget(self._right)
        self._starts = StartsPage(looks, self._stack)
        self._said = Paragraph(looks, factor=0.96, quiet=True, most_lines=3)
        self._save = QPushButton()
        self._fetch = QPushButton()
        yield
        self._form = ConnectionForm(looks, self._stack)
        yield from self._form.steps()
        yield
        self._library = Library(jobs, connections, secrets, self)
        self._editor = ConnectionsEditor(
            self._pane, self._form, self._library, secrets_keeper(owner), parent=self
        )
        self._build()
        yield
        self._connect()
        self._library.list_all()
        self._pane.view.setFocus()

    def select(self, connection_id: str) -> None:
        """Show a connection."""
        self._editor.show(connection_id)

    def start(self, provider_id: str) -> None:
        """Begin a new connection from a ready-made start."""
        self._editor.start(provider_id)

    def reload(self) -> None:
        """Read the connections anew: some came or went elsewhere."""
        self._library.list_all()

    def take_once(self, connection_id: str) -> Given:
        """Return the secrets that a person typed to be used once, and forget them."""
        return self._editor.vault.take_once(connection_id)

    def show_backend(self, backend: Backend) -> None:
        """Name the keyring in use, where it becomes known later or changes."""
        self._library.backend_known.emit(backend)

    def show_discovered(self, metadata: Metadata) -> None:
        """Show what a server says of itself, if it is still the one on show."""
        connection = self._editor.current
        if connection is None or connection.issuer != metadata.issuer:
            return
        methods = metadata.token_endpoint_auth_methods_supported
        said = self.tr("The server described itself. Its endpoints stand below, and are used by themselves.")
        if methods and connection.authentication.value not in methods:
            said = self.tr(
                "The server described itself. It names these ways of client authentication: {ways}."
            )
            said = said.format(ways=", ".join(methods[:6]))
        self._form.show_described(metadata.endpoints, said, "pass")

    def show_not_discovered(self, issuer: str, sentence: str) -> None:
        """Say why a server did not describe itself, if it is still the one on show."""
        connection = self._editor.current
        if connection is not None and connection.issuer == issuer:
            self._form.server.say(sentence, "fail")

    def import_from(self, path: Path) -> None:
        """Take a connection from a file."""
        self._editor.import_file(path)

    def export_to(self, path: Path) -> None:
        """Write the connection on show to a file, to give it away."""
        self._editor.export_file(path)

    def discard(self) -> None:
        """Forget what was changed and not saved."""
        self._editor.discard_all()

    @property
    def has_unsaved(self) -> bool:
        """Whether something was changed and not saved."""
        return bool(self._editor.unsaved_names)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.isVisible():  # Qt asks `reject` only while it is visible
            self._editor.finish()
        super().closeEvent(event)

    def reject(self) -> None:
        """Close (Esc, and the window's own button), after a question where something is not saved."""
        if self.has_unsaved and not self._may_close:
            self._ask()
            return
        self._editor.finish()
        super().reject()

    def _build(self) -> None:
        px = self._looks.px
        self.setWindowTitle(self.tr("Connections"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._stack.addWidget(self._starts)
        self._stack.addWidget(self._form)
        right, columns = self._right, self._columns
        right.setObjectName("connectionRight")
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self._footer())
        columns.setObjectName("connectionsColumns")
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(1)
        columns.setStretchFactor(1, 1)
        self._pane.setMinimumWidth(px(170))
        right.setMinimumWidth(px(300))
        columns.setSizes([px(250), px(750)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(columns)
        self.setMinimumSize(*_LEAST)
        self.resize(*_SIZE)

    def _footer(self) -> QFrame:
        px = self._looks.px
        footer = QFrame()
        footer.setObjectName("connectionFooter")
        self._said.setObjectName("connectionSaid")
        self._save.setObjectName("connectionSave")
        self._save.setText(self.tr("Save"))
        self._save.setAccessibleName(self.tr("Save the connection"))
        self._save.setAutoDefault(False)
        self._fetch.setObjectName("connectionFetch")
        self._fetch.setText(self.tr("Fetch a token"))
        self._fetch.setAccessibleName(self.tr("Fetch a token with this connection"))
        self._fetch.setProperty("role", "primary")
        self._fetch.setAutoDefault(False)
        row = QHBoxLayout(footer)
        row.setContentsMargins(px(20), px(10), px(20), px(10))
        row.setSpacing(px(8))
        middle = QVBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._said)
        middle.addStretch(1)
        row.addLayout(middle, 1)
        row.addWidget(self._save)
        row.addWidget(self._fetch)
        self._bar = footer
        return footer

    def _connect(self) -> None:
        editor, form, pane = self._editor, self._form, self._pane
        editor.shown.connect(self._on_shown)
        editor.changed.connect(self._on_changed)
        editor.fetch_requested.connect(self.fetch_requested)
        editor.connections_changed.connect(self.connections_changed)
        editor.failed.connect(self._on_failed)
        editor.done.connect(self._on_done)
        editor.all_saved.connect(self._on_all_saved)
        form.server.discover_requested.connect(self._on_discover)
        form.request.callback_copied.connect(self._on_callback)
        form.client.file_requested.connect(self._choose)
        form.protection.file_requested.connect(self._choose)
        pane.import_requested.connect(self._import)
        pane.export_requested.connect(self._export)
        self._starts.start_requested.connect(editor.start)
        self._save.clicked.connect(editor.save)
        self._fetch.clicked.connect(editor.fetch)
        for name, keys, slot in (
            ("connectionSaveKeys", QKeySequence(QKeySequence.StandardKey.Save), editor.save),
            ("connectionFetchKeys", QKeySequence("Ctrl+Return"), editor.fetch),
            ("connectionFindKeys", QKeySequence(QKeySequence.StandardKey.Find), pane.filter.setFocus),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setObjectName(name)
            shortcut.activated.connect(slot)

    def _on_shown(self, connection: Connection | None) -> None:
        self._stack.setCurrentWidget(self._form if connection is not None else self._starts)
        self._bar.setVisible(connection is not None)
        self._say("")

    def _on_changed(self) -> None:
        changed = self._editor.is_changed
        self._save.setEnabled(changed)
        if changed:
            self._say(self.tr("Not saved yet."))
        elif self._said.text() == self.tr("Not saved yet."):
            self._say("")

    def _on_failed(self, sentence: str) -> None:
        if self._bar.isVisible():
            self._say(sentence, "fail")
        else:
            self._pane.show_notice(sentence)

    def _on_done(self, sentence: str) -> None:
        self._say(sentence)

    def _on_all_saved(self) -> None:
        self._may_close = True
        self.reject()

    def _say(self, text: str, tone: str = "") -> None:
        self._said.set_tone(tone)
        self._said.set_text(text)

    def _on_discover(self) -> None:
        connection = self._editor.current
        if connection is not None:
            self._form.server.say(self.tr("Asking the server…"))
            self.discover_requested.emit(connection)

    def _on_callback(self, address: str) -> None:
        QGuiApplication.clipboard().setText(address)

    def _choose(self, field: str, title: str) -> None:
        from jotlens.gui.dialogs import file_dialog

        file_dialog(self, title, lambda path: self._form.set_path(field, str(path))).open()

    def _import(self) -> None:
        from jotlens.gui.dialogs import file_dialog

        dialog = file_dialog(self, self.tr("Import a connection"), self.import_from)
        dialog.setNameFilter(self.tr("Connections (*.toml)"))
        dialog.open()

    def _export(self) -> None:
        connection = self._editor.current
        if connection is None:
            return
        dialog = QFileDialog(self, self.tr("Export the connection"))
        dialog.setObjectName("exportDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Connections (*.toml)"))
        dialog.setDefaultSuffix("toml")
        dialog.selectFile(file_name(connection).rsplit("-", 1)[0] + ".toml")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask(self) -> None:
        """Ask what to do with what is not saved; nothing waits for the answer."""
        if self.findChild(QMessageBox, "connectionsQuestion") is not None:
            return
        names = self._editor.unsaved_names
        box = QMessageBox(self)
        box.setObjectName("connectionsQuestion")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Not saved yet"))
        box.setText(self.tr("Save what you changed?"))
        box.setInformativeText(", ".join(name[:60] for name in names[:5]))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        for button, name, text in (
            (buttons.Save, "connectionsQuestionSave", self.tr("Save")),
            (buttons.Discard, "connectionsQuestionDiscard", self.tr("Discard")),
            (buttons.Cancel, "connectionsQuestionCancel", self.tr("Go on editing")),
        ):
            box.button(button).setObjectName(name)
            box.button(button).setText(text)
            box.button(button).setAccessibleName(text)
        box.finished.connect(self._on_answer)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _on_answer(self, answer: int) -> None:
        if answer == QMessageBox.StandardButton.Save.value:
            self._editor.save_all()
        elif answer == QMessageBox.StandardButton.Discard.value:
            self._editor.discard_all()
            self._may_close = True
            self.close()
        else:
            self.stays.emit()
