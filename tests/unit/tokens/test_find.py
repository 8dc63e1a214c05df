"""Tokens are found wherever people paste them from, and nothing else is taken for one."""

import json

import pytest

from jotlens.tokens import surroundings
from jotlens.tokens.find import find
from tests.support.token_texts import HS256, RS256, TOKENS, UNSECURED, jws, paseto

AROUND = {
    "bare": "%s",
    "blank lines": "\n\n   %s  \r\n",
    "scheme": "Bearer %s",
    "scheme in any case": "aUTHORIZATION:   bEaReR    %s  ",
    "request": "GET /orders HTTP/1.1\r\nHost: api.example\r\nAuthorization: DPoP %s\r\nAccept: */*\r\n\r\n",
    "cURL": "curl -sS https://api.example/v1 \\\n  -H 'Authorization: Bearer %s' \\\n  --compressed",
    "cURL for cmd": 'curl "https://api.example" ^\r\n  -H "Authorization: Bearer %s" ^\r\n  --compressed',
    "PowerShell": 'Invoke-RestMethod -Uri "x" `\r\n -Headers @{ "Authorization" = "Bearer %s"; "a"="1" } `\r\n',
    "quotes": '"%s"',
    "curly quotes": "use “%s” for staging – it’s valid",
    "guillemets": "«%s»",
    "backquotes": "| dev | `%s` |",
    "brackets": "token=[%s]",
    "angles": "<%s>",
    "markdown": "Try this:\n\n```jwt\n%s\n```\nand tell me.",
    "markdown link": "[decode](https://jwt.example/#token=%s) please",
    "fragment": "https://app.example/cb#access_token=%s&token_type=Bearer&state=x",
    "query": "https://idp.example/logout?id_token_hint=%s&state=1",
    "access log": '203.0.113.7 - - [14/Jun/2025:10:00:01 +0000] "GET /cb?id_token=%s HTTP/1.1" 302 0 "-" "x"',
    "form": "code=SplxlOBeZQQYbYS6WxSbIA&id_token=%s&state=xyz",
    "cookie": "Cookie: theme=dark; id=%s; _ga=GA1.2.123.456",
    "set-cookie": "Set-Cookie: token=%s; Path=/; HttpOnly",
    "JSON": '{"token":"%s","n":3}',
    "JSON in JSON": '{"log": "{\\"body\\": \\"{\\\\\\"id_token\\\\\\": \\\\\\"%s\\\\\\"}\\"}"}',
    "JSON escapes": '{"t":"a\\u003d%s\\u0026b"}',
    "JSON line breaks": '{"t":"one\\r\\n%s\\nthree"}',
    "HTML": '<input type="hidden" name="id_token" value="%s"/>',
    "HTML entities": "&lt;token&gt;%s&lt;/token&gt;&nbsp;&quot;x&quot;",
    "XML": '<auth><token type="jwt">%s</token></auth>',
    "env": "# secrets\nACCESS_TOKEN=%s\r\nPORT=3000\n",
    "YAML": "auth:\n  token: %s\n  realm: x\n",
    "kubeconfig": "config:\n  id-token: %s\n  refresh-token: rt-xCAFcS0FXnsBcDF908hH\n",
    "npmrc": "//npm.example/:_authToken=%s\nalways-auth=true\n",
    "Dockerfile": "FROM alpine\nENV TOKEN=%s \\\n    X=1\n",
    "SQL": "INSERT INTO s (id, jwt) VALUES (1, '%s');",
    "Python": "{'headers': {'Authorization': 'Bearer %s', 'Accept': '*/*'}, 'timeout': 3.5}",
    "Python bytes": "b'%s'",
    "JavaScript": "const t = '%s';\nfetch('/x', { headers: { authorization: `Bearer ${t}` } });",
    "stack trace": "TokenExpiredException: expired\n\tat com.example.jwt.Verifier.verify(Verifier.java:355)\n\ttoken=[%s]",
    "CSV": "id,token,exp\n1,%s,1750003600\n2,,\n",
    "diff": "--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n+JWT=%s\n",
    "comma": "the token is %s,",
    "bracket and quote": "the token is '%s')",
    "question": "is it %s?",
    "percent": "https://gw.example/login?next=https%%3A%%2F%%2Fapp.example%%2Fcb%%23id_token%%3D%s%%26state%%3D1",
    "percent twice": "x%%253D%s%%2526y",
    "colours": "\x1b[2m10:00\x1b[0m \x1b[3mtoken\x1b[0m\x1b[2m=\x1b[0m\x1b[1m%s\x1b[0m ok",
    "byte order mark": "\ufeff%s",
    "joiners": "\u2060%s\u200d",
    "hard spaces": "\xa0%s\xa0",
    "damaged byte order mark": "\u00ef\u00bb\u00bf%s",
    "quoted-printable": "token=3D%s",
}


@pytest.mark.parametrize("shape", TOKENS)
@pytest.mark.parametrize("place", AROUND)
def test_a_token_is_found_wherever_it_stands(place: str, shape: str) -> None:
    text, token = AROUND[place] % TOKENS[shape], TOKENS[shape]
    assert [found.text for found in find(text).found] == [token]


