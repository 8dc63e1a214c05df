"""The inspector, at the sandbox's time, and what a test asks of an Inspection."""

from datetime import datetime

from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import KeyForm, load_keys
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Inspection, Policy, Status
from jotlens.sandbox.running import Sandbox
from jotlens.tokens.read import read
from tests.support.visitor import FakeClock, Visitor

HEALTH = "https://example.com/health-api"


class Look:
    """Inspects at the sandbox's time."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock

    def __call__(
        self,
        text: str,
        policy: Policy | None = None,
        keys: KeyRing | None = None,
        at: datetime | None = None,
    ) -> Inspection:
        return inspect(read(text), policy or Policy(), keys or KeyRing(), at or self.clock.now)


def key_set(visitor: Visitor) -> KeyRing:
    return load_keys(visitor.call("/.well-known/jwks.json").text, KeyForm.JWKS)


def for_health(tenant: Sandbox) -> Policy:
    return Policy(audience=HEALTH, issuer=tenant.address, scopes=("read:patients",))


def health_token(visitor: Visitor) -> str:
    token: str = visitor.code_flow(scope="openid read:patients", audience=HEALTH)["access_token"]
    return token


def said(seen: Inspection, check_id: str) -> str:
    finding = seen.finding(check_id)
    assert finding is not None, check_id
    return f"{finding.title} {finding.message} {finding.next_step}"


def status(seen: Inspection, check_id: str) -> Status:
    finding = seen.finding(check_id)
    assert finding is not None, check_id
    return finding.status
