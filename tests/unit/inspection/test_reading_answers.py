"""Answers in every dress: what status, challenge, code and words are read out of them."""

import pytest

from jotlens.inspection.diagnosis.challenge import Challenge, read_challenges
from jotlens.inspection.diagnosis.reading import TOKEN_MARK, Reading, read_answer, surroundings
from jotlens.inspection.model import ApiAnswer
from jotlens.tokens.read import read_all
from tests.unit.inspection.rejections import token

HTTP = (
    "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\n"
    'WWW-Authenticate: Bearer realm="api", error="invalid_token", error_description="The token expired"\r\n\r\n{}'
)


def read(text: str) -> Reading:
    return read_answer(None, text)


class TestChallenges:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("Bearer", [("bearer", {})]),
            ('Bearer realm="a, b"', [("bearer", {"realm": "a, b"})]),
            ("Bearer error=invalid_token", [("bearer", {"error": "invalid_token"})]),
            ('Bearer error="x", error_description="say \\"no\\""', [("bearer", {"error": "x", "error_description": 'say "no"'})]),
            ('DPoP algs="ES256", error="use_dpop_nonce", Bearer error="x"', [("dpop", {"algs": "ES256", "error": "use_dpop_nonce"}), ("bearer", {"error": "x"})]),
            ('Basic realm="a", Bearer', [("basic", {"realm": "a"}), ("bearer", {})]),
            ("Negotiate YIIabc==, Bearer scope='a b'", [("negotiate", {}), ("bearer", {"scope": "a b"})]),
            ('Bearer realm = "spaced" , error = "x"', [("bearer", {"realm": "spaced", "error": "x"})]),
            ("", []),
            ('="', []),
        ],
    )  # fmt: skip
    def test_are_read(self, value: str, expected: list[tuple[str, dict[str, str]]]) -> None:
        assert read_challenges(value) == tuple(
            Challenge(scheme, parameters) for scheme, parameters in expected
        )

    def test_an_unfinished_quotation_is_passed_over(self) -> None:
        assert read_challenges('Bearer error="invalid')[0].scheme == "bearer"

    def test_a_hostile_one_ends(self) -> None:
        assert len(read_challenges("a " * 10_000)) == 16


class TestStatus:
    @pytest.mark.parametrize(
        ("text", "status"),
        [
            (HTTP, 401),
            ("HTTP/2 200\n\nHTTP/2 403\n", 403),
            ('{"statusCode":403,"message":"x"}', 403),
            ('{"status": "401"}', 401),
            ("Request failed with status code 401", 401),
            ("401 Unauthorized", 401),
            ("my api returns 403 for this", 403),
            ("Server listens on port 4010", None),
            ("took 401 ms", None),
            ("HTTP/1.1 200 OK", None),
        ],
    )
    def test_is_read(self, text: str, status: int | None) -> None:
        assert read(text).status == status

    def test_given_one_counts(self) -> None:
        assert read_answer(ApiAnswer(403, None, "401 Unauthorized"), "").status == 403


class TestErrors:
    def test_of_a_challenge(self) -> None:
        reading = read(HTTP)
        assert (reading.code, reading.description) == ("invalid_token", "The token expired")
        assert [challenge.scheme for challenge in reading.challenges] == ["bearer"]

    def test_of_json(self) -> None:
        reading = read('{"error":"access_denied","error_description":"Nur f\\u00fcr \\"Nord\\""}')
        assert (reading.code, reading.description) == ("access_denied", 'Nur für "Nord"')

    @pytest.mark.parametrize("mark", ["?", "#", "?state=a&"])
    def test_of_an_address(self, mark: str) -> None:
        reading = read(f"https://app.example/cb{mark}error=access_denied&error_description=Bitte+warten%21")
        assert (reading.code, reading.description) == ("access_denied", "Bitte warten!")
        assert "Bitte warten!" in reading.text

    def test_a_parameter_of_a_challenge_is_no_address(self) -> None:
        assert read(HTTP).address is None

    def test_of_json_in_a_string(self) -> None:
        assert read('body: "{\\"error\\":\\"invalid_grant\\"}"').code == "invalid_grant"


class TestText:
    def test_small_letters_are_as_long(self) -> None:
        reading = read("İSTANBUL “Jwt Expired” ẞ")
        assert len(reading.lowered) == len(reading.text)
        assert '"jwt expired"' in reading.lowered

    def test_a_page_loses_its_tags_and_scripts(self) -> None:
        page = "<!DOCTYPE html><html><script>var x = 'invalid audience'</script><h1>Callback&nbsp;URL <b>mismatch</b></h1></html>"
        text = read(page).text
        assert "invalid audience" not in text
        assert "Callback URL mismatch" in " ".join(text.split())

    def test_a_placeholder_is_no_tag(self) -> None:
        assert "<token>" in read("Authorization: Bearer <token>").text

    def test_of_a_long_text_the_ends_are_read(self) -> None:
        reading = read("jwt expired" + " x" * 100_000 + "invalid signature")
        assert "jwt expired" in reading.text
        assert "invalid signature" in reading.text
        assert len(reading.text) < 30_000

    def test_requests_are_seen(self) -> None:
        reading = read("GET /userinfo HTTP/1.1\nHost: a\n\nHTTP/1.1 401 Unauthorized\n")
        assert reading.requests == (("get", "/userinfo"),)
        assert not reading.authorization_shown


class TestSurroundings:
    def test_of_a_bare_token_are_empty(self) -> None:
        finds, tokens = read_all(f"  {token()}\n")
        assert surroundings(tokens[0], finds) == ""

    def test_hold_no_token(self) -> None:
        finds, tokens = read_all(f'jwt expired: "{token()}" and again {token()}')
        text = surroundings(tokens[0], finds)
        assert "jwt expired" in text
        assert TOKEN_MARK in text
        assert token().split(".")[1] not in text

    def test_hold_none_of_very_many_tokens(self) -> None:
        lines = [f"request {number}: {token(sub=str(number))}" for number in range(60)]
        again = f"jwt expired {token(sub='7')} twice"
        finds, tokens = read_all("\n".join([*lines, again]))
        assert len(finds.found) == 60
        text = surroundings(tokens[0], finds)
        assert "jwt expired" in text
        assert text.count(TOKEN_MARK) == 61
        assert not any(found.text in text for found in finds.found)

    def test_without_finds_are_empty_for_a_token(self) -> None:
        assert surroundings(read_all(token())[1][0], None) == ""
