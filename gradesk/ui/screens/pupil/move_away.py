"""“Move to another pupil …” and “For staff alone”: beside everything that can be written about the wrong one, or not for all."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from gradesk.services.custody import confidential, moving
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.layouts import column, flow, row
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


def headed(context: Context, head: QWidget, *acts: QWidget) -> QBoxLayout:
    """What a record is, with what can be done with it beside it; below it where the text is large."""
    if context.look.theme.is_large:
        return column(head, flow(*acts), gap=2)
    line = row(head, *acts)
    line.setStretch(0, 1)
    return line


def for_staff(
    panel: Panel, kind: str, uuid: str, about: str, turned: Callable[[], object] | None = None
) -> QPushButton:
    """A button that keeps a record (`kind` of `confidential.KINDS`) to staff, and says by its words whether it is."""
    store = panel.context.store
    is_marked = confidential.is_marked(store, kind, uuid)
    words = "For staff alone ✓" if is_marked else "For staff alone"
    act = button(
        words, lambda: _keep_to_staff(panel, kind, uuid, turned, on=not is_marked), "link",
        "On no page that goes home, and not seen in a meeting",
    )  # fmt: skip
    act.setAccessibleName(f"For staff alone, {'yes' if is_marked else 'no'}: {about}")
    return act


def _keep_to_staff(panel: Panel, kind: str, uuid: str, turned: Callable[[], object] | None, *, on: bool) -> None:
    panel.flush()
    context = panel.context
    if context.attempt(lambda: confidential.mark(context.store, kind, uuid, on=on)):
        (turned or panel.reload)()
        done = "It is for staff alone: on no page that goes home, and not seen in a meeting."
        context.done(done if on else "It can be seen by others again.", "good")


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
