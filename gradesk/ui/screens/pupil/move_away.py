"""“Move to another pupil …”: beside everything that can have been written about the wrong one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from gradesk.services.custody import moving
from gradesk.ui.kit.buttons import button
from gradesk.ui.screens.pupil.panel import Panel


def mover(panel: Panel, kind: str, uuid: str, about: str, moved: Callable[[], object] | None = None) -> QPushButton:
    """A button that moves a record (`kind` of `moving.MOVABLE`) to whom is chosen; `about` says which, for screen readers.

    `moved` shows the rest anew; without it the tab reads itself anew.
    """
    say = panel.context.words().say
    act = button(
        say("Another {pupil} …"), lambda: _move(panel, kind, uuid, moved), "link", say("Move it to another {pupil}")
    )
    act.setAccessibleName(say(f"Move to another {{pupil}}: {about}"))
    return act


def _move(panel: Panel, kind: str, uuid: str, moved: Callable[[], object] | None) -> None:
    panel.flush()
    context, store = panel.context, panel.context.store
    say = context.words().say
    places: list[moving.Place] = []
    if not context.attempt(lambda: places.extend(moving.places(store, kind, uuid))):
        return
    if not places:
        context.say(say("There is no other {pupil} it could be moved to; nothing was moved."), "info")
        return
    title = say("Move to another {pupil}")
    chosen = context.ask.choose(panel, title, say("Whose is it?"), [place.words for place in places])
    if chosen is None:
        return
    done: list[str] = []
    if context.attempt(lambda: done.append(moving.move(store, kind, uuid, places[chosen]))):
        (moved or panel.reload)()
        context.done(done[0])
