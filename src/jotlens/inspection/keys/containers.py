"""What people have instead of a plain key: files in binary, key stores, and descriptions that only point to keys."""

from __future__ import annotations

import base64
import binascii
import re

from jotlens.inspection.keys.model import KeyTextError
from jotlens.tokens.json_values import JsonObject
from jotlens.tokens.visible import visible

_DATA_OIDS = (bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702"))
_SEQUENCE = 0x30
_VERSION_3 = bytes.fromhex("020103")
_JAVA_STORES = (bytes.fromhex("feedfeed"), bytes.fromhex("cececece"))
_HEAD_B = 48
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:[/?#]\S*)?")

_PKCS12 = (
    "This is a PKCS#12 file (.p12 or .pfx). It is locked with a password and holds a private key, which is not needed "
    "to check a token. Export its certificate instead: openssl pkcs12 -in FILE -clcerts -nokeys -out certificate.pem"
)
_JAVA = (
    "This is a Java key store. Export the certificate from it and give that: "
    "keytool -exportcert -rfc -alias NAME -keystore FILE -file certificate.pem"
)
_PUTTY = (
    "This is a private key of PuTTY, which only its owner should have. Give its public half: in PuTTYgen it stands under "
    "“Public key for pasting”."
)
_BINARY = (
    "This file holds no key that JotLens knows: it is neither text, nor a certificate or a key in binary (DER). "
    "If it is a shared secret in bytes, give it in hexadecimal."
)
_DISCOVERY = (
    "This is the issuer's description of itself (its discovery document), not its keys. The keys are published at the "
    "address that it names as “jwks_uri”{address}: open that address in a browser, and give what it shows."
)


def text_of_file(data: bytes) -> str:
    """Return a key file as text; a certificate or key in binary becomes base64. Raises KeyTextError for what is none."""
    refuse_stores(data)
    if data[:1] == bytes([_SEQUENCE]):
        from jotlens.inspection.keys.der import from_der

        if from_der(data) is not None:
            return base64.b64encode(data).decode()
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise KeyTextError("binary", _BINARY)
    return text


def refuse_stores(data: bytes) -> None:
    """Raise KeyTextError when the bytes are a key store that only a password opens."""
    head = data[:_HEAD_B]
    if head[:1] == bytes([_SEQUENCE]) and _VERSION_3 in head[:10] and any(oid in head for oid in _DATA_OIDS):
        raise KeyTextError("pkcs12", _PKCS12)
    if data.startswith(_JAVA_STORES):
        raise KeyTextError("java-store", _JAVA)


def refuse_containers(text: str) -> None:
    """Raise KeyTextError when a text is a key store in base64, or a private key of PuTTY."""
    if text.startswith("PuTTY-User-Key-File-"):
        raise KeyTextError("putty", _PUTTY)
    if text.startswith(("MI", "/u3+7Q", "zs7Ozg")) and _BASE64.fullmatch(text):
        start = "".join(text[:128].split())[:_HEAD_B]
        try:
            refuse_stores(binascii.a2b_base64(start[: len(start) // 4 * 4]))
        except binascii.Error:
            return


def refuse_discovery(value: JsonObject) -> None:
    """Raise KeyTextError when an object is a discovery document, which names the address of the keys.

    The address is public, and the one thing that a person needs; it alone is repeated.
    """
    address = value.get("jwks_uri")
    if not isinstance(address, str) or "keys" in value:
        return
    shown = f", {visible(address, 200)}" if _ADDRESS.fullmatch(address) else ""
    raise KeyTextError("discovery", _DISCOVERY.format(address=shown))
