"""A token that was cut into lines, strings or cookies, or encoded once more, is put together again."""

import base64
import json
from collections.abc import Callable

import pytest

from jotlens.tokens.find import find
from tests.support.token_texts import HS256, RS256, TOKENS


def cut(token: str, width: int) -> list[str]:
    return [token[start : start + width] for start in range(0, len(token), width)]


def between(separator: str, before: str = "", after: str = "") -> Callable[[list[str]], str]:
    return lambda pieces: before + separator.join(pieces) + after


CUTS: dict[str, Callable[[list[str]], str]] = {
    "bare": between("\n"),
    "Windows": between("\r\n"),
    "indented": between("\n    ", "    "),
    "mail": between("\n", "Hi,\n\nhere is the token:\n\n", "\n\nRegards\n"),
    "reply": between("\n> ", "On Mon, Bob wrote:\n> the token is\n> ", "\n> and so on, he wrote\n"),
    "comment": between("\n# ", "# ", "\n"),
    "YAML folded": between("\n  ", "token: >-\n  ", "\nnext: 1\n"),
    "YAML literal": between("\n    ", "a:\n  token: |\n    ", "\n  b: x\n"),
    "in a JSON string": lambda pieces: json.dumps({"t": "\r\n".join(pieces)}),
    "quoted-printable": between("=\n", "Content-Transfer-Encoding: quoted-printable\n\nToken: ", "\nBye"),
    "shell": between("\\\n", 'x="', '"'),
    "JavaScript": between("' +\n        '", "var t = '", "';"),
    "Java": between('"\n     + "', 'String t = "', '";'),
    "PHP": between("' .\n  '", "$t = '", "';"),
    "Visual Basic": between('" & _\n  "', 't = "', '"'),
    "Python": between('"\n    "', 'TOKEN = (\n    "', '"\n)\n'),
    "one line": between('" + "', 't = "', '"'),
    "zero-width spaces": between("\u200b"),
    "soft hyphens": between("\u00ad"),
    "damaged zero-width spaces": between("\u00e2\u20ac\u2039"),
    "colours": between("\x1b[m\x1b[K", "app.log:12:tok=\x1b[01;31m\x1b[K", " end"),
}


@pytest.mark.parametrize("width", [40, 64, 76, 120])
@pytest.mark.parametrize("shape", TOKENS)
@pytest.mark.parametrize("way", CUTS)
def test_a_cut_token_is_put_together(way: str, shape: str, width: int) -> None:
    assert [found.text for found in find(CUTS[way](cut(TOKENS[shape], width))).found] == [TOKENS[shape]]


@pytest.mark.parametrize("shape", TOKENS)
@pytest.mark.parametrize("separator", [".\n", "\n.", ".\r\n  "])
def test_a_token_broken_at_its_dots_is_put_together(shape: str, separator: str) -> None:
    text = TOKENS[shape].replace(".", separator)
    assert [found.text for found in find(text).found] == [TOKENS[shape]]
    assert [found.text for found in find(f"Here it is:\n{text}\nthanks\n").found] == [TOKENS[shape]]


@pytest.mark.parametrize("shape", sorted(set(TOKENS) - {"unregistered"}))
@pytest.mark.parametrize(
    "next_line", ["thanks", "x", "k" * 43, "abc.def", "-- \nBob", "Host: api.example", "B=2"]
)
def test_the_next_line_is_left_alone(shape: str, next_line: str) -> None:
    token = TOKENS[shape]
    assert [found.text for found in find(f"{token}\n{next_line}\n").found] == [token]
    wrapped = "\n".join(cut(token, 76))
    if not len(token) % 76 or next_line != "k" * 43:
        assert [found.text for found in find(f"so:\n{wrapped}\n{next_line}\n").found] == [token]


