"""The story as a list: every line whole, for reading aloud, for searching, and for those who would rather read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.river.story import Story
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.clearing import clearable
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow, row

ROOT = QModelIndex()


@dataclass(frozen=True)
class Line:
    """One line: what it is about, its day, and when it was written."""

    key: str
    day: date
    today: date
    label: str
    detail: str
    written: date | None

    @cached_property
    def words(self) -> str:
        """The whole line; said only when somebody looks."""
        told = f"{day_words(self.day, self.today)}: {_ended(self.label)}"
        told += f" {_ended(self.detail)}" if self.detail else ""
        late = self.written is not None and self.written != self.day
        return f"{told} (Written {self.written:%d/%m/%Y}.)" if late else told


def lines(story: Story) -> list[Line]:
    """Everything that happened or is arranged, newest first; stages that are only planned are left out."""
    found: list[tuple[date, str, str, str, date | None]] = []
    for bar in story.bars:
        ends = f"ended {bar.ends_on:%d/%m/%Y}" if bar.ends_on else "goes on"
        found.append((bar.starts_on, bar.key, f"Support: {bar.label} ({ends})", bar.detail, bar.written_on))
    found += [(mark.day, mark.key, mark.label, mark.detail, mark.written_on) for mark in story.marks]
    # Stages are in order of time, and on one day the later stage is the newer.
    found += [
        (stage.starts_on, stage.key, f"{stage.label}, cycle {stage.cycle}", stage.detail, stage.written_on)
        for stage in story.stages
        if stage.begun
    ]
    made = [Line(key, day, story.today, label, detail, wrote) for day, key, label, detail, wrote in found]
    order = {line.key: place for place, line in enumerate(made)}
    return sorted(made, key=lambda line: (line.day, order[line.key]), reverse=True)


def _ended(words: str) -> str:
    """With a full stop, unless it ends by itself."""
    return words if words.endswith((".", "!", "?", "…", "”")) else f"{words}."


class LinesModel(QAbstractListModel):
    """Lines as they are asked for; two thousand cost no more than those in view."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Line] = ()

    def show_lines(self, found: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a line, to see and to hear."""
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.lines[index.row()].words
        return None


class StoryView(QListView):
    """The lines themselves. `opened` says which one is to be opened."""

    opened = Signal(str)

    def __init__(self, model: LinesModel) -> None:
        super().__init__()
        self._lines = model
        self.setModel(model)
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._lines.lines[index.row()].key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self.opened.emit(self._lines.lines[here.row()].key)
            return
        super().keyPressEvent(event)


class StoryList(QWidget):
    """The list with a line to find words in it, and the choice of what comes first, which is remembered."""

    opened = Signal(str)
    turned = Signal(bool)

    def __init__(self, *, oldest_first: bool) -> None:
        super().__init__()
        self._all: list[Line] = []
        self._oldest_first = oldest_first
        self.heading = SpokenLabel("As a list", "heading")
        self.search = QLineEdit()
        fleeting(self.search)
        self.search.setPlaceholderText("Find words in the story")
        self.search.setAccessibleName("Find words in the story")
        clearable(self.search)
        self.search.textChanged.connect(lambda _words: self._fill())
        self.order = button("", self._turn, "link")
        self.model = LinesModel()
        self.view = StoryView(self.model)
        self.view.setMinimumHeight(self.fontMetrics().lineSpacing() * 14)
        self.view.opened.connect(self.opened.emit)
        self.nothing = PlainLabel("", "quiet")
        top = row(self.heading, None, self.search)
        top.setStretch(2, 2)
        self.setLayout(column(top, flow(self.order), self.nothing, self.view, gap=6))

    def show_story(self, story: Story) -> None:
        """List a story; the line that was current stays it."""
        self._all = lines(story)
        self._fill()

    def pick(self, key: str) -> None:
        """Make a thing's line the current one."""
        for place, line in enumerate(self.model.lines):
            if line.key == key:
                self.view.setCurrentIndex(self.model.index(place))
                return

    def _turn(self) -> None:
        self._oldest_first = not self._oldest_first
        self._fill()
        self.turned.emit(self._oldest_first)

    def _fill(self) -> None:
        here = self.view.currentIndex()
        current = self.model.lines[here.row()].key if here.isValid() else ""
        wanted = self.search.text().casefold().split()
        found = [line for line in self._all if not wanted or all(word in line.words.casefold() for word in wanted)]
        if self._oldest_first:
            found.reverse()
        self.model.show_lines(found)
        if current:
            self.pick(current)
        first, other = ("oldest", "newest") if self._oldest_first else ("newest", "oldest")
        self.order.setText(f"Show the {other} first")
        self.order.setAccessibleName(self.order.text())
        self.view.setAccessibleName(f"Everything that happened, {first} first")
        self.heading.setText(f"As a list: {len(found)}" + (f" of {len(self._all)}" if wanted else ""))
        self.nothing.setText("Nothing has these words." if self._all else "Nothing yet.")
        self.nothing.setVisible(not found)
