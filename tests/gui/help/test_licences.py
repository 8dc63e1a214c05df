"""The licences in Help: JotLens's own, what is to be said of Qt, and those of every part that is installed."""

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListView, QPlainTextEdit

from jotlens.gui.help.licences import Notice, bundled_folder, notices
from jotlens.gui.help.licences_window import LicencesWindow
from tests.gui.person import Person
from tests.gui.test_accessibility import complaints

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LOCK = Path(__file__).parents[3] / "packaging" / "locks" / "run.txt"


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {notice.title: notice.text for notice in notices()}


def test_jotlens_comes_with_its_own_licence(texts: dict[str, str]) -> None:
    assert next(iter(texts)) == "JotLens"
    assert "Apache License" in texts["JotLens"]
    assert "TERMS AND CONDITIONS" in texts["JotLens"]


def test_of_qt_it_is_said_where_its_source_is_and_that_it_may_be_replaced(texts: dict[str, str]) -> None:
    said = " ".join(texts["Qt and Qt for Python"].split())
    assert "GNU Lesser General Public License, version 3" in said
    assert "https://download.qt.io/official_releases/QtForPython/pyside6/" in said
    assert "you may replace them by your own builds" in said
    assert re.search(r"Versions: Qt 6\.\d+\.\d+, PySide6 6\.\d+\.\d+", said)


def test_every_part_of_the_lock_that_this_system_needs_is_named_with_its_text(texts: dict[str, str]) -> None:
    others = texts["Parts made by others"]
    told = {
        re.sub(r"[._]", "-", name.lower()) for name in re.findall(r"^([\w.-]+) \S+ · ", others, re.MULTILINE)
    }
    locked = re.findall(r"^([A-Za-z0-9._-]+)==(?:[^;\\\n]*)(;[^\\\n]*)?", LOCK.read_text(), re.MULTILINE)
    everywhere = {re.sub(r"[._]", "-", name.lower()) for name, condition in locked if not condition.strip()}
    assert len(everywhere) > 15
    assert everywhere - told == set()
    assert "jotlens" not in told
    assert others.count("Permission is hereby granted, free of charge") > 5


def test_the_data_that_jotlens_brings_is_accounted_for(texts: dict[str, str]) -> None:
    assert texts["Data"].strip()


def test_an_installed_program_shows_the_texts_that_came_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "licences"
    folder.mkdir()
    for name in ("LICENSE", "NOTICES", "LGPL-3.0", "GPL-3.0"):
        (folder / f"{name}.txt").write_text(f"the text of {name}\n")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "jotlens"))
    assert bundled_folder() == folder
    own, qt, others, _ = notices()
    assert own == Notice("JotLens", "the text of LICENSE")
    assert others.text == "the text of NOTICES"
    assert qt.text.index("the text of LGPL") < qt.text.index("the text of GPL")


def test_the_window_shows_one_text_after_the_other(person: Person) -> None:
    person.chooses("licences")
    window = person.find(LicencesWindow, "licencesWindow")
    assert window.isVisible()
    assert complaints(window) == []
    shown, titles = (
        window.findChild(QPlainTextEdit, "licencesText"),
        window.findChild(QListView, "licencesContents"),
    )
    assert shown is not None
    assert titles is not None
    assert "Apache License" in shown.toPlainText()
    titles.setFocus()
    person.presses("Down")
    assert "GNU Lesser General" in shown.toPlainText()
    person.presses("Esc")
    assert not window.isVisible()
