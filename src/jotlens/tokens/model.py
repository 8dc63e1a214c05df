"""What a token is, as values: everything that can be read from a text before anyone judges it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jotlens.tokens.json_values import Json, JsonObject


class Kind(StrEnum):
    """The shape of a token; the values are the terminal's contract."""

    JWS = "jws"
    JWE = "jwe"
    JWS_JSON = "jws-json"
    JWE_JSON = "jwe-json"
    UNSECURED = "jwt-unsecured"
    SD_JWT = "sd-jwt"
    PASETO = "paseto"
    SAML = "saml"
    OPAQUE = "opaque"
    MALFORMED = "malformed-jwt"
    NONE = "none"


class Part(StrEnum):
    """What a stretch of the token text is: for colours, for faults, for the raw view."""

    HEADER = "header"
    PAYLOAD = "payload"
    SIGNATURE = "signature"
    ENCRYPTED_KEY = "encrypted key"
    IV = "initialization vector"
    CIPHERTEXT = "ciphertext"
    TAG = "authentication tag"
    DISCLOSURE = "disclosure"
    KEY_BINDING = "key binding"
    VERSION = "version and purpose"
    FOOTER = "footer"
    WHOLE = "token"


class Defect(StrEnum):
    """A fault that reading finds; the value is the id of the check that speaks of it (family C1 and C2)."""

    SEGMENT_COUNT = "segment-count"
    BASE64URL_ALPHABET = "base64url-alphabet"
    BASE64URL_PADDING = "base64url-padding"
    BASE64URL_LENGTH = "base64url-length"
    BASE64URL_CANONICAL = "base64url-canonical"
    HEADER_JSON = "header-json"
    PAYLOAD_JSON = "payload-json"
    JSON_UTF8 = "json-utf8"
    JSON_DUPLICATE_NAMES = "json-duplicate-names"
    JSON_NUMBERS = "json-numbers"
    JSON_DEPTH = "json-depth"
    JSON_TRAILING = "json-trailing"
    JSON_SURROGATE = "json-surrogate"
    HEADER_COLLISION = "header-collision"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the text of a token.

    `position` counts characters from the start of the part (bytes for JSON_UTF8), from 0. `detail` is the offending
    character, name or number, as short as it can be said; `path` leads to the object it stands in (empty: the top).
    """

    defect: Defect
    part: Part
    position: int
    detail: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of `Token.text`: characters start to end (end not included), without the dots around it."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a JWS (RFC 7515 section 5.2), not yet verified.

    `header` is the JOSE header: protected members, then unprotected ones. `signing_input` is None when the payload
    is not here (detached). `value` is None when it could not be decoded or is empty.
    """

    header: JsonObject | None
    protected_b64: str
    signing_input: bytes | None
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient of a JWE (RFC 7516 section 2): its JOSE header, and the content key as encrypted to it."""

    header: JsonObject | None
    encrypted_key: bytes


@dataclass(frozen=True, slots=True)
class Encryption:
    """The parts of a JWE (RFC 7516 section 2), not yet decrypted.

    `protected` are the header members that the authentication tag covers; `aad` are the bytes it covers beside the
    ciphertext (section 5.1 step 14). The compact and the flattened form have one recipient.
    """

    protected: JsonObject
    aad: bytes
    iv: bytes
    ciphertext: bytes
    tag: bytes
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure of an SD-JWT (RFC 9901 section 4.2): salt, name (None in a list) and value.

    `matched` says whether a digest in the issuer-signed claims belongs to it; `readable` whether it is the JSON list
    of two or three that the format asks for.
    """

    text: str
    digest: str
    name: str | None
    value: Json
    readable: bool
    matched: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class SelectiveDisclosure:
    """The disclosures of an SD-JWT, the claims with them filled in, and the key-binding JWT if there is one."""

    disclosures: tuple[Disclosure, ...]
    resolved: JsonObject | None
    key_binding: Token | None
    sd_hash: str


@dataclass(frozen=True, slots=True)
class Saml:
    """A SAML message as far as it concerns a token inspector: its root element and its first Issuer."""

    root: str
    issuer: str | None
    encoding: str
    xml: str


class Confidence(StrEnum):
    """How sure a recognised format is: words for people depend on it."""

    CERTAIN = "certain"
    STRONG = "strong"
    HEURISTIC = "heuristic"
    GATE = "gate"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class TokenFormat:
    """A recognisable format (an entry of resources/token_formats.json).

    `secret` says that a text of this format is a credential to be masked and replaced when it leaked. `purpose` is
    what it is for, where the format alone tells (a value of inspection's Purpose).
    """

    id: str
    label: str
    explanation: str
    confidence: Confidence
    secret: bool
    source: str
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One token, read. Nothing here is verified, and nothing is lost: `text` is what was given.

    `header` and `claims` hold members in the order written, duplicates included (`JsonObject`); None when the part is
    not a JSON object. `payload` are the decoded bytes (None when encrypted, detached or unreadable); of a token that was
    decrypted it is the plaintext. `encryption` are the parts of an encrypted token.
    """

    text: str
    kind: Kind
    subtype: str | None = None
    segments: tuple[Segment, ...] = ()
    faults: tuple[Fault, ...] = ()
    header: JsonObject | None = None
    header_text: str | None = None
    payload: bytes | None = None
    payload_text: str | None = None
    claims: JsonObject | None = None
    signatures: tuple[Signature, ...] = ()
    encryption: Encryption | None = None
    sd: SelectiveDisclosure | None = None
    saml: Saml | None = None
    footer: str | None = None
    format: TokenFormat | None = None
    nested: Token | None = None

    @property
    def alg(self) -> str | None:
        """The `alg` that the header names, or None when it is missing or no text."""
        value = self.header.get("alg") if self.header is not None else None
        return value if isinstance(value, str) else None

    def part_text(self, part: Part) -> str:
        """Return the token text of the first segment of this part, empty when there is none."""
        return next((self.text[s.start : s.end] for s in self.segments if s.part is part), "")


@dataclass(frozen=True, slots=True)
class Found:
    """A token text inside a larger text: where it stood (characters), under which name, and what stood around it.

    `around` is known of the first tokens of a text only; its words are those of `surroundings`.
    """

    text: str
    start: int
    end: int
    field: str | None = None
    around: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """What a pasted token answer says beside its tokens (RFC 6749 section 5.1)."""

    token_type: str | None
    expires_in_s: int | None
    scope: str | None


@dataclass(frozen=True, slots=True)
class Finds:
    """Everything that `find` saw in a text: tokens in order of first appearance, and what was taken off around them.

    `text` is the text itself: an error message may stand beside the token.
    """

    found: tuple[Found, ...]
    stripped: tuple[str, ...] = ()
    answer: TokenAnswer | None = None
    hidden: tuple[int, ...] = ()
    text: str = field(default="", repr=False, compare=False)
