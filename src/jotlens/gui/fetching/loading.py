"""Loads what fetching needs, in a thread: one module after another, so that the window gets its turn in between."""

from __future__ import annotations

from importlib import import_module

from jotlens.gui.jobs import Ticket

_REST_S = 0.02

_ROOM = (
    "jotlens.oauth.needs",
    "jotlens.storage.connections",
    "jotlens.storage.secrets",
    "jotlens.storage.snapshots",
    "jotlens.gui.fetching.fetch_page",
    "jotlens.gui.fetching.running",
    "jotlens.gui.fetching.fetching",
    "jotlens.gui.fetching.issuer_page",
    "jotlens.gui.fetching.questioning",
    "jotlens.gui.fetching.issuer_desk",
    "jotlens.gui.fetching.desk",
)
_NETWORK = (
    "ssl",
    "http.client",
    "http.cookies",
    "cryptography.hazmat.bindings._rust",
    "urllib3",
    "requests",
    "truststore",
    "jotlens.oauth.http",
    "jotlens.oauth.metadata",
    "jotlens.oauth.fetch",
    "authlib.integrations.requests_client",
    "jotlens.oauth.masking",
)
_DIALOG = ("jotlens.gui.connections.dialog", "jotlens.gui.fetching.connections_window")


def load() -> None:
    """Load the page, the tab and what stands behind them."""
    for name in _ROOM:
        import_module(name)


def load_network(ticket: Ticket) -> None:
    """Load what the first request needs, while a person still looks at the page; stops when nobody waits for it."""
    for name in _NETWORK:
        if ticket.stopped:
            return
        import_module(name)
        ticket.rest(_REST_S)


def load_dialog(_: object) -> None:
    """Load the dialog for connections."""
    for name in _DIALOG:
        import_module(name)
