"""A person with a case: what they open, click and type, and what they then read of it."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPushButton

from jotlens.gui.cases.desk import CasesDesk
from jotlens.gui.cases.report_dialog import ReportDialog
from jotlens.gui.cases.story_view import StepsView
from jotlens.gui.cases.tokens_view import CaseTokensView
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.paragraph import Paragraph
from tests.gui.person import Person
from tests.support.recording import Recording
from tests.support.stories import Story


def recorded(story: Story, folder: Path, name: str = "case.har") -> Path:
    """Write the recording of a story."""
    recording = Recording()
    story(recording)
    file = folder / name
    file.write_bytes(recording.har())
    return file


class AtCase:
    """Works with a case by what is on the window."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def desk(self) -> CasesDesk:
        return self.person.window.presenter.cases

    @property
    def steps(self) -> StepsView:
        return self.person.find(StepsView, "storySteps")

    @property
    def tokens(self) -> CaseTokensView:
        return self.person.find(CaseTokensView, "caseTokens")

    @property
    def dialog(self) -> ReportDialog:
        return self.person.find(ReportDialog, "reportDialog")

    def opens(self, *paths: Path) -> None:
        """Open files as a drop on the window does."""
        self.person.window.presenter.take_files(paths)
        self.person.settled()

    def reads(self, name: str) -> str:
        """Read a paragraph."""
        paragraph = self.person.find(Paragraph, name)
        return paragraph.text() if paragraph.isVisible() else ""

    def rows(self) -> list[str]:
        """Read the list of tokens out."""
        model = self.tokens.model()
        role = Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]

    def told(self) -> list[str]:
        """Read the steps out."""
        model = self.steps.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def clicks_token(self, row: int) -> None:
        view = self.tokens
        index = view.model().index(row, 0)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
        self.person.settled()

    def clicks_step(self, row: int) -> None:
        index = self.steps.model().index(row, 0)
        self.steps.scrollTo(index)
        spot: QPoint = self.steps.visualRect(index).center()
        QTest.mouseClick(self.steps.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.person.settled()

    def filters(self, text: str) -> None:
        field = self.person.field("caseFilter")
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        QApplication.processEvents()

    def chooses(self, name: str, data: str) -> None:
        """Choose the entry of a list that stands for `data`."""
        choice = self.person.find(Choice, name)
        choice.setCurrentIndex(choice.findData(data))
        self.person.settled()

    def saves(self, path: Path) -> None:
        """Give a name in the dialog that asks where to save, and press its button."""
        dialog = self.person.find(QFileDialog, "saveDialog")
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setText(str(path))
        button = next(button for button in dialog.findChildren(QPushButton) if button.isDefault())
        self.person.qtbot.waitUntil(button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.person.settled()

    def closes_dialogs(self) -> None:
        for dialog in self.person.window.findChildren(QDialog):
            dialog.close()
