"""The small dialogs: the list of keys, About, and the plain words for a bug. None blocks, and Esc closes each."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jotlens import __version__
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel

translate = QCoreApplication.translate


def keys_dialog(parent: QWidget, looks: Looks, actions: Iterable[QAction]) -> QDialog:
    """Return the list of every action that has a key, in the order of the menus."""
    px = looks.px
    dialog = _dialog(parent, "keysDialog", translate("Dialogs", "Keyboard shortcuts"))
    table = QWidget()
    grid = QGridLayout(table)
    grid.setHorizontalSpacing(px(28))
    grid.setVerticalSpacing(px(5))
    rows = [
        (action.text().replace("&", "").rstrip("…"), _keys(action))
        for action in actions
        if action.shortcuts()
    ]
    rows.append((translate("Dialogs", "Open or close a check"), translate("Dialogs", "Enter or Space")))
    rows.append(
        (translate("Dialogs", "Copy the value of a claim"), translate("Dialogs", "Ctrl+C in the list"))
    )
    for at, (text, keys) in enumerate(rows):
        grid.addWidget(PlainLabel(text), at, 0)
        grid.addWidget(PlainLabel(keys, "muted"), at, 1)
    grid.setRowStretch(len(rows), 1)
    area = QScrollArea()
    area.setObjectName("keysArea")
    area.setAccessibleName(translate("Dialogs", "Keyboard shortcuts"))
    area.setWidget(table)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    _fill(dialog, looks, area)
    dialog.resize(px(440), px(520))
    return dialog


def about_dialog(parent: QWidget, looks: Looks) -> QDialog:
    """Return what this is, which version, and on what it runs."""
    px = looks.px
    dialog = _dialog(parent, "aboutDialog", translate("Dialogs", "About JotLens"))
    words = QWidget()
    column = QVBoxLayout(words)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(6))
    column.addWidget(PlainLabel(f"JotLens {__version__}", "title"))
    for text in (
        translate(
            "Dialogs", "Says in plain words what a token is, whether it is alive, and whether it fits."
        ),
        translate("Dialogs", "What you paste stays on this computer. Licensed under Apache 2.0."),
    ):
        column.addWidget(PlainLabel(text, "", wrap=True))
    python, qt = platform.python_version(), qVersion()
    column.addWidget(PlainLabel(f"Python {python} · Qt {qt} · {platform.system()}", "small"))
    _fill(dialog, looks, words)
    dialog.setMinimumWidth(px(420))
    return dialog


def bug_dialog(parent: QWidget | None, looks: Looks, details: str) -> QDialog:
    """Return the words for a bug. `details` name places in the program only, so they can be sent to anyone."""
    px = looks.px
    dialog = _dialog(parent, "bugDialog", translate("Dialogs", "Something went wrong"))
    words = QWidget()
    column = QVBoxLayout(words)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(8))
    column.addWidget(
        PlainLabel(translate("Dialogs", "This is a fault of JotLens, not of your token."), "strong")
    )
    column.addWidget(
        PlainLabel(
            translate(
                "Dialogs",
                "You can go on working. If you report it, the lines below help; they hold nothing of what you pasted.",
            ),
            "",
            wrap=True,
        )
    )
    shown = QPlainTextEdit(details)
    shown.setObjectName("bugDetails")
    shown.setAccessibleName(translate("Dialogs", "Details of the fault"))
    shown.setReadOnly(True)
    shown.setFont(looks.fixed_font)
    column.addWidget(shown, 1)
    _fill(dialog, looks, words)
    dialog.resize(px(520), px(320))
    return dialog


def _dialog(parent: QWidget | None, name: str, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setAccessibleName(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _fill(dialog: QDialog, looks: Looks, content: QWidget) -> None:
    px = looks.px
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    close = buttons.button(QDialogButtonBox.StandardButton.Close)
    close.setObjectName("closeButton")
    close.setAccessibleName(translate("Dialogs", "Close"))
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(px(18), px(16), px(18), px(14))
    column.setSpacing(px(12))
    column.addWidget(content, 1)
    column.addWidget(buttons)


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(sequence.toString(native) for sequence in action.shortcuts()[:2])


def file_dialog(parent: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    """Return the dialog to choose one file with; `then` gets its path."""
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("openDialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def folder_dialog(parent: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    """Return the dialog to choose a folder with; `then` gets its path."""
    dialog = file_dialog(parent, title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return dialog
