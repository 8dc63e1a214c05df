"""Where JotLens keeps its files: the folders that the system has for this. None is made before something is saved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jotlens.storage.failures import StorageError


@dataclass(frozen=True, slots=True)
class Places:
    """`connections`: a file a connection, to be backed up. `snapshots`: what issuers published; may be deleted."""

    connections: Path
    snapshots: Path


def places() -> Places:
    """Return the folders of this person. Raises StorageError "no-home" where the system names none."""
    from platformdirs import PlatformDirs

    try:
        dirs = PlatformDirs("JotLens", appauthor=False)
        config, state = Path(dirs.user_config_dir), Path(dirs.user_state_dir)
    except (OSError, RuntimeError, KeyError):
        raise _no_home() from None
    if not (config.is_absolute() and state.is_absolute()):
        raise _no_home()
    return Places(config / "connections", state / "snapshots")


def _no_home() -> StorageError:
    return StorageError(
        "no-home", "The system names no home folder for you, so JotLens has no place for its files."
    )
