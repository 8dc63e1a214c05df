"""What the tokens of a login are held against: an ID token against this login, an access token against the API."""

import json
from datetime import UTC, datetime

from jotlens.cli.failures import ExitCode
from jotlens.cli.login_policy import KeySet, issuer_skew_s, login_of, person_expects
from jotlens.cli.obtained import Shape, ended, fetch_fields, member, scopes_of
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Status
from jotlens.oauth.connection import Connection, Expected, Grant
from jotlens.oauth.obtained import Asked, Obtained
from tests.support.terminal import API, ISSUER, healthy_token

AT = datetime.fromtimestamp(1_700_000_060, UTC)
ID_TOKEN = healthy_token(aud="app", nonce="n-1", scope=None)
CONNECTION = Connection("0" * 32, "acme", issuer=ISSUER, client_id="app", audience=API)
NO_KEYS = KeySet(KeyRing())


def obtained(**changes: object) -> Obtained:
    answer = {
        "access_token": healthy_token(),
        "id_token": ID_TOKEN,
        "refresh_token": "v1.abcdefghijklmnopqrstuvwxyz0123456789",
        "expires_in": 86_340,
        "token_type": "Bearer",
        "scope": "openid read",
    }
    asked = Asked(
        CONNECTION.id, Grant.AUTHORIZATION_CODE, ISSUER, "app", ("openid", "read"), API, "n-1", "st", "co"
    )
    date = "Tue, 14 Nov 2023 22:13:20 GMT"
    return Obtained(json.dumps(answer | changes), AT, asked, date, json.dumps({"issuer": ISSUER}))


def test_each_token_is_held_against_what_it_is_for() -> None:
    login = login_of(obtained(), CONNECTION, NO_KEYS, AT)
    assert [each.name for each in login.received] == ["Access token", "ID token", "Refresh token"]
    access, identity, refresh = (each.inspection.policy for each in login.received)
    assert (access.audience, access.issuer, access.client_id) == (API, ISSUER, "app")
    assert (access.expires_in_s, access.requested_scopes) == (86_340, ("openid", "read"))
    assert access.nonce is None
    assert (identity.nonce, identity.audience) == ("n-1", None)
    assert identity.access_token == healthy_token()
    assert identity.code is None, "without c_hash there is nothing to compare"
    assert refresh.issuer is refresh.audience is None
    assert {policy.clock_skew_s for policy in (access, identity, refresh)} == {60}
    assert access.fetched.issuer_document is not None
    assert access.received_at == AT


def test_what_a_person_expects_comes_before_what_was_asked_for() -> None:
    expected = Expected("https://other.example/", "https://i.example/", ("write",), ("p",))
    connection = Connection("0" * 32, "acme", issuer=ISSUER, client_id="app", expected=expected)
    policy = login_of(obtained(), connection, NO_KEYS, AT).received[0].inspection.policy
    assert (policy.audience, policy.issuer, policy.scopes) == expected_of(connection)
    assert policy.permissions == person_expects(connection).permissions == ("p",)


def expected_of(connection: Connection) -> tuple[str, str, tuple[str, ...]]:
    return connection.expected.audience, connection.expected.issuer, connection.expected.scopes


def test_the_answers_own_wrapping_is_no_finding() -> None:
    login = login_of(obtained(), CONNECTION, NO_KEYS, AT)
    told = {
        finding.id
        for each in login.received
        for finding in each.inspection.findings
        if finding.status in {Status.WARN, Status.FAIL}
    }
    assert "input-wrapper" not in told
    assert all(each.inspection.diagnoses == () for each in login.received)


def test_an_opaque_access_token_is_well_unless_a_person_expects_something() -> None:
    opaque = obtained(access_token="V1StGXR8-Z5jdHi6B-myTV1StGXR8-Z5jdHi6B-myT1")
    assert ended(login_of(opaque, CONNECTION, NO_KEYS, AT), CONNECTION, NO_KEYS, 0) is ExitCode.ALL_WELL
    wanting = Connection("0" * 32, "acme", issuer=ISSUER, expected=Expected(scopes=("read",)))
    assert ended(login_of(opaque, wanting, NO_KEYS, AT), wanting, NO_KEYS, 0) is ExitCode.NOT_CHECKED


def test_another_logins_nonce_fails() -> None:
    other = obtained(id_token=healthy_token(aud="app", nonce="n-2"))
    assert ended(login_of(other, CONNECTION, NO_KEYS, AT), CONNECTION, NO_KEYS, 1) is ExitCode.CHECK_FAILED


def test_a_member_as_it_came() -> None:
    assert member(obtained(access_token="short"), "access_token") == "short"
    assert member(obtained(access_token=7), "access_token") is None
    assert member(obtained(access_token=""), "access_token") is None


def test_no_token_is_in_the_json_unless_it_is_to_be_revealed() -> None:
    login = login_of(obtained(), CONNECTION, NO_KEYS, AT)
    compared = scopes_of(login, CONNECTION)
    hidden = repr(fetch_fields(login, CONNECTION, compared, Shape()))
    shown = repr(fetch_fields(login, CONNECTION, compared, Shape(reveal=True)))
    for text in (healthy_token(), ID_TOKEN):
        assert text not in hidden
        assert text in shown


def test_a_date_that_is_none_says_nothing() -> None:
    assert issuer_skew_s(None, AT) is None
    assert issuer_skew_s("soon", AT) is None
    assert issuer_skew_s("Tue, 14 Nov 2023 22:14:20 GMT", AT) == 0
