"""Logins that go well and wrong in a real browser: what is set wrong, what the person does, and what is to be said of it."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from jotlens.cases.story_model import MarkKind
from tests.support.browser.recorder import Tab


class Place(Protocol):
    """Where a login is recorded: an authorization server with an API, and the application that uses both."""

    @property
    def app(self) -> str:
        """The address of the application."""

    @property
    def names(self) -> Mapping[str, str]:
        """What a sentence names: `app`, `api`, `issuer` and `wrong` (whose clock is off) are hosts, `other` an audience."""

    @property
    def person(self) -> Mapping[str, str]:
        """What the person types and who they are, by name."""

    def set(self, **config: Any) -> None:
        """Set the application, and which mistakes it makes."""

    def logs_in(self, tab: Tab) -> None:
        """Fill the forms of the authorization server."""

    def short_lived(self) -> int:
        """Let access tokens live for a moment only; return how many seconds."""

    def withdraw_key(self) -> None:
        """Take the key that has signed so far out of the key set."""

    def clock_off(self) -> None:
        """Set a clock wrong."""


def _logged_in(place: Place, tab: Tab, **config: Any) -> None:
    place.set(**config)
    tab.opens(place.app)
    tab.sees("Ready.")
    tab.presses("#login")
    place.logs_in(tab)
    tab.sees("Logged in.")


def _calls(tab: Tab, status: int) -> None:
    tab.presses("#call")
    tab.sees(f"The API says {status}")


def all_well(place: Place, tab: Tab) -> None:
    _logged_in(place, tab)
    _calls(tab, 200)


def opaque_instead_of_jwt(place: Place, tab: Tab) -> None:
    _logged_in(place, tab, api_asked="")
    _calls(tab, 401)


def id_token_sent(place: Place, tab: Tab) -> None:
    _logged_in(place, tab, sends="id_token")
    _calls(tab, 401)


def expired(place: Place, tab: Tab) -> None:
    lifetime_s = place.short_lived()
    _logged_in(place, tab)
    time.sleep(lifetime_s + 1)
    _calls(tab, 401)


def wrong_audience(place: Place, tab: Tab) -> None:
    _logged_in(place, tab, api_asked="other")
    _calls(tab, 401)


def missing_scope(place: Place, tab: Tab) -> None:
    _logged_in(place, tab, scope="openid email")
    _calls(tab, 403)


def refresh_reused(place: Place, tab: Tab) -> None:
    _logged_in(place, tab, keepsFirst=True)
    tab.presses("#refresh")
    tab.sees("Still logged in.")
    tab.presses("#refresh")
    tab.sees("It did not work")


def state_lost(place: Place, tab: Tab) -> None:
    place.set(keepsStateIn="memory")
    tab.opens(place.app)
    tab.sees("Ready.")
    tab.presses("#login")
    place.logs_in(tab)
    tab.sees("It did not work: Invalid state")


def clock_off(place: Place, tab: Tab) -> None:
    place.clock_off()
    _logged_in(place, tab)
    _calls(tab, 401)


def wrong_kid(place: Place, tab: Tab) -> None:
    _logged_in(place, tab)
    place.withdraw_key()
    _calls(tab, 401)


BrowserStory = Callable[[Place, Tab], None]
STORIES: Final[tuple[tuple[BrowserStory, MarkKind | None, str | None, str], ...]] = (
    (all_well, None, None, r"All went well: nothing stands out in \d+ steps\."),
    (
        opaque_instead_of_jwt,
        MarkKind.AUDIENCE_NOT_ASKED,
        "D1",
        r"The login asked for no audience, .* {api} .*",
    ),
    (id_token_sent, MarkKind.ID_TOKEN_SENT, "D5", r"The ID token was sent to {api}\. .*"),
    (expired, MarkKind.EXPIRED, "D4", r"The token expired \d+ s before this call to {api}\."),
    (wrong_audience, MarkKind.WRONG_AUDIENCE, "D3", r"The token is for {other}.*, and {api} is not that\."),
    (missing_scope, MarkKind.MISSING_SCOPE, "D9", r"The token lacks a right that {api} asks for: {scope}\."),
    (
        refresh_reused,
        MarkKind.REFRESH_REUSED,
        "D19",
        r"A refresh token was used that had been used before: {issuer} .*",
    ),
    (
        state_lost,
        MarkKind.STATE_LOST,
        "D16",
        r"The browser came back to {app} with a code, and the page there asked for no tokens with it: .* state .*",
    ),
    (
        clock_off,
        MarkKind.CLOCK_OFF,
        "D4",
        r"The clocks do not agree: the clock of {wrong}\b.* is (10 min|9 min 50 s) (ahead of|behind) that of the other .*",
    ),
    (wrong_kid, MarkKind.WRONG_KID, "D6", r"{api} does not have the key that signed the token\."),
)
