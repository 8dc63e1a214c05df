"""What became of each key that was given for an encrypted token, in words: whether it was taken or left, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.decryption.form import epk_curve
from jotlens.inspection.model import KeyOutcome
from jotlens.inspection.sentences import key_words
from jotlens.inspection.signatures.candidates import told
from jotlens.inspection.signatures.key_choice import Misfit, wanted_kid
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from datetime import datetime

    from jotlens.inspection.decryption.report import DecryptionReport
    from jotlens.inspection.keys.model import KeyRing
    from jotlens.inspection.model import KeyChoice
    from jotlens.inspection.signatures.key_choice import Considered
    from jotlens.tokens.json_text import JsonObject

_LONGEST_NAME = 40


def opening_choices(
    report: DecryptionReport, header: JsonObject, ring: KeyRing, at: datetime
) -> tuple[KeyChoice, ...]:
    """Return what became of every given key, in the order given; `header` is that of the token."""
    considered = report.considered or (None,) * len(ring.keys)
    return told(ring, [_outcome(report, item, header) for item in considered], None, at)


def _outcome(report: DecryptionReport, item: Considered | None, header: JsonObject) -> tuple[KeyOutcome, str]:
    outcome = KeyOutcome.NOT_TRIED
    if item is not None:
        if item.key is report.used:
            outcome = KeyOutcome.FITS
        elif any(item.key is key for key in report.tried):
            outcome = KeyOutcome.DOES_NOT_FIT
        elif item.misfits:
            return KeyOutcome.LEFT, _why_left(report, item, header)
        elif report.used is not None:
            outcome = KeyOutcome.NOT_NEEDED
    why = report.verdict.reason if report.verdict is not None else ""
    return outcome, key_words("opening", outcome, why=why)


def _why_left(report: DecryptionReport, item: Considered, header: JsonObject) -> str:
    key, method = item.key, report.method
    misfit = next(one for one in Misfit if one in item.misfits)
    words = "name.unnamed" if misfit is Misfit.NAME and key.kid is None else str(misfit)
    needed = epk_curve(header) or ""
    if method is not None and misfit is Misfit.KIND:
        needed = " or ".join(key_words("needs", kty) for kty in method.key_types)
    elif method is not None and misfit is Misfit.LENGTH:
        needed = str(method.secret_length(report.content))
    values = {
        "wanted": wanted_kid(header) or "",
        "kid": key.kid or "",
        "alg": method.name if method is not None else str(header.get("alg")),
        "needed": needed,
        "crv": key.crv or "",
        "method": key.alg or "",
        "use": key.use or "",
        "ops": ", ".join(key.key_ops or ()),
    }
    shown = {name: visible(value, _LONGEST_NAME) for name, value in values.items()}
    return key_words("closed", words, problem=key.problem or "", **shown)
