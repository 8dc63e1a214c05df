"""The checks on the header, each through every outcome."""

import json
from dataclasses import replace
from typing import Any

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.checks.header import crit_understood, typ_expected
from jotlens.inspection.checks.key_hints import kid_safe
from jotlens.inspection.keys.load import KeyRing, load_keys
from jotlens.inspection.model import Policy, Status
from jotlens.tokens.model import Kind, Token
from tests.support.claim_cases import ID, assert_reached, checks_of, encrypted, opaque
from tests.unit.inspection.minting import (
    CLAIMS,
    SECRET,
    b64,
    case,
    certificate,
    certificate_pem,
    compact,
    ec_pair,
    ed_pair,
    jwk_ring,
    part,
    ring,
    rsa_pair,
    rsa_signed,
    secret_ring,
    sign,
    signed,
    x5t,
    x5t_s256,
)

FAMILY = "header"
RSA_RING = jwk_ring(rsa_pair().jwk)
CERTIFICATE = certificate(rsa_pair())


def header(**members: Any) -> Case:
    return case(signed("HS256", SECRET, **members))


def expecting(expected: str | None, /, **members: Any) -> Case:
    return case(signed("HS256", SECRET, **members), policy=Policy(typ=expected))


def with_keys(text: str, *jwks: dict[str, Any]) -> Case:
    return case(text, ring(*jwks))


def unencoded(payload: str, **members: Any) -> Case:
    """Return a token whose body stands in it as it is (RFC 7797)."""
    protected = part({"alg": "HS256", "b64": False, **members})
    return case(f"{protected}.{payload}.{b64(sign('HS256', SECRET, f'{protected}.{payload}'.encode()))}")


def outside(**unsigned: Any) -> Case:
    """Return a token in JSON form with these members in the header that is not signed."""
    return case(
        json.dumps(
            {
                "payload": part(CLAIMS),
                "protected": part({"alg": "HS256"}),
                "header": unsigned,
                "signature": "c2ln",
            }
        )
    )


CHECKS = tuple(checks_of("header").values())

