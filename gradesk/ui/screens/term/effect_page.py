"""What every intervention did over the years: how many were measured, their mean change, and what a month gained cost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term import effect
from gradesk.model.rules.term.money import written
from gradesk.model.vocabulary import AREAS
from gradesk.services.term import effects
from gradesk.services.term.told import worth
from gradesk.services.term.told.worth import Held, Worth
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel
from gradesk.ui.parts.part import Part
from gradesk.ui.screens.term.trees import RoomyTree

LEAST, LEAST_BLOCKS = 240, 170  # pixels at 100 %
FEW = "few, read with care"
HINT = (
    "From blocks that have ended. A mean of few says little, and a gain need not come from the support alone. Enter on a line "
    "shows its blocks, Enter on a block opens it."
)


class EffectPage(Part):
    """A line for each intervention and measure; below it the blocks of the one in hand."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lines: Sequence[Worth] = ()
        self._shown = ""
        self.model = GroupedModel(
            [
                Cell("Intervention", lambda one: one.name, 6),
                Cell("Measured by", lambda one: one.measure.name if one.measure else "nothing", 5, seldom=True),
                Cell("Blocks", lambda one: str(len(one.blocks)), 2, seldom=True),
                Cell("Measured", lambda one: f"{len(one.measured)} of {_members(one)}", 3),
                Cell("Mean change", lambda one: one.change, 5),
                Cell("Ratio gain", _ratio, 3, seldom=True),
                Cell("£ a month", _cost, 3, seldom=True),
                Cell("To mind", lambda one: FEW if one.is_few else "", 4),
            ],
            key=lambda one: one.key,
        )
        self.tree = RoomyTree(self.model, "What interventions did", LEAST)
        self.tree.opened.connect(lambda one: self.show_blocks(one.key if one is not None else ""))
        self.blocks_model = GroupedModel(
            [
                Cell("When", _days, 7),
                Cell("Block", lambda one: one.provision.name, 5, seldom=True),
                Cell("Measured", lambda one: f"{len(one.measured)} of {len(one.effects)}", 3),
                Cell("Mean change", _block_change, 5),
                Cell("Given", lambda one: written(one.costed.delivered_cost), 3, seldom=True),
            ],
            key=lambda one: one.provision.uuid,
        )
        self.blocks = RoomyTree(self.blocks_model, "Its blocks", LEAST_BLOCKS)
        self.blocks.opened.connect(self._open)
        self.heading, self.told = PlainLabel("", "heading"), PlainLabel("")
        self._below = card(
            self.heading, self.told, self.blocks, flow(button("Back to the interventions", self.close_blocks))
        )
        self._below.hide()
        self.nothing = EmptyState(
            "No block has ended yet",
            "End one under Groups: what it gave, cost and did is kept, and stands here beside the others of its kind.",
            "Go to the groups",
            lambda: context.go("term", tab="groups"),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree)
        self.stack.addWidget(self.nothing)
        self.hint = PlainLabel(HINT, "quiet")
        layout = column(self.hint, self.stack, self._below, gap=10, grows=self.stack)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read all blocks anew; what is open stays."""
        self.lines = worth.everything(self.context.store)
        self._measure()
        areas = [(one.code, one.label) for one in AREAS] + [("other", "Other support")]
        self.tree.show_groups(
            [
                Group(code, label, "", [one for one in self.lines if (one.area or "other") == code])
                for code, label in areas
            ]
        )
        self.tree.start()
        self.stack.setCurrentWidget(self.tree if self.lines else self.nothing)
        self.hint.setVisible(bool(self.lines))
        self.first = self.tree if self.lines else self.nothing
        self._show()

    def show_blocks(self, key: str) -> None:
        """Show the blocks of one line, and go to the first."""
        self._shown = key
        self._show()
        if self._shown:
            self.blocks.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_blocks(self) -> None:
        """Put the blocks away."""
        self._shown = ""
        self._show()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        one = next((line for line in self.lines if line.key == self._shown), None)
        self._below.setVisible(one is not None)
        if one is None:
            self._shown = ""
            return
        by = f", measured by {one.measure.name}" if one.measure is not None else ""
        self.heading.setText(f"{one.name}{by}")
        self.told.setText(self._told(one))
        self.blocks.show_groups([Group("blocks", "Blocks", "", one.blocks)])
        self.blocks.start()

    def _told(self, one: Worth) -> str:
        count = self.context.words().say("1 {pupil}" if one.pupils == 1 else f"{one.pupils} {{pupils}}")
        parts = [
            f"{count} in {len(one.blocks)} block{'' if len(one.blocks) == 1 else 's'}, {len(one.measured)} measured"
        ]
        parts += [one.change] if one.change else []
        if one.ratio is not None:
            with self.context.store.read() as session:
                word = effect.gain_word(one.ratio, effects.gains_of(session))
            parts.append(f"{_ratio(one)} months gained a month{f', {word}' if word else ''}")
        parts += [f"{_cost(one)} for each month gained"] if one.cost_per_month is not None else []
        return "; ".join(parts) + (f" ({FEW})." if one.is_few else ".")

    def _open(self, one: Held | None) -> None:
        if one is not None:
            self.context.go("term", tab="groups", record=one.provision.uuid)

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.blocks.measure(self.context.look.theme)


def _days(one: Held) -> str:
    return f"{written_day(one.provision.starts_on)} to {written_day(one.provision.ends_on)}"


def _members(one: Worth) -> int:
    return sum(len(block.effects) for block in one.blocks)


def _ratio(one: Worth) -> str:
    return effect.written_ratio(one.ratio) if one.ratio is not None else ""


def _cost(one: Worth) -> str:
    return written(one.cost_per_month) if one.cost_per_month is not None else ""


def _block_change(one: Held) -> str:
    gained = [each.gained for each in one.measured if each.gained is not None]
    measure = one.effects[0].measure if one.effects else None
    return effect.mean_words(measure, gained) if measure is not None and gained else "not measured"
