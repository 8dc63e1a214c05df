"""Pseudonyms: the same person is user-1 throughout a case, by whatever name, address or identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from jotlens.reports.emails import EMAIL

PERSONAL_NAMES = frozenset(
    (
        "sub",
        "email",
        "phone_number",
        "given_name",
        "family_name",
        "middle_name",
        "nickname",
        "preferred_username",
        "username",
        "user_name",
        "user_id",
        "userid",
        "user_email",
        "login_hint",
        "upn",
        "unique_name",
        "oid",
        "picture",
        "birthdate",
        "gender",
        "address",
        "ipaddr",
        "ip_address",
        "cognito:username",
        "mail",
        "userprincipalname",
        "displayname",
        "display_name",
        "first_name",
        "last_name",
        "firstname",
        "lastname",
        "fullname",
        "full_name",
        "nameid",
        "personalid",
        "personal_id",
        "nationalid",
        "national_id",
        "ssn",
        "dateofbirth",
        "date_of_birth",
        "birthday",
        "phone",
        "mobile",
    )
)
"""Members and claims whose values are about a person, in small letters (OpenID Connect Core section 5.1 and its kin)."""

_NAMES_BESIDE = frozenset({"name", "profile", "website"})
_ABOUT_A_PERSON = PERSONAL_NAMES - {"address"}
_CONNECTION = re.compile(r"\A([a-z][a-z0-9-]{1,30}\|)")
_MACHINE = re.compile(r"@clients\Z")


class People:
    """Everyone whom a case names. Values that stand together in one object belong to one person."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._count = 0

    def meet(self, values: Iterable[str]) -> None:
        """Learn that these values belong to one person; two who turn out to be one keep the lower number."""
        keys = [value.strip().lower() for value in values if value.strip()]
        known = [self._number[key] for key in keys if key in self._number]
        if not known:
            self._count += 1
        number = min(known, default=self._count)
        for other in {found for found in known if found != number}:
            for key, found in self._number.items():
                if found == other:
                    self._number[key] = number
        for key in keys:
            self._number[key] = number

    def pseudonym(self, value: str) -> str:
        """Return what stands for a personal value: `user-1`, `user-1@redacted.invalid`, `auth0|user-1`."""
        key = value.strip().lower()
        if key not in self._number:
            self.meet((value,))
        name = f"user-{self._number[key]}"
        if EMAIL.fullmatch(value.strip()):
            return f"{name}@redacted.invalid"
        connection = _CONNECTION.match(value)
        return f"{connection[1]}{name}" if connection else name

    def values(self) -> tuple[str, ...]:
        """Return every value that somebody is known by, in small letters."""
        return tuple(self._number)


def personal_members(members: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the members of an object that are about a person; of a machine there are none."""
    subject = members.get("sub")
    if isinstance(subject, str) and _MACHINE.search(subject):
        return ()
    lower = {name: _last_part(name) for name in members}
    about = any(part in _ABOUT_A_PERSON for part in lower.values())
    return tuple(
        name for name, part in lower.items() if part in PERSONAL_NAMES or (about and part in _NAMES_BESIDE)
    )


def _last_part(name: str) -> str:
    """Return what a name with a web address before it comes down to."""
    return name.rstrip("/").rpartition("/")[2].lower() if "://" in name else name.lower()
