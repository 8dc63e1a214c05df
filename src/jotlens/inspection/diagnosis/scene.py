"""What a rule of the diagnosis looks at: the token with its findings, the answer, and what both say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jotlens.inspection.claims import audiences, claim_text, readable_claims
from jotlens.inspection.diagnosis.said import Said
from jotlens.inspection.model import Status
from jotlens.tokens import surroundings
from jotlens.tokens.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from jotlens.inspection.checks.case import Case
    from jotlens.inspection.diagnosis.reading import Reading
    from jotlens.inspection.model import Finding
    from jotlens.tokens.json_values import JsonObject

_SENT_AS_BEARER = {surroundings.HEADER, surroundings.BEARER}
_MANAGEMENT = re.compile(
    r"[\w.-]\.auth0\.com/api/v2\b|/api/v2/(?:users|clients|roles|connections|jobs|logs|tickets|organizations|resource-servers)\b"
)
_MANAGEMENT_ERROR = re.compile(r"\"statuscode\"\s*:\s*\"?\d{3}[^{}]{0,2000}\"errorcode\"\s*:")
"""The error of Auth0's Management API has a form of its own, with statusCode and errorCode."""

_USERINFO = re.compile(r"/userinfo\b")
_OF_THE_LOGIN = {
    "nonce-mismatch",
    "state-mismatch",
    "login-required",
    "consent-required",
    "redirect-mismatch",
    "code-invalid",
}
_OF_AN_ID_TOKEN = re.compile(r"\bid[_ ]?token\b")


@dataclass(frozen=True, slots=True)
class Sign:
    """Something of the token (or of the way it was sent) that speaks for a cause.

    `weight` is how strongly, on the scale of the symptoms: 50 is a good reason, 90 all but decides. `variant` chooses
    a special wording of the cause, whose placeholders `values` fill.
    """

    cause: str
    weight: int
    evidence: tuple[str, ...] = ()
    variant: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is known: `said` are the symptoms that the answer shows, the strongest first."""

    case: Case
    findings: dict[str, Finding]
    reading: Reading
    said: tuple[Said, ...]

    @property
    def has_token(self) -> bool:
        """Whether there is a token to speak of."""
        return self.case.token.kind is not Kind.NONE

    @property
    def claims(self) -> JsonObject | None:
        """The claims, as far as they can be read."""
        return readable_claims(self.case.token)

    @property
    def audiences(self) -> tuple[str, ...]:
        """For whom the token says that it is."""
        return audiences(self.claims)

    @property
    def issuer(self) -> str | None:
        """Who the token says issued it."""
        return claim_text(self.claims, "iss")

    @property
    def refused(self) -> bool:
        """Whether something refused the token: an answer was given, or a symptom of a refusal shows."""
        status = self.reading.status
        return bool(self.said) or (status is not None and status >= 400)

    @property
    def sent_as_bearer(self) -> bool:
        """Whether the token stood in an Authorization line or behind the word Bearer."""
        finds = self.case.finds
        return finds is not None and bool(_SENT_AS_BEARER.intersection(finds.stripped))

    @property
    def wanted_by_api(self) -> bool:
        """Whether it is for an API: one that refused it, is expected, or got it in an Authorization line."""
        policy = self.case.policy
        if policy.audience is not None and policy.audience in self.audiences:
            return False
        expected = bool(policy.audience and not policy.audience.endswith("/userinfo"))
        rights = bool(policy.scopes or policy.permissions)
        return expected or rights or self.sent_as_bearer or (self.refused and not self.of_the_login)

    @property
    def of_the_login(self) -> bool:
        """Whether the answer comes from logging in rather than from an API."""
        return self.says(*_OF_THE_LOGIN) or _OF_AN_ID_TOKEN.search(self.reading.lowered) is not None

    @property
    def at_management(self) -> bool:
        """Whether the call went to a tenant's Management API."""
        expected = self.case.policy.audience or ""
        if expected.endswith(".auth0.com/api/v2/") or self.says("management-audience"):
            return True
        text = self.reading.lowered
        return _MANAGEMENT.search(text) is not None or _MANAGEMENT_ERROR.search(text) is not None

    @property
    def at_userinfo(self) -> bool:
        """Whether the call went to the user profile."""
        return _USERINFO.search(self.reading.lowered) is not None

    def says(self, *symptoms: str) -> bool:
        """Whether the answer shows one of the symptoms."""
        return any(said.symptom in symptoms for said in self.said)

    def value(self, name: str) -> str | None:
        """Return the first value of that name that stood in the answer's wording."""
        return next((said.values[name] for said in self.said if said.values.get(name)), None)

    def failed(self, *check_ids: str) -> Finding | None:
        """Return the first of these checks that failed."""
        return self._with(lambda status: status is Status.FAIL, check_ids)

    def doubted(self, *check_ids: str) -> Finding | None:
        """Return the first of these checks that failed or warns."""
        return self._with(lambda status: status in {Status.FAIL, Status.WARN}, check_ids)

    def _with(self, wanted: Callable[[Status], bool], check_ids: tuple[str, ...]) -> Finding | None:
        found = (self.findings.get(check_id) for check_id in check_ids)
        return next((finding for finding in found if finding is not None and wanted(finding.status)), None)


NOTHING: tuple[Sign, ...] = ()
"""The rule has nothing to say."""
