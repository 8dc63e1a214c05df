"""The `context` of a line in a batch: the key, the instant and the expectations, read into a policy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from typing import TypeGuard

from jotlens.cli.asked import Asked
from jotlens.cli.failures import WrongUsageError
from jotlens.cli.fetched import FetchedError, with_fetched
from jotlens.cli.times import instant_of_seconds, read_sure_time
from jotlens.inspection.clocks import skew_s
from jotlens.inspection.keys.load import Key, KeyFlaw, KeyForm, KeyRing, KeyTextError, load_keys
from jotlens.inspection.model import ApiAnswer, Policy
from jotlens.inspection.profiles import offered_profiles, profile_named

_LONGEST_TIME_S = 10**10


class ContextError(Exception):
    """A context that does not have the shape it must have; `sentence` says which part."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def with_context(context: Mapping[str, object], defaults: Asked, now: datetime) -> Asked:
    """Return what a line asks for at `now`; what it does not say is as the command line said it.

    Names that are not known are passed over, so that a newer writer can talk to an older reader. Raises ContextError
    for a value of the wrong type: an expectation that is not understood must not look like one that was met.
    """
    fields = _Fields(_mapping(context.get("expected"), "expected"), "context.expected", now)
    surroundings = _Fields(context, "context", now)
    at = surroundings.instant("at", defaults.at)
    policy = _expectations(fields, defaults.policy)
    policy = replace(
        policy,
        leeway_s=surroundings.seconds("leeway", policy.leeway_s) or 0,
        detached_payload=surroundings.text("detached_payload", policy.detached_payload),
        implicit_assertion=surroundings.text("paseto_implicit_assertion", policy.implicit_assertion),
    )
    issuer_at = fields.instant("issuer_date", None)
    if issuer_at is not None:
        policy = replace(policy, clock_skew_s=skew_s(policy.received_at or at or now, issuer_at))
    key = context.get("key")
    keys = defaults.keys if key is None else replace(_keys(key), guesses=defaults.keys.guesses)
    return Asked(policy, keys, at)


def _expectations(fields: _Fields, default: Policy) -> Policy:
    seen_before_at = fields.instant("seen_before_at", None)
    try:
        fetched = with_fetched(fields.members, seen_before_at, default.fetched)
    except FetchedError as error:
        raise ContextError(error.sentence) from None
    return replace(
        default,
        audience=fields.text("audience", default.audience),
        issuer=fields.text("issuer", default.issuer),
        scopes=fields.texts("scopes", default.scopes),
        permissions=fields.texts("permissions", default.permissions),
        client_id=fields.text("client_id", default.client_id),
        nonce=fields.text("nonce", default.nonce),
        typ=fields.text("typ", default.typ),
        algorithms=fields.texts("alg", default.algorithms),
        organization=fields.text("organization", default.organization),
        acr=fields.text("acr", default.acr),
        max_age_s=fields.seconds("max_age", default.max_age_s),
        access_token=fields.text("access_token", default.access_token),
        code=fields.text("code", default.code),
        state=fields.text("state", default.state),
        requested_scopes=fields.texts("requested_scopes", default.requested_scopes),
        htm=fields.text("htm", default.htm),
        htu=fields.text("htu", default.htu),
        dpop_headers=fields.count("dpop_headers", default.dpop_headers),
        expires_in_s=fields.seconds("expires_in", default.expires_in_s),
        received_at=fields.instant("received_at", default.received_at),
        clock_skew_s=fields.seconds("clock_skew_s", default.clock_skew_s),
        profile=_profile(fields.text("profile", default.profile)),
        fetched=fetched,
        api=fields.answer("api", default.api),
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """Members of an object, each read in the type it must have; null is as good as not there."""

    members: Mapping[str, object]
    place: str
    now: datetime

    def text(self, name: str, default: str | None) -> str | None:
        value = self.members.get(name)
        if value is None or isinstance(value, str):
            return default if value is None else value
        raise ContextError(f"{self.place}.{name} must be a text.")

    def texts(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        value = self.members.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return tuple(value.split())
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ContextError(f"{self.place}.{name} must be a list of texts.")

    def seconds(self, name: str, default: int | None) -> int | None:
        value = self.members.get(name)
        if value is None:
            return default
        if _is_number(value) and abs(value) < _LONGEST_TIME_S:
            return int(value)
        raise ContextError(f"{self.place}.{name} must be a number of seconds.")

    def count(self, name: str, default: int | None) -> int | None:
        value = self.members.get(name)
        if value is None:
            return default
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        raise ContextError(f"{self.place}.{name} must be a whole number.")

    def answer(self, name: str, default: ApiAnswer | None) -> ApiAnswer | None:
        value = self.members.get(name)
        if value is None or isinstance(value, str):
            return default if value is None else ApiAnswer(body=value)
        if not isinstance(value, dict):
            raise ContextError(f"{self.place}.{name} must be an object or a text.")
        fields = _Fields(value, f"{self.place}.{name}", self.now)
        body = value.get("body")
        if isinstance(body, dict | list):
            body = json.dumps(body, ensure_ascii=False)
        elif body is not None and not isinstance(body, str):
            raise ContextError(f"{self.place}.{name}.body must be a text.")
        return ApiAnswer(fields.status("status"), fields.header("www_authenticate"), body)

    def status(self, name: str) -> int | None:
        value = self.members.get(name)
        if isinstance(value, str) and value.strip()[:3].isdecimal():
            value = int(value.strip()[:3])
        if value is None or (_is_number(value) and 100 <= value <= 599):
            return None if value is None else int(value)
        raise ContextError(f"{self.place}.{name} must be the status of an HTTP answer, such as 401.")

    def header(self, name: str) -> str | None:
        values = (
            self.texts(name, ()) if isinstance(self.members.get(name), list) else (self.text(name, None),)
        )
        return ", ".join(value for value in values if value) or None

    def instant(self, name: str, default: datetime | None) -> datetime | None:
        value = self.members.get(name)
        if value is None:
            return default
        try:
            if isinstance(value, str):
                return read_sure_time(value, self.now)
            if _is_number(value):
                return instant_of_seconds(value)
        except WrongUsageError as error:
            raise ContextError(f"{self.place}.{name}: {error.sentence}") from None
        raise ContextError(f"{self.place}.{name} must be seconds since 1970, or a text with a time.")


def _profile(profile_id: str | None) -> str | None:
    if profile_id is not None and profile_named(profile_id) is None:
        raise ContextError(f"context.expected.profile must be one of {', '.join(offered_profiles())}.")
    return profile_id


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _mapping(value: object, name: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise ContextError(f"context.{name} must be an object.")


def _keys(given: object) -> KeyRing:
    """Read the key that the person chose. One that cannot be read is a key that cannot be used, not no key."""
    key = _mapping(given, "key")
    form, value = key.get("type"), key.get("value")
    if not isinstance(form, str) or form not in set(KeyForm):
        raise ContextError(f"context.key.type must be one of {', '.join(KeyForm)}.")
    text = value if isinstance(value, str) else json.dumps(value)
    try:
        return load_keys(text, KeyForm(form))
    except KeyTextError:
        return KeyRing((Key(KeyForm(form), flaw=KeyFlaw.UNREADABLE),), KeyForm(form))
