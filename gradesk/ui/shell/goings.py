"""Going away for a moment, in the menu File: covering, after how long it covers by itself, and locking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradesk.ui.actions import Action
from gradesk.ui.looks.look import LONGEST, covered_after

if TYPE_CHECKING:
    from gradesk.ui.shell.window import Shell


def goings(shell: Shell) -> list[Action]:
    """What is done before one goes away."""
    look = shell.context.look

    def choose() -> None:
        now = covered_after(look.covers_after)
        label = f"When nobody touches key or mouse. Now: {now[0].lower()}{now[1:]}."
        words = [covered_after(minutes) for minutes in range(LONGEST + 1)]
        minutes = shell.context.ask.choose(shell, "Lock Gradesk by itself", label, words)
        if minutes is not None:
            look.cover_after(minutes)
            still = "" if minutes else " After the laptop slept it still does."
            shell.banner.say(f"{covered_after(minutes)}.{still}", "good")

    return [
        Action("cover", "Cover Gradesk", shell.wanted_covered.emit, "F12", "File"),
        Action("cover-after", "When Gradesk locks itself …", choose, "", "File"),
        Action("lock", "Lock Gradesk", shell.wanted_locked.emit, "Ctrl+L", "File"),
    ]
