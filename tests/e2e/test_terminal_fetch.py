"""`jotlens fetch` against the certified authorization server: every grant to inspected tokens, and refusals explained."""

import json
from typing import Any

import pytest

from tests.support.person import Person
from tests.support.terminal_login import API, Done, Terminal

MACHINE = "client-credentials"
READ = ("--resource", API, "--scope", "read:orders")


def fields_of(done: Done) -> dict[str, Any]:
    assert done.code == 0, done.err + done.out
    fields: dict[str, Any] = json.loads(done.out)
    return fields


def by_name(fields: dict[str, Any]) -> dict[str, Any]:
    return {each["field"]: each["inspection"] for each in fields["tokens"]}


def test_client_credentials_as_a_page(terminal: Terminal) -> None:
    done = terminal.fetch("machine", MACHINE, *READ, "--keys")
    assert done.code == 0, done.out + done.err
    assert "— Access token —" in done.out
    assert "Genuine · Signed by 127.0.0.1" in done.out
    assert "✔ read:orders  yes         yes" in done.out
    host = terminal.server.issuer.removeprefix("http://")
    assert f"Asking {host} for its signing keys." in done.err
    assert [line.partition(":")[0] for line in done.err.splitlines() if line.startswith("✔")] == [
        "✔ discovery",
        "✔ issuer checked",
        "✔ token request",
        "✔ signing keys",
    ]


@pytest.mark.parametrize(
    "client", ["machine_post", "machine_secret_jwt", "machine_key_jwt", "machine_odd_secret", "machine_dpop"]
)
def test_ways_to_authenticate(terminal: Terminal, client: str) -> None:
    more = ("--dpop",) if client == "machine_dpop" else ()
    tokens = by_name(fields_of(terminal.fetch(client, MACHINE, *READ, "--json", *more)))
    assert tokens["access_token"]["claims"]["client_id"] == terminal.server.clients[client].id


def test_mutual_tls(terminal: Terminal) -> None:
    certificate, key = terminal.server.certificates["machine_certificate"]
    words = ("--certificate-file", str(certificate), "--key-file", str(key), "--json")
    more = ("--ca-file", str(terminal.server.authority), *READ)
    tokens = by_name(fields_of(terminal.fetch("machine_certificate", MACHINE, *words, *more)))
    assert "x5t#S256" in tokens["access_token"]["claims"]["cnf"]


@pytest.mark.parametrize("client", ["public", "web", "pushed", "dpop"])
def test_authorization_code(terminal: Terminal, client: str) -> None:
    more = {"pushed": ("--par",), "dpop": ("--dpop",)}.get(client, ())
    scope = ("--scope", "openid profile")
    done = terminal.fetch(client, "authorization-code", *scope, "--keys", "--json", *more)
    tokens = by_name(fields_of(done))
    checks = {check["id"]: check["status"] for check in tokens["id_token"]["checks"]}
    assert checks["nonce-match"] == checks["at-hash"] == checks["id-aud-client"] == "pass"
    assert tokens["id_token"]["signature"]["status"] == "verified"
    assert tokens["access_token"]["kind"] == "opaque"
    assert tokens["access_token"]["lifetime"]["source"] == "expires_in"


def test_device_code(terminal: Terminal) -> None:
    done = terminal.fetch("device", "device-code", "--scope", "openid", "--json")
    assert set(by_name(fields_of(done))) == {"access_token", "id_token"}
    assert "\nCode   " in done.err
    assert "█" in done.err


@pytest.mark.parametrize("grant", ["implicit", "hybrid"])
def test_legacy_logins(terminal: Terminal, grant: str) -> None:
    done = terminal.fetch("legacy", grant, "--scope", "openid", "--json")
    assert "id_token" in by_name(fields_of(done))


def test_each_id_token_of_a_hybrid_login_belongs_to_the_access_token_beside_it(terminal: Terminal) -> None:
    both = ("--param", "response_type=code id_token token")
    fields = fields_of(terminal.fetch("legacy", "hybrid", "--scope", "openid", "--json", *both))
    assert [each["field"] for each in fields["tokens"]].count("id_token") == 2


def test_password(terminal: Terminal) -> None:
    lines = f"{terminal.server.user}\n{terminal.server.password}\n"
    done = terminal.fetch("password", "password", *READ, "--json", lines=lines)
    assert fields_of(done)["obtained"]["scope"] == "read:orders"


def test_token_exchange(terminal: Terminal) -> None:
    subject = terminal.fetch("public", "authorization-code", "--scope", "openid", "--print-token").out
    done = terminal.fetch(
        "exchange", "token-exchange", "--audience", API, "--scope", "read:orders", "--json", lines=subject
    )
    assert by_name(fields_of(done))["access_token"]["claims"]["aud"] == API


