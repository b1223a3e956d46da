"""The coming weeks: twelve school weeks as bars, and under them what the chosen week holds; a line is moved to another week
by dragging it onto a bar, or by Ctrl+Left and Ctrl+Right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from gradesk.services.today import forecast
from gradesk.services.today.forecast import KINDS, LoadWeek
from gradesk.services.today.forecast_items import Load
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.pictures.load_bars import Bar, LoadBars
from gradesk.ui.parts.load_list import KEYS, LoadList
from gradesk.ui.parts.part import Part


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
        self.list = LoadList(context)
        self.list.shifted.connect(lambda step: self.move_to(self.bars.place + step))
        self.list.currentRowChanged.connect(lambda _place: self._enable())
        self.earlier = button("A week earlier", lambda: self.move_to(self.bars.place - 1), "", "Ctrl+Left")
        self.later = button("A week later", lambda: self.move_to(self.bars.place + 1), "", "Ctrl+Right")
        self.open_it = button("Open it", self.list.open, "main", "Enter")
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
        return self.list.in_hand

    def reload(self) -> None:
        """Read the coming weeks."""
        self.weeks = forecast.weeks(self.context.store)
        self.shown.setCurrentIndex(0 if self.weeks else 1)
        self.bars.show_bars([_bar(one) for one in self.weeks])
        if not self._begun and self.weeks:
            self._begun = True  # at the first week with something in it
            self.bars.choose(next((place for place, one in enumerate(self.weeks) if one.items), 0))
        self._show_week()

    def move_to(self, place: int) -> None:
        """Move the line in hand to another of the weeks shown; what is beside the bars takes the focus again."""
        if not 0 <= place < len(self.weeks):
            return

        def show() -> None:
            self.reload()
            self.bars.choose(place)

        self.list.carry(self.weeks[place].week, show)
        if QApplication.focusWidget() is not self.bars:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_week(self) -> None:
        if not self.weeks:
            self.list.clear()
            return
        one, today = self.weeks[self.bars.place], self.context.store.clock.today()
        self.heading.setText(
            f"Week of {one.week.monday.day} {one.week.monday:%b %Y}, {one.week.name}: {forecast.said(one)}"
        )
        self.told.setText(forecast.told(one))
        self.told.setVisible(bool(self.told.text()))
        self.list.show_items(one.items, today)
        self._enable()

    def _enable(self) -> None:
        item = self.item
        self.open_it.setEnabled(item is not None)
        self.earlier.setEnabled(item is not None and self.bars.place > 0)
        self.later.setEnabled(item is not None and self.bars.place < len(self.weeks) - 1)


def _bar(one: LoadWeek) -> Bar:
    counts = {KINDS.codes.index(code): number for code, number in one.counted().items()}
    week = one.week
    words = (
        f"Week of {week.monday.day} {week.monday:%B}, {week.name}: {forecast.said(one)}. {forecast.told(one)}".strip()
    )
    gap = (
        "" if not week.holiday_weeks else "1 week off" if week.holiday_weeks == 1 else f"{week.holiday_weeks} weeks off"
    )
    number, _, half = week.name.partition(" of ")
    heading = (f"{week.monday.day} {week.monday:%b}", f"{week.monday.day}/{week.monday.month}")
    under = (half if number == "wk 1" else number, number)
    return Bar(heading, under, counts, words, gap, one.is_tall)
