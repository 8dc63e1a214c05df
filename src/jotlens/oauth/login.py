"""A login in the person's own browser, from the authorization request to the callback (RFC 6749 section 4.1, RFC 8252)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from jotlens.oauth.addresses import check_form
from jotlens.oauth.callback import Awaited, Callback, Judged, judge
from jotlens.oauth.failures import CancelledError, ConnectionGapError, LoginError
from jotlens.oauth.journey import Journey
from jotlens.oauth.loopback import Listener, bind
from jotlens.oauth.loopback_site import Arrangement, Site
from jotlens.oauth.obtained import Asked, BrowserPrompt, Obtained, Refusal
from jotlens.oauth.par import push
from jotlens.oauth.parameters import (
    Login,
    Parameters,
    authorization_request,
    response_type_of,
    wants_nonce,
)
from jotlens.oauth.pkce import METHOD, Pkce, make_pkce
from jotlens.oauth.redirect import Redirect, read_redirect
from jotlens.oauth.trace import Value


@dataclass(frozen=True, slots=True)
class Brought:
    """What a login brought: the callback, which has been judged well, and what its code is redeemed with."""

    callback: Callback
    asked: Asked
    redirect_uri: str
    verifier: str | None = field(default=None, repr=False)


def log_in(
    journey: Journey, usual_response_type: str, then: Callable[[Brought], Obtained | Refusal]
) -> Obtained | Refusal:
    """Let a person log in, and go on with `then` while the callback's address still explains itself to the browser.

    The listener is there before the browser opens, and has ended when this returns. Raises LoginError,
    CancelledError, RefusedAddressError, and what the requests raise.
    """
    wanted = read_redirect(journey.connection.redirect_uri)
    if wanted is None:
        raise ConnectionGapError("redirect-uri", "The redirect URI is no loopback address.", "redirect_uri")
    redirect, sockets = bind(wanted)
    attempt = _Attempt(journey, redirect, response_type_of(journey.connection, usual_response_type))
    listener = Listener(sockets, Site(attempt.arrangement()))
    listener.start()
    try:
        refusal = attempt.open()
        return refusal if refusal is not None else attempt.ended(then)
    finally:
        listener.close(after_last_page=attempt.was_judged)


class _Attempt:
    """One login: what was made for it, and what came of it."""

    def __init__(self, journey: Journey, redirect: Redirect, response_type: str) -> None:
        self._journey = journey
        self._redirect = redirect
        self._response_type = response_type
        self._state = journey.random_text()
        nonce = wants_nonce(journey.connection, response_type)
        self._nonce = journey.random_text() if nonce else None
        has_code = "code" in response_type.split()
        self._pkce: Pkce | None = make_pkce(journey.around.random) if has_code else None
        self._over = threading.Event()
        self._callback: Callback | None = None
        self._judged: Judged | None = None

    @property
    def was_judged(self) -> bool:
        """Whether a callback came, so that the browser was sent on to the last page."""
        return self._judged is not None

    def arrangement(self) -> Arrangement:
        """Return how the callback is to come."""
        around = self._journey.around
        once = self._journey.random_text()
        return Arrangement(self._redirect, self._mode, once, around.now, around.trace, self._came)

    @property
    def _mode(self) -> str:
        given = dict(self._journey.connection.extra).get("response_mode", "")
        front = {"token", "id_token"}.intersection(self._response_type.split())
        return given or ("fragment" if front else "query")

    def _came(self, callback: Callback) -> str:
        """Judge the callback, in the listener's thread; return the page that the browser ends on."""
        awaited = Awaited(self._state, self._response_type, self._journey.issuer, self._journey.promises_iss)
        judged = judge(callback, awaited)
        for note in judged.notes:
            self._journey.around.trace.add(note)
        self._callback, self._judged = callback, judged
        self._over.set()
        if judged.error is not None:
            return "not-used"
        return "refused" if judged.refusal is not None else "done"

    def open(self) -> Refusal | None:
        """Make the request, push it if wanted, open the browser, and tell the person. Return a refusal of the push."""
        journey = self._journey
        host = check_form(journey.endpoints.authorization_endpoint).hostname or ""
        self._say_what_was_made()
        parameters = authorization_request(journey.connection, self._login())
        if journey.connection.uses_par:
            pushed = push(journey, parameters)
            if isinstance(pushed, Refusal):
                return pushed
            parameters = pushed
        address = _address(journey.endpoints.authorization_endpoint, parameters)
        if journey.around.cancellation.is_cancelled:
            raise CancelledError
        opened = journey.around.open_browser(address)
        sentence = (
            f"The login at {host} was opened in the browser." if opened else f"No browser opened for {host}."
        )
        shown = tuple(Value(name, text) for name, text in parameters)
        journey.note("authorization request", sentence, Value("address", address), *shown)
        journey.around.prompt(BrowserPrompt(address, self._redirect.uri, opened))
        return None

    def _login(self) -> Login:
        proof_key = self._journey.client.proof_key
        return Login(
            self._response_type,
            self._redirect.uri,
            self._state,
            self._nonce,
            self._pkce.challenge if self._pkce else None,
            proof_key.thumbprint if proof_key and self._pkce else None,
            self._journey.around.clean_login,
        )

    def _say_what_was_made(self) -> None:
        values = [Value("state", self._state)]
        if self._nonce is not None:
            values.append(Value("nonce", self._nonce))
        if self._pkce is not None:
            values += [
                Value("code_verifier", self._pkce.verifier, secret=True),
                Value("code_challenge", self._pkce.challenge),
                Value("code_challenge_method", METHOD),
            ]
        values.append(Value("redirect_uri", self._redirect.uri))
        self._journey.note("login prepared", "Random values tie the answer to this very login.", *values)

    def ended(self, then: Callable[[Brought], Obtained | Refusal]) -> Obtained | Refusal:
        """Wait for the browser, and return what comes of it."""
        callback, judged = self._waited()
        if judged.error is not None:
            raise judged.error
        asked = self._journey.asked(nonce=self._nonce, state=self._state, code=callback.get("code"))
        if judged.refusal is not None:
            refused = judged.refusal
            return Refusal(
                refused.label,
                refused.error,
                refused.description,
                refused.uri,
                answer=refused.answer,
                asked=asked,
            )
        verifier = self._pkce.verifier if self._pkce else None
        return then(Brought(callback, asked, self._redirect.uri, verifier))

    def _waited(self) -> tuple[Callback, Judged]:
        around = self._journey.around
        forget = around.cancellation.on_cancel(self._over.set)
        try:
            self._over.wait(around.login_s)
        finally:
            forget()
        if around.cancellation.is_cancelled:
            raise CancelledError
        if self._callback is None or self._judged is None:
            minutes = max(1, round(around.login_s / 60))
            raise LoginError(
                "login-time",
                f"The browser did not come back within {minutes} minute{'' if minutes == 1 else 's'}. Perhaps the login "
                "was not finished, or the authorization server shows an error because the redirect URI "
                f"{self._redirect.uri} is not registered for this client, letter by letter.",
            )
        return self._callback, self._judged


def _address(endpoint: str, parameters: Parameters) -> str:
    """Return the authorization endpoint with the parameters behind its own (RFC 6749 section 3.1)."""
    joint = "&" if "?" in endpoint else "?"
    return f"{endpoint}{joint}{urlencode(parameters, quote_via=quote)}"
