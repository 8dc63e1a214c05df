"""Whatever stands in the claims, and whatever is expected: the checks answer, and their words fill."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jotlens.inspection.model import Policy, Status
from tests.support.claim_cases import (
    ACCESS,
    AT,
    ID,
    LOGOUT,
    NOW,
    PROOF,
    case,
    case_of,
    checks_of,
    key_of,
    token,
    words_of,
)

FAMILIES = (
    "issuer",
    "audience",
    "validity",
    "lifespan",
    "rights",
    "parties",
    "claim_content",
    "login",
    "proof",
)
NAMES = sorted(
    {*ACCESS, *ID, *LOGOUT, *PROOF}
    | {
        "nbf",
        "auth_time",
        "azp",
        "client_id",
        "cnf",
        "act",
        "may_act",
        "permissions",
        "scp",
        "org_id",
        "acr",
        "amr",
    }
    | {
        "gty",
        "ath",
        "at_hash",
        "c_hash",
        "authorization_details",
        "email_verified",
        "roles",
        "typ",
        "token_use",
        "vc",
    }
    | {"https://example.com/roles", "urn:auth0:x"}
)
odd_texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["https://a.example/", "https://a.example", "http://localhost", "urn:x", "auth0|1", "a{b}c", "\ud800"]
    ),
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(AT - 9, AT + 9), st.floats(), odd_texts
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["sub", "jkt", "type"]), inner)
    ),
    max_leaves=4,
)
claim_sets = st.dictionaries(st.sampled_from(NAMES), values, max_size=12)
headers = st.fixed_dictionaries(
    {},
    optional={
        "typ": st.one_of(values, st.sampled_from(["at+jwt", "logout+jwt", "dpop+jwt", "kb+jwt"])),
        "alg": st.sampled_from(["RS256", "ES512", "HS384", "EdDSA", "none", "odd"]),
        "jwk": values,
    },
)
texts = st.one_of(st.none(), odd_texts)
lists = st.lists(odd_texts, max_size=2).map(tuple)
policies = st.builds(
    Policy,
    audience=texts,
    issuer=texts,
    scopes=lists,
    permissions=lists,
    client_id=texts,
    nonce=texts,
    typ=texts,
    organization=texts,
    acr=texts,
    max_age_s=st.one_of(st.none(), st.integers(0, 10**9)),
    access_token=texts,
    code=texts,
    htm=texts,
    htu=texts,
    leeway_s=st.integers(0, 300),
    expires_in_s=st.one_of(st.none(), st.integers(-5, 10**9)),
    received_at=st.one_of(st.none(), st.just(NOW)),
    clock_skew_s=st.one_of(st.none(), st.integers(-400, 400)),
)


@given(claim_sets, headers, policies)
def test_every_check_answers_in_words(claims: dict[str, Any], header: dict[str, Any], policy: Policy) -> None:
    of = case_of(token(claims, **header), policy)
    for family in FAMILIES:
        words = words_of(family)
        for check_id, check in checks_of(family).items():
            outcome = check(of)
            if outcome.status is Status.NOT_APPLICABLE:
                continue
            entry = words[check_id][key_of(outcome)]
            for part in ("title", "message", "next"):
                entry.get(part, "").format_map(outcome.values)


@given(claim_sets, odd_texts)
def test_a_wrong_issuer_or_audience_is_at_most_one_problem(claims: dict[str, Any], expected: str) -> None:
    of = case(claims, issuer=expected, audience=expected)
    for family in ("issuer", "audience"):
        spoken = [
            c(of).status for i, c in checks_of(family).items() if i not in {"iss-https", "aud-client-id"}
        ]
        assert spoken.count(Status.FAIL) <= 1


@pytest.mark.parametrize(
    "name", ["iss", "aud", "sub", "scope", "nonce", "azp", "org_id", "https://example.com/x"]
)
def test_a_huge_value_is_looked_at_all_the_same(name: str) -> None:
    huge = json.dumps({**ACCESS, name: "https://a.example/" + "b, " * 300_000})
    of = case(
        huge, issuer="https://a.example/", audience="https://a.example/", scopes=("c",), organization="d"
    )
    for family in FAMILIES:
        for check in checks_of(family).values():
            assert check(of).status in Status