@pytest.mark.parametrize("place", AROUND)
def test_it_is_said_where_the_token_stood(place: str) -> None:
    text = AROUND[place] % RS256
    (found,) = find(text).found
    assert text[found.start : found.end] == RS256


@pytest.mark.parametrize("purpose", ["public", "local"])
@pytest.mark.parametrize("footer", ["", "key-1"])
def test_paseto_tokens_are_found(purpose: str, footer: str) -> None:
    token = paseto(purpose, footer)
    for text in (
        token,
        f"Authorization: Bearer {token}",
        f'{{"token": "{token}"}}',
        f"the token is {token}.",
    ):
        assert [found.text for found in find(text).found] == [token], text


def test_a_full_stop_ends_a_sentence_but_an_unsigned_token_too() -> None:
    assert [found.text for found in find(f"the token is {HS256}.").found] == [HS256]
    assert [found.text for found in find(f"Authorization: Bearer {UNSECURED}\n").found] == [UNSECURED]


def test_several_tokens_stand_in_the_order_of_their_first_appearance_and_once() -> None:
    first, second, third = RS256, TOKENS["jwe"], HS256
    for text in (
        f"{first}\n{second}\n{third}\n",
        f"10:01 in {first}\n10:02 out {second}\n10:03 in {first}\n10:04 {third}",
        f'["{first}", "{second}",\n "{third}"]',
        f"{first},{second},{third}",
        f"-JWT={first}\n+JWT={second}\n+JWT={third}\n",
    ):
        assert [found.text for found in find(text).found] == [first, second, third], text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Please find attached the minutes of the meeting of Monday.",
        "com.example.app.Main uses org.slf4j.Logger and www.open.example and 10.0.0.1",
        "com.example.app",
        "www.example.com",
        "1.2.3",
        "someone@example.com",
        "https://www.example.com/path/to.page?x=1&y=2.3.4#section.1.2",
        "https://app.example/cb?error=access_denied&error_description=no",
        "?code=SplxlOBeZQQYbYS6WxSbIA&state=x",
        "config=eyJhIjogMSwgImIiOiAyLCAiYyI6ICJhIGxvbmdlciB0ZXh0IG9mIG5vIGltcG9ydGFuY2UifQ==",
        '"integrity": "sha512-BOrOWcFh7kbEL+7vKPuyop8AejBDPVbx8eahOVG2BMi==", "resolved": "https://r.example/a-1.2.3.tgz"',
        "sha384-tpj0pAWSdV0Ofsy4TAkneu0G2je+9pLBr2L2fssBmH3KeF60lI38qRkOM3fSVXdH",
        '<img src="data:image/png;base64,iVBORw0KGgr8tpj0pAWSdV0Ofsy4TAkneu0G2je9pLBr2L2fssBmH3KeF60lI38qR=">',
        '{"issuer": "https://open.example", "jwks_uri": "https://open.example/jwks"}',
        '{"kty": "OKP", "crv": "Ed25519", "x": "A1Oo3hw8yhD5Zk1nqEKMcJXg", "kid": "open"}',
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAS27=\n-----END PUBLIC KEY-----\n",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 user@example",
        '{\n  "alg": "HS256",\n  "typ": "JWT"\n}\n{\n  "sub": "x"\n}',
        "undefined",
        "Authorization: Bearer null",
        "Bearer [object Object]",
        "Authorization: Bearer ${token}",
        '{"access_token": "eyJz93a...k4laUWw", "token_type": "Bearer"}',
        '{"access_token": "ACCESS_TOKEN"}',
        "client.call(access_token=settings.value_of_the_token)",
        '{"payload": fields["payload"], "signature": sign(fields)}',
        "'; alert(document.cookie); //",
        "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "部落格",
    ],
)
def test_what_is_no_token_yields_nothing(text: str) -> None:
    assert find(text).found == ()


@pytest.mark.parametrize(
    "text",
    [
        "2YotnFZFEjr1zCsicMWpAA",
        "mF_9.B5f-4.1JqM",
        "s:l3mReuTeIohAlwiK6NwhAS6x09pSw8Ni.sieJ3WwBgtWe",
        "fb25b2fa-657f-44f0-a613-58b565a29db1",
        "auth0|123456",
        "a.b.c",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0",
        "eyJhbGciOiJIUzI1NiJ9.eyJzb21lIjoicGF5bG9hZCJ9...",
        "eyJhbGciOiJIUzI1NiJ9=.dGVzdA.AAAA",
        f"{HS256}?",
        f"{HS256}.",
        f"{HS256}=",
        HS256.replace(".", ".    ", 1),
        HS256.replace("-", "+").replace("_", "/").replace(".", ".!", 1),
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0.AAAA.!.AAAA.AAAA",
    ],
)
def test_a_text_that_is_one_token_is_found_as_it_stands_even_damaged(text: str) -> None:
    finds = find(f"  {text}\n")
    assert [found.text for found in finds.found] == [text]
    assert (finds.found[0].start, finds.found[0].end) == (2, 2 + len(text))


