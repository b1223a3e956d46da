"""The manual inside the program (F1): opens at the page for the place one is in, is searched, and prints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from gradesk.model.pupils.pupil import searchable
from gradesk.system.paths import resource
from gradesk.ui.ask import ONLY_READ, Ask
from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.clearing import clearable
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.layouts import column, row

# In the order in which one would read them: to begin with, place by place, and what holds for all of them.
ORDER = (
    "start", "today", "pupils", "pupil", "pupil-passport", "pupil-plan", "pupil-everyday", "pupil-review",
    "pupil-evidence", "pupil-timeline", "pupil-contacts", "pupil-outside", "pupil-details", "pupil-history", "corner",
    "meetings", "meeting", "outside", "assessments",
    "cycles", "reviews", "term", "bank", "interventions", "everyone", "preview", "school",
    "school-leavers", "staff", "importing", "line", "safe", "words",
)  # fmt: skip
SHARE = 0.9  # of the window
NOTHING = "Nothing in the manual has all of these words. Try fewer, or another one."


@dataclass(frozen=True)
class Page:
    """One page: its code, its title and its text as Markdown."""

    code: str
    title: str
    text: str


@cache
def pages() -> tuple[Page, ...]:
    """All pages, in the order in which one would read them."""
    found = []
    for code in ORDER:
        text = resource("manual", f"{code}.md").read_text("utf-8")
        found.append(Page(code, text.partition("\n")[0].removeprefix("# "), text))
    return tuple(found)


def page_for(screen: str, tab: str = "") -> str:
    """The code of the page for a place: its own, else that of its screen, else the first."""
    return next((code for code in (f"{screen}-{tab}", screen) if code in ORDER), ORDER[0])


class Manual(QDialog):
    """Pages at the left, the page in hand at the right, a search above both."""

    def __init__(self, code: str, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty(ONLY_READ, True)
        self.setWindowTitle("Manual")
        self._ask = ask
        self.line = QLineEdit()
        fleeting(self.line)
        self.line.setPlaceholderText("Find in the manual")
        self.line.setAccessibleName("Find in the manual")
        clearable(self.line)
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Pages of the manual")
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.page = QTextBrowser()
        self.page.setAccessibleName("Page of the manual")
        self.page.setSearchPaths([str(resource("manual", "start.md").parent)])
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(16)
        split = QSplitter()
        split.addWidget(self.list)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        layout = column(
            self.line,
            split,
            row(
                button("Print this page …", self.print, "", "Ctrl+P"), None, button("Close", self.accept, "main", "Esc")
            ),
            margin=16,
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.resize(parent.size() * SHARE)
        split.setSizes([self.width() // 4, self.width() * 3 // 4])
        self._search("")
        self.open_page(code)

    def open_page(self, code: str) -> None:
        """Show a page."""
        for place in range(self.list.count()):
            if self.list.item(place).data(Qt.ItemDataRole.UserRole) == code:
                self.list.setCurrentRow(place)

    @property
    def shown(self) -> str:
        """The code of the page in hand; empty while a search finds none."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def print(self) -> None:
        """Print the page in hand."""
        printer = self._ask.printer(self, 1)
        if printer is not None:
            self.page.document().print_(printer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints; Escape closes, as everywhere."""
        if event.key() == Qt.Key.Key_P and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.print()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search the arrow keys go through the pages found, and Enter goes into the page."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.page.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _search(self, words: str) -> None:
        wanted = searchable(words).split()
        before = self.shown
        self.list.clear()
        in_title = [one for one in pages() if all(word in searchable(one.title) for word in wanted)]
        in_text = [
            one for one in pages() if one not in in_title and all(word in searchable(one.text) for word in wanted)
        ]
        for one in (*in_title, *in_text):
            item = QListWidgetItem(one.title)
            item.setData(Qt.ItemDataRole.UserRole, one.code)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        if wanted:
            many = self.list.count()
            announce(self.list, f"{many} page{'' if many == 1 else 's'} found" if many else NOTHING)
        else:
            self.open_page(before or ORDER[0])
        if not self.list.count():
            self.page.setMarkdown(NOTHING)

    def _show(self) -> None:
        found = next((one for one in pages() if one.code == self.shown), None)
        if found is not None:
            self.page.setMarkdown(found.text)
            if words := self.line.text().strip():
                self.page.find(words)
