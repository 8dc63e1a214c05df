"""Through the batch: what was had from elsewhere, what was asked for and the chosen profile reach their checks."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jotlens.cli.asked import Asked
from jotlens.cli.batch import Batch, answer
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.model import Policy
from tests.support.claim_cases import ACCESS, AT, ID, PROOF, PROOF_HEADER, compact

BATCH = Batch(Asked(Policy(), KeyRing(), None), lambda: datetime(2026, 1, 1, tzinfo=UTC))
ISSUER = "https://acme.eu.auth0.com/"
KEYS = f"{ISSUER}.well-known/jwks.json"
DOCUMENT = {"issuer": ISSUER, "jwks_uri": KEYS, "id_token_signing_alg_values_supported": ["RS256"]}
OPAQUE = "Yx3kQ8s0Zt1mB7vN4cLdPw2e"


def checks(text: str, expected: dict[str, Any]) -> dict[str, str]:
    line = {"id": 1, "input": text, "context": {"at": AT, "expected": expected}}
    given = json.loads(answer(json.dumps(line).encode(), BATCH))
    return {check["id"]: check["status"] for check in given["checks"]}


@pytest.mark.parametrize(
    ("check_id", "status", "text", "expected"),
    [
        ("iss-discovery", "pass", compact(ACCESS), {"issuer_document": DOCUMENT}),
        ("iss-discovery", "pass", compact(ACCESS), {"issuer_document": json.dumps(DOCUMENT)}),
        ("iss-discovery", "fail", compact(ACCESS), {"issuer_document": {"issuer": "https://other.example/"}}),
        ("jwks-reachable", "pass", compact(ACCESS), {"key_set": KEYS}),
        ("jwks-reachable", "unknown", compact(ACCESS), {"key_set": {"address": KEYS, "trouble": "offline"}}),
        ("jwks-issuer-link", "pass", compact(ACCESS), {"key_set": KEYS, "issuer_document": DOCUMENT}),
        ("jwks-issuer-link", "fail", compact(ACCESS), {"key_set": ISSUER, "issuer_document": DOCUMENT}),
        ("id-alg", "fail", compact(ID, alg="ES256"), {"issuer_document": DOCUMENT}),
        ("introspection-available", "pass", OPAQUE, {"issuer_document": DOCUMENT}),
        ("userinfo-sub", "pass", compact(ID), {"userinfo": {"sub": ID["sub"]}}),
        ("userinfo-sub", "fail", compact(ID), {"userinfo": '{"sub": "somebody else"}'}),
        ("jti-seen", "pass", compact(ACCESS), {"seen_before_at": AT - 60}),
        ("scope-response-match", "warn", compact(ACCESS), {"requested_scopes": ["write:orders"]}),
        ("scope-response-match", "pass", compact(ACCESS), {"requested_scopes": ["read:orders"]}),
        ("s-hash", "fail", compact({**ID, "s_hash": "x"}), {"state": "s"}),
        ("dpop-one-header", "fail", compact(PROOF, **PROOF_HEADER), {"dpop_headers": 2}),
        ("id-token-as-access", "fail", compact(ID), {"profile": "access-token"}),
        ("access-as-id", "fail", compact(ACCESS), {"profile": "id-token"}),
    ],
)
def test_it_reaches_its_check(check_id: str, status: str, text: str, expected: dict[str, Any]) -> None:
    assert checks(text, expected)[check_id] == status
    assert checks(text, {}).get(check_id) != status or status == "pass"
