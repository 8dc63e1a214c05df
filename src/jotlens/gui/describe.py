"""What the list of tokens says of one token: its title, and how long it lives, without any of its text."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from jotlens.gui.models.tokens_model import TokenRow
from jotlens.gui.reading import Entry
from jotlens.gui.session import AT_ONCE, Session
from jotlens.inspection.claims import claim_text, readable_claims
from jotlens.inspection.model import Inspection, LifetimeState, VerdictStatus
from jotlens.inspection.wording import duration
from jotlens.tokens.visible import visible

translate = QCoreApplication.translate

_STATUSES = {
    VerdictStatus.WOULD_BE_ACCEPTED: "pass",
    VerdictStatus.REJECT: "fail",
    VerdictStatus.NOT_VERIFIED: "unknown",
    VerdictStatus.UNREADABLE: "unknown",
    VerdictStatus.NOT_A_TOKEN: "warn",
}
"""Which mark and colour a verdict takes."""


def verdict_status(inspection: Inspection) -> str:
    """Return the status whose colour and mark a verdict takes."""
    return _STATUSES[inspection.verdict.status]


def token_row(session: Session, entry: Entry) -> TokenRow:
    """Describe a token of the list; one that is looked at is described by its own inspection."""
    field = entry.found.field if entry.found is not None else None
    named = _named(field)
    if len(entry.token.text) > AT_ONCE:
        size = translate("Tokens", "{count} characters").format(count=f"{len(entry.token.text):,}")
        return TokenRow(named or translate("Tokens", "Large token"), size, "unknown", entry.level)
    inspection = session.glance(entry)
    detail = " · ".join(filter(None, (_issuer(inspection), _life(inspection))))
    return TokenRow(named or inspection.title, detail, verdict_status(inspection), entry.level)


def _named(field: str | None) -> str:
    return {
        "access_token": translate("Tokens", "Access token"),
        "id_token": translate("Tokens", "ID token"),
        "refresh_token": translate("Tokens", "Refresh token"),
    }.get(field or "", "")


def _issuer(inspection: Inspection) -> str:
    """The host that the token names as its issuer, or what kind of thing it is."""
    issuer = claim_text(readable_claims(inspection.contents.token), "iss")
    if issuer is None:
        return inspection.answers[0].headline
    return visible(issuer.split("://", 1)[-1].strip("/"), 60)


def _life(inspection: Inspection) -> str:
    left = inspection.lifetime.seconds_left or 0
    match inspection.lifetime.state:
        case LifetimeState.ACTIVE:
            return translate("Tokens", "{time} left").format(time=duration(left))
        case LifetimeState.EXPIRED:
            return translate("Tokens", "expired {time} ago").format(time=duration(-left))
        case LifetimeState.NOT_YET_VALID:
            return translate("Tokens", "not valid yet")
        case LifetimeState.NO_EXPIRY:
            return translate("Tokens", "never expires")
        case LifetimeState.UNKNOWN:
            return translate("Tokens", "lifetime unknown")
