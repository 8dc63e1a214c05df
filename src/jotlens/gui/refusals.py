"""Why a file cannot be taken, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from jotlens.gui.files import FileTrouble

translate = QCoreApplication.translate


def file_words(trouble: FileTrouble) -> str:
    """Return the sentence for a file that cannot be taken."""
    match trouble:
        case FileTrouble.TOO_LARGE:
            return translate(
                "Files", "This file is too large to be read here. Copy the part with the token instead."
            )
        case FileTrouble.PICTURE:
            return translate("Files", "This is a picture. A token in it cannot be read: copy it as text.")
        case FileTrouble.BINARY:
            return translate("Files", "This is no text file.")
        case FileTrouble.FOLDER:
            return translate("Files", "This is a folder. Open a file in it.")
        case FileTrouble.UNREADABLE:
            return translate("Files", "This file cannot be read: it is gone, or not open to you.")
        case FileTrouble.STOPPED:
            return translate("Files", "Stopped.")
