"""The week of the school: the grid, what is to be placed, what clashes, and the panels that change it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gradesk.model.rules.week.clashes import Clash, Clashing
from gradesk.model.rules.week.parts import Week
from gradesk.services.term.planned import away, gathering
from gradesk.services.term.planned.filling_in import Filled
from gradesk.services.today import week_file
from gradesk.ui.calendar_out import save_calendar
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column
from gradesk.ui.parts.part import Part
from gradesk.ui.screens.term.week.beside import Beside
from gradesk.ui.screens.term.week.grid import WeekGrid
from gradesk.ui.screens.term.week.head import Head
from gradesk.ui.screens.term.week.model import WeekModel
from gradesk.ui.screens.term.week.moves import Moves, with_proposal
from gradesk.ui.screens.term.week.panels import Panels
from gradesk.ui.screens.term.week.sheet import ADULT, ALL, CLASS, NOBODY, PUPIL, ROOM, Sheet, Shown, View

SIDE_BY_SIDE = 980  # pixels, at the usual size of text, below which the lists stand under the grid
SIDE, PANEL = 320, 420
WIDEST = 16777215  # Qt’s own
HINT = "Nothing stands in the cell in hand."


class WeekPart(Part):
    """`owner` is the screen. What is written here comes back by the change that it is; nothing is shown before it is kept."""

    recounted = Signal()  # the counts of another week, draft or view are shown

    def __init__(self, context: Context, owner: object) -> None:
        super().__init__(context)
        self._owner = owner
        self.week = Week((), ())
        self.clashing = Clashing(self.week)
        self.clashes: tuple[Clash, ...] = ()
        self.proposal: Filled | None = None
        self.fill_act = button("Place the rest …", lambda: self.panels.fill(), "main", "P")
        self.away_act = button("Somebody is away …", lambda: self.panels.away(), "", "I")
        self.add_act = button("Add …", lambda: self.panels.add(), "", "N: a lesson, duty, PPA, cover, travel, talk")
        self.day_act = button("School day …", lambda: self.panels.day(), "link", "D: periods, and weeks A and B")
        self.print_act = button("Print …", self.print_it, "link", "Ctrl+P: cards of a week, for a wall or a pocket")
        self.head = Head(context, self.fill_act, self.away_act, self.add_act, self.day_act, self.print_act)
        self.model = WeekModel()
        self.grid = WeekGrid(self.model, lambda: context.look.theme)
        self.told = PlainLabel("", "quiet")
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.beside = Beside(context)
        self.moves = Moves(self)
        self.panels = Panels(self)
        self._connect()
        self.empty = EmptyState(
            "No week yet",
            "Add the adults who work here under Staff, with the hours in which they are there; then support under Groups.",
            "Go to Staff", lambda: context.go("staff"),
            "The school’s day …", lambda: self.panels.day(),
        )  # fmt: skip
        self.bare = EmptyState(
            "Nothing is in this week",
            "Begin support under Groups, or add lessons, duties and PPA here. The adults and the school’s day are there.",
            "Go to Groups", lambda: context.go("term", tab="groups"),
            "Add to the week …", lambda: self.panels.add(),
        )  # fmt: skip
        self._lay_out()
        context.look.heed(self, self._measure)

    def _lay_out(self) -> None:
        grid = QWidget()
        grid.setLayout(column(self.grid, self.told, gap=6, grows=self.grid))
        self.shown = QStackedWidget()
        for widget in (grid, self.empty, self.bare):
            self.shown.addWidget(widget)
        self.panel_place = QVBoxLayout()
        self.side = QWidget()
        side = column(self.beside, self.panel_place, gap=8, grows=self.beside)
        self.side.setLayout(side)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        self._sides.addWidget(self.shown, 1)
        self._sides.addWidget(self.side)
        layout = column(self.head, gap=8)
        layout.addLayout(self._sides, 1)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.grid

    def _connect(self) -> None:
        grid, beside = self.grid, self.beside
        self.head.changed.connect(self._chosen)
        grid.letter.connect(self._letter)
        grid.opened.connect(self.open_here)
        grid.stepped.connect(self.head.step)
        grid.went.connect(self._tell)
        grid.nudged.connect(self.moves.nudge)
        grid.taken_out.connect(self.moves.take_out)
        grid.along.connect(self.moves.along)
        grid.placed.connect(self.moves.place)
        grid.left.connect(self.moves.lay_down)
        grid.lifted.connect(partial(self.moves.cut, by_mouse=True))
        grid.hovered.connect(self.moves.hover)
        grid.dropped.connect(self.moves.drop)
        beside.tray.opened.connect(self.moves.take)
        beside.tray.lifted.connect(partial(self.moves.take, by_mouse=True))
        beside.tray.laid_down.connect(self.moves.lay_down)
        beside.tray.letter.connect(self._letter)
        beside.list.opened.connect(self._to_clash)
        beside.list.letter.connect(self._letter)

    def print_it(self) -> None:
        """Go to the print desk with the week that is looked at: of all adults, of one, of a pupil, a class or a room; with the
        slips of the day while somebody away is being settled.
        """
        if self.panels.print_it():
            return
        view, monday = self.head.view, self.head.monday.isoformat()
        pupils: tuple[str, ...] = (view.who,) if view.kind == PUPIL else ()
        if view.kind == CLASS:
            pupils = tuple(uuid for uuid, who in self.week.pupils.items() if who.class_name == view.who)
        document = {PUPIL: "pupil-week", CLASS: "class-week", ROOM: "room-week"}.get(view.kind, "adult-week")
        which = f"{monday} {view.who}" if view.kind in (ADULT, ROOM) and view.who else monday
        self.context.go("preview", document=document, which=which, pupil_ids=pupils)

    def save_calendar(self) -> None:
        """Save the week that is looked at as a calendar file: of one adult, else of all; without any child's name."""
        view = self.head.view
        adult = view.who if view.kind == ADULT else ""
        made: list[str] = []
        if not self.context.attempt(
            lambda: made.append(week_file.export(self.context.store, self.head.monday, adult=adult))
        ):
            return
        if save_calendar(self.context, self, made[0], "week.ics"):
            count = made[0].count("BEGIN:VEVENT")
            self.context.say(f"{count} parts of the week are saved, and no name of a child.", "good")

    # Showing --------------------------------------------------------------------------------------------------

    @property
    def draft_id(self) -> str:
        """The draft that is looked at; empty for what runs."""
        return self.head.draft_id

    def reload(self) -> None:
        """Read the week anew; what is in hand stays."""
        self.head.read()
        self.week = gathering.week(self.context.store, self.head.monday, self.draft_id)
        self.clashing = Clashing(self.week, self.clashing)
        self.clashes = self.clashing.all
        self.head.offer(self.week)
        self.panels.show_week(self.week)
        self.moves.refresh()
        self.show_week()

    def show_week(self) -> None:
        """Show what was read, with the proposal in it where there is one."""
        here = self.grid.piece
        at = self.grid.currentIndex()
        cell = (at.row(), at.column())
        week, proposed = with_proposal(self.week, self.proposal)
        by_bar: dict[str, list[Clash]] = {}
        for clash in Clashing(week, self.clashing).all if proposed else self.clashes:
            for uuid in clash.bars:
                by_bar.setdefault(uuid, []).append(clash)
        shown = Shown(
            week, self.head.view, self.head.letter, self.head.monday,
            by_bar, self._covers(), proposed, self.head.closed,
        )  # fmt: skip
        sheet = Sheet(shown)
        self.model.show_sheet(sheet)
        self.moves.look()
        self._measure()
        found = sheet.cell_of(here.key) if here is not None else None
        if found is not None and here is not None:
            self.grid.go_to_piece(found, here.bar.uuid)
        elif sheet.rows and sheet.columns:
            self.grid.go_to((min(max(cell[0], 0), len(sheet.rows) - 1), min(max(cell[1], 0), len(sheet.columns) - 1)))
        self.beside.show_week(self.week, self.clashes)
        self.recounted.emit()
        self._show_page()
        self._tell()

    def _show_page(self) -> None:
        page = 1 if not self.week.adults else 2 if not self.week.bars else 0
        self.shown.setCurrentIndex(page)
        self.first = (self.grid, self.empty, self.bare)[page]
        self.side.setVisible(page == 0 or self.panels.panel is not None)
        for act in (self.fill_act, self.away_act):
            act.setEnabled(page == 0)

    def _covers(self) -> dict[tuple[str, int], list[Any]]:
        found: dict[tuple[str, int], list[Any]] = {}
        for one in [] if self.draft_id else away.covers_of_week(self.context.store, self.head.monday):
            found.setdefault((one.provision_id or one.entry_id or "", one.happened_on.weekday()), []).append(one)
        return found

    @property
    def summary(self) -> str:
        """The counts, for the head of the screen."""
        return self.beside.summary

    def preview(self, filled: Filled | None) -> None:
        """Show a proposal in the week, or the week as it is."""
        if filled is not None or self.proposal is not None:
            self.proposal = filled
            self.show_week()

    def say_hand(self, words: str) -> None:
        """Say what is in hand and what its place costs."""
        self.told.setText(words)
        announce(self.grid, words)

    def _tell(self) -> None:
        if self.model.hand is None:
            index = self.grid.currentIndex()
            self.told.setText(self.model.words(index) if index.isValid() else HINT)

    # Going ----------------------------------------------------------------------------------------------------

    def show_record(self, uuid: str) -> None:
        """Go to a bar of the week, and open its words."""
        if (bar := self.week.bar(uuid)) is not None:
            self.go_to_bar(uuid)
            self.panels.open(bar)

    def go_to_bar(self, uuid: str) -> bool:
        """Take the first session of a bar in hand; False where it has none in sight."""
        cells = self.model.sheet.cells_of(uuid)
        if cells:
            self.grid.go_to_piece(cells[0], uuid)
        return bool(cells)

    def open_here(self) -> None:
        """Open the words of the session in hand; in an empty cell, add something there."""
        piece = self.grid.piece
        if piece is not None:
            self.panels.open(piece.bar)
        else:
            self.panels.add()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.panels.flush()

    def look_at(self, view: View) -> None:
        """Show somebody’s week."""
        self.head.look_at(view)

    def _chosen(self) -> None:
        self.moves.lay_down()
        self.reload()

    def _to_clash(self, key: str) -> None:
        clash = self.clashes[int(key)] if key.isdigit() and int(key) < len(self.clashes) else None
        if clash is None:
            return
        bar = next((found for uuid in clash.bars if (found := self.week.bar(uuid)) is not None), None)
        if self.head.view.kind != ALL and (bar is None or not self.model.sheet.cells_of(bar.uuid)):
            self.head.look_at(View())
        sheet = self.model.sheet
        if bar is None:
            name = clash.bars[0].removeprefix("adult ")
            row = next((at for at, one in enumerate(sheet.rows) if one.casefold() == name), None)
            self.grid.go_to((row, 0) if row is not None else None)
        elif clash.day is not None and clash.at is not None:
            cell = next((sheet.cell_of((bar.uuid, when)) for when in bar.placed if when.day == clash.day), None)
            self.grid.go_to_piece(cell or sheet.cell_at(clash.day, clash.at, bar.adult or NOBODY), bar.uuid)
        elif not self.go_to_bar(bar.uuid):
            self.panels.open(bar)
            return
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where nothing is in the week yet, the letters do what they do on it."""
        is_bare = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self.shown.currentWidget() is self.bare and self.panels.panel is None and is_bare and event.text().isalpha():
            self._letter(event.text().casefold())
            return
        super().keyPressEvent(event)

    def _letter(self, letter: str) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "p": self.panels.fill, "i": self.panels.away, "n": self.panels.add, "d": self.panels.day, "x": self.moves.cut,
            "t": self.head.to_today, "b": partial(self._to_list, self.beside.tray),
            "c": partial(self._to_list, self.beside.list), "w": self._turn_view,
        }  # fmt: skip
        deeds.get(letter, lambda: None)()

    def _turn_view(self) -> None:
        """The next kind of view."""
        self.head.turn()

    def _to_list(self, listed: QWidget) -> None:
        if self.panels.panel is not None:
            self.panels.close()
        listed.setFocus(Qt.FocusReason.OtherFocusReason)

    # The panels stand where the lists are ----------------------------------------------------------------------

    def put_panel(self, panel: QWidget | None) -> None:
        """Show a panel beside the week, or the lists again."""
        clear(self.panel_place)
        self.beside.setVisible(panel is None)
        if panel is not None:
            self.panel_place.addWidget(panel)
        self._show_page()
        self._arrange()
        if panel is None:
            QTimer.singleShot(0, self, self._focus_back)

    def _focus_back(self) -> None:
        here = QApplication.focusWidget()
        elsewhere = here is not None and (self.head.isAncestorOf(here) or self.beside.isAncestorOf(here))
        if self.panels.panel is None and self.isVisible() and not elsewhere:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lists under the grid where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        theme = self.context.look.theme
        wide = self.width() >= theme.px(SIDE_BY_SIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        width = theme.px(SIDE if self.panels.panel is None else PANEL)
        self.side.setMinimumWidth(width if wide else 0)
        self.side.setMaximumWidth(width if wide else WIDEST)

    def _measure(self) -> None:
        self.grid.measure()
        # Cells say more or less: the grid keeps its height all the same.
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self._arrange()
