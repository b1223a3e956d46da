"""Theme and size of text in the menu View, each marked while it is in force."""

from __future__ import annotations

from functools import partial

from gradesk.ui.actions import Action
from gradesk.ui.look import Look

THEMES = {
    "light": "Light theme",
    "tinted": "Tinted theme",
    "dark": "Dark theme",
    "contrast": "High contrast",
    "": "Light or dark as the system",
}


def looks(look: Look) -> list[Action]:
    """What changes how the program looks."""
    return [
        Action("larger", "Larger text", lambda: look.larger(1), "Ctrl++", "View"),
        Action("smaller", "Smaller text", lambda: look.larger(-1), "Ctrl+-", "View"),
        Action(
            "as-system",
            "Size of text as the system",
            lambda: look.choose(scale=0),
            "",
            "View",
            is_on=lambda: look.chosen_size == 0,
        ),
        *(
            Action(
                name or "system",
                title,
                partial(look.choose, name),
                "",
                "View",
                is_on=partial(lambda name: look.chosen == name, name),
            )
            for name, title in THEMES.items()
        ),
    ]
