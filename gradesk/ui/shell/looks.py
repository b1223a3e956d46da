"""Theme and size of text in the menu View, each marked while it is in force."""

from __future__ import annotations

from gradesk.ui.actions import Action
from gradesk.ui.looks.look import Look
from gradesk.ui.looks.theme import AS_SYSTEM, THEMES


def looks(look: Look) -> list[Action]:
    """What changes how the program looks."""

    def theme(name: str, title: str) -> Action:
        return Action(
            name or "system", title, lambda: look.choose(name), menu="View", is_on=lambda: look.chosen == name
        )

    return [
        Action("larger", "Larger text", lambda: look.larger(1), "Ctrl++", "View"),
        Action("smaller", "Smaller text", lambda: look.larger(-1), "Ctrl+-", "View"),
        Action(
            "as-system",
            "Size of text as the system",
            lambda: look.choose(scale=0),
            menu="View",
            is_on=lambda: look.chosen_size == 0,
        ),
        *(theme(name, title) for name, title in THEMES.items()),
        theme("", AS_SYSTEM),
    ]
