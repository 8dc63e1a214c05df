"""What the bundle keeps and what it drops, as rules over the names of its files, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

EXCLUDED_MODULES: Final = (
    # Of Qt only Core, Gui and Widgets are used.
    *("PySide6.QtQml PySide6.QtQuick PySide6.QtOpenGL PySide6.QtPrintSupport").split(),
    # Of the standard library: windows of another kind, tools of developers, and what nobody imports.
    *("tkinter turtle idlelib lib2to3 pydoc pydoc_data doctest pdb ensurepip venv distutils sqlite3").split(),
    *("curses readline xmlrpc").split(),
    # Tools of the build, which some library would take along if they are there.
    *("setuptools pkg_resources pip _distutils_hack hatchling PyInstaller packaging pytest").split(),
    # Of Authlib and its friends: frameworks and clients that JotLens does not use.
    *("django httpx httpcore starlette sqlalchemy trio anyio OpenSSL IPython numpy PIL").split(),
)
"""Modules that PyInstaller would find and that JotLens never imports."""

_BROUGHT_ALONG: Final = (
    # Python; and libbz2, whose name is another one on Fedora.
    r"libpython3[.\d]*|libbz2"
    # What Qt needs for X11 and desktops without administrator rights may lack.
    r"|libxcb-(cursor|icccm|image|keysyms|render-util|util)|libxkbcommon-x11"
)
"""The only libraries of the building system that go into the bundle. Every other one is the system's own where JotLens
runs: it fits to the drivers there, and is kept safe there (OpenSSL foremost)."""

DROPPED: Final = (
    (r"(^|/)libQt6(Qml|Quick|VirtualKeyboard|Pdf|OpenGL|EglFS|EglFs|Designer|Labs|Sql|Test|PrintSupport)[^/]*$",
     "parts of Qt that no window of JotLens uses"),
    ((r"/plugins/(egldeviceintegrations|generic|networkinformation|printsupport|qmltooling|sqldrivers|tls|designer"
     r"|vectorimageformats|xcbglintegrations|wayland-graphics-integration-(client|server))/"),
     "plugins of those parts, and of hardware that JotLens does not draw with"),
    (r"/plugins/platforms/libq(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc)\.", "displays of devices"),
    (r"/plugins/platformthemes/libqgtk3\.", "would load all of GTK to ask for colours that JotLens has itself"),
    (r"/plugins/platforminputcontexts/libqtvirtualkeyboard", "needs Qml"),
    (r"/plugins/imageformats/[^/]*q(icns|pdf|tga|tiff|wbmp|webp|gif|ico|jpeg)\.", "pictures are SVG and PNG"),
    ((r"/translations/qt(_help|base|declarative|multimedia|connectivity|serialport|webengine|location|websockets)?_?"
     r"[^/]*\.qm$"), "JotLens speaks English so far"),
    (r"(^|/)(direct_url|INSTALLER|RECORD|REQUESTED|WHEEL|top_level\.txt)(\.json)?$", "notes of an installation"),
    (r"(^|/)opengl32sw\.dll$|(^|/)d3dcompiler_\d+\.dll$", "drawing in software for OpenGL, which JotLens does not use"),
)  # fmt: skip
"""Patterns over a file's path in the bundle (with slashes), and why what matches stays out."""

REASONS: Final = (
    (r"libicudata\.", "ICU's tables, which Qt cannot start without"),
    (r"libicui18n\.|libicuuc\.", "ICU's code: letters, sorting and languages in Qt"),
    (r"(lib)?Qt6?(Gui|Widgets|Core)\b", "Qt itself: the window"),
    (r"(lib)?Qt6?DBus\b", "Qt's way to the desktop: accessibility, light and dark, input methods"),
    (r"(lib)?Qt6?WaylandClient\b|libqwayland|WlShell", "the window on a Wayland desktop"),
    (r"(lib)?Qt6?XcbQpa\b|libqxcb", "the window on an X11 desktop"),
    (r"(lib)?Qt6?Svg\b|libqsvg", "icons, which are SVG"),
    (r"PySide6/Qt(Gui|Widgets|Core)\.|shiboken6|libpyside6", "Qt for Python"),
    (r"cryptography/hazmat/bindings/_rust", "signatures and decryption, with OpenSSL inside"),
    (r"libpython3", "Python"),
    (r"base_library\.zip$", "the part of Python's library that it starts with"),
    (r"lib-dynload/", "the compiled part of Python's library"),
    (r"(^|/)jotlens(-gui)?(\.exe)?$", "the program, with every Python module inside"),
    (r"certifi/cacert\.pem$", "certificates for a system that has none of its own"),
    (r"platforms/libqoffscreen", "pictures of the window without a display"),
    (r"jotlens/resources/", "what JotLens knows and says"),
)  # fmt: skip
"""Patterns over a file's path in the bundle, and why it is there: what is large must match one of them."""


def unused_qt(sources: Iterable[str]) -> list[str]:
    """Return the modules of Qt that PyInstaller adds unasked and that none of these source texts names."""
    named = {name for text in sources for name in re.findall(r"PySide6\.(Qt\w+)", text)}
    return [f"PySide6.{name}" for name in ("QtDBus", "QtNetwork") if name not in named]


def dropped(path: str) -> str | None:
    """Return why a file of that path does not belong into the bundle, or None when it does."""
    posix = PurePosixPath(path.replace("\\", "/").removeprefix("_internal/"))
    library = re.match(r"(lib[^/]*?)\.so(\.|$)", str(posix))
    if library is not None and not re.fullmatch(_BROUGHT_ALONG, library[1]):
        return "a library of the system"
    return next((why for pattern, why in DROPPED if re.search(pattern, str(posix))), None)


def unneeded(needs: Mapping[str, Collection[str]]) -> set[str]:
    """Return the libraries that nothing in the bundle loads, given what each file needs (the names of libraries).

    A library is a file in Qt's `lib` folder, or one of the system's that is brought along; everything else (programs,
    Python's modules, Qt's plugins) is loaded by name, and is where the search begins.
    """
    libraries = {
        path.rpartition("/")[2]: path for path in needs if re.search(r"(^|/Qt/lib/)lib[^/]*\.so", path)
    }
    reached = {path for path in needs if path not in libraries.values()}
    waiting = list(reached)
    while waiting:
        for name in needs[waiting.pop()]:
            path = libraries.get(name)
            if path is not None and path not in reached:
                reached.add(path)
                waiting.append(path)
    return set(needs) - reached


def reason(path: str) -> str | None:
    """Return why a file is in the bundle, or None when nobody has said."""
    return next((why for pattern, why in REASONS if re.search(pattern, path.replace("\\", "/"))), None)
