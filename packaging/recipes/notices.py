"""The licences of everything in the bundle: the notices, and what the LGPL asks of who hands out Qt."""

from __future__ import annotations

import shutil
from pathlib import Path

from recipes.inventory import Part, parts
from recipes.places import BUNDLE, PACKAGING, RESOURCES, ROOT, RecipeError

_RULE = "=" * 100

_HEAD = """\
JotLens is made of its own code (Apache License 2.0, in LICENSE.txt) and of the parts below, which others have made.
Each part stays under its own licence. The texts follow the list.
"""

_LGPL = """\
Qt, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3 (LGPL-3.0.txt; it adds to the
GNU General Public License, GPL-3.0.txt). Nothing in them was changed; of the tables of ICU,
which Qt uses and which have a licence of their own, those that JotLens does not need were left out. This is what the licence gives you:

- The source of exactly these versions is at
{sources}
  Should it be missing there, write to the maintainers of JotLens, who see to it that it can be had.
- You may replace these libraries by your own builds. They are separate files: Qt's in {libraries}, Qt for Python's
  beside it. Put a library with the same name and interface in its place and start JotLens again; nothing
  is signed or checked that would prevent it.
- You may take JotLens apart to find faults in such a changed library; nothing in its licence forbids that.
"""


def make() -> Path:
    """Write the notices and the texts into the bundle's folder `licences`, and return it."""
    found = parts()
    lacking = [part.name for part in found if not part.texts and not _has_common_text(part)]
    if lacking:
        raise RecipeError(f"No licence text was found for {', '.join(lacking)}.")
    folder = BUNDLE / "licences"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "NOTICES.txt").write_text(notices(found), "utf-8")
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE.txt")
    for text in sorted((PACKAGING / "notices").glob("*.txt")):
        shutil.copyfile(text, folder / text.name)
    return folder


def notices(found: tuple[Part, ...]) -> str:
    """Return the whole text of the notices."""
    others = [part for part in found if part.name != "jotlens"]
    rows = [f"  {part.name:32} {part.version:24} {part.licence}" for part in others]
    free = [part for part in others if part.licence.startswith("LGPL")]
    sources = "\n".join(f"    {source}" for source in dict.fromkeys(part.source for part in free))
    lgpl = _LGPL.format(sources=sources, libraries="_internal/PySide6/Qt/lib (PySide6 on Windows)")
    texts = [
        f"{_RULE}\n{part.name} {part.version}\n{part.licence}\n{part.source}\n\n{_text(part)}"
        for part in others
    ]
    data = (RESOURCES / "LICENSES.md").read_text("utf-8")
    sections = [
        _HEAD, "\n".join(rows), f"{_RULE}\nQt and Qt for Python\n\n{lgpl}", f"{_RULE}\nData\n\n{data}", *texts
    ]  # fmt: skip
    return "\n\n".join(section.rstrip() for section in sections) + "\n"


def _has_common_text(part: Part) -> bool:
    own = part.licence == "Apache-2.0"  # LICENSE.txt is the text of it
    return own or part.licence.startswith("LGPL") or (PACKAGING / "notices" / f"{part.licence}.txt").exists()


def _text(part: Part) -> str:
    if part.licence.startswith("LGPL"):
        return "The text is in LGPL-3.0.txt, and what it refers to in GPL-3.0.txt, beside this file."
    if not part.texts:
        name = "LICENSE" if part.licence == "Apache-2.0" else part.licence
        return f"The text is in {name}.txt, beside this file."
    return "\n\n".join(text.strip() for _, text in part.texts)
