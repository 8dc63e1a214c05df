"""Which entries of the menus are for the room of cases, and what each asks of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from jotlens.gui.presenter import Presenter

if TYPE_CHECKING:
    from jotlens.gui.cases.desk import CasesDesk

_WISHES: dict[str, Callable[[CasesDesk], object]] = {
    "saveReport": lambda desk: desk.open_report(),
    "saveCase": lambda desk: desk.save_case(),
    "showStory": lambda desk: desk.show_story(),
    "findToken": lambda desk: desk.find_token(),
    "keepToken": lambda desk: desk.keep_token(),
    "compareWith": lambda desk: desk.compare_with(),
    "keepGood": lambda desk: desk.keep_good(),
}


def case_calls(presenter: Presenter) -> dict[str, Callable[..., object]]:
    """Return what each entry calls; the flag that an action brings is left out."""
    calls: dict[str, Callable[..., object]] = {
        name: partial(_ask, presenter, wish) for name, wish in _WISHES.items()
    }
    return calls | {"openFolder": partial(_open_folder, presenter)}


def _ask(presenter: Presenter, wish: Callable[[CasesDesk], object], *_: object) -> None:
    presenter.with_cases(wish)


def _open_folder(presenter: Presenter, *_: object) -> None:
    from jotlens.gui.dialogs import folder_dialog

    window = presenter.workspace.window()
    title = QCoreApplication.translate("Menus", "Open a folder")
    folder_dialog(window, title, lambda path: presenter.take_files((path,))).open()
