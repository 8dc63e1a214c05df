"""Texts that are nearly the same: which difference is named, where it is marked, and what is left alone."""

import pytest

from jotlens.inspection.near_miss import near_miss

API = "https://api.example.com/calendar/v1/"


@pytest.mark.parametrize(
    ("said", "expected", "phrase", "said_span", "expected_span"),
    [
        (
            "https://a.example/v1",
            "https://a.example/v1/",
            "one slash is missing at the end",
            (20, 20),
            (20, 21),
        ),
        (
            "https://a.example/v1/",
            "https://a.example/v1",
            "one slash too many at the end",
            (20, 21),
            (20, 20),
        ),
        ("a.example/v1///", "a.example/v1", "3 slashes too many at the end", (12, 15), (12, 12)),
        ("a.example/v1", "a.example/v1//", "2 slashes are missing at the end", (12, 12), (12, 14)),
        (API + " ", API, "a space too many at the end", (36, 37), (36, 36)),
        ("my api", "myapi", "a space too many at character 3", (2, 3), (2, 2)),
        ("myapi", "my api", "a space is missing at character 3", (2, 2), (2, 3)),
        (
            "my\u00a0api",
            "my api",
            "a no-break space where a space is expected, at character 3",
            (2, 3),
            (2, 3),
        ),
        ("my\u200bapi", "myapi", "an invisible character (U+200B) too many at character 3", (2, 3), (2, 2)),
        ("my\napi", "myapi", "a line break too many at character 3", (2, 3), (2, 2)),
        ("my  \tapi", "myapi", "3 blank characters too many at character 3", (2, 5), (2, 2)),
        (
            "http://a.example",
            "https://a.example",
            "“http” where “https” is expected, at the start",
            (0, 4),
            (0, 5),
        ),
        ("a.example", "https://a.example", "“https://” is missing at the start", (0, 0), (0, 8)),
        ("https://a.example", "a.example", "“https://” too many at the start", (0, 8), (0, 0)),
        (
            "https://API.example.com",
            "https://api.example.com",
            "only capital and small letters differ: “API” where “api” is expected, at character 9",
            (8, 11),
            (8, 11),
        ),
        (
            "https://\u0430pi.example.com",
            "https://api.example.com",
            "“\u0430” where “a” is expected, at character 9 (Cyrillic letters look alike, and are others)",
            (8, 9),
            (8, 9),
        ),
        (
            "https://ex\u03b1mple.com",
            "https://example.com",
            "“\u03b1” where “a” is expected, at character 11 (Greek letters look alike, and are others)",
            (10, 11),
            (10, 11),
        ),
        (
            "https://xn--pi-6kc.example.com",
            "https://api.example.com",
            "one of them is written in other letters that look alike (its address begins with “xn--”)",
            (8, 18),
            (8, 11),
        ),
        (
            "caf\u00e9-api",
            "cafe\u0301-api",
            "the same letter is put together from other characters, at character 4",
            (3, 4),
            (3, 5),
        ),
        (
            "https://api.example.com/calandar/v1/",
            API,
            "“a” where “e” is expected, at character 28",
            (27, 28),
            (27, 28),
        ),
        ("api://order", "api://orders", "“s” is missing at the end", (11, 11), (11, 12)),
        ("api://oorders", "api://orders", "“o” too many at character 8", (7, 8), (7, 7)),
        ("acme-prdo", "acme-prod", "“do” where “od” is expected, at character 8", (7, 9), (7, 9)),
        (
            "http://a.example/v1",
            "https://a.example/v1/",
            "“s” is missing at character 5, and one more difference",
            (4, 4),
            (4, 5),
        ),
        (
            "https://staging.example.com/v1",
            "https://example.com/v1",
            "only the host differs: “staging.example.com” where “example.com” is expected",
            (8, 27),
            (8, 19),
        ),
        (
            "https://api.example.com/v1",
            "https://api.acme.test/v1",
            "only the host differs: “api.example.com” where “api.acme.test” is expected",
            (8, 23),
            (8, 21),
        ),
    ],
)
def test_the_difference_is_named_and_marked(
    said: str,
    expected: str,
    phrase: str,
    said_span: tuple[int, int],
    expected_span: tuple[int, int],
) -> None:
    found = near_miss(said, expected)
    assert found is not None
    told, difference = found
    assert told == phrase
    assert (difference.said, difference.expected) == (said, expected)
    assert (difference.said_span, difference.expected_span) == (said_span, expected_span)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (API, API),
        ("", API),
        (API, ""),
        ("/", "//"),
        ("abc", "abd"),
        ("api", "app"),
        ("orders", "orchid"),
        ("https://evil.example", "https://idp.open.example"),
        ("https://a.example/v1", "https://b.test/v1"),
        ("https://a.example/v1", "https://a.example/completely/other"),
        ("s6BhdRkqt3", "7fjfp0ZBr1KtDRbnfVdmIw"),
        ("x" * 5_000, "x" * 4_999 + "y"),
    ],
)
def test_equal_texts_and_simply_others_are_left_alone(said: str, expected: str) -> None:
    assert near_miss(said, expected) is None


@pytest.mark.parametrize("tail", ["/", " ", "\u200b"])
def test_long_texts_are_compared_as_wholes(tail: str) -> None:
    long = "https://api.example.com/" + "a" * 1_000_000
    found = near_miss(long + tail, long)
    assert found is not None
    assert found[1].said_span == (len(long), len(long) + 1)


def test_phrases_stay_short_and_visible() -> None:
    found = near_miss("https://" + "a" * 70 + ".example.com/v1", "https://example.com/v1")
    assert found is not None
    assert len(found[0]) < 120
    hidden = near_miss("api\u202eorders", "api1orders")
    assert hidden is not None
    assert "\u202e" not in hidden[0]
