"""The first run: a sample, and three hints that lead through it. Once closed they never come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from jotlens.gui.widgets.hint import Hint

if TYPE_CHECKING:
    from jotlens.gui.main_window import MainWindow
    from jotlens.gui.memory import Memory

KNOWS = "help/knows-the-way"
"""What is remembered, once the hints were closed."""

SAMPLE = "answer"


class _Step(NamedTuple):
    title: str
    words: str
    beside: tuple[str, ...]
    """The names of what it stands beside; the first that can be seen."""


def welcome(window: MainWindow, memory: Memory) -> Welcome | None:
    """Lead who is here for the first time through the window; None for everybody else."""
    if memory.flag(KNOWS) or window.session.text:
        return None
    return Welcome(window, memory)


class Welcome(QObject):
    """Shows one hint after the other, until they are read, closed, or somebody has pasted something."""

    def __init__(self, window: MainWindow, memory: Memory) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._at = 0
        window.presenter.samples.show(SAMPLE)
        self._sample = window.session.text
        self._hint = Hint(window.looks, window)
        self._hint.next_requested.connect(self._on_next)
        self._hint.close_requested.connect(self.end)
        window.session.loaded.connect(self._on_loaded)
        QTimer.singleShot(0, self, self._show)

    def end(self) -> None:
        """Close the hints for ever."""
        if self._at < 0:
            return
        self._at = -1
        self._memory.keep(KNOWS, True)
        self._window.session.loaded.disconnect(self._on_loaded)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._hint.isAncestorOf(focused)
        self._hint.leave()
        if had_focus:
            self._window.workspace.paste.box.setFocus()
        self.deleteLater()

    def _show(self) -> None:
        steps = self._steps()
        step = steps[self._at]
        target = next((each for each in map(self._find, step.beside) if each is not None), None)
        if target is None:
            return
        words = step.words
        if target.objectName() == "evidenceTabs":  # in a narrow window it is behind a tab
            words = self.tr("In the tab Expected. {words}").format(words=words)
        self._hint.show_hint(target, step.title, words, at=self._at + 1, of=len(steps))

    def _find(self, name: str) -> QWidget | None:
        found = self._window.findChild(QWidget, name)
        return found if found is not None and found.isVisible() else None

    def _on_next(self) -> None:
        self._at += 1
        if self._at < len(self._steps()):
            self._show()
        else:
            self.end()

    def _on_loaded(self) -> None:
        """Something else was pasted: who does that knows the way, and expects nothing that a sample does."""
        if self._window.session.text != self._sample:
            self._window.presenter.samples.forget()
            self.end()

    def _steps(self) -> tuple[_Step, ...]:
        paste = QKeySequence(QKeySequence.StandardKey.Paste).toString(QKeySequence.SequenceFormat.NativeText)
        return (
            _Step(
                self.tr("Your token comes here"),
                self.tr(
                    "What you see is a sample. Press {keys} anywhere to look at your own: a token, a whole request, "
                    "an answer or a log will do. Nothing of it is sent."
                ).format(keys=paste),
                ("pasteBox",),
            ),
            _Step(
                self.tr("The verdict"),
                self.tr(
                    "Four cards say what it is, when it is valid, who made it and what it is for. The sentence "
                    "can be read to a customer, and “What to do” is the next step."
                ),
                ("verdictPane",),
            ),
            _Step(
                self.tr("What you expect"),
                self.tr(
                    "Say for which API the token is meant, and the verdict becomes sharper. For this sample, press "
                    "“Fill in what belongs to it” under the text. F1 explains everything."
                ),
                ("expectedPane", "expectedArea", "evidenceTabs"),
            ),
        )
