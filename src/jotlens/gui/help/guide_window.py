"""The guide: contents on the left, a page on the right, and a field to find words in all of them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from jotlens.gui.help.contents_model import ContentsModel
from jotlens.gui.help.page_view import PageView, plain_text
from jotlens.gui.help.pages import Page
from jotlens.gui.looks import Looks
from jotlens.gui.widgets.plain import PlainLabel

_KEY = QKeySequence.StandardKey


class GuideWindow(QWidget):
    """A window beside the main one; Esc closes it."""

    def __init__(self, looks: Looks, pages: tuple[Page, ...], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._looks = looks
        self._pages = {page.id: page for page in pages}
        self._texts: dict[str, str] = {}
        self._shown = ""
        self._before: list[str] = []
        self._after: list[str] = []
        self._model = ContentsModel(pages, self)
        self._contents = QListView()
        self._page = PageView(looks)
        self._find = QLineEdit()
        self._said = PlainLabel("", "small")
        self._back = QToolButton()
        self._forward = QToolButton()
        self._build()
        self._connect()

    def open_page(self, page_id: str) -> None:
        """Show a page; of what this version does not have, the first one."""
        wanted = page_id if page_id in self._pages else next(iter(self._pages))
        if wanted == self._shown:
            return
        if self._shown:
            self._before.append(self._shown)
            self._after.clear()
        self._turn_to(wanted)

    @property
    def shown(self) -> str:
        """The id of the page on show."""
        return self._shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._contents.scheduleDelayedItemsLayout()  # the rows are as high as the style says only now
        self._page.setFocus()

    def _turn_to(self, page_id: str) -> None:
        page = self._pages[page_id]
        self._shown = page_id
        self._page.show_page(page.title, page.text())
        row = self._model.pages.index(page)
        self._contents.selectionModel().setCurrentIndex(
            self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._back.setEnabled(bool(self._before))
        self._forward.setEnabled(bool(self._after))

    def _go_back(self) -> None:
        if self._before:
            self._after.append(self._shown)
            self._turn_to(self._before.pop())

    def _go_forward(self) -> None:
        if self._after:
            self._before.append(self._shown)
            self._turn_to(self._after.pop())

    def _on_chosen(self) -> None:
        index = self._contents.currentIndex()
        if index.isValid():
            self.open_page(self._model.pages[index.row()].id)

    def _on_find(self) -> None:
        """Go to the next place with these words: on this page, then on the pages after it, and round again."""
        words = self._find.text().strip()
        self._said.clear()
        if not words or self._page.find_next(words):
            return
        order = list(self._pages)
        at = order.index(self._shown)
        for page_id in (*order[at + 1 :], *order[: at + 1]):
            if words.lower() in self._text_of(page_id):
                self.open_page(page_id)
                self._page.show_page(self._pages[page_id].title, self._pages[page_id].text())
                self._page.find_next(words)
                return
        self._said.setText(self.tr("Not found"))

    def _text_of(self, page_id: str) -> str:
        if page_id not in self._texts:
            self._texts[page_id] = plain_text(self._pages[page_id].text()).lower()
        return self._texts[page_id]

    def _focus_find(self) -> None:
        self._find.setFocus()
        self._find.selectAll()

    def _build(self) -> None:
        px = self._looks.px
        self.setObjectName("guideWindow")
        self.setWindowTitle(self.tr("JotLens guide"))
        self.setAccessibleName(self.tr("JotLens guide"))
        self._contents.setObjectName("guideContents")
        self._contents.setAccessibleName(self.tr("Contents"))
        self._contents.setModel(self._model)
        self._contents.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._contents.setMinimumWidth(px(150))
        self._find.setObjectName("guideFind")
        self._find.setAccessibleName(self.tr("Find in the guide"))
        self._find.setPlaceholderText(self.tr("Find"))
        self._find.setClearButtonEnabled(False)
        self._said.setObjectName("guideFound")
        for button, name, mark, words in (
            (self._back, "guideBack", "←", self.tr("Back to the page before")),
            (self._forward, "guideForward", "→", self.tr("Forward again")),
        ):
            button.setObjectName(name)
            button.setText(mark)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setEnabled(False)
        top = QHBoxLayout()
        top.setContentsMargins(px(12), px(10), px(12), px(8))
        top.setSpacing(px(6))
        for widget in (self._back, self._forward):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self._said)
        self._find.setMinimumWidth(px(140))
        self._find.setMaximumWidth(px(220))
        top.addWidget(self._find, 1)
        columns = QSplitter()
        columns.setObjectName("guideColumns")
        columns.setChildrenCollapsible(False)
        columns.addWidget(self._contents)
        columns.addWidget(self._page)
        columns.setStretchFactor(1, 1)
        columns.setSizes([px(210), px(650)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(columns, 1)
        self.setMinimumSize(px(420), px(300))
        self.resize(px(860), px(620))

    def _connect(self) -> None:
        self._page.page_requested.connect(self.open_page)
        self._looks.changed.connect(self._contents.scheduleDelayedItemsLayout)
        self._contents.selectionModel().currentChanged.connect(self._on_chosen)
        self._find.returnPressed.connect(self._on_find)
        self._find.textEdited.connect(self._said.clear)
        self._back.clicked.connect(self._go_back)
        self._forward.clicked.connect(self._go_forward)
        for name, key, call in (
            ("guideKeyBack", _KEY.Back, self._go_back),
            ("guideKeyForward", _KEY.Forward, self._go_forward),
            ("guideKeyFind", _KEY.Find, self._focus_find),
            ("guideKeyClose", _KEY.Cancel, self.close),
        ):
            shortcut = QShortcut(key, self)
            shortcut.setObjectName(name)
            shortcut.activated.connect(call)
