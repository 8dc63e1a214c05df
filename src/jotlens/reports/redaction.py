"""The one engine that takes out of any text what must not leave: signatures, secrets, sessions, persons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import unquote

from jotlens.cases.lineage import half_hash
from jotlens.cases.named import Worth, opaque_end
from jotlens.reports.addresses import redacted_address, redacted_parameters
from jotlens.reports.clean_texts import LONG, CleanTexts
from jotlens.reports.credentials import credentials_changed
from jotlens.reports.disclosure import REMOVED, FingerprintKey, Level, is_removed
from jotlens.reports.emails import EMAIL, addresses_changed
from jotlens.reports.encoded_texts import encoded_changed, holds_base64, printable_changed
from jotlens.reports.full_names import is_full_name, is_label, names_changed
from jotlens.reports.headers import HEADERS, redacted_header
from jotlens.reports.known_secrets import KnownSecrets
from jotlens.reports.markup_values import marked_values_changed
from jotlens.reports.named_values import values_changed
from jotlens.reports.never_leaving import never_leaving
from jotlens.reports.people import People, personal_members
from jotlens.reports.redacted_token import (
    BEGINNINGS,
    SHAPE,
    has_shape,
    redacted_shape,
    redacted_token,
    secret_parts,
)
from jotlens.reports.secret_names import (
    is_above_secrets,
    is_guessable,
    is_plain_state,
    is_secret,
    may_name_secret,
    private_members,
    worth_of,
)
from jotlens.reports.secret_words import PRIVATE_KEY, WORD, looks_secret
from jotlens.tokens.jose_header import jose_header

_HASHES = {"at_hash": "access", "c_hash": "code"}
_ADDRESS = re.compile(r":(?:\\?/){2}[^\s\"'<>`\\]*(?:\\/[^\s\"'<>`\\]*)*")
"""An address from behind its scheme on."""

_FORM = re.compile(r"[\w.\[\]~%+-]{1,200}=(?:[^\s=]+|(?=&))(?:&[\w.\[\]~%+-]{1,200}=[^\s]*)*")
_NAMING = ("name", "key", "id", "Name", "Key", "Id", "field", "label")
_NAMED = frozenset({"value", "Value", "val", "content"})
"""Members that give the name of another one, and those others."""

_BELOW = frozenset({"access", "refresh", "raw"})
"""What is as secret as that in which it stands: `"tokens": {"access": ...}`."""

_DEEPEST = 40
_STEP = 7
"""An encoding inside another one counts like so many levels of JSON."""

_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}|&[#A-Za-z]|\\[ux\"]|[{\[=]")
_LONGEST_JSON, _SHORT = 1 << 23, 12  # no pattern is for a single word that is shorter


class Redactor:
    """Redacts the texts of one case: the same person, token or secret becomes the same everywhere.

    Give it the whole case once to learn (what comes out is thrown away), and then again to write. A text that it gets
    is returned as it may leave; with `Level.EVERYTHING` that is the text itself.
    """

    def __init__(self, level: Level, key: FingerprintKey) -> None:
        self._level = level
        self._key = key
        self.people = People()
        self.replaced: dict[str, int] = {}
        """How many of each kind were replaced, for the preview."""

        self._known = KnownSecrets(self._stand_in)
        self._persons: set[str] = set()
        self._hashes: dict[str, str] = {}
        self._made: set[str] = set()
        """The redacted tokens, which are not redacted once more."""

        self.is_learning = False
        """Whether what comes out is thrown away."""

        self._clean, self._beyond_net = CleanTexts(), CleanTexts()
        """Texts that were found to hold nothing: apart from what is known, and of all that is known by now."""

        self._known_by_now = self._depth = self._looks = 0

    @property
    def level(self) -> Level:
        """The level that it works for."""
        return self._level

    def name(self, secret: str) -> str:
        """Return what stands for a secret: nothing of it, and the same for the same."""
        return f"{REMOVED}-{self._key.fingerprint(secret)}"

    def _stand_in(self, secret: str) -> str:
        return self.people.pseudonym(secret) if secret in self._persons else self.name(secret)

    def secret(self, value: str, kind: str = "secret") -> str:
        """Return what stands for a value that is secret by its place; a token in compact form keeps what may be seen."""
        if not value or is_removed(value):
            return value
        if value.lower() in {"undefined", "null", "true", "false", "[object object]"}:
            return value
        self._count(kind)
        if (token := self._token(value)) is not None:
            return token
        self._known.add(value)
        if "%" in value and (plain := unquote(value)) != value:
            self._known.add(plain)
        named = self.name(value)
        self._note_hashes(value, named)
        return named

    def password(self, value: str) -> str:
        """Return what stands for a value that could be guessed from its fingerprint."""
        if not value or is_removed(value):
            return value
        self._count("password")
        self._known.add(value)
        return REMOVED

    def personal(self, value: str, name: str = "") -> str:
        """Return what stands for a personal value at this level; what only labels its field is not looked for elsewhere."""
        if self._level is not Level.OUTSIDE or not value.strip():
            return value
        self._count("personal value")
        plain = value.strip()
        if EMAIL.fullmatch(plain) or (is_full_name(plain) and not is_label(name, plain)):
            self._persons.add(plain)
            self._known.add(plain)
        return self.people.pseudonym(value)

    def member(self, name: str, value: str) -> str:
        """Return the value of a member, parameter or cookie of this name."""
        if not value:
            return value
        if name.lower() in HEADERS:
            return self.header(name, value)
        if is_guessable(name, value):  # a label of a field says its name
            return REMOVED if value.lower() == name.lower() else self.password(value)
        if is_plain_state(name, value):  # "state": "completed"
            self._count(Worth.CODE.value)
            return self.name(value)
        if is_secret(name, value):
            self._known.add(opaque_end(value))
            return self.secret(value, (worth_of(name) or Worth.CODE).value)
        return self.personal(value, name) if personal_members({name: value}) else self.text(value)

    def named(self, name: str, value: object) -> object:
        """Return any value by the name of the member that it is."""
        return value if self._level is Level.EVERYTHING else self._member(name, value, personal=False)

    def words(self, text: str) -> str:
        """Return a short text that is no more than words."""
        return self.net(self._addresses_of_persons(text)) if text else text

    def header(self, name: str, value: str) -> str:
        """Return the value of a header."""
        return redacted_header(name, value, self) if self._level is not Level.EVERYTHING else value

    def cookie(self, value: str) -> str:
        """Return what stands for the value of a cookie, whatever its name."""
        return self.secret(value, "cookie")

    def address(self, address: str) -> str:
        """Return an address; its host and path stay, unless something secret or personal stands in them."""
        if self._level is Level.EVERYTHING:
            return address
        return redacted_address(address, self)

    def parameters(self, query: str) -> str:
        """Return a query, a fragment or a form."""
        if self._level is Level.EVERYTHING or not query:
            return query
        return redacted_parameters(query, self)

    def text(self, text: str) -> str:
        """Return any text, whatever it is: JSON, a form, an address, an HTTP message, lines of a log."""
        if self._level is Level.EVERYTHING or not text or is_removed(text):
            return text
        self._looks += 1
        if len(text) < _SHORT and text.isalnum():
            return self.net(text)
        if text in self._clean:
            return self.net(text)
        if self._depth >= _DEEPEST:
            return REMOVED if _ENCODED.search(text) or holds_base64(text) else self.net(text)
        self._depth += 1
        try:
            if (found := self._as_a_whole(text)) is not None:
                return found
            looks = self._looks
            redacted = self._in_words(text)
        finally:
            self._depth -= 1
        if looks == self._looks and redacted == text:
            self._clean.add(text)
        return self.net(redacted)

    def _as_a_whole(self, text: str) -> str | None:
        """Return a text that is JSON, a form or quoted-printable; None for any other."""
        stripped = text.strip()
        is_json = stripped[:1] in {"{", "["} and len(text) <= _LONGEST_JSON
        if is_json and (found := self._as_json(text, stripped)) is not None:
            return found
        if "=" not in text:
            return None
        if _FORM.fullmatch(text) and "://" not in text.partition("=")[0]:
            return self.net(self.parameters(text))
        return printable_changed(text, self._deeper)

    def _in_words(self, text: str) -> str:
        text = self._tokens(text)
        if "://" in text or ":\\/\\/" in text:
            text = _ADDRESS.sub(lambda match: self._address_in_text(match[0]), text)
        if "PRIVATE KEY" in text:
            text = PRIVATE_KEY.sub(self._private_key, text)
        text = credentials_changed(text, self)
        text = values_changed(marked_values_changed(text, self.member), self.member)
        text = self._addresses_of_persons(WORD.sub(lambda match: self._word(match[0]), text))
        return encoded_changed(text, self._deeper)

    def tree(self, value: object, under: str | None = None) -> object:
        """Return a JSON value; names of members tell what is secret and what is about a person, and so does its own."""
        if self._level is Level.EVERYTHING:
            return value
        if self._depth > _DEEPEST:
            return REMOVED
        match value:
            case str():
                return self.text(value)
            case list() | dict():
                self._depth += 1
                try:
                    return (
                        self._object(value, under)
                        if isinstance(value, dict)
                        else [self._item(item, under) for item in value]
                    )
                finally:
                    self._depth -= 1
            case _:
                return value

    def _item(self, value: object, under: str | None) -> object:
        return self.tree(value) if under is None else self._member(under, value, personal=False)

    def net(self, text: str) -> str:
        """Return a text without what is known to be secret, in whatever way it is written there."""
        self._looks += 1
        if self.is_learning:
            return text
        if len(self._known) != self._known_by_now:
            self._beyond_net.clear()
            self._known_by_now = len(self._known)
        if len(text) >= LONG:
            return self._known.taken_out(text)
        if text in self._beyond_net:
            return text
        kept = self._known.taken_out(text)
        if kept == text:
            self._beyond_net.add(text)
        return kept

    def learn(self, texts: Iterable[str]) -> None:
        """Learn what must never leave of these token texts, whatever their format."""
        for text in texts:
            for part in never_leaving(text):
                self._known.add(part)

    def _object(self, members: dict[str, object], under: str | None) -> dict[str, object]:
        personal = set(personal_members(members)) if self._level is Level.OUTSIDE else set()
        values = [value for name in personal if isinstance(value := members[name], str)]
        if values:
            self.people.meet(values)
        private = private_members(members)
        names = [name for by in _NAMING if isinstance(name := members.get(by), str)]
        said = next(filter(may_name_secret, names), under or next(iter(names), None))
        return {
            self.text(name): self.secret(value)
            if name in private and isinstance(value, str)
            else self._member(_naming(name, said, under), value, personal=name in personal)
            for name, value in members.items()
        }

    def _member(self, name: str, value: object, *, personal: bool) -> object:
        match value:
            case str() if name in _HASHES:
                return self._hashes.get(value, value)
            case str():
                return self.personal(value, name) if personal else self.member(name, value)
            case list() | dict() if personal:
                return REMOVED
            case list() | dict() if is_above_secrets(name) or name.lower() in HEADERS:
                return self.tree(value, name)
            case int() | float() if not isinstance(value, bool) and (
                is_guessable(name, str(value)) or worth_of(name) is Worth.SECRET
            ):
                return self.password(str(value))
            case _:
                return self.tree(value)

    def _as_json(self, text: str, stripped: str) -> str | None:
        try:
            value = json.loads(stripped)
        except (ValueError, RecursionError):
            return None
        redacted = self.tree(value)
        return text if redacted == value else json.dumps(redacted, ensure_ascii=False)

    def _tokens(self, text: str) -> str:
        if not any(beginning in text for beginning in BEGINNINGS):
            return text
        return SHAPE.sub(lambda match: self._token(match[0]) or self._shape(match[0]), text)

    def _shape(self, text: str) -> str:
        """Return what has no more than the shape of a token without its last part, which may be a signature."""
        if not has_shape(text):
            return text
        last = text.rpartition(".")[2]
        self._known.add("" if last.startswith("REMOVED-") else last)
        return text if len(last) < _SHORT else redacted_shape(text, self._key.fingerprint(text))

    def _token(self, text: str) -> str | None:
        if not text.startswith(BEGINNINGS) or jose_header(text.partition(".")[0]) is None:
            return None
        if text in self._made:
            return text
        fingerprint = self._key.fingerprint(text)
        redacted = redacted_token(text, fingerprint, self.tree)
        if redacted is None:
            return None
        self._made.add(redacted)
        self._count("token")
        for part in secret_parts(text):
            if not part.startswith("REMOVED-"):
                self._known.add(part)
        self._note_hashes(text, redacted)
        return redacted

    def _note_hashes(self, text: str, redacted: str) -> None:
        """Let the hash of a token be the hash of what stands for it, so that both still belong together."""
        for alg in ("RS256", "RS384", "RS512"):
            before, after = half_hash(alg, text), half_hash(alg, redacted)
            if before and after:
                self._hashes[before] = after

    def _word(self, word: str) -> str:
        """Return a word that has the look of a secret as what stands for it, any other as it is."""
        return self.secret(word) if looks_secret(word) else word

    def _address_in_text(self, address: str) -> str:
        if "\\/" not in address:
            return self.address(address)
        return self.address(address.replace("\\/", "/")).replace("/", "\\/")

    def _private_key(self, match: re.Match[str]) -> str:
        self.password(match[0].removeprefix(match[1]).partition("-----END")[0])
        return f"{match[1]} {REMOVED}"

    def _addresses_of_persons(self, text: str) -> str:
        if self._level is not Level.OUTSIDE:
            return text
        return addresses_changed(names_changed(text, self._name_beside), self._email)

    def _name_beside(self, name: str, address: str) -> str:
        self.people.meet((name, address))
        return self.personal(name)

    def _deeper(self, plain: str) -> str:
        """Return what stands for a text that was encoded in another one."""
        self._depth += _STEP
        try:
            return self.text(plain)
        finally:
            self._depth -= _STEP

    def _email(self, address: str) -> str:
        return address if address.endswith("@redacted.invalid") else self.personal(address)

    def _count(self, kind: str) -> None:
        self._looks += 1
        self.replaced[kind] = self.replaced.get(kind, 0) + 1


def _naming(name: str, said: str | None, under: str | None) -> str:
    """Return the name that counts of a member: its own, that which another one gives, or that of its object."""
    if under is not None and name in _BELOW:
        return under
    return said if said is not None and name in _NAMED else name
