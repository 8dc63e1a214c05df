"""Connections as files: what is saved comes back, whatever else is in the folder, and nothing is lost."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from jotlens.oauth.connection import ClientAuthentication, Connection, Endpoints, Expected, Grant
from jotlens.storage.connections import Connections, file_name
from jotlens.storage.failures import StorageError

ID, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
FULL = Connection(
    id=ID,
    name="Acme: production / 東京",
    issuer="https://acme.eu.auth0.com/",
    client_id="aBcDeFgHiJkLmNoPqRsTuVwXyZ012345",
    grant=Grant.CLIENT_CREDENTIALS,
    authentication=ClientAuthentication.PRIVATE_KEY_JWT,
    scopes=("openid", "read:all"),
    audience="https://api.acme.example/",
    resources=("https://one.example/", "urn:two"),
    organization="org_1",
    redirect_uri="http://127.0.0.1:0/callback",
    extra=(("prompt", "login"), ("empty", ""), ("twice", "a=b"), ("twice", 'ü\t"')),
    endpoints=Endpoints(
        token_endpoint="https://acme.eu.auth0.com/oauth/token", jwks_uri="https://acme.example/jwks"
    ),
    uses_par=True,
    uses_dpop=True,
    remembers_refresh_token=True,
    key_file="C:\\keys\\private.pem",
    key_id="2026",
    key_algorithm="RS256",
    certificate_file="/etc/certificate.pem",
    ca_file="/etc/ca.pem",
    provider="auth0",
    expected=Expected("https://api.acme.example/", "https://acme.eu.auth0.com/", ("a", "b"), ("read:all",)),
)


@pytest.fixture
def connections(tmp_path: Path) -> Connections:
    return Connections(tmp_path / "JotLens" / "connections")


def _only_file(connections: Connections) -> Path:
    (path,) = connections.folder.iterdir()
    return path


def test_nothing_is_made_before_something_is_saved(connections: Connections) -> None:
    assert connections.all().connections == ()
    assert not connections.folder.parent.exists()


@pytest.mark.parametrize("connection", [FULL, Connection(id=ID, name="x")])
def test_what_is_saved_comes_back(connections: Connections, connection: Connection) -> None:
    connections.save(connection)
    assert connections.all().connections == (connection,)
    assert connections.all().troubles == ()
    assert connections.get(ID) == connections.get(connection.name.upper()) == connection


def test_a_file_is_for_people_to_read(connections: Connections) -> None:
    connections.save(replace(FULL, extra=(("prompt", "login"),)))
    lines = _only_file(connections).read_text("utf-8").splitlines()
    assert lines[0].startswith("# A connection of JotLens")
    assert "never holds a secret" in lines[1]
    assert 'grant = "client-credentials"' in lines
    assert '    "prompt=login",' in lines


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_files_are_for_their_owner_only(connections: Connections) -> None:
    connections.save(FULL)
    assert connections.folder.stat().st_mode & 0o777 == 0o700
    assert connections.folder.parent.stat().st_mode & 0o777 == 0o700
    assert _only_file(connections).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("CON", "CON-01234567.toml"),
        ("../../etc/passwd", "etc-passwd-01234567.toml"),
        ("a\\b:c*d?", "a-b-c-d-01234567.toml"),
        ("nul.txt ", "nul-txt-01234567.toml"),
        ("…", "connection-01234567.toml"),
        ("e\u0301\u202e", "é-01234567.toml"),
        ("ü" * 200, "ü" * 40 + "-01234567.toml"),
    ],
)
def test_a_file_name_suits_every_system(name: str, file: str) -> None:
    assert file_name(replace(FULL, name=name)) == file


def test_a_new_name_renames_the_file(connections: Connections) -> None:
    connections.save(FULL)
    connections.save(replace(FULL, name="Renamed"))
    assert _only_file(connections).name == "Renamed-01234567.toml"
    connections.save(replace(FULL, name="renamed"))
    assert [each.name for each in connections.all().connections] == ["renamed"]


def test_of_two_files_of_one_connection_the_newest_is_used_and_it_is_said(connections: Connections) -> None:
    connections.save(FULL)
    old = _only_file(connections)
    before = old.read_bytes()
    connections.save(replace(FULL, name="Renamed", client_id="new"))
    old.write_bytes(before)  # as if the program had been killed before the old file went
    loaded = connections.all()
    assert [each.client_id for each in loaded.connections] == ["new"]
    assert [(each.code, each.file) for each in loaded.troubles] == [("same-id", old.name)]
    connections.save(loaded.connections[0])
    assert connections.all().troubles == ()
    assert _only_file(connections).name == "Renamed-01234567.toml"


def test_delete_removes_every_file_of_a_connection(connections: Connections) -> None:
    connections.save(FULL)
    (connections.folder / "copy.toml").write_bytes(_only_file(connections).read_bytes())
    connections.delete(FULL)
    assert list(connections.folder.iterdir()) == []
    connections.delete(FULL)


def test_a_file_of_the_same_name_is_never_written_over(connections: Connections) -> None:
    connections.save(FULL)
    path = _only_file(connections)
    path.write_text(path.read_text("utf-8").replace(ID, OTHER), "utf-8")
    connections.save(replace(FULL, name=FULL.name.replace(":", ";")))
    assert {each.id for each in connections.all().connections} == {ID, OTHER}
    broken = connections.folder / file_name(replace(FULL, id="9" * 32))
    broken.write_text("broken by hand", "utf-8")
    connections.save(replace(FULL, id="9" * 32, name=FULL.name.replace(":", "!")))
    assert broken.read_text("utf-8") == "broken by hand"
    assert len(connections.all().connections) == 3


def test_names_are_told_apart(connections: Connections) -> None:
    connections.save(FULL)
    with pytest.raises(StorageError, match="name-taken"):
        connections.save(replace(FULL, id=OTHER, name=FULL.name.upper()))
    copy = connections.duplicate(FULL, OTHER)
    assert (copy.id, copy.name, copy.client_id) == (OTHER, f"{FULL.name} (2)", FULL.client_id)
    with pytest.raises(StorageError, match="unknown-connection"):
        connections.get("nobody")
    (connections.folder / "by-hand.toml").write_text(
        (connections.folder / file_name(FULL)).read_text("utf-8").replace(ID, "9" * 32), "utf-8"
    )
    with pytest.raises(StorageError, match="ambiguous-name"):
        connections.get(FULL.name)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 201, "a\u202eb"])
def test_a_name_that_nobody_can_read_is_refused(connections: Connections, name: str) -> None:
    with pytest.raises(StorageError, match="bad-name"):
        connections.save(replace(FULL, name=name))


@pytest.mark.parametrize("wrong", ["", "../" * 10, ID.upper(), ID + "0"])
def test_an_id_is_32_hexadecimal_digits(connections: Connections, wrong: str) -> None:
    with pytest.raises(StorageError, match="bad-id"):
        connections.save(replace(FULL, id=wrong))


def test_an_export_is_imported_as_another_connection(connections: Connections) -> None:
    connections.save(FULL)
    text = connections.export_text(FULL)
    assert ID not in text
    assert "key_file, certificate_file, ca_file" in text.splitlines()[2]
    imported = connections.import_text("\ufeff" + text, OTHER)
    assert replace(imported, id=ID, name=FULL.name) == FULL
    assert imported.name == f"{FULL.name} (2)"
    assert set(connections.all().connections) == {FULL, imported}


def test_a_file_that_was_there_can_be_imported_with_its_id(connections: Connections) -> None:
    connections.save(FULL)
    assert connections.import_text(_only_file(connections).read_bytes(), OTHER).id == OTHER


def test_what_is_no_file_is_left_alone(connections: Connections, tmp_path: Path) -> None:
    connections.save(FULL)
    (tmp_path / "elsewhere").write_bytes(
        _only_file(connections).read_bytes().replace(ID.encode(), OTHER.encode())
    )
    (connections.folder / "link.toml").symlink_to(tmp_path / "elsewhere")
    (connections.folder / "folder.toml").mkdir()
    (connections.folder / "loop.toml").symlink_to("loop.toml")
    (connections.folder / "notes.txt").write_text("hello")
    (connections.folder / ".hidden.toml").write_text("hello")
    names = ["folder.toml", "link.toml", "loop.toml"]
    if sys.platform != "win32":
        os.mkfifo(connections.folder / "pipe.toml")
        names.append("pipe.toml")
    loaded = connections.all()
    assert loaded.connections == (FULL,)
    assert [(each.file, each.code) for each in loaded.troubles] == [(name, "no-file") for name in names]


def test_a_link_in_the_place_of_a_file_is_not_followed_when_saving(
    connections: Connections, tmp_path: Path
) -> None:
    connections.folder.mkdir(parents=True)
    (tmp_path / "precious").write_text("keep me")
    (connections.folder / file_name(FULL)).symlink_to(tmp_path / "precious")
    connections.save(FULL)
    assert (tmp_path / "precious").read_text() == "keep me"
    assert connections.all().connections == (FULL,)


def test_what_a_dead_program_left_is_cleared_after_a_while(connections: Connections) -> None:
    connections.folder.mkdir(parents=True)
    old, new = connections.folder / ".jotlens-old.tmp", connections.folder / ".jotlens-new.tmp"
    old.touch()
    new.touch()
    os.utime(old, (1, 1))
    connections.save(FULL)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_file_in_the_place_of_the_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError) as caught:
        Connections(tmp_path / "file" / "connections").save(FULL)
    assert caught.value.code == "file"
    assert Connections(tmp_path / "file").all().connections == ()
