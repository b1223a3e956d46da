"""What the sessions of one support come to: by week and by pupil in a half-term, and by half-term, with why minutes were missed."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import Span
from gradesk.services.term.given import sums
from gradesk.services.term.given.sums import Sum
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel
from gradesk.ui.screens.term.trees import RoomyTree

LEAST = 170  # pixels at 100 %


class RegisterSums(QWidget):
    """A small table below the register."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.model = GroupedModel(
            [
                Cell("Minutes", lambda one: one.name, 4),
                Cell("Planned", lambda one: f"{one.sum.tally.planned:,}", 2),
                Cell("Given", lambda one: f"{one.sum.tally.delivered:,}", 2),
                Cell("Missed", lambda one: f"{one.sum.tally.missed:,}", 2),
                Cell("Owed", lambda one: f"{one.sum.tally.owed:,}", 2),
                Cell("Why missed", lambda one: one.sum.reasons, 6, seldom=True),
            ],
            key=lambda one: one.key,
        )
        self.tree = RoomyTree(self.model, "Minutes of this support", LEAST)
        heading = PlainLabel("What was planned and given", "heading")
        self.setLayout(column(heading, self.tree, gap=6))

    def show_support(self, uuid: str, span: Span | None) -> None:
        """Show one support in a half-term; nothing without one."""
        self.setVisible(bool(uuid) and span is not None)
        if not uuid or span is None:
            return
        every = sums.shares(self._context.store, date.min, span.ends_on, [uuid])
        inside = [one for one in every if monday_of(span.starts_on) <= one.monday <= span.ends_on]
        weeks = sums.together(inside, lambda one: one.monday)
        pupils = sums.together(inside, lambda one: (one.pupil, one.pupil_id))
        adults = sums.together(inside, lambda one: one.adult)
        terms = sums.together(every, lambda one: (one.school_year, one.term))
        groups = [
            Group("week", f"{span.name}, by week", "", [_Line(f"week {one.key}", _week(one.key), one) for one in weeks]),
            Group(
                "pupil", self._context.words().say("{Pupils}"), "",
                [_Line(f"pupil {one.key[1]}", one.key[0], one) for one in pupils],
            ),
            Group("adult", "By adult", "", [_Line(f"adult {one.key}", one.key or "Nobody named", one) for one in adults]),
            Group("term", "By half-term", "", [_Line(f"term {one.key}", " ".join(one.key), one) for one in terms]),
        ]  # fmt: skip
        self.tree.show_groups([one for one in groups if one.rows])

    def measure(self) -> None:
        """As high as its text asks for."""
        self.tree.measure(self._context.look.theme)


class _Line:
    def __init__(self, key: str, name: str, found: Sum) -> None:
        self.key, self.name, self.sum = key, name, found


def _week(monday: date) -> str:
    friday = monday + timedelta(days=4)
    return f"{monday.day} {monday:%b} to {friday.day} {friday:%b}"
