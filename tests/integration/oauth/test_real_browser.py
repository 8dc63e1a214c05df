"""Logins with a real browser: its page, its history and its address bar hold nothing of the answer."""

import threading
from dataclasses import dataclass, field

import pytest

from jotlens.oauth.connection import Grant
from jotlens.oauth.obtained import Given, Obtained
from tests.integration.oauth.conftest import Desk
from tests.support.browser.process import Browser, Page
from tests.support.person import Person


@dataclass
class Window:
    """Opens the address of a login in a real browser, in a thread."""

    browser: Browser
    person: Person
    pages: list[Page] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def open(self, address: str) -> bool:
        def visit() -> None:
            self.pages.append(self.browser.log_in(address, self.person))

        thread = threading.Thread(target=visit, name="test-window")
        self.threads.append(thread)
        thread.start()
        return True

    def page(self) -> Page:
        for thread in self.threads:
            thread.join(60)
        (page,) = self.pages
        return page


@pytest.mark.parametrize(
    ("client", "grant", "extra"),
    [
        ("public", Grant.AUTHORIZATION_CODE, ()),
        ("public", Grant.AUTHORIZATION_CODE, (("response_mode", "form_post"),)),
        ("legacy", Grant.IMPLICIT, ()),
        ("legacy", Grant.HYBRID, ()),
    ],
)
def test_a_login_leaves_nothing_in_the_browser(
    desk: Desk,
    browser: Browser,
    person: Person,
    client: str,
    grant: Grant,
    extra: tuple[tuple[str, str], ...],
) -> None:
    window = Window(browser, person)
    desk.opener = window.open
    given = Given() if grant is Grant.IMPLICIT else None
    obtained = desk.fetch(client, grant, given, scopes=("openid",), extra=extra)
    page = window.page()
    assert isinstance(obtained, Obtained)
    assert page.title == "You are signed in · JotLens"
    assert page.address.endswith("/done")
    for secret in (obtained.asked.code, obtained.asked.state, obtained.asked.nonce):
        if secret is not None:
            assert secret not in page.html + page.address
