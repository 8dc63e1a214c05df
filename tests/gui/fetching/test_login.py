"""What a login asked for, as it is held against each token of its answer."""

from jotlens.gui.expectation import Expectation
from jotlens.gui.fetching.login import Login

LOGIN = Login(
    issuer="https://issuer.example/",
    client_id="client",
    audience="https://api.example/",
    requested_scopes=("read",),
    nonce="n-1",
    code="c-1",
    state="s-1",
    access_token="a-1",
    clock_skew_s=3,
)


def test_an_id_token_is_for_the_application_and_of_this_login() -> None:
    policy = Expectation(audience="https://api.example/", scopes="read", login=LOGIN).policy(None, "id_token")
    assert (policy.audience, policy.scopes, policy.client_id) == (None, (), "client")
    assert (policy.nonce, policy.access_token, policy.code, policy.state) == ("n-1", "a-1", "c-1", "s-1")


def test_an_access_token_is_for_the_api() -> None:
    policy = Expectation(nonce="typed", scopes="read", login=LOGIN).policy(3600, "access_token")
    assert (policy.audience, policy.scopes, policy.requested_scopes) == (
        "https://api.example/",
        ("read",),
        ("read",),
    )
    assert (policy.nonce, policy.access_token, policy.code) == (None, None, None)
    assert (policy.expires_in_s, policy.clock_skew_s) == (3600, 3)


def test_of_a_refresh_token_only_the_issuer_knows_what_it_is_for() -> None:
    policy = Expectation(audience="https://api.example/", scopes="read", login=LOGIN).policy(
        None, "refresh_token"
    )
    assert (policy.audience, policy.scopes, policy.nonce) == (None, (), None)


def test_what_a_person_typed_wins() -> None:
    typed = Expectation(audience="https://other.example/", issuer="https://typed.example/", login=LOGIN)
    policy = typed.policy(None, "access_token")
    assert (policy.audience, policy.issuer) == ("https://other.example/", "https://typed.example/")


def test_nothing_secret_of_it_is_printed() -> None:
    shown = repr(Expectation(login=LOGIN))
    assert not any(secret in shown for secret in ("n-1", "c-1", "s-1", "a-1"))
