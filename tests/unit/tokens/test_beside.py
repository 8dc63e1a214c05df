"""Which access token belongs to which ID token of a login's answer."""

import pytest

from jotlens.tokens.beside import access_token_beside
from jotlens.tokens.find import find

FIRST, SECOND = "a" * 40, "b" * 40
ONE, TWO = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIyIn0."
TOKEN_ANSWER = f'{{"access_token": "{FIRST}", "id_token": "{ONE}"}}'
CALLBACK = f"http://127.0.0.1:8765/callback#id_token={TWO}&access_token={SECOND}"


@pytest.mark.parametrize(
    ("text", "of_one", "of_two"),
    [
        (f"{TOKEN_ANSWER}\n\n{CALLBACK}\n", FIRST, SECOND),
        (f"{TOKEN_ANSWER}\n\n{CALLBACK.partition('&')[0]}\n", FIRST, FIRST),
        (TOKEN_ANSWER, FIRST, None),
        (CALLBACK, None, SECOND),
        (f'{{"id_token": "{ONE}"}}', None, None),
        (f'{{"access_token": "{FIRST}",\n\n"id_token": "{ONE}"}}', FIRST, None),
    ],
)
def test_it_is_the_one_of_the_same_answer(text: str, of_one: str | None, of_two: str | None) -> None:
    finds = find(text)
    for token, expected in ((ONE, of_one), (TWO, of_two)):
        found = next((found for found in finds.found if found.text == token), None)
        assert (access_token_beside(finds, found) if found is not None else None) == expected
