"""PKCE: the vector of RFC 7636, and that the verifier is no longer than random bytes make it."""

from jotlens.oauth.pkce import challenge_of, make_pkce


def test_the_vector_of_rfc_7636() -> None:
    # Appendix B
    challenge = challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_verifier_is_made_of_the_random_bytes_that_are_handed_in() -> None:
    asked: list[int] = []

    def random(size: int) -> bytes:
        asked.append(size)
        return bytes(range(size))

    made = make_pkce(random)
    assert asked == [32]
    assert len(made.verifier) == 43
    assert made.challenge == challenge_of(made.verifier)
    assert made.verifier not in repr(made)
