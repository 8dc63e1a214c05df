"""The weight of a token in the public JSON: what takes how many characters, and the ceilings that it meets."""

from __future__ import annotations

from jotlens.cli.json_writer import Writable
from jotlens.inspection.weight import CeilingAnswer, Share, Weight


def weight_fields(weight: Weight | None) -> dict[str, Writable] | None:
    """Return the field `weight` of the contract; null for a text that is no token."""
    if weight is None:
        return None
    return {
        "characters": weight.characters,
        "sentence": weight.sentence,
        "shares": [_share(share, nested=True) for share in weight.shares],
        "ceilings": [_ceiling(answer) for answer in weight.ceilings],
        "heaviest": weight.heaviest.name if weight.heaviest is not None else None,
        "without_heaviest": weight.without_heaviest,
    }


def _share(share: Share, *, nested: bool) -> dict[str, Writable]:
    fields: dict[str, Writable] = {
        "name": share.name,
        "part": share.part,
        "characters": share.characters,
        "others": share.others,
    }
    if nested:
        fields["inside"] = [_share(inside, nested=False) for inside in share.inside]
    return fields


def _ceiling(answer: CeilingAnswer) -> dict[str, Writable]:
    return {
        "id": answer.ceiling.id,
        "most": answer.ceiling.most,
        "around": answer.ceiling.around,
        "fits": answer.fits,
        "fits_without_heaviest": answer.fits_without,
    }