CASES: tuple[tuple[str, str, Case], ...] = (
    ("alg-present", "pass", header()),
    ("alg-present", "fail", case(compact({"typ": "JWT"}, CLAIMS, b"signature"))),
    ("alg-none", "pass", header()),
    ("alg-none", "fail", case(compact({"alg": "nOnE"}, CLAIMS))),
    ("alg-case", "pass", header()),
    ("alg-case", "fail", case(compact({"alg": "rs256"}, CLAIMS, b"signature"))),
    ("alg-registered", "pass", header()),
    ("alg-registered", "warn", case(compact({"alg": "foo"}, CLAIMS, b"signature"))),
    ("alg-registered", "warn.deprecated", case(signed("EdDSA", ed_pair().private))),
    ("alg-allowed", "pass", case(signed(), policy=Policy(algorithms=("RS256", "HS256")))),
    ("alg-allowed", "fail", case(signed(), policy=Policy(algorithms=("RS256",)))),
    ("alg-allowed", "unknown", header()),
    ("alg-key-type", "pass", case(rsa_signed(), RSA_RING)),
    ("alg-key-type", "fail", case(rsa_signed(), secret_ring())),
    ("alg-hmac-with-public-key", "pass", case(signed(), secret_ring())),
    ("alg-hmac-with-public-key", "fail", case(signed(), RSA_RING)),
    ("alg-jwk-alg", "pass", with_keys(rsa_signed(), rsa_pair().jwk | {"alg": "RS256"})),
    ("alg-jwk-alg", "pass.unstated", case(rsa_signed(), RSA_RING)),
    ("alg-jwk-alg", "fail", with_keys(rsa_signed(), rsa_pair().jwk | {"alg": "PS256"})),
    ("alg-asymmetric-for-public-clients", "pass", case(rsa_signed(ID))),
    ("alg-asymmetric-for-public-clients", "warn", case(signed(payload=ID))),
    ("typ-expected", "pass", expecting("AT+JWT", typ="application/at+jwt")),
    ("typ-expected", "fail", expecting("at+jwt", typ="logout+jwt")),
    ("typ-expected", "fail.generic", expecting("at+jwt", typ="JWT")),
    ("typ-expected", "fail.missing", expecting("at+jwt")),
    ("typ-expected", "fail.kind", case(signed(typ="logout+jwt"), policy=Policy(profile="access-token"))),
    ("typ-expected", "unknown", expecting(None, typ="JWT")),
    ("typ-expected", "unknown.missing", expecting(None)),
    ("typ-at-jwt", "pass", expecting("at+jwt", typ="at+jwt")),
    ("typ-at-jwt", "fail", expecting("application/at+jwt", typ="JWT")),
    ("typ-form", "pass", header(typ="application/at+jwt")),
    ("cty-nested", "pass", header(cty="JWT")),
    ("crit-understood", "pass", header()),
    ("crit-understood", "warn", unencoded("hello", crit=["b64"])),
    ("crit-understood", "fail", header(crit=["policy"], policy=1)),
    ("crit-well-formed", "pass", unencoded("hello", crit=["b64"])),
    ("crit-well-formed", "fail.shape", header(crit=[])),
    ("crit-well-formed", "fail.doubled", header(crit=["x", "x"], x=1)),
    ("crit-well-formed", "fail.registered", header(crit=["alg"])),
    ("crit-well-formed", "fail.absent", header(crit=["policy"])),
    ("crit-well-formed", "fail.unprotected", outside(crit=["b64"], b64=True)),
    ("b64-false", "warn", unencoded("hello", crit=["b64"])),
    ("b64-false", "fail", unencoded("{}", crit=["b64"])),
    ("b64-false", "fail.unlisted", unencoded("hello")),
    ("zip-in-jws", "pass", header()),
    ("zip-in-jws", "warn", header(zip="DEF")),
    ("jku-ignored", "pass", header()),
    ("jku-ignored", "warn", header(jku="https://keys.example/")),
    ("jwk-ignored", "pass", header()),
    ("jwk-ignored", "warn", header(jwk=ec_pair().jwk)),
    ("jwk-ignored", "warn.proof", header(jwk=ec_pair().jwk, typ="dpop+jwt")),
    ("x5c-ignored", "pass", header()),
    ("x5c-ignored", "warn", header(x5c=["AAAA"])),
    ("private-key-in-header", "pass", header(jwk=ec_pair().jwk)),
    ("private-key-in-header", "fail", header(jwk=ec_pair().jwk | {"d": "AAAA"})),
    ("kid-present", "pass", header(kid="one")),
    ("kid-present", "warn", with_keys(rsa_signed(), rsa_pair().jwk, ec_pair().jwk)),
    ("kid-safe", "pass", header(kid="one")),
    ("kid-safe", "warn", header(kid="../../dev/null")),
    ("kid-safe", "warn.long", header(kid="k" * 257)),
    ("kid-safe", "warn.type", header(kid=7)),
    ("kid-known", "pass", with_keys(rsa_signed(kid="one"), rsa_pair().jwk | {"kid": "one"})),
    ("kid-known", "warn", case(rsa_signed(kid="one"), jwk_ring(rsa_pair().jwk | {"kid": "two"}))),
    ("kid-known", "warn.unnamed", with_keys(rsa_signed(kid="one"), rsa_pair().jwk)),
    ("kid-known", "fail", with_keys(rsa_signed(kid="one"), rsa_pair().jwk | {"kid": "two"})),
    ("kid-known", "unknown", header(kid="one")),
    ("x5t-match", "pass", case(rsa_signed(x5t=x5t(CERTIFICATE)), load_keys(certificate_pem(CERTIFICATE)))),
    ("x5t-match", "fail", case(rsa_signed(x5t_s256="AAAA"), load_keys(certificate_pem(CERTIFICATE)))),
    ("header-unknown", "pass", header(**{"x-own": 1})),
    ("header-claims-match", "pass", header(iss=CLAIMS["iss"], aud=[CLAIMS["aud"]])),
    ("header-claims-match", "pass.unreadable", case(encrypted(iss="https://issuer.example/"))),
    ("header-claims-match", "fail", header(iss="https://other.example/")),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize("token", [opaque(), Token("v4.public.x", Kind.PASETO), Token("<x/>", Kind.SAML)])
def test_other_formats_have_no_such_header(token: Token) -> None:
    assert {check(case(token)).status for check in CHECKS} == {Status.NOT_APPLICABLE}


def outcome(name: str, of: Case) -> str:
    check = next(check for check in CHECKS if check.__name__ == name)
    return f"{check(of).status} {check(of).variant}".strip()


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", " none ", ""])
def test_every_spelling_of_none(alg: str) -> None:
    assert outcome("alg_none", case(compact({"alg": alg}, CLAIMS))) == "fail"


def test_a_misspelt_method_is_not_also_unknown() -> None:
    of = case(compact({"alg": "ED25519"}, CLAIMS, b"signature"))
    assert outcome("alg_case", of) == "fail"
    assert outcome("alg_registered", of) == "na"


def test_the_methods_of_encrypted_tokens_are_their_own() -> None:
    assert outcome("alg_registered", case(encrypted())) == "pass"
    for alg in ("RSA1_5", "RS256"):  # of which jwe-alg-allowed speaks
        assert outcome("alg_registered", case(encrypted(alg=alg))) == "na"


def test_a_deprecated_name_is_replaced_by_that_of_the_curve() -> None:
    of = case(signed("EdDSA", ed_pair("Ed448").private), jwk_ring(ed_pair("Ed448").jwk))
    check = next(check for check in CHECKS if check.__name__ == "alg_registered")
    assert check(of).values["better"] == "Ed448"


def test_public_keys_are_refused_for_hmac_whatever_their_form() -> None:
    for keys in (
        load_keys(rsa_pair().pem()),
        load_keys(certificate_pem(CERTIFICATE)),
        ring(rsa_pair().jwk, ec_pair().jwk | {"kid": "x"}),
    ):
        assert outcome("alg_hmac_with_public_key", case(signed(kid="y"), keys)) == "fail"
    secret = {"kty": "oct", "k": b64(SECRET.encode())}
    assert outcome("alg_hmac_with_public_key", with_keys(signed(), rsa_pair().jwk, secret)) == "pass"


def test_a_key_of_another_name_is_not_judged() -> None:
    other = ec_pair().jwk | {"kid": "two", "alg": "ES256"}
    of = with_keys(rsa_signed(kid="one"), other, other | {"kid": "three"})
    assert outcome("alg_jwk_alg", of) == "fail"
    named = with_keys(rsa_signed(kid="one"), rsa_pair().jwk | {"kid": "one", "alg": "RS256"}, other)
    assert outcome("alg_jwk_alg", named) == "pass"


def test_the_keys_for_decryption_are_held_against_the_method() -> None:
    token = f"{part({'alg': 'RSA1_5', 'enc': 'A128GCM'})}.AAAA.AAAA.AAAA.AAAA"
    key = rsa_pair().jwk | {"alg": "RSA-OAEP", "use": "enc"}
    assert outcome("alg_jwk_alg", case(token, jwk_ring(key))) == "fail"
    assert outcome("alg_jwk_alg", case(token, jwk_ring(key | {"alg": "RSA1_5"}))) == "pass"


@pytest.mark.parametrize(
    "kid",
    [
        *("/dev/null", "../../etc/passwd", "..\\x", "C:\\x", "\\\\host\\share", "file:///etc/passwd"),
        *(
            "x' UNION SELECT 'ATTACK' -- ",
            'a"b',
            "a;b",
            "a|b",
            "`id`",
            "$(id)",
            "${id}",
            "a && b",
            "*)(uid=*",
        ),
        *("a\x00b", "a\nb", "a\u202eb", "%2e%2e/x", "<script>"),
    ],
)
def test_names_made_for_attacks(kid: str) -> None:
    assert kid_safe(header(kid=kid)).status is Status.WARN


@pytest.mark.parametrize(
    "kid",
    [
        *(
            "one",
            "sig-1",
            "bilbo.baggins@hobbiton.example",
            "018c0ae5-4d9b-471b-bfd6-eef314bc7037",
            "k" * 256,
        ),
        *(
            "https://issuer.example/keys/1#key",
            "did:example:123#key-1",
            "arn:aws:kms:eu:1:key/2",
            "ab+/cd==",
            "a--b",
        ),
        *("NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg", "Schlüssel", "a b", "v1.2"),
    ],
)
def test_names_of_honest_keys(kid: str) -> None:
    assert kid_safe(header(kid=kid)).status is Status.PASS


@pytest.mark.parametrize("member", ["d", "p", "q", "dp", "dq", "qi", "k", "priv", "oth"])
def test_every_secret_member_is_seen(member: str) -> None:
    assert outcome("private_key_in_header", header(jwk={"kty": "RSA", member: "AAAA"})) == "fail"


def test_one_matching_fingerprint_does_not_excuse_another() -> None:
    keys = load_keys(certificate_pem(CERTIFICATE))
    both = {"x5t": x5t(CERTIFICATE), "x5t_s256": x5t_s256(CERTIFICATE)}
    assert outcome("x5t_match", case(rsa_signed(**both), keys)) == "pass"
    assert outcome("x5t_match", case(rsa_signed(**(both | {"x5t": "AAAA"})), keys)) == "fail"
    assert outcome("x5t_match", case(rsa_signed(**both), RSA_RING)) == "na"


def test_every_header_of_the_json_form_is_looked_at() -> None:
    one, two = (
        {"alg": "HS256"},
        {"alg": "none", "jku": "https://keys.example/", "crit": ["policy"], "policy": 1},
    )
    signatures = [{"protected": part(item), "signature": "c2ln"} for item in (one, two)]
    of = case(json.dumps({"payload": part(CLAIMS), "signatures": signatures}))
    assert outcome("alg_none", of) == "fail"
    assert outcome("jku_ignored", of) == "warn"
    assert crit_understood(of).status is Status.FAIL


def test_an_encrypted_token_may_demand_extensions_too() -> None:
    assert outcome("crit_understood", case(encrypted(crit=["policy"], policy=1))) == "fail"


def test_the_type_is_compared_without_case_and_prefix() -> None:
    for typ in ("at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"):
        assert typ_expected(expecting("at+jwt", typ=typ)).status is Status.PASS
    assert typ_expected(replace(header(), keys=KeyRing())).status is Status.UNKNOWN


def test_a_chosen_kind_does_not_quarrel_with_a_type_that_says_nothing() -> None:
    for typ in ("JWT", "", "at+jwt", "custom+jwt"):
        of = case(signed(typ=typ), policy=Policy(profile="access-token"))
        assert typ_expected(of).status is Status.UNKNOWN
    unsaid = case(signed(typ="logout+jwt"), policy=Policy(profile="plain-jwt"))
    assert typ_expected(unsaid).status is Status.UNKNOWN


def test_a_chosen_standard_form_asks_for_its_type() -> None:
    typ_at_jwt = checks_of("header")["typ-at-jwt"]
    assert (
        typ_at_jwt(case(signed(typ="JWT"), policy=Policy(profile="rfc9068-access-token"))).status
        is Status.FAIL
    )
    assert typ_at_jwt(case(signed(typ="JWT"), policy=Policy(profile="auth0-access-token"))).status is (
        Status.NOT_APPLICABLE
    )
