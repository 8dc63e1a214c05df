"""Files and drops: a text file is read wherever it lands, and what cannot be read gets a sentence."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget

from jotlens.gui.files import MOST_BYTES
from tests.gui.minted import SECRET, claims, jwt
from tests.gui.person import Person
from tests.unit.inspection.minting import rsa_pair, rsa_signed

# The offscreen platform says so for every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TOKEN = jwt()


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    file = tmp_path / "log of today.txt"
    file.write_text(f"2026-01-02 GET / Authorization: Bearer {TOKEN}\n")
    return file


def picture(folder: Path) -> Path:
    image = QImage(16, 16, QImage.Format.Format_RGB32)
    image.fill(QColor("green"))
    assert image.save(str(folder / "token.png"))
    return folder / "token.png"


def huge(folder: Path) -> Path:
    file = folder / "huge.har"
    with file.open("wb") as sparse:
        sparse.truncate(MOST_BYTES + 1)
    return file


def binary(folder: Path) -> Path:
    file = folder / "program"
    file.write_bytes(b"\x7fELF\x02\x01\x01\0\0\0")
    return file


def missing(folder: Path) -> Path:
    return folder / "gone.txt"


UNREADABLE = [
    (picture, "This is a picture. A token in it cannot be read: copy it as text."),
    (huge, "This file is too large to be read here. Copy the part with the token instead."),
    (binary, "This is no text file."),
    (missing, "This file cannot be read: it is gone, or not open to you."),
]


def drops(person: Person, data: QMimeData, place: QWidget) -> bool:
    """Drop something on a widget as the desktop does, and return whether it was taken."""
    window = person.window
    handle = window.windowHandle()
    spot = QPointF(place.mapTo(window, place.rect().center()))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot.toPoint(), copy, data, left, none)
    QCoreApplication.sendEvent(handle, enter)
    if not enter.isAccepted():
        QCoreApplication.sendEvent(handle, QDragLeaveEvent())
        return False
    drop = QDropEvent(spot, copy, data, left, none)
    QCoreApplication.sendEvent(handle, drop)
    person.settled()
    return drop.isAccepted()


def chooses(person: Person, file: Path) -> None:
    """Choose a file in the dialog that is open, and press its button."""
    dialog = person.find(QFileDialog, "openDialog")
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(file))
    button = next(button for button in dialog.findChildren(QPushButton) if button.isDefault())
    person.qtbot.waitUntil(button.isEnabled)  # the dialog reads the folder in a thread of its own
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    person.settled()


def of_text(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def of_file(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_a_file_is_opened_with_the_dialog(person: Person, text_file: Path) -> None:
    person.presses("Ctrl+O")
    chooses(person, text_file)
    assert person.inspection.token.text == TOKEN
    assert "Authorization header" in person.reads("pasteNote")


def test_escape_closes_the_dialog_and_nothing_else(person: Person) -> None:
    person.pastes(TOKEN)
    person.clicks("openButton")
    dialog = person.find(QFileDialog, "openDialog")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert person.inspection.token.text == TOKEN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_a_file_in_any_common_encoding_is_read(person: Person, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "log.txt"
    data = f"Zugang für Müller: {TOKEN}\n".encode(encoding)
    file.write_bytes(b"\xff\xfe" + data if encoding == "utf-16-le" else data)
    person.window.open_file(file)
    person.settled()
    assert person.inspection.token.text == TOKEN
    assert "Müller" in person.box.edited_text()


@pytest.mark.parametrize(("make", "sentence"), UNREADABLE)
def test_a_file_that_cannot_be_read_gets_a_sentence(
    person: Person, tmp_path: Path, make: Callable[[Path], Path], sentence: str
) -> None:
    person.pastes(TOKEN)
    person.window.open_file(make(tmp_path))
    person.settled()
    assert person.reads("pasteNote") == sentence
    assert person.inspection.token.text == TOKEN


@pytest.mark.parametrize(("make", "sentence"), UNREADABLE)
def test_the_same_is_said_when_it_is_dropped(
    person: Person, tmp_path: Path, make: Callable[[Path], Path], sentence: str
) -> None:
    assert drops(person, of_file(make(tmp_path)), person.widget("emptyState"))
    assert person.reads("pasteNote") == sentence
    assert person.window.session.inspection is None


@pytest.mark.parametrize("place", ["pasteBox", "emptyState", "statusBar", "openButton"])
def test_a_file_can_be_dropped_anywhere_on_an_empty_window(
    person: Person, text_file: Path, place: str
) -> None:
    assert drops(person, of_file(text_file), person.widget(place))
    assert person.inspection.token.text == TOKEN


@pytest.mark.parametrize(
    "place",
    [
        "pasteBox",
        "verdictPane",
        "claimsTree",
        "audienceField",
        "keyField",
        "checksList",
        "evidenceTabs",
        "statusBar",
    ],
)
def test_text_can_be_dropped_anywhere_on_a_full_one(person: Person, place: str) -> None:
    person.pastes(jwt(claims(sub="before")))
    assert drops(person, of_text(f"Bearer {TOKEN}"), person.widget(place))
    assert person.inspection.token.text == TOKEN
    assert person.box.edited_text() == f"Bearer {TOKEN}"
    assert person.field("audienceField").text() == ""


def test_text_can_be_dropped_on_the_raw_token(person: Person) -> None:
    person.pastes(jwt(claims(sub="before")))
    person.opens_tab("Raw")
    assert drops(person, of_text(TOKEN), person.widget("rawView"))
    assert person.inspection.token.text == TOKEN


def test_several_files_are_a_case(person: Person, text_file: Path, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(text_file)), QUrl.fromLocalFile(str(missing(tmp_path)))])
    drops(person, data, person.widget("emptyState"))
    assert [token.text for token in person.window.presenter.cases.panel.model.tokens] == [TOKEN]
    assert person.widget("storyPage").isVisible()


def test_a_dropped_address_is_a_text_and_nothing_is_fetched(person: Person) -> None:
    data = QMimeData()
    data.setUrls([QUrl(f"https://app.example.com/callback#access_token={TOKEN}")])
    assert drops(person, data, person.widget("emptyState"))
    assert person.inspection.token.text == TOKEN
    assert "callback address" in person.reads("pasteNote")


def test_what_holds_no_text_is_not_taken(person: Person) -> None:
    data = QMimeData()
    data.setColorData(QColor("red"))
    assert not drops(person, data, person.widget("emptyState"))
    assert person.window.session.inspection is None


def test_a_file_can_be_pasted(person: Person, text_file: Path) -> None:
    person.pastes_data(of_file(text_file))
    assert person.inspection.token.text == TOKEN


def test_another_paste_supersedes_a_file_that_is_still_read(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_text(f"{jwt(claims(sub='of-the-file'))}\n" + "x" * 5_000_000)
    person.window.open_file(file)
    person.pastes(TOKEN)
    person.settled()
    assert person.inspection.token.text == TOKEN
    assert person.box.edited_text() == TOKEN


def test_a_key_can_be_opened_from_a_file(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(rsa_pair().pem())
    person.pastes(rsa_signed())
    person.clicks("keyOpen")
    chooses(person, file)
    assert person.reads("keySaid") == "RSA key, 2,048 bits"
    assert person.cards["cardWho"] == ("pass", "Genuine")


@pytest.mark.parametrize(("make", "sentence"), UNREADABLE)
def test_a_file_that_is_no_key_gets_a_sentence_and_the_key_stays(
    person: Person, tmp_path: Path, make: Callable[[Path], Path], sentence: str
) -> None:
    person.pastes(TOKEN)
    person.types("keyField", SECRET)
    person.window.presenter.take_key_file(make(tmp_path))
    person.settled()
    assert person.reads("noteLabel") == sentence
    assert person.field("keyField").text() == SECRET


def test_a_drop_leaves_the_focus_where_it_was(person: Person, text_file: Path) -> None:
    drops(person, of_file(text_file), person.widget("emptyState"))
    assert QApplication.focusWidget() is person.box
    assert person.box.mapTo(person.window, QPoint()).x() > 0
