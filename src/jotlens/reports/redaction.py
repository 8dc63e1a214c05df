"""The one engine that takes out of any text what must not leave: signatures, secrets, sessions, persons."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from jotlens.cases.lineage import half_hash
from jotlens.cases.named import WORTH_BY_NAME, Worth, set_cookies
from jotlens.reports.clean_texts import LONG, CleanTexts
from jotlens.reports.disclosure import REMOVED, FingerprintKey, Level
from jotlens.reports.encoded_texts import encoded_changed
from jotlens.reports.known_secrets import KnownSecrets
from jotlens.reports.named_values import LINKED, inputs_changed, values_changed
from jotlens.reports.people import (
    EMAIL,
    People,
    addresses_changed,
    is_full_name,
    names_changed,
    personal_members,
)
from jotlens.reports.redacted_token import SHAPE, redacted_token, secret_parts
from jotlens.reports.secret_words import WORD, looks_secret
from jotlens.tokens.jose_header import jose_header
from jotlens.tokens.model import Kind, Part
from jotlens.tokens.read import read

_PASSWORDS = frozenset({"password", "passwd", "new_password", "otp", "binding_code"})
"""What is too easily guessed for a fingerprint of it to be safe."""

_HASHES = {"at_hash": "access", "c_hash": "code"}
_ADDRESS = re.compile(r"https?:(?:\\?/){2}[^\s\"'<>`\\]*(?:\\/[^\s\"'<>`\\]*)*")
_HEADER_LINE = re.compile(
    r"(?im)(?=[PpAaSs\u017fCcDd])((?:proxy-)?authorization|(?:set-)?cookie2?|dpop)([\"'`]?\s{0,4}[:=,]\s{0,4}[\"'`]?)([^\r\n\"'`]{1,16384})"
)
_HEADER_SIGNS = ("uthorization", "ookie", "dpop", "basic")
_SCHEME = re.compile(r"(?i)\A\s*(bearer|dpop|basic|token|negotiate|digest)\s+")
_FORM = re.compile(r"[\w.\[\]~%+-]{1,200}=[^\s=]*(?:&[\w.\[\]~%+-]{1,200}=[^\s]*)*")
_BASIC = re.compile(r"(?i)\b(basic)\s+[A-Za-z0-9+/=_-]{6,}")
_WHOLE = frozenset({Kind.OPAQUE, Kind.PASETO, Kind.SAML})
_IN_JSON = frozenset({Kind.JWS_JSON, Kind.JWE_JSON})
_NEVER = frozenset(
    {Part.SIGNATURE, Part.CIPHERTEXT, Part.ENCRYPTED_KEY, Part.TAG, Part.DISCLOSURE, Part.KEY_BINDING}
)
_LONGEST_WORD = 1 << 17
_DEEPEST = 40
_STEP = 8
"""An encoding inside another one counts like so many levels of JSON."""

_LONGEST_JSON = 1 << 23
_SHORT = 12  # no pattern is for a single word that is shorter


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

        self._known_by_now = 0
        self._looks = 0

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
        if not value or value.startswith(f"{REMOVED}-"):
            return value
        self._count(kind)
        if value.lower() in {"undefined", "null", "true", "false", "[object object]"}:
            return value
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
        self._count("password")
        self._known.add(value)
        return REMOVED if value else value

    def personal(self, value: str) -> str:
        """Return what stands for a personal value at this level."""
        if self._level is not Level.OUTSIDE or not value.strip():
            return value
        self._count("personal value")
        plain = value.strip()
        if EMAIL.fullmatch(plain) or is_full_name(plain):
            self._persons.add(plain)
            self._known.add(plain)
        return self.people.pseudonym(value)

    def member(self, name: str, value: str) -> str:
        """Return the value of a member, parameter or cookie of this name."""
        lower = name.lower()
        worth = WORTH_BY_NAME.get(lower)
        if lower in _PASSWORDS:
            return self.password(value)
        if lower in LINKED or worth is not None:
            return (
                self.secret(value, worth.value if worth is not None else Worth.CODE.value) if value else value
            )
        if personal_members({name: value}):
            return self.personal(value)
        return self.text(value)

    def header(self, name: str, value: str) -> str:
        """Return the value of a header."""
        if self._level is Level.EVERYTHING:
            return value
        match name.lower():
            case "authorization" | "proxy-authorization":
                scheme = _SCHEME.match(value)
                if scheme is None:
                    return self.secret(value, "authorization")
                if scheme[1].lower() in {"basic", "digest", "negotiate"}:
                    self.password(value[scheme.end() :])
                    return f"{scheme[1]} {REMOVED}"
                return f"{scheme[1]} {self.secret(value[scheme.end() :].strip(), 'token')}"
            case "cookie":
                return "; ".join(self._cookie(pair) for pair in value.split(";"))
            case "set-cookie":
                return "".join(self._set_cookie(cookie) for cookie in set_cookies(value))
            case "dpop":
                return self.secret(value, "token")
            case lower if (
                "token" in lower or "api-key" in lower or lower in {"x-csrf", "x-amz-security-token"}
            ):
                return self.secret(value, "token")
            case _:
                return self.text(value)

    def cookie(self, value: str) -> str:
        """Return what stands for the value of a cookie, whatever its name."""
        return self.secret(value, "cookie")

    def address(self, address: str) -> str:
        """Return an address; its host and path stay, unless something secret or personal stands in them."""
        if self._level is Level.EVERYTHING:
            return address
        main, hash_, fragment = address.partition("#")
        path, question, query = main.partition("?")
        scheme, slashes, rest = path.partition("://")
        authority, slash, way = rest.partition("/")
        if "@" in authority:
            self.password(authority.rpartition("@")[0])
            authority = authority.rpartition("@")[2]
        segments = [self._segment(segment) for segment in way.split("/")]
        path = f"{scheme}{slashes}{authority}{slash}{'/'.join(segments)}" if slashes else self.text(path)
        return f"{path}{question}{self.parameters(query)}{hash_}{self.parameters(fragment)}"

    def parameters(self, query: str) -> str:
        """Return a query, a fragment or a form."""
        if self._level is Level.EVERYTHING or not query:
            return query
        if "=" not in query:
            return self._segment(query)
        pairs = []
        for pair in query.split("&"):
            name, equals, value = pair.partition("=")
            plain_name = unquote(name.replace("+", " "))
            plain = unquote(value.replace("+", " "))
            redacted = self.member(plain_name, plain)
            pairs.append(
                f"{self._segment(name)}{equals}{value if redacted == plain else quote(redacted, safe='|@')}"
            )
        return "&".join(pairs)

    def text(self, text: str, depth: int = 0) -> str:
        """Return any text, whatever it is: JSON, a form, an address, an HTTP message, lines of a log."""
        if self._level is Level.EVERYTHING or not text or text.startswith(f"{REMOVED}-"):
            return text
        self._looks += 1
        if len(text) < _SHORT and text.isalnum():
            return self.net(text)
        if text in self._clean:
            return self.net(text)
        if depth < _DEEPEST and (found := self._as_a_whole(text, depth)) is not None:
            return found
        looks = self._looks
        redacted = self._in_words(text, depth)
        if looks == self._looks and redacted == text and depth < _DEEPEST:
            self._clean.add(text)
            if self.is_learning and len(text) >= LONG:
                return text
        return self.net(redacted)

    def _as_a_whole(self, text: str, depth: int) -> str | None:
        """Return a text that is JSON or a form; None for any other."""
        stripped = text.strip()
        is_json = stripped[:1] in {"{", "["} and len(text) <= _LONGEST_JSON
        if is_json and (found := self._as_json(text, stripped, depth)) is not None:
            return found
        if "=" in text and _FORM.fullmatch(text) and "://" not in text.partition("=")[0]:
            return self.net(self.parameters(text))
        return None

    def _in_words(self, text: str, depth: int) -> str:
        text = self._tokens(text)
        text = _ADDRESS.sub(lambda match: self._address_in_text(match[0]), text)
        lower = text.lower()
        if any(sign in lower for sign in _HEADER_SIGNS):
            text = _HEADER_LINE.sub(self._header_line, text)
            text = _BASIC.sub(rf"\1 {REMOVED}", text)
        if "<input" in lower:
            text = inputs_changed(text, self.member)
        text = WORD.sub(lambda match: self._word(match[0]), values_changed(text, self.member))
        text = self._addresses_of_persons(text)
        if depth >= _DEEPEST:
            return text
        return encoded_changed(text, lambda plain: self.text(plain, depth + _STEP))

    def tree(self, value: object, depth: int = 0) -> object:
        """Return a JSON value; names of members tell what is secret and what is about a person."""
        if self._level is Level.EVERYTHING:
            return value
        if depth > _DEEPEST:
            return REMOVED
        match value:
            case str():
                return self.text(value, depth + 1)
            case list():
                return [self.tree(item, depth + 1) for item in value]
            case dict():
                return self._object(value, depth)
            case _:
                return value

    def net(self, text: str) -> str:
        """Return a text without what is known to be secret, in whatever way it is written there."""
        self._looks += 1
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
            token = read(text)
            if token.kind in _WHOLE:
                if len(text) <= _LONGEST_WORD:
                    self._known.add(text)
                continue
            for segment in token.segments:
                if segment.part in _NEVER:
                    self._known.add(text[segment.start : segment.end])
            for part in () if token.kind in _IN_JSON else secret_parts(text):
                self._known.add(part)

    def _object(self, members: dict[str, object], depth: int) -> dict[str, object]:
        personal = set(personal_members(members)) if self._level is Level.OUTSIDE else set()
        values = [value for name in personal if isinstance(value := members[name], str)]
        if values:
            self.people.meet(values)
        return {
            self.text(name, depth + 1): self._member(name, value, depth, personal=name in personal)
            for name, value in members.items()
        }

    def _member(self, name: str, value: object, depth: int, *, personal: bool) -> object:
        if isinstance(value, str):
            if name in _HASHES:
                return self._hashes.get(value, value)
            return self.personal(value) if personal else self.member(name, value)
        if personal and isinstance(value, dict | list):
            return REMOVED
        worth = WORTH_BY_NAME.get(name.lower())
        if worth is not None and isinstance(value, list):
            return [
                self.secret(item) if isinstance(item, str) else self.tree(item, depth + 1) for item in value
            ]
        return self.tree(value, depth + 1)

    def _as_json(self, text: str, stripped: str, depth: int) -> str | None:
        try:
            value = json.loads(stripped)
        except (ValueError, RecursionError):
            return None
        redacted = self.tree(value, depth + 1)
        return text if redacted == value else json.dumps(redacted, ensure_ascii=False)

    def _tokens(self, text: str) -> str:
        return SHAPE.sub(lambda match: self._token(match[0]) or match[0], text) if "eyJ" in text else text

    def _token(self, text: str) -> str | None:
        if not text.startswith("ey") or jose_header(text.partition(".")[0]) is None:
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

    def _cookie(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        return f"{name}{equals}{self.cookie(value.strip())}" if equals else self.text(pair)

    def _set_cookie(self, cookie: str) -> str:
        first, semicolon, attributes = cookie.partition(";")
        return f"{self._cookie(first)}{semicolon}{self.net(attributes)}"

    def _segment(self, segment: str) -> str:
        plain = unquote(segment)
        redacted = self.net(self._addresses_of_persons(self._tokens(plain)))
        return segment if redacted == plain else quote(redacted, safe="|@")

    def _address_in_text(self, address: str) -> str:
        if "\\/" not in address:
            return self.address(address)
        return self.address(address.replace("\\/", "/")).replace("/", "\\/")

    def _header_line(self, match: re.Match[str]) -> str:
        return f"{match[1]}{match[2]}{self.header(match[1], match[3])}"

    def _addresses_of_persons(self, text: str) -> str:
        if self._level is not Level.OUTSIDE:
            return text
        return addresses_changed(names_changed(text, self._name_beside), self._email)

    def _name_beside(self, name: str, address: str) -> str:
        self.people.meet((name, address))
        return self.personal(name)

    def _email(self, address: str) -> str:
        return address if address.endswith("@redacted.invalid") else self.personal(address)

    def _count(self, kind: str) -> None:
        self._looks += 1
        self.replaced[kind] = self.replaced.get(kind, 0) + 1
