"""The coming weeks: twelve school weeks as bars, and under them what the chosen week holds; a line is moved to another week
by dragging it onto a bar, or by Ctrl+Left and Ctrl+Right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QByteArray, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem, QSizePolicy, QStackedWidget, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.today import forecast
from gradesk.services.today.forecast import KINDS, LoadWeek
from gradesk.services.today.forecast_items import Load
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.faces import needs_wide, wide
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.pictures.load_bars import DRAGGED, Bar, LoadBars
from gradesk.ui.part import Part

DATA = Qt.ItemDataRole.UserRole
KEYS = "Ctrl+Left and Ctrl+Right move the line in hand to another week; or drag it onto a bar. Enter opens it."


class LoadList(QListWidget):
    """The lines of one week. `shifted` asks to move the current one some weeks; `opened` to go to its place."""

    shifted = Signal(int)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What the week holds")
        self.setAccessibleDescription(KEYS)
        self.setDragEnabled(True)
        self.setWordWrap(True)
        self.itemDoubleClicked.connect(lambda _item: self.opened.emit())

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]
        """Hand over no words: only that one of these lines is on its way."""
        del items
        data = QMimeData()
        data.setData(DRAGGED, QByteArray(b"1"))
        return data

    def mimeTypes(self) -> list[str]:
        """What it hands over."""
        return [DRAGGED]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with an arrow moves the line, Enter opens it."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain == Qt.KeyboardModifier.ControlModifier and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.shifted.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class Weeks(Part):
    """Bars above, the chosen week below."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.weeks: tuple[LoadWeek, ...] = ()
        self._begun = False
        self.bars = LoadBars(lambda: context.look.theme, [term.label for term in KINDS])
        self.bars.chosen.connect(lambda _place: self._show_week())
        self.bars.dropped.connect(self.move_to)
        self.first = self.bars
        self.heading = PlainLabel("", "heading")
        self.told = PlainLabel("", "quiet")
        self.list = LoadList()
        self.list.shifted.connect(lambda step: self.move_to(self.bars.place + step))
        self.list.opened.connect(self.open)
        self.list.currentRowChanged.connect(lambda _place: self._enable())
        self.earlier = button("A week earlier", lambda: self.move_to(self.bars.place - 1), "", "Ctrl+Left")
        self.later = button("A week later", lambda: self.move_to(self.bars.place + 1), "", "Ctrl+Right")
        self.open_it = button("Open it", self.open, "main", "Enter")
        whole = QWidget()
        layout = column(
            self.bars,
            self.heading,
            self.told,
            self.list,
            flow(self.open_it, self.earlier, self.later),
            PlainLabel(KEYS, "quiet"),
            gap=6,
        )
        layout.setStretch(3, 1)
        self.list.setMinimumHeight(context.look.theme.px(120))
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        whole.setLayout(layout)
        self.shown = QStackedWidget()
        self.shown.addWidget(whole)
        self.shown.addWidget(
            EmptyState(
                "The calendar ends here",
                "The coming weeks are those of the school’s terms. Enter the next terms first.",
                "Open the calendar",
                lambda: context.go("school", tab="calendar"),
            )
        )
        outer = column(self.shown)
        outer.setContentsMargins(0, 10, 0, 0)
        self.setLayout(outer)
        context.look.heed(self, self.bars.updateGeometry)

    @property
    def item(self) -> Load | None:
        """The line in hand."""
        line = self.list.currentItem()
        return line.data(DATA) if line is not None else None

    def reload(self) -> None:
        """Read the coming weeks."""
        self.weeks = forecast.weeks(self.context.store)
        self.shown.setCurrentIndex(0 if self.weeks else 1)
        self.bars.show_bars([_bar(one) for one in self.weeks])
        if not self._begun and self.weeks:
            self._begun = True  # at the first week with something in it
            self.bars.choose(next((place for place, one in enumerate(self.weeks) if one.items), 0))
        self._show_week()

    def open(self) -> None:
        """Go to where the line in hand is."""
        item = self.item
        if item is None:
            return
        if not item.pupil_id:
            self.context.go("today", tab=item.tab, record=item.record)
        else:
            self.context.go("pupil", pupil_id=item.pupil_id, tab=item.tab, record=item.record)

    def move_to(self, place: int) -> None:
        """Move the line in hand to another of the weeks shown."""
        item = self.item
        if item is None or not 0 <= place < len(self.weeks):
            return
        moved: list[date] = []
        week = self.weeks[place].week
        if self.context.attempt(lambda: moved.append(forecast.move(self.context.store, item, week))):
            today = self.context.store.clock.today()
            self.reload()
            self.bars.choose(place)
            self._point_at(item)
            self.context.done(f"Moved to {day_words(moved[0], today)}. Ctrl+Z takes it back.", "good")

    def _show_week(self) -> None:
        before = self.item
        self.list.clear()
        if not self.weeks:
            return
        one, today = self.weeks[self.bars.place], self.context.store.clock.today()
        self.heading.setText(
            f"Week of {one.week.monday.day} {one.week.monday:%b %Y}, {one.week.name}: {forecast.said(one)}"
        )
        self.told.setText(_told(one))
        self.told.setVisible(bool(self.told.text()))
        for item in one.items:
            who = f"{item.name} ({item.class_name})" if item.class_name else item.name
            parts = (day_words(item.day, today), KINDS.label(item.kind), who, " ".join(item.words.split()))
            line = QListWidgetItem(": ".join(part for part in parts if part))
            line.setData(DATA, item)
            if needs_wide(line.text()):
                line.setFont(wide(QApplication.font()))
            if item.fixed:
                line.setToolTip(tip(item.fixed))
            self.list.addItem(line)
        if before is not None:
            self._point_at(before)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._enable()

    def _point_at(self, item: Load) -> None:
        for place in range(self.list.count()):
            if self.list.item(place).data(DATA).record == item.record:
                self.list.setCurrentRow(place)
                if QApplication.focusWidget() is not self.bars:
                    self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _enable(self) -> None:
        item = self.item
        self.open_it.setEnabled(item is not None)
        self.earlier.setEnabled(item is not None and self.bars.place > 0)
        self.later.setEnabled(item is not None and self.bars.place < len(self.weeks) - 1)


def _bar(one: LoadWeek) -> Bar:
    counts = {KINDS.codes.index(code): number for code, number in one.counted().items()}
    week = one.week
    words = f"Week of {week.monday.day} {week.monday:%B}, {week.name}: {forecast.said(one)}. {_told(one)}".strip()
    gap = (
        "" if not week.holiday_weeks else "1 week off" if week.holiday_weeks == 1 else f"{week.holiday_weeks} weeks off"
    )
    number, _, half = week.name.partition(" of ")
    heading = (f"{week.monday.day} {week.monday:%b}", f"{week.monday.day}/{week.monday.month}")
    under = (half if number == "wk 1" else number, number)
    return Bar(heading, under, counts, words, gap, one.is_tall)


def _told(one: LoadWeek) -> str:
    """What is special about a week: full, short, after a holiday, with closed days."""
    week, parts = one.week, []
    if not one.items:
        parts.append("Nothing is planned in it.")
    if one.is_tall:
        parts.append("A full week: half as much again as usual, so move what can wait.")
    if week.holiday_weeks:
        weeks = "1 week" if week.holiday_weeks == 1 else f"{week.holiday_weeks} weeks"
        parts.append(f"After {weeks} of holiday.")
    parts += [f"{day:%A} {day.day} {day:%b}: {reason}." for day, reason in week.closed]
    return " ".join(parts)
