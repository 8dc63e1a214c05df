"""What a login of this program asked for, as it is held against each token that it brought."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from jotlens.inspection.model import Policy

if TYPE_CHECKING:
    from jotlens.oauth.dpop import ProofKey


@dataclass(frozen=True, slots=True)
class Login:
    """The facts of one login. None of it stands in a field, and it goes with the text that it brought.

    `connection_id` says by which connection it came. `nonce`, `state`, `code` and `access_token` are what the hashes
    and the nonce of its ID token belong to. `requested_scopes` is what was asked for, `permissions` what the API needs.
    `received_at` is when the answer came, `clock_skew_s` how far this computer's clock was ahead of the issuer's then.
    `proof_key` is the key that the tokens are bound to, where DPoP was used.
    """

    connection_id: str = ""
    grant: str = ""
    issuer: str = ""
    client_id: str = ""
    audience: str = ""
    organization: str = ""
    requested_scopes: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    received_at: datetime | None = None
    clock_skew_s: int | None = None
    nonce: str | None = field(default=None, repr=False)
    state: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    proof_key: ProofKey | None = field(default=None, repr=False, compare=False)

    def applied(self, policy: Policy, named: str | None) -> Policy:
        """Return the policy of one token; `named` is the member of the answer that it stood in.

        An ID token is for the application and of this very login, an access token for the API; of a refresh token only
        the issuer knows what it is for. What a person typed wins over what the login says.
        """
        known = replace(
            policy,
            issuer=policy.issuer or self.issuer or None,
            client_id=policy.client_id or self.client_id or None,
            received_at=self.received_at or policy.received_at,
            clock_skew_s=policy.clock_skew_s if self.clock_skew_s is None else self.clock_skew_s,
        )
        match named:
            case "id_token":
                return replace(
                    known,
                    audience=None,
                    scopes=(),
                    typ=None,
                    nonce=policy.nonce or self.nonce,
                    organization=self.organization or None,
                    access_token=self.access_token,
                    code=self.code,
                    state=self.state,
                )
            case "access_token":
                return replace(
                    known,
                    audience=policy.audience or self.audience or None,
                    nonce=None,
                    organization=self.organization or None,
                    permissions=self.permissions,
                    requested_scopes=self.requested_scopes,
                )
            case "refresh_token":
                return replace(known, audience=None, scopes=(), typ=None, nonce=None)
            case _:
                return known
