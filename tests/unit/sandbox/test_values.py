"""The parts of the sandbox that need no server: chance, shelves, limits, consents, keys, compact tokens, the registry."""

from datetime import UTC, datetime, timedelta
from itertools import cycle

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from jotlens.sandbox.chance import Chance
from jotlens.sandbox.compact import MalformedTokenError, is_signed_by, json_bytes, parse, sign
from jotlens.sandbox.consents import Consents, needs_no_dialog, new_scopes
from jotlens.sandbox.issue import half_hash
from jotlens.sandbox.keys import Keys, KeysUnreadableError, read_keys
from jotlens.sandbox.model import ClientKind, Dialect, Era, GrantType
from jotlens.sandbox.rate import BURST, RateLimits
from jotlens.sandbox.registry import Registry, read_registry
from jotlens.sandbox.sealed import open_nested, open_opaque, seal_nested, seal_opaque
from jotlens.sandbox.shelf import Shelf

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ISSUER = "http://127.0.0.1:4711/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def counting() -> Chance:
    """Return chance that is no chance: bytes 0, 1, 2 and so on."""
    numbers = cycle(range(256))
    return Chance(lambda length: bytes(next(numbers) for _ in range(length)))


@pytest.fixture
def registry() -> Registry:
    return read_registry(ISSUER, counting(), ["http://127.0.0.1:1/callback"])


# --- chance and memory -----------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, 2, 3, 21, 32, 43, 64])
def test_texts_have_the_length_that_is_wanted(length: int) -> None:
    assert len(counting().text(length)) == length
    assert len(counting().letters(length)) == length


def test_letters_are_fair() -> None:
    """Bytes that would favour the first letters of the alphabet are thrown away."""
    chance = Chance(
        lambda length: bytes([255, 254, *range(length)])[:length] if length > 2 else bytes(length)
    )
    assert set(chance.letters(20, "abc")) <= set("abc")
    all_bytes = Chance(lambda _: bytes(range(256)))
    letters = all_bytes.letters(240, "ABCDEFGHIJKLMNOPQRST")
    assert {letters.count(letter) for letter in set(letters)} == {12}


def test_a_user_code_spells_no_word() -> None:
    code = counting().user_code()
    assert len(code) == 9
    assert code[4] == "-"
    assert not set("AEIOUY01") & set(code)


def test_a_shelf_forgets_in_time() -> None:
    shelf: Shelf[str] = Shelf()
    shelf.put("a", "value", NOW + timedelta(seconds=1))
    assert shelf.get("a", NOW) == "value"
    assert shelf.get("a", NOW + timedelta(seconds=1)) is None
    shelf.put("b", "for ever")
    assert shelf.get("b", NOW + timedelta(days=10_000)) == "for ever"


def test_what_is_taken_is_gone() -> None:
    shelf: Shelf[str] = Shelf()
    shelf.put("a", "value")
    assert shelf.take("a", NOW) == "value"
    assert shelf.take("a", NOW) is None


def test_a_full_shelf_drops_the_oldest() -> None:
    shelf: Shelf[int] = Shelf(capacity=2)
    for number in range(3):
        shelf.put(str(number), number)
    assert shelf.values() == (1, 2)
    assert shelf.drop(lambda value: value == 1) == 1
    shelf.clear()
    assert shelf.values() == ()


def test_the_rate_limit_fills_again() -> None:
    rates = RateLimits()
    assert [rates.use("u", NOW).allowed for _ in range(BURST + 1)] == [True] * BURST + [False]
    assert rates.use("other", NOW).remaining == BURST - 1
    assert not rates.use("u", NOW + timedelta(seconds=11.9)).allowed
    later = rates.use("u", NOW + timedelta(seconds=12))
    assert later.allowed
    assert later.headers()["x-ratelimit-limit"] == "10"
    assert rates.use("u", NOW + timedelta(days=1)).remaining == BURST - 1
    rates.clear()
    assert rates.use("u", NOW).remaining == BURST - 1


