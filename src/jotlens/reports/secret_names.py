"""Which names are those of something secret, however they are spelt: `client_secret`, `clientSecret`, `X-Client-Secret`."""

from __future__ import annotations

import re
from functools import lru_cache

from jotlens.cases.named import WORTH_BY_NAME, Worth, is_plain_address, looks_opaque

LINKED = frozenset({"state", "relaystate"})
"""What ties the steps of a login together."""

_PASSWORDS = frozenset(
    (
        "password",
        "passwd",
        "newpassword",
        "pwd",
        "passphrase",
        "passcode",
        "pin",
        "pincode",
        "otp",
        "otpcode",
        "totp",
        "totpcode",
        "mfacode",
        "smscode",
        "onetimecode",
        "verificationcode",
        "bindingcode",
    )
)
"""What is too easily guessed for a fingerprint of it to be safe."""

_ALSO = dict.fromkeys(
    (
        "authtoken",
        "apitoken",
        "sessiontoken",
        "statetoken",
        "oauthtoken",
        "jwt",
        "samlresponse",
        "samlrequest",
        "samlart",
        "wresult",
    ),
    Worth.TOKEN,
) | dict.fromkeys(
    (
        "secret",
        "secretkey",
        "secretkeybase",
        "sharedsecret",
        "privatekey",
        "accesskey",
        "signingkey",
        "encryptionkey",
        "subscriptionkey",
        "functionskey",
        "jsessionid",
        "phpsessid",
        "aspnetsessionid",
        "sessionid",
        "xauth",
        "signature",
        "signaturevalue",
        "ciphervalue",
        "ciphertext",
        "encryptedkey",
        "sig",
        "xamzsignature",
        "xgoogsignature",
        "assertion",
        "oauthverifier",
    ),
    Worth.SECRET,
)
_ENDINGS = re.compile(
    r"(?:token|secret|passw(?:or)?d|passphrase|apikey|subscriptionkey|functionskey|privatekey|accesskey|secretkey|sessionid|signature|csrf|xsrf)s?\Z"
)
_BY_LOOK = frozenset({"session", "sid", "ticket", "auth", "bearer", "credential", "credentials"})
"""Names of much that is said aloud; what has the look of something secret is so all the same."""

_OPAQUE = re.compile(r"(?=[^0-9]*[0-9])(?=.*[A-Za-z])[^\s\"'<>]{8,}\Z")
_OF_ERROR = re.compile(
    r"(?:[A-Z]+(?:_[A-Z]+)+|[a-z]+(?:_[a-z]+)+|[a-z]+/[a-z]+(?:-[a-z]+)*|[0-9]{1,5}|-[0-9]{1,10}|[A-Z]{2,8}-[0-9]{3,5}|AADSTS[0-9]{3,9}"
    r"|E(?:CONN|ADDR|HOST|NET|NOT|PROTO)[A-Z]{1,12}|E(?:SOCKET)?TIMEDOUT|E(?:PIPE|PERM|ACCES|EXIST|INVAL|NOENT|AGAIN|BUSY|ABORTED))\Z"
)
_IN_CAPITALS = re.compile(r"[A-Za-z][a-z]{2,}(?:[A-Z][a-z]+)+[A-Z]{0,3}\Z")
_LONG_IN_WORDS = re.compile(r"(?=.{16})(?:[A-Z]+(?:_[A-Z]+)+|[a-z]+(?:_[a-z]+)+)\Z")
"""Longer than most names of errors, and as long as codes of logins are."""

_OF_LETTERS = re.compile(
    r"\s*<|[^\w<]{0,9}[A-Za-z]?[a-z]{1,20}[.!]?\Z|[^\w<]{0,9}[^\W\d_]{1,20}[,.!]?\s+[^\W\d_]{1,20}\b"
)
"""How the signature of a letter begins, and what is said of one: verified."""

_ABOUT_PASSWORDS = re.compile(
    r"password\w*?(?:polic(?:y|ies)|ur[il]|link|length|strength|rules?|(?:changed|updated|created|reset|set|modified|expire[sd]?|expiry)(?:at|on|date|time)?|expir(?:y|ation)|history|age|required|enabled|disabled|allowed|visible|label|placeholder|rotation|attempts|days)\Z"
)
"""What is said about passwords, and is none."""
_OF_ONE_TIME = re.compile(r"[0-9]{6,10}\Z")
_PLAIN_WORD = re.compile(r"(?:[A-Za-z][a-z]{1,15}|[A-Z]{2,16})\Z")
_PRIVATE_OF_KEYS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})


