"""What became of each key that was given, in words: whether it was taken or left, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.keys.model import KeyForm
from jotlens.inspection.keys.soundness import is_roca
from jotlens.inspection.model import KeyChoice, KeyOutcome, SignatureStatus
from jotlens.inspection.sentences import key_words
from jotlens.inspection.signatures.key_choice import Misfit, wanted_kid
from jotlens.inspection.signatures.mathematics import Fit
from jotlens.inspection.wording import instant
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jotlens.inspection.keys.model import Certificate, Key, KeyRing
    from jotlens.inspection.signatures.algorithms import Algorithm
    from jotlens.inspection.signatures.key_choice import Considered
    from jotlens.inspection.signatures.report import SignatureReport, SignatureResult
    from jotlens.tokens.model import Token

_KINDS = ("RSA", "EC", "OKP", "AKP", "oct")
_LEAST_RSA_BITS = 2048
_MOST_NAMED = 6
_LONGEST_NAME = 40
_BEST_FIRST = tuple(KeyOutcome)
_ANSWERS = {
    Fit.YES: KeyOutcome.FITS,
    Fit.NO: KeyOutcome.DOES_NOT_FIT,
    Fit.REFUSED: KeyOutcome.REFUSED,
}


def key_choices(
    report: SignatureReport, ring: KeyRing, at: datetime, bonds: tuple[str, ...] = ()
) -> tuple[KeyChoice, ...]:
    """Return what became of every given key, in the order given; where there are several signatures, the best.

    `at` is the instant that certificates are held against, and `bonds` are the thumbprints of the key that the token is
    bound to. A name from a key or a token is shown visibly, and cut.
    """
    rows = [_rows(result, ring) for result in report.results] or [_rows(None, ring)]
    algorithm = report.deciding.algorithm if report.deciding is not None else None
    best = [min((row[place] for row in rows), key=_rank) for place in range(len(ring.keys))]
    why = report.verdict.reason
    outcomes = [(outcome, reason or key_words("outcomes", outcome, why=why)) for outcome, reason in best]
    return told(ring, outcomes, algorithm, at, bonds)


def told(
    ring: KeyRing,
    outcomes: Sequence[tuple[KeyOutcome, str]],
    algorithm: Algorithm | None,
    at: datetime,
    bonds: tuple[str, ...] = (),
) -> tuple[KeyChoice, ...]:
    """Return each key with its outcome and the reason, and what else a person should know of it."""
    doubled = ring.duplicate_kids
    return tuple(
        KeyChoice(
            kid=key.kid,
            kind=kind_in_words(key),
            thumbprint=key.thumbprint,
            x5t_s256=key.x5t_s256,
            outcome=outcome,
            reason=reason,
            notes=(*_bonds(key, bonds), *_notes(key, algorithm, at, doubled=key.kid in doubled)),
            certificate=key.certificate,
        )
        for key, (outcome, reason) in zip(ring.keys, outcomes, strict=True)
    )


def bonds_of(token: Token) -> tuple[str, ...]:
    """Return the thumbprints of the key that a token names its holder by (`cnf`: RFC 9449 section 6, RFC 8705 section 3.1)."""
    bond = token.claims.get("cnf") if token.claims is not None else None
    if not isinstance(bond, JsonObject):
        return ()
    values = (bond.get("jkt"), bond.get("x5t#S256"))
    return tuple(value.rstrip("=") for value in values if isinstance(value, str) and value)


def choice_in_words(report: SignatureReport, ring: KeyRing) -> str:
    """Say which key the token names and which were given; nothing for a single key without a name."""
    header = next(
        (item.signature.header for item in report.results if item.signature is not None and item.considered),
        None,
    )
    return name_in_words(header, ring) if header is not None else ""


def name_in_words(header: JsonObject, ring: KeyRing) -> str:
    """Say which key a header names and which were given; nothing for a single key without a name."""
    wanted = wanted_kid(header)
    names = [key.kid for key in ring.keys if key.kid is not None]
    if wanted is None:
        return key_words("choice", "unnamed") if len(ring.keys) > 1 else ""
    values = {"wanted": visible(wanted, _LONGEST_NAME), "names": _listed(ring.keys)}
    if not names:
        return key_words("choice", "nameless", **values) if len(ring.keys) > 1 else ""
    if wanted in names:
        key = "found"
    else:
        key = "missing" if ring.form is KeyForm.JWKS or len(ring.keys) > 1 else "other"
    return key_words("choice", f"{key}.issuer" if ring.source and key != "other" else key, **values)


def kind_in_words(key: Key) -> str:
    """Return what a key is: `RSA, 2,048 bits, for RS256`."""
    name = key.kty if key.kty in _KINDS else "other"
    if name != "other" and not (key.crv or key.bits):
        name += ".bare"
    kind = key_words(
        "kinds",
        name,
        bits=f"{key.bits or 0:,}",
        octets=f"{(key.bits or 0) // 8:,}",
        crv=visible(key.crv or "", _LONGEST_NAME),
    )
    if key.alg is None or key.kty == "AKP":
        return kind
    return key_words("published_for", kind=kind, alg=visible(key.alg, _LONGEST_NAME))


def certificate_in_words(certificate: Certificate) -> str:
    """Return whose certificate it is, from whom, and when it is valid."""
    return key_words(
        "certificate",
        subject=visible(certificate.subject, 120),
        issuer=visible(certificate.issuer, 120),
        start=instant(certificate.not_before),
        end=instant(certificate.not_after),
    )


def _rows(result: SignatureResult | None, ring: KeyRing) -> list[tuple[KeyOutcome, str]]:
    """Return the outcome of each key for one signature; an empty reason leaves the words to the outcome."""
    if result is None or not result.considered:
        return [(KeyOutcome.NOT_TRIED, "")] * len(ring.keys)
    answers = iter(result.answers)
    found: list[tuple[KeyOutcome, str]] = []
    for item in result.considered:
        if item.misfits:
            found.append((KeyOutcome.LEFT, _why_left(item, result)))
            continue
        answer = next(answers, None)
        if answer is not None:
            found.append((_ANSWERS[answer], ""))
        elif result.status is SignatureStatus.VERIFIED:
            found.append((KeyOutcome.NOT_NEEDED, ""))
        else:
            found.append((KeyOutcome.NOT_TRIED, ""))
    return found


def _why_left(item: Considered, result: SignatureResult) -> str:
    key, algorithm = item.key, result.algorithm
    header = result.signature.header if result.signature is not None else None
    misfit = next(one for one in Misfit if one in item.misfits)
    words = "name.unnamed" if misfit is Misfit.NAME and key.kid is None else str(misfit)
    curves = algorithm.curves if algorithm is not None else ()
    needed = key_words("needs", algorithm.kty) if algorithm is not None and misfit is Misfit.KIND else ""
    values = {
        "wanted": (wanted_kid(header) or "") if header is not None else "",
        "kid": key.kid or "",
        "alg": result.alg or "",
        "needed": needed or " or ".join(curves),
        "crv": key.crv or "",
        "method": key.alg or "",
        "use": key.use or "",
        "ops": ", ".join(key.key_ops or ()),
    }
    shown = {name: visible(value, _LONGEST_NAME) for name, value in values.items()}
    return key_words("left", words, problem=key.problem or "", **shown)


def _bonds(key: Key, bonds: tuple[str, ...]) -> tuple[str, ...]:
    """Say that a key is not the issuer's but the holder's, when the token is bound to it."""
    own = {value.rstrip("=") for value in (key.thumbprint, key.x5t_s256) if value is not None}
    return (key_words("notes", "bound"),) if own & set(bonds) else ()


def _rank(item: tuple[KeyOutcome, str]) -> int:
    return _BEST_FIRST.index(item[0])


def _notes(key: Key, algorithm: Algorithm | None, at: datetime, *, doubled: bool) -> tuple[str, ...]:
    """Return what a person should know of a key besides whether it was taken."""
    found = []
    if key.private:
        found.append(key_words("notes", "private"))
    if key.kty == "RSA" and key.bits is not None and key.bits < _LEAST_RSA_BITS:
        found.append(key_words("notes", "weak-rsa", bits=f"{key.bits:,}"))
    if key.modulus is not None and is_roca(key.modulus):
        found.append(key_words("notes", "roca"))
    if key.symmetric and algorithm is not None and algorithm.kty == "oct" and key.secret:
        least, octets = algorithm.hash_b or 0, len(key.secret)
        if octets < least:
            values = {"octets": str(octets), "least": str(least), "alg": algorithm.name}
            found.append(key_words("notes", "weak-secret", **values))
    if doubled:
        found.append(key_words("notes", "same-name"))
    return (*found, *_certificate_notes(key.certificate, at))


def _certificate_notes(certificate: Certificate | None, at: datetime) -> list[str]:
    if certificate is None:
        return []
    found = [key_words("notes", "foreign")] if certificate.foreign else []
    if at > certificate.not_after:
        found.append(key_words("notes", "expired", date=instant(certificate.not_after)))
    elif at < certificate.not_before:
        found.append(key_words("notes", "not-yet", date=instant(certificate.not_before)))
    return found


def _listed(keys: Sequence[Key]) -> str:
    """Return the names of keys as people list them: “A”, “B” and one without a name."""
    named = [f"“{visible(key.kid, _LONGEST_NAME)}”" for key in keys if key.kid is not None]
    if len(named) > _MOST_NAMED:
        named = [*named[:_MOST_NAMED], f"{len(named) - _MOST_NAMED:,} more"]
    unnamed = sum(key.kid is None for key in keys)
    if unnamed:
        words = key_words("one_unnamed") if unnamed == 1 else key_words("many_unnamed", count=f"{unnamed:,}")
        named.append(words)
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]])) if named else ""
