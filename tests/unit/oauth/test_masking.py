"""No secret of an exchange survives its masking, however it is written; and nothing else is lost."""

import base64
import json
import re
from urllib.parse import quote, quote_plus, unquote, unquote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.oauth.masking import masked, secrets_of
from jotlens.oauth.secret_texts import MASK, Masker, is_secret_name, mask_mark
from jotlens.oauth.trace import Exchange, Note, Value

FORM = ("Content-Type", "application/x-www-form-urlencoded")
JSON = ("Content-Type", "application/json; charset=utf-8")

# Letters that stand nowhere in what surrounds them, so that finding one means finding the secret.
SECRETS = st.text(st.sampled_from("QXZJ7qxzj%+/=&?#\"'\\<> :;,~äß€😀"), min_size=8, max_size=40).filter(
    lambda text: text.strip() == text and len(set(text)) > 3
)


def texts_of(exchange: Exchange) -> tuple[str, ...]:
    headers = exchange.headers + exchange.answer_headers
    return (exchange.address, exchange.body, exchange.answer_body, *(value for _, value in headers))


def everything_readable(text: str) -> str:
    """The text, and what it is unquoted, unescaped, or decoded from base64."""
    found = [text, unquote(text), unquote_plus(text)]
    for literal in re.findall(r'"(?:[^"\\]|\\.)*"', text):
        try:
            found.append(json.loads(literal))
        except ValueError:
            continue
    for blob in re.findall(r"[\w+/-]{8,}={0,2}", text):
        standard = blob.rstrip("=").replace("-", "+").replace("_", "/")
        decoded = base64.b64decode(standard[: len(standard) // 4 * 4] or "", validate=False)
        found += [decoded.decode("utf-8", "replace"), unquote_plus(decoded.decode("utf-8", "replace"))]
    return "\n".join(found)


def basic(client: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()


@given(
    secret=SECRETS, name=st.sampled_from(["client_secret", "password", "code", "refresh_token", "assertion"])
)
def test_no_secret_survives(secret: str, name: str) -> None:
    echoed = f"no such value: {secret}"
    exchange = Exchange(
        "token request",
        "POST",
        "https://issuer.example/token?"
        + urlencode({name: secret, "open": "yes"})
        + f"#{name}={quote(secret)}",
        (
            FORM,
            ("Authorization", basic("client", quote_plus(secret))),
            ("X-Trace", basic("abc", secret)),
            ("Cookie", f"a={quote(secret, safe='')}; b={quote(secret)}"),
        ),
        urlencode({"grant_type": "x", name: secret, "note": f"-{secret}-"}),
        answer_headers=(
            JSON,
            ("Location", f"https://app.example/cb?{name}={quote(secret)}&state=abc"),
            ("X-Echo", quote(secret, safe="").lower()),
        ),
        answer_body=json.dumps({"access_token": secret, "error_description": echoed, "in": {"b": [secret]}}),
    )
    shown = masked(exchange)
    for text in texts_of(shown):
        assert secret not in everything_readable(text)
    assert json.loads(shown.answer_body)["access_token"] == MASK
    assert "grant_type=x" in shown.body
    assert "open=yes" in shown.address
    assert "state=abc" in dict(shown.answer_headers)["Location"]


@given(secret=SECRETS)
def test_a_known_secret_is_found_where_no_name_tells(secret: str) -> None:
    blob = base64.urlsafe_b64encode(b"{'a':1}" + secret.encode() + b"...").decode()
    exchange = Exchange(
        "x",
        "GET",
        f"https://issuer.example/{quote(secret, safe='')}/x",
        (("X-A", secret), ("X-B", f"id.{blob}.x")),
        answer_body=f"<p>{secret}</p>",
    )
    for text in texts_of(masked(exchange, [secret])):
        assert secret not in everything_readable(text)


@given(secret=SECRETS, cut=st.integers(2, 60))
def test_json_that_is_cut_off_hides_what_there_is_of_a_secret(secret: str, cut: int) -> None:
    head = '{"error": "x", "refresh_token": "'
    body = head + json.dumps(secret)[1:-1][:cut]
    shown = masked(Exchange("x", "POST", "https://issuer.example/", answer_headers=(JSON,), answer_body=body))
    assert shown.answer_body == f'{head}{MASK}"'


@pytest.mark.parametrize("length", [8, 9, 40, 400])
def test_a_mask_says_nothing_of_the_length(length: int) -> None:
    body = urlencode({"client_secret": "q" * length})
    assert masked(Exchange("x", "POST", "https://a.example/", (FORM,), body)).body == f"client_secret={MASK}"


def test_what_is_no_secret_stays_letter_by_letter() -> None:
    answer = (
        '{ "token_type" :"Bearer", "expires_in":1E2,"scope": "a b", "code": "invalid_request", "a": null}'
    )
    exchange = Exchange(
        "token request",
        "POST",
        "https://issuer.example/token?audience=https%3A%2F%2Fapi%2F&token_type_hint=access_token",
        (FORM, ("Accept", "application/json"), ("Authorization", "Bearer abcdefgh")),
        "grant_type=client_credentials&scope=a+b&client_id=me&client_assertion_type=urn%3Ax",
        status=200,
        answer_headers=(JSON, ("Date", "Sun, 01 Jan 2034 00:00:00 GMT")),
        answer_body=answer,
    )
    shown = masked(exchange)
    assert (shown.address, shown.body, shown.answer_body) == (exchange.address, exchange.body, answer)
    assert shown.answer_headers == exchange.answer_headers
    assert shown.headers == (*exchange.headers[:2], ("Authorization", f"Bearer {MASK}"))


def test_a_token_is_hidden_by_its_looks() -> None:
    token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."
    shown = Masker({}, mask_mark).text(f"<input name=t value={token}> and %3D{token}x, but eyJ alone")
    assert shown == f"<input name=t value={MASK}> and %3D{MASK}, but eyJ alone"


def test_what_stands_below_a_secret_name_is_hidden_however_much_it_is() -> None:
    body = json.dumps(
        {"tokens": [f"opaque-{n}" for n in range(500)] + [{"a": "xyz"}], "kept": ["open", "abc"]}
    )
    exchange = Exchange("x", "GET", "https://a.example/", answer_headers=(JSON,), answer_body=body)
    shown = json.loads(masked(exchange).answer_body)
    assert shown == {"tokens": [MASK] * 500 + [{"a": MASK}], "kept": ["open", "abc"]}


def test_cookies_keep_names_and_attributes() -> None:
    exchange = Exchange(
        "x",
        "GET",
        "https://me:hidden@issuer.example/",
        (("Cookie", "a=hidden; b=hidden2"),),
        answer_headers=(("Set-Cookie", "sid=s3cr3t-value; Path=/; HttpOnly"),),
    )
    shown = masked(exchange)
    assert dict(shown.headers)["Cookie"] == f"a={MASK}; b={MASK}"
    assert dict(shown.answer_headers)["Set-Cookie"] == f"sid={MASK}; Path=/; HttpOnly"
    assert shown.address == f"https://{MASK}@issuer.example/"


def test_a_note_hides_its_secret_values_and_what_is_known() -> None:
    note = Note(
        "PKCE",
        "verifier-of-this was made",
        (Value("code_verifier", "verifier-of-this", True), Value("m", "S256")),
    )
    shown = masked(note, ["S256"])
    assert shown.sentence == f"{MASK} was made"
    assert [value.text for value in shown.values] == [MASK, MASK]


def test_the_secrets_of_earlier_steps_are_known() -> None:
    first = Exchange("token", "POST", "https://a.example/", answer_body='{"access_token": "opaque-one"}')
    note = Note("x", values=(Value("v", "verifier-1", True), Value("open", "open-value")))
    assert set(secrets_of([first, note])) == {"opaque-one", "verifier-1"}


@pytest.mark.parametrize(
    "name",
    "client_secret password access_token refresh_token id_token id_token_hint code code_verifier device_code"
    " client_assertion assertion subject_token token mfa_token X-Api-Key x-auth-token SAMLResponse"
    " registration_access_token key_passphrase logout_token".split(),
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    "token_type token_type_hint token_endpoint client_assertion_type subject_token_type state nonce scope user_code"
    " code_challenge code_challenge_method client_id expires_in id_token_signing_alg_values_supported"
    " token_endpoint_auth_methods_supported error error_description redirect_uri access_token_lifetime".split(),
)
def test_names_that_hold_no_secret(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize("part", ['\\"', '"', '"a":', "eyJ-", "a=b&", "-eyJ", '{"token":'])
def test_hostile_texts_take_no_time(part: str) -> None:
    """Each is read once; a reader that starts anew at each quote would not come back within a day."""
    text = part * (1_500_000 // len(part))
    masker = Masker({"long-secret": "x"}, mask_mark)
    assert masker.json(text)
    assert masker.pairs(text)
