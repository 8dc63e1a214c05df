"""Keys that a person gives: read from secret text, PEM, certificates, OpenSSH lines, JWK and JWK Sets into values.

One way to fail is expected: KeyTextError, with a stable `code`: `empty`, `base64`, `hex`, `json`, `no-key`,
`pem-damaged`, `ssh-damaged`, `key-locked`, `too-long`, `paseto`, `paseto-secret`, `paseto-local`, `pkcs12`,
`java-store`, `putty`, `binary`, `discovery`. No message holds any part of the text; that of `discovery` repeats the
public address of the keys.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import replace
from typing import assert_never

from jotlens.inspection.keys.containers import refuse_containers, refuse_discovery
from jotlens.inspection.keys.jwk import key_from_jwk
from jotlens.inspection.keys.model import Key, KeyFlaw, KeyForm, KeyRing, KeyTextError
from jotlens.inspection.keys.paseto_key import looks_paserk, paseto_local, paseto_public
from jotlens.inspection.keys.pem import key_from_base64_der, key_from_ssh, keys_from_pem, looks_pem, looks_ssh
from jotlens.inspection.keys.xml_key import key_from_xml, looks_xml
from jotlens.tokens.json_text import Json, JsonObject, read_json
from jotlens.tokens.model import Part

__all__ = ["Key", "KeyFlaw", "KeyForm", "KeyRing", "KeyTextError", "load_keys"]

LONGEST_TEXT = 4 << 20
"""A key text longer than this many characters is refused: the largest key sets have some hundred kilobytes."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_SECRETS = (KeyForm.SECRET, KeyForm.SECRET_BASE64, KeyForm.SECRET_HEX)
_ADAPTABLE = (*_SECRETS, KeyForm.PASETO_PUBLIC, KeyForm.PASETO_LOCAL)
"""Forms that give way to what the text plainly is, such as a PEM key."""


def load_keys(text: str, form: KeyForm | None = None) -> KeyRing:
    """Return the keys that a text holds; without `form` it is told from the text.

    A text that looks like nothing else is a secret (its UTF-8 bytes are the key). Public keys and certificates are
    never taken as secrets, whatever `form` says: a forger who knows the public key could otherwise sign with it
    (RFC 8725 section 2.1). A malformed JWK in a set becomes a Key with a `problem`. Raises KeyTextError.
    """
    if len(text) > LONGEST_TEXT:
        raise KeyTextError("too-long", "This is far too long to be a key.")
    text = text.removeprefix("\ufeff")
    refuse_containers(text.strip())
    told = _told_form(text)
    if form is None:
        if not text.strip():
            raise KeyTextError("empty", "There is no key: the text is empty.")
        form = told
    elif form in _ADAPTABLE and told not in _SECRETS and not _holds_no_key(text, told):
        form = told
    return KeyRing(_keys(text, form), form)


def _told_form(text: str) -> KeyForm:
    stripped = text.strip()
    if stripped.startswith(("{", "[")):
        value = _json(stripped)
        return KeyForm.JWK if isinstance(value, JsonObject) and "kty" in value else KeyForm.JWKS
    if looks_pem(stripped):
        return KeyForm.PEM
    if looks_ssh(stripped):
        return KeyForm.SSH
    if looks_xml(stripped):
        return KeyForm.PEM
    if (paserk := looks_paserk(stripped)) is not None:
        return paserk
    return KeyForm.PEM if key_from_base64_der(stripped) is not None else KeyForm.SECRET


def _holds_no_key(text: str, told: KeyForm) -> bool:
    """Whether the text only begins like JSON and holds no key: then it may well be somebody's secret."""
    return told is KeyForm.JWKS and not _jwks_in(text)


def _keys(text: str, form: KeyForm) -> tuple[Key, ...]:
    match form:
        case KeyForm.SECRET:
            return (_secret(form, text.encode(errors="surrogatepass")),)
        case KeyForm.SECRET_BASE64:
            return (_secret(form, _base64(text)),)
        case KeyForm.SECRET_HEX:
            return (_secret(form, _hex(text)),)
        case KeyForm.PEM:
            return (key_from_xml(text),) if looks_xml(text) else _pem(text)
        case KeyForm.SSH:
            return (key_from_ssh(text),)
        case KeyForm.JWK | KeyForm.JWKS:
            return _from_json(text, form)
        case KeyForm.PASETO_PUBLIC:
            return (paseto_public(text),)
        case KeyForm.PASETO_LOCAL:
            return (paseto_local(text),)
    assert_never(form)


def _secret(form: KeyForm, secret: bytes) -> Key:
    return Key(form, "oct", bits=8 * len(secret), flaw=None if secret else KeyFlaw.EMPTY, secret=secret)


def _base64(text: str) -> bytes:
    squeezed = "".join(text.split())
    body = squeezed.rstrip("=")
    if not _BASE64.fullmatch(squeezed) or len(body) % 4 == 1:
        raise KeyTextError(
            "base64", "This is not base64: it has characters that do not belong, or one is missing."
        )
    standard = body.replace("-", "+").replace("_", "/")
    return binascii.a2b_base64(standard + "=" * (-len(standard) % 4))


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text.strip().removeprefix("0x").replace(":", ""))
    except ValueError:
        raise KeyTextError("hex", "This is not hexadecimal: only 0-9 and a-f, two for each byte.") from None


def _pem(text: str) -> tuple[Key, ...]:
    if looks_pem(text):
        return keys_from_pem(text)
    key = key_from_base64_der(text)
    if key is None:
        raise KeyTextError("no-key", "This is no PEM text: there is no line that says -----BEGIN …-----.")
    return (key,)


def _from_json(text: str, form: KeyForm) -> tuple[Key, ...]:
    jwks = _jwks_in(text)
    if not jwks:
        if _json(text) is None:
            raise KeyTextError("json", "This JSON is damaged: copy the whole key set, from { to }.")
        raise KeyTextError("no-key", "There is no key in this JSON. A key set has a list named “keys”.")
    return tuple(_one(jwk, kid, form) for kid, jwk in jwks)


def _one(jwk: JsonObject | str, kid: str | None, form: KeyForm) -> Key:
    if isinstance(jwk, JsonObject):
        return key_from_jwk(jwk, form)
    try:
        return replace(keys_from_pem(jwk)[0], form=form, kid=kid)
    except KeyTextError:
        return Key(form, kid=kid, flaw=KeyFlaw.UNREADABLE)


def _jwks_in(text: str) -> tuple[tuple[str | None, JsonObject | str], ...]:
    """Return the JWKs of a JWK, a JWK Set, a bare list of JWKs, or an object that maps key names to certificates.

    The last is how some issuers publish their certificates: `{"kid": "-----BEGIN CERTIFICATE-----…"}`.
    """
    value = _json(text)
    if isinstance(value, JsonObject):
        if "kty" in value:
            return ((None, value),)
        refuse_discovery(value)
        listed = value.get("keys")
        if not isinstance(listed, tuple):
            certificates = {
                name: item for name, item in value.members if isinstance(item, str) and looks_pem(item)
            }
            return tuple(certificates.items())
        value = listed
    if not isinstance(value, tuple):
        return ()
    return tuple((None, item if isinstance(item, JsonObject) else JsonObject(())) for item in value)


def _json(text: str) -> Json:
    """Return the value of a whole JSON text, None when it is damaged."""
    reading = read_json(text.strip(), Part.WHOLE)
    return reading.value if reading.complete else None
