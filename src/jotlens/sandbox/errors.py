"""The refusals of the tenant, which end a request with a specified answer.

    Refusal                  a request is refused; `status` is HTTP's
    ├── OAuthRefusal         with `error`, `error_description` and sometimes `error_uri` (RFC 6749 section 5.2)
    ├── PageRefusal          shown to a person, and never sent to a redirect_uri (RFC 6749 section 4.1.2.1)
    └── ManagementRefusal    in the shape of the Management API, which is not OAuth's

No message holds a token, a code or a secret.
"""

from __future__ import annotations

_GRANT_TYPES_URI = "https://auth0.com/docs/clients/client-grant-types"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer of the tenant, not an error of the program
    """A request is refused."""

    def __init__(self, description: str, status: int, log_code: str | None = None) -> None:
        super().__init__(description)
        self.description = description
        self.status = status
        self.log_code = log_code


class OAuthRefusal(Refusal):
    """A refusal with an OAuth error code; `more` are further members of the answer."""

    def __init__(
        self,
        error: str,
        description: str,
        status: int = 403,
        *,
        log_code: str | None = None,
        more: dict[str, str] | None = None,
    ) -> None:
        super().__init__(description, status, log_code)
        self.error = error
        self.more = more or {}

    def members(self) -> dict[str, str]:
        """Return the members of the JSON answer, or of a redirect."""
        return {"error": self.error, "error_description": self.description, **self.more}


class PageRefusal(Refusal):
    """A refusal that a person reads on a page."""

    def __init__(self, title: str, description: str, status: int = 400) -> None:
        super().__init__(description, status)
        self.title = title


class ManagementRefusal(Refusal):
    """A refusal of the Management API: statusCode, error, message, errorCode."""

    def __init__(self, error: str, description: str, status: int, error_code: str | None = None) -> None:
        super().__init__(description, status)
        self.error = error
        self.error_code = error_code

    def members(self) -> dict[str, str | int]:
        """Return the members of the JSON answer."""
        members: dict[str, str | int] = {
            "statusCode": self.status,
            "error": self.error,
            "message": self.description,
        }
        return members if self.error_code is None else {**members, "errorCode": self.error_code}


def missing(parameter: str, status: int = 400) -> OAuthRefusal:
    """Return the refusal of a request that lacks a parameter."""
    return OAuthRefusal("invalid_request", f"Missing required parameter: {parameter}", status)


def unknown_audience(audience: str) -> OAuthRefusal:
    """Return the refusal of an audience that is no registered API."""
    return OAuthRefusal("access_denied", f"Service not found: {audience}")


def grant_not_allowed(grant: str) -> OAuthRefusal:
    """Return the refusal of a grant type that the client does not have."""
    return OAuthRefusal(
        "unauthorized_client",
        f"Grant type '{grant}' not allowed for the client.",
        more={"error_uri": _GRANT_TYPES_URI},
    )
