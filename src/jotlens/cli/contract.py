"""The public JSON of an Inspection, schema `jotlens.inspection/1`: fields are added to it, never renamed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from jotlens.cli.json_writer import Writable
from jotlens.cli.weight_fields import weight_fields
from jotlens.inspection.model import (
    ClockAnswer,
    Diagnosis,
    Finding,
    Inspection,
    KeyChoice,
    Lifetime,
    ProfileUsed,
    SignatureVerdict,
    Status,
    Verdict,
)
from jotlens.inspection.weight import weigh
from jotlens.tokens.model import Finds, Kind, Part, SelectiveDisclosure, Token

SCHEMA = "jotlens.inspection/1"

_BROKEN = (Kind.NONE, Kind.MALFORMED)
_NOTHING_FOUND = Finds(())


def contract(
    inspection: Inspection,
    finds: Finds = _NOTHING_FOUND,
    texts: tuple[str, ...] = (),
    *,
    all_checks: bool = False,
) -> dict[str, Writable]:
    """Return the fields of the contract, in its order, ready for `write_json`.

    `finds` is what stood around the token, and `texts` every token text of the input. Checks that do not apply
    are left out unless `all_checks` asks for them. Sizes are in bytes; 0 when the token has no such part.
    """
    token = inspection.token
    return {
        "schema": SCHEMA,
        "kind": token.kind,
        "subtype": token.subtype,
        "purpose": inspection.purpose.purpose,
        "purpose_reason": inspection.purpose.reason,
        "profile": _profile(inspection.profile),
        "title": inspection.title,
        "size": _size(token),
        "fingerprint": fingerprint(token.text),
        "header": token.header,
        "claims": token.claims,
        "payload_text": token.payload_text if token.claims is None else None,
        "signature": _signature(inspection.signature),
        "decryption": _decryption(inspection),
        "lifetime": _lifetime(inspection.lifetime),
        "at": _instant(inspection.at),
        "other_clock": _other_clock(inspection.other_clock) if inspection.other_clock else None,
        "checks": [_check(finding) for finding in inspection.findings if all_checks or _applies(finding)],
        "verdict": _verdict(inspection.verdict),
        "diagnosis": [diagnosis_fields(diagnosis) for diagnosis in inspection.diagnoses],
        "nested": contract(inspection.nested, all_checks=all_checks) if inspection.nested else None,
        "sd": _selective_disclosure(token.sd) if token.sd else None,
        "saml": {"root": token.saml.root, "issuer": token.saml.issuer} if token.saml else None,
        "footer": token.footer,
        "stripped": list(finds.stripped),
        "extracted": list(texts),
        "weight": weight_fields(weigh(token)),
    }


def extracted(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Return the texts of the tokens that are whole, in order; broken pieces are no tokens."""
    return tuple(token.text for token in tokens if token.kind not in _BROKEN)


def fingerprint(text: str) -> str:
    """Return the first 16 hex digits of the text's SHA-256: enough to agree on a token without sharing it."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _applies(finding: Finding) -> bool:
    return finding.status is not Status.NOT_APPLICABLE


def _check(finding: Finding) -> dict[str, Writable]:
    return {
        "id": finding.id,
        "question": finding.question,
        "status": finding.status,
        "severity": finding.severity,
        "message": finding.message,
        "next_step": finding.next_step,
        "reference": finding.reference,
    }


def _profile(profile: ProfileUsed | None) -> dict[str, Writable] | None:
    if profile is None:
        return None
    return {
        "id": profile.id,
        "name": profile.name,
        "reason": profile.reason,
        "explanation": profile.explanation,
        "chosen": profile.chosen,
    }


def diagnosis_fields(diagnosis: Diagnosis) -> dict[str, Writable]:
    """Return the fields of one cause."""
    return {
        "id": diagnosis.id,
        "title": diagnosis.title,
        "cause": diagnosis.cause,
        "evidence": " ".join(diagnosis.evidence),
        "fix": diagnosis.fix,
    }


def _size(token: Token) -> dict[str, Writable]:
    header_b64 = token.part_text(Part.HEADER)
    signature = token.signatures[0].value if token.signatures else None
    return {
        "characters": len(token.text),
        "header_b": _decoded_length(header_b64) if header_b64 else _utf8_length(token.header_text),
        "payload_b": len(token.payload)
        if token.payload is not None
        else _decoded_length(token.part_text(Part.CIPHERTEXT)),
        "signature_b": len(signature)
        if signature is not None
        else _decoded_length(token.part_text(Part.TAG)),
    }


def _decoded_length(base64url: str) -> int:
    return len(base64url.rstrip("=")) * 3 // 4


def _utf8_length(text: str | None) -> int:
    return len(text.encode("utf-8", "surrogatepass")) if text is not None else 0


def _signature(verdict: SignatureVerdict) -> dict[str, Writable]:
    key = verdict.key
    return {
        "status": verdict.status,
        "alg": verdict.alg,
        "key": {"source": key.source, "kid": key.kid, "thumbprint": key.thumbprint} if key else None,
        "reason": verdict.reason,
        "choice": verdict.choice or None,
        "candidates": [_candidate(choice) for choice in verdict.candidates],
    }


def _candidate(choice: KeyChoice) -> dict[str, Writable]:
    certificate = choice.certificate
    return {
        "kid": choice.kid,
        "kind": choice.kind,
        "thumbprint": choice.thumbprint,
        "x5t_s256": choice.x5t_s256,
        "taken": choice.taken,
        "outcome": choice.outcome,
        "reason": choice.reason,
        "notes": list(choice.notes),
        "certificate": {
            "subject": certificate.subject,
            "issuer": certificate.issuer,
            "not_before": _instant(certificate.not_before),
            "not_after": _instant(certificate.not_after),
        }
        if certificate is not None
        else None,
    }


def _decryption(inspection: Inspection) -> dict[str, Writable] | None:
    verdict = inspection.decryption
    if verdict is None:
        return None
    key = verdict.key
    return {
        "status": verdict.status,
        "plaintext": inspection.token.payload_text if verdict.plaintext is not None else None,
        "key": {"source": key.source, "kid": key.kid, "thumbprint": key.thumbprint} if key else None,
        "reason": verdict.reason,
    }


def _lifetime(lifetime: Lifetime) -> dict[str, Writable]:
    return {
        "state": lifetime.state,
        "issued_at": _instant(lifetime.issued_at),
        "not_before": _instant(lifetime.not_before),
        "expires_at": _instant(lifetime.expires_at),
        "seconds_left": lifetime.seconds_left,
        "lifetime_s": lifetime.lifetime_s,
        "source": lifetime.source,
    }


def _verdict(verdict: Verdict) -> dict[str, Writable]:
    return {"status": verdict.status, "sentence": verdict.sentence, "next_step": verdict.next_step}


def _other_clock(answer: ClockAnswer) -> dict[str, Writable]:
    return {
        "skew_s": answer.skew_s,
        "at": _instant(answer.at),
        "differs": answer.differs,
        "sentence": answer.sentence,
        "lifetime": _lifetime(answer.lifetime),
        "verdict": _verdict(answer.verdict),
    }


def _instant(at: datetime | None) -> str | None:
    """Return ISO 8601 in UTC, or None when nothing was said."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at is not None else None


def _selective_disclosure(sd: SelectiveDisclosure) -> dict[str, Writable]:
    binding = sd.key_binding
    return {
        "disclosures": len(sd.disclosures),
        "resolved_claims": sd.resolved,
        "key_binding": binding is not None,
        "kb_header": binding.header if binding else None,
        "kb_claims": binding.claims if binding else None,
    }
