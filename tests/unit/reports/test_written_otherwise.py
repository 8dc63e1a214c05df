"""A secret is taken out of whatever it is written in: by its name, in markup, in every coding, at every place of a HAR."""

import base64
import gzip
import html
import json
import quopri
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from jotlens.cases.source import Bytes
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import learn_har, redacted_har
from jotlens.reports.log_writer import learn_log, redacted_log
from jotlens.reports.redaction import Redactor
from tests.support.leaks import leaks
from tests.support.recording import Recording

SECRET, EMAIL = "s3cr3tQ0paqueT0kenValue", "zoe.doe@corp.example"
GITHUB = "ghp_" + "A1b2" * 9
JSON = json.dumps({"refresh_token": SECRET, "email": EMAIL})


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def _percent(text: str, times: int) -> str:
    return text if not times else quote(_percent(text, times - 1), safe="")


WRITTEN = {
    "json in json in json": json.dumps({"a": json.dumps({"b": json.dumps({"c": JSON})})}),
    "form, percent twice": "x=" + _percent(f"refresh_token={SECRET}&email={EMAIL}", 2),
    "json, percent 3 times": "x=" + _percent(JSON, 3),
    "json, percent 6 times": "x=" + _percent(JSON, 6),
    "json, percent 40 times": "x=" + _percent(JSON, 40),
    "base64 6 times": b64(b64(b64(b64(b64(b64(JSON)))))),
    "base64 with padding": b64(JSON + "  "),
    "base64 with one sign of padding": b64(JSON + " "),
    "base64 in lines": base64.encodebytes((JSON * 3).encode()).decode(),
    "base64 in percent": quote(b64(JSON), safe=""),
    "base64url and a dot": base64.urlsafe_b64encode(JSON.encode()).decode().rstrip("=") + ".xx",
    "utf-16 in base64": b64(JSON.encode("utf-16-le")),
    "utf-16 with a mark in base64": b64(JSON.encode("utf-16")),
    "utf-16 the other way in base64": b64(JSON.encode("utf-16-be")),
    "gzip in base64": json.dumps({"z": b64(gzip.compress(JSON.encode(), mtime=0))}),
    "zlib in base64": json.dumps({"z": b64(zlib.compress(JSON.encode()))}),
    "entities": "".join(f"&#{ord(letter)};" for letter in JSON),
    "entities in hex": "".join(f"&#x{ord(letter):x};" for letter in JSON),
    "attribute": f'<div data-x="{html.escape(JSON)}">',
    "quoted-printable": quopri.encodestring(
        f"Hello, refresh_token={SECRET} of {EMAIL}{' and on' * 20} {EMAIL} {SECRET}".encode()
    ).decode(),
    "hex escapes": "var x='" + "".join(f"\\x{ord(letter):02x}" for letter in JSON) + "'",
    "some hex escapes": "var x='" + JSON.replace('"', "\\x22").replace("@", "\\x40") + "'",
    "saml": b64(
        f'<samlp:Response xmlns:samlp="x"><ds:SignatureValue>{SECRET * 3}</ds:SignatureValue>'
        f"<saml:NameID>{EMAIL}</saml:NameID></samlp:Response>"
    ),
    "multipart": f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{SECRET}\r\n'
    f'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n{EMAIL}\r\n--b--\r\n',
    "element": f"<r><access_token>{SECRET}</access_token><Email>{EMAIL}</Email></r>",
    "element of a space": f'<wsse:Password Type="x">{SECRET}</wsse:Password>',
    "property list": f"<dict><key>refresh_token</key><string>{SECRET}</string></dict>",
    "hidden field": f'<input type="hidden" name="code" value="{SECRET}"/>',
    "hidden field, turned": f"<input type=hidden value='{SECRET}' name='access_token'>",
    "setting": f'<add key="ClientSecret" value="{SECRET}"/>',
    "jsonp": f"cb({JSON});",
    "javascript": f"cb({{'refresh_token':'{SECRET}'}});",
    "arrow": f"[refresh_token => {SECRET}]",
    "pair": json.dumps([{"name": "refresh_token", "value": SECRET}]),
    "pair by key": json.dumps([{"key": "password", "value": SECRET}]),
    "camel": json.dumps({"clientSecret": SECRET}),
    "kebab": json.dumps({"client-secret": SECRET}),
    "session token": json.dumps({"sessionToken": SECRET}),
    "other token": json.dumps({"magicLinkToken": SECRET}),
    "old password": json.dumps({"oldPassword": SECRET}),
    "signature": json.dumps({"payload": "e30", "signatures": [{"signature": SECRET}]}),
    "private key": json.dumps({"private_key": SECRET}),
    "jwk": json.dumps({"kty": "RSA", "n": "abc", "e": "AQAB", "d": SECRET}),
    "jwk of a shared key": json.dumps({"keys": [{"kty": "oct", "k": SECRET}]}),
    "pem": f"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg{SECRET}\n-----END PRIVATE KEY-----\n",
    "pem in json": json.dumps(
        {"x": f"-----BEGIN EC PRIVATE KEY-----\n{SECRET}\n-----END EC PRIVATE KEY-----"}
    ),
    "yaml": f"refresh_token: {SECRET}\npassword: '{SECRET}'\n",
    "session in a path": f"GET /app;jsessionid={SECRET}?x=1",
    "known by its look in a path": f"https://api.example/x/{GITHUB}/y",
    "websocket address": f"wss://api.example/socket?token={SECRET}&login_hint={quote(EMAIL)}",
    "address of an application": f"com.example.app://cb?code={SECRET}",
    "address with a user": f"https://user:{SECRET}@api.example/x {SECRET}",
    "headers in json": json.dumps(
        {"headers": {"Authorization": f"Bearer {SECRET}", "Cookie": f"a={SECRET}"}}
    ),
    "list of headers in json": json.dumps({"headers": [f"Authorization: Bearer {SECRET}"]}),
    "curl": f"curl -H 'X-Api-Key: {SECRET}' -u user:{SECRET} https://x.example",
    "curl with data": f"curl -d 'client_secret={SECRET}&x=1'",
    "graphql": json.dumps({"query": f'mutation{{login(password:"{SECRET}",email:"{EMAIL}"){{token}}}}'}),
    "events": f"data: {JSON}\n\nevent: x\ndata: {JSON}\n\n",
    "lines of json": f"{JSON}\n{JSON}\n",
    "json with a guard": ")]}',\n" + JSON,
    "address in a path": f"https://api.example/users/{EMAIL}/x and /users/zoe.doe%40corp.example/x",
    "session alone": json.dumps({"session": SECRET}),
    "sid alone": f"x: 1, sid={SECRET};",
    "ticket": f"ticket: {SECRET}",
    "auth": json.dumps({"auth": SECRET}),
    "credentials": json.dumps({"credentials": [SECRET]}),
    "key base": f"SECRET_KEY_BASE={SECRET}\n",
    "value of a token": json.dumps({"access_token": {"value": SECRET}}),
    "value of a password": json.dumps({"password": {"value": SECRET}}),
    "list of tokens": json.dumps({"tokens": ["x", SECRET]}),
    "tokens by their kinds": json.dumps({"tokens": {"access": SECRET, "refresh": {"value": SECRET}}}),
    "list of secrets": json.dumps({"secrets": [{"value": SECRET}]}),
    "pair in capitals": json.dumps([{"Key": "password", "Value": SECRET}]),
    "pair by field": json.dumps([{"field": "client_secret", "value": SECRET}]),
    "pair by a label in words": json.dumps([{"label": "Access token", "value": SECRET}]),
    "pair by label": json.dumps([{"id": "17", "label": "Password", "value": SECRET}]),
    "cookie of a script": f'e(function(){{document.cookie="sid={SECRET}; path=/"}})',
    "cookie of curl": f'curl -b "x={SECRET}" https://x.example',
    "cookie of curl without marks": f"curl --cookie x={SECRET} https://x.example",
    "user of curl": f"curl -ua:{SECRET} https://x.example",
    "multipart in single marks": f"--b\r\nContent-Disposition: form-data; name='code'\r\n\r\n{SECRET}\r\n--b--\r\n",
    "block of yaml": f"a:\n  client_secret: |\n    {SECRET}\n  b: 1\n",
    "folded block of yaml": f"client_secret: >-\n  {SECRET}\n",
    "address that ends in it": json.dumps({"token": f"https://h.example/reset/{SECRET}"}),
    "entities of @": "zoe.doe&#0064;corp.example zoe.doe&commat;corp.example zoe.doe&#64corp.example",
}
IN_HAR: dict[str, Callable[[Recording, str], None]] = {
    "answer": lambda to, text: to.add("GET", "https://api.example/x", answer=text),
    "header": lambda to, text: to.add("GET", "https://api.example/x", headers={"X-Note": text}),
    "query": lambda to, text: to.add("GET", f"https://api.example/x?q={quote(text, safe='')}"),
    "path": lambda to, text: to.add("GET", f"https://api.example/x/{quote(text, safe='')}/y"),
    "posted": lambda to, text: to.add("POST", "https://api.example/x", form={"q": text}),
    "websocket": lambda to, text: _with(to, _webSocketMessages=[{"type": "send", "data": text}]),
    "unknown member": lambda to, text: _with(to, _x={"deep": [{"z": text}]}),
}
SECRETS = {"secret": SECRET, "e-mail": EMAIL, "github": GITHUB}


