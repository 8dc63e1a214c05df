"""A name tells what is secret, and what only stands under such a name stays: programs, plain words, codes of errors."""

import json

import pytest

from tests.support.leaks import leaks
from tests.support.recording import Recording
from tests.unit.reports.test_har_redaction import redacted
from tests.unit.reports.test_written_otherwise import SECRET, SECRETS


@pytest.mark.parametrize(
    "program",
    [
        "var e={code:function(e,t){return e},token:this.tokens.pop(),state:n.state};",
        'if(a.code==="x"||b.code==200){a.state=!1}',
        'document.cookie=e+"=; path=/";n.cookie=function(e){return document.cookie.split("; ")}',
        'e.code="MODULE_NOT_FOUND";throw e',
        "a.password=function(){return document.getElementById('password')}",
        "@media print{a{color:red}} @font-face{src:url(icon@2x.png)} input.password:lang(ar){color:red}",
        'var t={password:"Password",state:"resolved",code:"not_found"};e(function(){t.state})',
        "fetch(api, { headers: { Authorization: `Bearer ${tokens[config.sends ?? 'access_token']}` } });",
        "Authorization: Bearer {{access_token}}",
    ],
)
def test_a_program_is_left_as_it_is(program: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x.js", answer=program)
    entry = json.loads(redacted(recording.har()))["log"]["entries"][0]
    assert entry["response"]["content"]["text"] == program


def test_words_of_a_program_are_not_looked_for_elsewhere() -> None:
    recording = Recording()
    recording.add(
        "GET", "https://api.example/x.js", answer='e(function(){return{old_password:"Forgotten?"}})'
    )
    recording.add("GET", "https://api.example/x", answer="Forgotten? Ask us.")
    out = redacted(recording.har())
    assert 'old_password:\\"removed\\"' in out
    assert "Forgotten? Ask us." in out


@pytest.mark.parametrize(
    "text",
    [
        'e(function(){}) {"refresh_token": "authorization_token"}',
        'e(function(){return{refresh_token:"authorization_token"}})',
        'at f (function(){}) password: "authorization_token"',
        '}.y {} {"password": "authorization_token"}',
    ],
)
def test_a_secret_beside_a_program_is_no_part_of_it(text: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=text)
    assert leaks(redacted(recording.har()), {"secret": "authorization_token"}) == []


@pytest.mark.parametrize(
    "word", ["authentication", "Authentication", "functionality", "pre-checks", "read/write"]
)
def test_a_basic_thing_is_no_credential(word: str) -> None:
    recording = Recording()
    text = f"Basic {word} is off; it needs basic {word}: {word} failed."
    recording.add("GET", "https://api.example/x", answer=text)
    assert text in redacted(recording.har())


@pytest.mark.parametrize("write", ["called it with Bearer {}.", "sent=dpop%20{};", "bearer  {}\nnext"])
def test_a_token_behind_its_scheme_alone_is_one(write: str) -> None:
    token = "Zq7Hh4kk9Wp2xR3t_v"
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=write.format(token))
    recording.add("GET", f"https://api.example/{token}", answer="Bearer authentication: bearer tokens only")
    out = redacted(recording.har())
    assert leaks(out, {"token": token}) == []
    assert "Bearer authentication: bearer tokens only" in out


@pytest.mark.parametrize("password", ["removed2024", "removed-2024", "removed-0123456789abcdefg"])
@pytest.mark.parametrize(
    "write", ['{{"password": "{}"}}', "password={}", "a log: password: {} x", "-u a:{} "]
)
def test_a_password_may_begin_with_the_word_for_what_was_removed(password: str, write: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=f" {write.format(password)}")
    assert leaks(redacted(recording.har()), {"password": password}) == []


@pytest.mark.parametrize("name", ["code", "pin", "totp", "otp_code", "mfa_code", "verificationCode"])
@pytest.mark.parametrize(
    "write", ['{{"{}": "{}"}}', '{{"{}": {}}}', "a log: {}: {}.", "{}={}&x=1", "x {}={}, y"]
)
def test_a_code_that_is_typed_is_taken_out(name: str, write: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=write.format(name, "482913"))
    assert leaks(redacted(recording.har()), {"code": "482913"}) == []


