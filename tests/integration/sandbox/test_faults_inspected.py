"""Each fault on purpose is found by the inspector, with the right cause first."""

import pytest

from jotlens.inspection.model import SignatureStatus, Status, VerdictStatus
from jotlens.sandbox.running import Sandbox
from tests.support.looking import Look, for_health, health_token, key_set, status
from tests.support.visitor import Visitor


@pytest.mark.parametrize(
    ("fault", "check", "cause"),
    [
        ({"wrong_audience": True}, "aud-match", "D3"),
        ({"wrong_issuer": True}, "iss-match", "D10"),
        ({"alg_none": True}, "alg-none", "D7"),
        ({"hs_rs_confusion": True}, "alg-hmac-with-public-key", "D7"),
        ({"duplicate_claims": True}, "json-duplicate-names", None),
        ({"clock_offset_s": -86_400}, "exp-passed", "D4"),
        ({"clock_offset_s": 600}, "iat-future", "D4"),
    ],
)
def test_a_wrong_token_is_diagnosed(
    visitor: Visitor,
    look: Look,
    tenant: Sandbox,
    fault: dict[str, object],
    check: str,
    cause: str | None,
) -> None:
    keys = key_set(visitor)
    tenant.set_faults(**fault)
    seen = look(health_token(visitor), for_health(tenant), keys)
    assert status(seen, check) is Status.FAIL
    assert next((diagnosis.id for diagnosis in seen.diagnoses), None) == cause


def test_a_revoked_key_is_diagnosed(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    old = health_token(visitor)
    tenant.rotate_keys()
    assert look(old, for_health(tenant), key_set(visitor)).verdict.status is VerdictStatus.WOULD_BE_ACCEPTED
    tenant.revoke_previous_key()
    seen = look(old, for_health(tenant), key_set(visitor))
    assert status(seen, "kid-known") is Status.FAIL
    assert seen.diagnoses[0].id == "D6"


def test_a_doubled_kid_is_noticed(visitor: Visitor, look: Look, tenant: Sandbox) -> None:
    tenant.set_faults(duplicate_kid=True, omit_alg=True)
    seen = look(health_token(visitor), for_health(tenant), key_set(visitor))
    assert status(seen, "jwks-duplicate-kid") is Status.WARN
    assert seen.signature.status is SignatureStatus.VERIFIED