def test_jwt_bearer(terminal: Terminal) -> None:
    done = terminal.fetch(
        "assertion", "jwt-bearer", *READ, "--json", "--param", f"sub={terminal.server.user}"
    )
    assert by_name(fields_of(done))["access_token"]["claims"]["sub"] == terminal.server.user


def test_the_token_alone(terminal: Terminal) -> None:
    done = terminal.fetch("machine", MACHINE, *READ, "--print-token")
    assert done.code == 0
    assert done.out.count("\n") == 1
    assert done.out.count(".") == 2


def test_json_holds_tokens_only_when_they_are_to_be_revealed(terminal: Terminal) -> None:
    masked = by_name(fields_of(terminal.fetch("machine", MACHINE, *READ, "--json")))
    revealed = by_name(fields_of(terminal.fetch("machine", MACHINE, *READ, "--json", "--reveal")))
    assert masked["access_token"]["extracted"] == []
    assert revealed["access_token"]["extracted"][0].count(".") == 2


def test_a_wrong_secret_is_explained(terminal: Terminal) -> None:
    words = terminal.client("machine", MACHINE, "--secret-stdin")
    done = terminal.run("fetch", *words, given="not-the-secret\n")
    assert done.code == 1
    assert done.out.startswith("Refused: invalid_client (token request, HTTP 401)")
    assert "(D28)" in done.out
    fields = json.loads(terminal.run("fetch", *words, "--json", given="not-the-secret\n").out)
    assert fields["schema"] == "jotlens.refusal/1"
    assert fields["refusal"]["error"] == "invalid_client"
    assert fields["diagnosis"][0]["id"] == "D28"
    aside = terminal.run("fetch", *words, "--print-token", given="not-the-secret\n")
    assert (aside.code, aside.out) == (1, "")
    assert "(D28)" in aside.err


def test_the_trace_shows_everything_but_secrets(terminal: Terminal) -> None:
    masked = terminal.fetch("web", "authorization-code", "--scope", "openid", "--trace", "--print-token")
    assert masked.code == 0, masked.err
    assert "> POST " in masked.err
    assert "grant_type=authorization_code" in masked.err
    assert "< 200 OK" in masked.err
    for secret in (masked.out.strip(), terminal.secret("web").strip()):
        assert secret not in masked.err
    shown = terminal.fetch(
        "web", "authorization-code", "--scope", "openid", "--trace", "--reveal", "--print-token"
    )
    assert shown.out.strip() in shown.err
    assert "code_verifier=" in shown.err


def test_a_person_who_refuses(terminal: Terminal) -> None:
    terminal.person = Person(terminal.server.user, terminal.server.password, allows=False)
    done = terminal.fetch("public", "authorization-code", "--scope", "openid")
    assert done.code == 1
    assert done.out.startswith("Refused: access_denied")


def test_a_failed_expectation_is_1_and_a_met_one_0(terminal: Terminal) -> None:
    assert terminal.fetch("machine", MACHINE, *READ, "--expect-scope", "write:orders").code == 1
    assert terminal.fetch("machine", MACHINE, *READ, "--expect-scope", "read:orders").code == 0


def test_a_scope_that_was_not_granted_has_a_reason(terminal: Terminal) -> None:
    done = terminal.fetch("machine", MACHINE, "--resource", API, "--scope", "read:orders no:such")
    assert "⚠ no:such" in done.out


def test_nobody_there_is_4(terminal: Terminal) -> None:
    words = ("--issuer", "http://127.0.0.1:1", "--client-id", "x", "--no-browser")
    done = terminal.run("fetch", *words)
    assert done.code == 4
    assert done.err.splitlines()[-1].startswith("jotlens: ")
    assert "fault of its own" not in done.err


@pytest.mark.parametrize(
    "words",
    [
        ["fetch"],
        ["fetch", "no-such-connection"],
        ["fetch", "--issuer", "https://a.example", "--client-id", "x", "--param", "client_secret=y"],
        ["fetch", "--issuer", "https://a.example", "--client-id", "x", "--remember"],
        ["fetch", "--issuer", "http://a.example", "--client-id", "x", "--grant", MACHINE],
        ["fetch", "--json", "--print-token"],
        ["refresh", "no-such-connection", "--yes"],
    ],
)
def test_wrong_usage_is_2(terminal: Terminal, words: list[str]) -> None:
    done = terminal.run(*words)
    assert done.code == 2, done.err
    assert "Traceback" not in done.err