# --- consent ---------------------------------------------------------------------------------------


def test_consent_grows_and_is_withdrawn_whole() -> None:
    consents = Consents()
    assert not consents.knows("u", "c", "api")
    consents.grant("u", "c", "api", ["read"])
    consents.grant("u", "c", "api", ["write"])
    consents.grant("u", "c", "other", [])
    assert consents.granted("u", "c", "api") == {"read", "write"}
    assert [consent.audience for consent in consents.of("u")] == ["api", "other"]
    assert consents.knows("u", "c", "other")
    consents.withdraw("u", "c", "api")
    assert consents.granted("u", "c", "api") == frozenset()


def test_new_scopes_keep_the_order_of_the_request() -> None:
    assert new_scopes(frozenset({"b"}), ("c", "b", "a")) == ("c", "a")


def test_who_is_never_asked(registry: Registry) -> None:
    ursula, ada = registry.users["usr_123"], registry.users["auth0|123456"]
    calendar, todo = registry.apis["api.calendar"], registry.apis["https://todo.example.com/"]
    spa, company, partner = (registry.clients[name] for name in ("spa-demo", "company-app", "tpc_partner"))
    assert needs_no_dialog(company, ursula, calendar, Era.TODAY)
    assert needs_no_dialog(company, ursula, calendar, Era.SEED_003)
    assert not needs_no_dialog(company, ada, calendar, Era.TODAY)
    assert needs_no_dialog(spa, ursula, todo, Era.TODAY)
    assert needs_no_dialog(spa, ursula, None, Era.TODAY)
    assert not needs_no_dialog(spa, ursula, todo, Era.SEED_003)
    assert not needs_no_dialog(spa, ursula, calendar, Era.TODAY)
    assert not needs_no_dialog(partner, ursula, todo, Era.TODAY)


# --- what is registered ----------------------------------------------------------------------------


def test_the_registry_is_that_of_the_specification(registry: Registry) -> None:
    assert set(registry.apis) == {
        "https://api.example.com/calandar/v1/",
        "api.calendar",
        "https://api.example.com/geocoding/v1/",
        "https://example.com/health-api",
        "https://bank.example.com/",
        "https://todo.example.com/",
        "https://rfc9068.example.com/",
        "https://sealed.example.com/",
        f"{ISSUER}api/v2/",
    }
    assert registry.apis["https://api.example.com/calandar/v1/"].signing_secret == "keyboardcat"
    assert registry.apis["https://rfc9068.example.com/"].token_dialect is Dialect.RFC9068_PROFILE_AUTHZ
    assert set(registry.clients) == {
        *("spa-demo", "web-demo", "native-demo", "geo-backend"),
        *("no-grant-backend", "code-only", "tpc_partner", "company-app"),
    }
    assert len(registry.users) == 6


def test_only_clients_that_can_keep_a_secret_have_one(registry: Registry) -> None:
    for client in registry.clients.values():
        assert (client.secret is None) == (client.kind is ClientKind.PUBLIC)
        if client.kind is ClientKind.MACHINE:
            assert client.grant_types == {GrantType.CLIENT_CREDENTIALS}
            assert client.callbacks == ()
        else:
            own = (f"{ISSUER}sandbox/callback", "http://127.0.0.1:8765/callback")
            assert client.callbacks == (*own, "http://127.0.0.1:1/callback")
    secrets = {client.secret for client in registry.clients.values()}
    assert len(secrets) == 4  # three, each its own, and None


@pytest.mark.parametrize(
    "callback", ["", "callback", "/callback", "http://x/#y", "http://x/é", "http://x/\r\nA: b", "a:"]
)
def test_what_is_no_callback(registry: Registry, callback: str) -> None:
    with pytest.raises(ValueError, match="absolute address"):
        registry.with_callbacks([callback])
    own = registry.with_callbacks(["com.example.app:/callback"])
    assert own.clients["spa-demo"].callbacks[-1] == "com.example.app:/callback"


