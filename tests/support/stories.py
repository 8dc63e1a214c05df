"""Logins that go well and wrong, exchange by exchange, and what is to be said of each."""

import base64
import json
from collections.abc import Callable
from typing import Any

from jotlens.cases.lineage import half_hash
from jotlens.cases.story_model import MarkKind
from tests.support.recording import API, APP, CLIENT, ISSUER, STARTED, Recording
from tests.support.terminal import healthy_token

IAT = int(STARTED.timestamp())
TIMES = {"iat": IAT, "exp": IAT + 600, "iss": ISSUER}
ACCESS = healthy_token(aud=API, scope="openid read:orders", azp=CLIENT, **TIMES)
OTHER_ACCESS = healthy_token(aud="https://other.example", azp=CLIENT, **TIMES)
PAGE = "<!doctype html><title>Orders</title><script src='/main.js'></script>"
INVALID = 'Bearer error="invalid_token"'


def _made(header: dict[str, object], claims: dict[str, object], signature: bytes) -> str:
    parts = (json.dumps(header).encode(), json.dumps(claims).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def _id_token(**more: object) -> str:
    claims = {
        "aud": CLIENT,
        "nonce": "n-1",
        "email": "zoe@example.com",
        "sub": "auth0|1",
        "sid": "s",
        **TIMES,
    }
    return _made({"alg": "RS256", "typ": "JWT", "kid": "k-1"}, claims | more, b"\1" * 256)


ID_TOKEN = _id_token(at_hash=half_hash("RS256", ACCESS))
WITH_KID = _made(
    {"alg": "RS256", "typ": "at+jwt", "kid": "k-9"}, {"aud": API, "sub": "1", **TIMES}, b"\1" * 256
)


def _login(recording: Recording, access: str = ACCESS, *, audience: str | None = API, **answer: Any) -> None:
    recording.authorize(nonce="n-1", **({"audience": audience} if audience else {}))
    recording.log_in()
    recording.tokens(access_token=access, id_token=ID_TOKEN, token_type="Bearer", expires_in=600, **answer)


def all_well(recording: Recording) -> None:
    recording.call(None, 401, "Bearer")
    _login(recording)
    recording.call(ACCESS, 200)


def opaque_instead_of_jwt(recording: Recording) -> None:
    _login(recording, "opaque-access-token-1", audience=None)
    recording.call("opaque-access-token-1", 401, INVALID, {"message": "jwt malformed"})


def id_token_sent(recording: Recording) -> None:
    _login(recording)
    recording.call(ID_TOKEN, 401, INVALID, {"message": "Invalid audience"})


def expired(recording: Recording) -> None:
    _login(recording)
    recording.call(ACCESS, 200)
    recording.wait(600 + 190 - 5)
    recording.call(ACCESS, 401, INVALID, {"message": "jwt expired"})


def wrong_audience(recording: Recording) -> None:
    _login(recording, OTHER_ACCESS, audience="https://other.example")
    recording.call(
        OTHER_ACCESS, 401, INVALID, {"message": "jwt audience invalid. expected: https://api.example"}
    )


def missing_scope(recording: Recording) -> None:
    _login(recording)
    recording.call(ACCESS, 403, 'Bearer error="insufficient_scope", scope="write:orders"')


def refresh_reused(recording: Recording) -> None:
    _login(recording, refresh_token="refresh-token-1")
    recording.refresh("refresh-token-1", access_token=ACCESS, refresh_token="refresh-token-2", expires_in=600)
    recording.refresh(
        "refresh-token-1",
        403,
        error="invalid_grant",
        error_description="Unknown or invalid refresh token.",
    )


def state_lost(recording: Recording) -> None:
    recording.authorize(state="s-1", audience=API)
    recording.authorize(state="s-2", audience=API)
    recording.log_in(state="s-0")


def state_missing(recording: Recording) -> None:
    recording.authorize(audience=API)
    recording.log_in(state=None)


def clock_off(recording: Recording) -> None:
    _login(recording)
    recording.call(ACCESS, 401, INVALID, {"message": "jwt not active"}, host_ahead_s=-300)


def clock_off_here(recording: Recording) -> None:
    slow = Recording(ahead_s=-420)
    _login(slow)
    recording.entries = slow.entries


def clock_off_at_issuer(recording: Recording) -> None:
    ahead = healthy_token(aud=API, scope="openid", azp=CLIENT, iss=ISSUER, iat=IAT + 480, exp=IAT + 1080)
    _login(recording, ahead)
    recording.call(ahead, 401, INVALID, {"message": "jwt not active"})


def clock_behind_at_issuer(recording: Recording) -> None:
    behind = healthy_token(aud=API, scope="openid", azp=CLIENT, iss=ISSUER, iat=IAT - 1200, exp=IAT - 600)
    _login(recording, behind)
    recording.call(behind, 401, INVALID, {"message": "jwt expired"})


def state_forgotten(recording: Recording) -> None:
    recording.page(f"{APP}/", PAGE)
    recording.authorize(audience=API)
    recording.log_in(page=PAGE)
    recording.add("GET", f"{APP}/main.js", media_type="text/javascript", answer="start()")


def state_not_known(recording: Recording) -> None:
    cookie = "login_state=state-of-the-login; Path=/callback; HttpOnly; SameSite=Strict"
    recording.add("GET", f"{APP}/login", 302, answer_headers={"Set-Cookie": cookie})
    recording.authorize(audience=API)
    recording.log_in()
    recording.entries[-1]["response"].update(
        status=400, content={"mimeType": "text/plain", "text": "mismatching_state: CSRF Warning!"}
    )


def refused_otherwise(recording: Recording) -> None:
    _login(recording)
    recording.call(ACCESS, 401, INVALID, {"message": "jwt issuer invalid. expected: https://other.example/"})


def token_not_recorded(recording: Recording) -> None:
    _login(recording)
    recording.call(None, 401, INVALID, {"message": "jwt audience invalid. expected: https://other.example"})


def wrong_kid(recording: Recording) -> None:
    _login(recording, WITH_KID)
    recording.call(WITH_KID, 401, INVALID, {"message": 'Unable to find a signing key that matches "k-9"'})


def code_reused(recording: Recording) -> None:
    _login(recording)
    recording.tokens(403, error="invalid_grant", error_description="Invalid authorization code")


def nonce_wrong(recording: Recording) -> None:
    recording.authorize(nonce="n-2")
    recording.log_in()
    recording.tokens(access_token="opaque-access-token-1", id_token=ID_TOKEN)


def login_refused(recording: Recording) -> None:
    recording.authorize(audience="https://nothing.example")
    recording.add(
        "GET",
        "https://app.example/callback?error=access_denied&error_description=Service+not+found&state=s-1",
    )


def refresh_sent(recording: Recording) -> None:
    _login(recording, refresh_token="refresh-token-1")
    recording.call("refresh-token-1", 401, INVALID)


Story = Callable[[Recording], None]
STORIES: tuple[tuple[Story, MarkKind | None, str | None, str], ...] = (
    (all_well, None, None, "All went well: nothing stands out in 6 steps."),
    (opaque_instead_of_jwt, MarkKind.AUDIENCE_NOT_ASKED, "D1", "The login asked for no audience"),
    (id_token_sent, MarkKind.ID_TOKEN_SENT, "D5", "The ID token was sent to api.example"),
    (expired, MarkKind.EXPIRED, "D4", "expired 3 min 10 s before this call to api.example"),
    (wrong_audience, MarkKind.WRONG_AUDIENCE, "D3", "is for https://other.example"),
    (missing_scope, MarkKind.MISSING_SCOPE, "D9", "asks for: write:orders"),
    (refresh_reused, MarkKind.REFRESH_REUSED, "D19", "had been used before"),
    (state_lost, MarkKind.STATE_LOST, "D16", "its state is another one"),
    (state_missing, MarkKind.STATE_LOST, "D16", "its state is missing"),
    (clock_off, MarkKind.CLOCK_OFF, "D4", "the clock of api.example is 5 min behind"),
    (clock_off_here, MarkKind.CLOCK_OFF, None, "recorded on is 7 min behind that of login.example"),
    (
        clock_off_at_issuer,
        MarkKind.CLOCK_OFF,
        "D4",
        "of login.example, which issued the token, is 8 min ahead",
    ),
    (
        clock_behind_at_issuer,
        MarkKind.CLOCK_OFF,
        "D4",
        "of login.example, which issued the token, is 20 min beh",
    ),
    (state_forgotten, MarkKind.STATE_LOST, "D16", "the page there asked for no tokens with it"),
    (
        state_not_known,
        MarkKind.STATE_LOST,
        "D16",
        "A cookie that it had set did not come along: login_state.",
    ),
    (refused_otherwise, MarkKind.CALL_REFUSED, "D10", "Likeliest cause: The issuer does not match."),
    (token_not_recorded, MarkKind.CALL_REFUSED, "D3", "The recording does not hold the token that was sent"),
    (wrong_kid, MarkKind.WRONG_KID, "D6", "does not have the key"),
    (code_reused, MarkKind.CODE_REUSED, "D29", "used a second time"),
    (nonce_wrong, MarkKind.NONCE_WRONG, "D17", "belongs to another login"),
    (login_refused, MarkKind.LOGIN_REFUSED, "D11", "Service not found"),
    (refresh_sent, MarkKind.REFRESH_SENT, "D37", "should be revoked"),
)
