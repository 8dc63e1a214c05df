"""Menu entry, types, metainfo, and the packages' own texts agree with the program and with each other."""

import configparser
import json
import re
from xml.etree import ElementTree as ET

import pytest
from recipes import deb, desktop, notices, places, sbom, xwd
from recipes.inventory import Part

from jotlens import __version__

LINUX = places.PACKAGING / "linux"
TYPES = {"application/jwt", "application/x-jotcase", "application/x-har+json"}


def test_version_is_the_program_s() -> None:
    assert places.version() == __version__
    assert f'version="{__version__}"' in desktop.metainfo()
    assert "@" not in re.sub(r"[\w.]+@[\w.]+", "", desktop.metainfo())


def test_types_agree() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(LINUX / "jotlens.desktop", "utf-8")
    assert set(entry["Desktop Entry"]["MimeType"].strip(";").split(";")) == TYPES
    name = "{http://www.freedesktop.org/standards/shared-mime-info}"
    types = ET.parse(LINUX / "jotlens-mime.xml").getroot()
    assert {one.get("type") for one in types.iter(f"{name}mime-type")} == TYPES
    assert {one.get("pattern") for one in types.iter(f"{name}glob")} == {"*.jwt", "*.jotcase", "*.har"}
    assert {one.text for one in ET.fromstring(desktop.metainfo()).iter("mediatype")} == TYPES


def test_renamed_packages_stand_beside_their_old_names() -> None:
    assert deb.joined("libglib2.0-0 (>= 2.26.0), libc6 (>= 2.35)") == (
        "libc6 (>= 2.35), libglib2.0-0 (>= 2.26.0) | libglib2.0-0t64 (>= 2.26.0)"
    )


PARTS = (
    Part("Qt", "6.11.3", "LGPL-3.0-only", "pkg:generic/qt@6.11.3", "https://source.example/qt/"),
    Part(
        "requests", "2.34.2", "Apache-2.0", "pkg:pypi/requests@2.34.2", "", (("LICENSE", "The words of it."),)
    ),
)


def test_notices_hold_texts_and_say_where_the_source_of_qt_is() -> None:
    text = notices.notices(PARTS)
    assert "The words of it." in text
    assert "    https://source.example/qt/" in text
    assert "replace these libraries" in text
    assert "Wallarm" in text


def test_bill_names_every_part_and_is_the_same_each_time() -> None:
    bill = sbom.bill(PARTS, [])
    assert [one["purl"] for one in bill["components"]] == [part.purl for part in PARTS]
    assert bill["dependencies"][0]["dependsOn"] == [part.purl for part in PARTS]
    assert json.dumps(bill) == json.dumps(sbom.bill(PARTS, []))


def test_a_dump_of_the_screen_becomes_a_picture() -> None:
    fields = [100, 7, 2, 24, 2, 1, 0, 0, 32, 0, 32, 32, 8, *[0] * 12]
    dump = b"".join(field.to_bytes(4) for field in fields) + b"\x01\x02\x03\x00" + b"\xff\xff\xff\x00"
    assert xwd.colours(dump) == 2
    assert xwd.png(dump).startswith(b"\x89PNG")
    with pytest.raises(xwd.NoPictureError):
        xwd.colours(b"")
