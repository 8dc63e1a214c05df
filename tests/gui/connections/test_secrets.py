"""Secrets in the editor: typed and masked, kept where the person wants, shown and copied on request, and gone again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from jotlens.gui.clipboard import SECRET_AFTER_MS
from jotlens.gui.connections.secret_line import SecretLine
from jotlens.oauth.connection import Connection
from jotlens.oauth.obtained import Given
from jotlens.storage.connections import Connections
from jotlens.storage.secret_values import Where
from tests.gui.connections.at_editor import Editor, KeyringInMemory, machine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SECRET = "not-a-true-secret-of-anyone"
KEY = (f"{1:032x}", "client-secret")


@pytest.fixture
def at(folder: Path, opens_editor: Callable[[], Editor]) -> Editor:
    """An editor with a connection that needs a secret, and has none yet."""
    Connections(folder).save(machine())
    Connections(folder).save(machine("Report", 2))
    return opens_editor()


@pytest.fixture
def kept(folder: Path, keyring: KeyringInMemory, opens_editor: Callable[[], Editor]) -> Editor:
    """An editor with a connection of which the secret is kept."""
    keyring.kept[KEY] = (SECRET, Where.KEYRING)
    Connections(folder).save(machine())
    Connections(folder).save(machine("Report", 2))
    return opens_editor()


def line(editor: Editor) -> SecretLine:
    return editor.find(SecretLine, "connectionClientSecretField")


def timer_of(owner: QObject | None) -> QTimer:
    """The timer of what was copied, which belongs to the window that the editor was opened from."""
    assert owner is not None
    timer = owner.findChild(QTimer, "secretClipboardTimer")
    assert isinstance(timer, QTimer)
    return timer


def texts(editor: Editor) -> str:
    """Everything that stands in any line of the editor."""
    return " ".join(each.text() for each in editor.dialog.findChildren(QLineEdit))


def types_secret(editor: Editor, where: Where) -> None:
    editor.picks("connectionClientSecretKeep", where.value)
    editor.types("ClientSecret", SECRET)


def test_a_typed_secret_goes_into_the_keyring_and_out_of_the_window(at: Editor, folder: Path) -> None:
    types_secret(at, Where.KEYRING)
    assert line(at).echoMode() is QLineEdit.EchoMode.Password
    assert "not saved" in at.rows[0]
    assert at.keyring.kept == {}
    at.presses("Ctrl+S")
    assert at.keyring.kept == {KEY: (SECRET, Where.KEYRING)}
    assert SECRET not in texts(at)
    assert not line(at).isUndoAvailable()
    assert line(at).placeholderText() == "••••••••   kept in: Test Keyring"
    assert "not saved" not in at.rows[0]
    assert all(SECRET not in path.read_text("utf-8") for path in folder.iterdir())


def test_the_line_is_unknown_to_input_methods(at: Editor) -> None:
    wanted = Qt.InputMethodHint
    for hint in (wanted.ImhSensitiveData, wanted.ImhHiddenText, wanted.ImhNoPredictiveText):
        assert line(at).inputMethodHints() & hint


def test_a_secret_is_kept_for_this_session(at: Editor) -> None:
    types_secret(at, Where.SESSION)
    at.presses("Ctrl+S")
    assert at.keyring.kept == {KEY: (SECRET, Where.SESSION)}
    assert line(at).placeholderText() == "••••••••   kept in: memory, until JotLens closes"


def test_a_secret_that_is_used_once_is_handed_out_once(at: Editor) -> None:
    given: list[Given] = []
    at.dialog.fetch_requested.connect(lambda each: given.append(at.dialog.take_once(each.id)))
    types_secret(at, Where.NOWHERE)
    at.clicks("connectionFetch")
    assert [each.client_secret for each in given] == [SECRET]
    assert at.keyring.kept == {}
    assert SECRET not in texts(at)
    at.clicks("connectionFetch")
    assert given[1].client_secret is None


def test_without_a_keyring_it_says_so_and_offers_memory(
    folder: Path, keyring: KeyringInMemory, opens_editor: Callable[[], Editor]
) -> None:
    keyring.usable = False
    Connections(folder).save(machine())
    editor = opens_editor()
    choice = editor.find(QComboBox, "connectionClientSecretKeep")
    assert [choice.itemData(at) for at in range(choice.count())] == [Where.SESSION.value, Where.NOWHERE.value]
    assert editor.reads("connectionClientSecretKeepHint").startswith("No keyring is running")


def test_a_kept_secret_is_not_loaded_before_somebody_asks(kept: Editor) -> None:
    assert line(kept).placeholderText().endswith("kept in: Test Keyring")
    assert SECRET not in texts(kept)
    assert line(kept).isReadOnly()
    kept.clicks("connectionClientSecretEyeButton")
    assert line(kept).text() == SECRET
    assert line(kept).echoMode() is QLineEdit.EchoMode.Normal
    kept.clicks("connectionClientSecretEyeButton")
    assert SECRET not in texts(kept)


def test_a_revealed_secret_is_gone_when_another_connection_is_shown(kept: Editor) -> None:
    kept.clicks("connectionClientSecretEyeButton")
    kept.clicks_row(1)
    assert SECRET not in texts(kept)
    assert not line(kept).isReadOnly()
    assert line(kept).placeholderText() == "paste or type it"


def test_a_copied_secret_leaves_the_clipboard_after_half_a_minute(kept: Editor) -> None:
    kept.clicks("connectionClientSecretCopy")
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == SECRET
    assert bytes(clipboard.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"
    assert SECRET not in texts(kept)
    timer = timer_of(kept.dialog.parent())
    assert timer.isActive()
    assert timer.interval() == SECRET_AFTER_MS == 30_000
    with kept.qtbot.waitSignal(timer.timeout):
        timer.start(0)
    assert clipboard.text() == ""


def test_what_is_copied_by_hand_out_of_a_revealed_secret_leaves_too(kept: Editor) -> None:
    kept.clicks("connectionClientSecretEyeButton")
    line(kept).setFocus()
    kept.presses("Ctrl+A")
    kept.presses("Ctrl+C")
    assert QGuiApplication.clipboard().text() == SECRET
    timer = timer_of(kept.dialog.parent())
    with kept.qtbot.waitSignal(timer.timeout):
        timer.start(0)
    assert QGuiApplication.clipboard().text() == ""


def test_the_clipboard_is_emptied_also_when_the_editor_is_closed(kept: Editor) -> None:
    owner = kept.dialog.parent()
    kept.clicks("connectionClientSecretCopy")
    with kept.qtbot.waitSignal(kept.dialog.destroyed):
        kept.presses("Escape")
    assert timer_of(owner).isActive()


def test_a_masked_secret_is_not_copied_by_keys(at: Editor) -> None:
    at.types("ClientSecret", SECRET, leaves=False)
    at.presses("Ctrl+A")
    at.presses("Ctrl+C")
    assert QGuiApplication.clipboard().text() != SECRET


def test_a_kept_secret_is_replaced(kept: Editor) -> None:
    kept.clicks("connectionClientSecretReplace")
    assert kept.focused == "connectionClientSecretField"
    kept.types("ClientSecret", "another-one")
    kept.presses("Ctrl+S")
    assert kept.keyring.kept[KEY] == ("another-one", Where.KEYRING)


def test_a_kept_secret_is_forgotten(kept: Editor) -> None:
    kept.clicks("connectionClientSecretForget")
    assert kept.keyring.kept == {}
    assert not line(kept).isReadOnly()
    assert kept.reads("connectionClientSecretNote") == "Forgotten."


def test_a_typed_secret_waits_while_another_connection_is_looked_at(at: Editor) -> None:
    types_secret(at, Where.SESSION)
    at.clicks_row(1)
    assert SECRET not in texts(at)
    at.clicks_row(0)
    assert line(at).text() == SECRET
    assert line(at).echoMode() is QLineEdit.EchoMode.Password
    at.presses("Ctrl+S")
    assert at.keyring.kept == {KEY: (SECRET, Where.SESSION)}


def test_a_keyring_that_waits_for_its_password_holds_up_nothing(
    folder: Path, keyring: KeyringInMemory, opens_editor: Callable[[], Editor], qtbot: QtBot
) -> None:
    Connections(folder).save(machine())
    editor = opens_editor()
    keyring.shut()
    line(editor).setFocus()
    QTest.keyClicks(line(editor), SECRET)
    QTest.keyClick(line(editor), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: editor.reads("connectionClientSecretNote") == "Keeping it…")
    field = editor.field("ClientId")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "typed meanwhile")
    assert field.text() == "typed meanwhile"
    keyring.open_up()
    editor.settled()
    assert keyring.kept[KEY][0] == SECRET


def test_a_late_answer_does_not_reach_another_connection(
    folder: Path, keyring: KeyringInMemory, opens_editor: Callable[[], Editor]
) -> None:
    keyring.kept[KEY] = (SECRET, Where.KEYRING)
    Connections(folder).save(machine())
    Connections(folder).save(machine("Report", 2))
    editor = opens_editor()
    keyring.shut()
    line(editor).eye_pressed.emit(True)
    editor.dialog.select(f"{2:032x}")
    keyring.open_up()
    editor.settled()
    assert editor.field("Name").text() == "Report"
    assert SECRET not in texts(editor)


def test_a_connection_never_holds_what_was_typed_as_a_secret(at: Editor) -> None:
    seen: list[Connection] = []
    at.dialog.fetch_requested.connect(seen.append)
    types_secret(at, Where.SESSION)
    at.clicks("connectionFetch")
    assert SECRET not in repr(seen)


def test_a_secret_is_kept_also_when_the_editor_is_closed_before_the_keyring_opens(at: Editor) -> None:
    at.keyring.shut()
    line(at).setFocus()
    QTest.keyClicks(line(at), SECRET)
    QTest.keyClick(line(at), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    at.qtbot.waitUntil(lambda: at.reads("connectionClientSecretNote") == "Keeping it…")
    at.find(QAction, "connections-delete").trigger()
    with at.qtbot.waitSignal(at.dialog.destroyed):
        QTest.keyClick(at.view, Qt.Key.Key_Escape)
    at.keyring.log.clear()
    at.keyring.open_up()
    at.qtbot.waitUntil(lambda: [each for each in at.keyring.log if each != "holds"] == ["keep", "forget"])
    assert at.keyring.kept == {}


def test_answers_that_come_after_the_editor_is_closed_are_dropped(at: Editor) -> None:
    at.keyring.shut()
    at.dialog.select(f"{2:032x}")
    with at.qtbot.waitSignal(at.dialog.destroyed):
        QTest.keyClick(at.view, Qt.Key.Key_Escape)
    at.keyring.open_up()
    at.settled()


def test_the_keyring_is_named_also_when_its_name_is_known_late(
    folder: Path, keyring: KeyringInMemory, opens_editor: Callable[[], Editor]
) -> None:
    keyring.kept[KEY] = (SECRET, Where.KEYRING)
    Connections(folder).save(machine())
    late = keyring.backend()
    keyring.usable = False
    editor = opens_editor()
    assert line(editor).placeholderText().endswith("kept in: the keyring")
    editor.dialog.show_backend(late)
    assert line(editor).placeholderText().endswith("kept in: Test Keyring")


def test_a_fetch_begins_when_its_secret_is_kept(at: Editor) -> None:
    kept: list[object] = []
    at.dialog.fetch_requested.connect(lambda _: kept.append(at.keyring.kept.get(KEY)))
    at.keyring.shut()
    line(at).setFocus()
    QTest.keyClicks(line(at), SECRET)
    QTest.keyClick(line(at), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.qtbot.waitUntil(lambda: at.reads("connectionClientSecretNote") == "Keeping it…")
    assert kept == []
    at.keyring.open_up()
    at.settled()
    assert kept == [(SECRET, Where.KEYRING)]
