"""One pupil in hand: kept with a reason, held against erasing, or erased for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from gradesk.model.pupils.leaving import KeptLonger, LegalHold
from gradesk.services.pupils import leaving, pupils
from gradesk.services.safekeeping import erasing
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.screens.school.leavers.erase_part import ErasePart


class DecisionCard(QFrame):
    """In sight while somebody is in hand."""

    def __init__(self, context: Context, changed: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._changed = context, changed
        self._pupil_id = self._hold_id = ""
        self.setProperty("role", "card")
        today, words = context.store.clock.today, context.words()
        self.who = PlainLabel("", "heading")
        self.keeping = Form(
            KeptLonger, ("reason", "next_on"), today, words, 2, draft=True, about="leaver to keep", ahead=True
        )
        self.holding = Form(LegalHold, ("reason", "who"), today, words, 2, draft=True, about="legal hold")
        self.keep = button("Keep the records", self._keep, "main")
        self._kept = QWidget()
        self._kept.setLayout(column(PlainLabel("Keep", "field"), self.keeping, flow(self.keep)))
        self.hold = button("Put under legal hold", self._hold)
        self.end = button("End the legal hold", self._end)
        self.held = PlainLabel("")
        self.erase = ErasePart(context, self._gone)
        self._new_hold = QWidget()
        self._new_hold.setLayout(column(self.holding, flow(self.hold)))
        self.setLayout(
            column(
                self.who,
                self._kept,
                PlainLabel("Legal hold: while it lasts nothing is erased", "field"),
                self.held,
                self._new_hold,
                flow(self.end),
                self.erase,
                flow(button("Leave it for now", self.put_away, "link")),
                margin=14,
            )
        )
        self.hide()

    def show_pupil(self, pupil_id: str) -> None:
        """Take somebody in hand."""
        self._pupil_id = pupil_id
        self._blank()
        self.erase.show_pupil(pupil_id)
        self.show()
        self.renew()
        self.keeping.focus_on("reason") if self._kept.isVisibleTo(self) else self.erase.begin.setFocus()

    def renew(self) -> None:
        """Read anew what is known of whoever is in hand."""
        if not self._pupil_id:
            return
        gone = erasing.deleted(self._context.store, self._pupil_id)
        name = gone or pupils.with_class(self._context.store, [self._pupil_id]).get(self._pupil_id, "")
        self._kept.setVisible(not gone)  # it is kept as it is until it is brought back
        if not name:
            self.put_away()
            return
        self.who.setText(name)
        hold = leaving.held(self._context.store, self._pupil_id)
        self.held.setText(
            f"■ Since {hold.happened_on:%d/%m/%Y}, asked for by {hold.who}: {hold.reason}" if hold is not None else ""
        )
        self.held.setVisible(hold is not None)
        self._new_hold.setVisible(hold is None)
        self.end.setVisible(hold is not None)
        self._hold_id = hold.uuid if hold is not None else ""
        self.erase.renew()

    def put_away(self) -> None:
        """Nobody is in hand any more; nothing was decided."""
        self._pupil_id = ""
        self._blank()
        self.erase.put_away()
        self.hide()

    def _keep(self) -> None:
        values = self._values(self.keeping)
        if values is not None and self._context.attempt(
            lambda: leaving.keep(self._context.store, self._pupil_id, values["reason"], values["next_on"])
        ):
            self.put_away()
            self._changed()
            self._context.done("Kept. They stand here again when that day has come.")

    def _hold(self) -> None:
        values = self._values(self.holding)
        if values is not None and self._context.attempt(
            lambda: leaving.hold(self._context.store, self._pupil_id, values["reason"], values["who"])
        ):
            self._blank()
            self._changed()
            self._context.done("Held: nothing of these records is erased until the hold is ended.")

    def _end(self) -> None:
        if self._context.attempt(lambda: leaving.end_hold(self._context.store, self._hold_id)):
            self._changed()
            self._context.done("The hold has ended; that it was there stays on record.", "info")

    def _values(self, form: Form) -> dict[str, Any] | None:
        try:
            return form.values()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return None

    def _blank(self) -> None:
        for form, record in ((self.keeping, KeptLonger(reason="")), (self.holding, LegalHold(reason="", who=""))):
            form.clear()
            form.load(record)

    def _gone(self) -> None:
        self.put_away()
        self._changed()
