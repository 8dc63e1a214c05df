"""An RSA public key as .NET programs write it: an XML element with a modulus and an exponent."""

from __future__ import annotations

import binascii
import re

from jotlens.inspection.keys.material import describe, rsa_material
from jotlens.inspection.keys.model import Key, KeyFlaw, KeyForm

_ELEMENT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<RSAKeyValue\b", re.ASCII)
_NUMBER = {
    name: re.compile(rf"<{name}>([A-Za-z0-9+/=\s]{{1,6000}})</{name}>") for name in ("Modulus", "Exponent")
}


def looks_xml(text: str) -> bool:
    """Whether the text is such an element (W3C XML Signature, section 4.5.2.2)."""
    return _ELEMENT.match(text) is not None


def key_from_xml(text: str) -> Key:
    """Return the key of the element; of a private one only the public half is used."""
    modulus, exponent = _number(text, "Modulus"), _number(text, "Exponent")
    private = "<D>" in text
    if modulus is None or exponent is None:
        return Key(KeyForm.PEM, "RSA", private=private, flaw=KeyFlaw.INCOMPLETE)
    return describe(KeyForm.PEM, rsa_material(modulus, exponent), private=private)


def _number(text: str, name: str) -> int | None:
    match = _NUMBER[name].search(text)
    try:
        return int.from_bytes(binascii.a2b_base64(match[1])) if match is not None else None
    except binascii.Error:
        return None
