"""The line under Today's list where a line is put off: until when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from gradesk.services.today import later
from gradesk.services.today.due import Due
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import DayEditor, LineEditor, Wrong
from gradesk.ui.kit.forms.held import HeldPart
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LaterForm(HeldPart):
    """Two fields and a button. What is half typed stays when it is shut; `left` when it is."""

    about = "later"
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._item: Due | None = None
        self.waits_for = ""  # the key of a line that was being put off when the window fell
        self.setProperty("role", "card")
        self.asked = PlainLabel("", "field")
        self.day = DayEditor(context.store.clock.today)
        self.day.widget.setAccessibleName("Put off until")
        self.day.widget.setMinimumWidth(context.look.theme.px(160))
        self.day.widget.setMaximumWidth(context.look.theme.px(190))
        self.reason = LineEditor()
        self.reason.widget.setAccessibleName("Reason")
        self.reason.line.setPlaceholderText("The reason, shown with the line")
        self.reason.widget.setMinimumWidth(context.look.theme.px(260))
        self.act = button("Put it off", self.keep, "main")
        self.setLayout(
            column(
                self.asked,
                flow(
                    PlainLabel("until", wrap=False), self.day.widget, PlainLabel("because", wrap=False),
                    self.reason.widget, self.act, button("Leave it", self.shut, "link"),
                ),
                margin=10,
                gap=6,
            )
        )  # fmt: skip
        for editor in (self.day, self.reason):
            editor.widget.installEventFilter(self)
        self.hide()

    def typed(self) -> dict[str, Any]:
        """The reason and the day, and the line they are about."""
        if not self.half_typed:
            return {}
        item = "|".join(self._item.key) if self._item is not None and not self.isHidden() else ""
        return {"day": self.day.raw(), "reason": self.reason.raw(), "item": item}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put them back; the list opens the form when it has read the line."""
        self.day.show_raw(typed["day"])
        self.reason.show_raw(typed["reason"])
        self.waits_for = str(typed["item"])

    def clear(self) -> None:
        """Forget them."""
        self.day.show(None)
        self.reason.show("")

    @property
    def half_typed(self) -> bool:
        """Whether a reason stands there that was not used."""
        return bool(str(self.reason.value()).strip())

    def offer(self, item: Due, words: str) -> None:
        """Ask until when and why for a line."""
        self._item = item
        self.asked.setText(f"Put off: {words}")
        if item.put_off is not None:
            self.day.show(item.put_off.until)
            if not self.half_typed:
                self.reason.show(item.put_off.reason)
        self.show()
        self.day.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Put the line off as it is typed."""
        if self._item is None:
            return
        item = self._item
        try:
            until = self.day.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            self.day.widget.setFocus()
            return
        reason = str(self.reason.value())
        if self._context.attempt(lambda: later.put_off(self._context.store, item, until, reason)):
            self.clear()
            self.shut()
            self._context.done("Put off; it comes back by itself. Ctrl+Z takes it back.", "good")
        elif until is not None and not reason.strip():
            self.reason.widget.setFocus()

    def shut(self) -> None:
        """Put the form away; what is typed stays for the next time."""
        self._item = None
        self.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, then keeps; Escape leaves the line where it is."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # or the window would take it
            return True
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.shut()
                return True
            if event.key() in KEYS:
                if watched is self.day.widget and not self.half_typed:
                    self.reason.widget.setFocus()
                else:
                    self.keep()
                return True
        return super().eventFilter(watched, event)
