"""What is done at the list of a plan's parts: add, from the bank, up and down, remove."""

from __future__ import annotations

from gradesk.services.plans import plans
from gradesk.ui.screens.pupil.plan.help import PlanDesk, PlanHelp


class Listed:
    """The deeds of the list, done about the target in hand."""

    def __init__(self, tab: PlanDesk, help: PlanHelp) -> None:
        self._tab, self._help = tab, help

    def do(self, what: str) -> None:
        """Do what the list asks for."""
        writing = self._tab.writing
        if what == "add":
            self._tab.add_target()
        elif what == "bank":
            self._help.offer_bank()
        elif writing is None:
            return
        elif what == "enter":
            self._tab.go_into(writing.key, "pupil_wording" if writing.key in writing.targets else "strengths")
        elif writing.key in writing.targets:
            self.with_target(what, writing.key)

    def with_target(self, what: str, target_id: str) -> None:
        """Move or remove a target; with anything else the help knows what to do."""
        self._tab.flush()
        if what in ("up", "down"):
            self._move(target_id, -1 if what == "up" else 1)
        elif what == "remove":
            self._remove(target_id)
        else:
            self._help.with_target(what, target_id)

    def _move(self, target_id: str, steps: int) -> None:
        tab = self._tab
        if tab.attempt(lambda: plans.move_target(tab.context.store, target_id, steps)):
            tab.show_entry(target_id)
            tab.focus_entries()

    def _remove(self, target_id: str) -> None:
        tab = self._tab
        assert tab.writing is not None
        following = tab.writing.neighbour(target_id)
        if tab.attempt(lambda: plans.remove_target(tab.context.store, target_id)):
            tab.show_entry(following)
            tab.focus_entries()
            tab.context.done("The target is removed; Ctrl+Z brings it back.", "info")
