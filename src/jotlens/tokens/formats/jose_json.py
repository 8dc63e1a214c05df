"""JOSE JSON serializations, general and flattened: signed (RFC 7515 section 7.2) and encrypted (RFC 7516 section 7.2)."""

from __future__ import annotations

from jotlens.tokens import base64url
from jotlens.tokens.formats.compact import Header, Payload, read_header, read_payload
from jotlens.tokens.json_text import Json, JsonObject, read_json
from jotlens.tokens.model import (
    Defect,
    Encryption,
    Fault,
    Kind,
    Part,
    Recipient,
    Segment,
    Signature,
    Token,
)


def read_jose_json(text: str) -> Token | None:
    """Read a token in JSON form, or return None when the text is no such object."""
    reading = read_json(text, Part.WHOLE)
    if not isinstance(reading.value, JsonObject) or not reading.complete:
        return None
    outer = reading.value
    if isinstance(outer.get("ciphertext"), str):
        return _encrypted(text, outer, reading.faults)
    if isinstance(outer.get("payload"), str) and _signers(outer):
        return _signed(text, outer, reading.faults)
    return None


def _signers(outer: JsonObject) -> tuple[JsonObject, ...]:
    """Return the signature objects: those of `signatures`, or the outer object itself when it is flattened."""
    signatures = outer.get("signatures")
    if isinstance(signatures, tuple):
        return tuple(item for item in signatures if isinstance(item, JsonObject))
    return (outer,) if isinstance(outer.get("signature"), str) else ()


def _signed(text: str, outer: JsonObject, faults: tuple[Fault, ...]) -> Token:
    payload_b64 = str(outer.get("payload"))
    headers = [_joined(signer.get("protected"), signer.get("header")) for signer in _signers(outer)]
    raw = any(header.object is not None and header.object.get("b64") is False for header in headers)
    payload, payload_faults = _payload(payload_b64, raw=raw)
    found = [*faults, *payload_faults]
    signatures = []
    for signer, header in zip(_signers(outer), headers, strict=True):
        value = base64url.decode(_text(signer.get("signature")), Part.SIGNATURE)
        found += [*header.faults, *value.faults]
        protected = _text(signer.get("protected"))
        signing_input = f"{protected}.{payload_b64}".encode(errors="surrogatepass")
        signatures.append(Signature(header.object, protected, signing_input, value.data or None))
    return Token(
        text=text,
        kind=Kind.JWS_JSON,
        subtype="general" if "signatures" in outer else "flattened",
        segments=(Segment(Part.WHOLE, 0, len(text)),),
        faults=tuple(found),
        header=headers[0].object,
        header_text=headers[0].text,
        payload=payload.data,
        payload_text=payload.text,
        claims=payload.claims,
        signatures=tuple(signatures),
    )


def _payload(payload_b64: str, *, raw: bool) -> tuple[Payload, tuple[Fault, ...]]:
    if raw:
        payload = read_payload(payload_b64.encode(errors="surrogatepass"))
        return payload, payload.faults
    decoded = base64url.decode(payload_b64, Part.PAYLOAD)
    payload = read_payload(decoded.data)
    return payload, (*decoded.faults, *payload.faults)


def _encrypted(text: str, outer: JsonObject, faults: tuple[Fault, ...]) -> Token:
    protected, aad = _text(outer.get("protected")), _text(outer.get("aad"))
    read = [_recipient(outer, item) for item in _recipients(outer)]
    header = read[0][1]
    found = [*faults, *header.faults, *(fault for _, _, own in read for fault in own)]
    iv, ciphertext, tag = (
        base64url.decode(_text(outer.get(name)), part)
        for name, part in (("iv", Part.IV), ("ciphertext", Part.CIPHERTEXT), ("tag", Part.TAG))
    )
    found += [*iv.faults, *ciphertext.faults, *tag.faults]
    covered = f"{protected}.{aad}" if "aad" in outer else protected
    return Token(
        text=text,
        kind=Kind.JWE_JSON,
        subtype="general" if "recipients" in outer else "flattened",
        segments=(Segment(Part.WHOLE, 0, len(text)),),
        faults=tuple(found),
        header=header.object,
        header_text=header.text,
        encryption=Encryption(
            protected=read_header(protected).object or JsonObject(()) if protected else JsonObject(()),
            aad=covered.encode(errors="surrogatepass"),
            iv=iv.data,
            ciphertext=ciphertext.data,
            tag=tag.data,
            recipients=tuple(recipient for recipient, _, _ in read),
        ),
    )


def _recipients(outer: JsonObject) -> tuple[JsonObject, ...]:
    """Return the recipient objects: those of `recipients`, or the outer object itself when it is flattened."""
    listed = outer.get("recipients")
    objects = (
        tuple(item for item in listed if isinstance(item, JsonObject)) if isinstance(listed, tuple) else ()
    )
    return objects or (outer,)


def _recipient(outer: JsonObject, item: JsonObject) -> tuple[Recipient, Header, tuple[Fault, ...]]:
    """Return a recipient, its header, and what is wrong with its encrypted key."""
    header = _joined(outer.get("protected"), outer.get("unprotected"), item.get("header"))
    key = base64url.decode(_text(item.get("encrypted_key")), Part.ENCRYPTED_KEY)
    collisions = tuple(fault for fault in header.faults if fault.defect is Defect.HEADER_COLLISION)
    return Recipient(header.object, key.data), header, (*key.faults, *collisions)


def _joined(protected: Json, *unprotected: Json) -> Header:
    """Join the members of all header objects into the JOSE header; a name must stand in one of them only."""
    first = read_header(protected) if isinstance(protected, str) and protected else Header(None, None, ())
    members = list(first.object.members) if first.object is not None else []
    faults = list(first.faults)
    names = {name for name, _ in members}
    for part in unprotected:
        for name, value in part.members if isinstance(part, JsonObject) else ():
            if name in names:
                faults.append(Fault(Defect.HEADER_COLLISION, Part.HEADER, 0, name))
            else:
                members.append((name, value))
        names = {name for name, _ in members}
    return Header(JsonObject(tuple(members)) if members or first.object else None, first.text, tuple(faults))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
