"""The checks on rights: every outcome, the three spellings of scopes, and lists that are long or odd."""

from typing import Any

import pytest

from jotlens.inspection.checks.case import Case
from jotlens.inspection.model import Policy, Status
from tests.support.claim_cases import (
    ACCESS,
    ID,
    assert_reached,
    case,
    case_of,
    checks_of,
    compact,
    encrypted,
    opaque,
    pasted,
    said,
    without,
)

FAMILY = "rights"
ROLES = {**ACCESS, "permissions": ["read:orders", "write:orders"]}
NO_SCOPE = without(ACCESS, "scope")


def scoped(value: object, name: str = "scope", **policy: Any) -> Case:
    return case({**NO_SCOPE, name: value}, **policy)


def answered(granted: str | None, asked: str) -> Case:
    """Return the case of a token that came with an answer that names its scope, or leaves it out."""
    scope = f', "scope": "{granted}"' if granted is not None else ""
    text = f'{{"access_token": "{compact(ACCESS)}", "token_type": "Bearer", "expires_in": 3600{scope}}}'
    return pasted(text, requested_scopes=tuple(asked.split()))


CASES: tuple[tuple[str, str, Case], ...] = (
    ("scope-format", "pass", case(ACCESS)),
    ("scope-format", "warn.list", scoped(["a", "b"])),
    ("scope-format", "warn.type", scoped(7)),
    ("scope-format", "warn.comma", scoped("read,write")),
    ("scope-format", "warn.character", scoped("lire écrire")),
    ("scope-format", "warn.space", scoped("read  write")),
    ("scope-format", "warn.repeated", scoped("read write read")),
    ("scope-required", "pass", case(ACCESS, scopes=("read:orders",))),
    ("scope-required", "unknown", case(ACCESS)),
    ("scope-required", "unknown.unreadable", case_of(opaque(), Policy(scopes=("read:orders",)))),
    ("scope-required", "fail", case(ACCESS, scopes=("read:orders", "write:orders"))),
    ("scope-required", "fail.profile", scoped("openid email", scopes=("read:orders",))),
    ("scope-required", "fail.absent", case(NO_SCOPE, scopes=("read:orders",))),
    ("scope-absent", "warn", case(NO_SCOPE)),
    ("permissions-required", "pass", case(ROLES, permissions=("write:orders",))),
    ("permissions-required", "unknown.unreadable", case_of(encrypted(), Policy(permissions=("a",)))),
    ("permissions-required", "fail", case(ROLES, permissions=("delete:orders",))),
    ("permissions-required", "fail.off", case(ACCESS, permissions=("write:orders",))),
    ("permissions-required", "fail.type", case({**ACCESS, "permissions": {"a": 1}}, permissions=("a",))),
    ("scope-permission-mismatch", "pass", case(ROLES)),
    ("scope-permission-mismatch", "warn", case(ROLES, scopes=("write:orders",))),
    (
        "scope-permission-mismatch",
        "warn.scope",
        case({**ROLES, "scope": "delete:orders"}, permissions=("delete:orders",)),
    ),
    ("scope-oidc-only", "warn", scoped("openid profile email offline_access")),
    ("scope-response-match", "pass", answered("read:orders", "read:orders")),
    ("scope-response-match", "warn", answered("read:orders", "read:orders write:orders")),
    ("scope-response-match", "warn.offline", answered("read:orders", "read:orders offline_access")),
    ("org-match", "pass", case({**ACCESS, "org_id": "org_1"}, organization="org_1")),
    ("org-match", "unknown", case({**ACCESS, "org_name": "acme"})),
    ("org-match", "unknown.unreadable", case_of(encrypted(), Policy(organization="org_1"))),
    ("org-match", "fail", case({**ACCESS, "org_id": "org_2"}, organization="org_1")),
    ("org-match", "fail.missing", case(ACCESS, organization="org_1")),
    ("org-match", "fail.type", case({**ACCESS, "org_id": 7}, organization="org_1")),
    ("acr-required", "pass", case({**ID, "acr": "gold"}, acr="silver gold")),
    ("acr-required", "unknown.unreadable", case_of(encrypted(), Policy(acr="gold"))),
    ("acr-required", "fail", case({**ID, "acr": "0"}, acr="gold")),
    ("acr-required", "fail.missing", case(ID, acr="gold")),
    ("acr-required", "fail.type", case({**ID, "acr": 0}, acr="gold")),
    ("amr-info", "pass", case({**ID, "amr": ["pwd", "otp", "carrier-pigeon"]})),
    ("amr-info", "warn", case({**ID, "amr": "pwd"})),
    ("authorization-details", "pass", case({**ACCESS, "authorization_details": [{"type": "payment"}]})),
    ("authorization-details", "warn", case({**ACCESS, "authorization_details": [{"kind": "payment"}]})),
)