def test_a_piece_of_a_token_in_other_text_is_found_when_there_is_nothing_better() -> None:
    piece = HS256.rpartition(".")[0]
    assert [found.text for found in find(f"the log says {piece} and no more").found] == [piece]
    assert [found.text for found in find(f"the log says {piece} and {RS256}").found] == [RS256]


@pytest.mark.parametrize(
    "value",
    [
        {"payload": "dGVzdA", "protected": "eyJhbGciOiJIUzI1NiJ9", "signature": "AAAA"},
        {"payload": "dGVzdA", "signatures": [{"protected": "eyJhbGciOiJIUzI1NiJ9", "signature": "AAAA"}]},
        {
            "protected": "eyJlbmMiOiJBMTI4R0NNIn0",
            "recipients": [{"encrypted_key": "AAAA"}],
            "ciphertext": "AAAA",
        },
    ],
)
def test_json_serializations_are_one_token(value: object) -> None:
    token = json.dumps(value)
    assert [found.text for found in find(f"\n{token}\n").found] == [token]
    inside = json.dumps({"a": [value, 1]})
    assert [found.text for found in find(inside).found] == [token]
    assert [found.text for found in find(f"the answer was {token}, it said").found] == [token]


def test_a_forged_claims_set_beside_a_json_signature_is_not_found() -> None:
    text = json.dumps(
        {"  " + HS256.rpartition(".")[0] + ".": "", "protected": "e30", "payload": "e30", "signature": "A"}
    )
    assert [found.text for found in find(text).found] == [text]


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        (HS256, ()),
        (f"Bearer {HS256}", (surroundings.BEARER,)),
        (f"Authorization: DPoP {HS256}", (surroundings.HEADER, surroundings.DPOP)),
        (f'"{HS256}",', (surroundings.PUNCTUATION, surroundings.QUOTES)),
        (
            f'curl -H "Authorization: Bearer {HS256}"  x',
            (surroundings.CURL, surroundings.HEADER, surroundings.BEARER),
        ),
        (f"https://a.example/cb#access_token={HS256}", (surroundings.CALLBACK,)),
        (f"https://a.example/?t={HS256}", (surroundings.ADDRESS,)),
        (f'{{"access_token":"{HS256}"}}', (surroundings.ANSWER, surroundings.QUOTES)),
        (f'{{"value":"{HS256}"}}', (surroundings.JSON, surroundings.QUOTES)),
        (f"Cookie: a=b; s={HS256}", (surroundings.COOKIE,)),
        (f"a=1&jwt={HS256}", (surroundings.FORM,)),
        (f"TOKEN={HS256}", (surroundings.NAME,)),
        (f"see {HS256} there", (surroundings.TEXT,)),
        (HS256.replace(".", "%2E"), (surroundings.PERCENT,)),
        (HS256[:50] + "\n" + HS256[50:], (surroundings.LINE_BREAKS,)),
        (HS256[:50] + "\u200b" + HS256[50:], (surroundings.INVISIBLE,)),
        (HS256[:50] + "\x1b[1m" + HS256[50:], (surroundings.COLOURS,)),
        (f'"{HS256[:50]}" + "{HS256[50:]}"', (surroundings.QUOTES, surroundings.STRING_PIECES)),
    ],
)
def test_it_is_said_what_was_taken_off(text: str, stripped: tuple[str, ...]) -> None:
    assert find(text).stripped == stripped


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (HS256, ()),
        (f"a\u200bb {HS256}", ()),
        (f"\ufeff{HS256}\u200d", (0, len(HS256) + 1)),
        (f"\xa0{HS256}", (0,)),
        (f"x {HS256[:20]}\u200b{HS256[20:]}", (22,)),
        (f"x {HS256[:20]}\0\0{HS256[20:]}", (22, 23)),
        (f"{HS256}\0", (len(HS256),)),
        (f"x {HS256[:20]}\u00e2\u20ac\u2039{HS256[20:]}", (22,)),
    ],
)
def test_invisible_and_damaged_characters_of_a_token_are_pointed_out(
    text: str, hidden: tuple[int, ...]
) -> None:
    finds = find(text)
    assert [found.text for found in finds.found] == [HS256]
    assert finds.hidden == hidden


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (HS256, None),
        (f"it is {HS256}", None),
        (f'{{"id_token": "{HS256}"}}', "id_token"),
        (f"Cookie: a=b; appSession={HS256}", "appSession"),
        (f"authorization: Bearer {HS256}", "authorization"),
        (f'{{"name": "X-Token", "value": "Bearer {HS256}"}}', "X-Token"),
        (f'<input name="id_token" value="{HS256}">', "id_token"),
        (f"<jwt>{HS256}</jwt>", "jwt"),
        (f"token: >-\n  {HS256}\n", "token"),
    ],
)
def test_the_name_under_which_a_token_stood_is_kept(text: str, field: str | None) -> None:
    assert find(text).found[0].field == field


def test_two_tokens_on_two_lines_are_not_one() -> None:
    for first in TOKENS.values():
        for second in (HS256, jws("XS1", 40)):
            if first != second:
                assert [found.text for found in find(f"{first}\n{second}\n").found] == [first, second]
