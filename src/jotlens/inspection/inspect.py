"""The one way to make an Inspection: a token, what is expected, keys and an instant go in; everything comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.inspection.answers import answers, heading
from jotlens.inspection.checks.case import Case
from jotlens.inspection.checks.catalogue import run_checks
from jotlens.inspection.clocks import issuer_clock
from jotlens.inspection.decryption.decrypt import decrypt
from jotlens.inspection.diagnosis.diagnose import diagnose
from jotlens.inspection.inside import joined, keys_inside
from jotlens.inspection.keys.model import KeyRing
from jotlens.inspection.lifetime import lifetime
from jotlens.inspection.model import Inspection, Policy, Purpose
from jotlens.inspection.profiles import seen_as
from jotlens.inspection.signatures.verify import verify_signature
from jotlens.inspection.verdict import verdict
from jotlens.tokens.model import Kind
from jotlens.tokens.read import open_encrypted

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.model import ProfileUsed, SignatureVerdict
    from jotlens.tokens.model import Finds, Token


def inspect(
    token: Token, policy: Policy, keys: KeyRing, at: datetime, *, finds: Finds | None = None
) -> Inspection:
    """Inspect one token for one policy at one instant (aware, UTC); never raises, whatever the token holds.

    `finds` is what surrounded the token in the pasted text, for the checks that speak of it. What a person expects is
    meant for the token that the API reads: for the outer one of two signed ones, and for the one inside when the outer
    one is encrypted and a key opens it. Of the other nothing is expected. At most three tokens deep is looked.
    """
    return _inspect(token, policy, keys, at, finds, 0)


def establish(
    token: Token,
    policy: Policy,
    keys: KeyRing,
    at: datetime,
    *,
    finds: Finds | None = None,
    level: int = 0,
) -> Case:
    """Return what is known of a token before the checks run; `level` is how many tokens there are around it.

    An encrypted token is opened if a key does that, and what is inside inspected first: the outer token then lives as
    the inner one says, and is for what it is for.
    """
    decryption = decrypt(token, keys)
    plaintext = decryption.plaintext
    if plaintext is not None:
        token = open_encrypted(token, plaintext, level)
    inside = None
    if token.nested is not None and plaintext is not None:
        within = keys_inside(token.nested, keys, decryption.used, policy)
        inside = _inspect(token.nested, policy, within, at, None, level + 1)
        policy = _nothing_of(policy)
    seen = seen_as(token, policy)
    if inside is not None and inside.purpose.purpose is not Purpose.UNKNOWN:
        seen = replace(seen, looks=inside.purpose, purpose=inside.purpose)
    return Case(
        token=token,
        policy=policy,
        keys=keys,
        at=at,
        seen=seen,
        purpose=seen.purpose,
        lifetime=inside.lifetime if inside is not None else lifetime(token, policy, at),
        signature=verify_signature(token, keys, policy),
        decryption=decryption,
        inside=inside,
        finds=finds,
    )


def _inspect(
    token: Token, policy: Policy, keys: KeyRing, at: datetime, finds: Finds | None, level: int
) -> Inspection:
    case = establish(token, policy, keys, at, finds=finds, level=level)
    token, inside = case.token, case.inside
    nested = inside
    if nested is None and token.nested is not None:
        nested = _inspect(token.nested, _nothing_of(policy), keys, at, None, level + 1)
    findings = () if token.kind is Kind.NONE else run_checks(case)
    if inside is not None:
        findings = joined(findings, inside.findings)
    diagnoses = inside.diagnoses if inside is not None else diagnose(case, findings)
    title, subtitle = heading(case)
    return Inspection(
        token=token,
        policy=policy,
        at=at,
        title=title,
        subtitle=subtitle,
        purpose=case.seen.shown,
        profile=_profile(case),
        signature=_with_keys(case),
        lifetime=case.lifetime,
        findings=findings,
        verdict=verdict(case, findings, diagnoses),
        answers=answers(case, findings),
        decryption=case.decryption.verdict,
        nested=nested,
        other_clock=inside.other_clock if inside is not None else issuer_clock(case, findings),
        diagnoses=diagnoses,
    )


def _profile(case: Case) -> ProfileUsed | None:
    """Return as what the token is judged: the one inside, if it was decrypted; None for what is no token."""
    if case.inside is not None:
        return case.inside.profile
    return case.seen.used if case.token.kind is not Kind.NONE else None


def _nothing_of(policy: Policy) -> Policy:
    """Return a policy that expects nothing, and reads the same clocks."""
    return Policy(leeway_s=policy.leeway_s, clock_skew_s=policy.clock_skew_s)


def _with_keys(case: Case) -> SignatureVerdict:
    """Return what is known of the signature, with what became of every key that was given."""
    if not case.keys.keys:
        return case.signature.verdict
    if case.decryption.verdict is not None and case.token.header is not None:
        from jotlens.inspection.decryption.candidates import opening_choices
        from jotlens.inspection.signatures.candidates import name_in_words

        header = case.token.header
        return replace(
            case.signature.verdict,
            candidates=opening_choices(case.decryption, header, case.keys, case.at),
            choice=name_in_words(header, case.keys),
        )
    from jotlens.inspection.signatures.candidates import bonds_of, choice_in_words, key_choices

    return replace(
        case.signature.verdict,
        candidates=key_choices(case.signature, case.keys, case.at, bonds_of(case.token)),
        choice=choice_in_words(case.signature, case.keys),
    )
