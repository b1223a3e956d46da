"""What support a pupil is on and who leads it: each moved with a day and a reason, each with its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradesk.model.vocabulary import LEAD_ROLES, STATUSES
from gradesk.services.pupils import leads, pupils
from gradesk.services.pupils.pupils import PupilPage
from gradesk.services.school import school, staff
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, Editor, LineEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow
from gradesk.ui.screens.pupil.layer_offer import LayerOffer
from gradesk.ui.screens.pupil.panel import Panel


@dataclass(frozen=True)
class Move:
    """The editors of one move: what it changes to, from which day, why, and when parents were told."""

    to: ChoiceEditor
    day: DayEditor
    reason: LineEditor
    told: DayEditor


class SupportCard(QWidget):
    """Status, layer and named lead of one pupil."""

    def __init__(self, context: Context, panel: Panel) -> None:
        super().__init__()
        self._context, self._panel = context, panel
        self.page: PupilPage | None = None
        self._shape: tuple[object, ...] = ()
        self.watch = QCheckBox("and keep on the watch list")
        self._inside = QVBoxLayout()
        self._inside.setSpacing(12)
        self.setLayout(column(self._inside))

    def show_page(self, page: PupilPage) -> None:
        """Show a pupil; a reason half typed outlives a change elsewhere."""
        self.page = page
        labels = {label.code: label.label for label in school.layers(self._context.store)}
        people = tuple((person.uuid, person.name, person.role) for person in staff.staff(self._context.store))
        spans = [span.uuid for span in page.statuses] + [span.uuid for span in page.layers]
        shape = (page.pupil.uuid, page.pupil.class_name, spans, page.leads, labels, people)
        if shape != self._shape:
            self._shape = shape
            with self._panel.rebuilding():
                self._build(page, labels)
        self.offer.show_pupil(page.pupil.uuid, page.pupil.first_name)

    # Building --------------------------------------------------------------------------------------------------

    def _build(self, page: PupilPage, labels: dict[str, str]) -> None:
        clear(self._inside)
        now = page.status.status if page.status else "N"
        self.status = self._move([(term.code, term.label) for term in STATUSES], now, "SEN status")
        self.watch = QCheckBox("and keep on the watch list")
        self.watch.setChecked(True)
        self.watch.setVisible(False)
        self.status.to.edited.connect(lambda: self._offer_watch(now))
        layer = page.layer.layer if page.layer else ""
        self.offer = LayerOffer(self._context)
        self.layer = self._move([("", ""), *labels.items()], layer, "Layer of support")
        self._inside.addWidget(
            card(
                PlainLabel("Status and layer", "heading"),
                self._row("SEN status", self.status, _beside(button("Change status", self.change_status)), self.watch),
                self._row("Layer of support", self.layer, _beside(button("Change layer", self.change_layer))),
                self.offer,
            )
        )
        self._inside.addWidget(self._lead_card(page))

    def _move(self, choices: list[tuple[str, str]], now: str, name: str) -> Move:
        today = self._context.store.clock.today
        move = Move(ChoiceEditor(choices), DayEditor(today), LineEditor(), DayEditor(today, past=True))
        move.to.show(now)
        move.day.show(today())
        for label, editor in (
            (name, move.to),
            (f"{name}: from", move.day),
            (f"{name}: reason", move.reason),
            (f"{name}: parents told on", move.told),
        ):
            editor.widget.setAccessibleName(label)
            if editor is not move.to:
                self._panel.unsent(editor, label)
        move.reason.widget.setMinimumWidth(self._context.look.theme.px(200))
        return move

    def _row(self, name: str, move: Move, *after: QWidget) -> QWidget:
        cells = [
            _cell(label, editor)
            for label, editor in (
                (name, move.to),
                ("from", move.day),
                ("because", move.reason),
                ("parents told on", move.told),
            )
        ]
        return flow(*cells, *after)

    def _lead_card(self, page: PupilPage) -> QWidget:
        store, say = self._context.store, self._context.words().say
        people = staff.staff(store)
        lead = page.lead
        teacher = next(
            (one for one in people if page.pupil.class_name and one.class_name == page.pupil.class_name), None
        )
        self.leader = ChoiceEditor([("", ""), *((person.uuid, person.name) for person in people)])
        self.leader.show(lead.staff_id if lead and any(one.uuid == lead.staff_id for one in people) else "")
        self.role = ChoiceEditor([(term.code, say(term.label)) for term in LEAD_ROLES])
        self.role.show(lead.role if lead else "teacher")
        if lead is None and teacher is not None:
            self.leader.show(teacher.uuid)
        self.lead_from = DayEditor(store.clock.today)
        self.lead_from.show(store.clock.today())
        roles = {person.uuid: leads.usual_role(person.role) for person in people}
        self.leader.edited.connect(lambda: self.role.show(roles.get(self.leader.value(), "teacher")))
        for label, editor in (("Named lead", self.leader), ("Lead as", self.role), ("Lead from", self.lead_from)):
            editor.widget.setAccessibleName(label)
        self._panel.unsent(self.lead_from, "Lead from")
        end = button("End the lead", self.end_lead, "", "After the day before “from”, with nobody in their place yet")
        end.setEnabled(lead is not None)
        return card(
            PlainLabel("Named lead", "heading"),
            PlainLabel(
                say("Who co-ordinates the support, or for most {pupils} the class teacher. The key adult is the one ")
                + say("the {pupil} trusts, and stands under “Who”."),
                "quiet",
            ),
            flow(
                _cell("Named lead", self.leader),
                _cell("as", self.role),
                _cell("from", self.lead_from),
                _beside(button("Name as lead", self.name_lead)),
                _beside(end),
            ),
        )

    # Doing -----------------------------------------------------------------------------------------------------

    def change_status(self) -> None:
        """Move to the status chosen; from SEN support or an EHC plan down to none, with the watch list if it is ticked."""
        assert self.page is not None
        now = self.page.status.status if self.page.status else ""
        found = self._taken(self.status, now, "That is the status already; nothing was changed.")
        if found is None:
            return
        to, since, reason, told = found
        store, who = self._context.store, self.page.pupil.uuid
        if to == "N" and now in pupils.SUPPORTED:
            watch = self.watch.isChecked()
            self._attempt("SEN status", lambda: pupils.step_down(store, who, since, reason, told, watch))
        else:
            self._attempt("SEN status", lambda: pupils.set_status(store, who, to, since, reason, told))

    def change_layer(self) -> None:
        """Move to the layer chosen."""
        assert self.page is not None
        now = self.page.layer.layer if self.page.layer else ""
        found = self._taken(self.layer, now, "That is the layer already; nothing was changed.")
        if found is not None:
            to, since, reason, told = found
            who = self.page.pupil.uuid
            self._attempt(
                "Layer of support", lambda: pupils.set_layer(self._context.store, who, to, since, reason, told)
            )

    def name_lead(self) -> None:
        """Name whoever is chosen."""
        assert self.page is not None
        since = self._day(self.lead_from)
        if since is None:
            return
        if not self.leader.value():
            self._context.say("Choose who leads; nothing was changed.", "problem")
            return
        who, lead = self.page.pupil.uuid, self.page.lead
        if lead is not None and (lead.staff_id, lead.role) == (self.leader.value(), self.role.value()):
            self._context.say(f"{lead.name} is the lead already; nothing was changed.", "info")
            return
        self._attempt(
            "Lead from",
            lambda: leads.name_lead(self._context.store, who, self.leader.value(), self.role.value(), since),
        )

    def end_lead(self) -> None:
        """End the lead the day before the day that stands there."""
        assert self.page is not None
        since = self._day(self.lead_from)
        who = self.page.pupil.uuid
        if since is not None:
            self._attempt(
                "Lead from",
                lambda: leads.end_lead(self._context.store, who, date.fromordinal(max(since.toordinal() - 1, 1))),
            )

    def _offer_watch(self, now: str) -> None:
        self.watch.setVisible(now in pupils.SUPPORTED and self.status.to.value() == "N")

    def _taken(self, move: Move, now: str, same: str) -> tuple[str, date, str, date | None] | None:
        try:
            to, since, reason, told = move.to.value(), move.day.value(), move.reason.value(), move.told.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return None
        if not to or since is None:
            self._context.say("Choose what it changes to and from which day; nothing was changed.", "problem")
            return None
        if to == now:
            self._context.say(same, "info")
            return None
        return to, since, reason, told

    def _day(self, editor: DayEditor) -> date | None:
        try:
            day: date | None = editor.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return None
        if day is None:
            self._context.say("Say from which day; nothing was changed.", "problem")
        return day

    def _attempt(self, name: str, deed: Callable[[], object]) -> None:
        """Do it; what was typed for it has had its use then, also in a form that is made anew meanwhile."""
        self._panel.let_go(name)
        self._context.attempt(deed)


def _cell(label: str, editor: Editor) -> QWidget:
    cell = QWidget()
    cell.setLayout(column(PlainLabel(label, "quiet", wrap=False), editor.widget, gap=2))
    return cell


def _beside(act: QWidget) -> QWidget:
    """A button at the height of the fields beside it, under their labels."""
    cell = QWidget()
    cell.setLayout(column(PlainLabel(" ", "quiet", wrap=False), act, gap=2))
    return cell
