"""Finds what is secret in the texts of an exchange: by the name of a member, by what is known, and by its looks."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from urllib.parse import quote, quote_plus, unquote, unquote_plus

MASK = "••••••"
"""Stands for every secret; it says nothing of the length."""

_SECRET_WORDS = re.compile(
    r"secret|passw|passphrase|token|assertion|api_?key|private_key|credential|saml_?(?:response|request)|cookie"
)
_SECRET_NAMES = frozenset(
    "code code_verifier device_code otp oob_code binding_code recovery_code pin request logout_token".split()
)
# Say of what kind something is, or where; no secrets.
_OPEN_NAMES = re.compile(
    r"(?:^|_)(?:type|type_hint|endpoint|uri|url|supported|method|methods|signing_alg|expires_in|lifetime|format)$"
    r"|_supported$|_endpoint_"
)

# Possessive, and a string may end with the text: each is read once, however it was written or cut off.
_STRING = r'"((?:[^"\\]|\\.)*+)(?:"|\\?\Z)'
_JSON_MEMBER = re.compile(rf'{_STRING}(?:(\s*+:\s*+)({_STRING}|[^\s,\[\]{{}}"]++))?', re.DOTALL)
_JWT = re.compile(r"(?:(?<![\w-])|(?<=%[0-9A-Fa-f]{2}))eyJ[\w-]*+(?:\.[\w-]*+){1,4}")
_WORDS = re.compile(r"[a-z_. ]*|\d{1,3}", re.IGNORECASE)
_SHORTEST_FOUND = 6  # what is shorter is masked where it stands, and not looked for elsewhere
_MOST_FOUND = 200  # an answer with more secrets than that hides them where they stand
_SHORTEST_IN_BASE64 = 4

Mark = Callable[[str], str]
"""From the name of a secret to what is shown in its place."""

OPEN, CLOSE = "\ue0f0", "\ue0f1"
"""Private-use characters around a mark that is to be found again: a secret may be spelled like its mark's name."""

_MARKED = f"{OPEN}\\w*{CLOSE}"


def mask_mark(_name: str) -> str:
    """The mark for people."""
    return MASK


def is_secret_name(name: str) -> bool:
    """Whether a member, parameter or header of that name holds a secret."""
    plain = name.lower().replace("-", "_")
    if plain in _SECRET_NAMES:
        return True
    return bool(_SECRET_WORDS.search(plain)) and not _OPEN_NAMES.search(plain)


class Masker:
    """Replaces the secrets in texts by marks. `known` maps a secret to its name.

    `known` is looked for everywhere and in every form; `whole` only as a whole string of JSON, however many there are.
    """

    def __init__(self, known: dict[str, str], mark: Mark, whole: Collection[str] = ()) -> None:
        self._mark = mark
        self._whole = frozenset(whole)
        self._marks: dict[str, str] = {}
        for secret, name in known.items():
            for form in _forms(secret):
                self._marks.setdefault(form, mark(name))
        self._forms = sorted(filter(None, self._marks), key=len, reverse=True)

    def text(self, text: str) -> str:
        """Replace what is known, and what looks like a JWT."""
        present = [form for form in self._forms if form in text]
        if present:
            pattern = "|".join((_MARKED, *map(re.escape, present)))
            text = re.sub(pattern, lambda found: self._marks.get(found[0], found[0]), text)
        return _JWT.sub(lambda _: self._mark("token"), text)

    def pairs(self, text: str) -> str:
        """Replace the values of secret names in `a=b&c=d` (form, query, fragment)."""
        shown = []
        for pair in text.split("&"):
            name, equals, value = pair.partition("=")
            plain = unquote_plus(name)
            hidden = value and is_secret_name(plain)
            shown.append(f"{name}={self._mark(plain)}" if hidden else name + equals + value)
        return self.text("&".join(shown))

    def address(self, text: str) -> str:
        """Replace what is secret in an address: user information, query and fragment."""
        base, hash_sign, fragment = text.partition("#")
        base, question, query = base.partition("?")
        scheme, slashes, rest = base.partition("//")
        authority, slash, path = rest.partition("/")
        user, at, host = authority.rpartition("@")
        if at:
            authority = f"{self._mark('password') if user else ''}@{host}"
        shown = self.text(scheme + slashes + authority + slash + path) if slashes else self.text(base)
        return shown + question + self.pairs(query) + hash_sign + self.pairs(fragment)

    def json(self, text: str) -> str:
        """Replace the values of secret names in JSON, also in one that is cut off; the rest stays as it is written."""

        def replaced(member: re.Match[str]) -> str:
            name = _unescaped(member[1])
            if member[2] is None:
                return f'"{self._mark("secret")}"' if name in self._whole else member[0]
            value = member[3] if member[4] is None else _unescaped(member[4])
            if _hides(name, value) or value in self._whole:
                return f'"{member[1]}"{member[2]}"{self._mark(name)}"'
            return member[0]

        return self.text(_JSON_MEMBER.sub(replaced, text))

    def body(self, text: str, media_type: str) -> str:
        """Replace what is secret in a body, by what it looks like: forms and JSON are often labelled wrongly."""
        if not text:
            return text
        if text.lstrip("\ufeff \t\r\n").startswith(("{", "[")) or "json" in media_type:
            return self.json(text)
        if "form" in media_type or ("=" in text and not re.search(r"[\s<>]", text)):
            return self.pairs(text)
        return self.text(text)

    def header(self, name: str, value: str) -> str:
        """Replace what is secret in a header's value; the scheme of Authorization stays."""
        match name.lower():
            case "authorization" | "proxy-authorization":
                scheme, space, credentials = value.partition(" ")
                if not credentials:
                    return self._mark("authorization")
                return f"{scheme}{space}{self._mark(_CREDENTIALS.get(scheme.lower(), 'credentials'))}"
            case "cookie" | "set-cookie":
                return self._cookie(value, only_first=name.lower() == "set-cookie")
            case "dpop":
                return self._mark("dpop_proof")
            case "location" | "referer" | "content-location":
                return self.address(value)
            case _:
                return self._mark(name) if value and is_secret_name(name) else self.text(value)

    def _cookie(self, value: str, *, only_first: bool) -> str:
        shown = []
        for place, part in enumerate(value.split(";")):
            name, equals, _ = part.partition("=")
            hidden = not only_first or place == 0
            shown.append(f"{name}{equals}{self._mark('cookie')}" if hidden and equals else self.text(part))
        return ";".join(shown)


