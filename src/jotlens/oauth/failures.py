"""What can go wrong when something is fetched. One tree:

    FetchError                a sentence for a person, and a stable code; never a secret
    ├── CancelledError        a person stopped it
    ├── ConnectionGapError    the connection lacks something, or what it names cannot be used (a key file)
    ├── NetworkError          no answer came, or none that can be used
    │   └── IssuerMismatchError   the server's description is of another issuer
    ├── LoginError            the login in the browser did not end as it must (state, iss, a second callback, time)
    └── RefusedAddressError   an address that is not called: not https, or inside the network without a second yes

An error answer of OAuth is no exception but a value: `obtained.Refusal`.
"""

from __future__ import annotations


class FetchError(Exception):
    """An expected failure. `code` is stable and for machines, `sentence` is for people, `host` is who was asked."""

    def __init__(self, code: str, sentence: str, host: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.host = host


class CancelledError(FetchError):
    """A person stopped it."""

    def __init__(self) -> None:
        super().__init__("cancelled", "Stopped.")


class ConnectionGapError(FetchError):
    """The connection lacks something that this grant needs; `field` names it, as Connection does."""

    def __init__(self, code: str, sentence: str, field: str = "") -> None:
        super().__init__(code, sentence)
        self.field = field


class NetworkError(FetchError):
    """No answer came, or none that can be used. Codes: see resources/network-failures.json.

    `status` is the HTTP status of an answer that cannot be used; `retry_after_s` how long the server asks to wait.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        host: str = "",
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(code, sentence, host)
        self.status = status
        self.retry_after_s = retry_after_s


class IssuerMismatchError(NetworkError):
    """The server describes itself as `said`, which is not what was asked for, letter by letter (RFC 8414 section 3.3)."""

    def __init__(self, sentence: str, host: str, said: str) -> None:
        super().__init__("issuer-mismatch", sentence, host)
        self.said = said


class LoginError(FetchError):
    """The login did not end as it must: the answer is not taken, and nothing of it is used."""


class RefusedAddressError(FetchError):
    """An address that JotLens does not call. With `may_confirm` a person may say yes once more."""

    def __init__(self, code: str, sentence: str, host: str = "", *, may_confirm: bool = False) -> None:
        super().__init__(code, sentence, host)
        self.may_confirm = may_confirm
