"""The client of one fetch: Authlib's session behind our door, with the client's authentication and DPoP's proofs.

Authlib prepares and authenticates the requests; what came back is read from the door's record, not from what Authlib
makes of it. Its `fetch_token` would put the parameters into a dict, where a second `resource` is lost, so the form is
handed over as text.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from jotlens.oauth.addresses import check_form
from jotlens.oauth.client_authentication import Authenticator
from jotlens.oauth.connection import Connection, Endpoints
from jotlens.oauth.dpop import ProofKey, proof
from jotlens.oauth.http import Answer, Door
from jotlens.oauth.obtained import Around, Given
from jotlens.oauth.parameters import Parameters
from jotlens.oauth.refusals import error_of
from jotlens.oauth.trace import Note

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

_FORM = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
_OURS = "jotlens"


@dataclass(slots=True)
class Client:
    """Sends a client's requests. `proof_key` is None without DPoP; the nonces that servers give are kept here."""

    connection: Connection
    given: Given
    endpoints: Endpoints
    door: Door
    around: Around
    issuer: str = ""
    proof_key: ProofKey | None = None
    _nonces: dict[str, str] = field(default_factory=dict, repr=False)

    def post(self, label: str, address: str, parameters: Parameters, *, proves: bool = False) -> Answer:
        """Send a form with the client's authentication (RFC 6749 section 3.2), and return the answer, whatever it is.

        With `proves` and a DPoP key each request has its proof, and is sent once more with the nonce that the server
        asks for (RFC 9449 section 8). Raises NetworkError, CancelledError, RefusedAddressError, ConnectionGapError.
        """
        check_form(address)
        with self._session() as session:
            answer = self._sent(session, label, address, parameters, proves=proves)
            if proves and self.proof_key is not None and _wants_nonce(answer):
                sentence = (
                    "The server wants its nonce in the DPoP proof: the request is sent once more with it."
                )
                self.around.trace.add(Note("DPoP nonce", sentence, at=self.around.now()))
                answer = self._sent(session, label, address, parameters, proves=proves)
        return answer

    def _session(self) -> AbstractContextManager[OAuth2Session]:
        from authlib.integrations.requests_client import OAuth2Session

        session: OAuth2Session = OAuth2Session(self.connection.client_id, self.given.client_secret)
        authenticator = Authenticator(
            self.connection, self.given, self.around, self.issuer, self.endpoints.token_endpoint
        )
        session.register_client_auth_method((_OURS, authenticator.way()))
        self.door.prepare(session)
        context: AbstractContextManager[OAuth2Session] = session
        return context

    def _sent(
        self, session: OAuth2Session, label: str, address: str, parameters: Parameters, *, proves: bool
    ) -> Answer:
        headers = dict(_FORM)
        if proves and self.proof_key is not None:
            headers["DPoP"] = proof(
                self.proof_key,
                "POST",
                address,
                now=self.around.now(),
                random=self.around.random,
                nonce=self._nonces.get(_origin(address)),
            )
        with self.door.labelled(label):
            session.request(
                "POST", address, data=urlencode(parameters), headers=headers, auth=session.client_auth(_OURS)
            )
        answer = self.door.last
        if answer is None:
            raise AssertionError("an exchange without an answer has raised")
        nonce = answer.header("dpop-nonce")
        if nonce:
            self._nonces[_origin(address)] = nonce
        return answer


def _wants_nonce(answer: Answer) -> bool:
    return (
        answer.status in {400, 401}
        and bool(answer.header("dpop-nonce"))
        and error_of(answer) == "use_dpop_nonce"
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
