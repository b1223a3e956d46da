"""The layer that a pupil’s support belongs to, where it is another than theirs: one key takes it, one leaves it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from gradesk.services.term.begun import layering
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

TAKE, LEAVE = "Ctrl+Shift+Y", "Ctrl+Shift+X"


def take(context: Context, pupil_id: str) -> None:
    """Move the pupil to the layer that is proposed."""
    done: list[layering.Proposal] = []
    if context.attempt(lambda: done.append(layering.accept(context.store, pupil_id))):
        context.done(f"The layer is {done[0].label} from today; when parents were told stands under Details.", "good")


def leave(context: Context, pupil_id: str) -> None:
    """Leave the layer as it is."""
    done: list[layering.Proposal] = []
    if context.attempt(lambda: done.append(layering.leave(context.store, pupil_id))):
        now = f"stays {done[0].now}" if done[0].now else "stays unsaid"
        context.done(f"The layer {now}; it is proposed again when the support is another.", "info")


def actions(context: Context, pupil_id: Callable[[], str]) -> list[Action]:
    """Both, for the page of a pupil."""
    return [
        Action("layer.take", "Take the layer that is proposed", lambda: take(context, pupil_id()), TAKE, "Edit"),
        Action("layer.leave", "Leave the layer as it is", lambda: leave(context, pupil_id()), LEAVE, "Edit"),
    ]


class LayerOffer(QFrame):
    """In sight only while a layer is proposed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._pupil_id = context, ""
        self.words = PlainLabel("")
        self.act = button("", lambda: take(context, self._pupil_id), "", TAKE)
        self.left = button("Leave it", lambda: leave(context, self._pupil_id), "link", LEAVE)
        self.setLayout(column(self.words, flow(self.act, self.left), gap=4))
        self.hide()

    def show_pupil(self, pupil_id: str, first_name: str) -> None:
        """Show what is proposed for a pupil, or nothing."""
        self._pupil_id = pupil_id
        found = layering.proposal(self._context.store, pupil_id)
        self.setVisible(found is not None)
        if found is None:
            return
        now = f"the layer says {found.now}" if found.now else "no layer is said yet"
        self.words.setText(f"{first_name}’s support is that of {found.label} ({found.why}); {now}.")
        self.act.setText(f"Take {found.label}")
        self.act.setAccessibleName(f"Take the layer {found.label}, {TAKE}")
        self.left.setAccessibleName(f"Leave the layer as it is, {LEAVE}")
