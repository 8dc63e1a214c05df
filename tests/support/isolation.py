"""Gives the test session a home, a desktop and a locale of its own, so that it can touch nobody else's."""

import os
import tempfile
from pathlib import Path

TRUE_HOME = Path(os.path.expanduser("~")).resolve()  # noqa: PTH111 - Path.home() raises where there is none

_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": "run",
}
_FORGOTTEN = (
    # The developer's keyring answers on the session bus; without an address nothing can reach it.
    "DBUS_SESSION_BUS_ADDRESS",
    "GNOME_KEYRING_CONTROL",
    "PYTHON_KEYRING_BACKEND",
    # What the environment says about colour and scale must not decide what a test sees.
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FORCE_COLOR",
    "NO_COLOR",
    "QT_FONT_DPI",
    "QT_SCALE_FACTOR",
    "QT_STYLE_OVERRIDE",
)


def isolate() -> tempfile.TemporaryDirectory[str]:
    """Point the home and the XDG folders at a new temporary folder, which the caller removes.

    Without a chosen platform Qt draws offscreen: a missing xcb library would otherwise end pytest
    with SIGABRT and no report.
    """
    folder = tempfile.TemporaryDirectory(prefix="jotlens-home-", ignore_cleanup_errors=True)
    for variable, below in _FOLDERS.items():
        path = Path(folder.name, below)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ[variable] = str(path)
    for variable in _FORGOTTEN:
        os.environ.pop(variable, None)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return folder