def squeezed(name: str) -> str:
    """Return a name in small letters, without what joins its words."""
    return name.lower().replace("_", "").replace("-", "").replace(".", "").replace(" ", "")


_EXACT = {squeezed(name): worth for name, worth in WORTH_BY_NAME.items()} | _ALSO


@lru_cache(maxsize=1 << 12)
def worth_of(name: str) -> Worth | None:
    """Return what stands under a name that is surely that of something secret; None for any other."""
    bare = squeezed(name)
    return _EXACT.get(bare) or _EXACT.get(bare.removeprefix("x")) if bare else None


@lru_cache(maxsize=1 << 12)
def is_password(name: str) -> bool:
    """Whether what stands under a name could be guessed."""
    bare = squeezed(name)
    return (
        bare in _PASSWORDS
        or bare.endswith(("password", "passwd", "passphrase"))
        or (bare.startswith("password") and _ABOUT_PASSWORDS.match(bare) is None)
    )


@lru_cache(maxsize=1 << 12)
def may_be_secret(name: str) -> bool:
    """Whether a name ends as those of secrets do, or is one of a few that stand for other things as well."""
    bare = squeezed(name)
    return bare in _BY_LOOK or _ENDINGS.search(bare) is not None


def is_by_look(name: str) -> bool:
    """Whether a name is one of much that is said aloud."""
    return squeezed(name) in _BY_LOOK


@lru_cache(maxsize=1 << 12)
def may_name_secret(name: str) -> bool:
    """Whether what stands under a name may be secret."""
    return name.lower() in LINKED or is_above_secrets(name)


@lru_cache(maxsize=1 << 12)
def is_above_secrets(name: str) -> bool:
    """Whether what is secret may stand in a list or an object of this name as well."""
    return worth_of(name) is not None or is_password(name) or may_be_secret(name)


def is_secret(name: str, value: str) -> bool:
    """Whether a value is secret by its name; of a name that only ends like one's, what it looks like counts as well.

    Where tokens are given (`"token": "https://…"`) is no secret, though it stands under the name of one; nor is the code
    of an error (`"code": "invalid_token"`).
    """
    if is_code_of_error(name, value) or is_of_letter(name, value):
        return False
    worth = worth_of(name)
    if worth is Worth.TOKEN or (worth is None and may_be_secret(name)):
        if is_plain_address(value):
            return False
        if worth is None and is_by_look(name):
            return looks_opaque(value)
        return worth is not None or _OPAQUE.match(value) is not None or is_password(name)
    return worth is not None or is_password(name) or name.lower() in LINKED


def is_code_of_error(name: str, value: str) -> bool:
    """Whether a code is one of errors or answers, as programs name them in words or in a short number."""
    return name.lower() == "code" and (
        _OF_ERROR.match(value) is not None or _IN_CAPITALS.match(value) is not None
    )


def is_code_of_address(name: str, value: str) -> bool:
    """Whether a parameter is a code of a login, though it could be that of an error in a text (`ResourceNotFound`)."""
    is_in_words = _IN_CAPITALS.match(value) is not None or _LONG_IN_WORDS.match(value) is not None
    return name.lower() == "code" and is_in_words


def is_of_letter(name: str, value: str) -> bool:
    """Whether a signature is that of a letter, or a word about one."""
    return squeezed(name).endswith("signature") and _OF_LETTERS.match(value) is not None


def is_plain_word(value: str) -> bool:
    """Whether a value is a single word as any text has it."""
    return _PLAIN_WORD.match(value) is not None


def is_guessable(name: str, value: str) -> bool:
    """Whether a value could be guessed: a password, or a code that a person types from a message."""
    return is_password(name) or (name.lower() == "code" and _OF_ONE_TIME.match(value) is not None)


def is_plain_state(name: str, value: str) -> bool:
    """Whether a state is a single word, which is not to be looked for elsewhere: it may be that of an order, or of the USA."""
    return name.lower() in LINKED and _PLAIN_WORD.match(value) is not None


def private_members(members: dict[str, object]) -> frozenset[str]:
    """Return the members of a key (RFC 7518 section 6) that are private or shared; none for any other object."""
    return _PRIVATE_OF_KEYS & members.keys() if "kty" in members else frozenset()
