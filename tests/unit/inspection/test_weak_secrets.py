"""Published secrets are found on HMAC tokens, and on no others; the search can be stopped."""

from collections.abc import Iterator

import pytest

from jotlens.inspection.keys.weak_secrets import find_secret, is_published, published_secrets
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
