"""`jotlens userinfo`, `introspect`, `revoke`, `jwks`, and `inspect` with the issuer's own keys."""

import json
import time
from pathlib import Path

import pytest

from tests.support.terminal import healthy_token
from tests.support.terminal_login import API, Terminal

READ = ("--resource", API, "--scope", "read:orders")


@pytest.fixture
def opaque(terminal: Terminal) -> str:
    """A token of a person for UserInfo, and the connections to ask with."""
    terminal.run(
        "connection", "add", "login", *terminal.client("public", "authorization-code", "--scope", "openid")
    )
    words = terminal.client("resource_server", "client-credentials", "--no-secret")
    terminal.run("connection", "add", "api", *words)
    done = terminal.run("fetch", "login", "--no-browser", "--print-token")
    assert done.code == 0, done.err
    return done.out


def test_userinfo(terminal: Terminal, opaque: str) -> None:
    done = terminal.run("userinfo", "login", given=opaque)
    assert done.code == 0, done.err
    assert "Subject (sub)" in done.out
    assert (
        f"Asking {terminal.server.issuer.removeprefix('http://')} who the user of this token is." in done.err
    )
    fields = json.loads(terminal.run("userinfo", "login", "--json", given=opaque).out)
    assert (fields["kind"], fields["members"]["sub"]) == ("claims", terminal.server.user)
    refused = terminal.run("userinfo", "login", given="an-opaque-token-that-nobody-knows-0000")
    assert refused.code == 1
    assert opaque.strip() not in terminal.texts() + done.err


def test_userinfo_says_before_it_asks_that_it_is_no_use(terminal: Terminal) -> None:
    now = int(time.time())  # noqa: TID251 - a test is an edge
    token = healthy_token(aud="https://acme.eu.auth0.com/userinfo", sub="abc@clients", iat=now, exp=now + 600)
    words = ("userinfo", "--issuer", terminal.server.issuer, "--client-id", "x")
    done = terminal.run(*words, given=token)
    assert done.code == 1
    assert "/userinfo will refuse it" in done.err
    assert "Nothing was sent" in done.err
    assert "Asking" not in done.err
    anyway = terminal.run(*words, "--anyway", given=token)
    assert anyway.code == 1
    assert "does not accept this token" in anyway.out


def test_an_issuer_inside_the_network_is_asked_only_when_allowed(terminal: Terminal) -> None:
    token = terminal.fetch("machine", "client-credentials", *READ, "--print-token").out
    for words in (["inspect", "--fetch-keys"], ["userinfo", "--anyway"]):
        done = terminal.run(*words, given=token)
        assert done.code == 2
        assert "--allow-private" in done.err
        assert "Asking" not in done.err
    allowed = terminal.run("inspect", "--fetch-keys", "--allow-private", "--json", given=token)
    assert allowed.code == 0, allowed.err
    assert json.loads(allowed.out)["signature"]["status"] == "verified"
    assert "Asking 127.0.0.1" in allowed.err


def test_inspect_with_keys_at_an_address(terminal: Terminal) -> None:
    token = terminal.fetch("machine", "client-credentials", *READ, "--print-token").out
    done = terminal.run("inspect", "--jwks", f"{terminal.server.issuer}/jwks", given=token)
    assert done.code == 0, done.err
    assert "Genuine" in done.out
    assert "Asking 127.0.0.1" in done.err
    nobody = terminal.run("inspect", "--jwks", "http://127.0.0.1:1/jwks", given=token)
    assert (nobody.code, nobody.out) == (4, "")
    assert terminal.run("inspect", "--jwks", "http://a.example/jwks", given=token).code == 2


def test_introspect_and_revoke(terminal: Terminal, opaque: str, tmp_path: Path) -> None:
    file = tmp_path / "token.txt"
    file.write_text(opaque)
    secret = terminal.secret("resource_server")
    ask = ("introspect", "api", str(file), "--secret-stdin")
    assert "this token is active" in terminal.run(*ask, given=secret).out
    revoked = terminal.run("revoke", "login", "--hint", "access_token", given=opaque)
    assert (revoked.code, revoked.err.count("to take this token back")) == (0, 1)
    done = terminal.run(*ask, given=secret)
    assert done.code == 1
    assert "is not active" in done.out
    assert terminal.run("introspect", "api", "--secret-stdin", given=secret).code == 2


def test_revoke_asks_before_it_signs_somebody_out(terminal: Terminal, opaque: str) -> None:
    done = terminal.run("revoke", "login", "--hint", "refresh_token", given=opaque)
    assert done.code == 2
    assert "is signed out" in done.err
    assert "to take this token back" not in done.err


def test_auth0s_access_tokens_cannot_be_revoked_and_nothing_is_sent(terminal: Terminal) -> None:
    words = ("--issuer", "https://acme.eu.auth0.com/", "--client-id", "x", "--hint", "access_token")
    done = terminal.run("revoke", *words, given=healthy_token())
    assert done.code == 1
    assert "cannot be revoked" in done.out
    assert "Asking" not in done.err


def test_jwks(terminal: Terminal, tmp_path: Path) -> None:
    saved = tmp_path / "keys.json"
    done = terminal.run("jwks", terminal.server.issuer, "--save", str(saved))
    assert done.code == 0, done.err
    assert "2 keys of 127.0.0.1" in done.out
    assert "Thumbprint (RFC 7638, SHA-256)" in done.out
    fields = json.loads(terminal.run("jwks", f"{terminal.server.issuer}/jwks", "--json").out)
    assert fields["key_set"] == json.loads(saved.read_text())
    assert len(fields["keys"]) == 2
    assert fields["issuer"] is None
    known = json.loads(terminal.run("jwks", terminal.server.issuer, "--json").out)
    assert all(key["first_seen_at"] for key in known["keys"])
    assert terminal.run("jwks", f"{terminal.server.issuer}/nothing/here").code == 4


@pytest.mark.parametrize(
    "words",
    [
        ("jwks", "https://[issuer.example/"),
        ("inspect", "--fetch-keys"),
        ("inspect", "--jwks", "https://[issuer.example/keys"),
    ],
)
def test_what_is_no_address_is_told(terminal: Terminal, words: tuple[str, ...]) -> None:
    done = terminal.run(*words, given=healthy_token(iss="https://[issuer.example/"))
    assert "fault" not in done.err
    assert "This is not an address that can be called." in done.err


def test_a_key_that_was_replaced_was_published_until_then(terminal: Terminal) -> None:
    token = terminal.fetch("machine", "client-credentials", *READ, "--print-token").out
    ask = ("inspect", "--fetch-keys", "--allow-private")
    assert terminal.run(*ask, given=token).code == 0
    terminal.server.rotate_keys()
    done = terminal.run(*ask, given=token)
    assert done.code != 0
    assert "is not published any more; it was seen from" in done.err


def test_a_token_among_the_words_is_warned_of(terminal: Terminal, opaque: str) -> None:
    done = terminal.run("userinfo", "login", opaque.strip())
    assert "stays in the shell's history" in done.err or done.code == 2
    jwt = terminal.fetch("machine", "client-credentials", *READ, "--print-token").out.strip()
    done = terminal.run("revoke", "login", jwt, "--hint", "access_token")
    assert "stays in the shell's history" in done.err
    assert jwt not in done.err


def test_the_clock_of_a_host(terminal: Terminal) -> None:
    done = terminal.run("doctor", "--json", "--clock", terminal.server.issuer)
    found = {each["id"]: each for each in json.loads(done.out)["findings"]}
    assert found["clock"]["status"] == "pass"
    assert "for the time" in done.err
