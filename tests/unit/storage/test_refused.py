"""What is refused in a connection: above all secrets, on the way in and on the way out."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.oauth.connection import Connection, Endpoints, Grant
from jotlens.storage.connection_text import Stored, TroubleError, read_connection, write_connection
from jotlens.storage.connections import Connections
from jotlens.storage.failures import StorageError
from jotlens.storage.secret_looks import is_secret, names_secret

ID = "0123456789abcdef" * 2
GOOD = f'id = "{ID}"\nname = "Good"\n'
PLAIN = Connection(id=ID, name="Plain", issuer="https://acme.example/", client_id="client")
SECRET = "correct horse battery staple"
JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."
PEM = "-----BEGIN " + "PRIVATE KEY-----\nMIIEvQ\n"
PASETO = "v4.local." + "aB1-" * 20
GITHUB = "ghp_" + "a1B2" * 9


def _trouble(text: str | bytes) -> tuple[str, str, str]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(TroubleError) as caught:
        read_connection(data, "acme.toml")
    trouble = caught.value.trouble
    assert "acme.toml" in trouble.sentence
    assert trouble.file == "acme.toml"
    return trouble.code, trouble.member, trouble.sentence


@pytest.mark.parametrize(
    "name",
    (
        "client_secret secret clientSecret password passphrase key_passphrase access_token refresh_token id_token token"
        " private_key assertion client_assertion api_key apikey Authorization pwd subject_token"
    ).split(),
)
def test_a_member_with_the_name_of_a_secret_refuses_the_file(name: str) -> None:
    for text in (
        f'{GOOD}{name} = "{SECRET}"',
        f'{GOOD}[endpoints]\n{name} = "{SECRET}"',
        f"{GOOD}{name} = 5",
    ):
        code, member, sentence = _trouble(text)
        assert code == "secret"
        assert name in member
        assert name in sentence
        assert SECRET not in sentence


@pytest.mark.parametrize("name", "client_id issuer token_endpoint key_file key_id token_type scope".split())
def test_other_names_are_no_secrets(name: str) -> None:
    assert not names_secret(name)


@pytest.mark.parametrize(
    "value",
    [
        JWT,
        PEM,
        GITHUB,
        PASETO,
        "https://name:password@acme.example/",
        f"https://a.example/?access_token={SECRET[:7]}",
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "client_id = {}",
        'scopes = ["openid", {}]',
        "[expected]\naudience = {}",
        "other = [[{}]]",
        "[[x]]\ny = {{z = {}}}",
    ],
)
def test_a_value_that_is_a_secret_refuses_the_file(value: str, place: str) -> None:
    quoted = '"' + value.replace("\n", "\\n") + '"'
    code, _, sentence = _trouble(GOOD + place.format(quoted))
    assert code == "secret"
    assert value not in sentence


def test_a_member_whose_name_is_a_token_is_not_repeated() -> None:
    code, member, sentence = _trouble(f'{GOOD}"{JWT}" = 1')
    assert (code, member) == ("secret", "")
    assert JWT not in sentence


@pytest.mark.parametrize(
    "value",
    [
        "https://acme.eu.auth0.com/",
        "aBcDeFgHiJkLmNoPqRsTuVwXyZ012345",
        "0oa1b2c3d4e5f6g7h8i9",
        "6731de76-14a6-49ae-97bc-6eba6914391e",
        "https://login.microsoftonline.com/6731de76-14a6-49ae-97bc-6eba6914391e/v2.0",
        "api://6731de76-14a6-49ae-97bc-6eba6914391e/.default",
        "407408718192-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com",
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI",
        "https://www.googleapis.com/auth/cloud-platform",
        "Iv1.0123456789abcdef",
        "org_0123456789ABCDEF",
        "read:all",
        "urn:ietf:params:oauth:token-type:access_token",
        "C:\\Users\\name\\private_key.pem",
        "https://acme.example/authorize?organization=org_1",
        "http://127.0.0.1:8765/callback",
    ],
)
def test_what_connections_hold_is_no_secret(value: str) -> None:
    assert not is_secret(value)


@pytest.mark.parametrize(
    ("line", "code", "member"),
    [
        ("client_ID = 'x'", "unknown-member", "client_ID"),
        ("[endpoints]\nx = 'y'", "unknown-member", "endpoints.x"),
        ("client_id = 5", "wrong-type", "client_id"),
        ("scopes = 'openid'", "wrong-type", "scopes"),
        ("scopes = ['openid', 5]", "wrong-type", "scopes"),
        ("uses_par = 'yes'", "wrong-type", "uses_par"),
        ("extra = ['prompt']", "wrong-type", "extra"),
        ("expected = 'x'", "wrong-type", "expected"),
        ("[expected]\nscopes = 'x'", "wrong-type", "expected.scopes"),
        ("revision = -1", "wrong-type", "revision"),
        ("revision = true", "wrong-type", "revision"),
        ("grant = 'magic'", "unknown-value", "grant"),
        ("authentication = 'CLIENT_SECRET_BASIC'", "unknown-value", "authentication"),
        ("format = 2", "newer-format", "format"),
    ],
)
def test_a_wrong_member_is_named(line: str, code: str, member: str) -> None:
    found, named, sentence = _trouble(GOOD + line)
    assert (found, named) == (code, member)
    if code != "newer-format":
        assert f"“{member}”" in sentence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"\xff\xfeid", "not-utf8"),
        (b"id = ", "not-toml"),
        (b"id = 'a'\nid = 'b'", "not-toml"),
        (b"x = " + b"[" * 30_000, "not-toml"),
        (b"#" * 300_000, "too-large"),
        (b"a." * 5_000 + b"b = 1", "not-toml"),
        (b"x = " + b"9" * 5_000, "not-toml"),
        (b"", "missing"),
        (b"id = '1'\nname = 'x'", "missing"),
        (f"id = '{ID}'".encode(), "missing"),
        (f"id = '{ID}'\nname = ' '".encode(), "missing"),
    ],
)
def test_what_is_no_connection_is_said(text: bytes, code: str) -> None:
    assert _trouble(text)[0] == code


def test_the_line_of_a_fault_is_named() -> None:
    assert "line 3" in _trouble(f"{GOOD}x =\ny = 1")[2]


def test_a_file_that_is_refused_keeps_no_other_away(tmp_path: Path) -> None:
    connections = Connections(tmp_path)
    connections.save(PLAIN)
    (tmp_path / "leak.toml").write_text(f'{GOOD}client_secret = "{SECRET}"', "utf-8")
    (tmp_path / "binary.toml").write_bytes(bytes(range(256)))
    loaded = connections.all()
    assert loaded.connections == (PLAIN,)
    assert [(each.file, each.code) for each in loaded.troubles] == [
        ("binary.toml", "not-utf8"),
        ("leak.toml", "secret"),
    ]
    assert SECRET not in repr(loaded)


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": JWT},
        {"audience": GITHUB},
        {"key_file": PEM},
        {"issuer": "https://name:password@acme.example/"},
        {"scopes": ("openid", JWT)},
        {"endpoints": Endpoints(token_endpoint="https://a:b@c.example/")},
        {"name": GITHUB},
        *(
            {"extra": (("prompt", "login"), (name, SECRET))}
            for name in ("client_secret", "client_assertion", "password", "refresh_token", "code")
        ),
        {"extra": (("login_hint", JWT),)},
    ],
)
def test_no_secret_is_saved_or_exported(tmp_path: Path, changed: dict[str, object]) -> None:
    connection = replace(PLAIN, **changed)  # type: ignore[arg-type]
    for action in (Connections(tmp_path / "x").save, Connections(tmp_path / "x").export_text):
        with pytest.raises(StorageError) as caught:
            action(connection)
        assert caught.value.code == "secret"
        assert not any(secret in caught.value.sentence for secret in (JWT, PEM, GITHUB, SECRET, "password@"))
    assert not (tmp_path / "x").exists()


def test_a_parameter_without_a_name_is_refused(tmp_path: Path) -> None:
    for name in ("", "a=b"):
        with pytest.raises(StorageError, match="unknown-value"):
            Connections(tmp_path).save(replace(PLAIN, extra=((name, "x"),)))


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="not-utf8"):
        Connections(tmp_path).save(replace(PLAIN, client_id="\ud800"))
    with pytest.raises(StorageError, match="too-large"):
        Connections(tmp_path).save(replace(PLAIN, scopes=("scope",) * 100_000))


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(
    client=_TEXTS,
    scopes=st.lists(_TEXTS),
    extra=st.lists(st.tuples(_TEXTS, _TEXTS)),
    grant=st.sampled_from(Grant),
)
def test_every_text_comes_back_as_it_was(
    client: str, scopes: list[str], extra: list[tuple[str, str]], grant: Grant
) -> None:
    connection = replace(PLAIN, client_id=client, scopes=tuple(scopes), extra=tuple(extra), grant=grant)
    if any(not name or "=" in name or names_secret(name) for name, _ in extra):
        return
    try:
        text = write_connection(Stored(connection, 7))
    except TroubleError:
        assert any(map(is_secret, (client, *scopes, *(f"{name}={text}" for name, text in extra))))
        return
    assert read_connection(text.encode(), "x") == Stored(connection, 7)


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: GOOD.encode() + text.encode("utf-8", "replace"))
)
def test_reading_ends_in_a_connection_or_a_trouble(data: bytes) -> None:
    with suppress(TroubleError):
        assert read_connection(data, "x").connection.id == ID
