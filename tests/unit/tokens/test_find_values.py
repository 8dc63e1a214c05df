"""Opaque tokens are found by the name they stand under, with what the answer says beside them."""

import pytest

from jotlens.tokens.find import find
from jotlens.tokens.model import TokenAnswer
from tests.support.token_texts import HS256

OPAQUE = "2YotnFZFEjr1zCsicMWpAA"
REFRESH = "tGzv3JOkF0XG5Qx2TlKWIA"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{{"access_token":"{OPAQUE}","refresh_token":"{REFRESH}"}}', [OPAQUE, REFRESH]),
        (f'{{"accessToken": "{OPAQUE}", "idToken": "{HS256}"}}', [OPAQUE, HS256]),
        (f'{{"error": "mfa_required", "mfa_token": "{OPAQUE}"}}', [OPAQUE]),
        (f'{{"body": "{{\\"access_token\\":\\"{OPAQUE}\\"}}"}}', [OPAQUE]),
        ('{"access_token":"a\\/b\\/0123456789"}', ["a/b/0123456789"]),
        (f"{{'access_token': '{OPAQUE}', 'expires_in': 60}}", [OPAQUE]),
        (f"https://app.example/cb#access_token={OPAQUE}&state=1", [OPAQUE]),
        ("https://app.example/cb#access_token=abc%2Fdef0123&state=1", ["abc/def0123"]),
        (f"grant_type=refresh_token&refresh_token={REFRESH}&client_id=x", [REFRESH]),
        (f"GET / HTTP/1.1\r\nAuthorization: Bearer {OPAQUE}\r\n", [OPAQUE]),
        (f'curl -H "authorization: DPoP {OPAQUE}" https://api.example', [OPAQUE]),
        (f'{{"name": "authorization", "value": "Bearer {OPAQUE}"}}', [OPAQUE]),
        (f"Authorization: Bearer {OPAQUE}", [OPAQUE]),
        (f"Authorization: token {OPAQUE}", [OPAQUE]),
        (f"Basic {OPAQUE}==", [f"{OPAQUE}=="]),
        (f"ACCESS_TOKEN={OPAQUE}", [OPAQUE]),
        (f'"{OPAQUE}";', [OPAQUE]),
        (f"Authorization: Bearer {HS256.rpartition('.')[0]}\nHost: x\n", [HS256.rpartition(".")[0]]),
        (f'{{"access_token": "{HS256}"}}', [HS256]),
    ],
)
def test_a_value_is_found_by_its_name(text: str, expected: list[str]) -> None:
    assert [found.text for found in find(text).found] == expected


@pytest.mark.parametrize(
    "text",
    [
        f'{{"csrf": "{OPAQUE}"}}',
        f"users:\n- name: x\n  user:\n    refresh-token: {REFRESH}\n",
        '{"access_token": "YOUR_ACCESS_TOKEN"}',
        '{"access_token": "********"}',
        '{"access_token": "{{access_token}}"}',
        '{"access_token": "[REDACTED]", "id_token": "..."}',
        "access_token=ACCESS_TOKEN&id_token=ID_TOKEN",
        "Send `Authorization: Bearer ACCESS_TOKEN` with every request.",
        "Authorization: Bearer <token>\nHost: x\n",
        "use Bearer tokens in Authorization headers, and nothing else",
    ],
)
def test_other_values_and_placeholders_are_not(text: str) -> None:
    assert find(text).found == ()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            f'{{"access_token": "{HS256}", "token_type": "Bearer", "expires_in": 86400, "scope": "read write"}}',
            TokenAnswer("Bearer", 86_400, "read write"),
        ),
        (f'{{"expires_in": "3600", "access_token": "{OPAQUE}"}}', TokenAnswer(None, 3_600, None)),
        (
            f'HTTP/1.1 200 OK\r\n\r\n{{"access_token":"{OPAQUE}","expires_in":60}}',
            TokenAnswer(None, 60, None),
        ),
        (
            f'{{"b": "{{\\"access_token\\":\\"{OPAQUE}\\",\\"expires_in\\":60}}"}}',
            TokenAnswer(None, 60, None),
        ),
        (f'{{"access_token":"{OPAQUE}","expires_in":"soon"}}', TokenAnswer(None, None, None)),
        (f'{{"access_token":"{OPAQUE}","expires_in":{"9" * 40}}}', TokenAnswer(None, None, None)),
        (
            f"https://app.example/cb#access_token={HS256}&token_type=DPoP&expires_in=7200&scope=read%20write&id_token={HS256}",
            TokenAnswer("DPoP", 7_200, "read write"),
        ),
        (f"access_token={OPAQUE}&scope=read+write", TokenAnswer(None, None, "read write")),
        (f'{{"access_token": "{HS256}"}}', None),
        (HS256, None),
        (
            f'[{{"access_token":"{OPAQUE}","expires_in":1}},{{"access_token":"{REFRESH}","expires_in":2}}]',
            None,
        ),
        ('{"access_token": "ACCESS_TOKEN", "expires_in": 60}', None),
    ],
)
def test_what_an_answer_says_beside_its_tokens(text: str, answer: TokenAnswer | None) -> None:
    assert find(text).answer == answer


def test_the_answer_inside_a_base64_body_is_read() -> None:
    text = '{"encoding":"base64","text":"eyJhY2Nlc3NfdG9rZW4iOiAiMllvdG5GWkZFanIxekNzaWNNV3BBQSIsICJleHBpcmVzX2luIjogNjB9"}'
    finds = find(text)
    assert [(found.text, found.field) for found in finds.found] == [(OPAQUE, "access_token")]
    assert finds.answer == TokenAnswer(None, 60, None)