def test_every_outcome_is_reached() -> None:
    assert_reached(FAMILY, CASES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scope", "openid orders.read"),
        ("scope", ["openid", "orders.read"]),
        ("scp", "orders.read orders.write"),
        ("scp", ["openid", "orders.read"]),
    ],
)
def test_scopes_are_found_in_each_of_their_spellings(name: str, value: object) -> None:
    scope_required = checks_of(FAMILY)["scope-required"]
    assert scope_required(scoped(value, name, scopes=("orders.read",))).status is Status.PASS
    assert scope_required(scoped(value, name, scopes=("orders",))).status is Status.FAIL


def test_the_list_of_scp_is_as_its_issuers_write_it() -> None:
    assert checks_of(FAMILY)["scope-format"](scoped(["a", "b"], "scp")).status is Status.PASS


def test_only_the_missing_scopes_are_named() -> None:
    of = case(ACCESS, scopes=("read:orders", "write:orders"))
    assert "Missing: write:orders." in said(FAMILY, "scope-required", of).message


def test_missing_scopes_are_one_problem() -> None:
    of = case(NO_SCOPE, scopes=("read:orders",))
    statuses = {check_id: check(of).status for check_id, check in checks_of(FAMILY).items()}
    assert {check_id for check_id, status in statuses.items() if status in {Status.FAIL, Status.WARN}} == {
        "scope-required"
    }


def test_permissions_stand_in_for_scopes() -> None:
    assert checks_of(FAMILY)["scope-absent"](case(without(ROLES, "scope"))).status is Status.NOT_APPLICABLE
    assert checks_of(FAMILY)["scope-absent"](scoped("")).status is Status.WARN


def test_an_id_token_is_not_asked_for_rights() -> None:
    statuses = {check_id: check(case(ID)).status for check_id, check in checks_of(FAMILY).items()}
    assert set(statuses.values()) == {Status.NOT_APPLICABLE}


def test_the_profile_scopes_are_enough_for_userinfo() -> None:
    of = case({**ACCESS, "aud": "https://acme.eu.auth0.com/userinfo", "scope": "openid email"})
    assert checks_of(FAMILY)["scope-oidc-only"](of).status is Status.NOT_APPLICABLE


def test_organizations_are_named_in_any_case_and_numbered_exactly() -> None:
    org_match = checks_of(FAMILY)["org-match"]
    assert org_match(case({**ACCESS, "org_name": "acme"}, organization="Acme")).status is Status.PASS
    assert org_match(case({**ACCESS, "org_id": "org_a"}, organization="org_A")).status is Status.FAIL


def test_a_hundred_thousand_scopes_are_counted_and_not_shown() -> None:
    of = scoped(" ".join(f"s{i}" for i in range(100_000)))
    finding = said(FAMILY, "scope-format", of)
    assert finding.status is Status.PASS
    assert "and 99994 more" in finding.message


def test_an_answer_without_a_scope_granted_everything() -> None:
    assert checks_of(FAMILY)["scope-response-match"](answered(None, "read:orders x")).status is Status.PASS


def test_without_an_answer_the_token_tells_what_was_granted() -> None:
    match = checks_of(FAMILY)["scope-response-match"]
    assert match(case(ACCESS, requested_scopes=("read:orders", "email"))).status is Status.PASS
    assert match(case(ACCESS, requested_scopes=("write:orders",))).status is Status.WARN
    assert match(case(NO_SCOPE, requested_scopes=("write:orders",))).status is Status.NOT_APPLICABLE
    assert match(case(ID, requested_scopes=("write:orders",))).status is Status.NOT_APPLICABLE
