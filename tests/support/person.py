"""A person without a browser: opens an address, fills the forms of the authorization server, and arrives."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

_MOST_STEPS: Final = 30
_REDIRECTS: Final = {301, 302, 303, 307, 308}


class LostError(AssertionError):
    """The pages did not lead anywhere."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where the person came to: an address outside the server, not opened, or the last page without a form."""

    address: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What someone knows and wants; `allow` is pressed at the consent page, or `refuse`."""

    user: str
    password: str = field(repr=False)
    allows: bool = True

    def log_in(self, address: str) -> str:
        """Return the callback address (with its query or fragment), which is not opened."""
        return self.visit(address).address

    def visit(self, address: str) -> Arrival:
        """Follow redirects and fill forms until the server sends us elsewhere, or shows a page without a form."""
        import requests

        home = urlsplit(address)[:2]
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(address, allow_redirects=False, timeout=10)
            for _ in range(_MOST_STEPS):
                if answer.status_code in _REDIRECTS:
                    address = urljoin(answer.url, answer.headers["Location"])
                    if urlsplit(address)[:2] != home:
                        return Arrival(address)
                    answer = session.get(address, allow_redirects=False, timeout=10)
                    continue
                form = _form_of(answer.text)
                if form is None:
                    return Arrival(answer.url, answer.text)
                target = urljoin(answer.url, form.action)
                if urlsplit(target)[:2] != home:
                    return Arrival(target, answer.text)
                answer = session.post(target, data=self._filled(form), allow_redirects=False, timeout=10)
        raise LostError(f"no end after {_MOST_STEPS} pages")

    def _filled(self, form: "_Form") -> dict[str, str]:
        known = {"login": self.user, "password": self.password}
        wanted = "yes" if self.allows or "password" in form.fields else "no"
        pressed = next((pair for pair in form.buttons if pair[1] == wanted), None)
        return (
            form.fields
            | {name: value for name, value in known.items() if name in form.fields}
            | ({pressed[0]: pressed[1]} if pressed else {})
        )


@dataclass(slots=True)
class _Form:
    action: str
    fields: dict[str, str]
    buttons: list[tuple[str, str]]


class _FormReader(HTMLParser):
    """Reads the one form of a page."""

    form: _Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = _Form(given["action"], {}, [])
        elif self.form and "name" in given and tag == "input":
            self.form.fields[given["name"]] = given.get("value", "")
        elif self.form and "name" in given and tag == "button":
            self.form.buttons.append((given["name"], given.get("value", "")))


def _form_of(html: str) -> _Form | None:
    reader = _FormReader()
    reader.feed(html)
    return reader.form
