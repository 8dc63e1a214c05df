"""The pane of the sandbox: where it runs, the lesson on show, and in tabs the scenarios, requests, faults and people."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.looks import Looks
from jotlens.gui.sandbox.faults_page import FaultsPage
from jotlens.gui.sandbox.guide import Guide
from jotlens.gui.sandbox.rows import Row, named_list
from jotlens.gui.sandbox.words import era_words, faults_words
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.copy_button import CopyButton
from jotlens.gui.widgets.glyphs import Glyph
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.gui.widgets.scrolled import show_scrolled
from jotlens.sandbox.faults import Faults
from jotlens.sandbox.model import Era

_LEAST_LIST = 120


class SandboxPane(QFrame):
    """Shows the sandbox.

    Signals:
        start_requested, stop_requested, reset_requested, page_requested: of the sandbox, and of its page in the browser.
        copy_requested: (str) a person wants this text in the clipboard.
        era_chosen: (Era) it is to follow other rules.
        scenario_chosen: (str) the scenario of this id is to be played.
        closed: a person has seen enough; the sandbox goes on.
    """

    start_requested = Signal()
    stop_requested = Signal()
    reset_requested = Signal()
    page_requested = Signal()
    copy_requested = Signal(str)
    era_chosen = Signal(object)
    scenario_chosen = Signal(str)
    closed = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._address = ""
        self._mark = Glyph("pass", looks.px(14))
        self._state = Paragraph(looks, strong=True)
        self._where = Paragraph(looks, most_lines=1)
        self._copy = CopyButton(looks, "sandboxCopy", self.tr("Copy the address of the sandbox"))
        self._about = Paragraph(looks, factor=0.92, quiet=True)
        self._wrong = Paragraph(looks, factor=0.94)
        self._era = Choice(looks)
        self._turn = QPushButton()
        self._reset = QPushButton(self.tr("Reset"))
        self._page = QPushButton(self.tr("Open its page"))
        self._close = QToolButton()
        self.guide = Guide(looks)
        self._bar = QTabBar()
        self._pages = QStackedWidget()
        self.scenarios, self._scenarios_view = named_list(looks, "scenariosList", self.tr("Lessons"))
        self.requests, self._requests_view = named_list(looks, "requestsList", self.tr("Requests"))
        self.people, self._people_view = named_list(looks, "peopleList", self.tr("Users and applications"))
        self.faults = FaultsPage(looks)
        self._runs = False
        self._build()
        self._connect()

    def show_running(self, address: str) -> None:
        """Show that it answers at an address."""
        self._runs, self._address = True, address
        self._state.set_text(self.tr("The sandbox is running"))
        self._where.set_text(address)
        self._show_state("pass")

    def show_stopped(self, sentence: str) -> None:
        """Show that it does not answer, and why."""
        self._runs, self._address = False, ""
        self._state.set_text(sentence)
        self._where.set_text("")
        self.show_faults(Faults())
        self._show_state("unknown")

    def show_faults(self, faults: Faults) -> None:
        """Show what is wrong on purpose."""
        self.faults.show_faults(faults)
        said = faults_words(faults)
        self._wrong.set_text(said)
        self._wrong.setVisible(bool(said))

    def show_era(self, era: Era) -> None:
        """Show whose rules it follows."""
        self._era.setCurrentIndex(list(Era).index(era))

    def show_scenarios(self, rows: tuple[Row, ...], chosen: str) -> None:
        """Show the scenarios, with the chosen one in view."""
        self.scenarios.show_rows(rows)
        index = self.scenarios.place_of(chosen)
        if index.isValid():
            self._scenarios_view.setCurrentIndex(index)
            self._scenarios_view.scrollTo(index)

    def show_requests(self, rows: tuple[Row, ...]) -> None:
        """Show the requests, the newest first."""
        self.requests.show_rows(rows)
        count = self.requests.rowCount()
        self._bar.setTabText(
            1, self.tr("Requests {count}").format(count=count) if count else self.tr("Requests")
        )

    def tick_copy(self) -> None:
        """Say that the address was copied."""
        self._copy.tick()

    def _show_state(self, status: str) -> None:
        runs = self._runs
        self._mark.show_mark(status, self._looks.theme.tone(status).ink)
        for widget in (self._where, self._copy, self._reset, self._page, self._era, self.guide, self._bar):
            widget.setVisible(runs)
        self._pages.setVisible(runs)
        self._turn.setText(self.tr("Stop") if runs else self.tr("Start"))
        told = self.tr("Stop the sandbox") if runs else self.tr("Start the sandbox")
        self._turn.setAccessibleName(told)

    # --- making it -------------------------------------------------------------------------------

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("sandboxPane")
        self._name_parts()
        self._about.set_text(
            self.tr("For learning and tests, not for production. Keys and secrets are new at each start.")
        )
        self._wrong.set_tone("warn")
        self._wrong.hide()
        for era in Era:
            self._era.addItem(era_words(era))
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(False)
        for title, page in (
            (self.tr("Lessons"), self._scenarios_view),
            (self.tr("Requests"), self._requests_view),
            (self.tr("Faults"), self.faults),
            (self.tr("Users"), self._people_view),
        ):
            self._bar.addTab(title)
            self._pages.addWidget(page)
        self._pages.setMinimumHeight(px(_LEAST_LIST))
        content = QWidget()
        self._scroll_when_low(content)
        column = QVBoxLayout(content)
        column.setContentsMargins(px(12), px(8), px(10), px(8))
        column.setSpacing(px(6))
        column.addLayout(self._head())
        column.addLayout(self._place())
        column.addWidget(self._about)
        column.addLayout(self._switches())
        column.addWidget(self._wrong)
        column.addWidget(self.guide)
        column.addWidget(self._bar)
        column.addWidget(self._pages, 1)

    def _scroll_when_low(self, content: QWidget) -> None:
        """On a low screen the pane is scrolled as a whole; otherwise its lists take the height that is left."""
        area = QScrollArea()
        area.setObjectName("sandboxArea")
        area.setAccessibleName(self.tr("Sandbox"))
        show_scrolled(area, content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(self.tr("SANDBOX"), "section"), 1)
        row.addWidget(self._close)
        return row

    def _place(self) -> QHBoxLayout:
        px = self._looks.px
        words, row = QVBoxLayout(), QHBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._state)
        words.addWidget(self._where)
        row.setSpacing(px(7))
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _switches(self) -> QVBoxLayout:
        px = self._looks.px
        row = QHBoxLayout()
        row.setSpacing(px(6))
        for button in (self._turn, self._reset, self._page):
            row.addWidget(button)
        row.addStretch(1)
        both = QVBoxLayout()
        both.setSpacing(px(6))
        both.addLayout(row)
        both.addWidget(self._era)
        return both

    def _name_parts(self) -> None:
        for widget, name in (
            (self._state, "sandboxState"),
            (self._where, "sandboxAddress"),
            (self._about, "sandboxAbout"),
            (self._wrong, "sandboxWrong"),
        ):
            widget.setObjectName(name)
        for button, name, told in (
            (self._turn, "sandboxTurn", self.tr("Start the sandbox")),
            (self._reset, "sandboxReset", self.tr("Reset: forget logins, consents, tokens and faults")),
            (self._page, "sandboxPage", self.tr("Open the sandbox's own page in the browser")),
        ):
            button.setObjectName(name)
            button.setAccessibleName(told)
            button.setToolTip(told)
        self._close.setObjectName("sandboxClose")
        self._close.setText("×")
        self._close.setAccessibleName(self.tr("Close this pane; the sandbox goes on"))
        self._close.setToolTip(self._close.accessibleName())
        self._close.setProperty("role", "quiet")
        self._era.name("sandboxEra", self.tr("Whose rules the sandbox follows"))
        self._bar.setObjectName("sandboxTabs")
        self._bar.setAccessibleName(self.tr("Parts of the sandbox"))

    def _connect(self) -> None:
        self._bar.currentChanged.connect(self._pages.setCurrentIndex)
        self._turn.clicked.connect(self._on_turn)
        self._reset.clicked.connect(self.reset_requested)
        self._page.clicked.connect(self.page_requested)
        self._close.clicked.connect(self.closed)
        self._copy.copy_requested.connect(self._on_copy)
        self._era.activated.connect(self._on_era)
        self._scenarios_view.chosen.connect(self.scenario_chosen)
        self._people_view.copy_requested.connect(self.copy_requested)
        self._looks.changed.connect(self._on_looks)

    def _on_turn(self) -> None:
        (self.stop_requested if self._runs else self.start_requested).emit()

    def _on_copy(self) -> None:
        self.copy_requested.emit(self._address)

    def _on_era(self, at: int) -> None:
        self.era_chosen.emit(list(Era)[at])

    def _on_looks(self) -> None:
        self._mark.resize_to(self._looks.px(14))
        self._show_state("pass" if self._runs else "unknown")
