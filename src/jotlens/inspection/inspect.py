"""The one way to make an Inspection: a token, what is expected, keys and an instant go in; everything comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.answers import answers, heading
from jotlens.inspection.checks.case import Case
from jotlens.inspection.checks.catalogue import run_checks
from jotlens.inspection.clocks import issuer_clock
from jotlens.inspection.diagnosis.diagnose import diagnose
from jotlens.inspection.keys.load import KeyRing
from jotlens.inspection.lifetime import lifetime
from jotlens.inspection.model import Inspection, Policy
from jotlens.inspection.profiles import seen_as
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.inspection.verdict import verdict
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.model import SignatureVerdict
    from jotlens.tokens.model import Finds, Token


def inspect(
    token: Token, policy: Policy, keys: KeyRing, at: datetime, *, finds: Finds | None = None
) -> Inspection:
    """Inspect one token for one policy at one instant (aware, UTC); never raises, whatever the token holds.

    `finds` is what surrounded the token in the pasted text, for the checks that speak of it. A token inside is
    inspected with the same keys, but expected nothing of: what a person expects is meant for the outer one.
    """
    seen = seen_as(token, policy)
    case = Case(
        token=token,
        policy=policy,
        keys=keys,
        at=at,
        seen=seen,
        purpose=seen.purpose,
        lifetime=lifetime(token, policy, at),
        signature=verify_signature(token, keys, policy),
        finds=finds,
    )
    findings = () if token.kind is Kind.NONE else run_checks(case)
    diagnoses = diagnose(case, findings)
    title, subtitle = heading(case)
    inner = Policy(leeway_s=policy.leeway_s, clock_skew_s=policy.clock_skew_s)
    return Inspection(
        token=token,
        policy=policy,
        at=at,
        title=title,
        subtitle=subtitle,
        purpose=seen.shown,
        profile=seen.used if token.kind is not Kind.NONE else None,
        signature=_with_keys(case),
        lifetime=case.lifetime,
        findings=findings,
        verdict=verdict(case, findings, diagnoses),
        answers=answers(case, findings),
        nested=inspect(token.nested, inner, keys, at) if token.nested is not None else None,
        other_clock=issuer_clock(case, findings),
        diagnoses=diagnoses,
    )


def _with_keys(case: Case) -> SignatureVerdict:
    """Return what is known of the signature, with what became of every key that was given."""
    if not case.keys.keys:
        return case.signature.verdict
    from jotlens.inspection.signatures.candidates import bonds_of, choice_in_words, key_choices

    return replace(
        case.signature.verdict,
        candidates=key_choices(case.signature, case.keys, case.at, bonds_of(case.token)),
        choice=choice_in_words(case.signature, case.keys),
    )
