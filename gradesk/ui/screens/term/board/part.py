"""The board of a term: what runs, or a draft of what will, as bars by weeks; moved, stretched, copied forward, accepted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import Span
from gradesk.services.pupils import register
from gradesk.services.term.planned import accepting, comparing, deployed, drafts, term_board
from gradesk.services.term.planned.term_board import LANES, TermBar, TermBoard
from gradesk.services.today import forecast
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.board.area import BoardArea
from gradesk.ui.kit.board.board import BarBoard
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.layouts import card, clear, column, flow
from gradesk.ui.parts.load_list import LoadList
from gradesk.ui.parts.part import Part
from gradesk.ui.screens.term.board import shown
from gradesk.ui.screens.term.board.compared import ComparedCard
from gradesk.ui.screens.term.board.deployed_card import DeployedCard
from gradesk.ui.screens.term.board.draft_bar import DraftBarCard

LOAD_WEEKS = 45


class TermBoardPart(Part):
    """The board, below it the bar in hand and what the week in hand holds. `open_group` goes to support among the groups,
    `open_week` to the week of what runs or of a draft.
    """

    def __init__(
        self, context: Context, open_group: Callable[[str], object], open_week: Callable[[str], object]
    ) -> None:
        super().__init__(context)
        self._open_group, self._open_week = open_group, open_week
        self.board: TermBoard | None = None
        self._spans: list[Span] = []
        self._bars: dict[str, TermBar] = {}
        self._loads: dict[Any, forecast.LoadWeek] = {}
        self.card: DraftBarCard | None = None
        self._carded = ""  # what is open below
        self._lost = ""  # the draft in hand until it was accepted or thrown away
        self.bars = BarBoard(lambda: context.look.theme)
        self.bars.chosen.connect(lambda _key: self._tell())
        self.bars.week_chosen.connect(lambda _week: self._show_week())
        self.bars.opened.connect(lambda _key: self.open())
        self.bars.moved.connect(self._move)
        self.bars.held.connect(self._hold)
        self.bars.letter.connect(self._letter)
        self.bars.stopped.connect(lambda words: context.say(words, "info"))
        self.which = ChoiceEditor([("", "What runs")])
        self.which.edited.connect(self._turn)
        self.lanes = ChoiceEditor([(one.code, one.label) for one in LANES])
        self.lanes.edited.connect(self.reload)
        for editor, name in ((self.which, "Which plan"), (self.lanes, "Lanes")):
            editor.widget.setAccessibleName(name)
            editor.fit_contents()
        self.told = SpokenLabel("", "")
        self.told.setWordWrap(True)
        self.held = LoadList(context)
        self.held.shifted.connect(self._shift)
        self._lay_out()
        self.first = self.bars
        context.look.heed(self, self._measure)

    def _lay_out(self) -> None:
        self.area = BoardArea(self.bars)
        self.nothing = EmptyState(
            "No support runs in these weeks",
            "Begin support under Groups, or copy what runs forward into a draft of the next half-term.",
            "Copy forward into a draft",
            self.copy_forward,
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.area)
        self.shown.addWidget(self.nothing)
        self.copy = button("Copy forward into a draft", self.copy_forward, "main", "C: the half-term that comes next")
        self.accept_act = button("Accept the draft …", self.accept, "main", "A: it becomes the plan, in one step")
        self.compare_act = button("Compare", self.compare, "", "V: hours, cost, clashes, beside what runs")
        self.deployed_act = button("Who works with whom", self.deploy, "link", "D: with how many adults each works")
        self.week_act = button("Its week", self.to_week, "", "W: when everything takes place")
        self.print_act = button(
            "Print …", self.print_it, "link", "Ctrl+P: on one page, A4 or A3, with or without names"
        )
        self.add_act = button("Add support …", self.add, "", "N")
        self.drop_act = button("Take it out", self.drop, "", "Delete: out of the draft; undo brings it back")
        self.away_act = button("Throw the draft away …", self.throw_away, "link")
        self.head = flow(
            self.which.widget, self.lanes.widget, self.copy, self.accept_act, self.compare_act, self.week_act, self.add_act,
            self.drop_act, self.away_act, self.deployed_act, self.print_act,
        )  # fmt: skip
        self._below = QVBoxLayout()
        self._week = card(self.held)
        self._week.hide()
        layout = column(self.head, self.shown, self.told, self._below, self._week, gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self._measure()

    @property
    def draft_id(self) -> str:
        """The draft in hand; empty for what runs."""
        which = self.which.value()
        return which if isinstance(which, str) and which and not which.startswith("span ") else ""

    @property
    def here(self) -> TermBar | None:
        """The bar in hand."""
        bar = self.bars.here
        return self._bars.get(bar.key) if bar is not None else None

    # Reading -----------------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the board anew; the bar in hand stays."""
        store = self.context.store
        found = drafts.drafts(store)
        self._spans = term_board.spans(store)
        offered = [(f"span {at}", title) for at, title in enumerate(term_board.titles(self._spans))]
        offered += [(one.uuid, f"Draft of {one.name}") for one in found]
        before, there = self.which.value(), {value for value, _ in offered}
        self.which.offer(offered)
        if before not in there:
            self.which.show(self._now())
            self._lost = str(before or "")
        elif self._lost in there:
            self.which.show(self._lost)
            self._lost = ""
        self._read()

    def show_record(self, uuid: str) -> None:
        """Go to one bar."""
        found = next((key for key, one in self._bars.items() if one.bar.uuid == uuid), None)
        if found is not None:
            self.bars.go_to(found)

    def _now(self) -> str:
        """The span of today, or the next one."""
        today = self.context.store.clock.today()
        at = next((at for at, one in enumerate(self._spans) if one.ends_on >= today), len(self._spans) - 1)
        return f"span {at}"

    def _read(self) -> None:
        store, which = self.context.store, str(self.which.value() or self._now())
        span = self._spans[int(which.removeprefix("span "))] if which.startswith("span ") else self._spans[0]
        lanes = str(self.lanes.value() or "adult")
        self.board = board = term_board.board(store, span, lanes, self.draft_id)
        self._loads = {one.week.monday: one for one in forecast.weeks(store, LOAD_WEEKS)}
        self._bars = {shown.key(one): one for lane in board.lanes for one in lane.bars}
        self.bars.show_board(shown.weeks(board, self._loads, store.clock.today()), shown.lanes(board))
        self.shown.setCurrentIndex(0 if board.lanes or self.draft_id else 1)
        self.first = self.bars if board.lanes or self.draft_id else self.nothing
        is_draft = bool(self.draft_id)
        self.copy.setVisible(not is_draft)
        for act in (self.accept_act, self.compare_act, self.add_act, self.drop_act, self.away_act):
            act.setVisible(is_draft)
        self._tell()
        self._show_week()
        if self._carded == "compared" and not is_draft:
            self._close()
        if self.card is not None and self._carded not in {one.bar.uuid for one in self._bars.values()}:
            self._close()
        elif self.card is not None:
            self.card.reload()

    def _turn(self) -> None:
        self._lost = ""
        self._close()
        self._read()

    def _tell(self) -> None:
        one, board = self.here, self.board
        if board is None or one is None:
            self.told.setText("Nothing is in this draft yet: N adds support." if self.draft_id else "")
            return
        words, count = f"{one.words}.", len(board.clashes)
        if count and not one.clashes:
            words += f" On the board {'is 1 clash' if count == 1 else f'are {count} clashes'}: {board.clashes[0].words}"
        self.told.setText(words)
        if self.card is not None and self._carded != one.bar.uuid:
            self._close()

    def _hold(self, key: str, first: int, last: int) -> None:
        """Tell what would clash where the bar in hand is held."""
        one, board = self._bars.get(key), self.board
        if one is None or board is None:
            return
        found = board.moved(one, first, last)
        begins, ends = board.weeks[first].days[0], board.weeks[last].days[-1]
        where = f"{one.bar.name}: {begins.day} {begins:%b} to {ends.day} {ends:%b}"
        self.told.setText(f"{where}. {found[0].sentence}" if found else f"{where}. Nothing clashes.")

    def _show_week(self) -> None:
        board = self.board
        load = self._loads.get(board.weeks[self.bars.week].monday) if board is not None and board.weeks else None
        self._week.setVisible(load is not None and bool(load.items))
        if load is not None:
            self.held.show_items(load.items, self.context.store.clock.today())
            self.held.setAccessibleName(f"What the week of {load.week.monday.day} {load.week.monday:%B} holds")

    # Doing -------------------------------------------------------------------------------------------------------------

    def copy_forward(self) -> None:
        """Copy what runs into a draft of the half-term that comes next."""
        made: list[drafts.Begun] = []
        if not self.context.attempt(lambda: made.append(drafts.begin(self.context.store))):
            return
        self.reload()
        self.which.show(made[0].uuid)
        self._turn()
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)
        left = f" To know: {'; '.join(made[0].left)}." if made[0].left else ""
        self.context.done(
            f"{made[0].carried} carried forward into a draft; nothing that runs was touched.{left}", "good"
        )

    def accept(self) -> None:
        """Make the draft the plan, once it was asked."""
        if not self.draft_id:
            return
        self.flush()
        told = comparing.compare(self.context.store, self.draft_id)
        if not self.context.ask.confirm(self, told.question, "Accept the draft"):
            return
        done: list[accepting.Accepted] = []
        draft_id = self.draft_id
        if self.context.attempt(lambda: done.append(accepting.accept(self.context.store, draft_id))):
            one = done[0]
            self.reload()
            self.context.done(
                f"Accepted: {one.carried_on} go on, {one.begun} begin, {one.ended} end before. Ctrl+Z takes it back.",
                "good",
            )

    def compare(self) -> None:
        """Show the draft beside what runs, or put that away."""
        if not self.draft_id:
            return
        self._toggle(
            "compared",
            lambda: ComparedCard(
                comparing.compare(self.context.store, self.draft_id),
                drafts.draft(self.context.store, self.draft_id).name,
            ),
        )

    def to_week(self) -> None:
        """Go to the week of what is shown."""
        self.flush()
        self._open_week(self.draft_id)

    def print_it(self) -> None:
        """Go to the print desk with the term on one page, as it is shown."""
        self.flush()
        lanes, which = str(self.lanes.value() or "adult"), str(self.which.value() or self._now())
        span = "" if self.draft_id else self._spans[int(which.removeprefix("span "))].starts_on.isoformat()
        key = span or f"draft {self.draft_id}"
        self.context.go("preview", document="term-page", which=f"{lanes} {key}", pupil_ids=())

    def deploy(self) -> None:
        """Show how adults are deployed, now or in the draft, or put that away."""
        self._toggle(
            "deployed",
            lambda: DeployedCard(self.context, deployed.deployment(self.context.store, self.draft_id)),
        )

    def add(self) -> None:
        """Add support to the draft for somebody."""
        if not self.draft_id:
            return
        rows, ask, say = register.everyone(self.context.store), self.context.ask, self.context.words().say
        named = [f"{row.name} ({row.class_name})" if row.class_name else row.name for row in rows]
        at = ask.choose(self, "Add support", say("For which {pupil}? Others are added below."), named)
        name = ask.line(self, "Add support", "What is it? Such as Precision teaching") if at is not None else None
        if at is None or not name:
            return
        made: list[str] = []
        values = {"name": name, "form": "group"}
        add = partial(drafts.add_bar, self.context.store, self.draft_id, values, [rows[at].uuid])
        if self.context.attempt(lambda: made.append(add())):
            self._read()
            self.show_record(made[0])
            self.open()

    def drop(self) -> None:
        """Take the bar in hand out of the draft."""
        one = self.here
        if one is None or not self.draft_id:
            return
        if self.context.attempt(partial(drafts.remove_bar, self.context.store, one.bar.uuid)):
            self._close()
            self._read()
            self.context.done(f"{one.bar.name} is out of the draft. Ctrl+Z brings it back.", "good")

    def throw_away(self) -> None:
        """Throw the draft away, once it was asked."""
        question = "The draft is thrown away; what runs stays as it is."
        if not self.draft_id or not self.context.ask.confirm(self, question, "Throw it away"):
            return
        if self.context.attempt(partial(drafts.throw_away, self.context.store, self.draft_id)):
            self._close()
            self.reload()
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.context.done("The draft was thrown away. Ctrl+Z brings it back.", "good")

    def open(self) -> None:
        """Open the bar in hand: in a draft its words below, else the support among the groups."""
        one, was = self.here, self._carded
        if one is None:
            return
        if not self.draft_id:
            self._open_group(one.bar.uuid)
            return
        self._close()
        if was != one.bar.uuid:
            self.card = DraftBarCard(self.context, one.bar.uuid, self._read)
            self._carded = one.bar.uuid
            self._below.addWidget(card(self.card))
            self.card.form.focus_on("name")

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.card is not None:
            self.card.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what is open below the board, with what was typed in it kept, and goes back to the bar in hand. Where
        there are no bars yet, the letters do what they do on them.
        """
        is_bare = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self.shown.currentWidget() is self.nothing and is_bare and event.text().isalpha():
            self._letter(event.text().casefold())
            return
        if event.key() != Qt.Key.Key_Escape or not self._carded:
            super().keyPressEvent(event)
            return
        self._close()
        self.bars.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self, what: str, make: Callable[[], QWidget]) -> None:
        """Show below the board what `make` makes, in focus; or put it away, if it is there."""
        was = self._carded == what
        self._close()
        if not was:
            made = make()
            self._below.addWidget(card(made))
            self._carded = what
            made.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self.flush()
        self.card, self._carded = None, ""
        clear(self._below)

    def _move(self, key: str, first: int, last: int) -> None:
        one, board = self._bars.get(key), self.board
        if one is None or board is None:
            return
        deed = partial(term_board.reschedule, self.context.store, board, one, first, last, self.draft_id)
        if self.context.attempt(deed):
            self._read()
        else:
            self.bars.update()

    def _letter(self, letter: str) -> None:
        deeds = {
            "c": self.copy_forward, "a": self.accept, "v": self.compare, "d": self.deploy, "w": self.to_week,
            "n": self.add, "delete": self.drop,
        }  # fmt: skip
        deeds.get(letter, lambda: None)()

    def _shift(self, step: int) -> None:
        """Move what is in hand of the week to another."""
        board, at = self.board, self.bars.week + step
        if board is None or not 0 <= at < len(board.weeks):
            return

        def show() -> None:
            self._read()
            self.bars.choose_week(at)

        self.held.carry(board.weeks[at], show)

    def _measure(self) -> None:
        theme = self.context.look.theme
        self.shown.setMinimumHeight(theme.px(200))
        self.held.setFixedHeight(theme.px(92))
        self.bars.updateGeometry()
