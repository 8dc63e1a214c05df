"""Each guided scenario goes as it says, and ends in the inspection that it promises."""

import json
from typing import Any, assert_never

import pytest
import requests

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import KeyForm, load_keys
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy
from jotlens.sandbox.running import Sandbox
from jotlens.sandbox.scenarios import (
    Call,
    KeysFor,
    LogIn,
    Machine,
    ProviderToken,
    Refresh,
    Revoke,
    Sample,
    Scenario,
    SetFaults,
    Step,
    TurnKeys,
    UserInfo,
    scenarios,
)
from jotlens.tokens.read import read, read_all
from jotlens.tokens.resources import resource
from tests.support.looking import Look, key_set
from tests.support.visitor import CHALLENGE, Visitor

SCENARIOS = {scenario.id: scenario for scenario in scenarios("http://127.0.0.1:1/")}


class Player:
    """Plays the steps, with a browser for each user."""

    def __init__(self, tenant: Sandbox) -> None:
        self.tenant = tenant
        self.visitors: dict[str, Visitor] = {}
        self.access_token = ""
        self.refresh_tokens: list[str] = []
        self.client = ""
        self.answer = ""

    def close(self) -> None:
        for visitor in self.visitors.values():
            visitor.close()

    def visitor(self, user: str = "usr_123") -> Visitor:
        return self.visitors.setdefault(user, Visitor(self.tenant, user))

    def play(self, step: Step) -> None:
        match step:
            case LogIn():
                self._log_in(step)
            case Machine():
                self._keep(self.visitor().machine(step.audience, step.client), step.status)
            case Call():
                answer = self.visitor().call(step.path, self.access_token, step.method)
                assert answer.status_code == step.status
                failed = answer.headers.get("X-Sandbox-Failed-Step")
                assert failed == (None if step.failed_step is None else str(step.failed_step))
            case UserInfo():
                assert self.visitor().call("/userinfo", self.access_token).status_code == step.status
            case Refresh():
                token = self.refresh_tokens[0 if step.first else -1]
                form = {"grant_type": "refresh_token", "client_id": self.client, "refresh_token": token}
                form |= {"scope": step.scope} if step.scope else {}
                self._keep(self.visitor().token(**form), step.status)
            case Revoke():
                form = {"client_id": self.client, "token": self.refresh_tokens[-1]}
                assert self.visitor().call("/oauth/revoke", method="POST", data=form).status_code == 200
            case SetFaults():
                self.tenant.set_faults(**step.changes)
            case TurnKeys(revoke=True):
                assert self.tenant.revoke_previous_key()
            case TurnKeys():
                self.tenant.rotate_keys()
            case ProviderToken():
                user = next(user for user in self.tenant.users if user.user_id == step.user)
                self.access_token = user.identities[0].access_token or ""
            case Sample():
                listed = json.loads(resource("samples").joinpath("index.json").read_text("utf-8"))
                file = next(sample["file"] for sample in listed if sample["id"] == step.sample)
                text = resource("samples").joinpath(file).read_text("utf-8")
                self.access_token = read_all(text)[1][0].text
            case _:
                assert_never(step)

    def _log_in(self, step: LogIn) -> None:
        visitor, self.client = self.visitor(step.user), step.client
        dialogs = visitor.dialogs()
        asked = {"response_type": step.response_type, "audience": step.audience, "scope": step.scope}
        proof = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        members = visitor.authorize(client_id=step.client, **asked, **proof)
        if step.dialog is not None:
            assert visitor.dialogs() - dialogs == step.dialog
        if "code" in members:
            self._keep(visitor.exchange(members["code"], step.client), 200)
        else:
            self.access_token = members["access_token"]

    def _keep(self, answer: requests.Response, status: int) -> None:
        assert answer.status_code == status
        self.answer = answer.text
        members: dict[str, Any] = answer.json()
        self.access_token = members.get("access_token", self.access_token)
        if "refresh_token" in members:
            self.refresh_tokens.append(members["refresh_token"])


def test_there_are_twenty_and_a_first_one_in_words_for_people() -> None:
    assert len(SCENARIOS) == 21
    assert next(iter(SCENARIOS)) == "opaque-and-jwt"
    for scenario in SCENARIOS.values():
        assert scenario.title[0].isupper()
        assert not scenario.title.endswith(".")
        assert scenario.lesson.endswith(".")
        assert scenario.watch.endswith(".")
        assert (
            sum(
                value is not None
                for value in (scenario.ends.verdict, scenario.ends.finding, scenario.ends.cause)
            )
            == 1
        )


def keys_for(scenario: Scenario, tenant: Sandbox, visitor: Visitor) -> KeyRing:
    match scenario.look.keys:
        case KeysFor.NONE:
            return KeyRing()
        case KeysFor.KEY_SET:
            return key_set(visitor)
        case KeysFor.SECRET:
            return load_keys("keyboardcat", KeyForm.SECRET)
        case KeysFor.SEALING_KEY:
            return load_keys(tenant.sealing_key_pem())


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_goes_as_it_says(name: str, tenant: Sandbox, look: Look) -> None:
    scenario = next(scenario for scenario in tenant.scenarios if scenario.id == name)
    player = Player(tenant)
    for step in scenario.steps:
        player.play(step)
    keys = keys_for(scenario, tenant, player.visitor())
    wanted = scenario.look
    policy = Policy(
        audience=wanted.audience or None,
        scopes=wanted.scopes,
        issuer=tenant.address if wanted.audience else None,
    )
    text = player.answer if wanted.answer else player.access_token
    seen = inspect(read(text), policy, keys, look.clock.now)
    player.close()
    ends = scenario.ends
    if ends.verdict is not None:
        assert seen.verdict.status == ends.verdict
    if ends.finding is not None:
        finding = seen.finding(ends.finding)
        assert finding is not None
        assert finding.status == ends.status
    if ends.cause is not None:
        assert seen.diagnoses[0].id == ends.cause
