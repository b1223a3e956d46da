"""What the plan says: sections, outcomes and lines, pasted once and corrected; and of each line whether it is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from gradesk.model.ehc.case import EhcSection
from gradesk.model.ehc.plan import EhcLine, EhcOutcome
from gradesk.model.ehc.words import EHC_PROVISION, EHC_SECTIONS
from gradesk.model.rules.ehc import delivery
from gradesk.services.ehc import delivered, promises
from gradesk.services.ehc.cases import Case
from gradesk.services.ehc.delivered import LineState
from gradesk.services.plans import plans
from gradesk.services.school import school
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone
from gradesk.ui.screens.pupil.move_away import headed
from gradesk.ui.screens.pupil.panel import Panel

LINE = ("words", "times", "minutes", "hours", "per", "who", "scope", "outcome_id")
OUTCOME = ("words", "by_when")
SPANS = {"words": 4}
ROWS = 5  # lines of text of the place to paste into
STATES = {
    delivery.MET: "", delivery.SHORT: "problem", delivery.NOT_ARRANGED: "problem", delivery.OUT_OF_SCOPE: "problem",
    delivery.UNREAD: "problem",
}  # fmt: skip


class PromisedCard(QWidget):
    """The plan line by line; one line at a time is open to be corrected."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._case: Case | None = None
        self._open = ""
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(column(self._list))

    def forget(self) -> None:
        """Close what is open: another pupil is shown."""
        self._open = ""

    def build(self, case: Case | None) -> None:
        """Show what the plan of a case says."""
        clear(self._list)
        self._case = case
        if case is None:
            return
        store, today = self._panel.context.store, self._panel.context.store.clock.today()
        read = promises.read(store, case.case.uuid)
        first = _half_term_began(school.half_terms(store), today)
        states = delivered.of_case(store, case.case.uuid, case.case.pupil_id, today, first)
        self._list.addWidget(self._outcomes(read))
        self._list.addWidget(self._lines(states, first))
        self._list.addWidget(self._sections(read))

    def go_to(self, uuid: str) -> bool:
        """Open an outcome or a line; False when it is none of these."""
        if self._case is None:
            return False
        read = promises.read(self._panel.context.store, self._case.case.uuid)
        if uuid not in {one.uuid for one, _ in read.outcomes} | {one.uuid for one in read.lines}:
            return False
        self._turn(uuid)
        return True

    def _outcomes(self, read: promises.Promised) -> QWidget:
        parts: list[Any] = [PlainLabel("Outcomes (section E)", "heading")]
        for one, targets in read.outcomes:
            served = ", ".join(f"target {target.position}" for target in targets)
            told = f"E{one.position}: {one.words}" + (f" · served by {served}" if served else " · no target serves it")
            parts.append(self._entry(one.uuid, told, partial(self._outcome_form, one), promises.remove_outcome))
            if self._open == one.uuid:
                parts.append(self._targets(one, [target.uuid for target in targets]))
        parts += self._paster("outcomes", "Paste section E here: each outcome becomes one.", self._paste_outcomes)
        return card(*parts)

    def _lines(self, states: list[LineState], first: date | None) -> QWidget:
        parts: list[Any] = [PlainLabel("What is promised, and is it given?", "heading")]
        met = sum(one.on_day.state == delivery.MET for one in states)
        if states:
            said = f"{met} of {len(states)} lines are met today. Support serves a line that it names under “Line of the EHC plan”."
            parts.append(PlainLabel(said, "quiet"))
        for state in states:
            line = state.line
            amount = promises.quantity(line).words or "no amount"
            details = " · ".join(filter(None, (amount, line.who, f"in {line.scope}" if line.scope else "")))
            parts.append(
                self._entry(
                    line.uuid,
                    f"{line.code}: {line.words}\n{details}",
                    partial(self._line_form, line),
                    promises.remove_line,
                )
            )
            by = f" ({', '.join(state.support)})" if state.support else ""
            parts.append(PlainLabel(f"{line.code} today: {state.on_day.words}{by}", STATES[state.on_day.state]))
            if state.over_span is not None and first is not None:
                said = f"{line.code} since {first:%d/%m/%Y}, by the registers: {state.over_span.words}"
                parts.append(PlainLabel(said, "quiet"))
        self.kind = ChoiceEditor([(term.code, term.label) for term in EHC_PROVISION])
        self.kind.widget.setAccessibleName("Which section is pasted")
        parts += self._paster(
            "lines",
            "Paste section F here: each line becomes one, with what can be read of it.",
            self._paste_lines,
            self.kind.widget,
        )
        return card(*parts)

    def _sections(self, read: promises.Promised) -> QWidget:
        parts: list[Any] = [PlainLabel("Other sections", "heading")]
        for term in EHC_SECTIONS:
            row = read.sections.get(term.code)
            if row is None or not row.words.strip():
                continue
            parts.append(self._entry(row.uuid, f"{term.label}\n{row.words}", partial(self._section_form, row), None))
        self.section = ChoiceEditor([(term.code, term.label) for term in EHC_SECTIONS])
        self.section.widget.setAccessibleName("Which section it is")
        parts += self._paster("section", "Paste the words of a section here.", self._paste_section, self.section.widget)
        return card(*parts)

    def _entry(self, uuid: str, told: str, form: Any, remove: Any) -> QWidget:
        is_open = self._open == uuid
        which = told.partition("\n")[0][:80]
        acts = [button("Done" if is_open else "Correct", partial(self._turn, uuid), "link")]
        if is_open and remove is not None:
            acts.append(button("Delete", partial(self._remove, remove, uuid), "link"))
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {which}")
        holder = QWidget()
        head = headed(self._panel.context, PlainLabel(told), *acts)
        holder.setLayout(column(head, form(), gap=4) if is_open else head)
        return holder

    def _outcome_form(self, one: EhcOutcome) -> Form:
        keep = partial(self._keep, promises.change_outcome, one.uuid)
        form = self._panel.form(EhcOutcome, OUTCOME, keep, 2, halves=True, about=f"ehc {one.uuid}")
        form.say_of(f"E{one.position}").load(one)
        return form

    def _line_form(self, one: EhcLine) -> Form:
        assert self._case is not None
        options = {"outcome_id": promises.outcomes_to_choose(self._panel.context.store, self._case.case.uuid)}
        keep = partial(self._keep, promises.change_line, one.uuid)
        form = self._panel.form(EhcLine, LINE, keep, 4, options, halves=True, spans=SPANS, about=f"ehc {one.uuid}")
        form.say_of(one.code).load(one)
        return form

    def _section_form(self, one: EhcSection) -> Form:
        case_id, code, store = one.case_id, one.code, self._panel.context.store

        def keep(values: Mapping[str, Any]) -> None:
            promises.set_section(store, case_id, code, str(values["words"]), self._panel)

        form = self._panel.form(EhcSection, ("words",), keep, 1, about=f"ehc {one.uuid}")
        form.say_of(EHC_SECTIONS.label(code)).load(one)
        return form

    def _targets(self, one: EhcOutcome, chosen: list[str]) -> QWidget:
        """The targets of the plan that is worked on, to tick those that work towards an outcome."""
        store = self._panel.context.store
        plan_id = plans.for_learning(store, self._panel.pupil_id)
        if plan_id is None:
            return PlainLabel("There is no open plan whose targets could serve it.", "quiet")
        found = plans.page(store, plan_id).targets
        ticks = TickList(f"Targets that serve E{one.position}")
        ticks.show_lines(
            [Tickable(row.uuid, f"Target {row.position}: {row.staff_wording or row.pupil_wording}") for row in found]
        )
        ticks.tick(chosen)
        ticks.setMaximumHeight(self.fontMetrics().lineSpacing() * (len(found) + 2) * 2)
        ticks.ticked_changed.connect(
            lambda: self._panel.attempt(lambda: promises.serve(store, one.uuid, list(ticks.ticked())))
        )
        holder = QWidget()
        holder.setLayout(column(PlainLabel("Targets that work towards it", "field"), ticks, gap=4))
        return holder

    def _paster(self, name: str, hint: str, take: Any, *beside: QWidget) -> list[Any]:
        box = QPlainTextEdit()
        box.setPlaceholderText(hint)
        box.setAccessibleName(hint)
        box.setTabChangesFocus(True)
        box.setFixedHeight(self.fontMetrics().lineSpacing() * ROWS)
        act = button("Take it apart" if name != "section" else "Keep it", partial(take, box))
        return [box, flow(*beside, act)]

    def _paste_outcomes(self, box: QPlainTextEdit) -> None:
        case, store, made = self._case, self._panel.context.store, list[int]()
        if case is not None and self._panel.attempt(
            lambda: made.append(promises.paste_outcomes(store, case.case.uuid, box.toPlainText()))
        ):
            self._panel.reload()
            self._panel.context.done(f"{made[0]} outcomes. Read them through; Ctrl+Z takes all back.", "good")

    def _paste_lines(self, box: QPlainTextEdit) -> None:
        case, store, made = self._case, self._panel.context.store, list[tuple[int, int]]()
        kind = str(self.kind.value())
        if case is not None and self._panel.attempt(
            lambda: made.append(promises.paste_lines(store, case.case.uuid, box.toPlainText(), kind))
        ):
            count, unread = made[0]
            more = f" Of {unread} no amount could be read: type it, or ask the council for a number." if unread else ""
            self._panel.reload()
            self._panel.context.done(f"{count} lines.{more} Ctrl+Z takes all back.", "info" if unread else "good")

    def _paste_section(self, box: QPlainTextEdit) -> None:
        case, store, code = self._case, self._panel.context.store, str(self.section.value())
        if case is not None and self._panel.attempt(
            lambda: promises.set_section(store, case.case.uuid, code, box.toPlainText())
        ):
            self._panel.reload()
            self._panel.context.done("Kept.", "good")

    def _keep(self, change: Any, uuid: str, values: Mapping[str, Any]) -> None:
        change(self._panel.context.store, uuid, values, self._panel)

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        self._panel.reload()
        for form in self.findChildren(Form):
            if form.about == f"ehc {uuid}" and not is_gone(form):
                form.focus_on("words")

    def _remove(self, remove: Any, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: remove(self._panel.context.store, uuid)):
            self._open = ""
            self._panel.reload()
            self._panel.context.done("Deleted; Ctrl+Z brings it back.", "info")


def _half_term_began(half_terms: Any, today: date) -> date | None:
    """The first day of the half-term that runs, or of the last one; at most a year ago."""
    begun = [span.starts_on for span in half_terms if today - timedelta(days=365) <= span.starts_on <= today]
    return max(begun, default=None)