def _with(recording: Recording, **members: Any) -> None:
    recording.add("GET", "https://api.example/x")
    recording.entries[-1] |= members


def _redacted(recording: Recording) -> str:
    redactor = Redactor(Level.OUTSIDE, FingerprintKey(b"a key of these tests"))
    har = recording.har()
    learn_har(Bytes(har), redactor)
    return b"".join(redacted_har(Bytes(har), redactor)).decode()


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("place", IN_HAR)
def test_it_is_found_in_a_har(way: str, place: str) -> None:
    recording = Recording()
    IN_HAR[place](recording, WRITTEN[way])
    assert leaks(_redacted(recording), SECRETS) == []


@pytest.mark.parametrize("way", WRITTEN)
def test_it_is_found_in_a_log(way: str) -> None:
    redactor = Redactor(Level.OUTSIDE, FingerprintKey(b"a key of these tests"))
    log = WRITTEN[way].encode()
    learn_log(Bytes(log), redactor)
    assert leaks(b"".join(redacted_log(Bytes(log), redactor)).decode(), SECRETS) == []


@pytest.mark.parametrize(
    "members",
    [
        {"_meta": {EMAIL: {"password": SECRET}}},
        {"_auth": {"access_token": SECRET}},
        {"access_token": SECRET},
        {"comment": f"token={SECRET} {EMAIL}"},
        {"pageref": f"https://x.example/?token={SECRET}&u={EMAIL}"},
        {"startedDateTime": f"2026 {EMAIL}"},
        {"_initiator": {"stack": {"parent": {"callFrames": [{"url": f"https://x.example/?code={SECRET}"}]}}}},
        {"request": f"GET /x HTTP/1.1\r\nAuthorization: Bearer {SECRET}\r\nCookie: a={SECRET}\r\n\r\n"},
        {"request": {"method": f"GET {EMAIL}", "url": {"raw": f"https://x.example/?code={SECRET}"}}},
        {"request": {"headers": {"Authorization": f"Bearer {SECRET}", "Cookie": f"a={SECRET}"}}},
        {"request": {"headers": [f"Authorization: Bearer {SECRET}"]}},
        {"request": {"headers": [{"name": "Authorization", "value": [f"Bearer {SECRET}"]}]}},
        {"request": {"headers": [{"name": "x", "value": {"access_token": SECRET}}]}},
        {"request": {"cookies": {"a": SECRET}}},
        {"request": {"cookies": [["a", SECRET]]}},
        {"request": {"cookies": [{"name": "a", "value": "x", "comment": EMAIL, "password": SECRET}]}},
        {"request": {"queryString": [{"name": "x", "value": f"access_token={SECRET}"}]}},
        {"request": {"postData": {"params": [{"name": "password", "value": SECRET, "fileName": EMAIL}]}}},
        {"response": {"statusText": f"token={SECRET} {EMAIL}", "content": {"mimeType": f"x; u={EMAIL}"}}},
        {"response": {"content": {"encoding": "BASE64", "text": b64(JSON)}}},
        {"response": {"content": {"encoding": "base64", "text": b64(gzip.compress(JSON.encode()))}}},
        {"response": {"content": {"encoding": "base64", "text": b64(JSON.encode("utf-16"))}}},
    ],
    ids=lambda members: json.dumps(members)[:60],
)
def test_it_is_found_wherever_it_stands_in_an_entry(members: dict[str, Any]) -> None:
    recording = Recording()
    _with(recording, **members)
    assert leaks(_redacted(recording), SECRETS) == []


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "Proxy-Authorization",
        "X-Authorization",
        "X-Auth",
        "X-Auth-Key",
        "X-Session-Id",
        "X-Api-Key",
        "X-Access-Key",
        "X-Client-Secret",
        "X-Password",
        "X-Amz-Security-Token",
        "X-Amz-Signature",
        "Ocp-Apim-Subscription-Key",
        "X-XSRF-TOKEN",
        "Sec-WebSocket-Protocol",
    ],
)
@pytest.mark.parametrize("value", [SECRET, f"Bearer {SECRET}"])
def test_it_is_found_in_a_header(name: str, value: str) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", headers={name: value})
    assert leaks(_redacted(recording), SECRETS) == []