def test_permissions_and_grants_are_scopes_that_there_are(registry: Registry) -> None:
    holders = [client.client_grants for client in registry.clients.values()]
    holders += [user.permissions for user in registry.users.values()]
    for grants in holders:
        for audience, scopes in grants.items():
            assert set(scopes) <= registry.apis[audience].scope_names


def test_users_are_found_by_id_and_address(registry: Registry) -> None:
    assert registry.user_named("ada@example.com") is registry.users["auth0|123456"]
    assert registry.user_named("") is None


# --- keys and tokens -------------------------------------------------------------------------------


def test_given_keys_are_taken_in_order() -> None:
    keys = Keys(counting(), (KEY, OTHER))
    keys.prepare()
    keys.join()
    assert keys.current.private is KEY
    assert keys.published()[1].private is OTHER
    assert keys.sealing is not KEY
    keys.rotate()
    assert keys.current.private is OTHER
    assert keys.published()[2].private is KEY
    assert keys.find(keys.current.kid) is keys.current
    assert keys.find(["no", "text"]) is None


def _pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, none)


def test_a_file_of_keys() -> None:
    read = read_keys(b"# for the training room\n" + _pem(KEY) + b"\n" + _pem(OTHER))
    assert [key.private_numbers() for key in read] == [KEY.private_numbers(), OTHER.private_numbers()]


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"no key",
        _pem(ec.generate_private_key(ec.SECP256R1())),
        _pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)),  # noqa: S505 - it is refused
        _pem(KEY) * 4,
        _pem(KEY)[:300] + b"\n-----END PRIVATE KEY-----\n",
        KEY.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
    ],
)
def test_a_file_of_keys_that_will_not_do(pem: bytes) -> None:
    with pytest.raises(KeysUnreadableError) as refused:
        read_keys(pem)
    assert "BEGIN" not in str(refused.value)


def test_pyjwt_verifies_what_is_signed_here() -> None:
    token = sign({"alg": "RS256", "typ": "JWT"}, json_bytes({"sub": "ü"}), KEY)
    assert jwt.decode(token, KEY.public_key(), ["RS256"]) == {"sub": "ü"}


def test_a_signature_is_that_of_one_key_and_one_algorithm() -> None:
    token = parse(sign({"alg": "RS256"}, b"{}", KEY))
    assert is_signed_by(token, "RS256", KEY.public_key())
    assert not is_signed_by(token, "RS256", OTHER.public_key())
    assert not is_signed_by(token, "HS256", b"secret")
    unsigned = parse(sign({"alg": "none"}, b"{}", None))
    assert not is_signed_by(unsigned, "none", b"")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a.b",
        "a.b.c.d",
        "..",
        "e30.W10.",
        "W10.e30.",
        "e30.e30.é",
        "e30." + "A" * 100_001 + ".x",
        "e30.eyJhIjoxLCJhIjoyfQ.",
    ],
)
def test_what_cannot_be_taken_apart(text: str) -> None:
    with pytest.raises(MalformedTokenError):
        parse(text)


def test_opaque_tokens_open_with_their_key_alone() -> None:
    key = bytes(range(32))
    token = seal_opaque("reference", ISSUER, key)
    assert open_opaque(token, key) == "reference"
    assert open_opaque(token, bytes(32)) is None
    assert open_opaque(token[:-2] + "AA", key) is None
    for text in ("", "a..b.c.d", "a.b.c.d.e", "...." + "x" * 3_000):
        assert open_opaque(text, key) is None


def test_nested_tokens_open_with_their_key_alone() -> None:
    token = seal_nested("a.b.c", KEY)
    assert open_nested(token, KEY) == "a.b.c"
    assert open_nested(token, OTHER) is None
    for text in ("", "a.b.c", "a.b.c.d.e"):
        assert open_nested(text, KEY) is None


def test_half_hash_of_the_specification() -> None:
    """The example of OpenID Connect Core, appendix A.3: an access token and its at_hash."""
    assert half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") == "77QmUPtjPfzWtF2AnpK9RQ"
