"""Whatever a case holds, and however it is written there: nothing secret and nobody is left in what leaves.

2,000 cases are made at every run, 100,000 at night (`HYPOTHESIS_PROFILE=night`).
"""

import base64
import gzip
import html
import json
import os
import quopri
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jotlens.cases.source import Bytes
from jotlens.cases.story import tell
from jotlens.reports.disclosure import FingerprintKey, Level
from jotlens.reports.har_writer import learn_har, redacted_har
from jotlens.reports.log_writer import learn_log, redacted_log
from jotlens.reports.redaction import Redactor
from tests.support.leaks import leaks
from tests.support.recording import Recording
from tests.support.terminal import healthy_token

CASES = 100_000 if os.environ.get("HYPOTHESIS_PROFILE") == "night" else 2_000
KEY = FingerprintKey(b"a key of these tests")

PARTS = max(CASES // 1_000, 4)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A case that fails is not made smaller: that takes minutes."""

_opaque = st.text(
    "abcdefghijkmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", min_size=16, max_size=40
).filter(
    lambda text: re.fullmatch("[a-z_-]+", text) is None  # which could be a word of the file
)
_password = st.builds(
    lambda letters, odd, digit: f"{letters}{odd}{digit}",  # without a digit it could be a word of the file
    st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=14),
    st.text("!#$%&'()*+,./:;<=>?@[]^`{|}~\"\\\u00e4\u00df\u0107\u017e\u0259", max_size=8),
    st.sampled_from("0123456789"),
)
_email = st.builds(
    lambda name, host: f"{name}@{host}.example",
    st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=4, max_size=12),
    st.sampled_from(["corp", "mail.corp", "x-y"]),
)


def _wrapped(text: str) -> str:
    return "\n> ".join(text[place : place + 7] for place in range(0, len(text), 7))


ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "percent": lambda text: quote(text, safe=""),
    "percent twice": lambda text: quote(quote(text, safe=""), safe=""),
    "percent 3 times": lambda text: quote(quote(quote(text, safe=""), safe=""), safe=""),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64url": lambda text: base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode(),
    "base64 shifted": lambda text: base64.b64encode(f"ab{text}".encode()).decode(),
    "json": lambda text: json.dumps(text)[1:-1],
    "json in json": lambda text: json.dumps(json.dumps({"x": text}))[1:-1],
    "html": html.escape,
    "html numbers": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "html in hex": lambda text: "".join(f"&#x{ord(letter):x};" for letter in text),
    "json in percent": lambda text: quote(json.dumps({"x": text}), safe=""),
    "quoted-printable": lambda text: quopri.encodestring(text.encode(), quotetabs=True).decode(),
    "utf-16 in base64": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode(),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "lines": _wrapped,
    "unicode escapes": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text),
}
_encoding = st.sampled_from(sorted(ENCODINGS))
_noise = st.text("abc xyz.,:;{}[]<>\"'=&?/\\%\n", max_size=30)