ESCAPES: dict[str, Callable[[str], str]] = {
    "percent": lambda token: (
        "?token=" + "".join(f"%{ord(c):02X}" if c in ".-_~" else c for c in token) + "&x=1"
    ),
    "percent twice": lambda token: "?token=" + token.replace(".", "%252e") + "&x=1",
    "HTML": lambda token: "<p>" + token.replace(".", "&#46;").replace("-", "&#x2d;") + "</p>",
    "JSON": lambda token: '{"t":"' + token.replace(".", "\\u002e") + '"}',
    "Markdown": lambda token: token.replace("_", "\\_").replace("-", "\\-"),
    "quoted-printable": lambda token: "t=3D" + token.replace(".", "=2E") + "\n",
}


@pytest.mark.parametrize("shape", TOKENS)
@pytest.mark.parametrize("way", ESCAPES)
def test_an_escaped_token_is_written_out(way: str, shape: str) -> None:
    text = ESCAPES[way](TOKENS[shape])
    (found,) = find(text).found
    assert found.text == TOKENS[shape]
    assert 0 <= found.start < found.end <= len(text)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


ENCODED: dict[str, Callable[[str], str]] = {
    "alone": encoded,
    "twice": lambda token: encoded(encoded(token)),
    "over lines": lambda token: "x:\n" + "\n".join(cut(encoded(token), 76)) + "\n\nbye",
    "Kubernetes": lambda token: f"kind: Secret\ndata:\n  token: {encoded(token)}\n  user: YWRtaW4=\n",
    "answer": lambda token: encoded(json.dumps({"access_token": token, "expires_in": 60})),
    "Basic": lambda token: f"Authorization: Basic {encoded('x:' + token)}",
    "HAR": lambda token: json.dumps(
        {
            "log": {
                "entries": [{"response": {"content": {"encoding": "base64", "text": encoded("t=" + token)}}}]
            }
        }
    ),
}


@pytest.mark.parametrize("shape", TOKENS)
@pytest.mark.parametrize("way", ENCODED)
def test_a_token_that_was_encoded_once_more_is_decoded(way: str, shape: str) -> None:
    text = ENCODED[way](TOKENS[shape])
    finds = find(text)
    assert [found.text for found in finds.found] == [TOKENS[shape]]
    assert "base64 encoding" in finds.stripped
    assert 0 <= finds.found[0].start < finds.found[0].end <= len(text)


def test_what_is_encoded_too_deep_stays_a_word() -> None:
    deep = encoded(encoded(encoded(encoded(HS256))))
    assert [found.text for found in find(deep).found] == [deep]


@pytest.mark.parametrize("name", ["appSession.%d", "__session__%d", "next-auth.session-token.%d"])
@pytest.mark.parametrize("shape", TOKENS)
def test_a_cookie_in_parts_is_one_token(shape: str, name: str) -> None:
    token = TOKENS[shape]
    parts = [(name % number, part) for number, part in enumerate(cut(token, len(token) // 3 + 1))]
    header = "Cookie: " + "; ".join(f"{part_name}={part}" for part_name, part in parts) + "; x=1"
    finds = find(header)
    assert [found.text for found in finds.found] == [token]
    assert finds.stripped == ("cookie", "parts of a cookie")
    recorded = json.dumps({"cookies": [{"name": part_name, "value": part} for part_name, part in parts]})
    assert [found.text for found in find(recorded).found] == [token]


def test_a_cookie_between_the_parts_of_another_is_found_too() -> None:
    text = f"Cookie: a.0={RS256[:200]}; b={HS256}; a.1={RS256[200:]}"
    assert [(found.text, found.field) for found in find(text).found] == [(RS256, "a"), (HS256, "b")]


def test_parts_that_are_no_token_are_left_alone() -> None:
    assert find("Cookie: a.0=abcdefghijkl; a.1=mnopqrstuvwx").found == ()
    assert [found.text for found in find(f"Cookie: a.0={HS256}; a.1=mnopqrstuvwx").found] == [HS256]
