"""The public JSON: its fields, their order and their types, for every kind of token of the vectors."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jotlens.cli.contract import contract, extracted, fingerprint
from jotlens.cli.json_writer import write_json
from jotlens.inspection.inspect import inspect
from jotlens.inspection.keys.load import KeyForm, KeyRing, load_keys
from jotlens.inspection.model import (
    Policy,
    Purpose,
    Question,
    Severity,
    SignatureStatus,
    Status,
    VerdictStatus,
)
from jotlens.tokens.model import Kind
from jotlens.tokens.read import read_all
from tests.unit.inspection.minting import certificate, certificate_pem, ec_pair, ring, rsa_pair, rsa_signed
from tests.vectors.comparison import cases

AT = datetime(2016, 3, 24, 12, 0, 0, 500_000, tzinfo=UTC)
FIELDS = {
    "schema": str,
    "kind": str,
    "subtype": str | None,
    "purpose": str,
    "purpose_reason": str,
    "profile": dict | None,
    "title": str,
    "size": dict,
    "fingerprint": str,
    "header": dict | None,
    "claims": dict | None,
    "payload_text": str | None,
    "signature": dict,
    "decryption": dict | None,
    "lifetime": dict,
    "at": str,
    "other_clock": dict | None,
    "checks": list,
    "verdict": dict,
    "diagnosis": list,
    "nested": dict | None,
    "sd": dict | None,
    "saml": dict | None,
    "footer": str | None,
    "stripped": list,
    "extracted": list,
    "weight": dict | None,
}
PARTS: dict[str, dict[str, Any]] = {
    "size": {"characters": int, "header_b": int, "payload_b": int, "signature_b": int},
    "signature": {
        "status": str,
        "alg": str | None,
        "key": dict | None,
        "reason": str,
        "choice": str | None,
        "candidates": list,
    },
    "profile": {"id": str, "name": str, "reason": str, "explanation": str, "chosen": bool},
    "decryption": {"status": str, "plaintext": str | None, "key": dict | None, "reason": str},
    "lifetime": {
        "state": str,
        "issued_at": str | None,
        "not_before": str | None,
        "expires_at": str | None,
        "seconds_left": int | None,
        "lifetime_s": int | None,
        "source": str | None,
    },
    "verdict": {"status": str, "sentence": str, "next_step": str},
    "sd": {
        "disclosures": int,
        "resolved_claims": dict | None,
        "key_binding": bool,
        "kb_header": dict | None,
        "kb_claims": dict | None,
    },
    "saml": {"root": str, "issuer": str | None},
    "weight": {
        "characters": int,
        "sentence": str,
        "shares": list,
        "ceilings": list,
        "heaviest": str | None,
        "without_heaviest": int | None,
    },
}
OTHER_CLOCK = {
    "skew_s": int,
    "at": str,
    "differs": bool,
    "sentence": str,
    "lifetime": dict,
    "verdict": dict,
}
SHARE = {"name": str | None, "part": str, "characters": int, "others": int}
CEILING = {"id": str, "most": int, "around": int, "fits": bool, "fits_without_heaviest": bool}
CHECK = {
    "id": str,
    "question": str,
    "status": str,
    "severity": str,
    "message": str,
    "next_step": str,
    "reference": str,
}


CANDIDATE = {
    "kid": str | None,
    "kind": str,
    "thumbprint": str | None,
    "x5t_s256": str | None,
    "taken": bool,
    "outcome": str,
    "reason": str,
    "notes": list,
    "certificate": dict | None,
}


def _answer(text: str, keys: KeyRing | None = None, *, all_checks: bool = False) -> dict[str, Any]:
    finds, tokens = read_all(text)
    inspection = inspect(tokens[0], Policy(), keys or KeyRing(), AT, finds=finds)
    written = write_json(contract(inspection, finds, extracted(tokens), all_checks=all_checks))
    answer: dict[str, Any] = json.loads(written)
    return answer


def _has_shape(value: dict[str, Any], shape: dict[str, Any]) -> bool:
    return list(value) == list(shape) and all(isinstance(value[name], kind) for name, kind in shape.items())


def _holds(answer: dict[str, Any]) -> None:
    assert _has_shape(answer, FIELDS)
    assert answer["kind"] in set(Kind)
    assert answer["purpose"] in set(Purpose)
    assert answer["signature"]["status"] in set(SignatureStatus)
    assert answer["verdict"]["status"] in set(VerdictStatus)
    for name, shape in PARTS.items():
        assert answer[name] is None or _has_shape(answer[name], shape), name
    if answer["weight"] is not None:
        assert (
            sum(share["characters"] for share in answer["weight"]["shares"]) == answer["size"]["characters"]
        )
        assert all(_has_shape(share, {**SHARE, "inside": list}) for share in answer["weight"]["shares"])
        assert all(
            _has_shape(item, SHARE) for share in answer["weight"]["shares"] for item in share["inside"]
        )
        assert all(_has_shape(ceiling, CEILING) for ceiling in answer["weight"]["ceilings"])
    for check in answer["checks"]:
        assert _has_shape(check, CHECK)
        assert check["status"] in set(Status) - {Status.NOT_APPLICABLE}
        assert check["severity"] in set(Severity)
        assert check["question"] in set(Question)
    if answer["nested"] is not None:
        _holds(answer["nested"])


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_every_answer_has_the_shape_of_the_contract(case: dict[str, Any]) -> None:
    _holds(_answer(case["input"]))


def test_checks_that_do_not_apply_are_shown_on_demand() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"
    some, every = _answer(token)["checks"], _answer(token, all_checks=True)["checks"]
    assert "na" not in {check["status"] for check in some}
    assert "na" in {check["status"] for check in every}
    assert len(every) > len(some)


def test_every_given_key_is_told_with_why_it_was_taken_or_left() -> None:
    own = rsa_pair().jwk | {"kid": "A"}
    certified = {"B": certificate_pem(certificate(ec_pair()))}
    answer = _answer(rsa_signed(kid="A"), ring(own, rsa_pair("two").jwk | {"kid": "B"}))
    candidates = answer["signature"]["candidates"]
    assert all(_has_shape(candidate, CANDIDATE) for candidate in candidates)
    assert [(one["kid"], one["taken"], one["outcome"]) for one in candidates] == [
        ("A", True, "fits"),
        ("B", False, "left"),
    ]
    assert candidates[0]["thumbprint"] == answer["signature"]["key"]["thumbprint"]
    assert answer["signature"]["choice"].startswith("The token names the key “A”")
    (candidate,) = _answer(rsa_signed(), load_keys(json.dumps(certified)))["signature"]["candidates"]
    assert candidate["certificate"] == {
        "subject": "leaf",
        "issuer": "leaf",
        "not_before": "2026-01-02T03:04:05Z",
        "not_after": "2026-01-03T03:04:05Z",
    }


def test_instants_are_iso_8601_in_utc() -> None:
    answer = _answer("eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE0NTg3ODU3OTYuNSwiZXhwIjoxNDU4ODcyMTk2fQ.AAAA")
    assert answer["at"] == "2016-03-24T12:00:00.500000Z"
    assert answer["lifetime"]["issued_at"] == "2016-03-24T02:16:36.500000Z"
    assert answer["lifetime"]["expires_at"] == "2016-03-25T02:16:36Z"


def test_sizes_are_those_of_the_decoded_parts() -> None:
    assert _answer("eyJhbGciOiJIUzI1NiJ9.e30.AAAAAA")["size"] == {
        "characters": 31,
        "header_b": 15,
        "payload_b": 2,
        "signature_b": 4,
    }


def test_the_key_is_named_and_never_shown() -> None:
    token = "eyJhbGciOiJIUzI1NiJ9.e30.RBPIoF5F4AaTTxDnEmrznO5KLGBp1JWvYnCeiLQdjAk"
    answer = _answer(token, load_keys("a secret that must not be seen", KeyForm.SECRET))
    assert answer["signature"]["key"] is None or answer["signature"]["key"]["source"]
    assert "must not be seen" not in json.dumps(answer)


def test_a_fingerprint_is_the_start_of_the_sha_256_of_the_text() -> None:
    assert fingerprint("abc") == "sha256:ba7816bf8f01cfea"
    assert fingerprint("\ud800").startswith("sha256:")


def test_broken_pieces_are_not_among_the_extracted() -> None:
    whole = "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.AAAA"
    assert _answer(f"{whole} and eyJhbGciOiJIUzI1NiJ9.eyJhIjox")["extracted"] == [whole]
    assert _answer("eyJhbGciOiJIUzI1NiJ9.eyJhIjox")["extracted"] == []
    assert _answer("nothing at all")["extracted"] == []


def test_the_issuers_clock_is_an_answer_of_its_own() -> None:
    finds, tokens = read_all("eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE0NTg4MjA4MDF9.AAAA")
    inspection = inspect(tokens[0], Policy(clock_skew_s=-42), KeyRing(), AT, finds=finds)
    answer = json.loads(write_json(contract(inspection)))["other_clock"]
    assert _has_shape(answer, OTHER_CLOCK)
    assert _has_shape(answer["lifetime"], PARTS["lifetime"])
    assert _has_shape(answer["verdict"], PARTS["verdict"])
    assert (answer["differs"], answer["at"]) == (True, "2016-03-24T12:00:42.500000Z")
    assert (inspection.lifetime.state, answer["lifetime"]["state"]) == ("active", "expired")
