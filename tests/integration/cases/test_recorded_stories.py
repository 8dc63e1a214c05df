"""Stories of logins at a real authorization server, recorded as they happen."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from jotlens.cases.lineage import Tie
from jotlens.cases.source import Bytes
from jotlens.cases.story import Told, tell
from jotlens.cases.story_model import EventKind, MarkKind
from tests.integration.asking import API, CALLBACK, post
from tests.support.authorization_server.process import AuthorizationServer
from tests.support.person import Person
from tests.support.recording import Recording, recorded

SCOPE = "openid offline_access read:orders"


def _login(recording: Recording, server: AuthorizationServer, person: Person, **asked: str) -> dict[str, Any]:
    verifier = secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "client_id": server.clients["public"].id,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": SCOPE,
        "prompt": "consent",
        "state": "s-1",
        "nonce": "n-1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **asked,
    }
    with recorded(recording):
        callback = person.log_in(f"{server.issuer}/auth?{urlencode(query)}")
        given = parse_qs(urlsplit(callback).query)
        if "code" not in given:
            return {"callback": callback}
        answer = _code(server, given["code"][0], verifier, asked.get("resource"))
        post(f"{server.issuer}/jwks")
    return {**answer, "code": given["code"][0], "verifier": verifier}


def _code(server: AuthorizationServer, code: str, verifier: str, resource: str | None) -> dict[str, Any]:
    return post(
        f"{server.issuer}/token",
        None,
        grant_type="authorization_code",
        code=code,
        code_verifier=verifier,
        redirect_uri=CALLBACK,
        client_id=server.clients["public"].id,
        **({"resource": resource} if resource else {}),
    )


def _called(recording: Recording, token: str, status: int, **more: Any) -> None:
    recording.now = max(_began(recording), recording.now)
    recording.call(token, status, **more)


def _began(recording: Recording) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(recording.entries[-1]["startedDateTime"])


def _told(recording: Recording) -> Told:
    return tell(Bytes(recording.har()))


def test_all_well(authorization_server: AuthorizationServer, person: Person) -> None:
    recording = Recording()
    got = _login(recording, authorization_server, person, resource=API)
    _called(recording, got["access_token"], 200)
    told = _told(recording)
    assert told.story.marks == ()
    kinds = [event.kind for event in told.story.events]
    assert kinds[0] is EventKind.AUTHORIZE
    assert kinds[-1] is EventKind.API_CALL
    assert {EventKind.LOGIN, EventKind.TOKENS} <= set(kinds)
    found = {(link.tie, link.one, link.other) for link in told.links}
    assert (Tie.NONCE, got["id_token"], "n-1") in found
    assert (Tie.CODE, got["access_token"], got["code"]) in found


def test_opaque_because_no_api_was_asked_for(
    authorization_server: AuthorizationServer, person: Person
) -> None:
    recording = Recording()
    got = _login(recording, authorization_server, person)
    _called(recording, got["access_token"], 401, answer={"message": "jwt malformed"})
    cause = _told(recording).story.cause
    assert cause is not None
    assert (cause.kind, cause.since) == (MarkKind.AUDIENCE_NOT_ASKED, 0)


def test_the_id_token_is_sent(authorization_server: AuthorizationServer, person: Person) -> None:
    recording = Recording()
    got = _login(recording, authorization_server, person, resource=API)
    _called(recording, got["id_token"], 401, answer={"message": "invalid audience"})
    cause = _told(recording).story.cause
    assert cause is not None
    assert cause.kind is MarkKind.ID_TOKEN_SENT


def test_a_refresh_token_is_used_twice(authorization_server: AuthorizationServer, person: Person) -> None:
    recording = Recording()
    got = _login(recording, authorization_server, person, resource=API)
    with recorded(recording):
        for _ in range(2):
            post(
                f"{authorization_server.issuer}/token",
                grant_type="refresh_token",
                refresh_token=got["refresh_token"],
                client_id=authorization_server.clients["public"].id,
            )
    story = _told(recording).story
    assert story.cause is not None
    assert story.cause.kind is MarkKind.REFRESH_REUSED
    assert story.cause.event == len(story.events) - 1


def test_a_code_is_used_twice(authorization_server: AuthorizationServer, person: Person) -> None:
    recording = Recording()
    got = _login(recording, authorization_server, person, resource=API)
    with recorded(recording):
        _code(authorization_server, got["code"], got["verifier"], API)
    cause = _told(recording).story.cause
    assert cause is not None
    assert cause.kind is MarkKind.CODE_REUSED


def test_consent_is_refused(authorization_server: AuthorizationServer) -> None:
    recording = Recording()
    person = Person(authorization_server.user, authorization_server.password, allows=False)
    _login(recording, authorization_server, person, resource=API)
    cause = _told(recording).story.cause
    assert cause is not None
    assert cause.kind is MarkKind.LOGIN_REFUSED
