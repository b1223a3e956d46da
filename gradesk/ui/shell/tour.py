"""The three-minute tour: a strip that goes from place to place, says what one does there, and can be left and gone on with."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from gradesk.services.pupils import register
from gradesk.system.paths import resource
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow


@dataclass(frozen=True)
class Step:
    """One place of the tour: its title, the screen and its tab, and what is said; {pupil} is in the school's words."""

    title: str
    screen: str
    words: str
    tab: str = ""


@cache
def steps() -> tuple[Step, ...]:
    """The tour, from its first place to its last."""
    return tuple(Step(**row) for row in tomllib.loads(resource("tour.toml").read_text("utf-8"))["step"])


def named(at: int) -> str:
    """What the tour is called where it begins, or goes on from a place."""
    return f"Go on with the tour ({at + 1} of {len(steps())})" if 0 < at < len(steps()) else "Three-minute tour"


class Tour(QFrame):
    """The strip. `go` turns to a place; where it was left is kept for this laptop."""

    coming = Signal()  # just before it takes its place
    left = Signal()

    def __init__(self, context: Context, go: Callable[..., object]) -> None:
        super().__init__()
        self._context, self._go = context, go
        self.setProperty("role", "banner-info")
        self.at = 0
        self._title, self._words = PlainLabel("", "heading"), PlainLabel("")
        self.next_one = button("Next", lambda: self.turn(1), "main", "Enter")
        self.before = button("Back", lambda: self.turn(-1))
        self.stop = button("Leave the tour", self.leave, "", "Escape; the menu Help goes on with it")
        layout = column(self._title, self._words, flow(self.next_one, self.before, self.stop), gap=4)
        layout.setContentsMargins(16, 8, 16, 8)
        self.setLayout(layout)
        self.hide()

    def begin(self) -> None:
        """Begin, or go on where it was left."""
        kept = self._context.look.tour
        self.at = kept if kept < len(steps()) else 0
        self.coming.emit()
        self.show()
        self._show()

    def turn(self, by: int) -> None:
        """Go to the next place (1) or the one before (-1); behind the last it is over."""
        self.at += by
        if self.at >= len(steps()):
            self.leave()
            self._context.say("That was the tour; the menu Help has it again, and F1 the manual.", "good")
            return
        self._show()

    def leave(self) -> None:
        """Put the strip away; it is gone on with from here."""
        self._context.look.keep_tour(self.at)
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        step, say = steps()[self.at], self._context.words().say
        self._context.look.keep_tour(self.at)
        self._title.setText(f"{self.at + 1} of {len(steps())}: {step.title}")
        self._words.setText(say(step.words))
        self.setAccessibleName(f"{self._title.text()}. {self._words.text()}")
        self.before.setVisible(self.at > 0)
        last = self.at + 1 == len(steps())
        self.next_one.setText("Done" if last else "Next")
        self.next_one.setAccessibleName("End the tour" if last else f"Next: {steps()[self.at + 1].title}")
        self._turn_to(step)
        self.next_one.setFocus(Qt.FocusReason.OtherFocusReason)  # Enter goes on from here

    def _turn_to(self, step: Step) -> None:
        place: dict[str, object] = {"tab": step.tab} if step.tab else {}
        if step.screen == "pupil":
            pupil_id = _best_known(self._context)
            if not pupil_id:
                self._go("pupils")
                return
            place["pupil_id"] = pupil_id
        self._go(step.screen, **place)


def _best_known(context: Context) -> str:
    """The first pupil with a passport and a cycle, so that there is something to see; empty in a school without pupils."""
    store = context.store
    rows = register.everyone(store, register.Criteria(status="KE")) or register.everyone(store)
    return next((row.uuid for row in rows if row.stage and row.passport), rows[0].uuid if rows else "")
