"""Why a token was opened or not, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.decryption.report import Flaw, FormFault, Packing
from jotlens.inspection.signatures.key_choice import Misfit
from jotlens.tokens.visible import visible

if TYPE_CHECKING:
    from jotlens.inspection.keys.model import Key

NO_KEY = "No key was given, so nobody has looked inside."
OVERWORKED = "The token names so many recipients or so costly a password that trying them all was given up."

FLAWS = {
    Flaw.BASE64URL: "A part of the token is not written as it must be (base64url), so strict programs refuse it.",
    Flaw.COLLISION: "A header name stands in two places, so programs may read different things.",
    Flaw.CRITICAL: "The token demands that an extension is understood which JotLens does not know.",
    Flaw.SWAPPED: "The header has its two methods in each other's place.",
    Flaw.METHOD: "JotLens does not know the method that protects the key of this token.",
    Flaw.CONTENT: "JotLens does not know the method that encrypts the content of this token.",
    Flaw.ZIP: "The token says that it is compressed in a way that is not allowed.",
    Flaw.KEY_PRESENT: "The token carries an encrypted key, and its method has none.",
    Flaw.KEY_MISSING: "The token lacks the encrypted key that its method needs.",
    Flaw.IV: "The token's starting value (the third part) has {said} bytes, and its method needs {needed}.",
    Flaw.TAG: "The token's seal (the last part) has {said} bytes, and its method makes {needed}.",
    Flaw.WRAP_IV: "The starting value in the header has {said} bytes, and its method needs {needed}.",
    Flaw.WRAP_TAG: "The seal in the header has {said} bytes, and its method makes {needed}.",
    Flaw.COUNT: "The token does not say how its password is to be turned into a key.",
    Flaw.TOO_MANY_ROUNDS: "The token asks for {said} rounds of work on its password; more than {needed} are refused.",
    Flaw.EPK: "The public key that the sender put into the header is missing or damaged.",
    Flaw.EPK_POINT: "The public key that the sender put into the header is not a valid one: a known attack looks so.",
}

MISFITS = {
    None: "None of the keys is one that the token could have been encrypted for.",
    Misfit.NAME: "The token names another key than those that were given.",
    Misfit.KIND: "The key is of another kind than the token's method needs.",
    Misfit.CURVE: "The key lies on another curve than the one the sender used.",
    Misfit.PUBLIC: "This is the public half of a key. It encrypts; only the private half decrypts.",
    Misfit.LENGTH: "The secret has another length than the token's method needs.",
    Misfit.METHOD: "The key is published for another method than the token names.",
    Misfit.USE: "The key is meant for signatures, not for encryption.",
    Misfit.KEY_OPS: "The key is not meant for decrypting.",
}

UNPACKING = {
    Packing.TOO_LARGE: "The content unpacks to more than 250 KB, so unpacking was stopped: attacks are made so.",
    Packing.DAMAGED: "The content was decrypted, but what was compressed in it is damaged.",
}


def flaw_words(fault: FormFault) -> str:
    """Say what is wrong with the form of a token."""
    return FLAWS[fault.flaw].format(said=fault.said, needed=fault.needed)


def opened_with(key: Key, place: int, recipients: int) -> str:
    """Say with what a token was opened, and for which of its recipients."""
    whom = f", as recipient {place + 1} of {recipients}" if recipients > 1 else ""
    return f"Decrypted with {named(key)}{whom}."


def not_opened(key: Key, count: int) -> str:
    """Say that the keys that fit did not open the token."""
    whose = named(key) if count == 1 else f"any of the {count} keys that might"
    return f"The token cannot be decrypted with {whose}: it was made for another key, or it was changed."


def named(key: Key) -> str:
    """Name a key for a sentence."""
    what = "secret" if key.symmetric else "key"
    return f"the {what} “{visible(key.kid, 32)}”" if key.kid else f"the {what} that you gave"
