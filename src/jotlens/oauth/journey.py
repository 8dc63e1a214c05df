"""What a grant has in hand on its way: the connection, the client, what the server says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jotlens.oauth.answers import judged
from jotlens.oauth.client import Client
from jotlens.oauth.connection import Connection, Endpoints
from jotlens.oauth.obtained import Around, Asked, Given, Obtained, Refusal
from jotlens.oauth.parameters import Parameters, extra_of_token_request, with_extra
from jotlens.oauth.pkce import random_text
from jotlens.oauth.refusals import text_of
from jotlens.oauth.trace import Note, Value

TOKEN_REQUEST = "token request"


@dataclass(frozen=True, slots=True)
class Journey:
    """One fetch under way. `issuer` and `promises_iss` are as the server describes itself, where it was asked."""

    connection: Connection
    given: Given
    around: Around
    client: Client
    endpoints: Endpoints
    issuer: str
    promises_iss: bool = False
    issuer_document: str | None = field(default=None, repr=False)

    def asked(self, *, nonce: str | None = None, state: str | None = None, code: str | None = None) -> Asked:
        """What this fetch was started with; a scope or an audience among the further parameters counts."""
        connection = self.connection
        extra = dict(connection.extra)
        scopes = tuple(extra["scope"].split()) if "scope" in extra else connection.scopes
        return Asked(
            connection.id,
            connection.grant,
            self.issuer or connection.issuer,
            connection.client_id,
            scopes,
            extra.get("audience")
            or connection.audience
            or extra.get("resource")
            or next(iter(connection.resources), ""),
            nonce,
            state,
            code,
        )

    def note(self, label: str, sentence: str, *values: Value, passed: bool | None = None) -> None:
        """Add a note to the trace."""
        self.around.trace.add(Note(label, sentence, values, passed, self.around.now()))

    def random_text(self) -> str:
        """Return 32 random bytes in base64url."""
        return random_text(self.around.random)

    def request_token(self, parameters: Parameters, asked: Asked | None = None) -> Obtained | Refusal:
        """Ask the token endpoint (RFC 6749 section 3.2) and return what it said."""
        asked = asked or self.asked()
        whole = with_extra(parameters, extra_of_token_request(self.connection))
        answer = self.client.post(TOKEN_REQUEST, self.endpoints.token_endpoint, whole, proves=True)
        found = judged(TOKEN_REQUEST, answer, self.around, asked)
        if isinstance(found, Refusal):
            return found
        self._say_whether_bound(text_of(found, "token_type"))
        return self.obtained(Obtained(answer.text, answer.received_at, asked, answer.date))

    def _say_whether_bound(self, token_type: str) -> None:
        """Say with DPoP whether the token is bound to the key (RFC 9449 section 5)."""
        if self.client.proof_key is None:
            return
        if token_type.lower() == "dpop":
            self.note("DPoP", "The access token is bound to this login's key.", passed=True)
        else:
            sentence = "The server ignored the proof: the access token is not bound to the key, whoever has it can use it."
            self.note("DPoP", sentence, Value("token_type", token_type), passed=False)

    def obtained(self, obtained: Obtained) -> Obtained:
        """Add what is the same for all grants."""
        return replace(obtained, issuer_document=self.issuer_document, proof_key=self.client.proof_key)
