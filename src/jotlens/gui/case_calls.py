"""Which entries of the menus are for the room of cases, and what each asks of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from jotlens.gui.presenter import Presenter

_CALLS = {
    "saveReport": "open_report",
    "saveCase": "save_case",
    "showStory": "show_story",
    "findToken": "find_token",
    "keepToken": "keep_token",
    "compareWith": "compare_with",
    "keepGood": "keep_good",
}


def case_calls(presenter: Presenter) -> dict[str, Callable[..., object]]:
    """Return what each entry calls; the flag that an action brings is left out."""
    calls: dict[str, Callable[..., object]] = {
        name: partial(_call, presenter, call) for name, call in _CALLS.items()
    }
    return calls | {"openFolder": partial(_open_folder, presenter)}


def _call(presenter: Presenter, call: str, *_: object) -> None:
    presenter.with_cases(call)


def _open_folder(presenter: Presenter, *_: object) -> None:
    from jotlens.gui.dialogs import folder_dialog

    window = presenter.workspace.window()
    title = QCoreApplication.translate("Menus", "Open a folder")
    folder_dialog(window, title, lambda path: presenter.take_files((path,))).open()