_CREDENTIALS = {"bearer": "access_token", "dpop": "access_token", "basic": "basic_credentials"}


def _hides(name: str, value: str) -> bool:
    """Whether a scalar of JSON is a secret; `code` is a word or a number in errors, and a secret elsewhere."""
    if value in {"", "null", "true", "false"} or not is_secret_name(name):
        return False
    return name.lower() != "code" or _WORDS.fullmatch(value) is None


def secrets_in_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield (secret, name) of the secret members of `a=b&c=d`."""
    for pair in text.split("&"):
        name, _, value = pair.partition("=")
        name = unquote_plus(name)
        if value and is_secret_name(name):
            yield from ((unquote_plus(value), name), (unquote(value), name), (value, name))


def secrets_in_address(text: str) -> Iterator[tuple[str, str]]:
    """Yield (secret, name) of the secret members of query and fragment."""
    base, _, fragment = text.partition("#")
    yield from secrets_in_pairs(base.partition("?")[2])
    yield from secrets_in_pairs(fragment)


def secrets_in_json(text: str) -> Iterator[tuple[str, str]]:
    """Yield (secret, name) of everything that stands under a secret name, at any depth."""
    try:
        pending: list[tuple[object, str]] = [(json.loads(text.lstrip("\ufeff")), "")]
    except (ValueError, RecursionError):
        return
    while pending:
        value, name = pending.pop()
        match value:
            case dict():
                pending += [
                    (inner, name or (key if is_secret_name(key) else "")) for key, inner in value.items()
                ]
            case list():
                pending += [(inner, name) for inner in value]
            case str() if name and _hides(name, value):
                yield value, name


def secrets_in_headers(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (secret, name) of credentials and cookies; of Basic also the secret inside (RFC 6749 section 2.3.1)."""
    for name, value in headers:
        match name.lower():
            case "authorization" | "proxy-authorization":
                scheme, _, credentials = value.partition(" ")
                if credentials:
                    yield credentials, _CREDENTIALS.get(scheme.lower(), "credentials")
                if scheme.lower() == "basic":
                    yield from _basic_secret(credentials)
            case "cookie" | "set-cookie":
                yield value.partition(";")[0].partition("=")[2].strip(), "cookie"
            case "dpop":
                yield value, "dpop_proof"
            case "location":
                yield from secrets_in_address(value)
            case lower if is_secret_name(lower):
                yield value, name


def worth_looking_for(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """From (secret, name) to what is looked for everywhere: long enough not to be found by chance, and not too many."""
    worth = ((secret, name) for secret, name in found if len(secret) >= _SHORTEST_FOUND)
    return dict(islice(worth, _MOST_FOUND))


def _basic_secret(credentials: str) -> Iterator[tuple[str, str]]:
    try:
        secret = base64.b64decode(credentials, validate=True).decode().partition(":")[2]
    except ValueError:
        return
    if secret:
        yield from ((secret, "client_secret"), (unquote_plus(secret), "client_secret"))


def _forms(secret: str) -> Iterator[str]:
    """Yield how a secret may be written: as it is, percent-encoded, escaped for JSON or HTML, inside base64."""
    encoded = secret.encode("utf-8", "surrogatepass")
    percent = [quote(encoded, safe=safe) for safe in ("", "/", "/:@!$'()*,;~")] + [quote_plus(encoded)]
    yield secret
    yield from percent
    yield from (re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), form) for form in percent)
    for ascii_only in (True, False):
        escaped = json.dumps(secret, ensure_ascii=ascii_only)[1:-1]
        yield from (escaped, escaped.replace("/", "\\/"))
    yield from (html.escape(secret), html.escape(secret, quote=False))
    for plain in {encoded, *(form.encode() for form in percent)}:
        yield from _inside_base64(plain)


def _inside_base64(plain: bytes) -> Iterator[str]:
    """Yield the letters that stand in any base64 text whose bytes contain these, at each of the three alignments."""
    if len(plain) < _SHORTEST_IN_BASE64:
        return
    for before in range(3):
        letters = base64.b64encode(b"\0" * before + plain).rstrip(b"=").decode()
        # The first letters depend on what stands before, the last one on what follows.
        first = -(-before * 8 // 6)
        last = (before + len(plain)) * 8 // 6
        core = letters[first:last]
        yield core
        yield core.replace("+", "-").replace("/", "_")


def _unescaped(name: str) -> str:
    try:
        found = json.loads(f'"{name}"', strict=False)
    except ValueError:
        return name
    return str(found)
