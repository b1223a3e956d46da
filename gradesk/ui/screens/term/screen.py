"""The term in one place: the groups and what they get, the registers of what was given, its money, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.parts.tabbed import TabbedScreen
from gradesk.ui.screens.term.board.part import TermBoardPart
from gradesk.ui.screens.term.costs import Costs
from gradesk.ui.screens.term.effect_page import EffectPage
from gradesk.ui.screens.term.groups import Groups
from gradesk.ui.screens.term.registers import RegisterPart
from gradesk.ui.screens.term.week.part import WeekPart

TABS = (
    ("groups", "Groups"), ("board", "Board"), ("week", "Week"), ("registers", "Registers"), ("money", "Money"),
    ("effect", "What it did"),
)  # fmt: skip


class TermScreen(TabbedScreen):
    """Each tab reads when it is turned to."""

    kinds = frozenset(
        {
            "provision",
            "provision_member",
            "provision_target",
            "provision_session",
            "session_mark",
            "progress_point",
            "hourly_rate",
            "provision_expense",
            "provision_closing",
            "member_closing",
            "measure_result",
            "school_measure",
            "school",
            "pupil",
            "target",
            "staff_member",
            "half_term",
            "closure_day",
            "training",
            "day_period",
            "week_entry",
            "cover",
            "draft_bar",
            "draft_member",
            "term_draft",
        }
    )
    written_here = frozenset(
        {
            "provision", "provision_member", "provision_target", "provision_session", "session_mark", "hourly_rate",
            "provision_expense", "provision_closing", "member_closing", "day_period", "week_entry", "cover",
            "draft_bar", "draft_member", "term_draft",
        }
    )  # fmt: skip
    names = TABS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.counted = PlainLabel("", "quiet", wrap=False)
        self.groups = Groups(context, self.mark)
        for tick in (self.groups.ended, self.groups.sourceless):
            tick.edited.connect(self._count)
        self.week = WeekPart(context, self)
        self.week.recounted.connect(self._count)
        self.registers = RegisterPart(context, self)
        self.board = TermBoardPart(context, self._open_group, self._open_week)
        self.costs = Costs(context)
        self.effect = EffectPage(context)
        self.parts = (self.groups, self.board, self.week, self.registers, self.costs, self.effect)
        self.tabs = CalmTabs()
        for (_, label), part in zip(TABS, self.parts, strict=True):
            self.tabs.addTab(ScrollPage(part), label)
        self.tabs.head_with(PlainLabel("Term", "title", wrap=False), self.counted)
        layout = column(self.tabs, margin=16, gap=10)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(lambda _place: self.turned())
        self.setFocusProxy(self.groups.first)

    def here(self) -> dict[str, object]:
        """Which tab, and what is open on the board or beside the week."""
        return super().here() | self._opened(self.part)

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """Each tab; what is half typed in a block comes back where that block is open."""
        return [(place | self._opened(part), part) for place, part in super().pages()]

    def _opened(self, part: QWidget) -> dict[str, object]:
        if part is self.week:
            return self.week.panels.place
        return {"record": self.groups.opened} if part is self.groups and self.groups.opened else {}

    def arrive(self, **place: object) -> None:
        """Show a tab (`tab`), in it a record (`record`), and there a field or a button (`at`); or what can be carried over of
        one pupil (`carry`).
        """
        super().arrive(**place)
        at, carry, panel = place.get("at"), place.get("carry"), place.get("panel")
        if isinstance(panel, str) and self.part is self.week:
            self.week.panels.arrive(panel)
        if isinstance(carry, str):
            self.turn_to("groups")
            # After the window has put the focus where it usually stands.
            QTimer.singleShot(0, self, lambda: self.groups.carry_over(carry))
        elif isinstance(at, tuple) and self.part is self.groups:
            QTimer.singleShot(0, self, lambda: self.groups.put_cursor(str(at[0]) if at else ""))

    def _open_group(self, uuid: str) -> None:
        self.turn_to("groups")
        self.groups.show_record(uuid)

    def _open_week(self, draft_id: str) -> None:
        self.turn_to("week")
        self.week.head.look_at_plan(draft_id)

    def mark(self, uuid: str) -> None:
        """Turn to the register of one support."""
        self.turn_to("registers")
        self.registers.show_record(uuid)

    def reload(self) -> None:
        """Read the tab in sight."""
        self.part.reload()
        self.setFocusProxy(self.part.first)
        self._count()

    def _count(self) -> None:
        """Say beside the tabs how much runs."""
        lines = self.groups.lines or list(self.registers.lines.values())
        count = sum(one.provision.ends_on is None for one in lines)
        runs = "1 runs" if count == 1 else f"{count:,} run"
        of_board = self.part in (self.groups, self.registers) and not self.groups.ended.value()
        self.counted.setText(self.week.summary if self.part is self.week else runs if of_board else "")

    def work_going_on(self) -> str:
        """Whether places for the week are looked for."""
        return self.week.panels.busy()

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key, and what is done on the board by letters."""
        on_board = (
            ("move", "Move somebody to another group …", self.groups.change_group),
            ("map", "Provision map of the school year …", self.groups.show_map),
            ("carry", "Carry over what plans say of support …", self.groups.carry_over),
        )
        found = [
            Action(f"term.{name}", title, partial(self._on_board, run), "", "Edit") for name, title, run in on_board
        ]
        registers = [
            Action("term.print", "Print the board, the week or the register in hand", self._print, "Ctrl+P", "File"),
            Action("term.form", "Read a filled register", partial(self._on_register, "form"), "Ctrl+Shift+F", "File"),
        ]
        drafted = [
            Action("term.forward", "Copy what runs forward into a draft", self._copy_forward, "", "Edit"),
        ]
        panels = self.week.panels
        on_week = (
            ("fill", "Place the rest of the week …", panels.fill), ("away", "Somebody is away …", panels.away),
            ("entry", "Add a lesson, duty or PPA to the week …", panels.add), ("day", "The school’s day …", panels.day),
            ("ics", "Save the week as a calendar file …", self.week.save_calendar),
        )  # fmt: skip
        week = [Action(f"term.{name}", title, partial(self._on_week, run), "", "Edit") for name, title, run in on_week]
        return [*self.turning("term"), *found, *drafted, *week, *registers]

    def _on_week(self, run: Callable[[], object]) -> None:
        self.turn_to("week")
        run()

    def _copy_forward(self) -> None:
        self.turn_to("board")
        self.board.copy_forward()

    def _on_register(self, what: str) -> None:
        self.turn_to("registers")
        (self.registers.print_it if what == "print" else self.registers.form.choose)()

    def _print(self) -> None:
        """What is in sight: the board, the week, else the register in hand."""
        if self.part is self.board:
            self.board.print_it()
        elif self.part is self.week:
            self.week.print_it()
        else:
            self._on_register("print")

    def _on_board(self, run: Callable[[], object]) -> None:
        self.turn_to("groups")
        run()
