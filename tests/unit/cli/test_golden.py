"""The text and the JSON of typical tokens, compared with golden files: what people read and what machines rely on."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jotlens.cli.asked import LEEWAY_FOR_PEOPLE_S
from jotlens.cli.contract import contract, extracted
from jotlens.cli.json_writer import write_json
from jotlens.cli.no_display import sample_path
from jotlens.cli.page import Look
from jotlens.cli.text import found_lines, inspection_text
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.keys.weak_secrets import published_secrets
from jotlens.inspection.model import Policy
from jotlens.tokens.read import read_all
from tests.vectors.comparison import cases

TODAY = datetime(2026, 1, 1, tzinfo=UTC)
THEN = datetime(2016, 3, 24, 12, tzinfo=UTC)
NO_KEY = KeyRing(guesses=published_secrets())
KEYBOARDCAT = replace(load_keys("keyboardcat", KeyForm.SECRET), guesses=published_secrets())
SAMPLE_API = Policy(
    audience="https://api.example.com/calandar/v1/",
    issuer="https://example.auth0.com/",
    scopes=("read",),
    leeway_s=LEEWAY_FOR_PEOPLE_S,
)
EXAMPLE_API = Policy(
    audience="https://api.example.com/",
    issuer="https://issuer.example/",
    scopes=("read",),
    leeway_s=LEEWAY_FOR_PEOPLE_S,
)
OPENING = load_keys(
    '{"keys":[{"kty":"oct","kid":"enc-1","use":"enc","k":"AQIDBAUGBwgJCgsMDQ4PEA"},'
    '{"kty":"oct","use":"sig","k":"THJmM2tCelY5cVh3N3NUbjJtR2Q1aEp5OGNQYTRlVW8"}]}'
)
NOTHING_EXPECTED = Policy(leeway_s=LEEWAY_FOR_PEOPLE_S)


def _vector(case_id: str) -> str:
    return next(str(case["input"]) for case in cases() if case["id"] == case_id)


def _key(case_id: str) -> KeyRing:
    context = next(case["context"] for case in cases() if case["id"] == case_id)
    return load_keys(json.dumps(context["key"]["value"]))


def _sample() -> str:
    return sample_path().read_text(encoding="utf-8")


TEXTS: dict[str, tuple[Callable[[], str], Policy, KeyRing, datetime]] = {
    "sample-today": (_sample, NOTHING_EXPECTED, NO_KEY, TODAY),
    "sample-as-of-2016": (_sample, NOTHING_EXPECTED, NO_KEY, THEN),
    "sample-keyboardcat": (_sample, SAMPLE_API, KEYBOARDCAT, THEN),
    "auth0-encrypted": (lambda: AUTH0_ENCRYPTED, NOTHING_EXPECTED, NO_KEY, TODAY),
    "auth0-reference": (
        lambda: "access_token=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
        NOTHING_EXPECTED,
        NO_KEY,
        TODAY,
    ),
    "malformed": (lambda: MALFORMED, NOTHING_EXPECTED, NO_KEY, TODAY),
    "near-miss": (_sample, Policy(audience="https://api.example.com/calandar/v1"), NO_KEY, THEN),
    "sd-jwt": (lambda: _vector("sdjwt-01"), NOTHING_EXPECTED, NO_KEY, TODAY),
    "jwe": (
        lambda: _vector("rfc-cb-5-1-key-encryption-using-rsa-v15-and-aes-compact"),
        NOTHING_EXPECTED,
        NO_KEY,
        TODAY,
    ),
    "jwe-opened": (lambda: OPENED, EXAMPLE_API, OPENING, TODAY),
    "jwe-claims": (lambda: _vector("rfc7519-a1"), NOTHING_EXPECTED, _key("rfc7519-a1"), TODAY),
    "nested": (lambda: _vector("atk-nested-jws-open"), NOTHING_EXPECTED, NO_KEY, TODAY),
    "two-tokens": (lambda: TWO_TOKENS, NOTHING_EXPECTED, NO_KEY, TODAY),
    "not-a-token": (lambda: "The customer says that it does not work.", NOTHING_EXPECTED, NO_KEY, TODAY),
}
AUTH0_ENCRYPTED = (
    "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiaXNzIjoiaHR0cHM6Ly9hY21lLmV1LmF1dGgwLmNvbS8ifQ.."
    "AAAAAAAAAAAAAAAA.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v.AAAAAAAAAAAAAAAAAAAAAA"
)
MALFORMED = (
    "Authorization: Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlLy"
)
TWO_TOKENS = (
    '{"access_token":"eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJhcGkiLCJleHAiOjE3NjcyMjkyMDB9.AAAA",'
    '"id_token":"eyJhbGciOiJub25lIn0.eyJub25jZSI6Ik4iLCJleHAiOjF9.","token_type":"Bearer","expires_in":3600}'
)


OPENED = (
    "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4R0NNIiwiY3R5IjoiSldUIiwia2lkIjoiZW5jLTEifQ.9ACF4JjoYB5itLWoZ"
    "3RyjRL5H0Fb0p0H.cxUgKHRYuUcIgQ15.L4zo0HqUO7TfV6CP3RrhEDWUHkIX1T-v6sATOWFB0QnRMYj8UrZPsxgp1qsGRvq"
    "XXaP_SkR3Avecysm3PAoqbuPwpkYc7r_iPxVatgTdXtR0Oss203aziZlh2dCk8hGdiWGKuTVO0gOHrE3qgYYzujgE9Wyvc4u"
    "RvMQG9C2W_qZRceeUkbOSVmZ0js4HuQ5jvAsdQizQIFuD0daxFmn4BqfTCfltTsiXW_ysLdnM7Iu-xQRekLzgmvhfFWOyaiL"
    "rhVOdAk2naQHOG40reYNgR6_e-5rsUMkyoN59Yc_aiCIRJ3N0rCTETmAKnnXDhx2E8LQ0X6gv9A-fEtH_rXWNAFQ7dk9LWxZ"
    "-Ap2GgQaSNmgnTFaJHuICNAVrKkwLXpE0kTI-bmJGaaGNr_XovwmprxPK1EPGapcBGHz2z3QVP2iOzjBe.dHOWtvRVMFBAYP"
    "LSmK9X2g"
)
"""An access token signed with the second key of OPENING, and encrypted for the first."""


@pytest.mark.parametrize("name", TEXTS)
def test_text(name: str, golden: Callable[[str, str], None]) -> None:
    given, policy, keys, at = TEXTS[name]
    finds, tokens = read_all(given())
    look = Look(width=80)
    pages = []
    for number, token in enumerate(tokens, start=1):
        pages.append(look.finished(found_lines(finds, number, len(tokens), look)).lstrip("\n"))
        pages.append(inspection_text(inspect(token, policy, keys, at, finds=finds), look))
    golden(f"{name}.txt", "".join(pages))


@pytest.mark.parametrize("name", TEXTS)
def test_json(name: str, golden: Callable[[str, str], None]) -> None:
    given, policy, keys, at = TEXTS[name]
    finds, tokens = read_all(given())
    inspection = inspect(tokens[0], policy, keys, at, finds=finds)
    golden(f"{name}.json", write_json(contract(inspection, finds, extracted(tokens)), indented=True) + "\n")


def test_text_with_two_clocks_and_weight(golden: Callable[[str, str], None]) -> None:
    finds, (token, *_) = read_all(_sample())
    end = datetime(2016, 3, 25, 2, 16, 30, tzinfo=UTC)
    inspection = inspect(token, Policy(clock_skew_s=-42), NO_KEY, end, finds=finds)
    golden("two-clocks-and-weight.txt", inspection_text(inspection, Look(width=80), with_weight=True))
    golden(
        "two-clocks.json", write_json(contract(inspection, finds, extracted((token,))), indented=True) + "\n"
    )


def test_a_page_keeps_its_width_but_for_what_is_to_be_copied() -> None:
    finds, (token, *_) = read_all(_sample())
    for width in (60, 80, 100):
        page = inspection_text(inspect(token, SAMPLE_API, KEYBOARDCAT, TODAY, finds=finds), Look(width=width))
        long = [line for line in page.splitlines() if len(line) > width]
        assert all("https://" in line for line in long), long


def test_colour_changes_nothing_but_the_colour() -> None:
    finds, (token, *_) = read_all(_sample())
    inspection = inspect(token, SAMPLE_API, KEYBOARDCAT, TODAY, finds=finds)
    coloured = inspection_text(inspection, Look(colour=True), all_checks=True)
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == inspection_text(inspection, Look(), all_checks=True)


def test_nothing_from_the_token_moves_the_cursor_or_turns_the_text() -> None:
    text = (
        "eyJhbGciOiJIUzI1NiIsImtpZCI6IlxcdTAwMWJbMkoifQ."
        "eyJuYW1lIjoiXHUwMDFiWzJKXHUyMDJlIiwiXHUwMDA3IjpbIlx1MjAyZSJdfQ.AAAA"
    )
    finds, (token, *_) = read_all(text)
    page = inspection_text(inspect(token, NOTHING_EXPECTED, NO_KEY, TODAY, finds=finds), Look())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert "\\u001b[2J\\u202e" in page
