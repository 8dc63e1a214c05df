"""Published secrets are found on HMAC tokens, and on no others; the search can be stopped."""

from collections.abc import Iterator

import pytest

from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.keys.weak_secrets import find_secret, is_published, is_quick, published_secrets
from jotlens.inspection.model import Policy
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.tokens.read import read
from tests.unit.inspection.minting import SECRET, compact, rsa_signed, signed


def never() -> bool:
    return False


def test_the_list_is_large_clean_and_loaded_once() -> None:
    words = published_secrets()
    assert len(words) == len(set(words)) == 5_000
    assert all(word and word == word.strip() for word in words)
    assert published_secrets() is words


@pytest.mark.parametrize("word", ["keyboardcat", "keyboard cat", "secret", "your-256-bit-secret", "changeme"])
def test_well_known_words_are_published(word: str) -> None:
    assert word in published_secrets()
    assert is_published(word.encode())
    assert not is_published(SECRET.encode())


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_a_published_secret_is_found(alg: str) -> None:
    assert find_secret(read(signed(alg, "keyboardcat")), published_secrets(), never) == "keyboardcat"
    assert find_secret(read(signed(alg, SECRET)), published_secrets(), never) is None


def test_a_secret_beyond_ascii_is_found() -> None:
    assert find_secret(read(signed("HS256", "schlüssel")), ["schlüssel"], never) == "schlüssel"


@pytest.mark.parametrize(
    "text", [rsa_signed(), compact({"alg": "HS256"}, {}), compact({"alg": "none"}, {}), "opaque", ""]
)
def test_other_tokens_are_passed_over(text: str) -> None:
    assert find_secret(read(text), published_secrets(), never) is None


def test_the_search_looks_more_often_on_a_long_token() -> None:
    """So that it ends at once when it is stopped: each word hashes the whole token."""
    looks = 0

    def count() -> bool:
        nonlocal looks
        looks += 1
        return False

    for payload, expected in (({"x": "a"}, 2), ({"x": "a" * 500_000}, 25)):
        looks = 0
        token = read(signed("HS256", SECRET, payload))
        assert find_secret(token, [f"word {number}" for number in range(300)], count) is None
        assert looks == expected


def test_what_would_take_long_is_not_tried_without_a_stop() -> None:
    token = read(signed("HS256", "keyboardcat", {"x": "a" * 200_000}))
    guesses = ("wrong",) * 4_000
    assert not is_quick(token, 4_000)
    assert is_quick(token, 1_000)
    found = verify_signature(token, KeyRing(guesses=(*guesses, "keyboardcat")), Policy())
    assert (found.guessed, found.guessed_secret) == (False, None)
    found = verify_signature(token, KeyRing(guesses=("wrong", "keyboardcat")), Policy())
    assert (found.guessed, found.guessed_secret) == (True, "keyboardcat")


def test_the_search_stops_when_asked() -> None:
    tried = 0

    def words() -> Iterator[str]:
        nonlocal tried
        for number in range(100_000):
            tried += 1
            yield f"word {number}"

    token = read(signed("HS256", "word 99999"))
    assert find_secret(token, words(), lambda: tried > 1_000) is None
    assert 1_000 < tried < 2_000
