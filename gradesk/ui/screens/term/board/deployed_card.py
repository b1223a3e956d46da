"""How adults are deployed, as a list by pupil, and their time by class and by area."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gradesk.services.term.planned.deployed import Deployed, Deployment
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel
from gradesk.ui.screens.term.trees import RoomyTree

LEAST = 190  # pixels at 100 %


class DeployedCard(QWidget):
    """Those to be minded stand first. Enter goes to the pupil."""

    def __init__(self, context: Context, told: Deployment) -> None:
        super().__init__()
        say = context.words().say
        self.model = GroupedModel(
            [
                Cell(say("{Pupil}"), lambda one: one.name, 5),
                Cell("Class", lambda one: one.class_name, 3, seldom=True),
                Cell("Adults in a week", _adults, 6),
                Cell("With the same one", _share, 6),
                Cell("To mind", lambda one: one.minded, 6, seldom=True),
            ],
            key=lambda one: one.pupil_id,
        )
        self.tree = RoomyTree(self.model, "How adults are deployed", LEAST)
        self.tree.opened.connect(
            lambda one: context.go("pupil", pupil_id=one.pupil_id, tab="everyday") if one is not None else None
        )
        minded = [one for one in told.pupils if one.minded]
        rest = [one for one in told.pupils if not one.minded]
        groups = [("mind", "To mind", minded), ("rest", "The others", rest)]
        self.tree.show_groups([Group(key, title, "", found) for key, title, found in groups if found])
        by_class = ", ".join(f"{name} {_hours(minutes)}" for name, minutes in told.classes.items())
        by_area = ", ".join(f"{name} {_hours(minutes)}" for name, minutes in told.areas.items())
        self.setLayout(
            column(
                PlainLabel("How adults are deployed in a week", "field"),
                self.tree,
                PlainLabel(f"By class: {by_class}." if by_class else "Nobody has support with an adult yet.", "quiet"),
                PlainLabel(f"By area: {by_area}." if by_area else "", "quiet"),
                gap=6,
            )
        )
        self.tree.measure(context.look.theme)


def _adults(one: Deployed) -> str:
    return ", ".join(f"{name} {_hours(minutes)}" for name, minutes in one.minutes.items())


def _share(one: Deployed) -> str:
    before = f", {one.before} % a term ago" if one.before is not None else ""
    return f"{one.share} % {one.main}{before}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"
