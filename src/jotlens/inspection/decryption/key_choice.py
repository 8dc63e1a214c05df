"""Which of the given keys may open an encrypted token; a key's own `alg`, `use` and `key_ops` are kept to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jotlens.inspection.decryption.form import epk_curve
from jotlens.inspection.decryption.methods import Family
from jotlens.inspection.keys.secret_text import readings
from jotlens.inspection.signatures.key_choice import Considered, Misfit, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jotlens.inspection.decryption.methods import ContentEncryption, KeyManagement
    from jotlens.inspection.keys.model import Key, KeyRing
    from jotlens.tokens.json_text import JsonObject


def consider_for_decryption(
    header: JsonObject, method: KeyManagement | None, content: ContentEncryption | None, ring: KeyRing
) -> tuple[Considered, ...]:
    """Hold every key against one recipient's header: name, kind, curve, private half, length, method and purpose."""
    return tuple(
        Considered(key, tuple(_misfits(key, header, method, content, stranger=stranger)))
        for key, stranger in zip(ring.keys, strangers(header, ring), strict=True)
    )


def fitting(key: Key, method: KeyManagement, content: ContentEncryption) -> Iterator[Key]:
    """Yield the key in every way to read it that the method can use: a secret text may be meant as base64.

    A password (PBES2) is taken as it stands: each reading would cost all its rounds.
    """
    needed = method.secret_length(content)
    for _, candidate in readings(key) if key.symmetric else ((None, key),):
        if needed is None or len(candidate.secret or b"") == needed:
            yield candidate
        if method.family is Family.PASSWORD:
            return


def _misfits(
    key: Key,
    header: JsonObject,
    method: KeyManagement | None,
    content: ContentEncryption | None,
    *,
    stranger: bool,
) -> Iterator[Misfit]:
    if stranger:
        yield Misfit.NAME
    if key.flaw is not None:
        yield Misfit.UNUSABLE
    if key.alg is not None and key.alg not in _names(header, method):
        yield Misfit.METHOD
    if key.use is not None and key.use != "enc":
        yield Misfit.USE
    if method is None:
        return
    if key.key_ops is not None and not method.operations & set(key.key_ops):
        yield Misfit.KEY_OPS
    if key.kty is not None and key.kty not in method.key_types:
        yield Misfit.KIND
        return
    if not key.symmetric and not key.private and key.flaw is None:
        yield Misfit.PUBLIC
    epk = epk_curve(header) if method.curves else None
    if method.curves and key.crv is not None and key.crv not in method.curves:
        yield Misfit.KIND
    elif epk is not None and key.crv is not None and epk != key.crv:
        yield Misfit.CURVE
    if key.symmetric and key.flaw is None and content is not None and not any(fitting(key, method, content)):
        yield Misfit.LENGTH


def _names(header: JsonObject, method: KeyManagement | None) -> set[object]:
    """Return what the key's `alg` may say: the method, or that of the content where the key itself encrypts it."""
    direct = method is not None and method.family is Family.DIRECT
    return {header.get("alg"), header.get("enc")} if direct else {header.get("alg")}
