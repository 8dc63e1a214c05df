"""The menus as one table of actions: name, words, keys and what each does."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from jotlens.gui.theme import ThemeChoice

_KEY = QKeySequence.StandardKey
Keys = tuple[QKeySequence | QKeySequence.StandardKey | str, ...]

translate = QCoreApplication.translate


# Tuples, and no dataclasses: each of those takes a millisecond to make, and this is the way to the first paint.
class Entry(NamedTuple):
    """One action. `name` is its objectName, and the name of what it calls; an empty name is a separator."""

    name: str = ""
    text: str = ""
    keys: Keys = ()
    checkable: bool = False


SEPARATOR = Entry()


def _file() -> tuple[Entry, ...]:
    return (
        Entry("open", translate("Menus", "&Open…"), (_KEY.Open,)),
        Entry("clear", translate("Menus", "&Clear"), ("Ctrl+Shift+Backspace",)),
        SEPARATOR,
        Entry("quit", translate("Menus", "&Quit"), (_KEY.Quit, "Ctrl+Q")),
    )


def _edit() -> tuple[Entry, ...]:
    return (
        Entry("paste", translate("Menus", "&Paste and inspect"), (_KEY.Paste,)),
        Entry("copy", translate("Menus", "&Copy"), (_KEY.Copy,)),
        SEPARATOR,
        Entry("find", translate("Menus", "&Find…"), (_KEY.Find,)),
        Entry("goToPaste", translate("Menus", "&Go to the paste box"), ("Ctrl+L",)),
        Entry("goToExpected", translate("Menus", "Go to what you &expect"), ("Ctrl+E",)),
        Entry("goToChecks", translate("Menus", "Go to the chec&ks"), ("Ctrl+K",)),
    )


def _view() -> tuple[Entry, ...]:
    return (
        Entry("zoomIn", translate("Menus", "Zoom &in"), (_KEY.ZoomIn, "Ctrl+=")),
        Entry("zoomOut", translate("Menus", "Zoom &out"), (_KEY.ZoomOut,)),
        Entry("zoomReset", translate("Menus", "&Normal size"), ("Ctrl+0",)),
        SEPARATOR,
        Entry("timesInUtc", translate("Menus", "Times in &UTC"), ("Ctrl+U",), checkable=True),
        Entry("tellingFirst", translate("Menus", "&Most telling claims first"), (), checkable=True),
        SEPARATOR,
        Entry("showSecrets", translate("Menus", "Show &secrets"), (), checkable=True),
        Entry("hideEverything", translate("Menus", "&Hide everything"), ("Ctrl+Shift+H",), checkable=True),
    )


def _token() -> tuple[Entry, ...]:
    return (
        Entry("checkAgain", translate("Menus", "&Check again"), (_KEY.Refresh, "F5")),
        SEPARATOR,
        Entry("nextToken", translate("Menus", "&Next token"), ("Alt+Down",)),
        Entry("previousToken", translate("Menus", "&Previous token"), ("Alt+Up",)),
        SEPARATOR,
        Entry("copyToken", translate("Menus", "Copy &token"), ("Ctrl+Shift+C",)),
        Entry("copyClaims", translate("Menus", "Copy claims as &JSON"), ("Ctrl+Shift+J",)),
    )


def _help() -> tuple[Entry, ...]:
    return (
        Entry("keys", translate("Menus", "&Keyboard shortcuts"), ("Ctrl+/", "F1")),
        Entry("about", translate("Menus", "&About JotLens")),
    )


class Menus(NamedTuple):
    """The actions by name, and the menus that are filled later."""

    actions: dict[str, QAction]
    themes: dict[ThemeChoice, QAction]
    samples: QMenu


def build_menus(
    window: QMainWindow, calls: dict[str, Callable[..., object]], on_theme: Callable[[ThemeChoice], None]
) -> Menus:
    """Build the menu bar; `calls` has a callable for each entry's name, which takes the state of a checkable one."""
    actions: dict[str, QAction] = {}
    samples = QMenu(translate("Menus", "&Samples"), window)
    samples.setObjectName("menuSamples")
    themes_menu, themes = _themes(window, on_theme)
    for name, title, entries in (
        ("menuFile", translate("Menus", "&File"), _file()),
        ("menuEdit", translate("Menus", "&Edit"), _edit()),
        ("menuView", translate("Menus", "&View"), _view()),
        ("menuToken", translate("Menus", "&Token"), _token()),
        ("menuHelp", translate("Menus", "&Help"), _help()),
    ):
        menu = window.menuBar().addMenu(title)
        menu.setObjectName(name)
        if name == "menuView":
            menu.addMenu(themes_menu)
        if name == "menuHelp":
            menu.addMenu(samples)
            menu.addSeparator()
        for entry in entries:
            if not entry.name:
                menu.addSeparator()
                continue
            actions[entry.name] = action = _action(window, entry, calls[entry.name])
            menu.addAction(action)
    return Menus(actions, themes, samples)


def _action(window: QMainWindow, entry: Entry, call: Callable[..., object]) -> QAction:
    action = QAction(entry.text, window)
    action.setObjectName(entry.name)
    action.setCheckable(entry.checkable)
    sequences: list[QKeySequence] = []
    for key in entry.keys:
        bound = QKeySequence.keyBindings(key) if isinstance(key, _KEY) else [QKeySequence(key)]
        sequences.extend(sequence for sequence in bound if sequence not in sequences)
    action.setShortcuts(sequences)
    if entry.checkable:
        action.toggled.connect(call)
    else:
        action.triggered.connect(call)
    return action


def _themes(
    window: QMainWindow, on_theme: Callable[[ThemeChoice], None]
) -> tuple[QMenu, dict[ThemeChoice, QAction]]:
    menu = QMenu(translate("Menus", "&Theme"), window)
    menu.setObjectName("menuTheme")
    group = QActionGroup(window)
    actions: dict[ThemeChoice, QAction] = {}
    for choice, text in (
        (ThemeChoice.SYSTEM, translate("Menus", "&System")),
        (ThemeChoice.LIGHT, translate("Menus", "&Light")),
        (ThemeChoice.DARK, translate("Menus", "&Dark")),
        (ThemeChoice.HIGH_CONTRAST, translate("Menus", "&High contrast")),
    ):
        action = QAction(text, group)
        action.setObjectName(f"theme-{choice}")
        action.setCheckable(True)
        action.triggered.connect(lambda _=False, chosen=choice: on_theme(chosen))
        menu.addAction(action)
        actions[choice] = action
    return menu, actions