@pytest.mark.parametrize("number", ["0", "404", "-32601", "10054", "-2147024891"])
@pytest.mark.parametrize("write", ['{{"code": {}}}', '{{"code": "{}"}}', "it ended (code: {}).", "code={}"])
def test_the_number_of_an_answer_is_no_code_that_is_typed(number: str, write: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=write.format(number))
    entry = json.loads(redacted(recording.har()))["log"]["entries"][0]
    assert entry["response"]["content"]["text"] == write.format(number)


@pytest.mark.parametrize(
    "text",
    [
        '{"session": "morning session", "ticket": "PROJ-1234567890", "auth": "oauth2-code-flow-1"}',
        '{"session": "2026-11-29T10:15:00", "sid": "12", "credentials": "same-origin"}',
        '{"token": "https://login.example/oauth/token", "tokens": ["the", "words"]}',
        '{"token": "https://login.example/oauth2/v2.0/token-of-2026-version-2"}',
        '{"token": {"type": "string", "value": null}, "max_tokens": 1000}',
        "session: a morning session; auth: basic; ticket: none",
    ],
)
def test_what_such_names_say_aloud_stays(text: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=text)
    entry = json.loads(redacted(recording.har()))["log"]["entries"][0]
    assert entry["response"]["content"]["text"] == text


@pytest.mark.parametrize(
    "text",
    [
        ".code:disabled{color:red} .token:first-child{margin:0} .password:not(.x){margin:0}",
        "Signature: verified",
        "steps:\n  code: |\n    echo hello there\n    make all\n  next: 1\n",
        "connect failed, code: ECONNREFUSED",
        '{"code": "ResourceNotFound"}',
        '{"code": "auth/wrong-way"}',
        '{"code": "ORA-12345", "error": {"code": "AADSTS50011"}}',
        "e(function(){return{auth:n.auth2Client01x,sid:t.sid}})",
        '{"signature": "Best regards, the team of support"}',
        '{"signature": "Viele Gr\u00fc\u00dfe vom Team"}',
        '{"passwordPolicy": "only strong ones", "passwordResetUrl": "https://h.example/reset"}',
        '{"passwordMinLength": 8, "password_changed_at": "2026-11-29", "passwordRequired": "always"}',
    ],
)
def test_plain_words_behind_such_a_name_stay(text: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=text)
    entry = json.loads(redacted(recording.har()))["log"]["entries"][0]
    assert entry["response"]["content"]["text"] == text


@pytest.mark.parametrize("text", ["token: disabled.", "password: forgotten", "a client_secret=missing, b"])
def test_a_word_without_quotes_is_not_looked_for_elsewhere(text: str) -> None:
    said = "it was disabled, forgotten or plainly missing"
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=text)
    recording.add("GET", "https://api.example/x", answer=said)
    out = redacted(recording.har())
    assert said in out
    assert text not in out


@pytest.mark.parametrize("name", ["password2", "passwordConfirmation", "passwordRepeat", "passwordHash"])
def test_what_begins_as_a_password_is_one(name: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer={name: "plainword"})
    assert leaks(redacted(recording.har()), {"password": "plainword"}) == []


def test_what_an_address_ends_in_is_known_by_itself() -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer={"token": f"https://h.example/reset/{SECRET}"})
    recording.add("GET", f"https://other.example/{SECRET}")
    assert leaks(redacted(recording.har()), SECRETS) == []


@pytest.mark.parametrize("code", ["EncryptedAssertion", "CERTIFICATE_EXPIRED", "a_code_in_small_words"])
def test_a_code_in_words_is_one_where_a_login_hands_it_over(code: str) -> None:
    recording = Recording()
    recording.add("GET", f"https://app.example/cb?code={code}")
    recording.add("GET", "https://api.example/x", answer={"code": code})
    assert leaks(redacted(recording.har()), {"code": code}) == []
