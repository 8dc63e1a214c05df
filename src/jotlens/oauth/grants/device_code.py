"""A person logs in on another device, with a code that is shown here (RFC 8628)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from jotlens.oauth.answers import seconds_of
from jotlens.oauth.failures import CancelledError, LoginError, NetworkError
from jotlens.oauth.journey import Journey
from jotlens.oauth.network_failures import network_error
from jotlens.oauth.obtained import DevicePrompt, Obtained, Refusal
from jotlens.oauth.parameters import of_resources, of_scopes, of_target, with_extra
from jotlens.oauth.refusals import members_of, refusal_of, text_of
from jotlens.oauth.trace import Value

LABEL = "device authorization request"
_INTERVAL_S = 5.0
_LONGEST_INTERVAL_S = 60.0
_PASSING = frozenset(
    {"timeout", "closed", "truncated", "refused", "unreachable", "dns", "server-error", "too-many"}
)


@dataclass(frozen=True, slots=True)
class _Device:
    """What the server gave: the secret code to poll with, and for how long, how often."""

    code: str = field(repr=False)
    lives_s: float
    interval_s: float


def obtain(journey: Journey) -> Obtained | Refusal:
    """Ask for the codes, show them, and poll until the person has logged in."""
    device = _begun(journey)
    return device if isinstance(device, Refusal) else _polled(journey, device)


def _begun(journey: Journey) -> _Device | Refusal:
    connection, around = journey.connection, journey.around
    parameters = with_extra((*of_scopes(connection), *of_target(connection)), connection.extra)
    answer = journey.client.post(LABEL, journey.endpoints.device_authorization_endpoint, parameters)
    refusal = refusal_of(LABEL, answer, journey.asked())
    if refusal is not None:
        return refusal
    members = members_of(answer)
    code, user_code = text_of(members, "device_code"), text_of(members, "user_code")
    address = text_of(members, "verification_uri") or text_of(members, "verification_url")
    if members is None or not (answer.ok and code and user_code and address):
        answer.json_object()  # raises what it is instead
        wanted = {"device_code": code, "user_code": user_code, "verification_uri": address}
        missing = ", ".join(name for name, text in wanted.items() if not text) or "a status of success"
        raise answer.trouble or network_error("incomplete", answer.host, missing=missing)
    lives_s = seconds_of(members, "expires_in") or around.login_s
    complete = text_of(members, "verification_uri_complete")
    journey.note("user code", "The person enters this code on another device.", Value("user_code", user_code))
    around.prompt(DevicePrompt(user_code, address, complete, answer.received_at + timedelta(seconds=lives_s)))
    return _Device(code, lives_s, seconds_of(members, "interval") or _INTERVAL_S)


def _polled(journey: Journey, device: _Device) -> Obtained | Refusal:
    """Poll the token endpoint (RFC 8628 sections 3.4 and 3.5); failures on the way are waited out, twice as long each."""
    interval_s, waited_s = device.interval_s, 0.0
    started_at = journey.around.now()
    while True:
        _wait(journey, interval_s)
        waited_s += interval_s
        try:
            outcome = _asked_once(journey, device)
        except NetworkError as failure:
            if failure.code not in _PASSING:
                raise
            outcome = None
            interval_s = min(interval_s * 2, max(_LONGEST_INTERVAL_S, device.interval_s))
        if isinstance(outcome, Refusal) and outcome.error in {"authorization_pending", "slow_down"}:
            interval_s += 5.0 if outcome.error == "slow_down" else 0.0
            interval_s = max(interval_s, min(outcome.retry_after_s or 0.0, _LONGEST_INTERVAL_S))
        elif outcome is not None:
            return outcome
        passed_s = (journey.around.now() - started_at).total_seconds()
        if max(waited_s, passed_s) >= device.lives_s:
            raise LoginError(
                "device-time",
                "Nobody finished the login on the other device while the code was valid. Start again.",
            )


def _asked_once(journey: Journey, device: _Device) -> Obtained | Refusal:
    return journey.request_token(
        (
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("device_code", device.code),
            *of_resources(journey.connection),
        )
    )


def _wait(journey: Journey, seconds: float) -> None:
    if journey.around.cancellation.wait(seconds):
        raise CancelledError
