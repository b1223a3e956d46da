"""The beginning and the end of the corner: who sits beside; thank you for the child; what was said, for the adult."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradesk.services.meetings.said import Told
from gradesk.services.plans import answers
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel, caption
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.kit.pictures.drawing import Drawing

SMALL = 220  # pixels wide, a drawing among the answers


class Begin(QWidget):
    """Before the first question: what this is, and who sits beside."""

    def __init__(self, helper: Form) -> None:
        super().__init__()
        self.heading = PlainLabel("", "far")
        self.helper = helper
        told = PlainLabel(
            "We ask a few questions, one at a time. You can leave out any of them, go back, and stop when you like.",
            "title",
        )
        beside = QWidget()
        beside.setLayout(column(helper))
        self.setLayout(column(self.heading, told, beside, None, gap=20))

    def show_name(self, name: str) -> None:
        """Say whose corner it is."""
        self.heading.setText(f"{name}’s corner")


class Nobody(QWidget):
    """No child was chosen."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__()
        self.act = button("Back", back, "main")
        told = PlainLabel("Go to the page of the child first, and press Shift+F5 there.", "title")
        self.setLayout(column(PlainLabel("Whose corner?", "far"), told, flow(self.act), None, gap=20))


class ThankYou(QWidget):
    """The clear end for the child."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = PlainLabel("", "far")
        self.setLayout(
            column(None, self.heading, PlainLabel("That is all. Thank you for telling us.", "title"), None, gap=20)
        )

    def show_name(self, name: str) -> None:
        """Thank by name."""
        self.heading.setText(f"Well done, {name}.")


class WhatWasSaid(QWidget):
    """Every answer with the places it goes to, all ticked."""

    def __init__(
        self, context: Context, helper: Form, put_in: Callable[[], object], leave: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context = context
        self.heading = PlainLabel("", "far")
        self.told = PlainLabel("", "ask")
        self.helper = helper
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.ticks: dict[str, QCheckBox] = {}
        self.act = button("Put these in", put_in, "main", "Enter. One Undo takes all of it back")
        self.later = button("Leave it for now", leave)
        self.setLayout(column(self.heading, self.told, flow(self.act, self.later), helper, self._list, None, gap=14))

    def show_told(self, name: str, found: Sequence[Told]) -> None:
        """Show what was said, and where each of it goes."""
        self.heading.setText(f"What {name} said")
        clear(self._list)
        self.ticks = {}
        for one in found:
            self._list.addWidget(self._card(one))
        places = len(self.ticks)
        self.act.setVisible(bool(places))
        if not found:
            self.told.setText("Nothing was answered today.")
        elif not places:
            self.told.setText("It is kept, and there is no place where it does not stand already.")
        else:
            self.told.setText("It is kept as it was said. Ticked is where it goes too, behind what stands there.")

    def chosen(self) -> frozenset[str]:
        """The places that are ticked."""
        return frozenset(key for key, tick in self.ticks.items() if tick.isChecked())

    def _card(self, one: Told) -> QWidget:
        title, said = answers.short(one.answer), answers.spoken(one.answer)
        parts: list[QWidget] = [PlainLabel(title, "field"), PlainLabel(said)]
        ticks: list[QWidget] = []
        for landing in one.landings:
            if landing.is_there:
                ticks.append(PlainLabel(f"Stands there already: {landing.words}", "quiet"))
                continue
            tick = QCheckBox(caption(landing.words))
            tick.setChecked(True)
            tick.setAccessibleName(f"{landing.words}: {title}")
            self.ticks[landing.key] = tick
            ticks.append(tick)
        if not one.landings:
            ticks.append(PlainLabel("Kept with the answers", "quiet"))
        parts.append(flow(*ticks, gap=16))
        words = QWidget()
        words.setLayout(column(*parts, gap=4))
        drawn = answers.strokes(one.answer)
        if not drawn:
            return card(words)
        sheet = Drawing(self._context.look, drawn, SMALL)
        both = row(sheet, words, gap=16)
        both.setStretch(1, 1)
        return card(both)
