"""An answer as a value: what came back over HTTP, and what it says when it cannot be used."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from jotlens.oauth.failures import NetworkError
from jotlens.oauth.network_failures import network_error
from jotlens.oauth.trace import Headers

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_LONGEST_WAIT_S = 366 * 86_400.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer of any status, read to its end and unpacked.

    `address` is what was asked, `place` the place of the Exchange in the trace, `took_s` counts to the last byte.
    """

    status: int
    reason: str
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)
    received_at: datetime
    took_s: float
    place: int
    address: str = field(repr=False)

    @property
    def host(self) -> str:
        """Who answered."""
        return urlsplit(self.address).hostname or ""

    @property
    def ok(self) -> bool:
        """Whether the status is one of 2xx."""
        return 200 <= self.status < 300

    @property
    def date(self) -> str | None:
        """The issuer's own clock: the Date header as it came (RFC 9110 section 6.6.1)."""
        return self.header("date")

    @property
    def media_type(self) -> str:
        """The media type in lower case, without parameters; empty if none was named."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text; what does not decode becomes U+FFFD."""
        named = _CHARSET.search(self.header("content-type") or "")
        try:
            return self.body.decode(named[1] if named else "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def header(self, name: str) -> str | None:
        """The first header of this name, in whatever case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def whole_text(self) -> str:
        """The answer as an HTTP message: status line, headers, an empty line, the body."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}".rstrip()]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\n".join(lines) + "\n\n" + self.text

    def json_or_none(self) -> dict[str, object] | None:
        """The JSON object in the body, None if the body is anything else. No statement is made about the status."""
        try:
            found = json.loads(self.text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def json_object(self) -> dict[str, object]:
        """The JSON object in the body.

        Raises NetworkError `html` or `not-json`, or what `trouble` says where that explains it better.
        """
        found = self.json_or_none()
        if found is not None:
            return found
        raise self.trouble or network_error(
            "html" if self._is_a_page() else "not-json", self.host, status=self.status
        )

    @property
    def trouble(self) -> NetworkError | None:
        """What the status says about the server itself: `too-many` (429), `server-error` (5xx); None otherwise."""
        if self.status == 429:
            return network_error("too-many", self.host, status=429, retry_after_s=self.retry_after_s)
        if self.status >= 500:
            return network_error(
                "server-error", self.host, status=self.status, retry_after_s=self.retry_after_s
            )
        return None

    @property
    def retry_after_s(self) -> float | None:
        """How long the server asks to wait, counted from `received_at`.

        Retry-After (RFC 9110 section 10.2.3: seconds, or a date) comes first, then Auth0's x-ratelimit-reset (epoch
        seconds) if nothing remains. None: it does not say, or says nonsense.
        """
        asked = (self.header("retry-after") or "").strip()
        if asked.isascii() and asked.isdigit() and len(asked) < 10:
            return min(float(asked), _LONGEST_WAIT_S)
        if asked:
            return self._until(_date(asked))
        reset = (self.header("x-ratelimit-reset") or "").strip()
        if self.status == 429 and reset.isascii() and reset.isdigit() and len(reset) < 12:
            return self._until(datetime.fromtimestamp(int(reset), UTC))
        return None

    def _until(self, moment: datetime | None) -> float | None:
        if moment is None:
            return None
        return min(max(0.0, (moment - self.received_at).total_seconds()), _LONGEST_WAIT_S)

    def _is_a_page(self) -> bool:
        start = self.body[:512].lstrip().lower()
        return "html" in self.media_type or start.startswith((b"<!doctype html", b"<html"))


def _date(text: str) -> datetime | None:
    """Read an HTTP date (RFC 9110 section 5.6.7)."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
