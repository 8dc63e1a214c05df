"""Compares an answer of `jotlens inspect --batch` with what a case of the vectors expects (SCHEMA.md, “Comparison”)."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

Case = dict[str, Any]
Answer = dict[str, Any]

_FOLDER = Path(__file__).parent
CORE_CHECKS = frozenset(
    {
        "alg-none",
        "alg-confusion",
        "exp",
        "nbf",
        "iss",
        "aud",
        "key-alg-match",
        "crit",
        "weak-secret",
    }
)
"""Checks that a case may ask for and that must be there; any other that is missing is not counted."""

_SAME = {"invalid": "rejected", "failed": "rejected"}


def cases() -> list[Case]:
    """Return every case of the open vectors, in the order of the files."""
    return [
        case for file in sorted((_FOLDER / "open").glob("*.json")) for case in json.loads(file.read_bytes())
    ]


def differences(case: Case, answer: Answer) -> list[str]:
    """Return what the answer gets wrong, empty when it is right."""
    expect = case["expect"]
    return [
        *_kind(expect, answer),
        *_parts(expect, answer),
        *_outcome(expect, answer, "signature", "must_not_verify", "verified"),
        *_outcome(expect, answer, "decryption", "must_not_decrypt", "decrypted"),
        *_checks(expect, answer),
        *_extracted(expect, answer),
    ]


def is_forged(case: Case, answer: Answer) -> bool:
    """Whether a token that must not verify is called verified, or one that must not decrypt decrypted."""
    expect = case["expect"]
    return not expect.get("policy_only", False) and any(
        expect.get(forbidden) and _status(answer, field) == good
        for field, forbidden, good in (
            ("signature", "must_not_verify", "verified"),
            ("decryption", "must_not_decrypt", "decrypted"),
        )
    )


def _kind(expect: Case, answer: Answer) -> list[str]:
    allowed = [expect.get("kind"), *expect.get("kind_any", [])]
    wrong = expect.get("kind") and answer.get("kind") not in allowed
    return [f"kind {answer.get('kind')!r}, expected {allowed}"] if wrong else []


def _parts(expect: Case, answer: Answer) -> list[str]:
    wrong = []
    for part in ("header", "claims"):
        if part in expect and answer.get(part) is None:
            wrong.append(f"{part} not shown")
        elif part in expect and answer[part] != expect[part]:
            wrong.append(f"{part} differs")
    return wrong


def _outcome(expect: Case, answer: Answer, field: str, forbidden: str, good: str) -> list[str]:
    got = _status(answer, field)
    if expect.get(forbidden):
        forged = got == good and not expect.get("policy_only")
        return [f"{field}: {good}, and it must not be"] if forged else []
    allowed = [status for status in (expect.get(field), *expect.get(f"{field}_any", [])) if status]
    if not expect.get(field) or _SAME.get(got or "", got) in {_SAME.get(a, a) for a in allowed}:
        return []
    return [f"{field} {got!r}, expected {allowed}"]


def _checks(expect: Case, answer: Answer) -> list[str]:
    statuses = defaultdict(set)
    for check in answer.get("checks", []):
        statuses[check["id"]].add(check["status"])
    wrong = []
    for name, level in expect.get("checks", {}).items():
        ids = [*_check_ids().get(name, []), name]
        got = {status for check_id in ids for status in statuses.get(check_id, ())} - {"na", "unknown"}
        enough = {"fail": "fail" in got, "warn": bool(got & {"warn", "fail"}), "pass": "fail" not in got}
        if not got and name in CORE_CHECKS:
            wrong.append(f"check {name} not reported")
        elif got and not enough[level]:
            wrong.append(f"check {name} {sorted(got)}, expected {level}")
    return wrong


def _extracted(expect: Case, answer: Answer) -> list[str]:
    if "extracted" not in expect:
        return []
    found, wanted = answer.get("extracted") or [], expect["extracted"]
    extra = set(found) - set(wanted) - set(expect.get("extracted_optional", []))
    lost = set(wanted) - set(found)
    if extra or lost:
        return [f"extracted {len(extra)} too many, {len(lost)} too few"]
    in_order = [text for text in found if text in wanted] == wanted
    return [] if in_order or expect.get("extracted_unordered") else ["extracted in another order"]


def _check_ids() -> dict[str, list[str]]:
    ids: dict[str, list[str]] = json.loads((_FOLDER / "check-ids.json").read_bytes())
    return ids


def _status(answer: Answer, field: str) -> str | None:
    value = answer.get(field)
    status: str | None = value.get("status") if isinstance(value, dict) else value
    return status
