"""The cURL command, read by a real shell: it sends what was sent, and masked it holds variables instead of secrets."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.oauth.curl import curl_of
from jotlens.oauth.trace import Exchange

FORM = ("Content-Type", "application/x-www-form-urlencoded")
TRICKY = 'it\'s "$HOME" `id` \\ !x\n* ~ ; & | > < # é'


def arguments(command: str, **variables: str) -> list[str]:
    """What a shell hands to the command; in its place stands one that only prints its arguments."""
    script = "curl() { printf '%s\\0' \"$@\"; }\n" + command
    shell = shutil.which("sh") or "/bin/sh"
    surroundings = {"HOME": "/nowhere", "LC_ALL": "C.UTF-8", **variables}
    run = subprocess.run([shell, "-c", script], env=surroundings, capture_output=True, check=True)
    return run.stdout.decode().split("\0")[:-1]


def following(found: list[str], option: str) -> list[str]:
    return [found[place + 1] for place, argument in enumerate(found) if argument == option]


def test_a_form_is_handed_over_member_by_member() -> None:
    exchange = Exchange(
        "token request",
        "POST",
        "https://issuer.example/token?a=b&c=d",
        (FORM, ("Content-Length", "3"), ("User-Agent", "JotLens")),
        urlencode([("grant_type", "x"), ("client_secret", TRICKY), ("resource", "a"), ("resource", "b c")]),
    )
    found = arguments(curl_of(exchange, masked=False))
    assert following(found, "--url") == [exchange.address]
    assert following(found, "--header") == ["Content-Type: application/x-www-form-urlencoded"]
    sent = following(found, "--data-urlencode")
    assert sent == ["grant_type=x", f"client_secret={TRICKY}", "resource=a", "resource=b c"]


def test_masked_it_takes_the_secrets_from_variables() -> None:
    exchange = Exchange(
        "token request",
        "POST",
        "https://issuer.example/token?code=hidden-code&x=1",
        (FORM, ("Authorization", "Bearer hidden-token"), ("DPoP", "hidden-proof")),
        urlencode({"client_secret": "hidden-secret", "scope": "a b"}),
    )
    command = curl_of(exchange)
    assert "hidden" not in command
    found = arguments(command, CLIENT_SECRET=TRICKY, CODE="c", ACCESS_TOKEN="t t", DPOP_PROOF="p")
    assert following(found, "--url") == ["https://issuer.example/token?code=c&x=1"]
    assert following(found, "--header")[1:] == ["Authorization: Bearer t t", "DPoP: p"]
    assert following(found, "--data-urlencode") == [f"client_secret={TRICKY}", "scope=a b"]


def test_a_secret_may_be_spelled_like_its_variable() -> None:
    form = urlencode({"password": "PASSWORD", "note": "PASSWORD"})
    command = curl_of(Exchange("x", "POST", "https://a.example/", (FORM,), form))
    found = arguments(command, PASSWORD="p")
    assert following(found, "--data-urlencode") == ["password=p", "note=p"]


def test_json_keeps_its_text_around_the_variable() -> None:
    body = '{"client_secret": "hidden-secret", "audience": "it\'s"}'
    exchange = Exchange("x", "POST", "https://a.example/", (("Content-Type", "application/json"),), body)
    command = curl_of(exchange)
    assert "hidden" not in command
    found = arguments(command, CLIENT_SECRET="s")
    assert following(found, "--data-raw") == ['{"client_secret": "s", "audience": "it\'s"}']


@pytest.mark.parametrize(
    ("method", "body", "options"),
    [("GET", "", []), ("POST", "a=b", []), ("POST", "", ["POST"]), ("DELETE", "", ["DELETE"])],
)
def test_the_method_is_named_where_curl_would_take_another(
    method: str, body: str, options: list[str]
) -> None:
    found = arguments(curl_of(Exchange("x", method, "https://a.example/", (), body)))
    assert following(found, "--request") == options


def test_a_known_secret_is_a_variable_too() -> None:
    exchange = Exchange("x", "GET", "https://a.example/path-secret/[1]")
    command = curl_of(exchange, known_secrets=["path-secret"])
    assert arguments(command, SECRET="s")[-1] == "https://a.example/s/[1]"
    assert "path-secret" not in command


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_arrives_as_it_is(text: str) -> None:
    exchange = Exchange("x", "PUT", "https://a.example/", (("X-A", text),), text)
    found = arguments(curl_of(exchange, masked=False))
    assert following(found, "--header") == [f"X-A: {text}"]
    assert following(found, "--data-raw") == ([text] if text else [])


def test_a_real_curl_understands_it(tmp_path: Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    target = tmp_path / "answer.txt"
    target.write_text("here")
    command = curl_of(Exchange("x", "GET", target.as_uri(), (("Accept", "a/b"),)))
    run = subprocess.run(["sh", "-c", command], capture_output=True, check=True, text=True)
    assert run.stdout == "here"
