"""Support beyond the class as one pupil has it: what was promised, what was given of it, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.model.plans.target import Target
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.words import NOT_RUN
from gradesk.model.vocabulary import PROVISION_FORMS
from gradesk.services.term import effects, figures, provisions, serving
from gradesk.services.term.begun import carrying
from gradesk.services.term.effects import Effect
from gradesk.services.term.figures import Figures
from gradesk.services.term.given import making_good, promised
from gradesk.services.term.given.promised import Promised
from gradesk.services.term.owing import Debt
from gradesk.services.term.provisions import Given
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row
from gradesk.ui.screens.pupil.layer_offer import LayerOffer

PAST_SHOWN = 6  # that have ended


class GivenSupport(QFrame):
    """What runs, then what has ended; each goes to its place on the board and to its register."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("role", "card")
        self.heading = PlainLabel("", "heading")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.act = button("All groups", lambda: context.go("term"), "link")
        self.carry = button("", self._carry_over, "link")
        self._pupil_id = ""
        self.page = button("Promised and done: a page for the family", self._print, "link")
        self.week = PlainLabel("", "field")
        self.layer = LayerOffer(context)
        self.setLayout(
            column(
                self.heading, self.week, self.layer, self._list, flow(self.page, self.act, self.carry), margin=14, gap=8
            )
        )

    def show_pupil(self, pupil_id: str, first_name: str) -> None:
        """Show the support of a pupil."""
        clear(self._list)
        self._pupil_id = pupil_id
        self.layer.show_pupil(pupil_id, first_name)
        store = self._context.store
        self.heading.setText(f"Support for {first_name}: promised and done")
        found = provisions.of_pupil(store, pupil_id)
        costed = {one.provision.uuid: one for one in figures.costed(store, [pupil_id])} if found else {}
        done = effects.of_pupil(store, pupil_id) if any(one.provision.measure for one in found) else {}
        today, served = store.clock.today(), serving.targets_of(store, pupil_id)
        so_far = {one.given.uuid: one for one in promised.of_pupil(store, pupil_id)} if found else {}
        debts = making_good.of_groups(store, [one.uuid for one in found]) if found else {}
        runs = [one for one in found if one.ends_on is None or one.ends_on > today]
        past = [one for one in found if one not in runs]
        for one in (*runs, *past[:PAST_SHOWN]):
            mine = next(each for each in costed[one.uuid].members if each.pupil_id == pupil_id)
            count = len(costed[one.uuid].members)
            line = _line(
                self._context, one, mine, count, served.get(one.uuid, ()), done.get(one.uuid), so_far.get(one.uuid),
                debts.get(one.uuid, Debt()),
            )  # fmt: skip
            self._list.addWidget(line)
        if not found:
            words = f"Nothing is recorded. Begin it on {first_name}’s timeline, or for several at once under Term."
            self._list.addWidget(PlainLabel(words, "quiet"))
        self.page.setVisible(bool(found))
        planned, had = promised.this_week(store, pupil_id) if found else (0, 0)
        self.week.setText(f"This week: {planned:,} minutes planned, {had:,} given so far.")
        self.week.setVisible(planned > 0 or had > 0)
        self._offer_carrying(len(carrying.offered(store, pupil_id)))

    def _offer_carrying(self, count: int) -> None:
        """What the plan says of support and is no record yet."""
        self.carry.setVisible(count > 0)
        self.carry.setText(f"The plan says {count} more: carry over …")
        self.carry.setAccessibleName(self.carry.text())

    def _print(self) -> None:
        self._context.go("preview", document="promised", pupil_ids=(self._pupil_id,))

    def _carry_over(self) -> None:
        self._context.go("term", tab="groups", carry=self._pupil_id)


def _line(
    context: Context,
    one: Given,
    figures_of: Figures,
    members: int,
    targets: Sequence[Target],
    done: Effect | None,
    so_far: Promised | None,
    debt: Debt,
) -> QWidget:
    record, tally = one.provision, figures_of.tally
    dose = [PROVISION_FORMS.label(record.form)]
    dose += (
        [f"{record.times_a_week:g} × {record.minutes} minutes a week"] if record.times_a_week and record.minutes else []
    )
    dose += [f"with {members - 1} other{'' if members == 2 else 's'}"] if members > 1 else []
    dose += [f"led by {record.led_by}"] if record.led_by else []
    until = one.ends_on or record.planned_to
    days = f"from {written_day(one.starts_on)}" + (f" to {written_day(until)}" if until else "")
    said = f"{tally.delivered:,} of {tally.planned:,} minutes given" if tally.planned else "no minutes planned"
    said += f", {tally.missed:,} missed" if tally.missed else ""
    said += f", {tally.owed:,} owed" if tally.owed else ""
    planned = debt.plan_words(context.store.clock.today()) if one.ends_on is None and tally.owed else ""
    said += f", {planned}" if planned else ""
    acts = [button("Open", partial(context.go, "term", tab="groups", record=record.uuid), "link")]
    if one.ends_on is None:
        acts.append(button("Register", partial(context.go, "term", tab="registers", record=record.uuid), "link"))
    for act in acts:
        act.setAccessibleName(f"{act.text()}: {record.name}")
    head = row(PlainLabel(record.name, "field"), *acts)
    head.setStretch(0, 1)
    parts: list[Any] = [head, PlainLabel(f"{', '.join(dose)}, {days}", "quiet")]
    if so_far is not None and so_far.due > so_far.unnoted:
        parts.append(PlainLabel(_so_far(so_far)))
    parts.append(PlainLabel(said, "quiet"))
    parts += [PlainLabel(f"For target {each.position}: {serving.short(each)}", "quiet") for each in targets]
    if done is not None and done.measure is not None:
        parts.append(PlainLabel(f"{done.measure.name}: {done.said[:1].lower()}{done.said[1:]}"))
    holder = QWidget()
    holder.setLayout(column(*parts, gap=2))
    return holder


def _so_far(one: Promised) -> str:
    """Session by session, as the page for the family says it."""
    reasons = [f"{count} did not run ({NOT_RUN.label(reason).lower()})" for reason, count in one.fell_out]
    away = [f"{one.away} missed by being away"] if one.away else []
    made = [f"{one.extra} made good"] if one.extra else []
    still = [f"{one.unnoted} not noted yet"] if one.unnoted else []
    return "; ".join([f"{one.had} of {one.due} sessions so far", *reasons, *away, *made, *still]) + "."
