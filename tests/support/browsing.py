"""A browser for the tests, without a window: a person logs in through plain forms and comes back to the callback."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.support.person import Person


@dataclass(slots=True)
class Browser:
    """Opens addresses as the system's browser would: in a thread of its own, and it goes on to the last page.

    `changed` may bend the callback address before it is opened. `pages` are what the callback's address showed.
    """

    person: Person
    changed: Callable[[str], str] = str
    opened: list[str] = field(default_factory=list)
    callbacks: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def open(self, address: str) -> bool:
        """Return at once; the login goes on by itself."""
        self.opened.append(address)
        thread = threading.Thread(target=self._log_in, args=(address,), name="test-browser")
        self._threads.append(thread)
        thread.start()
        return True

    def join(self) -> None:
        """Wait until it has shown its last page."""
        for thread in self._threads:
            thread.join(15)

    def _log_in(self, address: str) -> None:
        from requests import RequestException

        arrived = self.person.visit(address)
        if arrived.address == address or "/callback" not in arrived.address:
            self.pages.append(arrived.html)
            return
        callback = self.changed(arrived.address)
        self.callbacks.append(callback)
        try:
            self.come_back(callback)
        except RequestException:
            self.pages.append("")  # nobody waits there any more, as a browser would say

    def come_back(self, callback: str) -> None:
        """Open the callback; what a script would do with a fragment is done here."""
        import requests

        parts = urlsplit(callback)
        with requests.Session() as session:
            session.trust_env = False
            page = session.get(callback.partition("#")[0], timeout=10)
            if parts.fragment and 'data-to="' in page.text:
                to = page.text.split('data-to="')[1].split('"')[0]
                origin = f"{parts.scheme}://{parts.netloc}"
                session.post(
                    f"{origin}{to}", data=parts.fragment.encode(), headers={"Origin": origin}, timeout=10
                )
                page = session.get(f"{origin}/done", timeout=10)
        self.pages.append(page.text)
