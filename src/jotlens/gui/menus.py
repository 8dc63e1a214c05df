"""The menus as one table of actions: name, words, keys and what each does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from jotlens.gui.theme import ThemeChoice

_KEY = QKeySequence.StandardKey
Keys = tuple[QKeySequence | QKeySequence.StandardKey | str, ...]

translate = QCoreApplication.translate


Entry = tuple[str, str, Keys, bool]
"""One action: its objectName, which is also the name of what it calls, its words, its keys, whether it is checkable."""

SEPARATOR: Entry = ("", "", (), False)


def _entry(name: str, text: str, keys: Keys = (), *, checkable: bool = False) -> Entry:
    return (name, text, keys, checkable)


def _file() -> tuple[Entry, ...]:
    return (
        _entry("open", translate("Menus", "&Open…"), (_KEY.Open,)),
        _entry("openFolder", translate("Menus", "Open &folder…"), ("Ctrl+Shift+O",)),
        SEPARATOR,
        _entry("saveReport", translate("Menus", "&Save report…"), (_KEY.Save, "Ctrl+S")),
        _entry("saveCase", translate("Menus", "Save c&ase…"), ("Ctrl+Shift+S",)),
        SEPARATOR,
        _entry("clear", translate("Menus", "&Clear"), ("Ctrl+Shift+Backspace",)),
        SEPARATOR,
        _entry("quit", translate("Menus", "&Quit"), (_KEY.Quit, "Ctrl+Q")),
    )


def _edit() -> tuple[Entry, ...]:
    return (
        _entry("paste", translate("Menus", "&Paste and inspect"), (_KEY.Paste,)),
        _entry("copy", translate("Menus", "&Copy"), (_KEY.Copy,)),
        _entry(
            "clearsClipboard", translate("Menus", "E&mpty the clipboard after a minute"), (), checkable=True
        ),
        SEPARATOR,
        _entry("find", translate("Menus", "&Find…"), (_KEY.Find,)),
        _entry("goToPaste", translate("Menus", "&Go to the paste box"), ("Ctrl+L",)),
        _entry("goToExpected", translate("Menus", "Go to what you &expect"), ("Ctrl+E",)),
        _entry("goToChecks", translate("Menus", "Go to the chec&ks"), ("Ctrl+K",)),
        _entry("findToken", translate("Menus", "Find a &token in the list"), ("Ctrl+Shift+F",)),
        _entry("showStory", translate("Menus", "Go to the sto&ry"), ("Ctrl+Shift+Y",)),
        _entry("goToAnswer", translate("Menus", "Go to the API's &answer"), ("Ctrl+R",)),
    )


def _view() -> tuple[Entry, ...]:
    return (
        _entry("zoomIn", translate("Menus", "Zoom &in"), (_KEY.ZoomIn, "Ctrl+=")),
        _entry("zoomOut", translate("Menus", "Zoom &out"), (_KEY.ZoomOut,)),
        _entry("zoomReset", translate("Menus", "&Normal size"), ("Ctrl+0",)),
        SEPARATOR,
        _entry("timesInUtc", translate("Menus", "Times in &UTC"), ("Ctrl+U",), checkable=True),
        _entry("tellingFirst", translate("Menus", "&Most telling claims first"), (), checkable=True),
        SEPARATOR,
        _entry("showSecrets", translate("Menus", "Show &secrets"), (), checkable=True),
        _entry("hideEverything", translate("Menus", "&Hide everything"), ("Ctrl+Shift+H",), checkable=True),
    )


def _token() -> tuple[Entry, ...]:
    return (
        _entry("checkAgain", translate("Menus", "&Check again"), (_KEY.Refresh, "F5")),
        SEPARATOR,
        _entry("nextToken", translate("Menus", "&Next token"), ("Alt+Down",)),
        _entry("previousToken", translate("Menus", "&Previous token"), ("Alt+Up",)),
        SEPARATOR,
        _entry("compareWith", translate("Menus", "C&ompare with…"), ("Ctrl+Shift+D",)),
        _entry("keepGood", translate("Menus", "It is &known good"), ("Ctrl+Shift+G",)),
        _entry("keepToken", translate("Menus", "Keep it in the &list"), ("Ctrl+D",)),
        SEPARATOR,
        _entry("copyToken", translate("Menus", "Copy &token"), ("Ctrl+Shift+C",)),
        _entry("copyClaims", translate("Menus", "Copy claims as &JSON"), ("Ctrl+Shift+J",)),
        SEPARATOR,
        _entry("tellsEnd", translate("Menus", "Tell me before it &ends"), (), checkable=True),
    )


def _tools() -> tuple[Entry, ...]:
    return (
        _entry("fetch", translate("Menus", "&Fetch a token…"), ("Ctrl+T",)),
        _entry("fetchAgain", translate("Menus", "Fetch &again"), ("Ctrl+Shift+R",)),
        _entry("showTrace", translate("Menus", "&Steps of the last fetch"), ("Ctrl+Shift+T",)),
        SEPARATOR,
        _entry("connections", translate("Menus", "&Connections…"), ("Ctrl+Shift+N",)),
        SEPARATOR,
        _entry("startSandbox", translate("Menus", "Start the sand&box")),
        _entry("stopSandbox", translate("Menus", "St&op the sandbox")),
    )


def _help() -> tuple[Entry, ...]:
    return (
        _entry("trySandbox", translate("Menus", "&Try it with the sandbox")),
        SEPARATOR,
        _entry("guide", translate("Menus", "&Guide"), (_KEY.HelpContents, "F1")),
        _entry("keys", translate("Menus", "&Keyboard shortcuts"), ("Ctrl+/",)),
        _entry("licences", translate("Menus", "&Licences")),
        _entry("about", translate("Menus", "&About JotLens")),
    )


class Menus:
    """The actions by name, the themes, and the menu that is filled later."""

    def __init__(
        self, actions: dict[str, QAction], themes: dict[ThemeChoice, QAction], samples: QMenu
    ) -> None:
        self.actions = actions
        self.themes = themes
        self.samples = samples


def fill_menus(
    window: QMainWindow, calls: dict[str, Callable[..., object]], on_theme: Callable[[ThemeChoice], None]
) -> Menus:
    """Fill the menus that the window has; `calls` has a callable for each entry, with the state of a checkable one."""
    actions: dict[str, QAction] = {}
    samples = QMenu(translate("Menus", "&Samples"), window)
    samples.setObjectName("menuSamples")
    themes_menu, themes = _themes(window, on_theme)
    for name, entries in (
        ("menuFile", _file()),
        ("menuEdit", _edit()),
        ("menuView", _view()),
        ("menuToken", _token()),
        ("menuTools", _tools()),
        ("menuHelp", _help()),
    ):
        menu = window.findChild(QMenu, name)
        if menu is None:
            raise LookupError(name)
        if name == "menuView":
            menu.addMenu(themes_menu)
        if name == "menuHelp":
            menu.addMenu(samples)
            menu.addSeparator()
        for entry in entries:
            name_of_entry = entry[0]
            if not name_of_entry:
                menu.addSeparator()
                continue
            actions[name_of_entry] = action = _action(window, entry, calls[name_of_entry])
            menu.addAction(action)
    actions["guide"].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)  # F1 helps in dialogs, too
    return Menus(actions, themes, samples)


def _action(window: QMainWindow, entry: Entry, call: Callable[..., object]) -> QAction:
    name, text, keys, checkable = entry
    action = QAction(text, window)
    action.setObjectName(name)
    action.setCheckable(checkable)
    sequences: list[QKeySequence] = []
    for key in keys:
        bound = QKeySequence.keyBindings(key) if isinstance(key, _KEY) else [QKeySequence(key)]
        sequences.extend(sequence for sequence in bound if sequence not in sequences)
    action.setShortcuts(sequences)
    if checkable:
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