def test_a_password_is_known_from_the_credentials_that_it_was_encoded_in() -> None:
    recording = Recording()
    recording.add(
        "GET", f"https://x.example/{SECRET}", headers={"Authorization": f"Basic {b64(f'user:{SECRET}')}"}
    )
    assert leaks(_redacted(recording), SECRETS) == []


@pytest.mark.parametrize("between", ["\n", ", "])
def test_several_cookies_in_one_header_are_each_taken_out(between: str) -> None:
    several = f"a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/{EMAIL}{between}sess={SECRET}; Path=/"
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer_headers={"Set-Cookie": several})
    out = _redacted(recording)
    assert leaks(out, SECRETS) == []
    assert "Expires=Wed, 21 Oct 2026 07:28:00 GMT" in out


def test_a_person_is_no_name_of_a_cookie() -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", headers={"Cookie": f"{EMAIL}=1; u_{quote(EMAIL)}=2"})
    assert leaks(_redacted(recording), SECRETS) == []


@pytest.mark.parametrize("code", ["4/0AXy-Zq7Hh_kk9/abc", "Zq7Hh.kk9", "Tr0ub4dor", "abcdefgh"])
@pytest.mark.parametrize("around", ["", "a", "ab", "abc"])
def test_what_is_known_is_found_in_any_place_of_an_address_and_however_short_in_base64(
    code: str, around: str
) -> None:
    recording = Recording()
    recording.add("GET", f"https://{code}.app.example/{code}/z?q={b64(around + code)}", answer={"code": code})
    recording.add("GET", "https://app.example/x", answer=f"see {b64(around + code).rstrip('=')} there")
    assert leaks(_redacted(recording), {"code": code}) == []


@pytest.mark.parametrize(
    "address", ["zoë@exämple.de", "пётр@почта.рф", "zoe@xn--e1afmkfd.xn--p1ai", "用户@例子.广告"]
)
@pytest.mark.parametrize("write", [str, quote, b64, json.dumps, lambda text: text.replace("@", "&#x40;")])
def test_an_address_of_any_script_is_found(address: str, write: Callable[[str], str]) -> None:
    recording = Recording()
    recording.add("GET", "https://api.example/x", answer=f"of {write(address)} here")
    assert leaks(_redacted(recording), {"e-mail": address}) == []


def test_a_number_that_is_a_password_is_taken_out() -> None:
    recording = Recording()
    recording.add(
        "GET", "https://api.example/x", answer={"otp": 12345678, "password": 987654321, "code": 404}
    )
    out = _redacted(recording)
    assert leaks(out, {"otp": "12345678", "password": "987654321"}) == []
    assert '\\"code\\": 404' in out
