"""The editor of connections: begun from a start, filled in, saved, left, copied, deleted and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMessageBox, QToolButton
from shiboken6 import isValid

from jotlens.gui.widgets.copy_button import CopyButton
from jotlens.oauth.connection import Connection, Endpoints, Grant
from jotlens.oauth.metadata import Metadata
from jotlens.storage.connections import Connections
from tests.gui.connections.at_editor import Editor, machine

# The offscreen platform says so for every dialog.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def two(folder: Path, opens_editor: Callable[[], Editor]) -> Editor:
    """An editor with two saved connections."""
    Connections(folder).save(machine())
    Connections(folder).save(machine("Report", 2))
    return opens_editor()


def saved(folder: Path) -> dict[str, Connection]:
    return {each.name: each for each in Connections(folder).all().connections}


def test_from_nothing_to_a_saved_connection(editor: Editor, folder: Path) -> None:
    assert editor.sees("connectionStarts")
    editor.clicks("connectionStart-auth0")
    assert editor.focused == "connectionIssuerField"
    editor.types("Issuer", "acme.eu.auth0.com")
    assert editor.field("Issuer").text() == "https://acme.eu.auth0.com/"
    assert "the slash at the end was added" in editor.reads("connectionIssuerNote")
    editor.types("Name", "Orders")
    editor.types("ClientId", "orders-app")
    editor.types("Audience", "https://api.example.com/v1/")
    assert not folder.exists()
    assert editor.rows == ["Orders, browser login · acme.eu.auth0.com, not saved"]
    editor.presses("Ctrl+S")
    made = saved(folder)["Orders"]
    assert made.issuer == "https://acme.eu.auth0.com/"
    assert made.client_id == "orders-app"
    assert made.audience == "https://api.example.com/v1/"
    assert made.scopes == ("openid", "profile", "email", "offline_access")
    assert editor.rows == ["Orders, browser login · acme.eu.auth0.com"]
    assert editor.reads("connectionSaid") == "Saved."


def test_each_field_says_where_its_value_is_found(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    assert editor.reads("connectionClientIdHint").endswith("Settings ▸ Basic Information ▸ Client ID")
    assert "Identifier" in editor.reads("connectionAudienceHint")
    assert "http://127.0.0.1:8765/callback" in editor.reads("connectionStep2")
    assert "Client ID" in editor.field("ClientId").accessibleDescription()
    editor.types("RedirectUri", "http://127.0.0.1:9999/back")
    assert "http://127.0.0.1:9999/back" in editor.reads("connectionStep2")


@pytest.mark.parametrize(
    ("grant", "there", "away"),
    [
        (Grant.AUTHORIZATION_CODE, ["RedirectUri", "Organization", "Scopes"], ["ClientSecret", "KeyFile"]),
        (Grant.CLIENT_CREDENTIALS, ["ClientSecret", "Audience", "Organization"], ["RedirectUri", "KeyFile"]),
        (Grant.DEVICE_CODE, ["Scopes"], ["RedirectUri", "ClientSecret", "Organization"]),
        (Grant.JWT_BEARER, ["KeyFile", "KeyId", "KeyPassphrase"], ["RedirectUri", "CertificateFile"]),
        (Grant.IMPLICIT, ["RedirectUri"], ["ClientSecret"]),
    ],
)
def test_only_the_fields_that_a_grant_needs_are_there(
    editor: Editor, grant: Grant, there: list[str], away: list[str]
) -> None:
    editor.clicks("connectionStart-auth0")
    editor.picks("connectionGrantField", grant.value)
    assert [name for name in there if not editor.field(name).isVisible()] == []
    assert [name for name in away if editor.field(name).isVisible()] == []


def test_what_holds_a_value_is_never_hidden(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    editor.types("Organization", "org_1")
    editor.picks("connectionGrantField", Grant.DEVICE_CODE.value)
    assert editor.field("Organization").isVisible()


def test_a_legacy_grant_says_why_and_what_instead(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    editor.picks("connectionGrantField", Grant.IMPLICIT.value)
    words = editor.reads("connectionGrantHint")
    assert words.startswith("Legacy: ")
    assert "instead" in words


def test_what_is_missing_is_said_at_its_field_when_a_token_is_wanted(editor: Editor, folder: Path) -> None:
    editor.clicks("connectionStart-auth0")
    wanted: list[Connection] = []
    editor.dialog.fetch_requested.connect(wanted.append)
    assert editor.reads("connectionIssuerTrouble") == ""
    editor.clicks("connectionFetch")
    assert editor.reads("connectionIssuerTrouble") == "The address of the server is missing."
    assert editor.reads("connectionClientIdTrouble") == "The client ID is missing."
    assert editor.focused == "connectionIssuerField"
    assert wanted == []
    editor.types("Issuer", "acme.eu.auth0.com")
    editor.types("ClientId", "app")
    assert editor.reads("connectionIssuerTrouble") == editor.reads("connectionClientIdTrouble") == ""
    editor.clicks("connectionFetch")
    assert [each.client_id for each in wanted] == ["app"]
    assert saved(folder)["Auth0"] == wanted[0]


def test_a_wrong_address_is_said_when_its_field_is_left(editor: Editor) -> None:
    editor.clicks("connectionStart-openid")
    editor.types("Issuer", "http://login.example.com", leaves=False)
    assert editor.reads("connectionIssuerTrouble") == ""
    editor.types("Issuer", "http://login.example.com")
    assert (
        editor.reads("connectionIssuerTrouble") == "Only https:// is called; http:// only on this computer."
    )
    editor.types("RedirectUri", "https://example.com/callback")
    assert "comes back to this computer" in editor.reads("connectionRedirectUriTrouble")


def test_a_parameter_that_looks_like_a_secret_is_refused(editor: Editor, folder: Path) -> None:
    editor.clicks("connectionStart-google")
    editor.opens("Extra")
    assert editor.find(QLineEdit, "connectionExtraName2").text() == "prompt"
    editor.clicks("connectionExtraAdd")
    assert editor.focused == "connectionExtraName3"
    editor.keys("connectionExtraName3", "client_secret")
    assert "looks like a secret" in editor.reads("connectionExtraTrouble")
    editor.presses("Ctrl+S")
    assert not folder.exists()
    editor.clicks("connectionExtraRemove3")
    assert editor.reads("connectionExtraTrouble") == ""
    editor.clicks("connectionExtraRemove1")
    editor.presses("Ctrl+S")
    assert saved(folder)["Google"].extra == (("prompt", "consent"),)


def test_a_name_that_is_taken_is_said_at_the_name(two: Editor, folder: Path) -> None:
    two.clicks_row(1)
    two.types("Name", "Nightly job")
    two.presses("Ctrl+S")
    assert "There is already a connection" in two.reads("connectionNameTrouble")
    assert two.focused == "connectionNameField"
    assert set(saved(folder)) == {"Nightly job", "Report"}


def test_a_connection_without_a_name_is_not_saved(two: Editor, folder: Path) -> None:
    two.types("Name", "")
    two.presses("Ctrl+S")
    assert two.reads("connectionNameTrouble") == "Give it a name, to find it again."
    assert set(saved(folder)) == {"Nightly job", "Report"}


def test_what_was_changed_waits_while_another_one_is_looked_at(two: Editor, folder: Path) -> None:
    two.types("ClientId", "changed")
    two.clicks_row(1)
    assert two.field("ClientId").text() == "nightly"
    assert "not saved" in two.rows[0]
    two.clicks_row(0)
    assert two.field("ClientId").text() == "changed"
    assert saved(folder)["Nightly job"].client_id == "nightly"
    two.types("ClientId", "nightly")
    assert "not saved" not in two.rows[0]


def test_escape_closes_what_is_saved_without_a_question(two: Editor) -> None:
    dialog = two.dialog
    with two.qtbot.waitSignal(dialog.destroyed):
        two.presses("Escape")
    assert not isValid(dialog)


@pytest.mark.parametrize("answer", ["Save", "Discard", "Cancel"])
def test_escape_asks_about_what_is_not_saved(two: Editor, folder: Path, answer: str) -> None:
    dialog = two.dialog
    two.types("ClientId", "changed")
    two.presses("Escape")
    assert dialog.isVisible()
    box = two.find(QMessageBox, "connectionsQuestion")
    assert box.informativeText() == "Nightly job"
    button = box.button(getattr(QMessageBox.StandardButton, answer))
    if answer == "Cancel":
        button.click()
        assert dialog.isVisible()
        assert two.field("ClientId").text() == "changed"
        return
    with two.qtbot.waitSignal(dialog.destroyed):
        button.click()
    assert saved(folder)["Nightly job"].client_id == ("changed" if answer == "Save" else "nightly")


def test_a_copy_has_its_own_name_and_no_secrets(two: Editor, folder: Path) -> None:
    two.keyring.keep(f"{1:032x}", "client-secret", "of the first")
    two.chooses("connections-duplicate")
    assert two.focused == "connectionNameField"
    two.presses("Ctrl+S")
    made = saved(folder)
    assert set(made) == {"Nightly job", "Nightly job (2)", "Report"}
    assert (made["Nightly job (2)"].id, "client-secret") not in two.keyring.kept


def test_a_deletion_can_be_taken_back(two: Editor, folder: Path) -> None:
    two.keyring.keep(f"{1:032x}", "client-secret", "kept")
    two.view.setFocus()
    two.presses("Delete")
    assert set(saved(folder)) == {"Report"}
    assert two.reads("connectionsNoticeText") == "Deleted “Nightly job”."
    assert two.field("Name").text() == "Report"
    assert two.keyring.kept
    two.clicks("connectionsUndo")
    assert set(saved(folder)) == {"Nightly job", "Report"}
    assert two.field("Name").text() == "Nightly job"
    assert not two.sees("connectionsNotice")
    assert two.keyring.kept


@pytest.mark.parametrize("passes", ["time", "another", "closed"])
def test_secrets_go_when_a_deletion_is_for_good(two: Editor, passes: str) -> None:
    key = (f"{1:032x}", "client-secret")
    two.keyring.keep(*key, "kept")
    two.chooses("connections-delete")
    assert key in two.keyring.kept
    match passes:
        case "time":
            timer = two.find(QTimer, "connectionsUndoTimer")
            with two.qtbot.waitSignal(timer.timeout):
                timer.start(0)
        case "another":
            two.chooses("connections-delete")
        case _:
            two.presses("Escape")
    two.qtbot.waitUntil(lambda: key not in two.keyring.kept)


def test_what_was_not_saved_comes_back_with_a_deletion(two: Editor, folder: Path) -> None:
    two.types("ClientId", "changed")
    two.chooses("connections-delete")
    two.clicks("connectionsUndo")
    assert two.field("ClientId").text() == "changed"
    assert "not saved" in two.rows[0]
    assert saved(folder)["Nightly job"].client_id == "nightly"


def test_out_to_a_file_and_in_again(two: Editor, folder: Path, tmp_path: Path) -> None:
    two.types("ClientId", "exported")
    out = tmp_path / "out.toml"
    two.dialog.export_to(out)
    two.settled()
    assert two.reads("connectionSaid") == "Exported to out.toml, without its secrets."
    two.dialog.import_from(out)
    two.settled()
    assert two.field("Name").text() == "Nightly job (2)"
    assert saved(folder)["Nightly job (2)"].client_id == "exported"
    assert saved(folder)["Nightly job (2)"].id != f"{1:032x}"


def test_a_file_that_is_no_connection_is_refused_in_words(two: Editor, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('name = "x"\nclient_secret = "not-a-true-one"\n', "utf-8")
    two.dialog.import_from(tmp_path / "bad.toml")
    two.settled()
    assert two.reads("connectionSaid")
    assert "not-a-true-one" not in two.reads("connectionSaid")
    assert len(two.rows) == 2


def test_a_broken_file_is_said_and_keeps_no_other_away(
    folder: Path, opens_editor: Callable[[], Editor]
) -> None:
    Connections(folder).save(machine())
    (folder / "broken.toml").write_text("name = ", "utf-8")
    editor = opens_editor()
    assert len(editor.rows) == 1
    assert "broken.toml" in editor.reads("connectionSaid")


def described(issuer: str) -> Metadata:
    endpoints = Endpoints(token_endpoint=f"{issuer}oauth/token", jwks_uri=f"{issuer}keys")
    return Metadata(issuer, endpoints, token_endpoint_auth_methods_supported=("client_secret_post",))


def test_a_server_is_asked_by_name_and_its_endpoints_shown(two: Editor) -> None:
    asked: list[Connection] = []
    two.dialog.discover_requested.connect(asked.append)
    assert two.find(QToolButton, "connectionsNew").isVisible()
    two.clicks("connectionDiscover")
    assert [each.issuer for each in asked] == ["https://acme.eu.auth0.com/"]
    assert two.reads("connectionDiscovered") == "Asking the server…"
    two.dialog.show_discovered(described("https://another.example.com/"))
    assert two.reads("connectionDiscovered") == "Asking the server…"
    two.dialog.show_discovered(described("https://acme.eu.auth0.com/"))
    assert two.reads("connectionDiscovered").startswith("The server described itself.")
    two.opens("Endpoints")
    assert two.field("TokenEndpoint").placeholderText() == "https://acme.eu.auth0.com/oauth/token"
    assert two.field("TokenEndpoint").text() == ""
    two.clicks_row(1)
    assert two.reads("connectionDiscovered") == ""
    assert two.field("TokenEndpoint").placeholderText() == "as the server says"


def test_a_server_that_does_not_describe_itself_is_said(two: Editor) -> None:
    two.clicks("connectionDiscover")
    two.dialog.show_not_discovered("https://acme.eu.auth0.com/", "No answer came from acme.eu.auth0.com.")
    assert two.reads("connectionDiscovered") == "No answer came from acme.eu.auth0.com."


def test_the_callback_is_copied_with_a_tick(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    button = editor.find(CopyButton, "connectionCallbackCopy")
    ticks = [button.ticked]
    editor.clicks("connectionCallbackCopy")
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8765/callback"
    ticks.append(button.ticked)
    timer = editor.find(QTimer, "connectionCallbackCopyTimer")
    with editor.qtbot.waitSignal(timer.timeout):
        timer.start(0)
    assert [*ticks, button.ticked] == [False, True, False]


def test_another_kind_of_server_brings_its_own_values(editor: Editor) -> None:
    editor.clicks("connectionStart-auth0")
    editor.picks("connectionProviderField", "github")
    assert editor.field("Issuer").text() == "https://github.com/login/oauth"
    assert "GitHub" in editor.reads("connectionClientIdHint")
    assert not editor.field("Audience").isVisible()


def test_a_chosen_file_stands_in_its_field(editor: Editor, tmp_path: Path) -> None:
    editor.clicks("connectionStart-auth0")
    editor.picks("connectionAuthenticationField", "private_key_jwt")
    editor.clicks("connectionKeyFileChoose")
    editor.chooses_file(tmp_path / "key.pem")
    assert editor.field("KeyFile").text() == str(tmp_path / "key.pem")


def test_many_connections_are_filtered(folder: Path, opens_editor: Callable[[], Editor]) -> None:
    for number in range(1, 501):
        (folder).mkdir(exist_ok=True)
        (folder / f"{number}.toml").write_text(
            f'id = "{number:032x}"\nname = "Connection {number:03}"\nissuer = "https://h{number}.example.com"\n',
            "utf-8",
        )
    editor = opens_editor()
    assert len(editor.rows) == 500
    editor.presses("Ctrl+F")
    assert editor.focused == "connectionsFilter"
    editor.keys("connectionsFilter", "h499")
    assert [row.split(",")[0] for row in editor.rows] == ["Connection 499"]
    editor.presses("Return")
    assert editor.field("Name").text() == "Connection 499"
    editor.keys("connectionsFilter", "nothing")
    assert editor.reads("connectionsEmpty") == "No connection has these words."


def test_a_key_file_that_is_not_there_is_said_at_its_field(editor: Editor, tmp_path: Path) -> None:
    wanted: list[Connection] = []
    editor.dialog.fetch_requested.connect(wanted.append)
    editor.clicks("connectionStart-auth0")
    editor.types("Issuer", "acme.eu.auth0.com")
    editor.types("ClientId", "app")
    editor.picks("connectionAuthenticationField", "private_key_jwt")
    editor.clicks("connectionFetch")
    assert editor.reads("connectionKeyFileTrouble") == "Choose the file with the private key."
    editor.types("KeyFile", str(tmp_path / "key.pem"))
    assert editor.reads("connectionKeyFileTrouble") == ""
    editor.clicks("connectionFetch")
    assert editor.reads("connectionKeyFileTrouble").endswith("is not there.")
    assert wanted == []


def test_an_issuer_is_completed_also_while_its_field_has_the_focus(editor: Editor, folder: Path) -> None:
    editor.clicks("connectionStart-auth0")
    editor.types("Issuer", "acme.eu.auth0.com", leaves=False)
    editor.presses("Ctrl+S")
    assert saved(folder)["Auth0"].issuer == "https://acme.eu.auth0.com/"
