"""What can be done anywhere in the window, as rows: menus, keys and the palette come from them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gradesk.system.lazy import lazily
from gradesk.ui.actions import Action
from gradesk.ui.shell.goings import goings
from gradesk.ui.shell.looks import looks

if TYPE_CHECKING:
    from gradesk.ui.shell.window import Shell

if TYPE_CHECKING:
    from gradesk.ui.shell.tour import named as tour_named
else:
    tour_named = lazily("gradesk.ui.shell.tour:named")


def everywhere(shell: Shell) -> list[Action]:
    """The rows of every screen."""
    look, words = shell.context.look, shell.words
    found = [
        Action("find", words.say("Find a {pupil} or an action"), shell.finder.open, "Ctrl+K", "Go"),
        Action("capture", "Catch a line", lambda: shell.capture.open(), "Ctrl+Space", "Edit"),
        Action("jot", "Note on a target", lambda: shell.capture.open(), "Ctrl+J", "Edit"),
        Action("meeting", words.say("Hold a meeting about the {pupil}"), shell.hold_meeting, "F5", "Go"),
        *(
            Action(
                f"go.{name}",
                words.say(shell.listed[name].title),
                partial(shell.go_to_place, name),
                f"Ctrl+{place}",
                "Go",
            )
            for place, name in enumerate(shell.nav.places, start=1)
        ),
        *(
            Action(f"go.{name}", words.say(listed.found_as or listed.title), partial(shell.go, name), "", "Go")
            for name, listed in shell.listed.items()
            if listed.title and listed.within
        ),
        *goings(shell),
        Action("back", "Back", shell.back, "Alt+Left", "Go"),
        Action("undo", "Undo", shell.undo, "Ctrl+Z", "Edit"),
        Action("redo", "Redo", shell.redo, "Ctrl+Shift+Z", "Edit", also="Ctrl+Y"),
        Action("offered", "Do what the message offers", shell.banner.take_offer, "Ctrl+.", "Edit"),
        *looks(look),
        Action("tour", tour_named(look.tour), shell.take_tour, "", "Help"),
        Action("manual", "Manual: the page for where you are", shell.show_manual, "F1", "Help"),
        Action("keys", "Keys and actions", shell.show_keys, "Shift+F1", "Help"),
    ]
    if shell.card.is_practice:
        found.append(Action("anew", "Begin the practice school anew", shell.wanted_anew.emit, "", "Help"))
    return found