_PLACES = (
    "body",
    "json body",
    "address",
    "path",
    "header",
    "cookie",
    "posted",
    "websocket",
    "own member",
    "markup",
    "early",
)


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Recording, dict[str, str]]:
    access = draw(st.one_of(_opaque, st.builds(lambda value: healthy_token(jti=value), _opaque)))
    secrets = {
        "access": access.split(".")[-1],
        "refresh": draw(_opaque),
        "code": draw(_opaque),
        "cookie": draw(_opaque),
        "client secret": draw(_opaque),
        "password": draw(_password),
        "email": draw(_email),
    }
    texts = {**secrets, "access": access}
    recording = Recording()
    recording.authorize(login_hint=texts["email"])
    recording.add(
        "POST",
        "https://login.example/u/login",
        302,
        form={"username": texts["email"], "password": texts["password"]},
        answer_headers={
            "Set-Cookie": f"appSession={texts['cookie']}; Path=/",
            "Location": f"https://app.example/cb?code={texts['code']}&state=s-1",
        },
    )
    recording.add(
        "POST",
        "https://login.example/oauth/token",
        form={
            "grant_type": "authorization_code",
            "code": texts["code"],
            "client_secret": texts["client secret"],
        },
        answer={"access_token": access, "refresh_token": texts["refresh"], "expires_in": 60},
    )
    recording.call(access, 200, answer={"sub": "auth0|7", "email": texts["email"]})
    for name in draw(st.lists(st.sampled_from(sorted(secrets)), min_size=1, max_size=3)):
        written = draw(_noise) + " " + ENCODINGS[draw(_encoding)](texts[name]) + " " + draw(_noise)
        match draw(st.sampled_from(_PLACES)):
            case "body":
                recording.add("GET", "https://api.example/x", answer=written)
            case "json body":
                recording.add("GET", "https://api.example/x", answer={"a": [{"b": written}]})
            case "address":
                recording.add("GET", f"https://api.example/x?q={quote(written)}#{quote(written)}")
            case "header":
                recording.add("GET", "https://api.example/x", headers={"X-Note": written})
            case "cookie":
                recording.add("GET", "https://api.example/x", headers={"Cookie": f"a={quote(written)}"})
            case "path":
                recording.add("GET", f"https://api.example/x/{quote(written, safe='')}/y?{quote(written)}")
            case "websocket":
                recording.add("GET", "https://api.example/x")
                recording.entries[-1]["_webSocketMessages"] = [{"type": "send", "data": written}]
            case "own member":
                recording.add("GET", "https://api.example/x")
                recording.entries[-1]["_own"] = {written: {"x": [written]}}
            case "markup":
                recording.add("GET", "https://api.example/x", answer=f"<p title='x'>{written}</p>")
            case "posted":
                recording.add("POST", "https://api.example/x", form={"q": written})
            case _:
                recording.add("GET", "https://api.example/x", answer=written)
                recording.entries.insert(0, recording.entries.pop())
    return recording, secrets


@pytest.mark.parametrize("part", range(PARTS))  # so that they are shared between the processors
@settings(
    max_examples=CASES // PARTS, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow]
)
@given(case=_cases())
def test_nothing_is_left_in_a_har(part: int, case: tuple[Recording, dict[str, str]]) -> None:
    assert part < PARTS
    recording, secrets = case
    har = recording.har()
    redactor = Redactor(Level.OUTSIDE, KEY)
    learn_har(Bytes(har), redactor)
    out = b"".join(redacted_har(Bytes(har), redactor))
    assert leaks(out.decode(), secrets) == []
    assert [event.kind for event in tell(Bytes(out)).story.events] == [
        event.kind for event in tell(Bytes(har)).story.events
    ]


@pytest.mark.parametrize("part", range(PARTS))
@settings(
    max_examples=max(CASES // PARTS // 4, 100),
    deadline=None,
    phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    token=_opaque,
    signed=_opaque,
    email=_email,
    more=st.lists(st.tuples(_noise, _encoding), min_size=1, max_size=4),
)
def test_nothing_is_left_in_a_log(
    part: int, token: str, signed: str, email: str, more: list[tuple[str, str]]
) -> None:
    assert part < PARTS
    jwt = healthy_token(jti=signed)
    lines = [
        f"2026-03-10T13:05:09Z INFO login of {email} Authorization: Bearer {jwt}",
        f'2026-03-10T13:05:10Z {{"refresh_token": "{token}"}}',
    ]
    for noise, encoding in more:
        lines += [noise + " " + ENCODINGS[encoding](text) for text in (token, email)]
        lines.append(_wrapped(jwt))
    log = "\n".join(lines).encode()
    redactor = Redactor(Level.OUTSIDE, KEY)
    learn_log(Bytes(log), redactor)
    out = b"".join(redacted_log(Bytes(log), redactor)).decode()
    assert leaks(out, {"signature": jwt.split(".")[2], "token": token, "email": email}) == []
    assert re.match(r"2026-03-10T13:05:09Z INFO login of user-\d+@redacted\.invalid ", out)
