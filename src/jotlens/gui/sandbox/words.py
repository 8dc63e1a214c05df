"""What the pane says of the sandbox: its requests, users, clients, eras and faults in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from jotlens.gui.sandbox.rows import Row
from jotlens.sandbox.faults import Faults
from jotlens.sandbox.log import CODES, LogEntry
from jotlens.sandbox.model import Client, Era, User
from jotlens.sandbox.running import Sandbox
from jotlens.tokens.visible import visible

translate = QCoreApplication.translate

_BAD = 400
_LONGEST = 160


def request_row(place: int, entry: LogEntry) -> Row:
    """Return the row of a request: what was called, its code as in Auth0's tenant logs, and what became of it."""
    bad = entry.status >= _BAD
    what = CODES.get(entry.code, "")
    said = entry.said if entry.said and entry.said != what else ""
    who = " · ".join(filter(None, (entry.client_id, entry.user_id)))
    parts = (what, said, who, f"{entry.at.astimezone():%H:%M:%S}")
    return Row(
        id=f"{place}-{entry.at.isoformat()}",
        title=visible(f"{entry.method} {entry.path}", _LONGEST),
        detail=visible(" · ".join(filter(None, parts)), _LONGEST * 2),
        aside=" · ".join(filter(None, (entry.code, str(entry.status)))),
        status="fail" if bad else "pass",
        mark="fail" if bad else "pass",
        lines=3,
    )


def people_rows(sandbox: Sandbox) -> tuple[Row, ...]:
    """Return the users with what they log in with, and the clients."""
    users = translate("Sandbox", "USERS · THE PASSWORD OF EACH IS {password}").format(
        password=sandbox.password
    )
    clients = translate("Sandbox", "APPLICATIONS")
    return (
        Row("users", users, heading=True),
        *(_user_row(user) for user in sandbox.users),
        Row("clients", clients, heading=True),
        *(_client_row(client) for client in sandbox.clients),
    )


def _user_row(user: User) -> Row:
    detail = f"{user.email} · {user.user_id}\n{user.remark}"
    return Row(f"user-{user.user_id}", user.name, detail, strong=True, copied=user.email)


def _client_row(client: Client) -> Row:
    secret = (
        translate("Sandbox", "no secret")
        if client.secret is None
        else translate("Sandbox", "its secret is in its connection")
    )
    detail = f"{client.name} · {secret}\n{client.remark}"
    return Row(f"client-{client.client_id}", client.client_id, detail, strong=True, copied=client.client_id)


def era_words(era: Era) -> str:
    """Return the name of an era."""
    words = {
        Era.TODAY: translate("Sandbox", "Today's rules"),
        Era.SEED_003: translate("Sandbox", "Rules of 2017: JWTs for APIs"),
        Era.SEED_004: translate("Sandbox", "Rules of 2015: opaque tokens only"),
    }
    return words[era]


def switch_words() -> dict[str, str]:
    """Return the faults that are on or off, with their words."""
    return {
        "wrong_audience": translate("Sandbox", "Tokens name another audience"),
        "wrong_issuer": translate("Sandbox", "Tokens name another issuer"),
        "alg_none": translate("Sandbox", "Tokens are not signed (alg none)"),
        "hs_rs_confusion": translate("Sandbox", "Tokens: HS256 with the public key"),
        "duplicate_claims": translate("Sandbox", "Tokens have sub twice"),
        "duplicate_kid": translate("Sandbox", "Two keys have the same name (kid)"),
        "omit_alg": translate("Sandbox", "The keys do not say their algorithm"),
        "html_for_json": translate("Sandbox", "Answers are HTML instead of JSON"),
        "endless_body": translate("Sandbox", "Answers never end"),
    }


def clock_words() -> dict[int, str]:
    """Return the settings of the sandbox's clock, in seconds, with their words."""
    return {
        0: translate("Sandbox", "The clock is right"),
        600: translate("Sandbox", "The clock is 10 minutes ahead"),
        -600: translate("Sandbox", "The clock is 10 minutes late"),
        86_400: translate("Sandbox", "The clock is a day ahead"),
        -86_400: translate("Sandbox", "The clock is a day late"),
    }


def status_words() -> dict[int | None, str]:
    """Return what answers of the endpoints can be turned into, with their words."""
    return {
        None: translate("Sandbox", "Answers as they should be"),
        429: translate("Sandbox", "Answers say: too many requests (429)"),
        500: translate("Sandbox", "Answers say: internal error (500)"),
    }


def slow_words() -> dict[float, str]:
    """Return how late answers can come, in seconds, with their words."""
    return {
        0.0: translate("Sandbox", "Answers come at once"),
        3.0: translate("Sandbox", "Answers come after 3 seconds"),
        60.0: translate("Sandbox", "Answers come after a minute"),
    }


def faults_words(faults: Faults) -> str:
    """Return what is wrong on purpose, in one sentence; empty where nothing is."""
    found = [words for name, words in switch_words().items() if getattr(faults, name)]
    if faults.clock_offset_s:
        other = translate("Sandbox", "The clock is wrong")
        found.append(clock_words().get(faults.clock_offset_s, other))
    if faults.status is not None:
        found.append(status_words()[faults.status])
    if faults.slow_s:
        found.append(slow_words().get(faults.slow_s, translate("Sandbox", "Answers come late")))
    if not found:
        return ""
    listed = "; ".join(word[:1].lower() + word[1:] if at else word for at, word in enumerate(found))
    return translate("Sandbox", "Wrong on purpose: {faults}.").format(faults=listed)
