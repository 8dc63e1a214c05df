"""Scopes side by side: who says what was granted, and the likeliest reason for each gap."""

import json

import pytest

from jotlens.inspection.scopes import (
    Granted,
    GrantedBy,
    ScopeContext,
    compare_scopes,
    granted_scopes,
    permissions_of,
)
from jotlens.tokens.read import read_all
from jotlens.tokens.resources import resource
from tests.support.terminal import healthy_token

MACHINE, AUTH0 = ScopeContext(machine=True), ScopeContext(auth0=True)
WORDS = json.loads(resource("scopes.json").read_bytes())

# asked for, granted, needed, permissions, how it was asked for; then of which scope which words are expected
CASES = [
    ("read", "", "", None, MACHINE, "read", "machine"),
    ("read", "", "", None, ScopeContext(machine=True, auth0=True), "read", "machine-auth0"),
    ("openid", "", "", None, MACHINE, "openid", "machine-openid"),
    ("offline_access", "", "", None, MACHINE, "offline_access", "machine-offline"),
    ("offline_access", "", "", None, AUTH0, "offline_access", "offline-auth0"),
    ("offline_access", "", "", None, ScopeContext(), "offline_access", "offline"),
    ("offline_access", "", "", None, ScopeContext(front_channel=True), "offline_access", "offline-implicit"),
    ("profile", "", "", None, ScopeContext(auth0=True, client_id="tpc_1"), "profile", "third-party"),
    ("openid", "", "", None, ScopeContext(), "openid", "openid"),
    ("email", "openid", "", None, ScopeContext(), "email", "identity"),
    ("read", "", "", None, ScopeContext(api=False), "read", "no-audience"),
    ("read", "", "", None, AUTH0, "read", "user-auth0"),
    ("read", "", "", ("write",), AUTH0, "read", "rbac-auth0"),
    ("read", "", "", None, ScopeContext(), "read", "user"),
    ("", "read", "write", None, ScopeContext(), "write", "not-requested"),
    ("", "read", "write", ("write",), ScopeContext(), "write", "not-requested-permitted"),
    ("Write", "Write", "write", None, ScopeContext(), "write", "spelling"),
    ("read", "read admin", "", None, ScopeContext(), "admin", "extra"),
    ("", "read", "", None, ScopeContext(), "read", "extra-default"),
    ("api://x/.default", "", "", None, MACHINE, "api://x/.default", "everything"),
    ("", None, "read", None, ScopeContext(), "read", "unknown"),
]


@pytest.mark.parametrize(("asked", "got", "needed", "permissions", "context", "name", "key"), CASES)
def test_a_gap_has_its_likeliest_reason(
    asked: str,
    got: str | None,
    needed: str,
    permissions: tuple[str, ...] | None,
    context: ScopeContext,
    name: str,
    key: str,
) -> None:
    granted = Granted(tuple(got.split()) if got is not None else None, GrantedBy.ANSWER)
    compared = compare_scopes(tuple(asked.split()), granted, tuple(needed.split()), permissions, context)
    row = next(row for row in compared.rows if row.name == name)
    values = {"name": name, "other": asked}
    assert row.reason == WORDS[key]["reason"].format_map(values)
    assert row.next_step == WORDS[key]["next"].format_map(values)
    assert row.is_gap == (key not in {"extra", "extra-default", "everything", "unknown"})


def test_every_reason_is_reached() -> None:
    assert {case[-1] for case in CASES} == WORDS.keys()


def test_what_was_asked_for_and_came_needs_no_reason() -> None:
    compared = compare_scopes(("read", "write"), Granted(("read", "write"), GrantedBy.ANSWER), ("read",))
    assert compared.gaps == ()
    assert {row.reason for row in compared.rows} == {""}
    assert [row.required for row in compared.rows] == [True, False]


def test_gaps_come_first() -> None:
    compared = compare_scopes(("a", "b", "c"), Granted(("a", "c"), GrantedBy.ANSWER))
    assert [row.name for row in compared.rows] == ["b", "a", "c"]


def test_a_refresh_token_is_offline_access_whatever_the_scopes_say() -> None:
    context = ScopeContext(has_refresh_token=True)
    compared = compare_scopes(("offline_access",), Granted((), GrantedBy.ANSWER), context=context)
    assert compared.gaps == ()


def test_who_says_what_was_granted() -> None:
    token = read_all(healthy_token(scope="read write", permissions=["read"]))[1][0]
    silent = read_all(healthy_token(scope=None, permissions=None))[1][0]
    assert granted_scopes("read", token, ("x",)) == Granted(("read",), GrantedBy.ANSWER)
    assert granted_scopes("", token, ("x",)) == Granted((), GrantedBy.ANSWER)
    assert granted_scopes(None, token, ("x",)) == Granted(("read", "write"), GrantedBy.TOKEN)
    assert granted_scopes(None, None, ("x",)) == Granted(("x",), GrantedBy.REQUEST)
    assert granted_scopes(None, None, ()) == Granted(None, GrantedBy.NOTHING)
    assert granted_scopes(None, silent, ("x",)) == Granted((), GrantedBy.TOKEN)
    assert permissions_of(token) == ("read",)
    assert permissions_of(None) is None


def test_a_name_with_hidden_characters_is_shown_with_them() -> None:
    compared = compare_scopes(("Read\u202e",), Granted((), GrantedBy.ANSWER), ("read\u202e",))
    assert "\u202e" not in "".join(row.reason + row.next_step for row in compared.rows)
