"""A card in which one new record is written; nothing is kept until it is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from gradesk.model.base import Entity
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form, Options
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow


class Draft(QFrame):
    """`keep` is given what was typed and says whether it was kept; `left` is called when the card is put away."""

    def __init__(
        self,
        context: Context,
        title: str,
        blank: Entity,
        names: tuple[str, ...],
        act: str,
        keep: Callable[[Mapping[str, Any]], bool],
        left: Callable[[], object],
        options: Options | None = None,
        hint: str = "",
        *,
        ahead: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context, self._keep, self._left = context, keep, left
        columns = 2 if context.look.theme.is_large else 3
        self.form = Form(
            type(blank), names, context.store.clock.today, context.words(), columns, options, draft=True, halves=True,
            about=title.lower(), ahead=ahead,
        )  # fmt: skip
        self.form.say_of(title.lower())
        self.form.righted.connect(context.unsay)
        self.form.load(blank)
        self.act = button(act, self.take, "main", "Ctrl+Enter")
        self.setLayout(
            column(
                PlainLabel(title, "heading"),
                *([PlainLabel(hint, "quiet")] if hint else []),
                self.form,
                flow(self.act, button("Put away", self.put_away, "link", "Escape")),
                margin=14,
                gap=8,
            )
        )

    def take(self) -> None:
        """Keep what stands here; where something lacks, it is said, and all stays as it is."""
        try:
            values = self.form.values()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        if self._keep(values):
            self.form.clear()

    def put_away(self) -> None:
        """Forget what stands here."""
        self.form.clear()
        self._left()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps, Escape puts away."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)
