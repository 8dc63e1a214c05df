"""The bill of materials of the bundle, in CycloneDX 1.6: every part with its version, licence and package address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from recipes.inventory import Part, parts
from recipes.places import BUNDLE, HOMEPAGE, VENV, commit_date, version

_ONE_LICENCE = re.compile(r"[A-Za-z0-9.+-]+")


def make() -> Path:
    """Write `licences/jotlens.cdx.json` into the bundle, and return it."""
    path = BUNDLE / "licences" / "jotlens.cdx.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill(parts(), list(_crates())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return path


def bill(found: tuple[Part, ...], crates: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the bill as CycloneDX writes it; `crates` are components that a part has named itself."""
    components = [_component(part) for part in found if part.name != "jotlens"]
    program = {
        "type": "application",
        "bom-ref": "jotlens",
        "name": "JotLens",
        "version": version(),
        "purl": f"pkg:pypi/jotlens@{version()}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    every = components + crates
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{HOMEPAGE}/{version()}/{commit_date()}')}",
        "version": 1,
        "metadata": {"timestamp": commit_date("%Y-%m-%dT%H:%M:%SZ"), "component": program},
        "components": every,
        "dependencies": [{"ref": "jotlens", "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _component(part: Part) -> dict[str, Any]:
    licence: dict[str, Any]
    if _ONE_LICENCE.fullmatch(part.licence):
        licence = {
            "license": {
                "id" if "-" in part.licence or part.licence in {"MIT", "ISC"} else "name": part.licence
            }
        }
    else:
        licence = {"license": {"name": part.licence}}
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [licence],
    }
    if part.source:
        component["externalReferences"] = [{"type": "distribution", "url": part.source}]
    return component


def _crates() -> Iterator[dict[str, Any]]:
    """Yield what cryptography says of the Rust crates that are compiled into it."""
    for path in sorted(VENV.glob("*/**/cryptography-*.dist-info/sboms/*rust*.json")):
        seen = set()
        for crate in json.loads(path.read_text("utf-8")).get("components", []):
            reference = str(crate.get("purl") or f"{crate['name']}@{crate.get('version', '')}").partition(
                "?"
            )[0]
            if reference in seen:
                continue
            seen.add(reference)
            yield {
                "type": "library",
                "bom-ref": reference,
                "name": crate["name"],
                "version": crate.get("version", ""),
                **({"purl": reference} if reference.startswith("pkg:") else {}),
                **({"licenses": crate["licenses"]} if "licenses" in crate else {}),
            }
