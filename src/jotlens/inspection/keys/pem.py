"""Keys and certificates in PEM (RFC 7468) and OpenSSH lines, also when a setting has squeezed them into one line."""

from __future__ import annotations

import binascii
import re
from itertools import pairwise

from jotlens.inspection.keys.der import from_der
from jotlens.inspection.keys.material import describe, with_private_half
from jotlens.inspection.keys.model import Key, KeyFlaw, KeyForm, KeyTextError

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \1-----", re.DOTALL)
_HEADER_LINE = re.compile(r"^[\w-]+:.*$", re.MULTILINE)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=]")
_SSH_LINE = re.compile(r"(?:ssh-|ecdsa-sha2-|sk-(?:ssh-|ecdsa-sha2-))[\w@.-]+ [A-Za-z0-9+/=]+")
_SSH2 = re.compile(r"---- BEGIN SSH2 PUBLIC KEY ----(.*?)---- END SSH2 PUBLIC KEY ----", re.DOTALL)
_LOCKED = (
    "This private key is locked with a password. To check a signature, give the public key or the certificate "
    "instead; to decrypt a token, unlock the key first."
)


def looks_pem(text: str) -> bool:
    """Whether the text holds a PEM block, or a damaged one."""
    return "-----BEGIN" in text


def looks_ssh(text: str) -> bool:
    """Whether the text is an SSH public key: a line of OpenSSH (RFC 4253 section 6.6), or a block (RFC 4716)."""
    return _SSH_LINE.match(text.strip()) is not None or "---- BEGIN SSH2 PUBLIC KEY ----" in text


def keys_from_pem(text: str) -> tuple[Key, ...]:
    """Return the key of every block; of a certificate chain only the first certificate's.

    Raises KeyTextError when there is no whole block, or when a private key is locked.
    """
    blocks = [
        (str(match[1]), str(match[2]))
        for match in _BLOCK.finditer(text.replace("\\n", "\n").replace("\\r", ""))
    ]
    if not blocks:
        raise KeyTextError("pem-damaged", "The PEM text is not whole: its first or last line is missing.")
    keys = tuple(_block(label, body) for label, body in blocks if label != "EC PARAMETERS")
    return keys[:1] if _is_chain(blocks) else keys


def key_from_ssh(text: str) -> Key:
    """Return the key of an SSH public key, a line or a block. Raises KeyTextError when it is none."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    try:
        material: object = load_ssh_public_key(_ssh_line(text).encode())
    except UnsupportedAlgorithm:
        material = KeyFlaw.KIND
    except ValueError:
        raise KeyTextError("ssh-damaged", "This is not a whole SSH public key: copy all of it.") from None
    return describe(KeyForm.SSH, material)


def _ssh_line(text: str) -> str:
    """Return a block of RFC 4716 as the line of OpenSSH that says the same: the name of the kind stands inside."""
    block = _SSH2.search(text)
    if block is None:
        return text.strip()
    body = "".join(_HEADER_LINE.sub("", block[1].replace("\\\n", "")).split())
    data = _decoded(body)
    length = int.from_bytes(data[:4])
    return f"{data[4 : 4 + length].decode('ascii', 'replace')} {body}"


def key_from_base64_der(text: str) -> Key | None:
    """Return the key of base64 text that holds a certificate or a key without PEM's lines around it."""
    squeezed = "".join(text.split())
    if not squeezed.startswith("M") or _NOT_BASE64.search(squeezed):
        return None
    try:
        key = from_der(binascii.a2b_base64(squeezed))
    except ValueError:
        return None
    return key


def _block(label: str, body: str) -> Key:
    if "ENCRYPTED" in label or "ENCRYPTED" in body[:200]:
        raise KeyTextError("key-locked", _LOCKED)
    data = _decoded(body)
    if label == "OPENSSH PRIVATE KEY":
        return _openssh_private(body)
    key = from_der(data) if data else None
    if key is None:
        return Key(KeyForm.PEM, flaw=KeyFlaw.UNREADABLE, private="PRIVATE" in label)
    return key


def _decoded(body: str) -> bytes:
    try:
        return binascii.a2b_base64(_NOT_BASE64.sub("", _HEADER_LINE.sub("", body)))
    except ValueError:
        return b""


def _openssh_private(body: str) -> Key:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    lines = "\n".join(body.split())
    pem = f"-----BEGIN OPENSSH PRIVATE KEY-----\n{lines}\n-----END OPENSSH PRIVATE KEY-----\n"
    try:
        private = load_ssh_private_key(pem.encode(), password=None)
    except (TypeError, UnsupportedAlgorithm):
        raise KeyTextError("key-locked", _LOCKED) from None
    except ValueError:
        return Key(KeyForm.PEM, flaw=KeyFlaw.UNREADABLE, private=True)
    return with_private_half(private, private.public_key())


def _is_chain(blocks: list[tuple[str, str]]) -> bool:
    """Whether the blocks are certificates, each issued by the next: then only the first speaks for the token."""
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate

    if len(blocks) < 2 or any("CERTIFICATE" not in label for label, _ in blocks):
        return False
    try:
        chain = [load_der_x509_certificate(_decoded(body)) for _, body in blocks]
    except (ValueError, InvalidVersion):
        return False
    return all(one.issuer == above.subject for one, above in pairwise(chain))
